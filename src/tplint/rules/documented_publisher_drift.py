"""TP601: a guide tells the reader to register values that are not this repository's."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.guides.drift import SHOWN, contradictions, drifts
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.guides.drift import Drift
    from tplint.model import Repository

RULE = Rule(
    code="TP601",
    name="documented-publisher-drift",
    level="warning",
    summary="a guide tells the reader to register another workflow, environment, repository or project than this one",
    platforms=("github", "gitlab"),
)

_LABELS = {
    "project_name": "project",
    "workflow_filename": "workflow",
    "workflow_filepath": "pipeline file",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each wrong value of a guide, at its first place there."""
    for guide in repository.guides:
        yield from (_finding(drift, repository) for drift in drifts(guide, repository))


def _finding(drift: Drift, repository: Repository) -> Finding:
    from tplint.pypi.kinds import no_publisher  # noqa: PLC0415 - only for a finding

    said = drift.statement
    index = SHOWN[drift.registration.index_name]
    label = _LABELS.get(said.field, said.field)
    return RULE.finding(
        said.at,
        f"the guide tells the reader to register {label} `{said.value}`, {drift.why}",
        label=f"this {label} cannot match",
        related=(
            *_uploads(drift),
            *(
                Related(other.at, f"this guide says `{other.value.rpartition('/')[2]}`")
                for other in contradictions(drift, repository)
            ),
        ),
        consequence="" if said.field == "project_name" else f'{index} would answer "{no_publisher()}"',
        fix=_remedy(drift, index),
        once=f"{said.field} {said.value.rpartition('/')[2].lower()} {drift.why}",
    )


def _remedy(drift: Drift, index: str) -> str:
    see = f"and see what is registered on {index}"
    if drift.better:
        return f"write `{drift.better}` here, {see}"
    if drift.statement.field == "environment" and not drift.uploads:
        return f"take these values out, {see}"
    if drift.statement.field == "environment" and any(up.job.environment == Known(None) for up in drift.uploads):
        return f"leave the environment empty here, {see}"
    return f"name the one that publishes here, {see}"


def _uploads(drift: Drift) -> Iterator[Related]:
    for upload in drift.uploads[:1]:
        yield Related(upload.at, f"the upload, in `{upload.pipeline.file_name}`")
