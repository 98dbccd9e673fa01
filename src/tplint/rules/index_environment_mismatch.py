"""TP513: the environment's name says one index, and the upload goes to the other."""

from __future__ import annotations

import re

from tplint.findings import Related, Rule
from tplint.model import INDEXES, Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP513",
    name="index-environment-mismatch",
    level="warning",
    summary="the environment is named after TestPyPI and the upload goes to PyPI, or the other way round",
    platforms=("github", "gitlab"),
)

# Not within another word (`latest-pypi`, `pytest-pypi`), unless a capital begins it (`publishTestPyPI`).
_TEST = r"(?:(?<![a-z])test|(?-i:(?<!Py)Test))"
_TESTPYPI = re.compile(rf"{_TEST}[-_. ]?pypi|pypi[-_. ]?test(?![a-z])", re.IGNORECASE)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each job, unless its environment serves both indexes: then TP404 speaks."""
    for upload in repository.uploads:
        environment = upload.job.environment
        if not isinstance(environment, Known) or not environment.value or not upload.goes_to("pypi", "testpypi"):
            continue
        other = "TestPyPI" if upload.goes_to("pypi") else "PyPI"
        literal = bool(environment.at) and "$" not in environment.at[0].text
        if literal and _says(environment.value) == other and not _is_shared(repository, upload, environment.value):
            yield RULE.finding(
                environment.at[0],
                f"job `{upload.job.id}` uploads to {INDEXES[upload.index_name]} in environment `{environment.value}`",
                label=f"named after {other}",
                related=(Related(upload.at, f"uploads to {INDEXES[upload.index_name]}"),),
                fix=f"upload to {other}, or name the environment after {INDEXES[upload.index_name]}, here and in the "
                "publisher",
            )


def _says(environment: str) -> str:
    """The index that an environment is named after, empty where it is none."""
    if _TESTPYPI.search(environment):
        return "TestPyPI"
    return "PyPI" if environment.lower() == "pypi" else ""


def _is_shared(repository: Repository, upload: Upload, environment: str) -> bool:
    """Whether another upload of the job or the environment goes to the other index, or may."""
    for other in repository.alternatives:
        same_job = other.job.at == upload.job.at
        name = other.job.environment
        same_environment = isinstance(name, Known) and (name.value or "").lower() == environment.lower()
        elsewhere = isinstance(other.target, Unknown) or other.index_name not in {upload.index_name, "other"}
        if (same_job or same_environment) and elsewhere:
            return True
    return False
