"""TP506: the publish action runs twice in one job, and the second run finds the first one's attestations."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from tplint.findings import Related, Rule
from tplint.model import Action, Known
from tplint.uploaders.action_release import is_since

if TYPE_CHECKING:
    from collections.abc import Iterator

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

_ATTESTS_BY_DEFAULT = (1, 11)
_SKIPS_ATTESTATIONS = (1, 12, 3)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each run of the action after another one of the same job that certainly runs before it."""
    jobs: dict[Place, dict[Place, Site]] = {}
    for upload in repository.uploads:
        if upload.uploader.name == "pypa/gh-action-pypi-publish" and isinstance(upload.run, Action):
            jobs.setdefault(upload.job.at, {}).setdefault(upload.step.at, []).append(upload)
    for sites in jobs.values():
        seen: set[Place] = set()
        for first, second in combinations(sites.values(), 2):
            if second[0].at not in seen and _run_together(first[0], second[0]) and _signs(first):
                found = _finding(first, second)
                if found is not None:
                    seen.add(second[0].at)
                    yield found


def _run_together(first: Upload, second: Upload) -> bool:
    """Whether one run certainly reaches both: one has no condition, or both have the same."""
    facts = first.step.condition, second.step.condition
    if not all(fact == Known(True) for fact in facts):
        return False
    return any(not fact.at for fact in facts) or facts[0].at[0].text == facts[1].at[0].text


def _signs(site: Site) -> bool:
    return all(
        upload.attestations == Known(True)
        and isinstance(upload.run, Action)
        and is_since(upload.run, _ATTESTS_BY_DEFAULT) == Known(True)
        for upload in site
    )


def _finding(first: Site, second: Site) -> Finding | None:
    folders = {upload.folder for upload in (*first, *second)}
    if not all(isinstance(folder, Known) for folder in folders):
        return None
    if _signs(second):
        stops = '"already has a publish attestation"'
    elif _checks_all(second) and len(folders) == 1:
        stops = '"InvalidDistribution: Unknown distribution format"'
    else:
        return None
    return _report(first[0], second[0], stops if len(folders) == 1 else "")


def _checks_all(site: Site) -> bool:
    """Whether the action takes attestations that lie in the folder for distributions, as it did before v1.12.3."""
    return all(
        upload.attestations == Known(False)
        and isinstance(upload.run, Action)
        and is_since(upload.run, _SKIPS_ATTESTATIONS) == Known(False)
        for upload in site
    )


def _report(first: Upload, second: Upload, stops: str) -> Finding:
    folder = second.folder.value if isinstance(second.folder, Known) else ""
    message = f"job `{second.job.id}` runs the publish action a second time"
    return RULE.finding(
        second.at,
        f"{message} on `{folder}`" if stops else message,
        label=f"finds the attestations that the first run left in `{folder}`"
        if stops
        else "more than one run per job is not supported",
        related=(Related(first.at, "runs first, and leaves an attestation beside each file"),),
        consequence=f"the action would stop with {stops}" if stops else "",
        fix="upload to each index, or from each folder, in a job of its own",
        level="error" if stops else "warning",
    )
