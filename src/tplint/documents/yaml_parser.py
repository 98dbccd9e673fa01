"""The C parser of ruamel.yaml, loaded without the rest of that package: 5 ms instead of 44.

``_ruamel_yaml`` imports ``ruamel.yaml.error``, and so the package's ``__init__``, which loads all for reading and
writing round trips. Of ten of its modules it needs nothing for the events that tplint asks for but the classes of the
exceptions; while it is imported, stand-ins take their places. Afterwards they are gone, and so is the extension, which
would go on using them: an import of ``ruamel.yaml`` by anybody finds the real package, and its other parser. See
``docs/decisions/0003-loading-the-yaml-parser.md``.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType

from tplint.documents.nodes import DOUBLE, FOLDED, LITERAL, PLAIN, SINGLE, Scalar, new

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PACKAGE, _EXTENSION = "ruamel.yaml", "_ruamel_yaml"
_REPLACED = ("composer", "constructor", "emitter", "nodes", "representer", "serializer", "tokens")
# What an event is, its first field. The others are: of a scalar its anchor, tag, value, start, end and style; of the
# start of a collection its anchor, tag, start, end, and whether it is in flow style; of an alias its anchor, start and
# end; of the end of a collection its end.
SCALAR, ALIAS, SEQUENCE, MAPPING, END, DOCUMENT, DOCUMENT_END, STREAM_START, STREAM_END = range(9)
# Most scalars are finished with that, and are nodes already; the others have an anchor, a tag or lines of their own, or
# are left out, and what they are the text around them says.
STYLES = {None: PLAIN, "": PLAIN, "'": SINGLE, '"': DOUBLE, "|": LITERAL, ">": FOLDED}


class YAMLError(Exception):
    """Stands for ``ruamel.yaml.error.YAMLError``."""


class _ReaderError(YAMLError):
    def __init__(self, _name: str, position: int, _character: object, _encoding: str, reason: str) -> None:
        super().__init__(reason)
        self.position, self.reason = position, reason


class _MarkedError(YAMLError):
    def __init__(self, context: str | None, context_mark: Any, problem: str, problem_mark: Any) -> None:
        super().__init__(problem)
        self.context, self.context_mark, self.problem, self.problem_mark = context, context_mark, problem, problem_mark


def _scalar(anchor: Any, tag: Any, _: Any, value: str, start: Any, end: Any, style: Any = None) -> tuple[Any, ...]:
    bounds = start.index, end.index
    if anchor or tag or style == "|" or style == ">" or bounds[0] == bounds[1]:  # noqa: PLR1714 - the quickest way to ask
        return SCALAR, anchor, tag, value, *bounds, style
    made: tuple[Any, ...] = new(Scalar, (value, bounds, STYLES[style], "", None))
    return made


def _alias(anchor: Any, start: Any, end: Any) -> tuple[Any, ...]:
    return ALIAS, anchor, start.index, end.index


def _sequence(anchor: Any, tag: Any, _: Any, start: Any, end: Any, flow: Any = None) -> tuple[Any, ...]:
    return SEQUENCE, anchor, tag, start.index, end.index, bool(flow)


def _mapping(anchor: Any, tag: Any, _: Any, start: Any, end: Any, flow: Any = None) -> tuple[Any, ...]:
    return MAPPING, anchor, tag, start.index, end.index, bool(flow)


def _end(_: Any, end: Any) -> tuple[Any, ...]:
    return END, end.index


# What makes the events, in place of the classes of `ruamel.yaml.events`, which take half of the time of parsing.
_EVENTS = {
    "ScalarEvent": _scalar,
    "AliasEvent": _alias,
    "SequenceStartEvent": _sequence,
    "MappingStartEvent": _mapping,
    "SequenceEndEvent": _end,
    "MappingEndEvent": _end,
    "DocumentStartEvent": lambda *_: (DOCUMENT,),
    "DocumentEndEvent": lambda *_: (DOCUMENT_END,),
    "StreamStartEvent": lambda *_: (STREAM_START,),
    "StreamEndEvent": lambda *_: (STREAM_END,),
}


def plain(event: Any) -> tuple[Any, ...]:
    """An event of ``ruamel.yaml`` in the form that the C parser gives it here."""
    name = type(event).__name__
    if name == "ScalarEvent":
        return _scalar(event.anchor, _tag(event), None, event.value, event.start_mark, event.end_mark, event.style)
    if name == "AliasEvent":
        return _alias(event.anchor, event.start_mark, event.end_mark)
    if name in {"SequenceStartEvent", "MappingStartEvent"}:
        make = _sequence if name == "SequenceStartEvent" else _mapping
        return make(event.anchor, _tag(event), None, event.start_mark, event.end_mark, event.flow_style)
    return _EVENTS.get(name, _EVENTS["StreamStartEvent"])(event.start_mark, event.end_mark)  # type: ignore[no-any-return, operator]


def _tag(event: Any) -> str:
    """The explicit tag as written; ruamel's events hold it as a string or as an object, by version."""
    tag = event.tag if isinstance(event.tag, str) else getattr(event, "ctag", None)
    return str(tag) if tag else ""


@lru_cache(maxsize=1)
def c_parser() -> Any:
    """The module with the class ``CParser`` and its ``YAMLError``; raises ``ImportError`` where there is none."""
    if _PACKAGE in sys.modules or _EXTENSION in sys.modules:
        return import_module(_EXTENSION)
    sys.modules.update(_stand_ins())
    try:
        return import_module(_EXTENSION)
    finally:
        # What was loaded meanwhile lives on in the extension; another import starts afresh, with the real package.
        for name in [name for name in sys.modules if f"{name}.".startswith(f"{_PACKAGE}.")]:
            del sys.modules[name]
        sys.modules[_EXTENSION] = None  # type: ignore[assignment] # which makes its import fail; it loads only once


def _stand_ins() -> dict[str, ModuleType]:
    """The package with nothing but its path, and modules with nothing but the classes that events need."""
    import ruamel  # noqa: PLC0415 - a namespace package, only wanted here

    spec = PathFinder.find_spec(_PACKAGE, ruamel.__path__)
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(_PACKAGE)
    found = {
        _PACKAGE: _module(_PACKAGE, __path__=list(spec.submodule_search_locations)),
        f"{_PACKAGE}.error": _module(f"{_PACKAGE}.error", YAMLError=YAMLError),
        f"{_PACKAGE}.reader": _module(f"{_PACKAGE}.reader", ReaderError=_ReaderError),
        f"{_PACKAGE}.scanner": _module(f"{_PACKAGE}.scanner", ScannerError=_MarkedError),
        f"{_PACKAGE}.parser": _module(f"{_PACKAGE}.parser", ParserError=_MarkedError),
        f"{_PACKAGE}.events": _module(f"{_PACKAGE}.events", **_EVENTS),
    }
    for name in (f"{_PACKAGE}.{module}" for module in _REPLACED):
        found[name] = _module(name, __getattr__=lambda _: YAMLError)
    return found


def _module(name: str, **contents: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(contents)
    return made
