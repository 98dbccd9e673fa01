"""TP303: a project's name is one that PyPI refuses."""

from __future__ import annotations

from tplint.facts.sending import certainly_sent
from tplint.findings import Rule
from tplint.model import Known
from tplint.publishers.declarations import pointer
from tplint.pypi.names import is_stdlib, is_valid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place, Pointer
    from tplint.findings import Finding
    from tplint.model import Publisher, Repository

RULE = Rule(
    code="TP303",
    name="invalid-project-name",
    level="error",
    summary="PyPI refuses the project's name: by its form, or as that of a standard library module",
    platforms=(),
)

_FORM = "Start and end with a letter or numeral containing only ASCII numeric and '.', '_' and '-'."
_STDLIB = "This project name isn't allowed (conflict with the Python standard library module name)"
# Names of templates' projects are filled in elsewhere.
_PLACEHOLDERS = frozenset("{}<>$%@")


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each declared name, then for each uploaded one that no declaration repeats."""
    declared = {publisher.project_name for publisher in repository.publishers}
    for publisher in repository.publishers:
        yield from _declared(publisher)
    for upload in repository.uploads:
        project = certainly_sent(upload, repository) if upload.goes_to("pypi", "testpypi") else None
        if isinstance(project, Known) and isinstance(project.value.name, Known) and project.value.at is not None:
            name = project.value.name.value
            if name not in declared and not is_valid(name) and not _PLACEHOLDERS & set(name):
                yield _finding(project.value.at, name, f"'{name}' is an invalid value for Name. Error: {_FORM}")


def _declared(publisher: Publisher) -> Iterator[Finding]:
    """The name of the standard library matters only to a project that does not exist yet."""
    name = publisher.project_name
    if not is_valid(name):
        yield _finding(pointer(publisher, "project_name"), name, "Invalid project name")
    elif publisher.pending and is_stdlib(name):
        yield _finding(pointer(publisher, "project_name"), name, _STDLIB)


def _finding(at: Place | Pointer, name: str, words: str) -> Finding:
    why = (
        "a module of the standard library has it"
        if words == _STDLIB
        else "letters and digits, with `.`, `_`, `-` between"
    )
    return RULE.finding(
        at,
        f"PyPI takes no project named `{name}`",
        label=why,
        consequence=f'PyPI would answer "{words}"',
        fix="choose another name",
    )
