"""An upload → the artifact names that its run certainly writes before it, and how often."""

from __future__ import annotations

import re

from tplint.documents.nodes import get
from tplint.model import Known
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.needed.jobs import needed
from tplint.platforms.github.step_conditions import rows_of
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts.storage import Stored

_DELETES = r"(?i)delete[ _-]?artifact|\bdelete\b.{0,200}artifacts/|artifacts/.{0,200}\bdelete\b"


def written(upload: Upload, repository: Repository) -> dict[str, list[tuple[int, Stored]]]:
    """Artifact names, and what certainly writes them in a run that reaches the upload, each with how often.

    None where a job may delete artifacts meanwhile.
    """
    found: dict[str, list[tuple[int, Stored]]] = {}
    for times, name, stored in _writes(upload, repository):
        if not stored.overwrites:
            found.setdefault(name, []).append((times, stored))
    return found


def overwritten(upload: Upload, repository: Repository) -> Iterator[tuple[str, Stored]]:
    """Artifact names under which each row of a matrix stores wheels of its own in place of those before.

    Rows of cibuildwheel build for their runner; of others the wheels may be the same.
    """
    for times, name, stored in _writes(upload, repository):
        start, end = stored.job.node.bounds
        if (
            stored.overwrites
            and times > 1
            and storage.names_distributions(stored)
            and "cibuildwheel" in stored.job.at.source.text[start:end]
        ):
            yield name, stored


def _writes(upload: Upload, repository: Repository) -> Iterator[tuple[int, str, Stored]]:
    """Each step that certainly stores an artifact of a known name by v4 or newer, and how often."""
    run = needed(upload, repository)
    if any(_deletes(each.job.node, each.job.at.source) for each in run):
        return
    for each in run:
        if get(each.job.node, "continue-on-error") is not None:
            continue
        for stored in storage.stored(each.job):
            if isinstance(stored.name, Known) and _has_unique_name(stored):
                times = each.calls * rows_of(upload, each.job, stored.step)
                if times:
                    yield times, stored.name.value, stored


def _has_unique_name(stored: Stored) -> bool:
    version = stored.major
    return (
        isinstance(version, Known)
        and version.value >= storage.UNIQUE_SINCE
        and stored.step.continues_on_error == Known(False)
    )


@by_identity(64)
def _deletes(job: Node, source: Source) -> bool:
    """Whether a job speaks of deleting artifacts: an action's name, or a call of GitHub's API."""
    return re.search(_DELETES, source.text[slice(*job.bounds)]) is not None
