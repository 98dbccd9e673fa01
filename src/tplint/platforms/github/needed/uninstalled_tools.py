"""Jobs that an upload waits for → the first tool that each runs and that nothing before it has installed.

A Python of setup-python has pip, up to 3.11 setuptools as well, and the images of hosted runners have none of these
tools: https://github.com/actions/runner-images/tree/main/images
"""

from __future__ import annotations

import re

from tplint.commands.invocations import invocation
from tplint.commands.options import parse, visible
from tplint.jobs.workspace import CACHES, effects
from tplint.jobs.workspace_commands import PIP
from tplint.model import Action, Command, Known
from tplint.platforms.github.needed.jobs import awaited, stops
from tplint.pypi.names import normalize
from tplint.records import NamedTuple
from tplint.shell.wrappers import requirement_name
from tplint.signs import PIP_TOOLS, may_lack_tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.documents.source import Place
    from tplint.jobs.workspace import Effect
    from tplint.model import Repository
    from tplint.platforms.github.needed.jobs import Awaited

_PYTHONS = frozenset({"python", "python3"})
# Projects that bring neither one of the tools nor setuptools, and those that bring the latter.
_ALONE = frozenset({
    "black", "build", "coverage", "cython", "flake8", "flit", "flit-core", "hatchling", "isort", "mypy", "nox", "numpy",
    "packaging", "pip", "pkginfo", "pytest", "pytest-cov", "readme-renderer", "requests", "ruff", "toml", "tomli",
    "tox", "twine", "virtualenv", "wheel",
})  # fmt: skip
_WITH_SETUPTOOLS = frozenset({"setuptools", "setuptools-scm"})
# Options by which pip installs more than it names, or elsewhere.
_OTHERWISE = frozenset({"--editable", "--group", "--prefix", "--requirement", "--root", "--target"})
# Whatever else setup-python is asked for leaves its Python as it is.
_PLAIN = frozenset({
    "allow-prereleases", "architecture", "cache", "cache-dependency-path", "check-latest", "python-version",
    "python-version-file", "token",
})  # fmt: skip
_WITHOUT_SETUPTOOLS = r"3|3\.x|3\.(?:1[2-9]|[2-9]\d)(?:\.\w+)?"
_BRINGS_NOTHING = frozenset({"build", "files", "nothing", "test"})
_BRINGING_NOTHING = frozenset({"actions/setup-node", "step-security/harden-runner"})


class Uninstalled(NamedTuple):
    """A project that is missing, the command that needs it, and the step that sets up a Python without it."""

    project: str
    command: Command
    python: Place

    @property
    def is_module(self) -> bool:
        """Whether Python is asked to run it, as in `python -m build`."""
        return visible(self.command.words[0]) in _PYTHONS


def uninstalled_tools(repository: Repository) -> Iterator[tuple[Awaited, Uninstalled]]:
    """The first such tool of each job on a hosted runner; jobs in containers have what their image has."""
    for each in awaited(repository, "setup-python"):
        if not may_lack_tool(each.job):
            continue
        runner = each.job.runner
        is_hosted = isinstance(runner, Known) and runner.value.hosted and not each.job.container
        found = _first(each) if is_hosted else None
        if found is not None:
            yield each, found


def _first(each: Awaited) -> Uninstalled | None:
    ends = {each.upload.at, each.upload.run.at} if each.is_own else set()
    installed: frozenset[str] = frozenset()
    python: Action | None = None
    for step in each.job.steps:
        for effect in effects(step):
            if (set_up := _set_up_by(effect)) is not None:
                python = set_up
                continue
            call = invocation(effect.run) if isinstance(effect.run, Command) else None
            if call is not None and python is not None:
                project = _needed(call, python)
                if project and project not in installed:
                    certain = stops(step, effect, call.command)
                    return Uninstalled(project, call.command, python.at) if certain else None
            brought = _brought_by_command(call, effect) if call is not None else _brought_by_action(effect)
            if brought is None or effect.at in ends:
                return None
            installed |= brought
    return None


def _set_up_by(effect: Effect) -> Action | None:
    """The action, where it certainly leaves a plain Python."""
    match effect.run:
        case Action(name="actions/setup-python", inputs=inputs) as action:
            return action if effect.certain and _PLAIN.issuperset(inputs) else None
    return None


def _needed(call: Invocation, python: Action) -> str:
    """The project that a command without a wrapper certainly needs; empty where that may be none."""
    if visible(call.command.words[0]) not in {*_PYTHONS, call.program} or call.command.folder != Known("."):
        return ""
    if call.program == "setup.py":
        version = python.inputs.get("python-version")
        fact = version.value.fact if version is not None else None
        return "setuptools" if isinstance(fact, Known) and re.fullmatch(_WITHOUT_SETUPTOOLS, fact.value) else ""
    return call.program if call.program in PIP_TOOLS else ""


def _brought_by_action(effect: Effect) -> frozenset[str] | None:
    """Nothing, or None where an action or an unread script may install something."""
    name = effect.run.name if isinstance(effect.run, Action) else ""
    is_harmless = effect.kind in _BRINGS_NOTHING and name not in CACHES
    return frozenset() if is_harmless or name in _BRINGING_NOTHING else None


def _brought_by_command(call: Invocation, effect: Effect) -> frozenset[str] | None:
    """The projects that a command installs; None where they are not all known."""
    if call.program not in {"pip", "pip3"}:
        return frozenset() if effect.kind in _BRINGS_NOTHING else None
    options = parse(call.words, PIP)
    names = {normalize(requirement_name(visible(word))) for word in options.arguments[1:]}
    if options.unread or not names <= _ALONE | _WITH_SETUPTOOLS or not _OTHERWISE.isdisjoint(options.values):
        return None
    return frozenset(names | ({"setuptools"} if names & _WITH_SETUPTOOLS else set()))
