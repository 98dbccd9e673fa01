"""TP506: the publish action runs twice in one job, and the second run finds the first one's attestations."""

from __future__ import annotations

from tplint.facts.repeated_runs import repeated_runs
from tplint.findings import Related, Rule
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.facts.repeated_runs import RepeatedRun
    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP506",
    name="repeated-publish-action",
    level="error",
    summary="the publish action runs twice in one job, where the first run's attestations stop the second one",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each run of the action that certainly finds attestations."""
    for found in repeated_runs(repository):
        yield _after_signing(found) if found.first is None else _second(found)


def _after_signing(found: RepeatedRun) -> Finding:
    job, folder = found.upload.job.id, _folder(found)
    return RULE.finding(
        found.upload.at,
        f"job `{job}` runs the publish action on `{folder}`, whose files have attestations already",
        label="makes attestations by itself",
        related=(Related(found.made, "leaves an attestation beside each file"),),
        consequence=f'the action would stop with "{found.stops}"',
        fix="leave the other signing out, or upload with `attestations: false`",
    )


def _second(found: RepeatedRun) -> Finding:
    folder, stops = _folder(found), found.stops
    return RULE.finding(
        found.upload.step.at if found.upload.at == found.made else found.upload.at,  # an alias of the first step
        f"job `{found.upload.job.id}` runs the publish action a second time" + (f" on `{folder}`" if stops else ""),
        label=f"finds the attestations that the first run left in `{folder}`"
        if stops
        else "more than one run per job is not supported",
        related=(Related(found.made, "runs first, and leaves an attestation beside each file"),),
        consequence=f'the action would stop with "{stops}"' if stops else "",
        fix="upload to each index, or from each folder, in a job of its own",
        level="error" if stops else "warning",
    )


def _folder(found: RepeatedRun) -> str:
    return found.upload.folder.value if isinstance(found.upload.folder, Known) else ""
