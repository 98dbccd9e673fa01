"""Where an uploader takes the files from: patterns of files → their folder."""

from __future__ import annotations

import posixpath
import re

from tplint.model import Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.model import Fact, Word


class SeveralFolders(Unknown):
    """The folders that fit a pattern (``wheels-*``), which is relative to the repository's root."""

    __slots__ = ("pattern",)

    def __init__(self, written: str, pattern: str) -> None:
        super().__init__(f"`{written}` is a pattern of folders")
        self.pattern = pattern


def folder_of(patterns: Iterable[Word], base: Fact[str]) -> Fact[str]:
    """The one folder of all patterns, relative to the repository's root; ``dist`` where no pattern is given."""
    words = tuple(patterns)
    if not words:
        return inside(base, "dist")
    folders = set()
    for word in words:
        if not isinstance(word.fact, Known):
            certain = _certain_folder(word.raw)
            if certain is None:
                return Unknown(f"`{word.raw}` is not known", word.at, origins=word.fact.origins)
            folders.add(certain)
        else:
            folder, name = posixpath.split(word.fact.value)
            if name and not re.search(r"[.*?\[{]", name):
                return Unknown(f"`{word.fact.value}` may be a folder itself", word.at)
            folders.add(folder)
    if len(folders) > 1:
        return Unknown("files of several folders are uploaded", words[0].at)
    return inside(base, folders.pop())


def inside(base: Fact[str], folder: str) -> Fact[str]:
    """A folder below the working directory; ``.`` is the repository's root."""
    if posixpath.isabs(folder):
        return Unknown(f"`{folder}` is outside the repository")
    if folder.startswith("~"):
        return Unknown(f"`{folder}` is outside the repository")
    whole = base.map(lambda value: posixpath.normpath(posixpath.join(value, folder)))
    if isinstance(whole, Known) and any(sign in folder for sign in "*?[{"):
        return SeveralFolders(folder, whole.value)
    return whole


def below(base: Fact[str], folder: Fact[str] | None) -> Fact[str]:
    """The same of a folder that may not be known; the working directory itself where none is given."""
    if folder is None:
        return base
    return inside(base, folder.value) if isinstance(folder, Known) else folder


def upwards(folder: str) -> Iterator[str]:
    """A folder of the repository and those that hold it, up to its root, where tools look for their settings."""
    while folder not in {"", ".", "/"} and not folder.startswith(".."):
        yield folder
        folder = posixpath.dirname(folder)
    yield "."


def _certain_folder(raw: str) -> str | None:
    """The folder of a pattern whose file part alone is not known (``dist/*-$VERSION*``)."""
    folder, slash, _ = raw.strip("\"'").rpartition("/")
    return folder if slash and "$" not in folder and "%" not in folder and "`" not in folder else None
