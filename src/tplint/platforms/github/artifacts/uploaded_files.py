"""An upload of all files in a folder → those in it that are certainly no distributions, and what has written them."""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatchcase
from itertools import takewhile

from tplint.commands.invocations import invocation
from tplint.commands.options import parse
from tplint.documents.nodes import get
from tplint.jobs.workspace import effects, effects_above
from tplint.jobs.written_files import files_of, first_loop, keeps_files
from tplint.model import Action, Command, Known, Script
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.needed.jobs import needed
from tplint.platforms.github.step_conditions import runs_with
from tplint.records import NamedTuple
from tplint.remembered import by_identity
from tplint.signs import may_write
from tplint.uploaders.twine import GRAMMAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint.documents.source import Place
    from tplint.jobs.workspace import Effect
    from tplint.jobs.written_files import Written
    from tplint.model import Job, Repository, Step, Upload
    from tplint.platforms.github.artifacts.storage import Fetched, Stored

MAX_LEVELS = 3  # artifacts through which a file is handed on
# What twine takes for a distribution, in one of its releases at least, and what it puts aside.
# https://github.com/pypa/twine/blob/6.0.1/twine/package.py, https://github.com/pypa/twine/blob/7.0.0/twine/commands
_TAKEN = (".whl", ".tar.gz", ".zip", ".egg", ".exe", ".tar.bz2", ".asc", ".attestation")


class Foreign(NamedTuple):
    """A file called ``name``, written in ``job``; ``stored_at`` is where an artifact takes it along, if one does."""

    name: str
    at: Place
    job: Job
    stored_at: Place | None = None


class Change(NamedTuple):
    """What an action or command does to files: which foreign ones it writes, and whether it keeps all others."""

    at: Place
    keeps: bool
    files: tuple[Written, ...]


class Work(NamedTuple):
    """What a step does to files, and what it downloads."""

    step: Step
    changes: tuple[Change, ...]
    fetched: Fetched | None


def foreign_files(upload: Upload, repository: Repository) -> list[Foreign]:
    """The files that are in the folder when the upload starts; none for uploaders that choose among the files."""
    folder = upload.folder
    if upload.platform != "github" or not isinstance(folder, Known) or not _takes_all(upload):
        return []
    own = Work(upload.step, _changes(upload.step, effects_above(upload)), None)
    works = [*_until(upload.job, upload.step), own]
    return list(_standing(folder.value, works, upload, upload.job, _artifacts(upload, repository)).values())


def _artifacts(upload: Upload, repository: Repository) -> dict[str, list[Foreign]]:
    """The foreign files at the top of the artifacts that certainly stand before an upload, by the artifacts' names."""
    found: dict[str, Stored | None] = {}
    for each in needed(upload, repository):
        for stored in storage.stored(each.job):
            if isinstance(stored.name, Known):
                is_sure = get(each.job.node, "continue-on-error") is None and stored.name.value not in found
                found[stored.name.value] = stored if is_sure and _runs(stored.step, upload) else None
    carried: dict[str, list[Foreign]] = {}
    for _ in range(MAX_LEVELS if len(found) <= storage.MAX_ARTIFACTS else 0):
        before, carried = carried, {name: _carried(stored, upload, carried) for name, stored in found.items() if stored}
        if before == carried or not any(carried.values()):
            break
    return carried


def _takes_all(upload: Upload) -> bool:
    """Whether an uploader gets all files of its folder: the action does, twine from a pattern such as `dist/*`."""
    if upload.uploader.name == "pypa/gh-action-pypi-publish":
        return True
    call = invocation(upload.run) if isinstance(upload.run, Command) and upload.uploader.name == "twine" else None
    if call is None or call.program != "twine" or call.command.at.source != upload.step.at.source:
        return False
    patterns = parse(call.words, GRAMMAR).arguments[1:]
    return any(isinstance(word.fact, Known) and posixpath.basename(word.fact.value) == "*" for word in patterns)


def _runs(step: Step, upload: Upload) -> bool:
    return step.continues_on_error == Known(False) and runs_with(upload, step)


@by_identity(64)
def _works(job: Job) -> tuple[Work, ...]:
    """What the steps of a job do; read once for all uploads that wait for it, and only if some may write a file."""
    reads = any(map(_may_write, job.steps)) or any(map(storage.fetched, job.steps))
    return tuple(
        Work(step, _changes(step, effects(step)) if reads else (), storage.fetched(step)) for step in job.steps
    )


def _may_write(step: Step) -> bool:
    match step.run:
        case Script(text=written):
            return may_write(written.lower())
        case Action(name=name):
            return may_write(name)
    return False


def _until(job: Job, last: Step) -> Iterator[Work]:
    return takewhile(lambda work: work.step.at != last.at, _works(job))


def _changes(step: Step, done: Iterable[Effect]) -> tuple[Change, ...]:
    """What the effects of a step do to files, without those that do nothing to any.

    A script with a `trap` may take away what it has written when it ends.
    """
    loop = first_loop(step)
    tidies = isinstance(step.run, Script) and "trap " in step.run.text
    found = []
    for effect in done:
        written = files_of(effect.run, loop) if effect.run is not None and not tidies else ()
        found.append(Change(effect.at, keeps_files(effect), tuple(file for file in written if _is_foreign(file.name))))
    return tuple(change for change in found if change.files or not change.keeps)


def _standing(
    folder: str, works: Iterable[Work], upload: Upload, job: Job, carried: Mapping[str, list[Foreign]]
) -> dict[str, Foreign]:
    """The foreign files that are in a folder behind these steps of a job, by their names."""
    found: dict[str, Foreign] = {}
    for step, changes, fetched in works:
        is_sure = bool(changes or fetched) and _runs(step, upload)
        for change in changes:
            if not change.keeps:
                found.clear()
            for file in change.files if is_sure else ():
                if file.folder == folder:
                    found.setdefault(file.name, Foreign(file.name, change.at, job))
        if fetched is not None and is_sure and fetched.folder == Known(folder):
            found.update((each.name, each) for name in _brought(fetched, carried) for each in carried[name])
    return found


def _brought(fetched: Fetched, names: Iterable[str]) -> Iterable[str]:
    """The artifacts, of these names, that a step certainly puts straight into its folder."""
    version = fetched.major
    if not isinstance(version, Known) or version.value < storage.UNIQUE_SINCE or fetched.elsewhere:
        return ()
    if fetched.name is None and not fetched.merged:
        return ()
    return names if fetched.name is None and fetched.pattern is None else storage.fitting(fetched, names)


def _carried(stored: Stored, upload: Upload, carried: Mapping[str, list[Foreign]]) -> list[Foreign]:
    """The foreign files that stand at the top of an artifact."""
    return [
        file._replace(stored_at=stored.at)
        for folder, patterns in storage.top_files(stored)
        for file in _standing(folder, _until(stored.job, stored.step), upload, stored.job, carried).values()
        if any(fnmatchcase(file.name, pattern) for pattern in patterns)
    ]


def _is_foreign(name: str) -> bool:
    """Whether a name, with stars for what is not known, is none of those that twine takes or the shell leaves out."""
    end = name.rpartition("*")[2].lower()
    return (
        not name.startswith(".")
        and re.search(r"\w", end) is not None
        and not end.endswith(_TAKEN)
        and not any(kind.endswith(end) for kind in _TAKEN)
    )
