"""TP002: an ignore comment that does nothing. Only the engine knows which comments were of use, so it asks here."""

from __future__ import annotations

from tplint.findings import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP002",
    name="unused-ignore",
    level="note",
    summary="an ignore comment has ended, names no known rule, or silences nothing",
    platforms=("github", "gitlab"),
)

_LAST_DAY = "write the last day as year, month and day: `until 2030-12-31`"
# kind of fault → what to say of it, and what to do
_SAID: Mapping[str, tuple[str, str]] = {
    "nameless": ("this ignore comment names no rule", "name rules: `# tplint: ignore[TP101] reason`"),
    "unknown": ("`{}` is no rule of tplint", "see `tplint rules` for codes and names"),
    "unused": ("nothing of `{}` is reported here", "remove it from the comment"),
    "expired": ("this ignore comment ended with `{}`, and silences nothing since", "remove it, or set a later day"),
    "no day": ("no day follows `until`, so this ignore comment holds for ever", _LAST_DAY),
    "no date": ("`until` is followed by `{}`, which is no date, so this ignore comment holds for ever", _LAST_DAY),
}


def check(_: Repository) -> Iterator[Finding]:
    """Nothing: whether a comment was of use is known only after all rules have spoken (see ``finding``)."""
    yield from ()


def finding(kind: str, text: str, at: Place) -> Finding:
    """The finding for a fault of a comment, about the name or date in it that ``text`` gives."""
    message, fix = _SAID[kind]
    return RULE.finding(at, message.format(text), fix=fix)
