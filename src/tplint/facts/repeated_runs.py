"""Runs of the publish action that find attestations beside their files: of its first run in the job, or another tool's.

https://github.com/pypa/gh-action-pypi-publish/blob/release/v1/attestations.py
"""

from __future__ import annotations

from itertools import combinations, islice

from tplint.jobs.workspace import effects_between
from tplint.model import Action, Known
from tplint.platforms.github.shared_runs import run_together
from tplint.records import NamedTuple
from tplint.uploaders.action_release import is_stopped_by_attestations, signs
from tplint.uploaders.attestation_files import attested_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from tplint.documents.source import Place
    from tplint.model import Repository, Upload

    # The alternatives of one upload.
    Site: TypeAlias = "list[Upload]"

_MOST_COMPARED = 10  # uploads of one job
_HAS_ONE = "already has a publish attestation"
_UNKNOWN = "InvalidDistribution: Unknown distribution format"


class RepeatedRun(NamedTuple):
    """A run of the action, and what left attestations: its ``first`` run, else another tool, at ``made``.

    ``stops`` are the words with which the action stops; empty where it is only not meant to run twice.
    """

    upload: Upload
    first: Upload | None
    made: Place
    stops: str


def repeated_runs(repository: Repository) -> Iterator[RepeatedRun]:
    """One for each run of the action; of a job's runs the first that is in the way counts."""
    jobs: dict[Place, dict[Place, Site]] = {}
    for upload in repository.uploads:
        if upload.uploader.name == "pypa/gh-action-pypi-publish" and isinstance(upload.run, Action):
            jobs.setdefault(upload.job.at, {}).setdefault(upload.step.at, []).append(upload)
    for sites in jobs.values():
        seen: set[Place] = set()
        for found in (*_after_others(sites.values()), *_after_itself(sites.values())):
            if found.upload.at not in seen:
                seen.add(found.upload.at)
                yield found


def _after_others(sites: Iterable[Site]) -> Iterator[RepeatedRun]:
    for site in sites:
        made = attested_before(site[0]) if all(map(signs, site)) else None
        if made is not None:
            yield RepeatedRun(site[0], None, made, _HAS_ONE)


def _after_itself(sites: Iterable[Site]) -> Iterator[RepeatedRun]:
    for first, second in combinations(islice(sites, _MOST_COMPARED), 2):
        if all(map(signs, first)) and run_together(first, second):
            stops = _stops(first, second)
            if stops is not None:
                yield RepeatedRun(second[0], first[0], first[0].at, stops)


def _stops(first: Site, second: Site) -> str | None:
    """The words with which the second run certainly stops; empty where it may, None where nothing is known of it."""
    folders = {upload.folder for upload in (*first, *second)}
    cases = ({(upload.when, upload.folder) for upload in site} for site in (first, second))
    is_one = len(folders) == 1 or next(cases) == next(cases)  # such as each row's own
    if not all(isinstance(folder, Known) for folder in folders):
        return None
    if not all(map(signs, second)) and not (is_one and all(map(is_stopped_by_attestations, second))):
        return None
    if not is_one:
        return ""
    untouched = all(effect.kind in {"tool", "nothing"} for effect in effects_between(first[0], second[0]))
    return (_HAS_ONE if all(map(signs, second)) else _UNKNOWN) if untouched else None
