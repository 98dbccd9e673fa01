"""TP116: a script exchanges the identity token by hand, in a way that PyPI refuses or that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.exchanges import lost, misdirected
from tplint.findings import Related, Rule
from tplint.uploaders.mint_scripts import misquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.exchanges import Misdirected
    from tplint.findings import Finding
    from tplint.model import Job, Repository, Upload
    from tplint.uploaders.mint_scripts import Mint, Misquoted

RULE = Rule(
    code="TP116",
    name="misused-id-token",
    level="error",
    summary="a hand-written exchange of the identity token asks the wrong host, cannot be read, or is not used",
    platforms=("github", "gitlab"),
)
_INDEXES = {"pypi": "PyPI", "testpypi": "TestPyPI", "other": "another index"}


def check(repository: Repository) -> Iterator[Finding]:
    """The exchanges of every job, then the uploads that get nothing from one."""
    for pipeline in repository.pipelines:
        for job in pipeline.jobs:
            yield from (_wrong_host(job, found) for found in misdirected(repository, pipeline, job))
            yield from (_unreadable(job, found) for step in job.steps for found in misquoted(step))
    for upload in repository.uploads:
        mint = lost(upload)
        if mint is not None:
            yield _lost(upload, mint)


def _wrong_host(job: Job, found: Misdirected) -> Finding:
    index = _INDEXES[found.upload.index_name]
    return RULE.finding(
        found.mint.at,
        f"job `{job.id}` asks `{found.mint.host}` for the token that it uploads to {index} with",
        label=f"expected `{found.expected}`",
        related=(Related(found.upload.at, f"goes to {index}"),),
        consequence=f"{index} gives its tokens at `{found.expected}` only, and accepts no other's",
        fix=f"exchange the identity token at `https://{found.expected}/_/oidc/mint-token`",
    )


def _unreadable(job: Job, found: Misquoted) -> Finding:
    return RULE.finding(
        found.at,
        f"job `{job.id}` puts a token between quotes that `jq` has put between quotes already",
        label="prints the token as JSON, with its quotes",
        related=(Related(found.body, "quotes around it again"),),
        consequence='PyPI would answer "invalid-payload", for the body is no JSON',
        fix="let `jq` print the bare token: `jq -r`",
    )


def _lost(upload: Upload, mint: Mint) -> Finding:
    return RULE.finding(
        mint.at,
        f"job `{upload.job.id}` mints a token that it never passes on to its upload",
        label="nothing after this step sees the token",
        related=(Related(upload.at, "no password or token is given"),),
        consequence="the upload would end without credentials",
        fix='write the token to "$GITHUB_OUTPUT", and give it to the upload as its password',
    )
