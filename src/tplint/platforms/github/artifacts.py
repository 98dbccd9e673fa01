"""Steps → the artifacts that they store and fetch: under which name, from which files, and into which folder.

https://github.com/actions/upload-artifact, https://github.com/actions/download-artifact
"""

from __future__ import annotations

import posixpath
import re

from tplint.model import Action, Known, Unknown, may_say
from tplint.platforms.github.artifact_releases import RELEASES
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Fact, Job, Step

UPLOAD, DOWNLOAD = "actions/upload-artifact", "actions/download-artifact"
DEFAULT_NAME = "artifact"
UNIQUE_SINCE = 4  # one name can be written once in a run
FLAT_SINCE = 5  # the only artifact of a run gets no folder of its own
STRAIGHT_SINCE = 2  # v1 put the files into a folder of the artifact's name
_TAG = r"v(\d{1,3})(?:\.\d+)*"
_COMMIT = r"[0-9a-f]{40}"
_COMMENT = r"(?m)[\"']?[ \t]+#[ \t]*(?:tag=)?v?(\d{1,3})(?:\.\d+)*(?:[ \t]|$)"
_WILDCARD = r"[*?\[\]{}!]"
_DISTRIBUTIONS = r"[^/]*\.(?:whl|tar\.gz|zip)"


class Stored(NamedTuple):
    """A step that stores an artifact: ``paths`` are the lines of its `path`, ``at`` is its name or the action."""

    job: Job
    step: Step
    name: Fact[str]
    paths: Fact[tuple[str, ...]]
    major: Fact[int]
    overwrites: bool
    at: Place


class Fetched(NamedTuple):
    """A step that fetches artifacts into ``folder``.

    ``name`` is None where it fetches several; these lie in folders of their own unless they are ``merged``.
    ``elsewhere`` is true where they may come from another run or are chosen by their numbers.
    """

    step: Step
    name: Fact[str] | None
    folder: Fact[str]
    merged: bool
    elsewhere: bool
    major: Fact[int]
    at: Place


def major(action: Action) -> Fact[int]:
    """The major version of an artifact action.

    A comment that says which release a commit is, is believed for v4 and newer; the older ones are all in the table.
    """
    if tag := re.fullmatch(_TAG, action.ref):
        return Known(int(tag[1]), action.at)
    if re.fullmatch(_COMMIT, action.ref):
        if action.ref in RELEASES:
            return Known(int(RELEASES[action.ref].partition(".")[0]), action.at)
        text, end = action.at.source.text, action.at.end
        said = re.match(_COMMENT, text[end : end + 80])
        if said is not None and int(said[1]) >= UNIQUE_SINCE:
            return Known(int(said[1]), action.at)
    return Unknown(f"what `{action.ref}` of `{action.name}` is, is not known", action.at)


def is_retired(action: Action) -> bool:
    """Whether GitHub refuses this release of an artifact action."""
    if action.name not in {UPLOAD, DOWNLOAD}:
        return False
    found = major(action)
    return isinstance(found, Known) and found.value < UNIQUE_SINCE


def stored(job: Job) -> Iterator[Stored]:
    """The artifacts that the steps of a job store."""
    for step in job.steps if may_say(job, UPLOAD) else ():
        match step.run:
            case Action(name="actions/upload-artifact") as action if not _is_true(action, "archive", unless=True):
                name = action.inputs.get("name")
                given = name is not None and name.value.raw != ""
                yield Stored(
                    job,
                    step,
                    name.value.fact if name is not None and given else Known(DEFAULT_NAME),
                    _lines(action),
                    major(action),
                    _is_true(action, "overwrite"),
                    name.value.at if name is not None and given else action.at,
                )


def fetched(step: Step) -> Fetched | None:
    """What a step fetches, if it does."""
    match step.run:
        case Action(name="actions/download-artifact") as action:
            path = action.inputs.get("path")
            return Fetched(
                step,
                _fact(action, "name"),
                _folder(path.value.fact) if path is not None else Known("."),
                _is_true(action, "merge-multiple"),
                any(name in action.inputs for name in ("run-id", "repository", "artifact-ids", "github-token")),
                major(action),
                path.value.at if path is not None else action.at,
            )
    return None


def _is_true(action: Action, name: str, *, unless: bool = False) -> bool:
    """Whether an input is, or may be, `true`; with ``unless``, whether it is, or may be, something else."""
    given = action.inputs.get(name)
    if given is None:
        return False
    return isinstance(given.value.fact, Unknown) or (given.value.fact.value.strip().lower() == "true") is not unless


def _fact(action: Action, name: str) -> Fact[str] | None:
    """An input that is given and not empty."""
    given = action.inputs.get(name)
    return given.value.fact if given is not None and given.value.raw != "" else None


def _lines(action: Action) -> Fact[tuple[str, ...]]:
    match _fact(action, "path"):
        case Known(value, at):
            return Known(tuple(line.strip() for line in value.splitlines() if line.strip()), *at)
        case Unknown() as unknown:
            return unknown
        case None:
            return Unknown("the action has no `path`")


def _folder(path: Fact[str]) -> Fact[str]:
    """A path relative to the workspace, normalised."""
    match path:
        case Known(value, at):
            if value.startswith(("/", "~")) or "\\" in value or re.search(_WILDCARD, value):
                return Unknown(f"`{value}` is not a plain folder", *at)
            return Known(posixpath.normpath(value or "."), *at)
        case Unknown():
            return path


def has_only_distributions(artifact: Stored) -> bool:
    """Whether an artifact is a folder that holds distributions by custom, or such files: it has no folders in it."""
    if not isinstance(artifact.paths, Known) or len(artifact.paths.value) != 1:
        return False
    path = artifact.paths.value[0].rstrip("/").removesuffix("/*")
    parent, _, last = path.rpartition("/")
    of_files = re.fullmatch(_DISTRIBUTIONS, last) is not None
    return not re.search(_WILDCARD, parent if of_files else path) and (of_files or last in {"dist", "wheelhouse"})


def lacks(artifact: Stored, folder: str) -> bool:
    """Whether an artifact certainly holds no such folder: its files stand at its top.

    GitHub stores the files below the deepest folder that all matches share, without that folder: of `dist/`, of
    `dist/*` and of `wheelhouse/*.whl` nothing but the files' names is left.
    """
    if not isinstance(artifact.paths, Known) or len(artifact.paths.value) != 1:
        return False
    path = artifact.paths.value[0]
    if "**" in path or path.startswith(("~", "!")):
        return False
    parent, _, last = path.rstrip("/").rpartition("/")
    if re.fullmatch(_DISTRIBUTIONS, last):
        return not re.search(_WILDCARD, parent)
    base = posixpath.normpath(parent if last == "*" else path)
    return not re.search(_WILDCARD, base) and posixpath.basename(base) == posixpath.basename(folder)
