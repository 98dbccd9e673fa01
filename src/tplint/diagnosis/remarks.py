"""A diagnosis → what the repository's files say of the run, as sentences for the reports."""

from __future__ import annotations

from tplint.model import Known
from tplint.pypi.names import normalize
from tplint.registration.forms import project_name
from tplint.repository import identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.diagnosis.comparison import Diagnosis
    from tplint.diagnosis.presented import Run
    from tplint.model import Repository

# PyPI minted a token, and it is not for the project of the distributions.
_OF_NAMES = frozenset({"pending-publisher-missing-for-new-project", "token-scope-wrong-project"})


def remarks(diagnosis: Diagnosis, repository: Repository) -> Iterator[str]:
    """Which job the run was, what is otherwise now, and which names of the project differ."""
    if diagnosis.found and diagnosis.found[0].category in _OF_NAMES:
        yield from _names(diagnosis, repository)
    run = diagnosis.run
    if run is None or not run.from_log:
        return
    file = run.fields.get("workflow_filename", "")
    if diagnosis.uploads:
        jobs = " or ".join(f"`{upload.job.id}`" for upload in diagnosis.uploads)
        yield f"In this repository that is job {jobs} of {diagnosis.uploads[0].pipeline.path}."
    elif file and repository.pipelines and all(pipeline.file_name != file for pipeline in repository.pipelines):
        yield f"There is no .github/workflows/{file} here: the run was of another commit or repository."
    environments = {upload.job.environment for upload in diagnosis.uploads}
    ran = run.fields.get("environment")
    if ran is not None and len(environments) == 1 and isinstance(known := environments.pop(), Known):
        now = known.value or ""
        if now.lower() != ran.lower():
            yield f"The job now has {_environment(now)}, the run had {_environment(ran)}: it was of another commit."
    yield from _remotes(run, repository)


def _environment(name: str) -> str:
    return f"`environment: {name}`" if name else "no `environment`"


def _remotes(run: Run, repository: Repository) -> Iterator[str]:
    names = dict.fromkeys(identity.name for identity in identities(repository.remotes, repository.projects))
    ran = "/".join(run.fields.get(field, "") for field in ("owner", "repository"))
    if run.kind == "github" and names and "owner" in run.fields and ran not in names:
        yield f"Remotes and project URLs here name {', '.join(names)}, the run was of {ran}."


def _names(diagnosis: Diagnosis, repository: Repository) -> Iterator[str]:
    """The names that uploads send and no publisher is declared for."""
    sent = {
        (upload.platform, upload.index_name, fact.value)
        for upload in repository.alternatives
        if upload.goes_to(diagnosis.index_name or upload.index_name) and upload.may_present_token()
        if isinstance(fact := project_name(upload, repository), Known)
    }
    for platform, index, name in sorted(sent):
        publishers = (each for each in repository.publishers if (each.kind, each.index_name) == (platform, index))
        declared = {normalize(each.project_name): f"`{each.project_name}`" for each in publishers}
        if declared and normalize(name) not in declared:
            others = " and ".join(declared.values())
            yield f"The metadata here names the project `{name}`; publishers are declared for {others}."
