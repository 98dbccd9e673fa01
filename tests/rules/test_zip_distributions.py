"""Source distributions as `.zip`, which PyPI refuses: those that come to the upload, and those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import PROJECT, UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

ZIP = "python setup.py sdist --formats=zip,gztar"


@pytest.mark.parametrize(
    ("before", "after", "upload", "reported"),
    [
        ("rm -rf dist", "ls dist", UPLOAD, True),
        ("rm -f old.tar.gz", "mv dist/*.tar.gz .", UPLOAD, True),
        ("true", "rm dist/*.zip", UPLOAD, False),
        ("true", "mv dist/*.zip .", UPLOAD, False),
        ("true", "find dist -name '*.zip' -delete", UPLOAD, False),
        ("true", "true", "      - run: twine upload dist/*\n", True),
        ("true", "true", "      - run: twine upload dist/*.tar.gz\n", False),
        ("true", "true", "      - run: twine upload dist/*.tar.gz dist/*.zip\n", True),
        ("true", "true", "      - run: |\n          FILES=dist/*.tar.gz\n          twine upload $FILES\n", False),
        ("true", "true", "      - run: |\n          FILES=dist/*\n          twine upload $FILES\n", True),
        ("true", "true", "      - run: twine upload ${{ steps.made.outputs.files }}\n", False),
        ("true", "true", "      - run: twine upload -p ${{ secrets.TOKEN }} dist/*\n", True),
    ],
)
def test_a_zip_that_does_not_come_to_the_upload_is_no_finding(
    tmp_path: Path,
    before: str,
    after: str,
    upload: str,
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    steps = "".join(f"      - run: {command}\n" for command in (before, ZIP, after))
    lay(tmp_path, {".github/workflows/publish.yml": workflow(job(steps=steps + upload)), "pyproject.toml": PROJECT})
    assert [finding.code for finding in lint(tmp_path, "TP306").findings] == ["TP306"] * reported


@pytest.mark.parametrize(
    ("path", "reported"), [("dist/*.whl\\ndist/*.zip", True), ("dist", True), ("dist/*.whl\\ndist/*.tar.gz", False)]
)
def test_a_zip_that_an_artifact_leaves_out_is_no_finding(
    tmp_path: Path,
    path: str,
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    store = f'      - uses: actions/upload-artifact@v4\n        with: {{name: files, path: "{path}"}}\n'
    fetch = "      - uses: actions/download-artifact@v4\n        with: {name: files, path: dist}\n"
    build = job("build", steps=f"      - run: {ZIP}\n{store}", environment="")
    publish = job(steps=fetch + UPLOAD, more="    needs: build\n")
    lay(tmp_path, {".github/workflows/publish.yml": workflow(build, publish), "pyproject.toml": PROJECT})
    assert [finding.code for finding in lint(tmp_path, "TP306").findings] == ["TP306"] * reported
