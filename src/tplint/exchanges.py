"""Exchanges of identity tokens by hand beside the uploads they are for: with the wrong host, or never passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.identity_tokens import uploads_in
from tplint.model import Known
from tplint.records import NamedTuple
from tplint.uploaders.mint_scripts import hosts, mints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Job, Pipeline, Repository, Upload
    from tplint.uploaders.mint_scripts import Mint


class Misdirected(NamedTuple):
    """An exchange with a host that is not ``expected``, the one of the index that the ``upload`` goes to."""

    mint: Mint
    upload: Upload
    expected: str


def misdirected(repository: Repository, pipeline: Pipeline, job: Job) -> Iterator[Misdirected]:
    """The exchanges of a job, where all of them are with hosts of none of the indexes that it uploads to.

    Nothing is said where an upload's index is not known, or none certainly signs in with what was minted.
    """
    found = [mint for step in job.steps for mint in mints(step)]
    if not found:
        return
    served = [upload for upload in uploads_in(repository, pipeline, job.id) if _may_take_minted(upload)]
    certain = next((upload for upload in served if isinstance(upload.credential, Known)), None)
    indexes = {upload.index_name for upload in served}
    right = hosts(indexes)
    if certain is None or "other" in indexes or any(not mint.host or mint.host in right for mint in found):
        return
    for mint in found:
        yield Misdirected(mint, certain, min(hosts({certain.index_name})))


def _may_take_minted(upload: Upload) -> bool:
    return not isinstance(upload.credential, Known) or upload.credential.value.minted


def lost(upload: Upload) -> Mint | None:
    """The exchange in an earlier step of the job, where the upload certainly has no credential all the same."""
    if not upload.goes_to("pypi", "testpypi") or not upload.signs_in_by("none"):
        return None
    for step in upload.job.steps:
        if step.at == upload.step.at:
            break
        for mint in mints(step):
            return mint
    return None
