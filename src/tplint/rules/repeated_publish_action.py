"""TP506: the publish action runs twice in one job, and the second run finds the first one's attestations."""

from __future__ import annotations

from itertools import combinations, islice

from tplint.findings import Related, Rule
from tplint.jobs.workspace import effects_between
from tplint.model import Action, Known
from tplint.platforms.github.shared_runs import run_together
from tplint.uploaders.action_release import is_stopped_by_attestations, signs
from tplint.uploaders.attestation_files import attested_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

    # The alternatives of one upload.
    Site: TypeAlias = "list[Upload]"

RULE = Rule(
    code="TP506",
    name="repeated-publish-action",
    level="error",
    summary="the publish action runs twice in one job, where the first run's attestations stop the second one",
)
_MOST_COMPARED = 10  # uploads of one job


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each run of the action after another one of the same job that certainly runs before it."""
    jobs: dict[Place, dict[Place, Site]] = {}
    for upload in repository.uploads:
        if upload.uploader.name == "pypa/gh-action-pypi-publish" and isinstance(upload.run, Action):
            jobs.setdefault(upload.job.at, {}).setdefault(upload.step.at, []).append(upload)
    for sites in jobs.values():
        seen: set[Place] = set()
        for site in sites.values():
            made = attested_before(site[0]) if all(map(signs, site)) else None
            if made is not None:
                seen.add(site[0].at)
                yield _after_signing(site[0], made)
        for first, second in combinations(islice(sites.values(), _MOST_COMPARED), 2):
            if second[0].at not in seen and all(map(signs, first)) and run_together(first, second):
                found = _finding(first, second)
                if found is not None:
                    seen.add(second[0].at)
                    yield found


def _after_signing(upload: Upload, made: Place) -> Finding:
    folder = upload.folder.value if isinstance(upload.folder, Known) else ""
    return RULE.finding(
        upload.at,
        f"job `{upload.job.id}` runs the publish action on `{folder}`, whose files have attestations already",
        label="makes attestations by itself",
        related=(Related(made, "leaves an attestation beside each file"),),
        consequence='the action would stop with "already has a publish attestation"',
        fix="leave the other signing out, or upload with `attestations: false`",
    )


def _finding(first: Site, second: Site) -> Finding | None:
    folders = {upload.folder for upload in (*first, *second)}
    cases = ({(upload.when, upload.folder) for upload in site} for site in (first, second))
    is_one = len(folders) == 1 or next(cases) == next(cases)  # such as each row's own
    if not all(isinstance(folder, Known) for folder in folders):
        return None
    if all(map(signs, second)):
        stops = '"already has a publish attestation"'
    elif is_one and all(map(is_stopped_by_attestations, second)):
        stops = '"InvalidDistribution: Unknown distribution format"'
    else:
        return None
    if not is_one:
        return _report(first[0], second[0], "")
    untouched = all(effect.kind in {"tool", "nothing"} for effect in effects_between(first[0], second[0]))
    return _report(first[0], second[0], stops) if untouched else None


def _report(first: Upload, second: Upload, stops: str) -> Finding:
    folder = second.folder.value if isinstance(second.folder, Known) else ""
    return RULE.finding(
        second.at,
        f"job `{second.job.id}` runs the publish action a second time" + (f" on `{folder}`" if stops else ""),
        label=f"finds the attestations that the first run left in `{folder}`"
        if stops
        else "more than one run per job is not supported",
        related=(Related(first.at, "runs first, and leaves an attestation beside each file"),),
        consequence=f"the action would stop with {stops}" if stops else "",
        fix="upload to each index, or from each folder, in a job of its own",
        level="error" if stops else "warning",
    )
