"""TP406: a publisher with an environment hides one without, and with it the other one's project."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.publishers.declarations import pointer, shadowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP406",
    name="shadowed-publisher",
    level="warning",
    summary="two publishers differ only in the environment and serve different projects",
    platforms=(),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each publisher without environment that another one hides in its environment."""
    for general, specific in shadowed(repository.publishers):
        environment, hidden, used = specific.fields["environment"], general.project_name, specific.project_name
        yield RULE.finding(
            pointer(general, "project_name"),
            f"in environment `{environment}` the publisher of `{used}` hides this one of `{hidden}`",
            label=f"a job in `{environment}` cannot upload `{hidden}`",
            related=(Related(pointer(specific, "environment"), "the more specific publisher is used alone"),),
            consequence=f"PyPI would answer \"OIDC scoped token is not valid for project '{hidden}'\"",
            fix=f"declare `{environment}` for `{hidden}` too, here and on PyPI",
        )
