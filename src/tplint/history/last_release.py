"""Git's history → the last release: what the workflows at the newest version tag upload, and how they sign in."""

from __future__ import annotations

import os
import re

from tplint.discover import WORKFLOW, WORKFLOWS, Input
from tplint.history import git
from tplint.history.identity_changes import changes, move, undeclared
from tplint.load import Files
from tplint.model import Release, Unknown
from tplint.records import NamedTuple
from tplint.repository import git_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Source
    from tplint.model import Project, Repository
    from tplint.platforms.readings import Reading

MAX_TAGS = 1_000
GITLAB = ".gitlab-ci.yml"

# `v1.2`, `1.2rc1`, `release-1.2`, `package@1.2`, `package/v1.2`, `REL_1_2`; a number by itself only as the whole name.
_VERSION = re.compile(r"(?:^|[/@_-])[vr]?\d+[._]\d[\w.+!-]*$|^v?\d+$", re.IGNORECASE)
_FORMAT = "%00".join(f"%({field})" for field in ("refname:lstrip=2", "objecttype", "objectname"))
_PEELED = "%00".join(f"%({field})" for field in ("*objecttype", "*objectname"))
_LINK, _SUBMODULE, _TREE = b"120000", b"160000", b"40000"


class Tag(NamedTuple):
    """A tag, and the name of the commit that it stands for."""

    name: str
    commit: str


class Entry(NamedTuple):
    """A name in a folder of a commit, and git's mode, which says what it is."""

    name: str
    mode: bytes


