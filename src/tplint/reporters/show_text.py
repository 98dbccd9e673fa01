"""Presentations of uploads → text for people, for ``tplint show``."""

from __future__ import annotations

from tplint.documents.source import position
from tplint.model import Known
from tplint.registration.presentations import (
    PENDING,
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
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tplint.documents.source import Place
    from tplint.model import Undecided
    from tplint.registration.presentations import Presentation
    from tplint.reporters.paint import Paint

_STEP = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


def render(
    uploads: Sequence[Presentation], undecided: Iterable[Undecided], unreached: Collection[Place], paint: Paint
) -> Iterator[str]:
    """The lines of the text; ``undecided`` is what may be an upload, or is one that is not known well enough.

    ``unreached`` are the uploads whose conditions exclude every event.
    """
    if not uploads:
        yield "no uploads found" + (" that any event reaches" if unreached else "")
    for number, presentation in enumerate(uploads):
        if number:
            yield ""
        yield from _upload(presentation, paint)
    for each in undecided:
        yield from _left(each.at, "could not be decided", each.why, paint)
    for at in unreached:
        yield from _left(
            at,
            "no event reaches this upload",
            "its conditions exclude whatever starts it, as `tplint check` shows",
            paint,
        )
    if any(presentation.registration is not None for presentation in uploads):
        yield ""
        yield paint("quiet", PENDING)


def _left(at: Place, what: str, why: str, paint: Paint) -> Iterator[str]:
    where = position(at.source, at.start)
    yield ""
    yield paint("note", f"{visible(at.source.path)}:{where.line}:{where.column}: {what}")
    yield f"  {visible(why)}"


def _upload(presentation: Presentation, paint: Paint) -> Iterator[str]:
    upload = presentation.upload
    target = f"{presentation.index_shown} project {shown(presentation.project)}"
    head = f"{_STEP.join((*chain(upload), presentation.uploader))} → {target}"
    yield paint("path", visible(head)) + (f"  ({visible(upload.when)})" if upload.when else "")
    yield from _rows("signs in", [signs_in(upload)])
    if upload.may_present_token():
        yield from _rows("presents", [f"{name:<12} {value}" for name, value in presented(presentation)])
    yield from _rows("PyPI says", list(verdict(presentation)))
    if presentation.registration is not None:
        address = link(presentation)
        why = "" if isinstance(address, Known) else address.why
        by_link = address.value if isinstance(address, Known) else f"no link: {why}{_hint(presentation, why)}"
        yield from _rows("register", [typed(presentation, why), by_link])
        yield from _rows("new project", [pending_link(presentation)])


def _rows(label: str, lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"  {'' if number else label:<13}{visible(line)}"


def _hint(presentation: Presentation, why: str) -> str:
    """What the user can do where the repository's name is what is not known."""
    name = presentation.name
    return "" if isinstance(name, Known) or name.why not in why else "; `--repository OWNER/NAME` names it"


def typed(presentation: Presentation, told: str = "") -> str:
    """The form's values in one line; why one is not known is said once, and not at all where it is ``told``."""
    parts = []
    for label, value in form_rows(presentation):
        if isinstance(value, Known):
            parts.append(f"{label} {value.value or '(leave empty)'}")
        else:
            parts.append(f"{label} {'not known' if value.why in told else shown(value)}")
            told += value.why
    return " \N{MIDDLE DOT} ".join(parts)
