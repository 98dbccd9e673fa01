"""A log's lines → the claims of the identity token that it shows, however they are written. For ``diagnosis``."""

from __future__ import annotations

import re

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAMES = (
    "job_workflow_ref", "workflow_ref", "repository_owner_id", "repository_owner", "repository", "event_name",
    "environment", "project_path", "ci_config_ref_uri", "ref_path", "ref", "sha", "sub", "iss", "email",
)  # fmt: skip
# `name`: `value`, name: "value", name: Some("value"), name = value, | name | value |, name (`value`); in columns too
_CLAIM = re.compile(
    rf"(?<![\w.$/{{-])[`\"'*]{{0,3}}(?P<name>{'|'.join(_NAMES)})[`\"'*]{{0,3}}\s{{0,3}}"
    r"(?:(?P<sign>[:=|])(?:\s{0,3}|[ \t]{4,24})|(?P<bracket>\((?=`)))[*]{0,2}"
    r"(?:`(?P<ticked>[^`]{1,600})`|(?:Some\(\s*)?\"(?P<quoted>[^\"]{1,600})\"|'(?P<single>[^'\n]{1,600})'"
    r"|(?P<bare>[^\s`\"'|,;]{1,600}))"
)
_ABSENT = frozenset({"MISSING", "None", "null", "(none)", "<none>", "none"})
_NAME = re.compile(r"[\w.-]{1,200}/[\w.-]{1,200}", re.ASCII)
_FILE = re.compile(r"[^\s/@]{1,200}\.ya?ml")
_REF = re.compile(r"[\w.-]{1,200}/[\w.-]{1,200}/\.github/workflows/[^\s@]{1,200}(?:@\S{1,300})?", re.ASCII)
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "repository": _NAME,
    "repository_owner": re.compile(r"[\w.-]{1,200}", re.ASCII),
    "repository_owner_id": re.compile(r"\d{1,20}"),
    "workflow_ref": re.compile(f"{_REF.pattern}|{_FILE.pattern}", re.ASCII),
    "job_workflow_ref": re.compile(f"{_REF.pattern}|{_FILE.pattern}", re.ASCII),
    "ref": re.compile(r"refs/\S{1,300}"),
    "ref_path": re.compile(r"refs/\S{1,300}"),
    "sha": re.compile(r"[0-9a-f]{40,64}"),
    "sub": re.compile(r"[\w.-]{1,60}:[^`\"\n]{1,500}"),
    "event_name": re.compile(r"[a-z_]{2,40}"),
    "environment": re.compile(r"[^`\"'<>{}\[\]$()]{1,255}"),
    "project_path": re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII),
    "ci_config_ref_uri": re.compile(r"[^\s/]+/\S+//\S+"),
    "iss": re.compile(r"https://[^\s`\"]{1,300}"),
    "email": re.compile(r"[^\s@]{1,200}@[^\s@]{1,200}"),
}
# Values from examples: PyPI's and GitHub's documentation use these.
_PLACEHOLDERS = re.compile(r"\.\.\.|…|<|>|\bOWNER/|\bYOUR[-_]|\$\{")
_MAX_FOUND = 2_000
_MAX_GAP = 1_000
# Words that stand in logs and workflows without being claims, so that they tell nothing alone.
_COMMON = frozenset({"environment", "ref", "sha", "email", "iss", "event_name", "ref_path"})


_NOTHING = "\0"


class Shown(NamedTuple):
    """One claim: its value, None where the log says that the token has none, and where in the text it stands."""

    name: str
    value: str | None
    at: int


def shown(text: str) -> tuple[Shown, ...]:
    """The claims in a text, in their order; values without the shape of their claim are left out."""
    found: list[Shown] = []
    for match in _CLAIM.finditer(text):
        name = match["name"]
        raw = match["ticked"] or match["quoted"] or match["single"] or match["bare"] or ""
        value = _value(name, raw, is_bare=match["bare"] is not None)
        if value is not _NOTHING:
            found.append(Shown(name, value or None, match.start()))
            if len(found) == _MAX_FOUND:
                break
    return tuple(found)


def _value(name: str, raw: str, *, is_bare: bool) -> str:
    """The claim's value, empty where the token has none, ``_NOTHING`` where this is no value of such a claim."""
    value = " ".join(raw.split()) if name in {"environment", "sub"} else "".join(raw.split())
    value = value.rstrip(".,;)") if is_bare else value
    if value in _ABSENT and name in {"environment", "job_workflow_ref", "workflow_ref", "sub"}:
        return ""
    if _PLACEHOLDERS.search(value) or not _SHAPES[name].fullmatch(value):
        return _NOTHING
    return value


def nearest(claims: Iterable[Shown], at: int) -> dict[str, str | None]:
    """The set of claims that belongs to an error: the next one after it, else the last one before.

    A claim that comes a second time begins another set, and so does one that stands far from the one before.
    """
    sets: list[dict[str, Shown]] = []
    last = 0
    for claim in claims:
        if not sets or claim.name in sets[-1] or claim.at - last > _MAX_GAP or last < at <= claim.at:
            sets.append({})
        sets[-1][claim.name] = claim
        last = claim.at
    sets = [found for found in sets if not found.keys() <= _COMMON]
    if not sets:
        return {}
    after = [found for found in sets if max(claim.at for claim in found.values()) >= at]
    best = max(after[:2], key=len) if after else max(sets[-2:], key=len)
    return {name: claim.value for name, claim in best.items()}
