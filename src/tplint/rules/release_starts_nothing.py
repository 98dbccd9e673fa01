"""TP520: an upload waits for a release or a tag that a workflow makes with `GITHUB_TOKEN`, which starts nothing."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.starts.heard_releases import may_be_heard
from tplint.platforms.github.starts.releases import made
from tplint.platforms.github.starts.unheard_events import unheard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.starts.unheard_events import Unheard

RULE = Rule(
    code="TP520",
    name="release-starts-nothing",
    level="warning",
    summary="an upload waits for a release or tag that a workflow makes with `GITHUB_TOKEN`, which starts no workflow",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each workflow that uploads, waits for releases or tags alone, and is not started otherwise."""
    uploads = [upload for upload in repository.uploads if upload.goes_to("pypi", "testpypi")]
    makers = tuple(made(repository.pipelines)) if uploads else ()
    for upload in uploads if makers and not may_be_heard(repository) else ():
        found = unheard(upload, repository, makers)
        if found is not None:
            yield _finding(upload, found)


def _finding(upload: Upload, found: Unheard) -> Finding:
    started, maker, twin = found.started, found.maker, found.twin
    what = maker.kind
    return RULE.finding(
        found.trigger.at if found.trigger is not None else upload.at,
        f"`{started.file_name}` waits for `{found.event.shown}`, but `{maker.pipeline.file_name}` makes the {what} "
        "with `GITHUB_TOKEN`",
        label="what that token makes starts no workflow",
        related=(
            Related(maker.at, f"makes the {what} with the job's own token"),
            Related(upload.at, "so this upload does not run"),
            *((Related(twin.at, "the same run uploads here"),) if twin is not None else ()),
        ),
        consequence='GitHub: "events triggered by the GITHUB_TOKEN, with the exception of workflow_dispatch and '
        'repository_dispatch, will not create a new workflow run"',
        fix="remove this upload, which the other one replaces"
        if twin is not None
        else f"call `{started.file_name}` as a job after the {what}, start it with `gh workflow run`, or make the "
        f"{what} with the token of a GitHub App",
        level="note" if twin is not None else None,
    )