class Tree(Files):
    """The files of a commit, read as those of a folder are: nothing is checked out."""

    def __init__(self, objects: git.Objects, commit: str) -> None:
        super().__init__("")
        self._objects = objects
        self._commit = commit

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """What is in a folder; nothing where there is no such folder."""
        found = self._objects.read(f"{self._commit}:{folder}")
        return tuple(_entries(found[1], len(self._commit) // 2)) if found is not None and found[0] == "tree" else ()

    def folders(self, path: str) -> tuple[str, ...]:
        """The names of the folders in a folder."""
        return tuple(entry.name for entry in self.entries(path) if entry.mode == _TREE)

    def _load(self, path: str) -> Source | None:
        # A path that leads outwards, or is relative to a folder, would end git.
        if path.startswith(("/", "../", "./")) or path in {".", ".."}:
            return None
        found = self._objects.read(f"{self._commit}:{path}")
        return self._decoded(path, found[1], git.MAX_BYTES) if found is not None and found[0] == "blob" else None


def _entries(content: bytes, length: int) -> Iterator[Entry]:
    """The entries of a tree object: mode, space, name, zero, and a name of ``length`` bytes each."""
    start = 0
    while (end := content.find(b"\0", start)) >= 0:
        mode, _, name = content[start:end].partition(b" ")
        yield Entry(name.decode("utf-8", "replace"), mode)
        start = end + 1 + length


def last_release(repository: Repository) -> Release | None:
    """The newest release that leads to what is checked out, with what a newer one beside it presented.

    None where no upload depends on it, outside git, in shallow clones, without git or a version tag, and where git
    cannot read it. Runs git three times at most, never in a way that lets the repository run something
    (``history.git``).
    """
    root = repository.root
    if not undeclared(repository):
        return None
    folder = git_folder(root)
    if folder is None or os.path.lexists(os.path.join(folder, "shallow")):
        return None
    program = git.program(root)
    tag = newest_version(program, root) if program else None
    if tag is None:
        return None
    objects = git.Objects(program, root)
    try:
        release = _release(tag, Tree(objects, tag.commit), repository)
        if any(changes(repository, release)) or move(repository, release):
            newer = newest_version(program, root, beside=True)
            if newer is not None and newer != tag:
                release = _with(release, _release(newer, Tree(objects, newer.commit), repository), repository)
        return None if objects.failed else release
    finally:
        objects.close()


def newest_version(program: str, root: str, *, beside: bool = False) -> Tag | None:
    """The version tag that was made last, of those that lead to HEAD, or also of those ``beside`` it.

    The higher one where two were made at once.
    """
    merged = () if beside else ("--merged=HEAD",)
    words = (*merged, f"--count={MAX_TAGS}", "--sort=-version:refname", "--sort=-creatordate")
    printed = git.output(program, root, "for-each-ref", *words, f"--format={_FORMAT}%00{_PEELED}", "refs/tags")
    for line in (printed or b"").decode("utf-8", "replace").split("\n"):
        name, *objects = line.split("\0")
        commit = next((sha for kind, sha in zip(objects[::2], objects[1::2], strict=False) if kind == "commit"), "")
        if commit and _VERSION.search(name):
            return Tag(name, commit)
    return None


def _with(release: Release, newer: Release, repository: Repository) -> Release:
    """The release, where a newer one does not lead to HEAD: what that one presented, PyPI has been told.

    Releases are made so from branches, or from commits that only raise the version.
    """
    return release._replace(
        alternatives=(*release.alternatives, *newer.alternatives),
        projects=release.projects if move(repository, newer) else newer.projects,
        unread=release.unread | newer.unread,
    )


def _release(tag: Tag, tree: Tree, repository: Repository) -> Release:
    found = _projects(tree)
    if _is_unchanged(tree, repository):
        return Release(tag.name, repository.uploads, repository.alternatives, found)
    from tplint.platforms.github.read import read  # noqa: PLC0415 - only where a workflow has changed

    entries = tree.entries(WORKFLOWS)
    inputs = [Input(f"{WORKFLOWS}/{name}", WORKFLOW) for name, mode in entries if _is_workflow(name) and mode != _TREE]
    links = frozenset(f"{WORKFLOWS}/{name}" for name, mode in entries if mode in {_LINK, _SUBMODULE})
    reading = read(tree, (given for given in inputs if given.path not in links), Unknown("it is not asked"))
    others = tuple(_pipelines(tree, repository))
    uploads = (*reading.uploads, *(upload for each in others for upload in each.uploads))
    alternatives = (*reading.alternatives, *(upload for each in others for upload in each.alternatives))
    return Release(tag.name, uploads, alternatives, found, links | tree.problems.keys())


def _pipelines(tree: Tree, repository: Repository) -> Iterator[Reading]:
    """What GitLab's top-level files of today, or its own, did then."""
    if not any(upload.platform == "gitlab" for upload in repository.uploads):
        return
    from tplint.platforms.gitlab.identity import project  # noqa: PLC0415 - only where a pipeline has changed
    from tplint.platforms.gitlab.read import read  # noqa: PLC0415 - the same

    today = (pipeline.path for pipeline in repository.pipelines if pipeline.platform == "gitlab")
    for path in dict.fromkeys((GITLAB, *today)):
        if tree.read(path) is not None:
            yield read(tree, path, project((), ()))


def _is_workflow(name: str) -> bool:
    return name.endswith((".yml", ".yaml"))


def _is_unchanged(tree: Tree, repository: Repository) -> bool:
    """Whether the workflows that upload by trusted publishing today, and their callers, were the same at the tag."""
    today = {}
    for upload in undeclared(repository):
        for pipeline in (upload.pipeline, *(call.pipeline for call in upload.calls)):
            for document in (pipeline.document, *pipeline.included):
                today[document.source.path] = document.source
    return all((then := tree.read(path)) is not None and then.text == now.text for path, now in today.items())


def _projects(tree: Tree) -> tuple[Project, ...]:
    """The project in the root, for its URLs; `setup.py` gives none that count, and takes long to read."""
    from tplint.metadata.projects import projects  # noqa: PLC0415 - only where there is a release

    return projects(lambda path: None if path.endswith("setup.py") else tree.read(path), ("",))
