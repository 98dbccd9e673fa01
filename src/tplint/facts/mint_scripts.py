"""Scripts that exchange an identity token by hand → where each talks to, and whether PyPI can read what it sends."""

from __future__ import annotations

import re

from tplint.documents.nodes import Scalar, get
from tplint.jobs.script_places import places_of
from tplint.model import Action, Known, Script
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.documents.source import Place
    from tplint.model import IndexName, PlatformName, Step

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
# A call of `id`, or of GitHub's address, with an audience that is written out, and what brings the newest `id`.
_ADDRESS = "ID_TOKEN_REQUEST_URL"
_ASKS = (
    r"(?:\b(?:python[\d.]*[ \t]+-m|pipx[ \t]+run|uvx)[ \t]+id[ \t]+"
    rf"|{_ADDRESS}\}}?[\"']{{0,2}}&audience=(?=(?i:(?:test)?pypi)\b))(?P<audience>[A-Za-z]{{1,40}})(?![\w.-])"
)
_NEWEST = r"(?m)\bpip[\d.]*[ \t]+install\b[^\n;&|]*[ \t][\"']?id[\"']?(?=\s|$)|\b(?:pipx[ \t]+run|uvx)[ \t]+id[ \t]"
# Identity tokens that no job has any more, and a token in a request's body.
_REMOVED = "CI_JOB_JWT"
_ASSIGNED_TO = r"(?m)^[ \t]*(?:export[ \t]+)?(?P<name>\w+)=[\"']?$"
_SENT = r"""\btoken(?:\\?["'])?\s*[:=]\s*(?:\\?["']){{0,3}}\$\{{?{name}\b"""
_RAW = r"(?<!\S)(?:-[a-zA-Z]*[rj][a-zA-Z]*|--raw-output0?|--join-output)(?![\w-])"
# A filter that gives one string of a response.
_STRING = r"(?<![\w$])[\"']?\.[\"\[]*(?:value|token)[\"\]]*[\"']?(?=[\s)`<]|$)"
# The token between quotes in a JSON text, inside a shell string in `"…"` or in `'…'`.
_QUOTED = r"""\\"token\\"\s*:\s*\\"\$\{{?{name}\}}?\\"|"token"\s*:\s*"'"?\$\{{?{name}\}}?"?'\""""

_JAVASCRIPT = "actions/github-script"
# A body in `'…'` or `"…"`, where nothing is put in the place of a variable; of a shell only what `curl` sends.
_LITERAL = {
    "shell": (
        r"""(?:\s-d|--data(?:-\w+)?|--json)[ =]*(?P<body>'\s*\{\s*"token"\s*:"""
        r"""\s*(?P<value>"?\$\{?(?P<name>\w+)\}?"?)\s*\}\s*')"""
    ),
    "JavaScript": (
        r"""\bbody:\s*(?P<body>(?P<mark>['"])\s*\{\s*(?P<quote>\\?["'])token(?P=quote)\s*:"""
        r"""\s*(?P<value>(?P<inner>(?:\\?["'])?)(?:\$\{)?(?P<name>\w+)\}?(?P=inner))\s*\}\s*(?P=mark))"""
    ),
}


class Mint(NamedTuple):
    """One exchange: its URL's place, and its host where that is written out."""

    at: Place
    host: str


class Misquoted(NamedTuple):
    """A token that `jq` prints with quotes, and that the request's body puts between quotes again."""

    at: Place
    body: Place


class Literal(NamedTuple):
    """A body that has the name of the token's variable where the token should be: ``value`` as it is sent."""

    at: Place
    value: str
    name: str
    language: str


class Misasked(NamedTuple):
    """A token of another audience than the index's; ``stops`` where `id` gives none."""

    at: Place
    audience: str
    expected: IndexName
    stops: bool


def mints(step: Step) -> tuple[Mint, ...]:
    """The exchanges in a step's script."""
    script = _script(step)
    place = _places(step) if script else None
    if place is None:
        return ()
    found = []
    for path in re.finditer(_PATH, _uncommented(script, step)):
        start = max(0, path.start() - 200)
        url = next((url for url in _REQUEST.finditer(script, start, path.end()) if url.end() == path.end()), None)
        if url is not None:
            found.append(Mint(place(url.start(), url.end()), url["host"].lower()))
        else:
            found.append(Mint(place(path.start(), path.end()), ""))
    return tuple(found)


