"""TP208: an uploading workflow stands where GitHub loads no workflow from."""

from __future__ import annotations

from tplint.documents.nodes import pair, place
from tplint.findings import Related, Rule
from tplint.model import INDEXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP208",
    name="workflow-never-runs",
    level="warning",
    summary="a workflow or pipeline that uploads stands in a file that the platform does not load",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each file, at its `on`."""
    seen = set()
    for upload in repository.aside:
        path = upload.pipeline.path
        if upload.goes_to("pypi", "testpypi") and path not in seen:
            seen.add(path)
            yield _finding(upload, path)


def _finding(upload: Upload, path: str) -> Finding:
    if upload.platform == "gitlab":
        return _on_gitlab(upload, path)
    document = upload.pipeline.document
    on = pair(document.root, "on")
    folder, _, name = path.rpartition("/")
    misplaced = folder != ".github/workflows"
    stem = name.partition(".")[0]
    right = f".github/workflows/{name if name.endswith(('.yml', '.yaml')) else f'{stem}.yml'}"
    return RULE.finding(
        place(document.source, on.key) if on is not None else upload.at,
        f"`{path}` uploads to {INDEXES[upload.index_name]}, but GitHub does not load it",
        label="in a subfolder of `.github/workflows`" if misplaced else "its name does not end in `.yml` or `.yaml`",
        related=(Related(upload.at, "this upload never runs"),),
        fix=f"move it to `{right}`, or remove it",
    )


def _on_gitlab(upload: Upload, path: str) -> Finding:
    """The project's settings can name any file, which the configuration then says."""
    return RULE.finding(
        upload.at,
        f"`{path}` uploads to {INDEXES[upload.index_name]}, but GitLab loads `.gitlab-ci.yml`, which is not there",
        label="this upload never runs, unless the project's CI/CD settings name the file",
        fix=f'rename it to `.gitlab-ci.yml`; or, if the settings name it, set `gitlab-ci-file = "{path}"`',
    )
