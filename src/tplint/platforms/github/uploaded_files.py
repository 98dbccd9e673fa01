"""An upload of all files in a folder → those in it that are certainly no distributions, and what has written them."""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatchcase

from tplint.documents.nodes import get
from tplint.model import Command, Known
from tplint.platforms.github import artifacts
from tplint.platforms.github.needed_jobs import needed
from tplint.platforms.github.step_conditions import runs_with
from tplint.records import NamedTuple
from tplint.uploaders.invocations import invocation
from tplint.uploaders.options import parse
from tplint.uploaders.twine import GRAMMAR
from tplint.workspace import effects, effects_above, steps_until
from tplint.written_files import files_of, keeps_files, loops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.documents.source import Place
    from tplint.model import Job, Repository, Step, Upload
    from tplint.platforms.github.artifacts import Fetched, Stored
    from tplint.workspace import Effect

MAX_ARTIFACTS = 50  # of one run that are looked at; people write a tenth of it
MAX_LEVELS = 3  # jobs that hand a file on
# What twine takes for a distribution, in one of its releases at least, and what it puts aside.
# https://github.com/pypa/twine/blob/6.0.1/twine/package.py, https://github.com/pypa/twine/blob/7.0.0/twine/commands
_TAKEN = (".whl", ".tar.gz", ".zip", ".egg", ".exe", ".tar.bz2", ".asc", ".attestation")


class Foreign(NamedTuple):
    """A file called ``name``, written in ``job``; ``stored_at`` is where an artifact takes it along, if one does."""

    name: str
    at: Place
    job: Job
    stored_at: Place | None = None


class _Run(NamedTuple):
    """The jobs and artifacts of a run that certainly stand before an upload."""

    upload: Upload
    jobs: tuple[Job, ...]
    stored: tuple[Stored, ...]


def foreign_files(upload: Upload, repository: Repository) -> list[Foreign]:
    """The files that are in the folder when the upload starts; none for uploaders that choose among the files."""
    folder = upload.folder
    if upload.platform != "github" or not isinstance(folder, Known) or not _takes_all(upload):
        return []
    jobs = tuple(each.job for each in needed(upload, repository) if get(each.job.node, "continue-on-error") is None)
    stored = tuple(each for job in jobs for each in artifacts.stored(job))
    run = _Run(upload, jobs, stored if len(stored) <= MAX_ARTIFACTS else ())
    own = ((step, effects(step)) for step in steps_until(upload.job, upload.step))
    found = _standing(folder.value, [*own, (upload.step, effects_above(upload))], upload.job, run, 0)
    return list(found.values())


def _takes_all(upload: Upload) -> bool:
    """Whether an uploader gets all files of its folder: the action does, twine from a pattern such as `dist/*`."""
    if upload.uploader.name == "pypa/gh-action-pypi-publish":
        return True
    call = invocation(upload.run) if isinstance(upload.run, Command) and upload.uploader.name == "twine" else None
    if call is None or call.program != "twine" or call.command.at.source != upload.step.at.source:
        return False
    patterns = parse(call.words, GRAMMAR).arguments[1:]
    return any(isinstance(word.fact, Known) and posixpath.basename(word.fact.value) == "*" for word in patterns)


def _standing(
    folder: str, steps: Iterable[tuple[Step, Iterable[Effect]]], job: Job, run: _Run, level: int
) -> dict[str, Foreign]:
    """The foreign files that are in a folder behind these steps, by their names."""
    found: dict[str, Foreign] = {}
    for step, done in steps:
        is_sure = step.continues_on_error == Known(False) and runs_with(run.upload, step)
        around = loops(step)
        for effect in done:
            if not keeps_files(effect):
                found.clear()
            if not is_sure or effect.run is None:
                continue
            for written in files_of(effect.run, around):
                if written.folder == folder and _is_foreign(written.name):
                    found.setdefault(written.name, Foreign(written.name, effect.at, job))
            fetched = artifacts.fetched(step)
            if fetched is not None and fetched.folder == Known(folder) and level < MAX_LEVELS:
                found.update((each.name, each) for each in _brought(fetched, run, level))
    return found


def _brought(fetched: Fetched, run: _Run, level: int) -> Iterator[Foreign]:
    """The foreign files in the artifacts that a step certainly puts straight into its folder."""
    version = fetched.major
    if not isinstance(version, Known) or version.value < artifacts.UNIQUE_SINCE or fetched.elsewhere:
        return
    if fetched.name is None and not fetched.merged:
        return
    names = [stored.name.value for stored in run.stored if isinstance(stored.name, Known)]
    is_any = fetched.name is None and fetched.pattern is None
    wanted = names if is_any else artifacts.fitting(fetched, names)
    for stored in run.stored:
        if isinstance(stored.name, Known) and wanted.count(stored.name.value) == 1:
            yield from _carried(stored, run, level)


def _carried(stored: Stored, run: _Run, level: int) -> Iterator[Foreign]:
    """The foreign files that stand at the top of an artifact."""
    step = stored.step
    if step.continues_on_error != Known(False) or not runs_with(run.upload, step):
        return
    folder, patterns = artifacts.top_files(stored)
    steps = ((each, effects(each)) for each in steps_until(stored.job, step)) if patterns else ()
    for file in _standing(folder, steps, stored.job, run, level + 1).values():
        if any(fnmatchcase(file.name, pattern) for pattern in patterns):
            yield file._replace(stored_at=stored.at)


def _is_foreign(name: str) -> bool:
    """Whether a name, with stars for what is not known, is none of those that twine takes or the shell leaves out."""
    end = name.rpartition("*")[2].lower()
    return (
        not name.startswith(".")
        and re.search(r"\w", end) is not None
        and not end.endswith(_TAKEN)
        and not any(kind.endswith(end) for kind in _TAKEN)
    )
