"""A folder → the files that can matter. The tree is not crawled: platforms read fixed places, and so does tplint."""

from __future__ import annotations

import os
import re
import stat
from functools import cached_property, lru_cache

from tplint.errors import UsageError
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORKFLOW, ASIDE, ACTION, PIPELINE = "workflow", "workflow aside", "action", "pipeline"
ELSEWHERE, METADATA, CONFIG, TASKS, GUIDE = "other CI system", "metadata", "configuration", "tasks", "guide"
SETTINGS = "settings of an action"

# What is read, and as what: kind → globs from the repository's root. `*` stays within a folder, `**` is any depth.
# The pre-commit hook's `files:` is made from this table too (`hook_pattern`).
_GLOBS = {
    WORKFLOW: (".github/workflows/*.yml", ".github/workflows/*.yaml"),
    ASIDE: (".github/workflows/**",),
    ACTION: ("action.yml", "action.yaml", ".github/actions/**/action.yml", ".github/actions/**/action.yaml"),
    PIPELINE: (".gitlab-ci.yml", ".gitlab-ci.yaml", ".gitlab/**/*.yml"),
    ELSEWHERE: (
        ".circleci/config.yml", "azure-pipelines.yml", ".azure-pipelines.yml", ".azure-pipelines/*.yml",
        "azure-pipelines/*.yml", "bitbucket-pipelines.yml", ".buildkite/*.yml", ".buildkite/*.yaml", ".travis.yml",
        "appveyor.yml", ".appveyor.yml", "Jenkinsfile", "cloudbuild.yaml", "cloudbuild.yml", "cloudbuild.json",
        "buildscript.as", "activestate.yaml",
    ),
    METADATA: ("pyproject.toml", "setup.cfg", "setup.py"),
    CONFIG: ("tplint.toml", ".tplint.toml"),
    TASKS: (
        "uv.toml", "hatch.toml", "pdm.toml", "pixi.toml", "tox.ini", "tox.toml", "noxfile.py", "tasks.py", "Makefile",
        "justfile", "Justfile", "Taskfile.yml", "Taskfile.yaml", "scripts/*", "ci/*",
    ),
    SETTINGS: ("*release-please-config.json", ".github/*release-please-config.json"),
    GUIDE: (
        "*.md", "*.rst", "doc/**/*.md", "doc/**/*.rst", "docs/**/*.md", "docs/**/*.rst",
        "documentation/**/*.md", "documentation/**/*.rst", ".github/**/*.md",
    ),
}  # fmt: skip
KINDS = tuple((glob, kind) for kind, globs in _GLOBS.items() for glob in globs)

WORKFLOWS = ".github/workflows"
MAX_FOLDER_DEPTH = 8
MAX_FILES = 20_000
# Fewer workflows than that are read as a whole: rules that look at each pair of uploads cost nothing yet.
MANY = 64


class Input(NamedTuple):
    """A file to read: its path relative to the root, with ``/``, and its kind."""

    path: str
    kind: str


def repository_root(path: str) -> str:
    """The repository that a path belongs to: the nearest folder with ``.git``, or else the path's own folder.

    A folder with CI files of its own is one, too, so that a fixture inside a checkout can be linted.
    """
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    parent, current = "", folder
    while current != parent:
        if _is_root(current):
            return current
        parent, current = current, os.path.dirname(current)
    return folder


def _is_root(folder: str) -> bool:
    markers = (".git", os.path.join(".github", "workflows"), ".gitlab-ci.yml")
    return any(os.path.exists(os.path.join(folder, marker)) for marker in markers)


def refuse_closed(root: str) -> None:
    """Raise ``UsageError`` where a folder may not be read without which nothing can be said of a repository."""
    for folder in ("", ".github", WORKFLOWS):
        path = os.path.join(root, folder) if folder else root
        if os.path.isdir(path) and not os.access(path, os.R_OK | os.X_OK):
            raise UsageError(f"the folder {f'`{folder}` ' if folder else ''}cannot be read: permission denied")


def discover(
    root: str, kinds: frozenset[str], refuse: Callable[[str], None] | None = None, tree: Tree | None = None
) -> tuple[Input, ...]:
    """The files of these kinds that are there, sorted by path; a file that fits two globs has the first one's kind.

    ``refuse`` is called with the first of those that are beyond the limit, if there are so many. ``tree`` has what was
    looked at before, where that counts.
    """
    found: dict[str, str] = {}
    tree = tree or Tree(root)
    for glob, kind in KINDS:
        if kind in kinds and tree.may_have(glob.partition("/")[0]):
            for path in _expand(tree, "", glob.split("/"), MAX_FOLDER_DEPTH):
                found.setdefault(path, kind)
    paths = sorted(found)
    if refuse is not None and len(paths) > MAX_FILES:
        refuse(paths[MAX_FILES])
    return tuple(Input(path, found[path]) for path in paths[:MAX_FILES])


def has_many_workflows(root: str) -> bool:
    """Whether there are so many workflows that they are better not read as a whole; cheap."""
    try:
        return len(os.listdir(os.path.join(root, ".github", "workflows"))) >= MANY
    except (OSError, ValueError):
        return False


