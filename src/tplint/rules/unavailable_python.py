"""TP535: an upload waits for a job that sets up a Python which its runner lacks, such as 3.1."""

from __future__ import annotations

from tplint.findings import Edit, Fix, Rule
from tplint.platforms.github.needed.unavailable_pythons import absent_files, unavailable_pythons

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Value
    from tplint.platforms.github.needed.jobs import Awaited
    from tplint.platforms.github.needed.unavailable_pythons import Lack

RULE = Rule(
    code="TP535",
    name="unavailable-python",
    level="error",
    summary="an upload waits for a job that sets up a Python which its runner lacks: `3.10` without quotes is 3.1",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each version, and for each file without one."""
    seen: set[Place] = set()
    for awaited, lack in unavailable_pythons(repository):
        if lack.at not in seen:
            seen.add(lack.at)
            yield _finding(awaited, lack)
    for awaited, named in absent_files(repository):
        if named.at not in seen:
            seen.add(named.at)
            yield _without_file(awaited, named)


def _without_file(awaited: Awaited, named: Value) -> Finding:
    refused = f"The specified python version file at: {named.raw} doesn't exist."
    return RULE.finding(
        named.at,
        f"job `{awaited.job.id}` takes the version of Python from `{named.raw}`, which is not in the repository",
        label="no such file",
        related=awaited.related,
        consequence=f'the job would stop with "{refused}", and nothing is uploaded',
        fix="name a version by `python-version`, or commit the file",
    )


def _finding(awaited: Awaited, lack: Lack) -> Finding:
    written, asks = lack.at.text, f"job `{awaited.job.id}` asks for Python {lack.version}"
    if lack.is_number:
        message, label = f"{asks}: `{written}` has no quotes", f"YAML reads the number {lack.version}"
        remedy: Fix | str = Fix(f'write `"{written}"`', "safe", (Edit(lack.at, f'"{written}"'),))
    else:
        message = f"{asks}, which `{lack.label}` does not have" + (" as Ubuntu 26.04" if lack.coming else "")
        label = f"Python {lack.oldest} is the oldest there"
        remedy = f"ask for Python {lack.oldest} or newer"
        if lack.coming:
            remedy += ", or for the runner `ubuntu-24.04`"
        elif not awaited.is_own:
            remedy += ", or leave it out"
    refused = f"The version '{lack.version}' with architecture '{lack.architecture}' was not found"
    where = "GitHub gives the label to Ubuntu 26.04 by 19 November 2026; there " if lack.coming else ""
    return RULE.finding(
        lack.at,
        message,
        label=label,
        related=awaited.related,
        consequence=f'{where}the job would stop with "{refused}", and nothing is uploaded',
        fix=remedy,
        level="warning" if lack.coming else "error",
    )
