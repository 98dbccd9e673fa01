"""An upload → the builds that alone could have filled its folder, or that of its artifact, and that fill another."""

from __future__ import annotations

import posixpath
import re

from tplint.jobs.build_folders import folder_of_build
from tplint.jobs.workspace import effects_before, effects_until
from tplint.model import Action, Known, Unknown
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.artifacts.fetched_distributions import builds_nothing, only_source, stores_nothing
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.documents.source import Place
    from tplint.jobs.workspace import Effect
    from tplint.model import Job, Repository, Upload
    from tplint.platforms.github.artifacts.storage import Fetched, Stored

# Of these it is known that they put no distributions into a folder `dist`.
_HARMLESS = frozenset({"tool", "nothing", "project"})
# A uv that may not know workspaces, or put the files beside the member: before 0.4.18.
_OLD = r"\b0\.[0-4]\.\d"


class Built(NamedTuple):
    """A build (``at``) ``into`` a folder, and where (``taken_at``) a job uploads or stores another one."""

    at: Place
    into: str
    job: Job
    verb: str
    folder: str
    taken_at: Place


def misplaced(upload: Upload, repository: Repository) -> Built | None:
    """The first build before an upload, where the folder it takes, or the artifact it gets, certainly stays empty."""
    folder = upload.folder
    if not isinstance(folder, Known) or not builds_nothing(upload):
        return None
    found = _in_own_job(folder.value, upload, repository) or _not_stored(upload, repository)
    return found if found is not None and not re.search(_OLD, found.at.source.text) else None


def _in_own_job(folder: str, upload: Upload, repository: Repository) -> Built | None:
    first = _beside(folder, effects_before(upload), repository)
    if first is None:
        return None
    return Built(first.at, _into(first, repository), upload.job, "uploads", folder, upload.at)


def _beside(folder: str, effects: Iterable[Effect], repository: Repository) -> Effect | None:
    """The first build among effects, where nothing puts files into a folder, but into others."""
    if posixpath.basename(folder) != "dist":
        return None
    builds = [effect for effect in effects if effect.kind not in _HARMLESS and not _is_checkout(effect.run)]
    for effect in builds:
        into = folder_of_build(effect.run, repository.projects) if effect.kind == "build" else None
        if not isinstance(into, Known) or into.value == "." or _overlap(into.value, folder):
            return None
    return builds[0] if builds else None


def _into(build: Effect, repository: Repository) -> str:
    folder = folder_of_build(build.run, repository.projects)
    return folder.value if isinstance(folder, Known) else ""


def _overlap(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _is_checkout(run: object) -> bool:
    """Whether the repository is checked out into the workspace's root."""
    return isinstance(run, Action) and run.name == "actions/checkout" and not {"path", "repository"} & run.inputs.keys()


def _not_stored(upload: Upload, repository: Repository) -> Built | None:
    """The build because of which the downloads before an upload find no artifact."""
    stored = storage.stored_in(upload.pipeline)
    if not 0 < len(stored) <= storage.MAX_ARTIFACTS or upload.calls:
        return None
    fetched = only_source(upload)
    if not 0 < len(fetched) <= storage.MAX_ARTIFACTS:
        return None
    found = [_finds_nothing(each, stored, upload.pipeline.jobs, repository) for each in fetched]
    return found[0] if None not in found else None


def _finds_nothing(
    fetched: Fetched, stored: tuple[Stored, ...], jobs: tuple[Job, ...], repository: Repository
) -> Built | None:
    """The build because of which nothing is in an artifact that a step fetches, nor in others that it may fetch."""
    names = {each.name.value for each in stored if isinstance(each.name, Known)}
    wanted = storage.fitting(fetched, names)
    if wanted:
        stored = tuple(each for each in stored if isinstance(each.name, Unknown) or each.name.value in wanted)
    elif fetched.name is not None or fetched.pattern is not None or _may_store_more(jobs):
        return None
    if fetched.elsewhere:
        return None
    found = [_never_filled(each, repository) for each in stored]
    return found[0] if found and None not in found else None


def _may_store_more(jobs: tuple[Job, ...]) -> bool:
    """Whether an action may store artifacts that are not seen."""
    actions = (step.run for job in jobs for step in job.steps if isinstance(step.run, Action))
    return not all(map(stores_nothing, actions))


def _never_filled(stored: Stored, repository: Repository) -> Built | None:
    """The build because of which an artifact has no files and is not made."""
    if not isinstance(stored.paths, Known) or len(stored.paths.value) > storage.MAX_LINES:
        return None
    folders = [storage.plain_folder(line) for line in stored.paths.value]
    builds = [_beside(folder, effects_until(stored.job, stored.step), repository) for folder in folders]
    first = builds[0] if builds and None not in builds else None
    if first is None:
        return None
    at = stored.paths.at[0] if stored.paths.at else stored.at
    return Built(first.at, _into(first, repository), stored.job, "stores", folders[0], at)
