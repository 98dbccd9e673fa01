"""What guides write into the workflow's field of PyPI's form, and what that form refuses: paths, and titles."""

from __future__ import annotations

from tplint.documents.nodes import get, text
from tplint.facts.participants import uploading
from tplint.guides.drift import misnamed_workflows
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.guides.records import Guide, Registration, Statement
    from tplint.model import Repository


class Refused(NamedTuple):
    """A value that the form refuses, why (a kind of ``tplint.guides.corrections``), and the file that is meant."""

    statement: Statement
    kind: str
    file_name: str


def refused(guide: Guide, repository: Repository) -> Iterator[Refused]:
    """What a guide gives as the workflow instead of its file's name.

    Where the guide fills the form in with a name alone, other words tell where the file is.
    """
    is_filled = any(_is_form(each) and not _gives_path(each) for each in guide.registrations)
    forms = [each for each in guide.registrations if each.firm and (_is_form(each) or not is_filled)]
    wrong = {statement.at for statement in misnamed_workflows(guide, repository)}
    for form in forms:
        said = form.get("workflow_filename")
        if said is not None and _gives_path(form) and said.at not in wrong:
            yield Refused(said, "workflow-path", said.value.rpartition("/")[2])
        elif said is None and not is_filled:
            yield from _title(form, repository)


def _title(form: Registration, repository: Repository) -> Iterator[Refused]:
    """The title of a workflow that uploads, or its file's name without the ending."""
    said = form.get("workflow_title")
    if said is None or said.open:
        return
    for pipeline in uploading(repository):
        title = text(get(pipeline.document.root, "name")) or ""
        if pipeline.platform == "github" and said.value in {title, pipeline.file_name.rpartition(".")[0]}:
            yield Refused(said, "workflow-title", pipeline.file_name)
            return


def _gives_path(registration: Registration) -> bool:
    return any(said.field == "workflow_filename" and "/" in said.value for said in registration.statements)


def _is_form(registration: Registration) -> bool:
    """Whether owner, repository and workflow have a field each, as in PyPI's form; often the first two stand as one."""
    owner, name, file = map(registration.get, ("owner", "repository", "workflow_filename"))
    return owner is not None and name is not None and file is not None and owner.at.end + 1 != name.at.start
