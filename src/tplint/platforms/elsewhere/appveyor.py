"""AppVeyor's `appveyor.yml` → its one job, whose lines are for `cmd`, PowerShell or a shell.

https://www.appveyor.com/docs/appveyor-yml/
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, place
from tplint.platforms.elsewhere.found import FoundJob, Lines, written
from tplint.platforms.elsewhere.merged import entries, get, listed
from tplint.platforms.elsewhere.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.model import Input

_PHASES = (
    "init", "install", "before_build", "build_script", "after_build", "before_test", "test_script", "after_test",
    "before_deploy", "deploy_script", "after_deploy", "on_success", "on_finish",
)  # fmt: skip
_SHELLS = {"ps": "pwsh", "pwsh": "pwsh", "sh": "bash", "cmd": "cmd"}
_PERCENT = re.compile(r"%(\w+)%")


def jobs(document: Document) -> Iterator[FoundJob]:
    """The job with the lines of all phases."""
    root, source = document.root, document.source
    if not isinstance(root, Mapping) or not root.pairs:
        return
    steps = tuple(step for name in _PHASES for item in listed(get(root, name)) for step in _lines(source, item))
    if steps:
        own_cloud = get(root, "build_cloud") is not None
        yield FoundJob(
            "build", place(source, root.pairs[0].key), steps, _environment(source, root), hosted=not own_cloud
        )


def _environment(source: Source, root: Node) -> dict[str, Input]:
    """The variables that all builds have: those beside `global` and `matrix`, and those in `global`."""
    given = settings(source, get(root, "environment"))
    beside = {name: each for name, each in given.items() if name not in {"global", "matrix", "jobs"}}
    return {**beside, **settings(source, get(root, "environment", "global"))}


def _lines(source: Source, item: Node) -> Iterator[Lines]:
    """One line; without a shell it is for `cmd`, or for the shell of a Linux image."""
    if isinstance(item, Scalar):
        yield _line(source, item, "cmd")
    for name, entry in entries(item).items():
        if name in _SHELLS and isinstance(entry.value, Scalar):
            yield _line(source, entry.value, _SHELLS[name])


def _line(source: Source, line: Scalar, shell: str) -> Lines:
    piece = written(source, line, _for_shell) if shell == "cmd" else written(source, line)
    return Lines((piece,), place(source, line), shell="bash" if shell == "cmd" else shell)


def _for_shell(line: str) -> str:
    """A line of `cmd` as a shell reads it: `%NAME%` is a variable, and the backslashes of paths are slashes."""
    return _PERCENT.sub(r"${\1}", line).replace("\\", "/")
