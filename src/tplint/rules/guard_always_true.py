"""TP523: text around `${{ }}` makes a condition a string, which is always true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import get, place, text
from tplint.findings import Related, Rule
from tplint.platforms.github.expressions import Call, ExpressionError, condition_expression, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP523",
    name="guard-always-true",
    level="warning",
    summary="a condition of an upload mixes `${{ }}` with other text, and is therefore always true",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each condition of an uploading step, of its job, and of the jobs that call its workflow."""
    for upload in repository.alternatives:
        if upload.platform != "github" or not upload.goes_to("pypi", "testpypi"):
            continue
        for source, node, whose in _conditions(upload):
            if _is_text(text(node) or ""):
                outside = "".join(part for part in template(text(node) or "") if isinstance(part, str))
                yield RULE.finding(
                    place(source, node),
                    f"the condition of {whose} is always true, for it is a text with `${{{{ }}}}` in it",
                    label=f"{'what stands' if outside.strip() else 'the line end'} outside `${{{{ }}}}` makes it text",
                    related=(Related(upload.at, "uploads whatever the condition was meant to ask"),),
                    consequence="any text that is not empty counts as true",
                    fix="write one expression, without `${{ }}`",
                )


def _conditions(upload: Upload) -> Iterator[tuple[Source, Node, str]]:
    jobs = [*((call.job, f"job `{call.job.id}`") for call in upload.calls), (upload.job, f"job `{upload.job.id}`")]
    for job, whose in jobs:
        if (node := get(job.node, "if")) is not None:
            yield job.at.source, node, whose
    if (node := get(upload.step.node, "if")) is not None:
        yield upload.step.at.source, node, f"the uploading step of job `{upload.job.id}`"


def _is_text(condition: str) -> bool:
    """Whether GitHub takes a condition as a text with holes; it does so even where the text is but a line end."""
    try:
        expression = condition_expression(condition)
    except ExpressionError:
        return False
    return len(template(condition)) > 1 and isinstance(expression, Call) and expression.name == "format"
