"""TP519: the uploader refuses its own command line."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.model import Command, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP519",
    name="refused-command-line",
    level="error",
    summary="the uploader's own parser refuses the command line, so that nothing is uploaded",
    platforms=(),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each option or value that is refused."""
    for upload in repository.uploads:
        elsewhere = isinstance(upload.target, Known) and upload.target.value.name == "other"
        if elsewhere or not isinstance(upload.run, Command):
            continue
        from tplint.facts.refused_options import faults  # noqa: PLC0415 - for uploads by a command only

        for fault in faults(upload):
            tool = upload.uploader.name
            yield RULE.finding(
                fault.at,
                f"job `{upload.job.id}` calls {tool} in a way that it refuses: {fault.what}",
                label="refused",
                consequence=f'{tool} would stop with "{fault.words}"' if fault.words else f"{tool} would stop",
                fix=fault.remedy,
            )
