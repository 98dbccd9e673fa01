"""Lines of a job → the script that a shell gets, with the variables that the file and the system's settings give it."""

from __future__ import annotations

import re

from tplint.model import Known, Script, Unknown, Value, Variable
from tplint.platforms.joined_lines import places
from tplint.records import NamedTuple
from tplint.remembered import by_identity
from tplint.uploaders import WORDS
from tplint.uploaders.minting import has_mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from tplint.documents.source import Place, Source
    from tplint.model import Fact, Input
    from tplint.platforms.elsewhere.found import Lines

_READ = r"\$(?:env:)?\{?([A-Za-z]\w*|_[A-Z]\w*)\b"
_SET = r"(?<![$\w{-])([A-Za-z_]\w*)\+?=|variable=(\w+)|\b(?:for|read)\s+(\w+)"
# Beginnings of the names of variables that the systems set themselves.
_OF_SYSTEM = (
    "APPVEYOR", "BITBUCKET_", "BUILD", "CI", "CIRCLE", "GIT_", "HOME", "JENKINS_", "PATH", "PROJECT_ID", "PWD",
    "SYSTEM_", "TRAVIS", "USER", "WORKSPACE",
)  # fmt: skip


class Settings(NamedTuple):
    """What a file tells of the variables that the system's settings give: the names that are set in it are not theirs.

    ``kind`` is the origin of the others: ``vars``, or ``env`` where the file exchanges identity tokens by hand, so that
    they may be what an earlier step hands on.
    """

    assigned: frozenset[str]
    kind: str


@by_identity(16)
def _settings_beside(source: Source) -> Settings:
    """What a file tells of the settings beside it."""
    assigned = frozenset(name for match in re.finditer(_SET, source.text) for name in match.groups() if name)
    return Settings(assigned, "env" if has_mark(source.text) else "vars")


def script(lines: Lines, outer: Mapping[str, Input]) -> Script:
    """The script of a step; only one that may hold something of interest is taken apart, the others keep their text."""
    text = "\n".join(piece.text for piece in lines.pieces)
    lower = text.lower()
    if not any(word in lower for word in WORDS):
        return Script((), text, lines.at, {}, lines.shell)
    env = {
        **{name: _variable(given, "job") for name, given in outer.items()},
        **{name: _variable(given, "step") for name, given in lines.env.items()},
    }
    env = {**{name: variable for name, variable in _of_settings(text, lines.at) if name not in env}, **env}
    from tplint.shell import read_script  # noqa: PLC0415 - loads tree-sitter

    pieces = lines.pieces
    place = places([len(piece.text) for piece in pieces], lambda index: pieces[index].place, lines.at)
    return read_script(text, place=place, env=env, folder=Known("."), shell=lines.shell or "bash")


def _variable(given: Input, level: Literal["job", "step"]) -> Variable:
    return Variable(given.value, given.key, level)


def _of_settings(text: str, at: Place) -> Iterator[tuple[str, Variable]]:
    """The variables that a script reads and nothing in the file sets."""
    for name in dict.fromkeys(match[1] for match in re.finditer(_READ, text)):
        beside = _settings_beside(at.source)
        if name not in beside.assigned:
            origin = f"ci.{name}" if name.startswith(_OF_SYSTEM) else f"{beside.kind}.{name}"
            fact: Fact[str] = Unknown(f"variable `{name}` is not set in the file", origins=(origin,))
            yield name, Variable(Value(f"${name}", fact, at), at, "job")
