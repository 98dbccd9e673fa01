"""TOML files of the repository, for uploaders that are configured there."""

from __future__ import annotations

from collections.abc import Mapping

from tplint.documents import toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from tplint.uploaders.sightings import Surroundings

Table: TypeAlias = Mapping[str, object]
EMPTY: Table = {}


def read_table(around: Surroundings, path: str) -> Table | None:
    """The content of a TOML file; None where there is none or it is no TOML."""
    source = around.read(path)
    content: Table | None = toml.read(source) if source is not None else None
    return content


def table(value: object, *keys: str) -> Table:
    """The table under these keys; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else EMPTY


def text(value: object, key: str) -> str | None:
    """The string under a key of a table."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else None
