"""The C parser of ruamel.yaml, loaded without the rest of that package: 12 ms instead of 44.

``_ruamel_yaml`` imports ``ruamel.yaml.error``, and so the package's ``__init__``, which loads all for reading and
writing round trips; and of five of its modules it needs nothing but the class of an exception that its events never
raise. While it is imported, empty stand-ins take their places. Afterwards they are gone, and an import of
``ruamel.yaml`` by anybody finds the real one. See ``docs/decisions/0003-loading-the-yaml-parser.md``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

_PACKAGE = "ruamel.yaml"
_EXCEPTIONS = {
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "representer": "RepresenterError",
    "serializer": "SerializerError",
}


def c_parser() -> Any:
    """The module with the class ``CParser`` and its ``YAMLError``; raises ``ImportError`` where there is none."""
    if _PACKAGE in sys.modules or "_ruamel_yaml" in sys.modules:
        return import_module("_ruamel_yaml")
    sys.modules.update(_stand_ins())
    try:
        return import_module("_ruamel_yaml")
    finally:
        # What was loaded meanwhile lives on in the extension; another import starts afresh, with the real package.
        for name in [name for name in sys.modules if f"{name}.".startswith(f"{_PACKAGE}.")]:
            del sys.modules[name]


def _stand_ins() -> dict[str, ModuleType]:
    """The package with nothing but its path, and modules with nothing but an exception."""
    import ruamel  # noqa: PLC0415 - a namespace package, only wanted here

    spec = PathFinder.find_spec(_PACKAGE, ruamel.__path__)
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(_PACKAGE)
    package = ModuleType(_PACKAGE)
    package.__path__ = list(spec.submodule_search_locations)
    found = {_PACKAGE: package}
    for module, exception in _EXCEPTIONS.items():
        stand_in = ModuleType(f"{_PACKAGE}.{module}")
        setattr(stand_in, exception, type(exception, (Exception,), {}))
        found[stand_in.__name__] = stand_in
    return found
