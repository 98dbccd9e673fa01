"""What a platform's files come to; and of several ways one upload can run those that make a difference."""

from __future__ import annotations

from functools import reduce
from operator import is_

from tplint.model import Known, Script, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeVar

    from tplint.model import Credential, Event, Fact, Job, Pipeline, Step, Undecided, Upload

    T = TypeVar("T")


class Reading(NamedTuple):
    """What files of a platform do; the parts are those of `tplint.model.Repository`."""

    pipelines: tuple[Pipeline, ...] = ()
    uploads: tuple[Upload, ...] = ()
    alternatives: tuple[Upload, ...] = ()
    unreachable: tuple[Upload, ...] = ()
    undecided: tuple[Undecided, ...] = ()


def distinct(uploads: Iterable[Upload]) -> tuple[Upload, ...]:
    """One upload for each outcome: those of which every fact is equal are one, with the events of all."""
    found: dict[object, Upload] = {}
    for upload in uploads:
        key = _outcome(upload)
        known = found.get(key)
        if known is None:
            found[key] = upload
            continue
        certain, other = (upload, known) if upload.certain and not known.certain else (known, upload)
        one = _with_all_events(certain, (known, upload))
        found[key] = one._replace(job=_common(certain.job, other.job), when=known.when)
    return tuple(found.values())


def settle(alternatives: tuple[Upload, ...]) -> Iterator[Upload]:
    """The alternatives of one place that certainly run; those that may run as one, with Unknown where they differ."""
    if len(alternatives) == 1:
        yield alternatives[0]._replace(certain=True, when="")
        return
    yield from (upload for upload in alternatives if upload.certain)
    uncertain = [upload for upload in alternatives if not upload.certain]
    if uncertain:
        yield _joined(uncertain)._replace(certain=True)


def _outcome(upload: Upload) -> object:
    """What tells one alternative from another: the values of its facts, not where they are written."""
    return (
        upload.at,
        tuple((call.pipeline.path, call.job.id, call.job.can_mint) for call in upload.calls),
        *_facts(upload),
    )


def _facts(upload: Upload) -> tuple[Fact[object], ...]:
    job = upload.job
    return (
        upload.target,
        upload.credential,
        upload.uploader.version,
        upload.uploader.can_trusted_publish,
        upload.attestations,
        upload.folder,
        job.can_mint,
        job.environment,
        job.environment_url,
        job.runner,
    )


def _joined(uploads: list[Upload]) -> Upload:
    first = uploads[0]
    job = reduce(_common, (upload.job for upload in uploads))._replace(
        can_mint=_same(upload.job.can_mint for upload in uploads),
        environment=_same(upload.job.environment for upload in uploads),
        environment_url=_same(upload.job.environment_url for upload in uploads),
        runner=_same(upload.job.runner for upload in uploads),
        permissions=_same(upload.job.permissions for upload in uploads),
    )
    uploader = first.uploader._replace(
        version=_same(upload.uploader.version for upload in uploads),
        can_trusted_publish=_same(upload.uploader.can_trusted_publish for upload in uploads),
    )
    return _with_all_events(first, uploads)._replace(
        job=job,
        uploader=uploader,
        target=_same(upload.target for upload in uploads),
        credential=_same_credential(uploads),
        attestations=_same(upload.attestations for upload in uploads),
        folder=_same(upload.folder for upload in uploads),
        condition=_same(upload.condition for upload in uploads),
        when="",
    )


def _common(one: Job, other: Job) -> Job:
    """A job as it is in two rows of its matrix: what its scripts do is known as far as it is the same."""
    if one.steps is other.steps:
        return one
    steps = tuple(map(_common_step, one.steps, other.steps))
    return one if all(map(is_, steps, one.steps)) else one._replace(steps=steps)


def _common_step(one: Step, other: Step) -> Step:
    match one.run, other.run:
        case Script(values=mine) as script, Script(values=others) if mine != others:
            return one._replace(run=script._replace(values={}))
    return one


def _same_credential(uploads: Iterable[Upload]) -> Fact[Credential]:
    """How all of them sign in, whichever stored secret each takes: the rules ask what kind of credential it is."""
    credentials = [upload.credential for upload in uploads]
    if credentials.count(credentials[0]) == len(credentials):
        return credentials[0]
    return _same(map(_of_any_secret, uploads))


def _of_any_secret(upload: Upload) -> Fact[Credential]:
    credential = upload.credential
    if isinstance(credential, Known) and credential.value.kind in {"token", "password"}:
        return Known(credential.value._replace(secret=""), *credential.at)
    return credential


def _with_all_events(upload: Upload, uploads: Iterable[Upload]) -> Upload:
    """An upload with the events of several, and with their claims, each once."""
    events: list[Event] = []
    claims: list[Mapping[str, Fact[str]]] = []
    for each in uploads:
        events += (event for event in each.events if event not in events)
        claims += (presented for presented in each.claims if presented not in claims)
    return upload._replace(events=tuple(events), claims=tuple(claims))


def _same(facts: Iterable[Fact[T]]) -> Fact[T]:
    """The fact that all have; else Unknown, because a condition that the files do not decide chooses."""
    first, *others = facts
    if all(first == other for other in others):
        return first
    return Unknown("it depends on a condition that the files do not decide", *first.at)
