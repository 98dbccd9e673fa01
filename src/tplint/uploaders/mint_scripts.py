"""Scripts that exchange an identity token by hand → where each talks to, and whether PyPI can read what it sends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tplint.documents.nodes import Scalar, get
from tplint.model import Known, Script
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.documents.source import Place
    from tplint.model import IndexName, Step

# The hosts that answer for an index; its upload host answers as its web host does.
HOSTS: dict[IndexName, frozenset[str]] = {
    "pypi": frozenset({"pypi.org", "upload.pypi.org", "www.pypi.org"}),
    "testpypi": frozenset({"test.pypi.org"}),
}
MAX_SCRIPT = 50_000  # a longer one is none that people wrote
_REQUEST = re.compile(r"https?://(?P<host>[\w.-]+)(?::\d+)?/_/oidc/(?:github/)?mint-token")
_PATH = r"/_/oidc/(?:github/)?mint-token"
# `name=$(… jq options filter …)` on one line, as people write it.
_ASSIGNMENT = (
    r"(?m)^[ \t]*(?:export |local |readonly )?(?P<name>\w+)=[\"']?(?:\$\(|`)[^\n]*?(?P<jq>\bjq\b(?P<rest>[^\n]*))$"
)
_RAW = r"(?<!\S)(?:-[a-zA-Z]*[rj][a-zA-Z]*|--raw-output0?|--join-output)(?![\w-])"
# A filter that gives one string of a response.
_STRING = r"(?<![\w$])[\"']?\.[\"\[]*(?:value|token)[\"\]]*[\"']?(?=[\s)`<]|$)"
# The token between quotes in a JSON text, inside a shell string in `"…"` or in `'…'`.
_QUOTED = r"""\\"token\\"\s*:\s*\\"\$\{{?{name}\}}?\\"|"token"\s*:\s*"'"?\$\{{?{name}\}}?"?'\""""


class Mint(NamedTuple):
    """One exchange: its URL's place, and its host where that is written out."""

    at: Place
    host: str


class Misquoted(NamedTuple):
    """A token that `jq` prints with quotes, and that the request's body puts between quotes again."""

    at: Place
    body: Place


def mints(step: Step) -> tuple[Mint, ...]:
    """The exchanges in a step's script."""
    script = _script(step)
    if script is None:
        return ()
    found = []
    for path in re.finditer(_PATH, _uncommented(script.value)):
        start = max(0, path.start() - 200)
        url = next((url for url in _REQUEST.finditer(script.value, start, path.end()) if url.end() == path.end()), None)
        if url is not None:
            found.append(Mint(_place(step, script, url.start(), url.end()), url["host"].lower()))
        else:
            found.append(Mint(_place(step, script, path.start(), path.end()), ""))
    return tuple(found)


def misquoted(step: Step) -> Iterator[Misquoted]:
    """What PyPI cannot read in the requests of a step's script: `{"token": ""eyJ…""}`."""
    script = _script(step)
    if script is None:
        return
    text = _uncommented(script.value)
    for assignment in re.finditer(_ASSIGNMENT, text):
        name = assignment["name"]
        if not _prints_quotes(assignment["rest"]) or len(re.findall(rf"\b{name}=", text)) > 1:
            continue
        body = re.compile(_QUOTED.format(name=name)).search(text, assignment.end())
        if body is not None:
            yield Misquoted(
                _place(step, script, assignment.start("jq"), assignment.start("jq") + len(_command(assignment["jq"]))),
                _place(step, script, body.start(), body.end()),
            )


def hosts(indexes: Iterable[IndexName]) -> frozenset[str]:
    """All hosts that answer for these indexes."""
    return frozenset(host for index in indexes for host in HOSTS.get(index, ()))


def _prints_quotes(rest: str) -> bool:
    """Whether the rest of a `jq` command line prints a string as JSON, and nothing takes the quotes away."""
    outside = re.sub(r"'[^']*'|\"[^\"]*\"", "", rest)
    return (
        not re.search(_RAW, rest)
        and "|" not in outside
        and "//" not in outside
        and re.search(_STRING, rest) is not None
    )


def _command(jq: str) -> str:
    """The command up to where its input or its end comes."""
    return re.split(r"\s*(?:<|\)|`)", jq, maxsplit=1)[0]


def _uncommented(text: str) -> str:
    """The script with its comments blanked, so that offsets stay."""
    return re.sub(r"(?m)(?:^|(?<=\s))#.*$", lambda comment: " " * len(comment[0]), text)


def _script(step: Step) -> Scalar | None:
    """The text of a step that may run."""
    node = get(step.node, "run")
    if not isinstance(step.run, Script) or step.condition == Known(value=False) or not isinstance(node, Scalar):
        return None
    if "mint-token" not in node.value or len(node.value) > MAX_SCRIPT:
        return None
    return node if re.search(_PATH, _uncommented(node.value)) else None


def _place(step: Step, script: Scalar, start: int, end: int) -> Place:
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - for scripts with an exchange only

    return place_in(step.at.source, script)(start, end)
