"""Parsers of tree-sitter, loaded without the packages around their compiled parts.

These packages import `typing` and `importlib.resources` for queries that nothing here asks: a quarter of a small run.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from importlib.machinery import ExtensionFileLoader, PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from tree_sitter import Language, Parser


def parser(package: str) -> Parser:
    """A parser of a grammar, by the name of its package; one for each text, since threads may not share it."""
    made: Parser = _compiled("tree_sitter").Parser(_language(package))
    return made


@lru_cache(maxsize=4)
def _language(package: str) -> Language:
    found: Language = _compiled("tree_sitter").Language(_compiled(package).language())
    return found


@lru_cache(maxsize=4)
def _compiled(package: str) -> ModuleType:
    """The compiled part of a package; the package itself where that is not a file beside others."""
    name = f"{package}._binding"
    if name in sys.modules:
        return sys.modules[name]
    folder = PathFinder.find_spec(package)
    found = None if folder is None else PathFinder.find_spec(name, folder.submodule_search_locations)
    if found is None or not isinstance(found.loader, ExtensionFileLoader):
        return import_module(package)
    module = found.loader.create_module(found)
    found.loader.exec_module(module)
    # The package would load it again, and know the types of one copy alone.
    return sys.modules.setdefault(name, module)
