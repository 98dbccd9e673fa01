"""Uploads with a stored credential → the same ones with trusted publishing: what is removed, and what is added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tplint.documents.nodes import Mapping, entries, get
from tplint.edits import CutFromScalar, DeletePair
from tplint.identity_tokens import uploads_in
from tplint.layout import NotEditable, path_to
from tplint.matching import of_same_workflow
from tplint.model import Action, Known
from tplint.records import NamedTuple
from tplint.remedies import fix, step_path
from tplint.remedies.jobs import granted
from tplint.uploaders import successors
from tplint.uploaders.credentials import TOKEN_USER
from tplint.uploaders.pypi_publish_action import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.edits import Change
    from tplint.findings import Fix
    from tplint.layout import Path
    from tplint.model import Command, Credential, Repository, Upload

# The variables that each tool reads for a credential; one that is left would still switch trusted publishing off.
_VARIABLES = {
    "twine": ("TWINE_USERNAME", "TWINE_PASSWORD"),
    "uv": ("UV_PUBLISH_TOKEN", "UV_PUBLISH_USERNAME", "UV_PUBLISH_PASSWORD"),
    "pdm": ("PDM_PUBLISH_USERNAME", "PDM_PUBLISH_PASSWORD"),
    "maturin": ("MATURIN_PYPI_TOKEN", "MATURIN_USERNAME", "MATURIN_PASSWORD"),
}
# The options of each that give one.
_FLAGS = {
    "twine": ("-u", "--username", "-p", "--password"),
    "uv": ("-t", "--token", "-u", "--username", "-p", "--password"),
    "pdm": ("-u", "--username", "-P", "--password"),
    "maturin": ("-u", "--username", "-p", "--password"),
}
_USER_FLAGS = frozenset({"-u", "--username"})


class _Flag(NamedTuple):
    """An option with its value: ``part`` is what the file has from the word before it to its end."""

    name: str
    part: str


def removed(title: str, repository: Repository, upload: Upload) -> Fix:
    """Remove an upload's stored credential; its job can mint."""
    return fix(title, "unsafe", upload.pipeline.document, _without_credential(repository, upload))


def migrated(repository: Repository, upload: Upload) -> Fix:
    """Let an upload from a job without identity tokens use trusted publishing; the title says what to register first.

    The publish fails until PyPI knows the publisher, so its values stand there as they will be.
    """

    def changes() -> Iterator[Change]:
        if upload.calls:
            raise NotEditable("PyPI compares the called workflow, attestations the calling one")
        _refuse_other_uploads(repository, upload)
        yield from _without_credential(repository, upload)
        document, job = upload.pipeline.document, upload.job
        environment = "" if get(job.node, "environment") is not None else environment_for(repository, upload)
        if job.can_mint == Known(True) and not environment:
            return
        yield from granted(document, job, "id-token", environment=environment)

    made = fix("", "unsafe", upload.pipeline.document, changes())
    if not made.edits:
        return made._replace(title=_by_hand(repository, upload))
    values = ", ".join(_form_values(repository, upload))
    return made._replace(title=f"{_by_hand(repository, upload)} (PyPI's form: {values})")


def _form_values(repository: Repository, upload: Upload) -> Iterator[str]:
    """What PyPI's form has to be given for the migrated upload, as far as the files say it."""
    from tplint import pypi  # noqa: PLC0415 - only for this finding
    from tplint.registration import registration, repository_name  # noqa: PLC0415 - the same

    if get(upload.job.node, "environment") is None:
        environment = Known(environment_for(repository, upload) or None)
        upload = upload._replace(job=upload.job._replace(environment=environment))
    fields = registration(upload, repository, repository_name(repository, "github")).fields
    for field in pypi.form_fields("github"):
        fact = fields.get(field.name)
        if isinstance(fact, Known) and fact.value:
            yield f"{field.label} `{fact.value}`"


def _by_hand(repository: Repository, upload: Upload) -> str:
    """The remedy where people have to carry it out."""
    publisher = "register this workflow as a trusted publisher"
    if any(
        other.index_name == upload.index_name and other.signs_in_by("oidc")
        for other in uploads_in(repository, upload.pipeline, upload.job.id)
    ):
        return f"{publisher}, and drop this upload: the job has one with trusted publishing"
    if upload.calls:
        publisher = "upload from a job of the calling workflow, and register that as a trusted publisher"
    if successors.cannot_trust(upload):
        whose = "this version" if successors.since(upload) else upload.uploader.name
        publisher = f"{whose} cannot do trusted publishing: {successors.remedy(upload)}; {publisher}"
    return f"{publisher}, give the job `id-token: write`, and drop the token"


def environment_for(repository: Repository, upload: Upload) -> str:
    """The environment that a migrated upload runs in: the declared publisher's, else the index's name."""
    declared = of_same_workflow(upload, repository)
    if len(declared) == 1:
        return declared[0].fields.get("environment", "")
    names = {other.index_name for other in uploads_in(repository, upload.pipeline, upload.job.id)}
    return "pypi" if "pypi" in names else upload.index_name


