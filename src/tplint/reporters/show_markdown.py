"""Presentations of uploads → Markdown for a job summary, for ``tplint show --format markdown``."""

from __future__ import annotations

import re

from tplint.model import Known
from tplint.registration.presentations import (
    PENDING,
    address,
    chain,
    form_rows,
    link,
    pending_link,
    presented,
    shown,
    signs_in,
    verdict,
)
from tplint.reporters.cells import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tplint.model import Undecided
    from tplint.registration.presentations import Presentation

_STEP = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
# What a code span shows as it is, in a table too.
_HARMLESS = re.compile(r"[\w ./:@*+,=#()%~…-]+")
_MARKUP = re.compile(r"[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]")


def render(uploads: Sequence[Presentation], undecided: Iterable[Undecided]) -> Iterator[str]:
    """The lines of the document."""
    yield "## Uploads to PyPI"
    yield ""
    if not uploads:
        yield "No uploads found."
    for presentation in uploads:
        yield from _upload(presentation)
    yield from _undecided(undecided)
    if any(presentation.registration is not None for presentation in uploads):
        yield _prose(PENDING)


def _upload(presentation: Presentation) -> Iterator[str]:
    upload = presentation.upload
    steps = _STEP.join(map(code, (*chain(upload), presentation.uploader)))
    when = f" ({_prose(upload.when)})" if upload.when else ""
    yield f"### {steps} → {_prose(presentation.index_shown)} project {_fact(presentation.project)}{when}"
    yield ""
    yield f"- **Signs in:** {_prose(signs_in(upload))}"
    for number, line in enumerate(verdict(presentation)):
        yield f"{'  - ' if number else '- **PyPI says:** '}{_prose(line)}"
    yield ""
    if upload.may_present_token():
        yield from _table(("Presents", "Value"), ((name, code(value)) for name, value in presented(presentation)))
    yield from _registration(presentation)


def _registration(presentation: Presentation) -> Iterator[str]:
    if presentation.registration is None:
        return
    rows = ((row.label, _fact(row.value) or "(leave empty)") for row in form_rows(presentation))
    yield from _table((f"Field of {presentation.index_shown}'s form", "Value"), rows)
    address = link(presentation)
    filled = f"[form with these values]({address.value})" if isinstance(address, Known) else ""
    missing = "" if isinstance(address, Known) else f"No link: {_prose(address.why)} · "
    pending = f"[pending publishers]({pending_link(presentation)})"
    yield f"{missing}{f'Existing project: {filled} · ' if filled else ''}New project: {pending}"
    yield ""


def _undecided(undecided: Iterable[Undecided]) -> Iterator[str]:
    lines = [f"- {code(address(each.at))}: {_prose(each.why)}" for each in undecided]
    if lines:
        yield from ("### Could not be decided", "", *lines, "")


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {head[0]} | {head[1]} |"
    yield "| --- | --- |"
    for name, value in rows:
        yield f"| {name} | {value} |"
    yield ""


def _fact(fact: object) -> str:
    """A value as code; why it is not known as prose."""
    if isinstance(fact, Known):
        return code(str(fact.value)) if fact.value else ""
    return _prose(shown(fact))  # type: ignore[arg-type]  # what is not Known is Unknown


def code(text: str) -> str:
    """A text from a file as code that nothing in it can end, in a table too."""
    text = visible(text)
    if not text.strip():
        return "<code></code>"
    if _HARMLESS.fullmatch(text) and text == text.strip():
        return f"`{text}`"
    return f"<code>{_MARKUP.sub(_entity, text)}</code>"


def _prose(text: str) -> str:
    """A sentence that may quote files: its quotations as code, and no markup in the rest."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return _MARKUP.sub(_entity, visible(text))
    return "".join(code(part) if number % 2 else _plain(part) for number, part in enumerate(parts))


def _plain(text: str) -> str:
    return re.sub(r"[^\w\s.,:;()'-]|://|www\.|_", lambda found: _MARKUP.sub(_entity, found[0]), text)


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"
