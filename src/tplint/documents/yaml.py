"""YAML text → tree, composed from the event stream of ruamel.yaml's C parser (its pure parser where that is missing).

Only events are used: they carry exact marks, cost a tenth of the round-trip loader, and resolve no types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tplint.documents.nodes import (
    DOUBLE,
    FOLDED,
    LITERAL,
    PLAIN,
    SINGLE,
    Document,
    Mapping,
    Pair,
    Scalar,
    Sequence,
    Span,
)
from tplint.documents.yaml_parser import c_parser
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source

# GitHub and GitLab refuse far less than this; a file beyond it was made to hurt.
MAX_DEPTH = 100
MAX_NODES = 1_000_000

_STYLES = {None: PLAIN, "": PLAIN, "'": SINGLE, '"': DOUBLE, "|": LITERAL, ">": FOLDED}
_PROPERTIES = r"(?:[&!][^\s,\[\]{}]*(?:[ \t]+|\s*(?:#[^\n]*)?\r?\n\s*))+"
_INDICATOR = r"(?:\s|#[^\n]*\n)*[:?-]"


class NotYaml(Exception):  # noqa: N818 - it is an answer about a file, not an error of the program
    """The text is no YAML, or beyond the limits: ``message`` in the parser's words, ``offset`` where it stopped."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class BeyondLimits(NotYaml):
    """The text is made to hurt: nested or aliased beyond the limits."""


def parse(source: Source) -> Document:
    """Compose the documents of a YAML file; raises ``NotYaml``.

    What the C parser refuses is tried with the other one: it knows YAML 1.2, as GitHub's parser does, and libyaml
    refuses a few texts of which the two say different things (``[v1?]``).
    """
    try:
        return compose(source, _events(source.text))
    except BeyondLimits:
        raise
    except NotYaml as refusal:
        try:
            return compose(source, pure_events(source.text))
        except NotYaml:
            raise refusal from None


def _events(text: str) -> Iterator[Any]:
    """The parser's events, with whatever it raises turned into ``NotYaml``."""
    try:
        module = c_parser()
    except ImportError:
        return pure_events(text)
    return _guarded(text, lambda: iter(module.CParser(text).get_event, None), module.YAMLError)


def pure_events(text: str) -> Iterator[Any]:
    """The events of the parser that is written in Python: slower, and there on every platform."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - only where the C parser is missing, or refuses
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - the same

    return _guarded(text, lambda: YAML(typ="safe", pure=True).parse(text), YAMLError)


def _guarded(text: str, events: Callable[[], Iterator[Any]], refusal: type[Exception]) -> Iterator[Any]:
    try:
        yield from events()
    except refusal as error:
        raise _refusal(text, error) from error
    except (RecursionError, ValueError) as error:
        raise NotYaml(str(error).partition("\n")[0] or "nested too deeply", 0) from error


def _refusal(text: str, error: Any) -> NotYaml:
    """Parser errors have ``problem`` and a mark, reader errors ``reason`` and a position."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).partition("\n")[0]
    context = getattr(error, "context", None)
    offset = mark.index if mark is not None else getattr(error, "position", 0)
    message = f"{problem} {context}" if context and context not in problem else problem
    return NotYaml(message, min(offset or 0, len(text)))


class _Open(NamedTuple):
    """A collection whose end has not come yet."""

    event: Any
    children: list[Node]


class _Composer:
    """State of one composition: anchors so far, and the size of the tree with every alias expanded."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[Span, int] = {}
        self.open: list[_Open] = []
        self.roots: list[Node | None] = []

    def add(self, node: Node, size: int, anchor: str | None) -> None:
        """Put a finished node where it belongs."""
        if size > MAX_NODES:
            raise BeyondLimits(f"its aliases expand to more than {MAX_NODES:,} nodes", node.span.start)
        self.sizes[node.span] = max(size, self.sizes.get(node.span, 0))
        if anchor:
            self.anchors[anchor] = node
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.roots[-1] = node

    def start(self, event: Any) -> None:
        """Open a collection."""
        if len(self.open) >= MAX_DEPTH:
            raise BeyondLimits(f"nested more than {MAX_DEPTH} levels deep", event.start_mark.index)
        if event.anchor:
            self.anchors.pop(event.anchor, None)
        self.open.append(_Open(event, []))

    def end(self, event: Any) -> None:
        """Close the innermost collection; block collections end with their last child."""
        start, children = self.open.pop()
        flow = bool(start.flow_style)
        if flow:
            span = Span(start.end_mark.index - 1, event.end_mark.index)
        elif children:
            span = Span(_outer(children[0]).start, max(_outer(child).end for child in children))
        else:
            span = Span(start.start_mark.index, start.end_mark.index)
        tag = _tag(start)
        node: Node
        if type(start).__name__ == "SequenceStartEvent":
            node = Sequence(tuple(children), span, flow, tag)
        else:
            pairs = tuple(map(Pair, children[::2], children[1::2]))
            node = Mapping(pairs, span, flow, tag)
        self.add(node, 1 + sum(self.sizes[child.span] for child in children), start.anchor)

    def alias(self, event: Any) -> None:
        """Use an anchored node again."""
        span = Span(event.start_mark.index, event.end_mark.index)
        target = self.anchors.get(event.anchor)
        if target is None:
            raise NotYaml(f"undefined or recursive alias *{event.anchor}", span.start)
        self.add(target._replace(alias=span), self.sizes[target.span], None)

    def scalar(self, event: Any) -> None:
        """Take a scalar, without its anchor and tag, and without the blank lines after a block."""
        text = self.source.text
        start, end = event.start_mark.index, event.end_mark.index
        tag = _tag(event)
        if (event.anchor or tag) and (properties := re.compile(_PROPERTIES).match(text, start, end)):
            start = properties.end()
        style = _STYLES[event.style]
        if style in {LITERAL, FOLDED}:
            end = start + len(text[start:end].rstrip(" \t\r\n"))
        elif start == end:
            start = end = self.empty_at(event)
        self.add(Scalar(event.value, Span(start, end), style, tag), 1, event.anchor)

    def empty_at(self, event: Any) -> int:
        """Where a value that is left out would stand: behind its `:` or `-` (the parsers put it further on)."""
        if not self.open:
            return int(event.start_mark.index)
        start, children = self.open[-1]
        before = _outer(children[-1]).end if children else start.start_mark.index
        indicator = re.compile(_INDICATOR).match(self.source.text, before)
        return indicator.end() if indicator else int(event.start_mark.index)


def _outer(node: Node) -> Span:
    """Where a node stands in its parent: of an alias its mention, not its content."""
    return node.alias or node.span


def _tag(event: Any) -> str:
    """The explicit tag as written; ruamel's events hold it as a string or as an object, by version."""
    tag = event.tag if isinstance(event.tag, str) else getattr(event, "ctag", None)
    return str(tag) if tag else ""


def compose(source: Source, events: Iterator[Any]) -> Document:
    """Build the trees of a stream of events; raises ``NotYaml`` for undefined aliases and beyond the limits."""
    composer = _Composer(source)
    steps = {
        "ScalarEvent": composer.scalar,
        "AliasEvent": composer.alias,
        "SequenceStartEvent": composer.start,
        "MappingStartEvent": composer.start,
        "SequenceEndEvent": composer.end,
        "MappingEndEvent": composer.end,
    }
    for event in events:
        name = type(event).__name__
        step = steps.get(name)
        if step is not None:
            step(event)
        elif name == "DocumentStartEvent":
            composer.anchors.clear()
            composer.roots.append(None)
        elif name == "StreamEndEvent":
            break
    return Document(source, tuple(composer.roots))
