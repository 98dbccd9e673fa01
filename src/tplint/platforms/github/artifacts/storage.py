"""Steps → the artifacts that they store and fetch: under which name, from which files, and into which folder.

https://github.com/actions/upload-artifact, https://github.com/actions/download-artifact
"""

from __future__ import annotations

import posixpath
import re
from itertools import takewhile

from tplint.documents.nodes import get, text
from tplint.metadata.versions import commented
from tplint.model import Action, Known, Unknown, may_say
from tplint.platforms.github.artifacts.releases import RELEASES
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.documents.source import Place
    from tplint.model import Fact, Job, Pipeline, Step

UPLOAD, DOWNLOAD = "actions/upload-artifact", "actions/download-artifact"
DEFAULT_NAME = "artifact"
# Actions that store artifacts by themselves, under these names: `*` stands for an input or the job's name.
# https://github.com/hynek/build-and-inspect-python-package/blob/v3.0.1/action.yml
# https://github.com/sigstore/gh-action-sigstore-python/blob/v3.0.0/action.yml
STORING = {
    "hynek/build-and-inspect-python-package": ("Packages*", "Package Metadata*", "PyPI README*"),
    "sigstore/gh-action-sigstore-python": ("signing-artifacts*",),
}
MAX_ARTIFACTS = 50  # stored or fetched in a run, that are looked at; people write a tenth of it
MAX_LINES = 100  # of `path` that are compared with each other
UNIQUE_SINCE = 4  # one name can be written once in a run
FLAT_SINCE = 5  # the only artifact of a run gets no folder of its own
STRAIGHT_SINCE = 2  # v1 put the files into a folder of the artifact's name
_TAG = r"v(\d{1,3})(?:\.\d+)*"
_COMMIT = r"[0-9a-f]{40}"
_SAID = r"v?(\d{1,3})(?:\.\d+)*"
_WILDCARD = r"[*?\[\]{}!]"
_DISTRIBUTIONS = r"[^/]*\.(?:whl|tar\.gz|zip)"
_OF_DISTRIBUTIONS = r"(?:\.whl|\.tar\.gz)$|(?:^|/)(?:dist|wheelhouse)(?:/\*{0,2})?/?$"
_ODD_LINE = r"[/~].*|.*(?:[\\{}!$]|\.\.).*|.{300,}"
_STARS = r"[\w.-]+(?:\*[\w.-]*)*|\*[\w.-][\w.*-]*"
_EXPRESSION = r"(?s)\$\{\{.*?\}\}"
_PLAIN_PATTERN = r"[\w.* -]*"
_ARCHIVE = r"(?:.*\.)?(?:bz2|egg|exe|gz|tgz|whl|xz|zip)"


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

    ``name`` is None where it fetches several; these lie in folders of their own unless they are ``merged``. ``pattern``
    is what their names have to fit, if it is given.
    ``elsewhere`` is true where they may come from another run or are chosen by their numbers: `run-id` and `repository`
    alone are not read.
    """

    step: Step
    name: Fact[str] | None
    pattern: Fact[str] | None
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
        said = re.fullmatch(_SAID, commented(action))
        if said is not None and int(said[1]) >= UNIQUE_SINCE:
            return Known(int(said[1]), action.at)
    return Unknown(f"what `{action.ref}` of `{action.name}` is, is not known", action.at)


def is_retired(action: Action) -> bool:
    """Whether GitHub refuses this release of an artifact action."""
    if action.name not in {UPLOAD, DOWNLOAD}:
        return False
    return is_retired_version(major(action))


def is_retired_version(version: Fact[int]) -> bool:
    """Whether GitHub refuses this major version of the artifact actions."""
    return isinstance(version, Known) and version.value < UNIQUE_SINCE


def stored(job: Job) -> Iterator[Stored]:
    """The artifacts that the steps of a job store."""
    for step in job.steps if may_say(job, UPLOAD) else ():
        match step.run:
            case Action(name="actions/upload-artifact") as action if not _is_true(action, "archive", unless=True):
                given = action.inputs.get("name")
                name = given if given is not None and given.value.raw != "" else None
                yield Stored(
                    job,
                    step,
                    name.value.fact if name is not None else Known(DEFAULT_NAME),
                    _lines(action),
                    major(action),
                    _is_true(action, "overwrite"),
                    name.value.at if name is not None else action.at,
                )


@by_identity(16)
def stored_in(pipeline: Pipeline) -> tuple[Stored, ...]:
    """The artifacts of all jobs of a workflow; none where it calls others, which may store more."""
    jobs = pipeline.jobs
    return () if any(job.calls for job in jobs) else tuple(each for job in jobs for each in stored(job))


def fetched(step: Step) -> Fetched | None:
    """What a step fetches, if it does."""
    match step.run:
        case Action(name="actions/download-artifact") as action:
            path = action.inputs.get("path")
            return Fetched(
                step,
                _fact(action, "name"),
                _fact(action, "pattern"),
                _folder(path.value.fact) if path is not None else Known("."),
                _is_true(action, "merge-multiple"),
                "github-token" in action.inputs or "artifact-ids" in action.inputs,
                major(action),
                path.value.at if path is not None else action.at,
            )
    return None


def fitting(fetched: Fetched, names: Iterable[str]) -> list[str]:
    """The names that a step certainly means by its `name`, or by a pattern that has no other signs than stars."""
    pattern = fetched.name or fetched.pattern
    if not isinstance(pattern, Known) or not re.fullmatch(_STARS, pattern.value):
        return []
    from fnmatch import fnmatchcase  # noqa: PLC0415 - few downloads have a pattern

    return [name for name in names if fnmatchcase(name, pattern.value) and name[:1] != "."]


def may_take(fetched: Fetched, stored: Stored) -> bool:
    """Whether a step may fetch an artifact: by its name, by a pattern, or with all others."""
    return may_take_one(fetched, _names(stored))


def may_take_one(fetched: Fetched, names: Iterable[str]) -> bool:
    """Whether a step may fetch an artifact of one of these names, in which `*` stands for any text."""
    if fetched.elsewhere or (fetched.name is None and fetched.pattern is None):
        return True
    wanted = _shape(fetched.step, "name" if fetched.name is not None else "pattern")
    if fetched.name is None and not re.fullmatch(_PLAIN_PATTERN, wanted):
        return True
    return any(_may_be_equal(wanted, name) for name in names)


def _names(stored: Stored) -> tuple[str, ...]:
    """What is known of the names that a step gives: one for each row of its job's matrix where that tells them."""
    shape, name = _shape(stored.step, "name", DEFAULT_NAME), get(stored.step.node, "with", "name")
    if "*" not in shape or stored.step.within or "matrix." not in (text(name) or ""):
        return (shape,)
    from tplint.platforms.github.step_conditions import values_in_rows  # noqa: PLC0415 - few jobs store in rows

    return values_in_rows(name, stored.job) or (shape,)


