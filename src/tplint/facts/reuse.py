"""Uploads that are written in reusable workflows → by whom they are called, and at which ref of the called file."""

from __future__ import annotations

import re

from tplint.documents.nodes import Scalar, get, place
from tplint.model import LOCAL, Known
from tplint.platforms.readings import settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Call, Event, Repository, Upload

_INPUT = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
# Names that are branches wherever they occur, although nothing keeps people from using them for tags.
_BRANCHES = frozenset({"main", "master", "develop", "trunk"})
# They come with any ref, so none of them differs for certain.
_ANY_REF = frozenset({"workflow_dispatch", "repository_dispatch", "workflow_call"})


def called_uploads(repository: Repository) -> Iterator[Upload]:
    """The uploads through each chain of calls by itself: a direct run of the same file is another matter."""
    chains: dict[object, list[Upload]] = {}
    for upload in repository.alternatives:
        if upload.calls:
            chain = tuple((call.pipeline.path, call.job.id) for call in upload.calls)
            chains.setdefault((upload.at, chain), []).append(upload)
    for uploads in chains.values():
        yield from settle(tuple(uploads))


def _is_local(call: Call) -> bool:
    """Whether a call takes the called file from the commit that runs."""
    return call.reference.startswith(LOCAL)


def given_by_call(upload: Upload, at: Place) -> Place:
    """Where an input is written that a place of a called upload's file reads and nothing else: at the call, else there.

    An input that the call sets from an expression, or leaves to its default, stays where it is read.
    """
    name = _INPUT.fullmatch(at.text.strip("\"' \t"))
    node = get(upload.calls[-1].job.node, "with", name[1]) if name is not None and upload.calls else None
    if not isinstance(node, Scalar) or "${{" in node.value:
        return at
    return place(upload.calls[-1].pipeline.document.source, node)


def event_at_other_ref(upload: Upload) -> tuple[str, Event] | None:
    """The ref that a call names, and an event of the upload that certainly runs at another; None for local calls."""
    ref = _called_at(upload)
    return next(((ref, event) for event in upload.events if _differs(ref, event)), None)


def other_ref(upload: Upload) -> str:
    """The ref that a call names where every run certainly has another one, so that no publisher matches; else empty."""
    ref = _called_at(upload)
    return ref if upload.events and all(_differs(ref, event) for event in upload.events) else ""


def attestation_conflict(upload: Upload) -> str:
    """Why no publisher serves an upload with attestations in a called workflow; empty for others."""
    if upload.platform != "github" or not upload.calls or upload.attestations != Known(True):
        return ""
    caller = upload.calls[0].pipeline.file_name
    return f"its attestations name {caller}, so no publisher can match both them and the token"


def _called_at(upload: Upload) -> str:
    """The ref that the innermost call from elsewhere names; empty for local calls."""
    references = (call.reference for call in reversed(upload.calls) if not _is_local(call))
    return next(references, "").partition("@")[2]


def _differs(ref: str, event: Event) -> bool:
    if _COMMIT.fullmatch(ref):
        return True  # a commit cannot name itself
    if not ref or not event.ref or event.name in _ANY_REF:
        return False
    if ref in _BRANCHES and event.ref_type == "tag":
        return True
    candidates = (ref,) if ref.startswith("refs/") else (f"refs/heads/{ref}", f"refs/tags/{ref}")
    if event.exact:
        return event.ref not in candidates
    return not any(candidate.startswith(event.ref) for candidate in candidates)


def is_for_others_only(upload: Upload, repository: Repository) -> bool:
    """Whether an upload's workflow can only be called, and nothing in this repository may be calling it."""
    if upload.calls or any(trigger.name != "workflow_call" for trigger in upload.pipeline.triggers):
        return False
    from tplint.platforms.file_names import differs_in_spelling  # noqa: PLC0415 - few workflows are called alone

    called = {job.calls.partition("@")[0].rpartition("/")[2] for each in repository.pipelines for job in each.jobs}
    file = upload.pipeline.file_name
    if any(file in problem.at.source.text for problem in repository.problems):
        return False  # a file that cannot be read names it
    return file not in called and not any(differs_in_spelling(name, file) for name in called)  # the latter is TP202


def is_declared(upload: Upload, repository: Repository) -> bool:
    """Whether a publisher names the called file, if in another spelling (TP202): then whoever declared it knows."""
    from tplint.platforms.file_names import differs_in_spelling  # noqa: PLC0415 - few workflows are called

    names = {publisher.fields.get("workflow_filename", "") for publisher in repository.publishers}
    file = upload.pipeline.file_name
    return file in names or any(differs_in_spelling(name, file) for name in names)
