"""Jobs → what they may do and where they run: permissions that are given, moved or taken, and environments."""

from __future__ import annotations

import re
from itertools import chain

from tplint.documents.nodes import Mapping, entries, get, pair, text
from tplint.findings import Fix
from tplint.fixing.edits import DeletePair, Entry, InsertAfter, InsertFirst, ReplaceScalar
from tplint.fixing.layout import NotEditable, path_to
from tplint.model import Action, Known, Permissions
from tplint.platforms.github import permissions
from tplint.remedies import fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Table

    from tplint.documents.nodes import Document
    from tplint.fixing.edits import Change
    from tplint.fixing.layout import Path
    from tplint.model import Call, Job, Pipeline, Upload

# New keys of a job stand behind the first of these that it has, as most people write them.
_ANCHORS = ("environment", "runs-on", "uses", "needs", "name")
# Scopes of a token that a title names.
_MOST_NAMED = 4


def grant(document: Document, job: Job, scope: str = "id-token", also: Table[str, str] | None = None) -> Fix:
    """Give a scope to a job, which keeps what it has.

    Where a `permissions` block is in force, that is safe. Where the repository's setting was, the other steps lose what
    that gave them, except for what is certainly needed (``also``, and the repository's content for a checkout). Where
    a block is, and gives less than ``also``, the job gets more than one thing, which people have to agree to.
    """
    held = job.permissions.value if isinstance(job.permissions, Known) else permissions.DEFAULT.value
    written = held.level in {"job", "workflow"}
    more = permissions.beyond(Permissions(also or {}, "job"), held) if written else {}
    names = [f"`{name}: {level}`" for name, level in {scope: "write", **more}.items()]
    *others, last = names if len(names) <= _MOST_NAMED else (names[0], f"{len(more)} more scopes")
    named = f"{', '.join(others)} and {last}" if others else last
    is_block = get(job.node, "permissions") is not None or isinstance(get(document.root, "permissions"), Mapping)
    return fix(
        f"add {named} to the `permissions` of job `{job.id}`",
        "safe" if written and is_block and not more else "unsafe",
        document,
        granted(document, job, scope, also),
    )


def granted(
    document: Document, job: Job, scope: str, also: Table[str, str] | None = None, environment: str = ""
) -> Iterator[Change]:
    """The changes of `grant`, and with ``environment`` that the job runs in it."""
    path, own = _path(document, job), get(job.node, "permissions")
    new = [Entry("environment", environment)] if environment else []
    wanted = {**(also or {}), scope: "write"}
    if own is None:
        scopes = _most([_kept(document, job, scope), wanted])
        new.append(Entry("permissions", tuple(Entry(name, value) for name, value in scopes.items())))
    elif not isinstance(own, Mapping) or not own.pairs:
        raise NotEditable("the job's permissions are no block")
    else:
        yield from _raised((*path, "permissions"), own, wanted)
    if new:
        yield added(document, job, new)


def _raised(path: Path, own: Mapping, wanted: Table[str, str]) -> Iterator[Change]:
    """What a block of permissions lacks, and what in it gives too little."""
    lacking = tuple(Entry(scope, level) for scope, level in wanted.items() if pair(own, scope) is None)
    if lacking:
        yield InsertAfter((*path, text(own.pairs[-1].key) or ""), lacking)
    for scope, level in wanted.items():
        given = pair(own, scope)
        if given is not None and text(given.value) not in permissions.ORDER[permissions.ORDER.index(level) :]:
            yield ReplaceScalar((*path, scope), level)


def added(document: Document, job: Job, new: Iterable[Entry]) -> Change:
    """Give a job new keys where people look for them."""
    path = _path(document, job)
    anchor = next((name for name in _ANCHORS if get(job.node, name) is not None), None)
    return InsertAfter((*path, anchor), tuple(new)) if anchor else InsertFirst(path, tuple(new))


def _path(document: Document, job: Job) -> Path:
    path = path_to(document, job.node)
    if len(path) != 2 or path[0] != "jobs":  # noqa: PLR2004 - jobs, and the job's name
        raise NotEditable("the job is none of a workflow of GitHub")
    return path


def in_environment(title: str, upload: Upload, name: str) -> Fix:
    """Let the job of an upload run in an environment; it has none."""
    document, job = upload.pipeline.document, upload.job

    def changes() -> Iterator[Change]:
        if get(job.node, "environment") is not None:
            raise NotEditable("the job has an environment without a name")
        yield added(document, job, [Entry("environment", name)])

    return fix(title, "unsafe", document, changes())


