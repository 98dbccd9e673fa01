"""Steps that look at distributions before anything uploads them → the newest core metadata that they take.

`build-and-inspect-python-package` builds a project and runs its own `twine check` on what comes out.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import get
from tplint.metadata.versions import commented
from tplint.model import Action, Known, may_say
from tplint.platforms.github.needed.jobs import needed
from tplint.platforms.github.step_conditions import runs_in_run_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Project, Repository, Upload

NAME = "hynek/build-and-inspect-python-package"
READS = (2, 4)  # up to v2.18.0, the last of v2; v3 has twine 7
_OLD = r"v?[12](?:\.\d+)*"


def outdated(upload: Upload, repository: Repository) -> Iterator[Action]:
    """Inspections that certainly run before an upload, by a release that takes no metadata newer than ``READS``."""
    for each in needed(upload, repository):
        if not may_say(each.job, NAME) or get(each.job.node, "continue-on-error") is not None:
            continue
        for step in each.job.steps:
            action = step.run
            if (
                isinstance(action, Action)
                and action.name == NAME
                and _is_old(action)
                and step.continues_on_error == Known(False)
                and runs_in_run_of(upload, step)
            ):
                yield action


def inspected(action: Action, projects: tuple[Project, ...]) -> Project | None:
    """The project in the folder that is built, if that is known."""
    given = action.inputs.get("path")
    folder = given.value.fact if given is not None else Known(".")
    if not isinstance(folder, Known):
        return None
    return next((project for project in projects if _plain(project.folder) == _plain(folder.value)), None)


def _plain(folder: str) -> str:
    return folder.removeprefix("./").strip("/").removeprefix(".")


def _is_old(action: Action) -> bool:
    """Whether a tag, or the comment behind a commit, says so."""
    return re.fullmatch(_OLD, commented(action) or action.ref) is not None
