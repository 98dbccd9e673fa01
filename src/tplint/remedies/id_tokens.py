"""Identity tokens of GitLab jobs → with the audience that PyPI asks for, under the name that tools read, or new."""

from __future__ import annotations

from tplint.documents.nodes import entries
from tplint.facts.identity_tokens import stands_in
from tplint.fixing.edits import Entry, InsertAfter, InsertFirst, RenameKey, ReplaceScalar
from tplint.fixing.layout import NotEditable, find, path_to
from tplint.model import Known
from tplint.remedies import document_of, fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.nodes import Document
    from tplint.findings import Fix
    from tplint.fixing.edits import Change
    from tplint.fixing.layout import Path
    from tplint.model import IdToken, Job, Upload

# New keys of a job stand behind the first of these that it has.
_ANCHORS = ("environment", "image", "stage", "extends", "needs")


def redirected(upload: Upload, token: IdToken) -> Fix:
    """Make a token for the upload's index; one that is made for others as well is left to people."""

    def changes() -> Iterator[Change]:
        path = _path(upload, token)
        if token.is_list and token.audiences != Known((upload.index_name,)):
            raise NotEditable("the token is made for others as well")
        if any("$" in place.text for place in token.audiences.at):
            raise NotEditable("an input gives the audience")
        yield ReplaceScalar((*path, "aud"), upload.index_name)

    manner = ", as text and not as a list," if token.is_list else ""
    title = f"set `aud: {upload.index_name}`{manner} for `{token.name}`"
    return fix(title, "safe", upload.pipeline.document, changes())


def renamed(upload: Upload, token: IdToken, name: str) -> Fix:
    """Give a token the name that the tools look for, where nothing else in the file speaks of it."""

    def changes() -> Iterator[Change]:
        if token.at.source.text.count(token.name) != 1:
            raise NotEditable("the token's name stands elsewhere, too")
        yield RenameKey(_path(upload, token), name)

    return fix(f"rename `{token.name}` to `{name}`", "safe", upload.pipeline.document, changes())


def added(upload: Upload, name: str) -> Fix:
    """Give a job the identity token for the upload's index, beside those that it has."""
    title = f"add `{name}` with `aud: {upload.index_name}` to the `id_tokens` of job `{upload.job.id}`"
    document, give = document_of(upload), _given_besides if upload.job.id_tokens else given
    return fix(title, "safe", document, give(document, upload.job, {name: upload.index_name}))


def given(document: Document, job: Job, audiences: Mapping[str, str], environment: str = "") -> Iterator[Change]:
    """Give a job without identity tokens these, each by its name; with ``environment`` it also runs in that one."""
    if job.id_tokens:
        raise NotEditable("the job has tokens, which may be inherited")
    path = _path_of(document, job)
    tokens = Entry("id_tokens", _tokens(audiences))
    new = (*([Entry("environment", environment)] if environment else []), tokens)
    own = {key for key, _ in entries(find(document, path))}  # the job's node has what it inherits, too
    anchor = next((key for key in _ANCHORS if key in own), None)
    yield InsertAfter((*path, anchor), new) if anchor else InsertFirst(path, new)


def _given_besides(document: Document, job: Job, audiences: Mapping[str, str]) -> Iterator[Change]:
    """Give a job with identity tokens of its own these as well."""
    if not all(token.at.source == document.source and stands_in(job, token.at) for token in job.id_tokens):
        raise NotEditable("the tokens are inherited")
    yield InsertAfter((*_path_of(document, job), "id_tokens", job.id_tokens[-1].name), _tokens(audiences))


def _tokens(audiences: Mapping[str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(name, (Entry("aud", audience),)) for name, audience in audiences.items())


def _path_of(document: Document, job: Job) -> Path:
    path = path_to(document, job.node)
    if path != (job.id,):
        raise NotEditable("the job is written elsewhere")
    return path


def _path(upload: Upload, token: IdToken) -> Path:
    """The path of a token that stands in its own job; one that is inherited may serve others."""
    document = upload.pipeline.document
    if token.at.source != document.source or not stands_in(upload.job, token.at):
        raise NotEditable("the token is inherited")
    return (*path_to(document, upload.job.node), "id_tokens", token.name)
