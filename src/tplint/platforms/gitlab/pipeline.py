"""A pipeline file and all that it includes → its jobs as GitLab runs them, each value with its place."""

from __future__ import annotations

from tplint.platforms.gitlab.includes import Assembly, assembled, assembled_child
from tplint.platforms.gitlab.inheritance import Inheritance, defaults, job_names, with_defaults
from tplint.platforms.gitlab.trees import Entry, Refused, Table, get
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tplint.documents.nodes import Document
    from tplint.load import Files
    from tplint.platforms.gitlab.includes import Unread
    from tplint.platforms.gitlab.rules import Exists
    from tplint.platforms.gitlab.trees import Value


class Composed(NamedTuple):
    """A pipeline of one or more files.

    ``jobs`` are complete; ``gaps`` says what a job extends that is not there. ``unread`` are the includes that
    could not be read, ``included`` the files that could, ``conditions`` the `rules` of the includes that lead to a
    file. ``exists`` tells whether one of some paths is in the repository. With ``hands_on`` a job's report gives
    variables to later jobs.
    """

    document: Document
    jobs: Mapping[str, Entry]
    variables: Value | None
    workflow: Value | None
    gaps: Mapping[str, tuple[str, ...]]
    unread: tuple[Unread, ...]
    conditions: Mapping[str, tuple[Value, ...]]
    included: tuple[Document, ...]
    exists: Exists
    hands_on: bool = False

    def table(self, name: str) -> Table:
        """The configuration of a job."""
        table = self.jobs[name].value
        assert isinstance(table, Table)
        return table


def compose(files: Files, path: str) -> Composed | None:
    """Compose the pipeline of a file; None if it is not there, is no YAML, or GitLab would refuse it.

    What is refused is remembered as a problem of its file.
    """
    document = files.document(path)
    return None if document is None else _guarded(files, document, lambda assembly: assembled(assembly, path))


def compose_child(files: Files, document: Document, include: Value) -> Composed | None:
    """Compose a child pipeline of what `trigger: include` names; ``document`` is the top-level file. See `compose`."""
    return _guarded(files, document, lambda assembly: assembled_child(assembly, include))


def _guarded(files: Files, document: Document, assemble: Callable[[Assembly], Table | None]) -> Composed | None:
    try:
        assembly = Assembly(files)
        table = assemble(assembly)
        return None if table is None else _composed(assembly, document, table)
    except Refused as refusal:
        files.refuse(refusal.at.source, refusal.message, refusal.at.start)
    except RecursionError:
        files.refuse(document.source, "has includes and inputs that are nested too deeply", 0)
    return None


def _included(assembly: Assembly, document: Document) -> Iterator[Document]:
    """The files that were read beside the top-level one."""
    for path in assembly.conditions:
        found = assembly.files.document(path) if path != document.source.path else None
        if found is not None:
            yield found


def _composed(assembly: Assembly, document: Document, table: Table) -> Composed:
    inheritance = Inheritance(table, assembly.merger)
    for name in table.entries:
        inheritance.extended(name)
    for name in ("default", "variables", "workflow", "before_script", "after_script"):
        if name in inheritance.entries:
            entry = inheritance.entries[name]
            inheritance.entries[name] = entry._replace(value=inheritance.complete(entry.value))
    of_all = defaults(inheritance.entries)
    jobs: dict[str, Entry] = {}
    for name in job_names(inheritance.entries):
        entry = inheritance.entries[name]
        job = inheritance.complete(entry.value)
        assert isinstance(job, Table)
        jobs[name] = Entry(entry.key, with_defaults(job, of_all))
    top = Table(inheritance.entries, table.node, table.source)
    return Composed(
        document=document,
        jobs=jobs,
        variables=get(top, "variables"),
        workflow=get(top, "workflow"),
        gaps=inheritance.gaps,
        unread=tuple(assembly.unread),
        conditions=assembly.conditions,
        included=tuple(_included(assembly, document)),
        exists=assembly.exists,
        hands_on=any(get(entry.value, "artifacts", "reports", "dotenv") is not None for entry in jobs.values()),
    )
