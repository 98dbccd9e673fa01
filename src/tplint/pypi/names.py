"""Project names as PyPI compares them: which are valid, equal, too similar, or taken by the standard library."""

from __future__ import annotations

import re
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal, TypeAlias

Reason: TypeAlias = "Literal['invalid', 'stdlib', 'exists', 'prohibited', 'similar']"

_SEPARATORS = ".-_"
_LOOK_ALIKES = str.maketrans({"l": "1", "i": "1", "o": "0", ".": None, "-": None, "_": None})


def is_valid(name: str) -> bool:
    """Whether PyPI accepts the name: ASCII letters, digits, ``.``, ``-`` and ``_``, a letter or digit at both ends."""
    return re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", name) is not None


def normalize(name: str) -> str:
    """The name in lower case with each run of ``.``, ``-`` and ``_`` as one ``-``: equal names are one project."""
    return re.sub(r"[-_.]+", "-", name).lower()


def ultranormalize(name: str) -> str:
    """The name without separators and look-alikes (l and i are 1, o is 0): names equal in it are too similar."""
    return name.lower().translate(_LOOK_ALIKES)


def linked_project(url: str) -> str:
    """The project that an address on PyPI or TestPyPI shows (``https://pypi.org/p/NAME``); empty if it shows none."""
    found = re.match(r"(?i)https?://(?:test\.)?pypi\.org/(?:p|project)/([A-Za-z0-9._-]+)", url)
    return found[1] if found else ""


def is_stdlib(name: str) -> bool:
    """Whether the name is that of a module or package of the standard library of any Python version."""
    return normalize(name) in _stdlib_names()


def refusal(name: str, projects: Iterable[str] = (), prohibited: Iterable[str] = ()) -> Reason | None:
    """Why PyPI would not let a project of this name be created, or None; ``projects`` are those that exist.

    The order is the server's: of several reasons, it gives the first.
    """
    existing = tuple(projects)
    if not is_valid(name):
        return "invalid"
    if is_stdlib(name):
        return "stdlib"
    if normalize(name) in map(normalize, existing):
        return "exists"
    if normalize(name) in map(normalize, prohibited):
        return "prohibited"
    if ultranormalize(name) in map(ultranormalize, existing):
        return "similar"
    return None


@lru_cache(maxsize=1)
def _stdlib_names() -> frozenset[str]:
    return frozenset(normalize(name.strip(_SEPARATORS)) for name in _modules())


def _modules() -> Iterator[str]:
    import stdlib_list  # noqa: PLC0415 - 25 ms, and only a pending publisher's name is compared with it

    for version in stdlib_list.short_versions:
        for module in stdlib_list.stdlib_list(version):
            parts = module.split(".")
            yield from (".".join(parts[: length + 1]) for length in range(len(parts)))
