"""Presentations of uploads → JSON, version 1 of the format, for ``tplint show --format json``."""

from __future__ import annotations

from tplint.documents.source import Pointer, position
from tplint.model import Known
from tplint.registration.presentations import form_rows, link, pending_link
from tplint.reporters.json import dump
from tplint.reporters.locations import locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from tplint.model import Fact, Publisher, Undecided
    from tplint.registration.presentations import Presentation
    from tplint.registration.verdicts import Answer


def render(uploads: Iterable[Presentation], undecided: Iterable[Undecided]) -> str:
    """The document's text."""
    return dump(document(uploads, undecided), indent=2)


def document(uploads: Iterable[Presentation], undecided: Iterable[Undecided]) -> dict[str, Any]:
    """The values of the document. A fact that is not known is ``{"unknown": why}``."""
    return {
        "version": 1,
        "uploads": [_upload(presentation) for presentation in uploads],
        "undecided": [
            {"path": each.at.source.path, "line": position(each.at.source, each.at.start).line, "why": each.why}
            for each in undecided
        ],
    }


def _upload(presentation: Presentation) -> dict[str, Any]:
    upload = presentation.upload
    return {
        "platform": upload.platform,
        "path": upload.at.source.path,
        "job": upload.job.id,
        "line": position(upload.at.source, upload.at.start).line,
        "uploader": upload.uploader.name,
        "version": _json(upload.uploader.shown_version),
        "index": _json(upload.target, "name"),
        "index_url": _json(upload.target, "url"),
        "credential": _json(upload.credential, "kind"),
        "carrier": _json(upload.credential, "carrier"),
        "environment": _json(upload.job.environment),
        "repository": _json(presentation.name),
        "project": _json(presentation.project),
        "when": upload.when,
        "claims": [{name: _json(value) for name, value in claims.items()} for claims in upload.claims],
        "publisher": _publisher(presentation),
        "verdict": None if presentation.answer is None else _verdict(presentation.answer),
    }


def _publisher(presentation: Presentation) -> dict[str, Any] | None:
    """The values for PyPI's form; None where the upload does not certainly go to PyPI or TestPyPI."""
    registration = presentation.registration
    if registration is None:
        return None
    return {
        "kind": registration.kind,
        "project_name": _json(registration.project),
        **{name: _json(value) for name, value in registration.fields.items()},
        "form": [{"label": row.label, "value": _json(row.value)} for row in form_rows(presentation)],
        "link": _json(link(presentation)),
        "pending_link": pending_link(presentation),
    }


def _verdict(answer: Answer) -> dict[str, Any]:
    judgement = answer.judgement
    return {
        "accepted": _json(judgement.accepted),
        "error": judgement.error or None,
        "publishers": [_declared(publisher) for publisher in answer.publishers],
        "projects": list(judgement.projects),
        "nearest": None if answer.nearest is None else _declared(answer.nearest),
        "differences": [
            {"field": each.field, "presented": each.presented, "expected": list(each.expected)}
            for each in judgement.differences
        ],
        "refused_events": list(judgement.refused_events),
    }


def _declared(publisher: Publisher) -> dict[str, Any]:
    at = locate("", Pointer(publisher.source, publisher.keys))
    return {"path": at.path, "line": at.start.line, "project_name": publisher.project_name}


def _json(fact: Fact[Any], attribute: str = "") -> Any:
    if not isinstance(fact, Known):
        return {"unknown": fact.why}
    return getattr(fact.value, attribute) if attribute else fact.value
