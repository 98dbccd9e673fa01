"""The settings of `uv` in `uv.toml` or `[tool.uv]` of `pyproject.toml`, found as uv finds them."""

from __future__ import annotations

import posixpath

from tplint.model import Known, Unknown
from tplint.records import NamedTuple
from tplint.uploaders.tables import EMPTY, read_table, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Fact
    from tplint.uploaders.sightings import Surroundings
    from tplint.uploaders.tables import Table


class Settings(NamedTuple):
    """uv's settings and the file that holds them; an empty path where there is none."""

    table: Table
    path: str


NONE = Settings(EMPTY, "")


def settings(folder: Fact[str], around: Surroundings) -> Fact[Settings]:
    """The nearest settings from a folder upwards; `uv.toml` is read before `pyproject.toml`."""
    if isinstance(folder, Unknown):
        return Known(NONE) if not _any_at(".", around) else folder
    for parent in _upwards(folder.value):
        for path, keys in ((f"{parent}/uv.toml", ()), (f"{parent}/pyproject.toml", ("tool", "uv"))):
            path = posixpath.normpath(path)  # noqa: PLW2901 - the tidy form of the same path
            if around.read(path) is None:
                continue
            content = read_table(around, path)
            if content is None:
                return Unknown(f"`{path}` is no TOML")
            if not keys or "uv" in table(content, "tool"):
                return Known(Settings(table(content, *keys), path))
    return Known(NONE)


def _any_at(folder: str, around: Surroundings) -> bool:
    """Whether a folder has settings of uv that decide an upload."""
    found = settings(Known(folder), around)
    return not isinstance(found, Known) or bool(
        found.value.table.keys() & {"publish-url", "trusted-publishing", "index"}
    )


def _upwards(folder: str) -> Iterator[str]:
    while folder not in {"", ".", "/"} and not folder.startswith(".."):
        yield folder
        folder = posixpath.dirname(folder)
    yield "."


def publish_url(settings: Settings, index: str) -> str | None:
    """The `publish-url` of a named `[[index]]`."""
    listed = settings.table.get("index")
    for entry in listed if isinstance(listed, list) else ():
        named = table(entry)
        if named.get("name") == index:
            url = named.get("publish-url")
            return url if isinstance(url, str) else None
    return None
