"""Uploads with a stored token → the same ones with trusted publishing, on GitHub and GitLab."""

from __future__ import annotations

import re
from itertools import chain

from tplint import pypi
from tplint.documents.nodes import get
from tplint.facts import successors
from tplint.facts.identity_tokens import stands_in
from tplint.facts.job_tokens import variable
from tplint.facts.other_uploads import uploads_in
from tplint.findings import Fix
from tplint.fixing.layout import NotEditable
from tplint.model import INDEXES, Known
from tplint.publishers.matching import of_same_workflow
from tplint.registration.forms import registration, repository_name
from tplint.remedies import document_of, fix, id_tokens, jobs
from tplint.remedies.carriers import carriers, may_stay, of_tool
from tplint.remedies.credentials import without_credentials
from tplint.remedies.uses import place_of
from tplint.uploaders.pypi_publish_action import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeAlias

    from tplint.fixing.edits import Change
    from tplint.model import Job, Repository, Upload

    _Identity: TypeAlias = tuple[object, ...]

# Pipelines that people write have fewer; to look for what they share takes long for many.
MAX_UPLOADS = 50
# twine 6.1 needs Python 3.8; on an older one an older twine is installed (https://pypi.org/project/twine/6.1.0/).
_OLD_PYTHON = r"(?:.*/)?python:(?:2|3\.[0-7](?!\d)).*"


def migrated(repository: Repository, uploads: Iterable[Upload]) -> Iterator[tuple[Upload, Fix]]:
    """Uploads with a stored token, each with the fix that lets it use trusted publishing.

    Uploads of the same job, and those that get the same variable, change together: their fixes have the same edits. The
    titles say what to register first, for each upload fails until its index knows the publisher.
    """
    given = tuple(uploads)
    pipelines: dict[str, list[Upload]] = {}
    for upload in given:
        pipelines.setdefault(upload.pipeline.path, []).append(upload)
    made = {identity: each for same in pipelines.values() for identity, each in _fixes(repository, same)}
    for upload in given:
        yield upload, _titled(repository, upload, made.get(_identity(upload), Fix("")))


def _titled(repository: Repository, upload: Upload, made: Fix) -> Fix:
    title = _by_hand(repository, upload)
    if made.edits:
        values = ", ".join(_form_values(repository, upload))
        title = f"{title} ({INDEXES[upload.index_name]}'s form: {values})"
    return made._replace(title=title)


def _fixes(repository: Repository, uploads: Sequence[Upload]) -> Iterator[tuple[_Identity, Fix]]:
    """The fixes of a pipeline's uploads, without titles: of as many together as can be, else of as few as have to."""
    if len(uploads) > MAX_UPLOADS:
        return
    for whole in _groups(uploads, needed=False):
        made = _of_group(repository, whole)
        parts = [whole] if made.edits else _groups(whole, needed=True)
        for part in parts:
            made = made if part is whole else _of_group(repository, part)
            if made.edits:
                yield from ((_identity(upload), made) for upload in part)


def _of_group(repository: Repository, group: Sequence[Upload]) -> Fix:
    def changes() -> Iterator[Change]:
        removed = tuple(without_credentials(repository, group))
        for job in {each.job.id: each.job for each in group}.values():
            of_job = [each for each in group if each.job.id == job.id]
            _refuse(repository, of_job)
            yield from _entitled(repository, job, of_job)
        yield from removed

    return fix("", "unsafe", document_of(group[0]), changes())


def _groups(uploads: Iterable[Upload], *, needed: bool) -> list[list[Upload]]:
    """The uploads, with their alternatives, in groups that change at once, each in the file's order.

    Those of one job do, and those that get a variable in common; with ``needed`` only one that has to go.
    """
    groups: list[list[Upload]] = []
    for upload in uploads:
        joined = [group for group in groups if any(_share(upload, each, needed=needed) for each in group)]
        others = [group for group in groups if not any(group is each for each in joined)]
        groups = [*others, [*chain.from_iterable(joined), upload]]
    return [sorted(group, key=lambda each: (each.job.at.start, each.at.start)) for group in groups]


def _identity(upload: Upload) -> _Identity:
    return (*place_of(upload), upload.when)


def _share(one: Upload, other: Upload, *, needed: bool) -> bool:
    """Whether they are of one job, or some variable that stands outside both jobs reaches both."""
    ours, theirs = of_tool(one), of_tool(other)
    names = [name for name in ours.keys() & theirs.keys() if not (needed and may_stay(name))]
    return one.job.id == other.job.id or any(
        ours[name].key == theirs[name].key
        or not (needed or (stands_in(one.job, ours[name].key) and stands_in(other.job, theirs[name].key)))
        for name in names
    )


