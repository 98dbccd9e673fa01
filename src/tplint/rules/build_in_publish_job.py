"""TP504: the job that may mint tokens for PyPI also runs the project's own code."""

from __future__ import annotations

from tplint.facts.trusted_publishing import uses_trusted_publishing
from tplint.findings import Related, Rule, Security
from tplint.jobs.workspace import Effect, effects_before, is_built_by
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP504",
    name="build-in-publish-job",
    level="note",
    summary="a job that uploads with trusted publishing also builds, tests or installs the project",
    platforms=("github", "gitlab"),
    security=Security(3.0, (653,)),
)

_TAKES = {"github": "ask for", "gitlab": "read"}
_HOW = {
    "github": "`id-token: write`, hand the files over with `actions/upload-artifact` and `actions/download-artifact`",
    "gitlab": "`id_tokens`, hand the files over as its `artifacts`",
}
_DOES = {
    "build": "builds the project",
    "test": "runs the project's tests",
    "project": "installs the project or what it requires",
}


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job, at the first step before an upload that runs code of the project's."""
    uploads = {upload.at for upload in repository.alternatives}
    seen: set[Place] = set()
    for upload in repository.uploads:
        if (
            uses_trusted_publishing(upload)
            and upload.job.can_mint == Known(True)
            and upload.job.at not in seen
            and (effect := _first(upload, uploads)) is not None
        ):
            seen.add(upload.job.at)
            yield _finding(upload, effect)


def _first(upload: Upload, uploads: set[Place]) -> Effect | None:
    for effect in effects_before(upload):
        if effect.kind in _DOES and effect.certain and effect.at not in uploads:
            return effect
    return Effect("build", upload.at, upload.at.text) if is_built_by(upload) else None


def _finding(upload: Upload, effect: Effect) -> Finding:
    same = effect.at == upload.at
    return RULE.finding(
        effect.at,
        f"job `{upload.job.id}` {_DOES[effect.kind]} where it could mint a token for PyPI",
        label=f"all code that runs here can {_TAKES[upload.platform]} the job's identity token",
        related=() if same else (Related(upload.at, "uploads with trusted publishing"),),
        fix=f"build in a job of its own without {_HOW[upload.platform]}, and only upload here",
    )
