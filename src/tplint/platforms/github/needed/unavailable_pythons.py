"""Jobs that an upload waits for → the versions of Python that setup-python certainly does not find for their runners.

Among them is 3.1: it is what YAML makes of a `3.10` without quotes.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import get, items, place
from tplint.model import Action, Known
from tplint.platforms.github.expressions.values import to_string
from tplint.platforms.github.matrix import rows, to_json, typed
from tplint.platforms.github.needed.jobs import awaited
from tplint.platforms.github.runners import runner
from tplint.platforms.github.scope import NOTHING_CHOSEN, Scope
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place
    from tplint.model import Job, Repository, Value
    from tplint.platforms.github.matrix import Row
    from tplint.platforms.github.needed.jobs import Awaited

# The oldest Python 3 for each runner, and its architecture, as of August 2026. For Windows there are all.
# https://github.com/actions/python-versions/blob/main/versions-manifest.json
_OLDEST = {
    "ubuntu-22.04": (7, "x64"),
    "ubuntu-24.04": (8, "x64"),
    "ubuntu-26.04": (10, "x64"),
    "ubuntu-latest": (8, "x64"),
    "ubuntu-22.04-arm": (8, "arm64"),
    "ubuntu-24.04-arm": (8, "arm64"),
    "ubuntu-26.04-arm": (10, "arm64"),
    "macos-14": (8, "arm64"),
    "macos-15": (8, "arm64"),
    "macos-26": (8, "arm64"),
    "macos-latest": (8, "arm64"),
    "macos-15-intel": (5, "x64"),
}
# The same for a label that another image gets, as announced: Ubuntu 26.04 by 19 November 2026.
# https://github.com/actions/runner-images/issues/14748
_COMING = {"ubuntu-latest": 10}
_OLD = r"(?:2\.7|3\.([4-9]))(?:\.(?:\d+|x))?"
_READ = r"\$\{\{ *(env|matrix)\.([\w-]+) *\}\}"


class Lack(NamedTuple):
    """A version that is not there for the runner of ``label``, and where it is written.

    It is ``coming`` where only the image that the label is given to lacks it.
    """

    version: str
    at: Place
    label: str
    coming: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the file says `3.10` without quotes."""
        return self.version == "3.1" and self.at.text == "3.10"

    @property
    def oldest(self) -> str:
        """The oldest version that there is, and will be."""
        return f"3.{_COMING.get(self.label, _OLDEST[self.label][0])}"

    @property
    def architecture(self) -> str:
        """The runner's, as the action calls it."""
        return _OLDEST[self.label][1]


def unavailable_pythons(repository: Repository) -> Iterator[tuple[Awaited, Lack]]:
    """Each such version of which setup-python is certainly asked before an upload.

    The rows of an upload's own job start without each other.
    """
    for each in awaited(repository, "setup-python"):
        matrix = get(each.job.node, "strategy", "matrix")
        if not each.job.container and (not each.is_own or matrix is None):
            for action in _set_up(each):
                yield from ((each, lack) for lack in _lacking(action, each.job, matrix))


def absent_files(repository: Repository) -> Iterator[tuple[Awaited, Value]]:
    """Each file that setup-python certainly is to take a version from before an upload, and that is not there."""
    if repository.absent_version_files:
        for each in awaited(repository, "setup-python"):
            for action in _set_up(each):
                given = action.inputs.get("python-version-file")
                if given is not None and given.value.at in repository.absent_version_files:
                    yield each, given.value


def _set_up(each: Awaited) -> Iterator[Action]:
    """The uses of setup-python that certainly run, and stop the job if they fail."""
    for step in each.job.steps:
        if each.is_own and step.at == each.upload.step.at:
            return
        certain = step.condition == Known(True) and step.continues_on_error == Known(False)
        if certain and isinstance(step.run, Action) and step.run.name == "actions/setup-python":
            yield step.run


def _lacking(action: Action, job: Job, matrix: Node | None) -> Iterator[Lack]:
    for row in rows(matrix) or ({},) if "architecture" not in action.inputs else ():
        label = _label(job, matrix, row)
        for version, at in _asked(action, job, row) if label in _OLDEST else ():
            lack, old = Lack(version, at, label), re.fullmatch(_OLD, version)
            minor, oldest = int(old[1] or 0) if old else 0, _OLDEST[label][0]
            if (old or lack.is_number) and minor < _COMING.get(label, oldest):
                yield lack._replace(coming=minor >= oldest)


def _asked(action: Action, job: Job, row: Row) -> Iterator[tuple[str, Place]]:
    """The version that is asked for in a row of the matrix, and where it is written: there, in a variable, or here."""
    given = action.inputs.get("python-version")
    read = re.fullmatch(_READ, given.value.raw) if given is not None else None
    if read is not None and read[1] == "matrix":
        matrix = get(job.node, "strategy", "matrix")
        nodes = (*items(get(matrix, read[2])), *(get(extra, read[2]) for extra in items(get(matrix, "include"))))
        for node in nodes if read[2] in row else ():
            if node is not None and to_json(node) == row[read[2]]:
                yield to_string(row[read[2]]), place(job.at.source, node)
    elif given is not None:
        named = given if read is None else action.env.get(read[2])
        if named is not None and isinstance(named.value.fact, Known):
            version, at = named.value.fact.value, named.value.at
            # without quotes it is a number, and written anew
            yield to_string(typed(version)) if at.text == version else version, at


def _label(job: Job, matrix: Node | None, row: Row) -> str:
    """The label of the hosted runner that a job asks for in a row; empty where it is not known."""
    on = get(job.node, "runs-on")
    scope = Scope(job.at.source, matrix=matrix, assignment=NOTHING_CHOSEN.choose("matrix 0", row))
    asked = runner(job.at.source, on, scope.value)
    return asked.value.label.lower() if isinstance(asked, Known) and asked.value.hosted else ""
