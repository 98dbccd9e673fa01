"""A variable of uploads that change → what else in the pipeline could need it, so that it has to stay."""

from __future__ import annotations

from tplint.documents.nodes import get, text
from tplint.facts.identity_tokens import stands_in
from tplint.facts.other_uploads import uploads_in
from tplint.model import Script
from tplint.records import NamedTuple
from tplint.remedies.carriers import is_written, may_stay, mentions
from tplint.uploaders.credentials import TOKEN_USER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.documents.source import Place
    from tplint.model import Job, Repository, Upload, Variable


class Use(NamedTuple):
    """A variable that some uploads of a ``group`` get, which change together.

    ``gone`` is all that the change removes of commands and values. ``jobs`` are those of the uploads.
    """

    repository: Repository
    group: Sequence[Upload]
    name: str
    variable: Variable
    gone: str
    jobs: tuple[Job, ...]

    @property
    def is_shared(self) -> bool:
        """Whether it stands outside its job, so that all jobs of the file may get it, or all that extend an entry."""
        return not all(stands_in(job, self.variable.key) for job in self.jobs)


def use(repository: Repository, group: Sequence[Upload], name: str, variable: Variable, gone: str) -> Use:
    """A variable with those who get it."""
    jobs = {upload.job.id: upload.job for upload in group if _gets(upload, name, variable)}
    return Use(repository, group, name, variable, gone, tuple(jobs.values()))


def place_of(upload: Upload) -> tuple[str, str, Place]:
    """What tells uploads from each other: jobs may have a script in common, and an upload has its alternatives."""
    return upload.pipeline.path, upload.job.id, upload.at


def other_use(of: Use) -> str:
    """Why a variable has to stay; empty if it can go."""
    if not is_written(of.name, of.variable):
        return "the variable is set elsewhere"
    reasons = (*(_of_others(of) if of.is_shared else _of_job(of)), *_of_readers(of))
    return next(filter(None, reasons), "")


def _gets(upload: Upload, name: str, variable: Variable) -> bool:
    given = upload.run.env.get(name)
    return given is not None and given.key == variable.key


def _of_job(of: Use) -> Iterator[str]:
    """What stands in the job, and what would come into force in place of the variable."""
    (job,) = of.jobs
    source, span = of.variable.key.source, job.node.span
    if mentions(source.text[slice(*span)], of.name) != _definitions(of, [job]) + mentions(of.gone, of.name):
        yield "the variable is read elsewhere, or set twice"
    root = of.group[0].pipeline.document.root
    around = [node for holder in ("env", "variables") if (node := get(root, holder, of.name)) is not None]
    if any(not (may_stay(of.name) and text(node) == TOKEN_USER) for node in around) or _may_inherit(of, job):
        yield "the variable is set for other jobs, too"


def _definitions(of: Use, jobs: Sequence[Job]) -> int:
    """How often the file gives the variable to uploads of these jobs that change: the rules of a job may, too."""
    source, names = of.variable.key.source, {job.id for job in jobs}
    given = [each.run.env.get(of.name) for each in of.group if each.job.id in names]
    return len({each.key for each in given if each is not None and each.key.source == source})


def _may_inherit(of: Use, job: Job) -> bool:
    """Whether an entry that the job extends may set the variable: it is spoken of, and not in a job."""
    if get(job.node, "extends") is None:
        return False
    source = of.variable.key.source
    jobs = {each.node.span for each in of.group[0].pipeline.jobs if each.at.source == source}
    inside = sum(mentions(source.text[slice(*span)], of.name) for span in jobs)
    return mentions(source.text, of.name) > inside


def _of_others(of: Use) -> Iterator[str]:
    """What the file and its other jobs do with a variable that stands outside."""
    source, jobs = of.variable.key.source, [upload.job for upload in of.group]
    if mentions(source.text, of.name) != _definitions(of, jobs) + mentions(of.gone, of.name):
        yield "the variable is read elsewhere, or set twice"
    ours = {upload.job.id for upload in of.group}
    for job in of.group[0].pipeline.jobs:
        if job.id not in ours and _may_run(of.repository, of.group[0], job):
            yield f"job `{job.id}` may read the variable"


def _of_readers(of: Use) -> Iterator[str]:
    """Every upload that gets the variable changes, and no script that is written elsewhere speaks of it."""
    ours = {place_of(upload) for upload in of.group}
    for other in of.repository.written_uploads:
        if _gets(other, of.name, of.variable) and place_of(other) not in ours:
            yield "another upload reads the variable"
    for job in of.jobs:
        scripts = "\n".join(step.run.text for step in job.steps if isinstance(step.run, Script))
        if mentions(scripts, of.name) > mentions(of.gone, of.name):
            yield "a script reads the variable"


def _may_run(repository: Repository, upload: Upload, job: Job) -> bool:
    """Whether a job may run the tool of an upload, or hand its variables on to a pipeline that does."""
    if get(job.node, "trigger") is not None or next(uploads_in(repository, upload.pipeline, job.id), None) is not None:
        return True
    scripts = [step.run for step in job.steps if isinstance(step.run, Script)]
    if any(script.unread for script in scripts) or any(stands_in(job, each.at) for each in repository.undecided):
        return True
    tool = "maturin" if "maturin" in upload.uploader.name else upload.uploader.name
    command = f"{tool} publish" if tool in {"uv", "pdm"} else tool
    said = (job.at.source.text[slice(*job.node.bounds)], *(script.text for script in scripts))
    return any(mentions(each, command) for each in said)
