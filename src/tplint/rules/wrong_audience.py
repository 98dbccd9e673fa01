"""TP105: the identity token of a GitLab job is made for somebody else than the index, or has another name."""

from __future__ import annotations

from tplint.facts.job_tokens import has_all_tokens, is_literal, made_for_index, taken, takes_token, variable
from tplint.facts.token_errors import without_token
from tplint.findings import Related, Rule
from tplint.model import INDEXES, Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import IdToken, Repository, Upload

RULE = Rule(
    code="TP105",
    name="wrong-audience",
    level="error",
    summary="the identity token that an upload takes is not made for its index, or has a name that no tool looks for",
    platforms=("gitlab",),
)

_REFUSED = 'would answer "invalid-token: malformed or invalid token"'


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload that would take a token that PyPI refuses, or not find the one made for it."""
    for upload in repository.uploads:
        if not takes_token(upload):
            continue
        token = taken(upload)
        if token is None:
            misnamed = next(made_for_index(upload), None)
            if misnamed is not None and has_all_tokens(upload):
                yield _misnamed(upload, misnamed)
        elif token.is_list or (is_literal(token) and token.audiences != Known((upload.index_name,))):
            yield _misdirected(upload, token)


def _misdirected(upload: Upload, token: IdToken) -> Finding:
    from tplint.remedies import id_tokens  # noqa: PLC0415 - only for a finding

    index, audience = INDEXES[upload.index_name], upload.index_name
    at = token.audiences.at[0] if token.audiences.at else token.at
    given = token.audiences.value[0] if isinstance(token.audiences, Known) and token.audiences.value else ""
    what = "a list as its audience" if token.is_list else f"the audience `{given}`"
    return RULE.finding(
        at,
        f"identity token `{token.name}` of job `{upload.job.id}` has {what}, and {index} takes `{audience}` alone",
        label=f"`{audience}` is what {index} asks for" + (", and it refuses every list" if token.is_list else ""),
        related=(Related(upload.at, f"takes `{token.name}` and shows it to {index}"),),
        consequence=f"{index} {_REFUSED}",
        fix=id_tokens.redirected(upload, token),
    )


def _misnamed(upload: Upload, token: IdToken) -> Finding:
    from tplint.remedies import id_tokens  # noqa: PLC0415 - only for a finding

    tool, name = upload.uploader.name, variable(upload)
    return RULE.finding(
        token.at,
        f"job `{upload.job.id}` has an identity token for {INDEXES[upload.index_name]} as `{token.name}`,"
        f" and {tool} looks for `{name}`",
        label="nothing reads this variable",
        related=(Related(upload.at, f"takes `{name}` by its name"),),
        consequence=without_token(upload, name),
        fix=id_tokens.renamed(upload, token, name),
    )
