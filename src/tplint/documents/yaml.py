"""YAML text → tree, composed from the event stream of ruamel.yaml's C parser (its pure parser where that is missing).

Only events are used: they carry exact marks, cost a tenth of the round-trip loader, and resolve no types.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.documents.nodes import FOLDED, LITERAL, Document, Mapping, Pair, Scalar, Sequence, Span
from tplint.documents.source import Source, Unreadable
from tplint.documents.yaml_parser import (
    ALIAS,
    DOCUMENT,
    DOCUMENT_END,
    END,
    MAPPING,
    SCALAR,
    SEQUENCE,
    STREAM_END,
    STREAM_START,
    STYLES,
    c_parser,
    plain,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from tplint.documents.nodes import Node

# GitHub and GitLab refuse far less than this; a file beyond it was made to hurt.
MAX_DEPTH = 100
MAX_NODES = 200_000
# The parser that is written in Python takes seconds for what the other one reads at once: it is asked for less of
# a text that may be made to hurt.
MAX_LENGTH_IN_PYTHON, MAX_NODES_IN_PYTHON = 500_000, 20_000
# A longer text is not kept for another file that says the same.
MAX_REMEMBERED = 50_000

_BLOCKS = frozenset({LITERAL, FOLDED})
# A named tuple's constructor is a function in Python, and there are more scalars than anything else.
new: Any = tuple.__new__
_PROPERTIES = r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|\s*(?:#[^\n]*)?\r?\n\s*))+"
_INDICATOR = r"(?:\s|#[^\n]*\n)*[:?-]"


class NotYaml(Unreadable):
    """The text is no YAML, in the parser's words, or beyond the limits."""


class BeyondLimits(NotYaml):
    """The text is made to hurt: nested or aliased beyond the limits."""


def parse(source: Source, most: int = MAX_NODES) -> Document:
    """Compose the documents of a YAML file of ``most`` nodes; raises ``NotYaml``.

    What the C parser refuses is tried with the other one: it knows YAML 1.2, as GitHub's parser does, and libyaml
    refuses a few texts of which the two say different things (``[v1?]``).
    """
    of_text = _remembered if len(source.text) <= MAX_REMEMBERED else _composed
    return of_text(source.text, most)._replace(source=source)


def _composed(text: str, most: int) -> Document:
    """The trees of a text. They know nothing of its file, so that files with the same text can share them."""
    source = Source("", text)
    try:
        return _composed_in_c(source, most)
    except BeyondLimits:
        raise
    except NotYaml as refusal:
        if len(text) > MAX_LENGTH_IN_PYTHON:
            raise
        try:
            return compose(source, pure_events(text), min(most, MAX_NODES_IN_PYTHON))
        except NotYaml as other:  # where the texts differ that they refuse, it is the later place that is wrong
            raise max(refusal, other, key=lambda error: error.offset) from None


_remembered = lru_cache(maxsize=32)(_composed)


def _composed_in_c(source: Source, most: int) -> Document:
    """The trees by the C parser, or by the other one where that is missing; raises ``NotYaml``."""
    try:
        module = c_parser()
    except ImportError:
        return compose(source, pure_events(source.text), most)
    try:  # without a generator between, which would take as long as the parser
        return compose(source, _parsed(module.CParser(source.text).get_event), most)
    except module.YAMLError as error:
        raise _refusal(source.text, error) from error
    except (RecursionError, ValueError) as error:
        raise NotYaml(str(error).partition("\n")[0] or "nested too deeply", 0) from error


def _parsed(next_event: Callable[[], Any]) -> Iterator[tuple[Any, ...]]:
    """The events of the C parser, also where it was loaded by somebody else, with the classes for events."""
    events = iter(next_event, None)
    first = next(events)
    return events if type(first) is tuple else map(plain, events)


def pure_events(text: str) -> Iterator[Any]:
    """The events of the parser that is written in Python: slower, and there on every platform."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - only where the C parser is missing, or refuses
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - the same

    return _guarded(text, lambda: map(plain, YAML(typ="safe", pure=True).parse(text)), YAMLError)


def _guarded(text: str, events: Callable[[], Iterator[Any]], refusal: type[Exception]) -> Iterator[Any]:
    try:
        yield from events()
    except refusal as error:
        raise _refusal(text, error) from error
    except (AssertionError, AttributeError, IndexError, RecursionError, TypeError, ValueError) as error:
        # The parser in Python meets some texts (`%YAML 1.22222`) with whatever its code happens to raise.
        raise NotYaml(str(error).partition("\n")[0] or "nested too deeply", 0) from error


def _refusal(text: str, error: Any) -> NotYaml:
    """Parser errors have ``problem`` and a mark, reader errors ``reason`` and a position."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).partition("\n")[0]
    context = getattr(error, "context", None)
    offset = mark.index if mark is not None else getattr(error, "position", 0)
    message = f"{problem} {context}" if context and context not in problem else problem
    return NotYaml(message, min(offset or 0, len(text)))


