"""TP517: one artifact name is written more than once in a run that an upload needs; v4 and newer refuse that."""

from __future__ import annotations

from tplint.documents.nodes import get
from tplint.findings import Related, Rule
from tplint.platforms.github.artifacts.written_artifacts import overwritten, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts.storage import Stored

RULE = Rule(
    code="TP517",
    name="artifact-name-collision",
    level="error",
    summary="`actions/upload-artifact` writes one name twice in a run that an upload needs",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each name, at the place that is refused."""
    seen: set[Place] = set()
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi"):
            continue
        for name, writers in written(upload, repository).items():
            at = writers[-1][1].at
            if sum(times for times, _ in writers) > 1 and at not in seen:
                seen.add(at)
                yield _finding(name, [stored for _, stored in writers], upload)
        for name, stored in overwritten(upload, repository):
            if stored.at not in seen:
                seen.add(stored.at)
                yield _loss(name, stored, upload)


def _finding(name: str, writers: list[Stored], upload: Upload) -> Finding:
    last, first = writers[-1], writers[0]
    jobs = dict.fromkeys(f"`{stored.job.id}`" for stored in writers)
    several = len({stored.at for stored in writers}) > 1
    who = f"jobs {' and '.join(jobs)} write" if len(jobs) > 1 else f"job {next(iter(jobs))} writes"
    return RULE.finding(
        last.at,
        f"{who} the artifact `{name}` more than once in a run",
        label="the name is taken by then" if several else "more than one row of the matrix writes this name",
        related=(
            *((Related(first.at, "written here first"),) if several else ()),
            Related(upload.at, "this upload waits for it"),
        ),
        consequence='the job would stop with "(409) Conflict: an artifact with this name already exists"',
        fix=f"give every artifact a name of its own{_example(name, last, several=several)}, and download them with "
        "`pattern` and `merge-multiple: true`",
    )


def _loss(name: str, stored: Stored, upload: Upload) -> Finding:
    return RULE.finding(
        stored.at,
        f"each row of job `{stored.job.id}` overwrites the artifact `{name}`",
        label="the wheels of one row are left",
        related=(Related(upload.at, "this upload waits for it"),),
        consequence="the release would lack the wheels of all other rows",
        fix=f"give every artifact a name of its own{_example(name, stored, several=False)}, without `overwrite`, and "
        "download them with `pattern` and `merge-multiple: true`",
        level="warning",
    )


def _example(name: str, stored: Stored, *, several: bool) -> str:
    """A name that is taken by nobody else; the rows may be those of a job that calls the workflow."""
    if several:
        return f", such as `{name}-{stored.job.id}`"
    has_rows = get(stored.job.node, "strategy", "matrix") is not None
    return f", such as `{name}-${{{{ strategy.job-index }}}}`" if has_rows else ""
