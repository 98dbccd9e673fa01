"""Which version of uv runs: what was asked for, what `setup-uv` or an installer fetches, or the project requires."""

from __future__ import annotations

import re

from tplint.commands.options import visible
from tplint.model import Action, Known, Script, Unknown
from tplint.uploaders import pins
from tplint.uploaders.tables import read_table, table, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.commands.invocations import Invocation
    from tplint.model import Fact
    from tplint.uploaders.sightings import Surroundings
    from tplint.uploaders.uv_settings import Settings

_INSTALLER = r"astral\.sh/uv/(?:(\d[\w.]*)/)?install\.(?:sh|ps1)"


def specifier(call: Invocation, around: Surroundings, settings: Fact[Settings]) -> Fact[str]:
    """The specifier that chooses uv's version; the last step that installs it decides."""
    if "uv" in call.requested:
        return pins.specifier("uv", call, around)
    before = "\n".join(visible(word) for command in around.commands for word in command.words)
    if installed := _installed(before):
        return installed
    for step in reversed(around.steps):
        match step.run:
            case Action(name="astral-sh/setup-uv") as action:
                return _of_action(action, around, settings)
            case Script(text=script) if installed := _installed(script):
                return installed
            case Action(name="jdx/mise-action" | "prefix-dev/setup-pixi"):
                return Unknown("another tool's settings choose the version of uv")
            case _:
                continue
    return pins.specifier("uv", call, around)


def _installed(script: str) -> Known[str] | None:
    """The version that uv's own installer fetches; None where a script does not run it."""
    found = re.search(_INSTALLER, script)
    if found is None:
        return None
    return Known(f"=={found[1]}") if found[1] else pins.UNPINNED


def _of_action(action: Action, around: Surroundings, settings: Fact[Settings]) -> Fact[str]:
    """The version that `setup-uv` installs: its input, else what the project requires, else the newest."""
    given = action.inputs.get("version")
    if given is not None and given.value.fact != Known(""):
        return given.value.fact.map(lambda value: "" if value == "latest" else _completed(value))
    if "version-file" in action.inputs:
        return Unknown("`version-file` chooses the version of uv", action.at)
    required = _required(around, settings)
    return Known(_completed(required)) if required else pins.UNPINNED


def _required(around: Surroundings, settings: Fact[Settings]) -> str | None:
    if isinstance(settings, Known) and (found := text(settings.value.table, "required-version")):
        return found
    for path, keys in (("uv.toml", ()), ("pyproject.toml", ("tool", "uv"))):
        if found := text(table(read_table(around, path), *keys), "required-version"):
            return found
    return None


def _completed(version: str) -> str:
    """A bare version with its operator: `0.5` and `0.5.x` are the newest of that line, `0.5.1` is exact."""
    if not version[:1].isdigit():
        return version
    version = version.removesuffix(".x").removesuffix(".*")
    return f"=={version}" if version.count(".") > 1 else f"=={version}.*"
