"""Downloads of artifacts → by a name or a pattern that the run knows, or behind the job that stores what they want."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.fixing.edits import Entry, InsertAfter, RenameKey, ReplaceScalar
from tplint.model import Known
from tplint.platforms.github.artifacts.storage import may_take
from tplint.remedies import fix, step_path
from tplint.remedies.jobs import added

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document
    from tplint.findings import Fix
    from tplint.fixing.edits import Change
    from tplint.model import Job, Repository, Step
    from tplint.platforms.github.artifacts.missing_artifacts import Missing


def found(missing: Missing, repository: Repository) -> Fix | str:
    """Let a download that finds nothing find what it is meant to, where the run tells what that is."""
    document = next(each.document for each in repository.pipelines if each.document.source == missing.job.at.source)
    fetched, names = missing.fetched, {each.name for each in missing.stored}
    if missing.early:
        return _behind(document, missing.job, missing.stored[0].job.id)
    if missing.lacks_token:
        return "give the download a `github-token`, without which `run-id` is not read"
    if missing.is_wildcard and (not missing.stored or any(may_take(fetched, each) for each in missing.stored)):
        return _by_pattern(document, fetched.step, missing.asked.raw)
    if fetched.name is not None and len(names) == 1 and isinstance(name := names.pop(), Known):
        return _by_name(document, fetched.step, name.value)
    return "download what the run stores, or store the distributions under this name"


def _by_pattern(document: Document, step: Step, pattern: str) -> Fix:
    """Take a name with wildcards for the pattern that was meant."""

    def changes() -> Iterator[Change]:
        path = (*step_path(document, step), "with")
        if get(step.node, "with", "merge-multiple") is None:
            yield InsertAfter((*path, "name"), (Entry("merge-multiple", "true"),))
        yield RenameKey((*path, "name"), "pattern")

    title = f"set `pattern: {pattern}` and `merge-multiple: true` instead of `name`"
    return fix(title, "unsafe", document, changes())


def _by_name(document: Document, step: Step, name: str) -> Fix:
    """Ask for another artifact."""

    def changes() -> Iterator[Change]:
        yield ReplaceScalar((*step_path(document, step), "with", "name"), name)

    return fix(f"set `name: {name}`", "unsafe", document, changes())


def _behind(document: Document, job: Job, needed: str) -> Fix:
    """Let a job, which waits for none, wait for another one."""

    def changes() -> Iterator[Change]:
        yield added(document, job, [Entry("needs", needed)])

    return fix(f"add `needs: {needed}` to job `{job.id}`", "safe", document, changes())
