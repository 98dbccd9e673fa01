"""Exchanges of identity tokens by hand beside the uploads they are for: with the wrong host, or never passed on."""

from __future__ import annotations

import re

from tplint.facts.job_tokens import taken
from tplint.facts.mint_scripts import hosts, mints
from tplint.facts.other_uploads import uploads_in
from tplint.model import Known, Script, Unknown
from tplint.platforms.gitlab.token_uses import runs_unread
from tplint.records import NamedTuple
from tplint.uploaders.hidden import GITLAB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.facts.mint_scripts import Mint
    from tplint.model import Job, Pipeline, Repository, Upload


# `name=$(… mint-token …)` on one line, as people write it.
_ASSIGNED = r"(?m)^[ \t]*(?:export[ \t]+)?(\w+)=[\"']?(?:\$\(|`)[^\n]*/_/oidc/(?:github/)?mint-token"
# The same for a token that is asked of GitHub, with what takes it out of the answer, or that `id` prints.
_REQUESTED = (
    r"[\"']?(?:\$\(|`)(?:curl\b[^|;]*ID_TOKEN_REQUEST_URL[^|;]*(?:\|[ \t]*jq\b[^|;]*)?"
    r"|(?:python[\d.]*[ \t]+-m|pipx[ \t]+run|uvx)[ \t]+id[ \t][^|;&]*)"
)
# As many variables as an answer of PyPI goes through in scripts of people.
MAX_VARIABLES = 5


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


class Raw(NamedTuple):
    """An identity token that is itself given as the password: its variable, and the place of the password."""

    name: str
    at: Place


def raw(upload: Upload) -> Raw | None:
    """The identity token that an upload sends as its password, without having exchanged it."""
    credential = upload.credential
    if not credential.at or not upload.goes_to("pypi", "testpypi"):
        return None
    if isinstance(credential, Known):  # what `id` prints counts as minted until it is seen to be all there is
        return _requested(upload, credential.at[0]) if credential.value.minted else None
    kinds = {origin.partition(".")[0] for origin in credential.origins}
    if kinds == {"id_tokens"}:
        return Raw(credential.origins[0].partition(".")[2], credential.at[0])
    return _requested(upload, credential.at[0]) if kinds == {"shell"} else None


def _requested(upload: Upload, password: Place) -> Raw | None:
    """The request that is the password, or the variable that only one fills; none where the job exchanges anything."""
    job = upload.job.at.source.text[slice(*upload.job.node.bounds)]
    if upload.through or "mint-token" in job:
        return None
    written = password.text.partition("=")[2] if password.text.startswith("--") else password.text
    if re.fullmatch(_REQUESTED, written):
        return Raw(written.strip("\"'"), password)
    script = upload.step.run.text if isinstance(upload.step.run, Script) else ""
    named = re.fullmatch(r"[\"']?\$\{?(\w+)\}?[\"']?", written)
    if named is None:
        return None
    assigned = re.findall(rf"(?<![\w-]){named[1]}\+?=(.*)", re.sub(r"\\\r?\n", " ", script))
    is_request = len(assigned) == 1 and re.fullmatch(_REQUESTED, assigned[0].strip())
    return Raw(named[1], password) if is_request else None


def lost(upload: Upload) -> Mint | None:
    """The exchange in an earlier step of the job, where the upload certainly has no credential all the same.

    On GitLab, whose settings may hold one, the exchange is one whose result is certainly never read.
    """
    if not upload.goes_to("pypi", "testpypi"):
        return None
    if upload.platform == "gitlab":
        return _never_read(upload)
    if not upload.signs_in_by("none"):
        return None
    for step in upload.job.steps:
        if step.at == upload.step.at:
            break
        for mint in mints(step):
            return mint
    return None


def _never_read(upload: Upload) -> Mint | None:
    """The only exchange of a GitLab job, where its result goes into a variable that nothing names again."""
    scripts = [step.run for step in upload.job.steps if isinstance(step.run, Script)]
    text = "\n".join(script.text for script in scripts)
    found = [mint for step in upload.job.steps for mint in mints(step)]
    if upload.credential != Unknown(GITLAB) or len(found) != 1:
        return None
    if runs_unread(text) or any(script.unread for script in scripts):
        return None
    assigned = re.search(_ASSIGNED, text)
    own = taken(upload)
    if assigned is None or (own is not None and own.name not in text and "-m id " not in text):
        return None  # the upload's tool has a token of its own
    return found[0] if _ends_unread(assigned[1], text) else None


def _ends_unread(name: str, text: str) -> bool:
    """Whether nothing names a variable but what makes another one of it, which nothing names in its turn."""
    for _ in range(MAX_VARIABLES):
        if name.upper() == name:  # a tool may read such a variable
            return False
        named = len(re.findall(rf"\b{name}\b", text))
        if named == 1:
            return True
        made = re.search(rf"(?m)^[ \t]*(?:export[ \t]+)?(\w+)=[^\n]*\b{name}\b", text)
        if named != 2 or made is None or made[1] == name:  # noqa: PLR2004 - where it is set, and where it is read
            return False
        name = made[1]
    return False
