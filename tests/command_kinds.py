"""What the commands of a script do to the workspace."""

from __future__ import annotations

import scripts
from tplint.jobs.workspace_commands import kind_of


def kinds(script: str) -> list[str]:
    return [kind_of(command) for command in scripts.read(script).commands]
