"""What earlier steps may have left where an uploader finds it: files, stored settings, variables in `$GITHUB_ENV`.

That an upload has no credential is known only where all of this has been read and gives none.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from itertools import chain

from tplint.jobs import foreign_programs
from tplint.model import PLATFORMS, Action, Known, Script
from tplint.records import NamedTuple
from tplint.remembered import OF_STEPS, by_identity
from tplint.uploaders.known_actions import leaves_no_credential

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Source
    from tplint.model import Command, PlatformName, Step
    from tplint.uploaders.sightings import Surroundings

GITLAB = "variables of the GitLab project, group or instance may hold a credential"
# Where variables for later steps are written: the file's name in a variable, or in the context.
_ENV_FILE = r"GITHUB_ENV|github\.env\b"
_WRITES = rf"""(?:echo|printf)\s+(?:-\w+\s+)?["']?(\w+)(?:=|<<)[^\n]*(?:{_ENV_FILE})"""
# What puts files into the home folder, and that folder as a target.
_COPIES = r"\b(?:cp|install|ln|mv|rsync|tar|unzip)\s"
_HOME = r"(?:^|\s)[\"']?(?:~|\$HOME|\$\{HOME\})/?[\"']?(?=\s|$)"
# `set dotenv-load`, `dotenv: [".env"]`, `envfile = ".env"`, `{ env_file = ".env" }`, `include .env`, `load_dotenv()`,
# pixi's `[activation]`.
_MORE_VARIABLES = (
    r"(?m)^set[ \t]+dotenv[\w-]*|^[ \t]*dotenv:|(?:^|[{,._ \t])env[-_]?file[ \t]*=|\bload_dotenv\b"
    r"|^[ \t]*[-s]?include[ \t]+[^\s=]+|^\[[\w.]*\bactivation\b"
)
MAX_SCRIPT = 200_000  # a longer script is none that people wrote
MAX_LINE = 4_000  # nor is a longer line


class Traces(NamedTuple):
    """How a tool's credential would show in scripts: beginnings of variables, and texts (lower-case) that set it up."""

    variables: tuple[str, ...]
    marks: tuple[str, ...]


class Written(NamedTuple):
    """What scripts write to `$GITHUB_ENV`: names of variables, and whether some of it could not be made out."""

    names: frozenset[str]
    unclear: bool


def settings_of(platform: PlatformName) -> str:
    """The system whose settings give jobs variables that no file has, by its name for people; empty for the others."""
    return "" if platform in {"github", "google", "activestate"} else PLATFORMS[platform]


def reason_for_doubt(around: Surroundings, traces: Traces) -> str:
    """Why a tool may still find a credential that no carrier in the files shows; empty if it certainly finds none."""
    if around.platform == "gitlab":
        return GITLAB
    if system := settings_of(around.platform):
        return f"settings of {system} may hold a credential"
    if not around.hosted:
        return "a container or a runner of one's own may hold a credential"
    if around.unread:
        return around.unread
    opened = _opened_actions(around)
    for step in around.steps:
        if step.condition == Known(False):
            continue
        if why := _doubt_of_step(step, around, traces, opened):
            return why
    return _doubt_of_script(script_so_far(around), around.commands, around, traces) or _doubt_of_tasks(around)


def _doubt_of_tasks(around: Surroundings) -> str:
    """Why the file of a task may bring variables that it does not name: those of other files."""
    for source in around.tasks:
        if found := _more_variables(source.text):
            return f"`{source.path}` has `{found}`, which may bring a credential"
    return ""


@lru_cache(maxsize=16)
def _more_variables(text: str) -> str:
    found = re.search(_MORE_VARIABLES, text)
    return found[0].strip() if found is not None else ""


def _doubt_of_step(step: Step, around: Surroundings, traces: Traces, opened: frozenset[str]) -> str:
    match step.run:
        case Action(name=name) as action:
            if (name.startswith("./") and name[2:] in opened) or leaves_no_credential(action):
                return ""
            return f"`{name}` runs before it and may set a credential"
        case Script() as script:
            known = _known_doubts(step)
            if traces not in known:
                known[traces] = _doubt_of_earlier(step, script, around, traces)
            return known[traces]
        case _:
            return "an earlier step could not be read"


@by_identity(OF_STEPS)
def _known_doubts(_: Step) -> dict[Traces, str]:
    """What was found of a step before, for a job may have very many and each of its uploads asks."""
    return {}


def _doubt_of_earlier(step: Step, script: Script, around: Surroundings, traces: Traces) -> str:
    written = written_by(script.text)
    if written.unclear:
        return "an earlier step writes variables to `$GITHUB_ENV` that cannot be made out"
    for name in written.names:
        if _may_be_credential(name, traces):
            return f"an earlier step writes `{name}` to `$GITHUB_ENV`"
    from tplint.jobs.workspace import taken_apart  # noqa: PLC0415 - for uploads by commands only

    script = taken_apart(step, script)
    return script.unread or _doubt_of_script(script.text, script.commands, around, traces)


def _opened_actions(around: Surroundings) -> frozenset[str]:
    """The folders of the local composite actions whose steps are read: those before the command, and its own."""
    files = {around.within, *(step.within for step in around.steps)}
    return frozenset(posixpath.dirname(file) or "." for file in files if file)


def _doubt_of_script(text: str, commands: tuple[Command, ...], around: Surroundings, traces: Traces) -> str:
    from tplint.uploaders.run_files import doubts_of_files  # noqa: PLC0415 - for uploads by commands only

    of_files = doubts_of_files(commands, around, traces)
    return next(chain(doubts_of_marks(text, traces), _doubts_of_programs(text), of_files), "")


def doubts_of_marks(text: str, traces: Traces) -> Iterator[str]:
    """Why a text that names what sets a credential up may leave one."""
    lower = text.lower()
    return (f"an earlier command names `{mark}`" for mark in traces.marks if mark in lower)


@lru_cache(maxsize=64)
def _doubts_of_programs(text: str) -> tuple[str, ...]:
    """Why a credential may come from programs that nobody has read, or with files that are put into the home folder."""
    doubts = {
        "an earlier command has a line that is too long to be read": foreign_programs.has_long_line(text),
        "a script that is fetched runs before it": foreign_programs.fetches(text),
        "an earlier command signs in somewhere": foreign_programs.signs_in(text),
        "an earlier command puts files into the home folder": _fills_home(text),
    }
    return tuple(doubt for doubt, holds in doubts.items() if holds)


def _fills_home(text: str) -> bool:
    lines = short_lines(text) if "~" in text or "HOME" in text else ()
    return any(re.search(_HOME, line) and re.search(_COPIES, line) for line in lines)


def is_doubtful(written: Written, traces: Traces) -> bool:
    """Whether what a script writes to `$GITHUB_ENV` may be a credential."""
    return written.unclear or any(_may_be_credential(name, traces) for name in written.names)


def _may_be_credential(name: str, traces: Traces) -> bool:
    return name.startswith((*traces.variables, "HOME", "PYPI"))


def written_by(text: str) -> Written:
    """The variables that a script writes to `$GITHUB_ENV`."""
    names = [match[1] for line in short_lines(text) if (match := re.search(_WRITES, line))]
    return Written(frozenset(names), unclear=len(re.findall(_ENV_FILE, text)) > len(names))


def short_lines(text: str) -> Iterator[str]:
    """The lines of a script that people can have written, continued ones as one."""
    return (line for line in re.sub(r"\\\n\s*", " ", text).splitlines() if len(line) <= MAX_LINE)


@by_identity(16)
def written_names(steps: tuple[Step, ...]) -> frozenset[str]:
    """The variables that earlier steps certainly write to `$GITHUB_ENV`."""
    texts = (step.run.text for step in steps if isinstance(step.run, Script))
    return frozenset(name for text in texts if re.search(_ENV_FILE, text) for name in written_by(text).names)


def script_so_far(around: Surroundings) -> str:
    """The text of the same script, and of the tasks it is part of, before the command."""
    spans: dict[str, tuple[Source, int, int]] = {}
    for command in around.commands:
        at = command.at
        source, start, end = spans.get(at.source.path, (at.source, at.start, at.end))
        spans[at.source.path] = (source, min(start, at.start), max(end, at.end))
    redirections = (f"> {command.redirected_to}" for command in around.commands if command.redirected_to)
    commands = (" ".join(word.raw for word in command.words) for command in around.commands)
    return "\n".join((*(source.text[start:end] for source, start, end in spans.values()), *commands, *redirections))
