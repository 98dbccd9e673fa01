"""TP404: uploads to PyPI and to TestPyPI run in one environment."""

from __future__ import annotations

from tplint.findings import Related, Rule, Security
from tplint.model import Known
from tplint.publishers.declarations import comparable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP404",
    name="shared-environment",
    level="note",
    summary="uploads to PyPI and TestPyPI share one environment, and so its reviewers, rules and secrets",
    platforms=("github", "gitlab"),
    security=Security(3.0, (1220,)),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each environment, where the upload to TestPyPI runs in it."""
    by_name: dict[str, dict[str, Upload]] = {}
    for upload in repository.uploads:
        environment = upload.job.environment
        if isinstance(environment, Known) and environment.value and upload.goes_to("pypi", "testpypi"):
            name = comparable(environment.value, upload.platform)
            by_name.setdefault(name, {}).setdefault(upload.index_name, upload)
    for uploads in by_name.values():
        if len(uploads) > 1:
            yield _finding(uploads["testpypi"], uploads["pypi"])


def _finding(test: Upload, real: Upload) -> Finding:
    """At the job whose index the environment is not named after; by default the one that uploads to TestPyPI."""
    name = test.job.environment.value if isinstance(test.job.environment, Known) else ""
    misplaced = real if "test" in (name or "").lower() else test
    other, index = ("testpypi", "TestPyPI") if misplaced is test else ("pypi", "PyPI")
    at = misplaced.job.environment.at
    return RULE.finding(
        at[0] if at else misplaced.job.at,
        f"environment `{name}` is that of uploads to PyPI and to TestPyPI",
        label="its reviewers, rules and secrets serve releases and trials alike",
        related=(Related(real.at, "uploads to PyPI"), Related(test.at, "uploads to TestPyPI")),
        fix=f"upload to {index} in a job with an environment of its own, such as `{other}`",
    )
