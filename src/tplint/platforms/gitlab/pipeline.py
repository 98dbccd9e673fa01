"""A pipeline file and all that it includes → its jobs as GitLab runs them, each value with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.platforms.gitlab.includes import Reading, assembled
from tplint.platforms.gitlab.inheritance import Inheritance, job_names, with_defaults
from tplint.platforms.gitlab.trees import Refused, Table, get
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.documents.nodes import Document
    from tplint.load import Files
    from tplint.platforms.gitlab.includes import Unread
    from tplint.platforms.gitlab.trees import Value


class Composed(NamedTuple):
    """A pipeline of one or more files.

    ``jobs`` are complete; ``gaps`` says what a job extends that is not there. ``unread`` are the includes that could not
    be read, ``conditions`` the `rules` of the includes that lead to a file.
    """

    document: Document
    jobs: Mapping[str, Table]
    variables: Value | None
    workflow: Value | None
    gaps: Mapping[str, tuple[str, ...]]
    unread: tuple[Unread, ...]
    conditions: Mapping[str, tuple[Value, ...]]


def compose(files: Files, path: str) -> Composed | None:
    """Compose a pipeline; None if the file is not there, is no YAML, or GitLab would refuse it.

    What is refused is remembered as a problem of its file.
    """
    document = files.document(path)
    if document is None:
        return None
    try:
        return _composed(files, document)
    except Refused as refusal:
        files.refuse(refusal.at.source, refusal.message, refusal.at.start)
    except RecursionError:
        files.refuse(document.source, "its includes and inputs are nested too deeply", 0)
    return None


def _composed(files: Files, document: Document) -> Composed | None:
    reading = Reading(files)
    table = assembled(reading, document.source.path)
    if table is None:
        return None
    inheritance = Inheritance(table, reading.merger)
    for name in table.entries:
        inheritance.extended(name)
    for name in ("default", "variables", "workflow", "before_script", "after_script"):
        if name in inheritance.entries:
            entry = inheritance.entries[name]
            inheritance.entries[name] = entry._replace(value=inheritance.complete(entry.value))
    jobs: dict[str, Table] = {}
    for name in job_names(inheritance.entries):
        job = inheritance.complete(inheritance.entries[name].value)
        assert isinstance(job, Table)
        jobs[name] = with_defaults(job, inheritance.entries)
    top = Table(inheritance.entries, table.node, table.source)
    return Composed(
        document=document,
        jobs=jobs,
        variables=get(top, "variables"),
        workflow=get(top, "workflow"),
        gaps=inheritance.gaps,
        unread=tuple(reading.unread),
        conditions=reading.conditions,
    )
