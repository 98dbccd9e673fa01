"""Paths with wildcards → the files of the repository that they name, for `include` and `rules:exists`."""

from __future__ import annotations

import os
import posixpath
import re
from functools import cache

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


def matching(files: Files, written: str) -> tuple[str, ...] | None:
    """The files that a path with wildcards names; None where that is not looked up.

    `*` stays within a folder, `**` does not. Only what stands in a folder can be walked through, and so far.
    """
    if not files.root or len(re.findall(r"\*+", written)) > MAX_WILDCARDS:
        return None
    escaped = re.escape(written.lstrip("/")).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    folder = written.lstrip("/").partition("*")[0].rpartition("/")[0]
    return tuple(path for path in sorted(_below(files.root, folder)) if re.fullmatch(escaped, path))


def existence(files: Files) -> Callable[[tuple[str, ...]], Truth]:
    """Make the function that tells whether one of the paths of a `rules:exists` is in the repository.

    What is not one plain path, or one with `*` alone, is not decided; and neither is that a wildcard finds nothing,
    where the folders are large (https://docs.gitlab.com/ci/yaml/#rulesexists).
    """

    @cache
    def exists(paths: tuple[str, ...]) -> Truth:
        result: Truth = "no"
        for path in paths:
            result = either(result, _exists(files, path))
        return result

    return exists


def _exists(files: Files, path: str) -> Truth:
    if not files.root or re.search(r"[$?\[\]{}\\]", path) or path.endswith("/"):
        return "open"
    plain = posixpath.normpath(path.lstrip("/"))
    if "*" not in path:
        return "yes" if not plain.startswith("..") and is_file(files.root, plain) else "no"
    # `**/` is any number of folders, also none.
    found = matching(files, path)
    if found or (path.startswith("**/") and matching(files, path.removeprefix("**/"))):
        return "yes"
    return "open"


def _below(root: str, folder: str) -> Iterator[str]:
    """The files below a folder of the repository; folders that are links are not followed."""
    waiting, seen = [(posixpath.normpath(folder) if folder else "", 0)], 0
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
            seen += 1
            if seen > MAX_FILES:
                return
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif depth < MAX_FOLDER_DEPTH and entry.name != ".git":
                waiting.append((path, depth + 1))
