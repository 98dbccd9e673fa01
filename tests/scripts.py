"""Scripts for tests: read as a job runs them, and what their commands are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown, Value, Variable
from tplint.shell import read_script

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Command, Fact, Script

OPEN, CLOSE = "${{", "}}"


def read(
    text: str, *, env: Mapping[str, str] | None = None, holes: Mapping[str, str] | None = None, program: str = "bash"
) -> Script:
    source = Source("script", text)

    def hole(inner: str) -> Fact[str]:
        name = inner.strip()
        return Known(holes[name]) if holes and name in holes else Unknown("set from an expression", origins=(name,))

    whole = Place(source, 0, 0)
    variables = {name: Variable(Value(value, Known(value), whole), whole, "job") for name, value in (env or {}).items()}
    return read_script(
        text,
        place=lambda start, end: Place(source, start, end),
        env=variables,
        hole=hole,
        folder=Known(""),
        shell=program,
    )


def argvs(script: Script) -> list[list[str | None]]:
    return [list(command.argv) for command in script.commands]


def command_of(script: Script, name: str = "twine") -> Command:
    found = [command for command in script.commands if command.argv[0] == name]
    assert found, argvs(script)
    return found[0]


def shown_env(command: Command) -> dict[str, str | None]:
    return {
        name: item.value.fact.value if isinstance(item.value.fact, Known) else None
        for name, item in command.env.items()
    }
