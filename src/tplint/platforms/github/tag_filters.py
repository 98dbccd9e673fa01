"""A trigger → its filters on tags: which patterns there are, and which tags they let through.

The patterns are globs of GitHub's own: `*` stops at a slash, `?` and `+` belong to the character before them.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Scalar, get, items, place
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place
    from tplint.model import Trigger

# Tags as versions have them, and as one of several projects has them; nothing else is known of the next one.
PREFIXED, BARE, OF_PROJECT = VERSIONS = ("v1.2.3", "1.2.3", "name-v1.2.3")
# What regular expressions have, and neither filters nor versions. `[…]`, `?`, `+` and `*` are known to both, and `\\.`
# may well be a point.
_OF_EXPRESSIONS = r"\\[dDwWsSbB]|[()|$^]"
_CLASS = r"\[[^\]]*\]"
_PARTS = rf"(?s)\*\*|\\.|{_CLASS}|."
_RANGES = r"(?s)(.)-(.)|(.)"


class Pattern(NamedTuple):
    """A pattern as written, without the `!` of one that leaves tags out.

    ``sign`` is what shows that a regular expression is meant, which no tag fits; else it is empty.
    """

    written: str
    at: Place
    leaves_out: bool

    @property
    def sign(self) -> str:
        """What no filter knows, and no tag has."""
        found = re.search(_OF_EXPRESSIONS, re.sub(_CLASS, "", self.written))
        return found[0] if found is not None else ""

    def fits(self, tag: str) -> bool:
        """Whether a tag is one of the pattern's; takes time in proportion to the length of both."""
        parts = tuple(_parts(self.written))
        reached = _ahead(parts, {0})
        for char in tag:
            reached = _ahead(parts, _stepped(parts, reached, char))
        return len(parts) in reached


class TagFilter(NamedTuple):
    """The patterns under `tags` and `tags-ignore`; None where there is no such key."""

    tags: tuple[Pattern, ...] | None
    ignored: tuple[Pattern, ...] | None

    def admits(self, tag: str) -> bool:
        """Whether the push of a tag starts a workflow; of the patterns that fit, the last one counts."""
        if self.tags is not None:
            return not next((p.leaves_out for p in reversed(self.tags) if p.fits(tag)), True)
        return self.ignored is None or not any(pattern.fits(tag) for pattern in self.ignored)


def tag_filter(trigger: Trigger) -> TagFilter:
    """The filters on tags of a `push`."""
    return TagFilter(_patterns(trigger, "tags"), _patterns(trigger, "tags-ignore"))


def _patterns(trigger: Trigger, key: str) -> tuple[Pattern, ...] | None:
    node = get(trigger.node, key)
    return None if node is None else tuple(_read(trigger, (node, *items(node))))


def _read(trigger: Trigger, nodes: tuple[Node, ...]) -> Iterator[Pattern]:
    for node in nodes:
        if isinstance(node, Scalar):
            at = place(trigger.at.source, node)
            yield Pattern(node.value.removeprefix("!"), at, leaves_out=node.value.startswith("!"))


class _Part(NamedTuple):
    """What stands for one character of a tag; it may be missing, and may stand there again."""

    chars: str
    may_miss: bool = False
    may_repeat: bool = False

    def takes(self, char: str) -> bool:
        """Whether a character is one of those meant."""
        if self.chars in {"*", "**"}:
            return self.chars == "**" or char != "/"
        if len(self.chars) > 1 and self.chars[0] == "[":
            ranges = re.findall(_RANGES, self.chars[1:-1])
            return any(char == one or (first and first <= char <= last) for first, last, one in ranges)
        return char == self.chars[-1]


def _parts(pattern: str) -> Iterator[_Part]:
    last: _Part | None = None
    for chars in re.findall(_PARTS, pattern):
        if chars in {"?", "+"} and last is not None:
            last = last._replace(may_miss=last.may_miss or chars == "?", may_repeat=last.may_repeat or chars == "+")
            continue
        if last is not None:
            yield last
        last = _Part(chars, may_miss=chars[0] == "*", may_repeat=chars[0] == "*")
    if last is not None:
        yield last


def _stepped(parts: tuple[_Part, ...], reached: set[int], char: str) -> set[int]:
    """The places behind a character; one that may repeat is in front of itself again."""
    taking = [at for at in reached if at < len(parts) and parts[at].takes(char)]
    return {*(at + 1 for at in taking), *(at for at in taking if parts[at].may_repeat)}


def _ahead(parts: tuple[_Part, ...], reached: set[int]) -> set[int]:
    """Places with those behind them where nothing has to stand between."""
    found: set[int] = set()
    for at in reached:
        while at not in found:
            found.add(at)
            at += at < len(parts) and parts[at].may_miss  # noqa: PLW2901 - goes on to the next place
    return found
