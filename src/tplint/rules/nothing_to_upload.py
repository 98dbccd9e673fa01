"""TP512: no step before an upload brings or makes the files that it should send."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.jobs.workspace import effects_before
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP512",
    name="nothing-to-upload",
    level="warning",
    summary="no step before an upload checks out, builds, downloads or unpacks anything",
)

# Those of which it is known that they bring no files themselves.
_UPLOADERS = frozenset({
    "PyO3/maturin-action", "flit", "hatch", "maturin", "pdm", "poetry", "pypa/gh-action-pypi-publish", "twine", "uv",
})  # fmt: skip
_BRINGS_NOTHING = frozenset({"tool", "nothing"})


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload in a job on a fresh runner, all of whose earlier steps are known to bring nothing."""
    for upload in repository.uploads:
        if (
            upload.goes_to("pypi", "testpypi")
            and upload.uploader.name in _UPLOADERS
            and _starts_empty(upload)
            and isinstance(upload.folder, Known)
            and all(effect.kind in _BRINGS_NOTHING for effect in effects_before(upload))
        ):
            yield RULE.finding(
                upload.at,
                f"job `{upload.job.id}` has nothing to upload: each job starts with an empty workspace",
                label="no step before it checks out, builds, downloads or unpacks anything",
                consequence=f"twine would stop with \"Cannot find file (or expand pattern): '{upload.folder.value}/*'\""
                if upload.uploader.name in {"twine", "pypa/gh-action-pypi-publish"}
                else "",
                fix=f"download the built files into `{upload.folder.value}` first, with `actions/download-artifact`",
            )


def _starts_empty(upload: Upload) -> bool:
    """Whether the job certainly begins without files: GitHub's own runner, no image of one's own."""
    runner = upload.job.runner
    return isinstance(runner, Known) and runner.value.hosted and not upload.job.container and not upload.step.within
