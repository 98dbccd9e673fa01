"""The settings of `uv` in `uv.toml` or `[tool.uv]` of `pyproject.toml`, found as uv finds them."""

from __future__ import annotations

import posixpath

from tplint.commands.folders import upwards
from tplint.documents.source import Pointer, resolve
from tplint.model import Known, Unknown
from tplint.records import NamedTuple
from tplint.uploaders.indexes import endpoint_fault, index_at
from tplint.uploaders.tables import EMPTY, read_table, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.source import Source
    from tplint.model import Fact, Index
    from tplint.uploaders.sightings import Surroundings
    from tplint.uploaders.tables import Table


class Settings(NamedTuple):
    """uv's settings, and the file and the table that hold them; an empty path and no source where there is none."""

    table: Table
    path: str
    source: Source | None = None
    keys: tuple[str, ...] = ()

    def target(self, url: str, *keys: str | int) -> Known[Index]:
        """The index of a URL of the settings, with its place if it is of interest: where the URL is a wrong one."""
        if self.source is None or endpoint_fault(url) is None:
            return Known(index_at(url))
        return Known(index_at(url), resolve(Pointer(self.source, (*self.keys, *keys))))


NONE = Settings(EMPTY, "")


def settings(folder: Fact[str], around: Surroundings) -> Fact[Settings]:
    """The nearest settings from a folder upwards; `uv.toml` is read before `pyproject.toml`."""
    if isinstance(folder, Unknown):
        return Known(NONE) if not _any_at(".", around) else folder
    for parent in upwards(folder.value):
        for path, keys in ((f"{parent}/uv.toml", ()), (f"{parent}/pyproject.toml", ("tool", "uv"))):
            path = posixpath.normpath(path)  # noqa: PLW2901 - the tidy form of the same path
            source = around.read(path)
            if source is None:
                continue
            content = read_table(around, path)
            if content is None:
                return Unknown(f"`{path}` is no TOML")
            if not keys or "uv" in table(content, "tool"):
                return Known(Settings(table(content, *keys), path, source, keys))
    return Known(NONE)


def settings_in(path: Fact[str], label: str, around: Surroundings) -> Fact[Settings]:
    """The settings of a file of their own; ``label`` is what names it."""
    if isinstance(path, Known) and (content := read_table(around, path.value)) is not None:
        return Known(Settings(content, path.value, around.read(path.value)))
    return Unknown(f"{label} names settings that are not in the repository", *path.at)


def _any_at(folder: str, around: Surroundings) -> bool:
    """Whether a folder has settings of uv that decide an upload."""
    found = settings(Known(folder), around)
    return not isinstance(found, Known) or bool(
        found.value.table.keys() & {"publish-url", "trusted-publishing", "index"}
    )


def publish_index(settings: Settings, name: str) -> Known[Index] | None:
    """The index of the `publish-url` of a named `[[index]]`."""
    listed = settings.table.get("index")
    for position, entry in enumerate(listed if isinstance(listed, list) else ()):
        named = table(entry)
        if named.get("name") == name:
            url = named.get("publish-url")
            return settings.target(url, "index", position, "publish-url") if isinstance(url, str) else None
    return None


def missing_index(settings: Settings, name: str) -> tuple[str, str]:
    """What is wrong with a name that `publish_index` does not find, and what uv says of it."""
    listed = settings.table.get("index")
    names = [table(entry).get("name") for entry in listed] if isinstance(listed, list) else []
    if name in names:
        return f"the index `{name}` has no `publish-url`", f"Index is missing a publish URL: `{name}`"
    words = f"Index not found: `{name}`" if any(names) else f"No indexes were found, can't use index: `{name}`"
    return f"nothing defines the index `{name}`", words
