"""TP001: a file that matters cannot be read."""

from __future__ import annotations

from tplint.findings import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP001",
    name="unreadable-file",
    level="error",
    summary="a file cannot be read: not UTF-8, not valid YAML or TOML, nested, aliased or sized beyond the limits",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each file, at the place where reading stopped."""
    for problem in repository.problems:
        yield RULE.finding(
            problem.at,
            f"`{problem.path}` {problem.message}",
            label="reading stopped here",
            level="error" if problem.decisive else "warning",
        )
