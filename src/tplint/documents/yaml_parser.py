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
from typing import Any

_PACKAGE, _EXTENSION = "ruamel.yaml", "_ruamel_yaml"
_REPLACED = ("composer", "constructor", "emitter", "nodes", "representer", "serializer", "tokens")


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
    }
    for name in (f"{_PACKAGE}.{module}" for module in _REPLACED):
        found[name] = _module(name, __getattr__=lambda _: YAMLError)
    return found


def _module(name: str, **contents: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(contents)
    return made
