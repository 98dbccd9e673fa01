"""TP103: an upload signs in with a long-lived secret where trusted publishing would need none."""

from __future__ import annotations

from tplint.facts.job_tokens import is_from_accepted_host, stores_token
from tplint.facts.occasions import occasion
from tplint.facts.trusted_publishing import foreign_issuer
from tplint.facts.user_names import user_name
from tplint.facts.written_expressions import written_expression
from tplint.findings import Rule, Security
from tplint.model import INDEXES, Known
from tplint.rules import mixed_credentials

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP103",
    name="stored-token",
    level="warning",
    summary="an upload signs in with a long-lived token although PyPI accepts trusted publishing from here",
    platforms=("github", "gitlab"),
    security=Security(5.0),
)

# From these PyPI refuses identity tokens: a stored one is all that works.
_REFUSED = frozenset({"pull_request_target", "workflow_call"})


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload with a stored token, unless TP102, TP110 or TP117 speaks of it."""
    found = [upload for upload in repository.uploads if _is_avoidable(repository, upload)]
    if not found:
        return
    from tplint.remedies import migrations  # noqa: PLC0415 - only for a finding

    for upload, fix in migrations.migrated(repository, found):
        credential = upload.credential
        assert isinstance(credential, Known)
        when = occasion(repository, upload, _is_avoidable)
        yield RULE.finding(
            credential.at[0] if credential.at else upload.at,
            f"job `{upload.job.id}` signs in to {INDEXES[upload.index_name]}{when} with a long-lived token",
            label=f"a token that is valid until somebody revokes it, by {credential.value.carrier}",
            fix=fix,
        )


def _is_avoidable(repository: Repository, upload: Upload) -> bool:
    if upload.platform == "gitlab":
        return stores_token(upload) and is_from_accepted_host(repository, upload)
    return (
        upload.goes_to("pypi", "testpypi")
        and upload.signs_in_by("token")
        and user_name(upload) is None
        and written_expression(upload) is None
        and not mixed_credentials.is_mixed(repository, upload)
        and _is_accepted(repository, upload)
    )


def _is_accepted(repository: Repository, upload: Upload) -> bool:
    """Whether PyPI takes identity tokens of such a run.

    It takes none of a workflow that only other repositories call, and none of `pull_request_target`.
    """
    started = {event.name for event in upload.events}
    return not foreign_issuer(repository) and (not started or not started <= _REFUSED)
