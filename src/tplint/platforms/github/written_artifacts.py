"""An upload → the artifact names that its run certainly writes before it, and how often."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.model import Known
from tplint.platforms.github import artifacts
from tplint.platforms.github.needed_jobs import needed
from tplint.platforms.github.step_conditions import alike_in_all_rows, runs_in_run_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts import Stored
    from tplint.platforms.github.needed_jobs import Needed


def written(upload: Upload, repository: Repository) -> dict[str, list[tuple[int, Stored]]]:
    """Artifact names, and what certainly writes them in a run that reaches the upload, each with how often."""
    found: dict[str, list[tuple[int, Stored]]] = {}
    for each in needed(upload, repository):
        if get(each.job.node, "continue-on-error") is not None:
            continue
        for stored in artifacts.stored(each.job):
            if isinstance(stored.name, Known) and _surely_writes(stored, each, upload):
                found.setdefault(stored.name.value, []).append((each.copies, stored))
    return found


def _surely_writes(stored: Stored, of: Needed, upload: Upload) -> bool:
    version = stored.major
    return (
        isinstance(version, Known)
        and version.value >= artifacts.UNIQUE_SINCE
        and not stored.overwrites
        and stored.step.continues_on_error == Known(False)
        and runs_in_run_of(upload, stored.step)
        and (of.copies == 1 or alike_in_all_rows(of.job, stored.step))
    )
