"""How PyPI's forms call a repository and the file in it, and what declared publishers and uploads have there."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint import pypi
    from tplint.model import Pipeline, Publisher, Upload


class Form(NamedTuple):
    """Where the repositories are, PyPI's names of the fields for owner and repository, and of that for the file."""

    host: str
    names: tuple[str, str]
    file: str


# The kinds of publishers that name a file of a repository.
FORMS: Mapping[str, Form] = {
    "github": Form("github.com", ("owner", "repository"), "workflow_filename"),
    "gitlab": Form("gitlab.com", ("namespace", "project"), "workflow_filepath"),
}
# The fields that say which repository publishes.
NAMES = frozenset(name for form in FORMS.values() for name in form.names)


def full_name(publisher: Publisher | pypi.Publisher) -> str:
    """The repository of a publisher on GitHub or GitLab, as its platform writes it."""
    return "/".join(publisher.fields.get(name, "") for name in FORMS[publisher.kind].names)


def file_field(publisher: Publisher) -> str:
    """PyPI's name of the field for the file, of a publisher on GitHub or GitLab."""
    return FORMS[publisher.kind].file


def declared_file(publisher: Publisher) -> str:
    """The file that a publisher on GitHub or GitLab names; empty where it names none."""
    return publisher.fields.get(file_field(publisher), "")


def presented_file(upload: Upload) -> str:
    """The file that an upload presents, as PyPI calls it."""
    return upload.pipeline.path if upload.platform == "gitlab" else upload.pipeline.file_name


def included_files(pipeline: Pipeline) -> frozenset[str]:
    """The files of this repository that a GitLab pipeline includes."""
    return frozenset(document.source.path for document in pipeline.included)
