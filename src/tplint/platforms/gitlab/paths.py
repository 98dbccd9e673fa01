"""Paths with wildcards → the files of the repository that they name, for `include` and `rules:exists`."""

from __future__ import annotations

import os
import posixpath
import re
from functools import cache, reduce
from itertools import islice

from tplint.discover import is_file
from tplint.platforms.gitlab.conditions import either

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.load import Files
    from tplint.platforms.gitlab.conditions import Truth

MAX_FILES = 5_000
MAX_FOLDER_DEPTH = 8
MAX_WILDCARDS = 3


def matching(files: Files, written: str) -> tuple[tuple[str, ...], str]:
    """The files that a path with wildcards names, and a clause that says why some may be missing, or empty.

    `*` stays within a folder, `**` does not. Only what stands in a folder can be walked through, and so far.
    """
    if not files.root or len(re.findall(r"\*+", written)) > MAX_WILDCARDS:
        return (), "whose wildcards are not followed"
    escaped = re.escape(written.lstrip("/")).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    folder = written.lstrip("/").partition("*")[0].rpartition("/")[0]
    below = sorted(islice(_below(files.root, folder), MAX_FILES + 1))
    why = f"whose folder has more than {MAX_FILES:,} files" if len(below) > MAX_FILES else ""
    return tuple(path for path in below if path[-1:] != "/" and re.fullmatch(escaped, path)), why


def existence(files: Files) -> Callable[[tuple[str, ...]], Truth]:
    """Make the function that tells whether one of the paths of a `rules:exists` is in the repository.

    What is not one plain path, or one with `*` alone, is not decided; and neither is that a wildcard finds nothing,
    where the folders are large (https://docs.gitlab.com/ci/yaml/#rulesexists).
    """

    @cache
    def exists(paths: tuple[str, ...]) -> Truth:
        nothing: Truth = "no"
        return reduce(either, (_exists(files, path) for path in paths), nothing)

    return exists


def _exists(files: Files, path: str) -> Truth:
    if not files.root or re.search(r"[$?\[\]{}\\]", path) or path.endswith("/"):
        return "open"
    plain = posixpath.normpath(path.lstrip("/"))
    if "*" not in path:
        return "yes" if not plain.startswith("..") and is_file(files.root, plain) else "no"
    # `**/` is any number of folders, also none.
    if any(matching(files, each)[0] for each in (path, path.removeprefix("**/"))):
        return "yes"
    return "open"


def _below(root: str, folder: str) -> Iterator[str]:
    """The files and the folders (with a `/` behind them) below one; folders that are links are not followed."""
    waiting = [(posixpath.normpath(folder) if folder else "", 0)]
    while waiting:
        current, depth = waiting.pop()
        if current.startswith(("..", "/")):
            return
        try:
            with os.scandir(os.path.join(root, current)) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except (OSError, ValueError):
            continue
        for entry in listed:
            path = f"{current}/{entry.name}" if current not in {"", "."} else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            yield f"{path}/" if is_folder else path
            if is_folder and depth < MAX_FOLDER_DEPTH and entry.name != ".git":
                waiting.append((path, depth + 1))
