"""Repository → what its jobs do with identity tokens that leads nowhere, in words; for the rule that says it."""

from __future__ import annotations

from tplint.facts.exchanges import lost, misdirected, raw
from tplint.facts.job_tokens import taken, variable
from tplint.facts.mint_scripts import literals, misasked, misquoted, removed
from tplint.facts.token_errors import without_token
from tplint.findings import Related
from tplint.model import INDEXES, Known, may_say
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.facts.exchanges import Misdirected, Raw
    from tplint.facts.mint_scripts import Literal, Mint, Misasked, Misquoted
    from tplint.model import Job, Repository, Upload

_PASSED_ON = {
    "github": 'write the token to "$GITHUB_OUTPUT", and give it to the upload as its password',
    "gitlab": "give the token to the upload as its password; or mint none, as twine, uv and pdm do it by themselves",
}


class Misuse(NamedTuple):
    """A use of a token that fails: ``what`` a clause, ``shows`` what the place does, and ``so`` what comes of it.

    ``remedy`` is an imperative clause; ``related`` are other places.
    """

    at: Place
    what: str
    shows: str
    so: str
    remedy: str
    related: tuple[Related, ...] = ()


def misuses(repository: Repository) -> Iterator[Misuse]:
    """Those of the exchanges of every job, then those of the uploads that get nothing from one."""
    for pipeline in repository.pipelines:
        for job in pipeline.jobs:
            if not may_say(job, "mint-token"):
                continue
            elsewhere = tuple(misdirected(repository, pipeline, job))
            yield from (_wrong_host(job, found) for found in elsewhere)
            yield from (_unreadable(job, found) for step in job.steps for found in misquoted(step))
            yield from (_literal(job, found) for step in job.steps for found in literals(step))
            if pipeline.platform == "gitlab" and job.can_mint == Known(False) and not job.id_tokens:
                gone = (removed(step) for step in job.steps)
                yield from (_removed(job, at) for at in gone if at is not None)
            # At a wrong host it is the host that is wrong, not what was asked for.
            asked = (misasked(step, pipeline.platform) for step in job.steps if not elsewhere)
            yield from (_misasked(job, found) for found in asked if found is not None)
    for upload in repository.uploads:
        given, mint = raw(upload), lost(upload)
        if given is not None:
            yield _raw(upload, given)
        if mint is not None:
            yield _lost(upload, mint)


def _wrong_host(job: Job, found: Misdirected) -> Misuse:
    index = INDEXES[found.upload.index_name]
    return Misuse(
        found.mint.at,
        f"job `{job.id}` asks `{found.mint.host}` for the token that it uploads to {index} with",
        f"expected `{found.expected}`",
        f"{index} gives its tokens at `{found.expected}` only, and accepts no other's",
        f"exchange the identity token at `https://{found.expected}/_/oidc/mint-token`",
        (Related(found.upload.at, f"goes to {index}"),),
    )


def _unreadable(job: Job, found: Misquoted) -> Misuse:
    return Misuse(
        found.at,
        f"job `{job.id}` puts a token between quotes that `jq` has put between quotes already",
        "prints the token as JSON, with its quotes",
        'PyPI would answer "invalid-payload", for the body is no JSON',
        "let `jq` print the bare token: `jq -r`",
        (Related(found.body, "quotes around it again"),),
    )


def _literal(job: Job, found: Literal) -> Misuse:
    body = f'"{{\\"token\\": \\"${found.name}\\"}}"'
    return Misuse(
        found.at,
        f"job `{job.id}` sends the text `{found.value}` where its identity token should be",
        "nothing is put in the place of a variable between these quotes",
        'PyPI would answer "invalid-payload"',
        f"send `JSON.stringify({{token: {found.name}}})`" if found.language == "JavaScript" else f"send `{body}`",
    )


def _removed(job: Job, at: Place) -> Misuse:
    return Misuse(
        at,
        f"job `{job.id}` sends `{at.text.strip('${}')}` where its identity token should be",
        "GitLab 17.0 removed this token, and PyPI never took it",
        'PyPI would answer "invalid-payload: malformed JWT"',
        "give the job `id_tokens` with an entry whose `aud` is the index's (`pypi`, `testpypi`), and send that one",
    )


def _misasked(job: Job, found: Misasked) -> Misuse:
    index, asked, expected = INDEXES[found.expected], found.audience, found.expected
    stops = f'id would stop with "Token audience claim mismatch (expected {asked}, got {expected})"'
    return Misuse(
        found.at,
        f"job `{job.id}` asks for an identity token of audience `{asked}`, and {index} takes `{expected}` alone",
        "audiences are compared letter by letter",
        stops if found.stops else f'{index} would answer "invalid-token: malformed or invalid token"',
        f"ask for `{expected}`",
    )


def _raw(upload: Upload, given: Raw) -> Misuse:
    index = INDEXES[upload.index_name]
    able = upload.uploader.can_trusted_publish != Known(False)
    exchange = f"{upload.uploader.name} exchanges the token by itself" if able else "have it exchanged by twine or uv"
    return Misuse(
        given.at,
        f"job `{upload.job.id}` sends its identity token `{given.name}` to {index} as the password",
        f"{index} takes it at `/_/oidc/mint-token` only, and gives another one for the upload",
        f'{index} would answer "403 Invalid or non-existent authentication information"',
        f"give no password: {exchange}" if able else exchange,
        () if given.at == upload.at else (Related(upload.at, "signs in with it"),),
    )


def _lost(upload: Upload, mint: Mint) -> Misuse:
    return Misuse(
        mint.at,
        f"job `{upload.job.id}` mints a token that it never passes on to its upload",
        "nothing after this sees the token",
        _without_it(upload),
        _PASSED_ON[upload.platform],
        (Related(upload.at, "no password or token is given"),),
    )


def _without_it(upload: Upload) -> str:
    """What becomes of an upload that does not get the token; on GitLab its tool may exchange the same one again."""
    if upload.platform != "gitlab" or upload.uploader.can_trusted_publish == Known(False):
        return "the upload would end without credentials"
    if taken(upload) is None:
        return without_token(upload, variable(upload))
    again = f"{upload.uploader.name} would exchange the same identity token again"
    return f'{again}, and {INDEXES[upload.index_name]} answer "invalid-reuse-token: invalid token: already used"'
