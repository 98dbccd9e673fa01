"""Where an uploader takes the files from: patterns of files → their folder."""

from __future__ import annotations

import posixpath

from tplint.model import Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.documents.source import Place
    from tplint.model import Fact, Word


def folder_of(patterns: Iterable[Word], base: Fact[str]) -> Fact[str]:
    """The one folder of all patterns, relative to the repository's root; ``dist`` where no pattern is given."""
    words = tuple(patterns)
    if not words:
        return inside(base, "dist")
    folders = set()
    for word in words:
        if not isinstance(word.fact, Known):
            folder = _certain_folder(word.raw)
            if folder is None:
                return Unknown(f"`{word.raw}` is not known", word.at, origins=word.fact.origins)
            folders.add(folder)
        else:
            folders.add(posixpath.dirname(word.fact.value))
    if len(folders) > 1:
        return Unknown("files of several folders are uploaded", words[0].at)
    return inside(base, folders.pop(), words[0].at)


def inside(base: Fact[str], folder: str, *at: Place) -> Fact[str]:
    """A folder below the working directory; ``.`` is the repository's root."""
    if posixpath.isabs(folder):
        return Unknown(f"`{folder}` is outside the repository")
    if any(sign in folder for sign in "*?[{~"):
        return Unknown(f"`{folder}` is a pattern of folders")
    match base:
        case Known(value, places):
            return Known(posixpath.normpath(posixpath.join(value, folder)), *places, *at)
        case Unknown():
            return base


def below(base: Fact[str], folder: Fact[str] | None) -> Fact[str]:
    """The same of a folder that may not be known; the working directory itself where none is given."""
    match folder:
        case Known(value):
            return inside(base, value)
        case Unknown():
            return folder
        case None:
            return base


def _certain_folder(raw: str) -> str | None:
    """The folder of a pattern whose file part alone is not known (``dist/*-$VERSION*``)."""
    folder, slash, _ = raw.strip("\"'").rpartition("/")
    return folder if slash and "$" not in folder and "%" not in folder and "`" not in folder else None