class _Composer:
    """State of one composition: anchors so far, and how many nodes there may still be, those of aliases counted."""

    def __init__(self, text: str, most: int) -> None:
        self.text = text
        self.left = self.most = most
        self.has_repeats = False
        self.anchors: dict[str, Node] = {}
        # What is open: how each collection began, and the nodes so far of what it stands in.
        self.open: list[tuple[tuple[Any, ...], list[Node]]] = []
        self.roots: list[Node | None] = []
        self.children: list[Node] = []

    def add(self, node: Node, size: int, anchor: str | None) -> None:
        """Put a finished node where it belongs; what an alias repeats counts again."""
        self.left -= size
        if self.left < 0:
            raise BeyondLimits(f"it has more than {self.most:,} values, counting what aliases repeat", _outer(node)[0])
        if anchor:
            self.anchors[anchor] = node
        self.children.append(node)

    def document(self, _: tuple[Any, ...]) -> None:
        """Begin a document, to which the anchors of the one before mean nothing."""
        self.anchors.clear()
        self.children = []

    def document_end(self, _: tuple[Any, ...]) -> None:
        """Take the document's root, the only node that stands in nothing."""
        self.roots.append(self.children[0] if self.children else None)

    def start(self, event: tuple[Any, ...]) -> None:
        """Open a collection."""
        if len(self.open) >= MAX_DEPTH:
            raise BeyondLimits(f"nested more than {MAX_DEPTH} levels deep", event[3])
        if event[1]:
            self.anchors.pop(event[1], None)
        self.open.append((event, self.children))
        self.children = []

    def end(self, event: tuple[Any, ...]) -> None:
        """Close the innermost collection; block collections end with their last child."""
        children = self.children
        (kind, anchor, tag, start, end, flow), self.children = self.open.pop()
        if flow:
            bounds = (end - 1, event[1])
        elif children:
            # The last value ends last, or its key; of an alias its mention counts, not its content.
            first, key, last = children[0], children[-2:][0], children[-1]  # as `_outer`, without its calls
            bounds = ((first[4] or first[1])[0], max((last[4] or last[1])[1], (key[4] or key[1])[1]))
        else:
            bounds = (start, end)
        tag = str(tag) if tag else ""
        if kind == SEQUENCE:
            self.add(new(Sequence, (tuple(children), bounds, flow, tag, None)), 1, anchor)
        else:
            pairs, table = [], {}
            for entry in zip(children[::2], children[1::2]):  # noqa: B905 - to say `strict` takes as long as two pairs
                pair = new(Pair, entry)
                pairs.append(pair)
                if type(entry[0]) is Scalar:  # as `table_of`
                    table[entry[0][0]] = pair
            if len(table) < len(pairs):
                self.has_repeats = True
            self.add(new(Mapping, (tuple(pairs), bounds, flow, tag, None, table)), 1, anchor)

    def alias(self, event: tuple[Any, ...]) -> None:
        """Use an anchored node again."""
        _, anchor, start, end = event
        target = self.anchors.get(anchor)
        if target is None:
            raise NotYaml(f"undefined or recursive alias *{anchor}", start)
        # Every node in it was counted when it was added, so that there is a limit to this, too.
        self.add(target._replace(alias=Span(start, end)), _size(target), None)

    def scalar(self, event: tuple[Any, ...]) -> None:
        """Take a scalar, without its anchor and tag, and without the blank lines after a block."""
        _, anchor, tag, value, start, end, written = event
        style = STYLES[written]
        if anchor or tag:
            tag = str(tag) if tag else ""
            properties = re.compile(_PROPERTIES).match(self.text, start, end)
            start = properties.end() if properties else start
        if style in _BLOCKS:
            end = start + len(self.text[start:end].rstrip(" \t\r\n"))
        elif start == end:
            start = end = self.empty_at(start)
        self.add(new(Scalar, (value, (start, end), style, tag or "", None)), 1, anchor)

    def empty_at(self, start: int) -> int:
        """Where a value that is left out would stand: behind its `:` or `-` (the parsers put it further on)."""
        if not self.open:
            return start
        before = _outer(self.children[-1])[1] if self.children else self.open[-1][0][3]
        indicator = re.compile(_INDICATOR).match(self.text, before)
        return indicator.end() if indicator else start


def _size(node: Node) -> int:
    """How many nodes a tree has, those of aliases counted each time."""
    size, waiting = 0, [node]
    while waiting:
        current = waiting.pop()
        size += 1
        if isinstance(current, Sequence):
            waiting += current.items
        elif isinstance(current, Mapping):
            waiting += (part for pair in current.pairs for part in pair)
    return size


def _outer(node: Node) -> tuple[int, int]:
    """Where a node stands in its parent: of an alias its mention, not its content."""
    return node.alias or node.bounds


def compose(source: Source, events: Iterable[Any], most: int = MAX_NODES) -> Document:
    """Build the trees of a stream of events; raises ``NotYaml`` for undefined aliases and beyond the limits.

    ``events`` are those of ``yaml_parser``.
    """
    composer = _Composer(source.text, most)
    steps: dict[int, Callable[[tuple[Any, ...]], None]] = {
        SCALAR: composer.scalar,
        ALIAS: composer.alias,
        SEQUENCE: composer.start,
        MAPPING: composer.start,
        END: composer.end,
        DOCUMENT: composer.document,
        DOCUMENT_END: composer.document_end,
        STREAM_START: lambda _: None,
    }
    for event in events:
        if type(event) is Scalar:
            composer.left -= 1
            if composer.left < 0:
                composer.add(event, 0, None)
            composer.children.append(event)
        elif event[0] == STREAM_END:
            break
        else:
            steps[event[0]](event)
    return Document(source, tuple(composer.roots), composer.has_repeats, most - composer.left)