class Tree:
    """A repository's folders and files as they were when they were first looked at.

    A file that appears between two looks would fit a later glob only, and so be of another kind. ``inside`` remembers
    for one run which folders lie inside the repository: to follow links takes longest.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self.inside: dict[str, bool] = {}
        self._files: dict[str, bool] = {}
        self._entries: dict[str, list[os.DirEntry[str]]] = {}

    def has_file(self, path: str, entry: os.DirEntry[str] | None = None) -> bool:
        """Whether there is such a file in the repository; ``entry`` is what its folder was seen to hold there."""
        if path not in self._files:
            self._files[path] = (
                is_inside(self.root, path.rpartition("/")[0], self.inside)
                if entry is not None and entry.is_file(follow_symlinks=False)
                else is_file(self.root, path, self.inside)
            )
        return self._files[path]

    def may_have(self, name: str) -> bool:
        """False where a glob's first part is the name of nothing at the root: most are of none, and asked at once.

        Some file systems find a file whatever its case is.
        """
        return "*" in name or self._names is None or name.lower() in self._names

    @cached_property
    def _names(self) -> frozenset[str] | None:
        """The names at the root, in lower case; None where the root cannot be listed."""
        try:
            return frozenset(map(str.lower, os.listdir(self.root)))
        except (OSError, ValueError):
            return None

    def entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What a folder holds, by name."""
        if folder not in self._entries:
            self._entries[folder] = _entries(os.path.join(self.root, folder))
        return self._entries[folder]


def _expand(tree: Tree, folder: str, parts: list[str], depth: int) -> Iterator[str]:
    """The files below a folder that fit the parts of a glob; folders that are links are not followed."""
    first, rest = parts[0], parts[1:]
    if "*" not in first:
        yield from _expand_name(tree, f"{folder}{first}", rest, depth)
        return
    for entry in tree.entries(folder):
        path = f"{folder}{entry.name}"
        is_folder = entry.is_dir(follow_symlinks=False)
        if first == "**":
            if is_folder and depth:
                yield from _expand(tree, f"{path}/", parts, depth - 1)
            elif not rest and tree.has_file(path, entry):
                yield path
        elif is_folder and rest and _fits(entry.name, first):
            yield from _expand(tree, f"{path}/", rest, depth)
        elif not rest and _fits(entry.name, first) and tree.has_file(path, entry):
            yield path
    if first == "**" and rest:
        yield from _expand(tree, folder, rest, depth)


def _expand_name(tree: Tree, path: str, rest: list[str], depth: int) -> Iterator[str]:
    """The same below a part that is a name."""
    if not os.path.lexists(os.path.join(tree.root, path)):
        return
    if rest:
        yield from _expand(tree, f"{path}/", rest, depth) if _is_own(tree.root, path) else ()
    elif tree.has_file(path):
        yield path


def _is_own(root: str, folder: str) -> bool:
    """Whether a folder is no link that leads out of the repository."""
    return not os.path.islink(os.path.join(root, folder)) or is_inside(root, folder)


def _fits(name: str, part: str) -> bool:
    """Whether a name fits a part of a glob, which has one `*`."""
    start, _, end = part.partition("*")
    return len(name) >= len(start) + len(end) and name.startswith(start) and name.endswith(end)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def is_file(root: str, path: str, folders: dict[str, bool] | None = None) -> bool:
    """Whether a path names something to read: a regular file inside the repository, or a link to one.

    FIFOs, devices and what a link on the way leads out to are not, so nothing hangs and nothing outside is read.
    ``folders`` remembers for one run which of them lie inside the repository: to follow links takes longest.
    """
    folder = path.rpartition("/")[0]
    try:
        if not stat.S_ISLNK(mode := os.lstat(os.path.join(root, path)).st_mode):
            return stat.S_ISREG(mode) and _is_inside(root, folder, {} if folders is None else folders)
        target = os.path.realpath(os.path.join(root, path), strict=True)
        return target.startswith(_real(root)) and stat.S_ISREG(os.stat(target).st_mode)
    except (OSError, ValueError):
        return False


def is_inside(root: str, folder: str, folders: dict[str, bool] | None = None) -> bool:
    """Whether a folder is there and, with all links followed, inside the repository; ``folders`` as above."""
    try:
        return _is_inside(root, folder, {} if folders is None else folders)
    except (OSError, ValueError):
        return False


def _is_inside(root: str, folder: str, known: dict[str, bool]) -> bool:
    """Whether a folder of a repository is one, and none that a link outside of it leads to."""
    if folder not in known:
        target = os.path.realpath(os.path.join(root, folder), strict=True)
        known[folder] = os.path.join(target, "").startswith(_real(root))
    return known[folder]


@lru_cache(maxsize=8)
def _real(root: str) -> str:
    """A root without links, and with a separator at its end."""
    return os.path.join(os.path.realpath(root), "")


def hook_pattern() -> str:
    """The regular expression of all kinds, for pre-commit's ``files:``."""
    return "^(" + "|".join(_glob_pattern(glob) for glob, _ in KINDS) + ")$"


def _glob_pattern(glob: str) -> str:
    *folders, name = glob.split("/")
    parts = [r"(?:.+/)?" if folder == "**" else _segment(folder) + "/" for folder in folders]
    return "".join(parts) + _segment(name)


def _segment(part: str) -> str:
    return ".+" if part == "**" else re.escape(part).replace(r"\*", "[^/]*")
