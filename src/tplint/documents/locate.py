"""Pointer → place: looks up a key of a TOML or INI file when a finding is to be shown there."""

from __future__ import annotations

from tplint.documents.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.source import Pointer

INI_ENDINGS = (".cfg", ".ini")


def resolve(at: Place | Pointer) -> Place:
    """Give the place that is meant; a key that the file does not write out is shown at the nearest table around it."""
    if isinstance(at, Place):
        return at
    if at.source.path.endswith(INI_ENDINGS):
        from tplint.documents import ini  # noqa: PLC0415 - only for such a place

        return Place(at.source, *ini.span(at.source, at.keys, at.part))
    from tplint.documents import toml  # noqa: PLC0415 - only for such a place

    return Place(at.source, *toml.span(at.source, at.keys, at.part))
