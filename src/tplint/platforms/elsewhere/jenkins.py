"""A `Jenkinsfile` → the strings that its `sh`, `bat` and PowerShell steps run. Groovy itself is never read.

https://www.jenkins.io/doc/pipeline/steps/workflow-durable-task-step/
"""

from __future__ import annotations

import re

from tplint.documents.source import Place
from tplint.model import Input, Unknown, Value
from tplint.platforms.elsewhere.found import FoundJob, Lines, Written
from tplint.platforms.elsewhere.settings import fact
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document
    from tplint.documents.source import Source

_SHELLS = {"sh": "bash", "bat": "bash", "pwsh": "pwsh", "powershell": "pwsh"}
# Each piece is found in one go over the text: an open string or comment ends with its line, or with the file.
_PIECE = re.compile(
    r"//[^\n]*|(?P<comment>/\*)|(?P<long>'''|\"\"\")|(?P<quote>')(?:[^'\\\n]|\\.)*'?|\"(?:[^\"\\\n]|\\.)*\"?"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<sign>[^\s\w])",
    re.DOTALL,
)
_GROOVY = re.compile(r"\$\{([^{}\n]{1,200})\}")
_ASSIGNMENT = re.compile(r"(?m)^[ \t]*([A-Z][A-Z0-9_]*)[ \t]*=[ \t]*(?:(credentials)[ \t]*\(|(['\"])([^'\"\n]*)\3)")
# `withCredentials([usernamePassword(…, passwordVariable: 'TWINE_PASSWORD')])`
_BOUND = re.compile(r"(?i)\b(?:\w*variable)[ \t]*:[ \t]*['\"](\w+)['\"]")


class _Text(NamedTuple):
    """A string: its contents' span, and whether Groovy fills in variables."""

    start: int
    end: int
    fills: bool


def jobs(document: Document) -> Iterator[FoundJob]:
    """The scripts of each stage."""
    source = document.source
    env = _environment(source)
    at, name, lines = Place(source, 0, 0), "pipeline", list[Lines]()
    for word, string in _calls(source.text):
        where = Place(source, string.start, string.end)
        if word == "stage":
            if lines:
                yield FoundJob(name, at, tuple(lines), env, hosted=False)
            at, name, lines = where, where.text, []
        else:
            lines.append(Lines((_written(source, string, word),), where, shell=_SHELLS[word]))
    if lines:
        yield FoundJob(name, at, tuple(lines), env, hosted=False)


def _calls(text: str) -> Iterator[tuple[str, _Text]]:
    """The strings that `stage` and the script steps are given first: `sh 'x'`, `sh(script: 'x', …)`."""
    word, between = "", ""
    for piece in _pieces(text):
        match piece:
            case _Text():
                if word and between in {"", "(", "script:", "(script:"}:
                    yield word, piece
                    word = ""
            case str() if piece in _SHELLS or piece == "stage":
                word, between = piece, ""
            case _:
                between += piece
                word = word if len(between) < len("(script:") + 1 else ""


def _pieces(text: str) -> Iterator[str | _Text]:
    """The words, signs and strings of the text, without comments."""
    position = 0
    while (found := _PIECE.search(text, position)) is not None:
        position = found.end()
        if found["comment"] or found["long"]:
            end = text.find(found["long"] or "*/", position)
            if end < 0:
                return
            if found["long"]:
                yield _Text(position, end, fills=found["long"] != "'''")
            position = end + len(found["long"] or "*/")
        elif found["word"] or found["sign"]:
            yield found[0]
        elif not found[0].startswith("//"):
            yield _Text(found.start() + 1, max(found.end() - 1, found.start() + 1), fills=not found["quote"])


def _written(source: Source, string: _Text, word: str) -> Written:
    """A string as the shell gets it; one that Groovy or `bat` changes is placed as a whole."""
    raw = source.text[string.start : string.end]
    text = raw
    if string.fills:
        text = _GROOVY.sub(lambda found: "${" + re.sub(r"\W", "_", found[1]) + "}", raw).replace("\\$", "$")
    if word == "bat":
        text = re.sub(r"%(\w+)%", r"${\1}", text).replace("\\", "/")
    if text == raw:
        return Written(text, lambda start, end: Place(source, string.start + start, string.start + end))
    return Written(text, lambda _start, _end: Place(source, string.start, string.end))


def _environment(source: Source) -> dict[str, Input]:
    """The variables that the file sets or binds to credentials, wherever it does."""
    env = {}
    for match in _ASSIGNMENT.finditer(source.text):
        at = Place(source, match.start(1), match.end())
        known = _secret(match[1], at) if match[2] else Value(match[4], fact(match[4], at), at)
        env[match[1]] = Input(known, at)
    for match in _BOUND.finditer(source.text):
        at = Place(source, match.start(1), match.end(1))
        env[match[1]] = Input(_secret(match[1], at), at)
    return env


def _secret(name: str, at: Place) -> Value:
    return Value("", Unknown("it is one of Jenkins' credentials", at, origins=(f"secrets.{name}",)), at)
