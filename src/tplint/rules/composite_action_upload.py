"""TP210: the publish action is used inside a composite action, where it looks for a wrong image."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.metadata.versions import at_least
from tplint.model import Action, Known
from tplint.uploaders.pypi_publish_action import NAME, NEWEST, PULLS_IMAGE_SINCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP210",
    name="composite-action-upload",
    level="error",
    summary="`pypa/gh-action-pypi-publish` runs inside a composite action, where it cannot find its image",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each use in a composite action of this repository: its image is named after the outer action."""
    for upload in repository.uploads:
        if (
            upload.step.within
            and upload.uploader.name == NAME
            and upload.goes_to("pypi", "testpypi")
            and _pulls_image(upload)
        ):
            yield RULE.finding(
                upload.at,
                f"`{upload.step.within}` uses the publish action inside a composite action",
                label="supported only as a step of a workflow",
                related=_callers(upload),
                consequence="the action would stop with \"Unable to find image 'ghcr.io/…'\": it names the image after "
                "the repository of the composite action",
                fix=f"use `{NAME}` in a step of job `{upload.job.id}` itself",
            )


def _pulls_image(upload: Upload) -> bool:
    version = upload.uploader.version
    return isinstance(version, Known) and (version.value in NEWEST or at_least(version.value, PULLS_IMAGE_SINCE))


def _callers(upload: Upload) -> tuple[Related, ...]:
    """The step that runs the composite action: the last one before the upload that stands in the workflow."""
    before = upload.job.steps[: upload.job.steps.index(upload.step)] if upload.step in upload.job.steps else ()
    steps = [step.run for step in before if isinstance(step.run, Action) and not step.within]
    return (Related(steps[-1].at, f"job `{upload.job.id}` runs it here"),) if steps else ()
