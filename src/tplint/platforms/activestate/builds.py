"""ActiveState's `buildscript.as` → the uploads of its platform, and their claims as `activestate.yaml` has them.

https://docs.pypi.org/trusted-publishers/using-a-publisher/
"""

from __future__ import annotations

import re

from tplint.documents.nodes import place
from tplint.documents.source import Place
from tplint.model import Action, Input, Known, Unknown, Value
from tplint.platforms.elsewhere.found import FoundJob
from tplint.platforms.elsewhere.merged import get, text
from tplint.pypi.activestate import BUILDER, ISSUER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Document
    from tplint.documents.source import Source
    from tplint.load import Files
    from tplint.model import Fact, Upload

PROJECT_FILE = "activestate.yaml"
_CALL = re.compile(r"(?m)^(?P<before>[^#/\n]*?)(?P<name>\bpypi_publisher)[ \t]*\((?P<given>[^()]{0,2000})")
_OPTION = re.compile(r"(?P<name>\w+)\s*=\s*(?:\"(?P<text>[^\"\n]*)\"|(?P<other>[^\s,]+))")
_ADDRESS = re.compile(r"https://platform\.activestate\.com/([^/?#\s]+)/([^/?#\s]+)/?(?:[?#]\S*)?")
_ACTOR = Unknown("the user who starts the build, whom no file names")


def jobs(document: Document) -> Iterator[FoundJob]:
    """One job with every call of `pypi_publisher`."""
    source = document.source
    found = tuple(_publisher(source, call) for call in _CALL.finditer(source.text))
    if found:
        yield FoundJob("build", found[0].at, found)


def _publisher(source: Source, call: re.Match[str]) -> Action:
    options = {}
    for option in _OPTION.finditer(source.text, *call.span("given")):
        at = Place(source, *option.span())
        known = option["text"] is not None
        fact: Fact[str] = Known(option["text"], at) if known else Unknown("it is worked out by the build script", at)
        options[option["name"]] = Input(Value(option["text"] or option["other"], fact, at), at)
    return Action("activestate pypi_publisher", "", options, {}, Place(source, *call.span("name")))


def claims(_: Upload, files: Files) -> tuple[Map[str, Fact[str]], ...]:
    """What the identity token of ActiveState's builder would say of the project that the build belongs to."""
    organization, project = _project(files)
    builder: Fact[str] = Known(BUILDER)
    return (
        {
            "iss": Known(ISSUER),
            "organization": organization,
            "project": project,
            "actor": _ACTOR,
            "builder": builder,
        },
    )


def _project(files: Files) -> tuple[Fact[str], Fact[str]]:
    """The organization and the project of ActiveState's platform."""
    document = files.document(PROJECT_FILE)
    node = get(document.root, "project") if document is not None else None
    address = _ADDRESS.fullmatch(text(node))
    if document is None or node is None or address is None or address[1] == "commit":
        unknown = Unknown(f"no `{PROJECT_FILE}` names the project")
        return unknown, unknown
    at = place(document.source, node)
    return Known(address[1], at), Known(address[2], at)
