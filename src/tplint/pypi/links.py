"""Where and how a publisher is registered on PyPI: the form's values by its labels, and the address of its page."""

from __future__ import annotations

from tplint.pypi import gitlab
from tplint.pypi.kinds import HOSTS
from tplint.pypi.publishers import form_fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.pypi.kinds import Publisher


def form_values(publisher: Publisher) -> tuple[tuple[str, str], ...]:
    """The labels of PyPI's form for this publisher and the values to type, in the form's order, without empty ones."""
    values = {**publisher.fields, "project_name": publisher.project_name}
    fields = form_fields(publisher.kind, pending=publisher.pending)
    return tuple((field.label, values[field.name]) for field in fields if values[field.name])


def prefilled_link(publisher: Publisher, project: str = "", index: str = "pypi") -> str:
    """The address of a project's publishing page with the form filled in.

    ``project`` is the publisher's own where it is not given. Raises ``ValueError`` for an unknown index, and where no
    project is known. The pages for pending publishers cannot be filled in: see ``pending_link``.
    """
    from urllib.parse import quote, urlencode  # noqa: PLC0415 - only to show a link

    name = project or publisher.project_name
    if not name:
        raise ValueError("a link to a project's publishing page needs the project's name")
    # Without an issuer the page offers gitlab.com, so only another instance has to be named.
    values = {
        field.name: publisher.fields[field.name]
        for field in form_fields(publisher.kind)
        if publisher.fields[field.name] and publisher.fields[field.name] != gitlab.ISSUER
    }
    query = urlencode({"provider": publisher.kind, **values}, quote_via=quote)
    return f"{_host(index)}/manage/project/{quote(name, safe='')}/settings/publishing/?{query}"


def pending_link(index: str = "pypi") -> str:
    """The address of the page for pending publishers; raises ``ValueError`` for an unknown index."""
    return f"{_host(index)}/manage/account/publishing/"


def _host(index: str) -> str:
    if index not in HOSTS:
        raise ValueError(f"unknown index {index!r}: expected {', '.join(HOSTS)}")
    return HOSTS[index]
