"""TP523: text around `${{ }}` makes a condition a string, which is always true."""

from __future__ import annotations

from tplint.documents.nodes import get, place, text
from tplint.findings import Related, Rule
from tplint.platforms.github.expressions import Call, ExpressionError, condition_expression, template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Mapping
    from tplint.documents.source import Source
    from tplint.findings import Finding
    from tplint.model import Pipeline, Repository, Upload

RULE = Rule(
    code="TP523",
    name="guard-always-true",
    level="warning",
    summary="a condition of an upload mixes `${{ }}` with other text, and is therefore always true",
)

_REMEDY = "write one expression, without `${{ }}`"


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each condition of an uploading step, of its job, and of the jobs that call its workflow."""
    for upload in repository.alternatives:
        if not upload.goes_to("pypi", "testpypi"):
            continue
        for pipeline, source, holder, whose in _conditions(upload):
            node = get(holder, "if")
            if node is not None and _is_text(text(node) or ""):
                outside = "".join(part for part in template(text(node) or "") if isinstance(part, str))
                from tplint.remedies import steps  # noqa: PLC0415 - only for a finding

                yield RULE.finding(
                    place(source, node),
                    f"the condition of {whose} is always true, for it is a text with `${{{{ }}}}` in it",
                    label=f"{'what stands' if outside.strip() else 'the line end'} outside `${{{{ }}}}` makes it text",
                    related=(Related(upload.at, "uploads whatever the condition was meant to ask"),),
                    consequence="any text that is not empty counts as true",
                    fix=steps.one_expression(_REMEDY, pipeline.document, source, holder),
                )


def _conditions(upload: Upload) -> Iterator[tuple[Pipeline, Source, Mapping, str]]:
    for pipeline, job in (*(call[:2] for call in upload.calls), (upload.pipeline, upload.job)):
        yield pipeline, job.at.source, job.node, f"job `{job.id}`"
    yield upload.pipeline, upload.step.at.source, upload.step.node, f"the uploading step of job `{upload.job.id}`"


def _is_text(condition: str) -> bool:
    """Whether GitHub takes a condition as a text with holes; it does so even where the text is but a line end."""
    try:
        expression = condition_expression(condition)
    except ExpressionError:
        return False
    return len(template(condition)) > 1 and isinstance(expression, Call) and expression.name == "format"