def grant_to_caller(upload: Upload, call: Call) -> Fix:
    """Give a calling job what the called workflow's jobs ask for, beside the identity token.

    Not where one of these has permissions without it: then several files have to be changed together.
    """
    inner = upload.calls[upload.calls.index(call) + 1 :]
    levels = [*((each.pipeline, each.job) for each in inner), (upload.pipeline, upload.job)]
    withholding = next((job for pipeline, job in levels if _withholds(pipeline, job)), None)
    if withholding is not None:
        title = f"add `id-token: write` to the `permissions` of job `{call.job.id}`, and to those of `{withholding.id}`"
        return Fix(title)
    called = (upload.pipeline, *(other.pipeline for other in upload.calls if other != call))
    return grant(call.pipeline.document, call.job, "id-token", _asked(called))


def _withholds(pipeline: Pipeline, job: Job) -> bool:
    """Whether permissions are written for a job, its own or the workflow's, and may leave out the identity token."""
    written = get(job.node, "permissions") or get(pipeline.document.root, "permissions")
    return written is not None and text(written) != "write-all" and text(get(written, "id-token")) != "write"


def _asked(pipelines: Iterable[Pipeline]) -> dict[str, str]:
    """The most that these workflows and their jobs ask for: GitHub refuses a caller that gives less."""
    asked = _most(chain.from_iterable(map(_scopes, pipelines)))
    return {scope: given for scope, given in asked.items() if given != "none" and scope != "id-token"}


def _most(given: Iterable[Table[str, str]]) -> dict[str, str]:
    """For each scope the most that is given of it."""
    found: dict[str, str] = {}
    for scope, level in chain.from_iterable(scopes.items() for scopes in given):
        if level in permissions.LEVELS:
            found[scope] = max(found.get(scope, "none"), level, key=permissions.ORDER.index)
    return found


def _scopes(pipeline: Pipeline) -> Iterator[Table[str, str]]:
    """What a called workflow asks for, even if all its jobs have permissions of their own, and what each job does."""
    whole = pipeline.permissions
    if isinstance(whole, Known):
        yield whole.value.scopes
    for job in pipeline.jobs:
        own = permissions.declared(pipeline.document.source, get(job.node, "permissions"), "job")
        if isinstance(own, Known):
            yield own.value.scopes
        elif own is None and whole is None and _checks_out(job):
            yield {"contents": "read"}


def narrowed(title: str, pipeline: Pipeline, needy: Iterable[Job]) -> Fix:
    """Take `id-token: write` from a whole workflow, and give it to the jobs that need it, with all they had."""
    document = pipeline.document
    block = get(document.root, "permissions")

    def changes() -> Iterator[Change]:
        if not isinstance(block, Mapping):
            raise NotEditable("the workflow's permissions are no block")
        if len(block.pairs) == 1:  # without any entry, the repository's setting would be in force
            yield ReplaceScalar(("permissions", "id-token"), "none")
        else:
            yield DeletePair(("permissions", "id-token"))
        for job in needy:
            yield from granted(document, job, "id-token")

    return fix(title, "unsafe", document, changes())


def _kept(document: Document, job: Job, but: str) -> dict[str, str]:
    """What a job's first block of its own has to have, ``but`` for a scope: it replaces what was in force."""
    workflow = get(document.root, "permissions")
    if isinstance(workflow, Mapping):
        return {
            scope: given
            for scope, entry in entries(workflow)
            if scope != but and (given := text(entry.value)) in {"read", "write"} and given
        }
    contents = (
        "write" if _writes_contents(document, job) else "read" if workflow is not None or _checks_out(job) else ""
    )
    return {"contents": contents} if contents else {}


# Actions and commands of steps that change the repository or its releases.
_WRITES = (
    r"(?i)uses: *[\"']?(?:softprops/action-gh-release|ncipollo/release-action|actions/create-release|"
    r"actions/upload-release-asset|svenstaro/upload-release-action|marvinpinto/action-automatic-releases|"
    r"jamesives/github-pages-deploy-action|peaceiris/actions-gh-pages|stefanzweifel/git-auto-commit-action)@|"
    r"\bgh release (?:create|upload|edit|delete)\b|\bgit push\b|\bmkdocs gh-deploy\b"
)


def _writes_contents(document: Document, job: Job) -> bool:
    """Whether a step of a job certainly needs more than to read: the repository's default may have allowed it."""
    start, end = job.node.span
    return re.search(_WRITES, document.source.text[start:end]) is not None


def _checks_out(job: Job) -> bool:
    """Whether a job reads the repository: it checks it out, or runs an action of it."""
    names = (step.run.name for step in job.steps if isinstance(step.run, Action))
    return any(name == "actions/checkout" or name.startswith("./") for name in names)