def _refuse(repository: Repository, group: Sequence[Upload]) -> None:
    """Raise ``NotEditable`` for what trusted publishing does not allow, and for uploads that would have to stay."""
    first = group[0]
    if first.platform not in {"github", "gitlab"}:
        raise NotEditable("how jobs get identity tokens there is not known")
    if any(upload.calls for upload in group):
        raise NotEditable("PyPI compares the called workflow, attestations the calling one")
    others = [each for each in uploads_in(repository, first.pipeline, first.job.id) if each.at != first.at]
    if any(not each.goes_to("pypi", "testpypi") or each.signs_in_by("oidc") for each in others):
        raise NotEditable("the job uploads elsewhere, too")
    if others and any(each.uploader.name == NAME for each in (first, *others)):
        raise NotEditable("the job uploads more than once, and signs the same files each time")
    permissions = first.job.permissions
    if isinstance(permissions, Known) and permissions.value.level == "caller":
        raise NotEditable("the permissions are the caller's")
    if first.platform == "gitlab":
        _refuse_on_gitlab(group, others)


def _refuse_on_gitlab(group: Sequence[Upload], others: Sequence[Upload]) -> None:
    """A job's identity token for an index can be used once (TP113)."""
    places = {(each.index_name, each.at) for each in (*group, *others)}
    if len({index for index, _ in places}) < len(places):
        raise NotEditable("the job uploads to one index twice, and PyPI takes its identity token once")
    image = group[0].job.image
    if isinstance(image, Known) and re.fullmatch(_OLD_PYTHON, image.value):
        raise NotEditable("the image's Python is too old for a tool with trusted publishing")


def _entitled(repository: Repository, job: Job, group: Sequence[Upload]) -> Iterator[Change]:
    """What lets a job have identity tokens, and the environment that it runs in."""
    document = document_of(group[0])
    environment = _new_environment(repository, group[0])
    if group[0].platform == "gitlab":
        names = {variable(each): each.index_name for each in uploads_in(repository, group[0].pipeline, job.id)}
        yield from id_tokens.given(document, job, names, environment)
    elif environment or job.can_mint != Known(True):
        yield from jobs.granted(document, job, "id-token", environment=environment)


def _new_environment(repository: Repository, upload: Upload) -> str:
    """The environment that a migrated job gets; empty where it has one, or is to have none."""
    has_none = get(upload.job.node, "environment") is None and upload.job.environment == Known(None)
    return _environment_for(repository, upload) if has_none else ""


def _environment_for(repository: Repository, upload: Upload) -> str:
    """The environment that an upload should run in: the declared publisher's, else the index's name."""
    declared = of_same_workflow(upload, repository)
    if len(declared) == 1:
        return declared[0].fields.get("environment", "")
    names = {other.index_name for other in uploads_in(repository, upload.pipeline, upload.job.id)}
    return "pypi" if "pypi" in names else upload.index_name


# --- the title -------------------------------------------------------------------------------------------------------


def _form_values(repository: Repository, upload: Upload) -> Iterator[str]:
    """What the index's form has to be given for the migrated upload, as far as the files say it."""
    if environment := _new_environment(repository, upload):
        upload = upload._replace(job=upload.job._replace(environment=Known(environment)))
    fields = registration(upload, repository, repository_name(repository, upload.platform)).fields
    for field in pypi.form_fields(upload.platform):
        fact = fields.get(field.name)
        if isinstance(fact, Known) and fact.value and fact.value != field.default:
            yield f"{field.label} `{fact.value}`"


def _by_hand(repository: Repository, upload: Upload) -> str:
    """The remedy as people would carry it out."""
    whole = "pipeline" if upload.platform == "gitlab" else "workflow"
    publisher = f"register this {whole} as a trusted publisher"
    if any(
        other.index_name == upload.index_name and other.signs_in_by("oidc")
        for other in uploads_in(repository, upload.pipeline, upload.job.id)
    ):
        return f"{publisher}, and drop this upload: the job has one with trusted publishing"
    if upload.calls:
        publisher = "upload from a job of the calling workflow, and register that as a trusted publisher"
    if upload.uploader.hindered:
        publisher = f"{successors.remedy(upload)}, {publisher}"
    elif successors.cannot_trust(upload):
        whose = "this version" if successors.since(upload) else upload.uploader.name
        publisher = f"{whose} cannot do trusted publishing: {successors.remedy(upload)}; {publisher}"
    environment = _new_environment(repository, upload)
    given = f"`environment: {environment}` and {_token(upload)}" if environment else _token(upload)
    return f"{publisher}, give the job {given}, and drop {_removed(upload)}{successors.proviso(upload)}"


def _token(upload: Upload) -> str:
    if upload.platform == "gitlab":
        return f"the identity token `{variable(upload)}` with `aud: {upload.index_name}`"
    return "`id-token: write`"


def _removed(upload: Upload) -> str:
    """What has to go by its names; on GitLab a variable of the settings, which reaches every job, has to go, too."""
    try:
        names = [f"`{name}`" for name in carriers(upload).names]
    except NotEditable:
        names = []
    what = " and ".join(names) or "the token"
    return f"{what}, in the project's CI/CD variables too" if upload.platform == "gitlab" else what
