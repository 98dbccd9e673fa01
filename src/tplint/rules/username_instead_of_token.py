"""TP110: an upload to PyPI or TestPyPI signs in under a person's user name."""

from __future__ import annotations

from tplint.facts.job_tokens import names_index
from tplint.facts.occasions import occasion
from tplint.facts.user_names import user_name
from tplint.findings import Rule
from tplint.model import ACCEPTED, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP110",
    name="username-instead-of-token",
    level="error",
    summary="an upload gives a user name other than `__token__`, which PyPI no longer accepts",
    platforms=(),
)
_REFUSED = (
    'PyPI would answer "Username/Password authentication is no longer supported. Migrate to API Tokens or Trusted'
    ' Publishers instead."'
)
_STOPPED = 'the action would stop with "Password-based uploads disabled"'


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each name of a person that uploads sign in with; jobs can share it."""
    seen = set()
    for upload in repository.uploads:
        named = user_name(upload)
        if named is not None and named not in seen and _is_refused(repository, upload):
            seen.add(named)
            yield _finding(upload, *named, occasion(repository, upload, _is_refused))


def _is_refused(_: Repository, upload: Upload) -> bool:
    named = user_name(upload)
    # Settings of GitLab win over a variable that stands for the name, and may say where to go beside the password.
    literal = named is not None and (upload.platform != "gitlab" or "$" not in named[1].text)
    return literal and upload.goes_to("pypi", "testpypi") and (not _is_alone(upload) or names_index(upload))


def _is_alone(upload: Upload) -> bool:
    """Whether the files give no password beside the name."""
    credential = upload.credential
    return isinstance(credential, Known) and credential.value.carrier in {"input `user`", "`--username`"}


def _finding(upload: Upload, name: str, at: Place, when: str) -> Finding:
    shown = f"as `{name}`" if name else "under an empty user name"
    return RULE.finding(
        at,
        f"job `{upload.job.id}` signs in{when} {shown}; expected `__token__` or no user name",
        label="trusted publishing is off for every other user name"
        if upload.platform in ACCEPTED
        else "PyPI takes nothing but tokens",
        consequence=_STOPPED if upload.uploader.name == "pypa/gh-action-pypi-publish" else _REFUSED,
        fix=_remedy(upload, alone=_is_alone(upload)),
    )


def _remedy(upload: Upload, *, alone: bool) -> str:
    if upload.platform not in ACCEPTED:
        return "give `__token__` as the user name, and an API token as the password"
    if upload.job.can_mint == Known(True):
        return "remove the user name" if alone else "remove the user name and the password: the job may mint a token"
    return "remove the user name and the password and use trusted publishing, or give an API token as the password"