def misquoted(step: Step) -> Iterator[Misquoted]:
    """What PyPI cannot read in the requests of a step's script: `{"token": ""eyJ…""}`."""
    script = _script(step)
    place = places_of(step) if script else None
    if place is None:
        return
    text = _uncommented(script, step)
    for assignment in re.finditer(_ASSIGNMENT, text):
        name = assignment["name"]
        if not _prints_quotes(assignment["rest"]) or len(re.findall(rf"\b{name}=", text)) > 1:
            continue
        body = re.compile(_QUOTED.format(name=name)).search(text, assignment.end())
        if body is not None:
            start = assignment.start("jq")
            yield Misquoted(place(start, start + len(_command(assignment["jq"]))), place(body.start(), body.end()))


def literals(step: Step) -> Iterator[Literal]:
    """The bodies of a step's requests that no token is put into: `'{"token": "$oidc_token"}'`."""
    script = _script(step)
    place = _places(step) if script else None
    if place is None:
        return
    language = _language(step)
    text = _uncommented(script, step)
    for body in re.finditer(_LITERAL[language], text):
        name = body["name"]
        if language == "shell" or re.search(rf"\b(?:const|let|var)\s+{name}\b", text):
            yield Literal(place(*body.span("body")), body["value"].replace("\\", ""), name, language)


def removed(step: Step) -> Place | None:
    """The variable, which GitLab 17.0 removed, whose value a script sends as its identity token."""
    script = _script(step)
    place = places_of(step) if _REMOVED in script else None
    if place is None or not any(mint.host in hosts(HOSTS) for mint in mints(step)):
        return None
    text = _uncommented(script, step)
    for found in re.finditer(rf"\$\{{?(?P<name>{_REMOVED}(?:_V[12])?)\b\}}?", text):
        assigned = re.search(_ASSIGNED_TO, text[max(0, found.start() - 100) : found.start()])
        if re.search(_SENT.format(name=assigned["name"] if assigned else found["name"]), text):
            return place(*found.span())
    return None


def misasked(step: Step, platform: PlatformName) -> Misasked | None:
    """The only token that a script asks `id` or GitHub for, if its audience is not that of the only exchange's index.

    GitLab's token is there whatever is asked for: `id` compares the audience since 1.6.1, so that another letter case
    counts where the script gets the newest one (https://github.com/di/id/blob/main/CHANGELOG.md).
    """
    script, exchanges = _script(step), mints(step)
    asked = list(re.finditer(_ASKS, _uncommented(script, step)))
    unseen = script.count(_ADDRESS) - sum(_ADDRESS in match[0] for match in asked)
    place = places_of(step) if len(asked) == len(exchanges) == 1 and not unseen else None
    expected = next((name for name, known in HOSTS.items() if exchanges and exchanges[0].host in known), None)
    if place is None or expected is None or asked[0]["audience"] == expected:
        return None
    audience = asked[0]["audience"]
    is_misspelt = audience.lower() == expected
    if is_misspelt and platform == "gitlab" and not re.search(_NEWEST, script):
        return None
    return Misasked(place(*asked[0].span()), audience, expected, is_misspelt and platform == "gitlab")


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


def _uncommented(text: str, step: Step) -> str:
    """The script with its comments blanked, so that offsets stay."""
    mark = "#" if _language(step) == "shell" else "//"
    return re.sub(rf"(?m)(?:^|(?<=\s)){mark}.*$", lambda comment: " " * len(comment[0]), text)


def _language(step: Step) -> str:
    return "shell" if isinstance(step.run, Script) else "JavaScript"


def _script(step: Step) -> str:
    """The text of a step that may run, and that has an exchange; else empty."""
    match step.run:
        case Script(text=text):
            pass
        case Action(name=name, inputs=inputs) if name == _JAVASCRIPT and "script" in inputs:
            text = inputs["script"].value.raw
        case _:
            return ""
    if "mint-token" not in text or len(text) > MAX_SCRIPT or step.condition == Known(value=False):
        return ""
    return text if re.search(_PATH, _uncommented(text, step)) else ""


def _places(step: Step) -> Callable[[int, int], Place] | None:
    """From offsets in the text of a step's script, of a shell or of JavaScript, to the place in its file."""
    if isinstance(step.run, Script):
        return places_of(step)
    node = get(step.node, "with", "script")
    if not isinstance(node, Scalar):
        return None
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - for scripts that matter

    return place_in(step.at.source, node)