def _refuse_other_uploads(repository: Repository, upload: Upload) -> None:
    """Two uploads of one job share its environment and credentials, and the action's second one fails with TP506."""
    others = [other for other in uploads_in(repository, upload.pipeline, upload.job.id) if other.at != upload.at]
    if any(not other.goes_to("pypi", "testpypi") or other.signs_in_by("oidc") for other in others):
        raise NotEditable("the job uploads elsewhere, too")
    if upload.uploader.name == NAME and others:
        raise NotEditable("the job uploads more than once")
    if isinstance(upload.job.permissions, Known) and upload.job.permissions.value.level == "caller":
        raise NotEditable("the permissions are the caller's")


def _without_credential(repository: Repository, upload: Upload) -> Iterator[Change]:
    """Remove what carries the credential, and the user name beside it, where nothing else can use them."""
    credential = upload.credential
    assert isinstance(credential, Known)
    if upload.platform != "github" or upload.uploader.can_trusted_publish != Known(True):
        raise NotEditable("the tool cannot do without")
    if isinstance(upload.run, Action):
        yield from _without_inputs(upload, credential.value)
    else:
        flags = list(_flags(upload.run, _FLAGS.get(upload.uploader.name, ())))
        path = (*step_path(upload.pipeline.document, upload.step), "run")
        yield from (CutFromScalar(path, flag.part) for flag in flags)
        yield from _without_variables(repository, upload, credential.value, flags)


def _without_inputs(upload: Upload, credential: Credential) -> Iterator[Change]:
    if upload.uploader.name != NAME or credential.carrier != "input `password`":
        raise NotEditable("the credential is no input of the publish action")
    holder = get(upload.step.node, "with")
    path = (*step_path(upload.pipeline.document, upload.step), "with")
    yield from _deleted(path, holder, [key for key, _ in entries(holder) if key.lower() in {"user", "password"}])


def _flags(command: Command, names: Sequence[str]) -> Iterator[_Flag]:
    """The options of a command that give a credential, or the user name of tokens."""
    text, words = command.at.source.text, command.words
    for before, word, following in zip(words, words[1:], (*words[2:], None), strict=False):
        name, is_joined, _ = word.raw.partition("=")
        if name not in names:
            continue
        last = word if is_joined else following
        if last is None:
            raise NotEditable("the option has no value")
        given = Known(word.raw.partition("=")[2]) if is_joined else last.fact
        if name in _USER_FLAGS and given != Known(TOKEN_USER):
            raise NotEditable("the user name is not the one of tokens")
        yield _Flag(name, text[before.at.end : last.at.end])


def _without_variables(
    repository: Repository, upload: Upload, credential: Credential, flags: Sequence[_Flag]
) -> Iterator[Change]:
    """Remove the variables that the tool reads, and those that only the removed options read."""
    known, env, cut = _VARIABLES.get(upload.uploader.name, ()), upload.run.env, " ".join(flag.part for flag in flags)
    names = [name for name in env if name in known or (env[name].level == "step" and _mentions(cut, name))]
    if credential.carrier.strip("`") not in {*names, *(flag.name for flag in flags), *_long(flags)}:
        raise NotEditable("the credential is no variable or option of the tool")
    for name in names:
        _refuse_other_use(repository, upload, name, cut)
        if name.endswith("USERNAME") and env[name].value.fact != Known(TOKEN_USER):
            raise NotEditable("the user name is not the one of tokens")
    document = upload.pipeline.document
    for level, node, path in (
        ("step", upload.step.node, step_path(document, upload.step)),
        ("job", upload.job.node, path_to(document, upload.job.node)),
    ):
        own = [name for name in names if env[name].level == level]
        if own:
            yield from _deleted((*path, "env"), get(node, "env"), own)


def _long(flags: Sequence[_Flag]) -> Iterator[str]:
    """The long names of short options."""
    long = {"-p": "--password", "-P": "--password", "-t": "--token", "-u": "--username"}
    yield from (long[flag.name] for flag in flags if flag.name in long)


def _mentions(text: str, name: str) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _refuse_other_use(repository: Repository, upload: Upload, name: str, cut: str) -> None:
    """A variable that something else reads than the options that are ``cut``, or that is set twice, stays."""
    variable = upload.run.env[name]
    if variable.level not in {"step", "job"}:
        raise NotEditable("the variable is the whole workflow's, or the script's")
    source, span = upload.pipeline.document.source, upload.job.node.span
    workflow = get(upload.pipeline.document.root, "env", name)
    used = _mentions(source.text[span.start : span.end], name) - _mentions(cut, name)
    if workflow is not None or used != 1:
        raise NotEditable("the variable is read elsewhere, or set twice")
    others = uploads_in(repository, upload.pipeline, upload.job.id)
    if variable.level == "job" and any(other.at != upload.at for other in others):
        raise NotEditable("another upload of the job reads the variable")


def _deleted(path: Path, holder: object, names: Sequence[str]) -> Iterator[Change]:
    """Delete entries of a mapping, and the mapping's own entry where none is left."""
    if not isinstance(holder, Mapping) or not names:
        raise NotEditable("the credential is written elsewhere")
    if {name for name, _ in entries(holder)} <= set(names):
        yield DeletePair(path)
    else:
        yield from (DeletePair((*path, name)) for name in names)
