"""Presentations of uploads → a Mermaid flowchart from the repository to its projects on PyPI."""

from __future__ import annotations

import re

from tplint.model import Known, Unknown
from tplint.registration.presentations import SIGNS_IN, declared_at, is_uncovered
from tplint.reporters.cells import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.registration.presentations import Presentation

_MAX_LABEL = 80
# Mermaid gives a meaning to quotes, brackets, `#`, `;`, backticks and HTML inside of labels, and to `style` before `:`.
_UNSAFE = re.compile(r"[^\w ./@*+-]", re.ASCII)


def render(uploads: Sequence[Presentation]) -> Iterator[str]:
    """The lines of a fenced diagram, as GitHub renders it in Markdown.

    It leads from the repository over workflow, job, environment and publisher to the project.
    """
    yield "```mermaid"
    yield "flowchart LR"
    numbers: dict[tuple[str, ...], str] = {}
    lines: dict[str, None] = {}
    for presentation in uploads:
        for line in _route(presentation, numbers):
            lines[line] = None
    yield from (f"  {line}" for line in lines or {'none["no uploads found"]': None})
    yield "```"


def _route(presentation: Presentation, numbers: dict[tuple[str, ...], str]) -> Iterator[str]:
    """The nodes of an upload's way and the arrows between them; what two uploads share has the same lines."""

    def node(*key: str) -> str:
        return numbers.setdefault(key, f"n{len(numbers)}")

    before = ""
    for key, label, shape in _stations(presentation):
        here = node(*key)
        yield f'{here}{shape[0]}"{escaped(label)}"{shape[1]}'
        if before:
            yield f"{before} {_arrow(key[0], presentation)} {here}"
        before = here


_BOX, _ROUND, _STADIUM, _HEXAGON, _DRUM = ("[", "]"), ("(", ")"), ("([", "])"), ("{{", "}}"), ("[(", ")]")
_Station = tuple[tuple[str, ...], str, tuple[str, str]]


def _stations(presentation: Presentation) -> Iterator[_Station]:
    """The nodes of an upload's way; no label begins with what a file says, as Mermaid takes `1. ` for a list."""
    upload = presentation.upload
    yield ("repository",), _name(presentation), _BOX
    for call in upload.calls:
        yield ("workflow", call.pipeline.path), f"workflow {call.pipeline.file_name}", _ROUND
        yield ("job", call.pipeline.path, call.job.id), f"job {call.job.id}", _ROUND
    path = upload.pipeline.path
    yield ("workflow", path), f"workflow {upload.pipeline.file_name}", _ROUND
    yield ("job", path, upload.job.id), f"job {upload.job.id}", _ROUND
    match upload.job.environment:
        case Known(str(name)):
            yield ("environment", name), f"environment {name}", _STADIUM
        case Unknown(why=why):
            yield ("environment not known", why), "environment not known", _STADIUM
    yield from _destination(presentation)


def _destination(presentation: Presentation) -> Iterator[_Station]:
    publisher = _publisher(presentation)
    yield ("publisher", *publisher, presentation.index_shown), " ".join(publisher), _HEXAGON
    given = presentation.answer
    if given is None or given.judgement.accepted != Known(False):
        project = presentation.project.value if isinstance(presentation.project, Known) else "project not known"
        yield ("project", presentation.index_shown, project), f"{project} on {presentation.index_shown}", _DRUM


def _name(presentation: Presentation) -> str:
    name = presentation.name.value if isinstance(presentation.name, Known) else ""
    return name or "this repository"


def _publisher(presentation: Presentation) -> tuple[str, ...]:
    """What stands between the job and the project: a publisher, or the credential in its stead."""
    given, credential = presentation.answer, presentation.upload.credential
    if given is None:
        return (SIGNS_IN[credential.value.kind] if isinstance(credential, Known) else "a credential that is not known",)
    declared = given.publishers or ((given.nearest,) if given.nearest is not None else ())
    return ("publisher", " and ".join(map(declared_at, declared)) or "not declared")


def _arrow(station: str, presentation: Presentation) -> str:
    """The arrow to a node of this kind, with PyPI's answer where there is one."""
    if station == "project" and is_uncovered(presentation):
        return '-.->|"not for this project"|'
    if station != "publisher" or presentation.answer is None:
        return "-->"
    match presentation.answer.judgement.accepted:
        case Known(True) if presentation.upload.signs_in_by("oidc"):
            return '-->|"accepted"|'
        case Known(False):
            return '-.->|"refused"|'
        case _:
            return '-.->|"not known"|'


def escaped(text: str) -> str:
    """A text as a label that nothing in it can end: all but letters, digits and a few signs by their numbers."""
    shortened = text if len(text) <= _MAX_LABEL else f"{text[: _MAX_LABEL - 1]}\N{HORIZONTAL ELLIPSIS}"
    return _UNSAFE.sub(lambda found: f"#{ord(found[0])};", visible(shortened))
