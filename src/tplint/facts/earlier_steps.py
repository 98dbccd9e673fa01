"""What surrounded an upload when it was recognised, as far as rules ask for it again."""

from __future__ import annotations

from tplint.model import Known, Script
from tplint.uploaders.sightings import Surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Upload


def surroundings(upload: Upload) -> Surroundings:
    """The steps and commands before an upload; scripts in other files count as not read."""
    runner, steps = upload.job.runner, upload.job.steps
    position = next((i for i, step in enumerate(steps) if step.node is upload.step.node), 0)
    commands = upload.step.run.commands if isinstance(upload.step.run, Script) else ()
    return Surroundings(
        platform=upload.platform,
        hosted=isinstance(runner, Known) and runner.value.hosted and not upload.job.container,
        steps=steps[:position],
        commands=tuple(command for command in commands if command.at.start < upload.run.at.start),
        unread=next((step.run.unread for step in steps[:position] if isinstance(step.run, Script)), ""),
        read=lambda _: None,
        tasks=tuple(command.at.source for command in upload.through),
        within=upload.step.within,
    )
