"""Jobs that an upload waits for → the `3.10` without quotes, which YAML reads as 3.1, that setup-python is given there.

https://github.com/actions/setup-python/blob/main/docs/advanced-usage.md#specifying-a-python-version
"""

from __future__ import annotations

import re

from tplint.documents.nodes import get, items, place
from tplint.model import Action, Known
from tplint.platforms.github.matrix import rows
from tplint.platforms.github.needed.jobs import awaited

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place
    from tplint.model import Repository
    from tplint.platforms.github.needed.jobs import Awaited

_VERSION, _NUMBER = "3.10", 3.1
_READ = r"\$\{\{ *(env|matrix)\.([\w-]+) *\}\}"


def unquoted_versions(repository: Repository) -> Iterator[tuple[Awaited, Place]]:
    """Each such version that certainly reaches setup-python before an upload.

    The rows of an upload's own job start without each other.
    """
    for each in awaited(repository, "setup-python"):
        matrix = get(each.job.node, "strategy", "matrix")
        if not each.is_own or matrix is None:
            for action in _set_up(each):
                yield from ((each, at) for at in _origins(action, each.job.at, matrix) if _is_unquoted(at))


def _set_up(each: Awaited) -> Iterator[Action]:
    """The uses of setup-python that certainly run, and stop the job if they fail."""
    for step in each.job.steps:
        if each.is_own and step.at == each.upload.step.at:
            return
        certain = step.condition == Known(True) and step.continues_on_error == Known(False)
        if certain and isinstance(step.run, Action) and step.run.name == "actions/setup-python":
            yield step.run


def _origins(action: Action, job: Place, matrix: Node | None) -> Iterator[Place]:
    """Where the version is written: at the action, or in the variable or the matrix that it is read from."""
    given = action.inputs.get("python-version")
    if given is None:
        return
    read = re.fullmatch(_READ, given.value.raw)
    if read is None:
        yield given.value.at
    elif read[1] == "env" and read[2] in action.env:
        yield action.env[read[2]].value.at
    elif read[1] == "matrix" and any(row.get(read[2]) == _NUMBER for row in rows(matrix) or ()):
        entries = (get(row, read[2]) for row in items(get(matrix, "include")))
        nodes = (*items(get(matrix, read[2])), *entries)
        yield from (place(job.source, node) for node in nodes if node is not None)


def _is_unquoted(at: Place) -> bool:
    return at.text == _VERSION and not at.source.text.endswith("!!str ", 0, at.start)
