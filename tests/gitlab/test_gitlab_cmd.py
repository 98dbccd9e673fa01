"""`%NAME%` in a pipeline's script: a variable to `cmd`, which runners on Windows can have for a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import job, reading, said, value_of

if TYPE_CHECKING:
    from pathlib import Path

URL = "--repository-url https://upload.pypi.org/legacy"
LINES = [
    ("twine upload -u %TWINE_USERNAME% -p %TWINE_PASSWORD% dist/*", []),
    ("twine upload --username=%USER_NAME% -p $P dist/*", []),
    (f"twine upload {URL}/%WHERE% dist/*", []),
    # Known to every shell
    ("twine upload -u %me% -p $P dist/*", []),
    ("twine upload -u 100% -p 100% dist/*", ["TP110"]),
    ("twine upload -u %Y%m%d -p $P dist/*", ["TP110"]),
    (f"twine upload {URL} dist/%WHAT%.whl", ["TP509"]),
]


@pytest.mark.parametrize(("line", "codes"), LINES)
def test_what_it_stands_for_is_not_known(tmp_path: Path, line: str, codes: list[str]) -> None:
    found = said(tmp_path, job(line, more="rules: [{if: $CI_COMMIT_TAG}]"), "TP110", "TP509")
    assert [finding[:5] for finding in found] == codes


def test_the_job_is_undecided(tmp_path: Path) -> None:
    (upload,) = reading(tmp_path, {".gitlab-ci.yml": job(LINES[0][0])}).uploads
    assert value_of(upload.credential) is ...
