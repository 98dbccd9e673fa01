"""TP117: an upload sends the text of an expression as its credential, and not its value."""

from __future__ import annotations

from tplint.facts.occasions import occasion
from tplint.facts.written_expressions import written_expression
from tplint.findings import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP117",
    name="unexpanded-credential",
    level="error",
    summary="a credential is the text of an expression, such as `secrets.TOKEN` without `${{ }}`, and not its value",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each place of such a credential; several uploads can read one variable."""
    seen: set[Place] = set()
    for upload in repository.uploads:
        written = written_expression(upload) if upload.goes_to("pypi", "testpypi") else None
        if written is None or written.at in seen:
            continue
        seen.add(written.at)
        meant = written.meant or "secrets.NAME"
        yield RULE.finding(
            written.at,
            f"job `{upload.job.id}` signs in{occasion(repository, upload, _is_text)} with the text `{written.text}`",
            label="not an expression: that takes `${{ }}`",
            consequence='PyPI would answer "403 Invalid or non-existent authentication information"',
            fix=f"write `${{{{ {meant} }}}}`, or use trusted publishing, which needs no token",
        )


def _is_text(_: Repository, upload: Upload) -> bool:
    return upload.goes_to("pypi", "testpypi") and written_expression(upload) is not None
