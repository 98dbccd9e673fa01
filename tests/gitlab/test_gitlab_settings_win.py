"""Variables of GitLab's settings win over those of the files: an environment from such a variable is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, reading, value_of

from folders import lay, lint
from publishing import PROJECT, declaration
from tplint.model import Unknown

if TYPE_CHECKING:
    from pathlib import Path

UPLOAD = """\
publish:
  {job}
  id_tokens: {{PYPI_ID_TOKEN: {{aud: pypi}}}}
  image: python:3.13
  rules: [{{if: $CI_COMMIT_TAG}}]
  script: [pip install twine, twine upload dist/*]
"""
OF_VARIABLES = [
    "environment: $E\n  variables: {E: prod.eu}",
    "environment: {name: '${E}'}\n  variables: {E: {value: prod.eu}}",
    "environment: $E\n  parallel: {matrix: [{E: prod.eu}]}",
]


@pytest.mark.parametrize("job", [*OF_VARIABLES, "environment: a/$E\n  variables: {E: ''}"])
def test_an_environment_from_a_variable_of_the_file_is_not_known(tmp_path: Path, job: str) -> None:
    (upload,) = reading(tmp_path, {TOP: UPLOAD.format(job=job)}).uploads
    fact = upload.job.environment
    assert isinstance(fact, Unknown)
    assert "variables of GitLab's settings win" in fact.why


@pytest.mark.parametrize(("given", "expected"), [("release", "release"), ("$OTHER", ...)])
def test_what_starts_a_child_pipeline_wins_over_settings(tmp_path: Path, given: str, expected: object) -> None:
    start = "start: {trigger: {include: [{local: child.yml}]}, variables: {NAME: %s}}\nvariables: {OTHER: x}"
    child = "publish: {environment: $NAME, script: [twine upload dist/*]}"
    (upload,) = reading(tmp_path, {TOP: start % given, "child.yml": child}).uploads
    assert value_of(upload.job.environment) == expected


@pytest.mark.parametrize(
    ("name", "declared", "code"), [("prod", "pypi", "TP402"), ("prod", "", "TP403"), ("prod.eu", "", "TP405")]
)
def test_rules_of_environments_ask_for_a_known_one(tmp_path: Path, name: str, declared: str, code: str) -> None:
    metadata = PROJECT + declaration("gitlab", environment=declared)
    for job, expected in [
        (f"environment: {name}", [code]),
        *((job.replace("prod.eu", name), []) for job in OF_VARIABLES),
    ]:
        lay(tmp_path, {TOP: UPLOAD.format(job=job), "pyproject.toml": metadata})
        codes = [finding.code for finding in lint(tmp_path, "TP402", "TP403", "TP405").findings]
        assert codes == expected