def _shape(step: Step, name: str, default: str = "*") -> str:
    """What is known of an input: `*` stands for what is not."""
    given = step.run.inputs.get(name) if isinstance(step.run, Action) else None
    if given is None or not given.value.raw:
        return default
    match given.value.fact:
        case Known(value):
            return value
        case Unknown():
            return re.sub(_EXPRESSION, "*", given.value.raw)


def _may_be_equal(one: str, other: str) -> bool:
    """Whether two texts may be the same, where `*` stands for any text; letter case aside."""
    from fnmatch import fnmatchcase  # noqa: PLC0415 - few downloads find nothing at once

    one, other = one.lower(), other.lower()
    if "*" in one and "*" in other:
        heads, tails = ([text.split("*")[at] for text in (one, other)] for at in (0, -1))
        return _may_go_on(*heads) and _may_go_on(*(tail[::-1] for tail in tails))
    pattern, name = (one, other) if "*" in one else (other, one)
    return fnmatchcase(name, pattern.replace("[", "[[]").replace("?", "[?]"))


def _may_go_on(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


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
    path = _fact(action, "path") or Unknown("the action has no `path`")
    return path.map(lambda value: tuple(line.strip() for line in value.splitlines() if line.strip()))


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
    path = _only_path(artifact).rstrip("/").removesuffix("/*")
    if not path:
        return False
    parent, _, last = path.rpartition("/")
    of_files = re.fullmatch(_DISTRIBUTIONS, last) is not None
    return not re.search(_WILDCARD, parent if of_files else path) and (of_files or last in {"dist", "wheelhouse"})


def _only_path(artifact: Stored) -> str:
    """The only line of `path`, beside those that leave files out; empty where there are several, or none is known."""
    taken = [line for line in _known_lines(artifact) if not line.startswith("!")]
    return taken[0] if len(taken) == 1 else ""


def names_distributions(artifact: Stored) -> bool:
    """Whether what an artifact is made of is distributions, by the names in each line of its `path`."""
    lines = _known_lines(artifact)
    return bool(lines) and all(re.search(_OF_DISTRIBUTIONS, line) for line in lines)


def lacks(artifact: Stored, folder: str) -> bool:
    """Whether an artifact certainly holds no such folder: its files stand at its top.

    GitHub stores the files below the deepest folder that all matches share, without that folder: of `dist/`, of
    `dist/*` and of `wheelhouse/*.whl` nothing but the files' names is left.
    """
    path = _only_path(artifact)
    if not path or "**" in path or path.startswith("~"):
        return False
    parent, _, last = path.rstrip("/").rpartition("/")
    if re.fullmatch(_DISTRIBUTIONS, last):
        return not re.search(_WILDCARD, parent)
    base = posixpath.normpath(parent if last == "*" else path)
    return not re.search(_WILDCARD, base) and posixpath.basename(base) == posixpath.basename(folder)


def plain_folder(line: str) -> str:
    """The folder of which a line of `path` takes what is in it, or some of it; empty where that is not known."""
    path = posixpath.normpath(line)
    folder = posixpath.dirname(path) if re.search(_WILDCARD, posixpath.basename(path)) else path
    return "" if re.search(_WILDCARD, folder) or re.fullmatch(_ODD_LINE, line) else folder


def keeps_folders(artifact: Stored) -> bool:
    """Whether no distribution can stand at the top of an artifact, but only in folders there.

    Its top is the deepest folder that all lines of `path` share, each up to its first wildcard, and whether something
    matches it or not. https://github.com/actions/upload-artifact/blob/v4.6.2/src/shared/search.ts
    """
    ways, top = _ways(artifact)
    return bool(ways) and all(_leads_into_folder([part for part in way[len(top) :] if part != "**"]) for way in ways)


def top_files(artifact: Stored) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The folders whose files may stand at the top of an artifact, and patterns of those that it takes along from each.

    Nothing where that is not certain, as with a line that leaves some out. Of a name without an ending only what is
    there tells whether it is a folder or a file.
    """
    ways, top = _ways(artifact)
    if not ways or any(line.startswith("!") for line in _known_lines(artifact)):
        return
    is_alone = ways == [top] and bool(top)
    if not is_alone or "." not in top[-1]:
        rests = [[part for part in way[len(top) :] if part != "**"] for way in ways]
        yield "/".join(top) or ".", tuple((rest or ["*"])[0] for rest in rests if len(rest) <= 1)
    if is_alone:
        yield "/".join(top[:-1]) or ".", top[-1:]


def _known_lines(artifact: Stored) -> tuple[str, ...]:
    """The lines of `path`; none where they are not known, or more than people write."""
    lines = artifact.paths.value if isinstance(artifact.paths, Known) else ()
    return lines if len(lines) <= MAX_LINES else ()


def _ways(artifact: Stored) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """The parts of each line of `path`, and those that lead to the folder at the artifact's top; none if unclear."""
    lines = [line for line in _known_lines(artifact) if not line.startswith(("!", "#"))]
    if any(re.fullmatch(_ODD_LINE, line) for line in lines):
        return [], ()
    ways = [tuple(part for part in posixpath.normpath(line).split("/") if part != ".") for line in lines]
    searched = {tuple(takewhile(lambda part: not re.search(_WILDCARD, part), way)) for way in ways}
    outermost = [way for way in searched if not any(way[:end] in searched for end in range(len(way)))]
    return ways, tuple(posixpath.commonprefix(outermost))


def _leads_into_folder(rest: list[str]) -> bool:
    """Whether what a line matches, from the artifact's top on, is no distribution there, nor all that is there."""
    if len(rest) != 1:
        return bool(rest)
    return not re.search(_WILDCARD, rest[0]) and not re.fullmatch(_ARCHIVE, rest[0])
