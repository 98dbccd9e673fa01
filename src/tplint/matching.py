"""Uploads and declared publishers → which of them PyPI would bring together; PyPI's own rules (`tplint.pypi`) decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.model import Known, Match, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.model import Fact, Project, Publisher, Repository, Upload

# Stands for a commit in claims: PyPI compares it with nothing but itself.
_COMMIT = "0" * 40


def matches(uploads: Iterable[Upload], publishers: tuple[Publisher, ...]) -> Iterator[Match]:
    """Compare every upload that uses trusted publishing with the GitHub publishers declared for its index."""
    for upload in uploads:
        if not upload.signs_in_by("oidc") or upload.platform != "github":
            continue
        declared = [
            publisher
            for publisher in publishers
            if publisher.kind == "github" and upload.goes_to(publisher.index_name) and publisher.index_name != "other"
        ]
        if declared:
            yield _match(upload, declared)


def _match(upload: Upload, declared: list[Publisher]) -> Match:
    compared = [(publisher, *compare(upload, publisher)) for publisher in declared]
    accepted = tuple(publisher for publisher, fields, _ in compared if not fields)
    if accepted:
        return Match(upload, accepted)
    nearest, fields, error = min(compared, key=lambda item: (len(item[1]), "workflow_filename" in item[1]))
    return Match(upload, (), nearest, fields, error)


def compare(upload: Upload, publisher: Publisher) -> tuple[tuple[str, ...], str]:
    """PyPI's names of the fields in which a publisher differs from what an upload presents, and PyPI's answer.

    What the files do not decide (an environment from an expression) is taken to agree, and so are owner and
    repository, which TP203 compares with the git remotes.
    """
    from tplint import pypi  # noqa: PLC0415 - only where publishers are declared

    try:
        registered = pypi.publisher(_form(publisher))
    except pypi.InvalidPublisher:
        return (), ""
    verdict = pypi.verify([registered], _claims(upload, registered), index=publisher.index_name)
    fields = dict.fromkeys(difference.field for difference in verdict.differences)
    return tuple(fields), verdict.error or ""


def _form(publisher: Publisher) -> dict[str, object]:
    """What is typed into PyPI's form; the publisher is compared as registered, whether or not it is pending yet."""
    return {**publisher.fields, "kind": publisher.kind, "project_name": publisher.project_name}


def _claims(upload: Upload, registered: object) -> dict[str, object]:
    """The claims of an upload's token, with the publisher's own values for what the files do not decide."""
    from tplint.pypi import Publisher as Registered  # noqa: PLC0415 - as above

    assert isinstance(registered, Registered)
    fields = registered.fields
    repository = f"{fields['owner']}/{fields['repository']}"
    event = upload.events[0] if upload.events else None
    ref = event.ref if event is not None and event.exact else "refs/tags/v1"
    claims: dict[str, object] = {
        "repository": repository,
        "repository_owner": fields["owner"],
        "job_workflow_ref": f"{repository}/{upload.pipeline.path}@{ref}",
        "workflow_ref": f"{repository}/{upload.calls[0].pipeline.path if upload.calls else upload.pipeline.path}@{ref}",
        "ref": ref,
        "sha": _COMMIT,
        "event_name": "push",
    }
    match upload.job.environment:
        case Known(str(name)):
            claims["environment"] = name
        case Unknown() if fields["environment"]:
            claims["environment"] = fields["environment"]
    return claims


def is_misspelt(match: Match) -> bool:
    """Whether the nearest publisher names the upload's file with the other extension, or in other letter case."""
    return match.nearest is not None and differs_in_spelling(
        match.nearest.fields.get("workflow_filename", ""), match.upload.pipeline.file_name
    )


def differs_in_spelling(first: str, second: str) -> bool:
    """Whether two names differ, and only in letter case or between `.yml` and `.yaml`."""
    return first != second and _without_extension(first) == _without_extension(second)


def _without_extension(name: str) -> str:
    lower = name.lower()
    return lower.removesuffix(".yaml").removesuffix(".yml") if lower.endswith((".yml", ".yaml")) else lower


def sent(upload: Upload, repository: Repository) -> Fact[Project]:
    """The project whose distributions an upload sends: the only one there is, or the one in the folder it uploads."""
    projects = repository.projects
    if len(projects) == 1:
        return Known(projects[0])
    if not isinstance(upload.folder, Known):
        return Unknown("the folder of the distributions is not known")
    folder = upload.folder.value.removeprefix("./")
    owners = [project for project in projects if project.folder not in {"", "."} and _is_inside(folder, project.folder)]
    if len(owners) == 1:
        return Known(owners[0])
    return Unknown("the repository has several projects")


def _is_inside(folder: str, outer: str) -> bool:
    return folder == outer or folder.startswith(f"{outer}/")
