"""What the commands of a script do to the workspace."""

from __future__ import annotations

from tplint.documents.source import Place, Source
from tplint.jobs.workspace_commands import kind_of
from tplint.model import Known, Unknown
from tplint.shell import read_script


def kinds(script: str) -> list[str]:
    source = Source("x.yml", script)
    read = read_script(
        script,
        place=lambda start, end: Place(source, start, end),
        env={},
        hole=Unknown,
        folder=Known("."),
    )
    return [kind_of(command) for command in read.commands]
