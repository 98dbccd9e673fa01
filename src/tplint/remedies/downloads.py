"""Downloads of artifacts → by a name or a pattern that the run knows, or behind the job that stores what they want."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.edits import Entry, InsertAfter, RenameKey, ReplaceScalar
from tplint.remedies import fix, step_path
from tplint.remedies.jobs import added

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document
    from tplint.edits import Change
    from tplint.findings import Fix
    from tplint.model import Job, Step


def by_pattern(title: str, document: Document, step: Step) -> Fix:
    """Take a name with wildcards for the pattern that was meant."""

    def changes() -> Iterator[Change]:
        path = (*step_path(document, step), "with")
        if get(step.node, "with", "merge-multiple") is None:
            yield InsertAfter((*path, "name"), (Entry("merge-multiple", "true"),))
        yield RenameKey((*path, "name"), "pattern")

    return fix(title, "unsafe", document, changes())


def by_name(title: str, document: Document, step: Step, name: str) -> Fix:
    """Ask for another artifact."""

    def changes() -> Iterator[Change]:
        yield ReplaceScalar((*step_path(document, step), "with", "name"), name)

    return fix(title, "unsafe", document, changes())


def behind(title: str, document: Document, job: Job, needed: str) -> Fix:
    """Let a job, which waits for none, wait for another one."""

    def changes() -> Iterator[Change]:
        yield added(document, job, [Entry("needs", needed)])

    return fix(title, "safe", document, changes())
