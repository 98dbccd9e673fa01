"""Which version of a tool runs: what a runner was asked for, lock files, and what earlier commands install."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from tplint.commands.options import visible
from tplint.model import Known, Script, Unknown
from tplint.uploaders.hidden import short_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Source
    from tplint.model import Fact
    from tplint.uploaders.sightings import Surroundings

UNPINNED = Known("")
_REQUIREMENTS = r"(?:^|\s)(?:-r|-c|--requirements?|--constraints?)[ =]?[\"']?([\w./-]+)"
_PROJECT = r"install\b.*(?:\s|[\"'])(?:-e\s*)?[\"']?\.(?:\[|[\"'\s]|$)|--group|--extra|--dev\b|--all-extras"
_LOCKED = {
    "uv.lock": re.compile(r"\buv (?:sync|run)\b"),
    "poetry.lock": re.compile(r"\bpoetry (?:install|sync|run)\b"),
    "pdm.lock": re.compile(r"\bpdm (?:install|sync|run)\b"),
}
# https://docs.astral.sh/uv/guides/integration/docker/#available-images
_IMAGES = {"uv": r"(?:ghcr\.io/|docker\.io/)?astral(?:-sh)?/uv:(\d+\.\d+(\.\d+)?)(?![\w.])"}
_PROJECT_FILES = ("pyproject.toml", "setup.cfg", "setup.py")


@lru_cache(maxsize=32)
def _requirement(tool: str) -> re.Pattern[str]:
    """A requirement of the tool in an installer's command or in a list of requirements."""
    name = re.escape(tool).replace("\\-", "[-_.]")
    clause = r"(?:[=<>!~]=?=?|@)\s*[\w.*+!$<>=~,{}-]+(?:\s*,\s*[<>=!~]=?\s*[\w.*]+)*"
    return re.compile(rf"(?<![\w./@-]){name}(?:\[[\w,-]*\])?(?![\w/-])(?:[ \t]*({clause}))?", re.IGNORECASE)


def specifier(tool: str, call: Invocation, around: Surroundings) -> Fact[str]:
    """The specifier that chooses the tool's version: ``==6.1.0``, or empty where nothing pins it."""
    if (asked := _asked(tool, call.requested)) is not None:
        return asked
    launcher = " ".join(word.raw for word in call.command.words[:3])
    here = "\n".join(" ".join(map(visible, command.words)) for command in around.commands)
    for text in (launcher, here, *reversed(list(_texts(around)))):
        found = _installed(tool, text, around, call)
        if found is not None:
            return found
    if not call.isolated and (found := _in_image(tool, around.image)):
        return found
    if call.isolated or not around.hosted:
        return Unknown(f"which version of {tool} runs is not known", call.command.at)
    return UNPINNED


def _in_image(tool: str, image: str) -> Fact[str] | None:
    """What a container's image of the tool's own has, where its tag tells: `ghcr.io/astral-sh/uv:0.8.17-bookworm`.

    A tag such as `0.8` is the newest release of that line.
    """
    match = re.match(_IMAGES[tool], image) if tool in _IMAGES else None
    return Known(f"=={match[1]}{'' if match[2] else '.*'}") if match else None


def _asked(tool: str, requested: str) -> Fact[str] | None:
    """What a runner such as `uvx` was asked for, if it was asked for this tool."""
    match = _requirement(tool).match(requested)
    return _fact(tool, match[1] or "") if match else None


def _texts(around: Surroundings) -> Iterator[str]:
    for step in around.steps:
        if isinstance(step.run, Script) and step.condition != Known(False):
            yield step.run.text


def _installed(tool: str, text: str, around: Surroundings, call: Invocation) -> Fact[str] | None:
    """The last installation in a script that decides the tool's version; None where none does."""
    for line in _installing(text):
        if "install" in line and not line.lstrip().startswith("#"):
            if match := _requirement(tool).search(line.partition("install")[2]):
                return _fact(tool, match[1] or "")
            if found := _from_files(tool, line, around, call):
                return found
        if found := _locked(tool, line, around, call):
            return found
    return None


@lru_cache(maxsize=1024)
def _installing(text: str) -> tuple[str, ...]:
    """The lines of a script that may install something, or use a lock file, the last ones first."""
    lines = short_lines(text)
    found = [line for line in lines if "install" in line or any(used.search(line) for used in _LOCKED.values())]
    return tuple(reversed(found))


def _from_files(tool: str, line: str, around: Surroundings, call: Invocation) -> Fact[str] | None:
    """What the files that an installer's command names say."""
    paths = list(re.findall(_REQUIREMENTS, line))
    if re.search(_PROJECT, line):
        paths.extend(path for path in _PROJECT_FILES if _read(path, around, call) is not None)
    for path in paths:
        source = _read(path, around, call)
        if source is None:
            return Unknown(f"`{path}`, which may pin {tool}, is not in the repository", call.command.at)
        quoted = path in _PROJECT_FILES
        pattern = rf"[\"']{_requirement(tool).pattern}" if quoted else rf"(?m)^[ \t]*{_requirement(tool).pattern}"
        if match := re.search(pattern, source.text, re.IGNORECASE):
            return _fact(tool, match[1] or "")
    return None


def _locked(tool: str, line: str, around: Surroundings, call: Invocation) -> Fact[str] | None:
    """The version in the lock file of a project manager that a command uses."""
    for path, used in _LOCKED.items():
        if not used.search(line):
            continue
        source = _read(path, around, call)
        if source is not None:
            name = rf"name = \"{re.escape(tool)}\"\s*\nversion = \"([^\"]+)\""
            if match := re.search(name, source.text):
                return Known(f"=={match[1]}")
    return None


def _read(path: str, around: Surroundings, call: Invocation) -> Source | None:
    folder = call.command.folder
    base = folder.value if isinstance(folder, Known) else "."
    return around.read(posixpath.normpath(posixpath.join(base, path))) or around.read(posixpath.normpath(path))


def _fact(tool: str, written: str) -> Fact[str]:
    written = written.strip()
    if "$" in written or "{" in written:
        return Unknown(f"the version of {tool} is set from a variable")
    return Known(written.replace(" ", "").rstrip("."))
