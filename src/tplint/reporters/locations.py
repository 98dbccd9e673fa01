"""A finding's place → the path to show, and lines and columns. For all reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.source import Place, position
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from tplint.documents.source import Pointer, Position, Source


class Location(NamedTuple):
    """Where something stands: ``path`` as the report shows it, ``source`` for the text, both ends as positions."""

    path: str
    source: Source
    start: Position
    end: Position

    @property
    def address(self) -> str:
        """``path:line:column``, which terminals and editors link."""
        return f"{self.path}:{self.start.line}:{self.start.column}"


def locate(root: str, at: Place | Pointer) -> Location:
    """Find a place; ``root`` is the report's, which the path is shown below."""
    place = at if isinstance(at, Place) else _resolve(at)
    source = place.source
    return Location(shown_path(root, source.path), source, position(source, place.start), position(source, place.end))


def shown_path(root: str, path: str) -> str:
    """A path below a report's root, with ``/`` between its parts."""
    return path if root in {"", "."} else f"{root.rstrip('/')}/{path}"


def _resolve(pointer: Pointer) -> Place:
    from tplint.documents.locate import resolve  # noqa: PLC0415 - loads a TOML parser

    return resolve(pointer)
