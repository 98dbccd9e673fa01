"""TP534 missing-setup-py: what else may bring the file, and where it cannot be known that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, PUBLISH, findings, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

BUILD = "      - run: python setup.py sdist\n"
FOUND = [("error", "job `publish` runs `setup.py`, and the repository has none")]


def said(root: Path, steps: str, *keys: str, **files: str) -> list[tuple[str, str]]:
    """What TP534 says of a job with some steps, where git has laid out a repository with these files beside it."""
    return findings(root, "TP534", workflow(job(steps, *keys)), **{".git/index": "", **files})


@pytest.mark.parametrize(
    "steps",
    [
        CHECKOUT + BUILD + PUBLISH,
        CHECKOUT + "      - run: python3 -m pip install -r requirements.txt\n" + BUILD + PUBLISH,
        CHECKOUT + "      - uses: actions/setup-python@v6\n      - run: python setup.py --version\n" + PUBLISH,
        CHECKOUT + "      - run: |\n          python setup.py sdist\n          twine upload dist/*\n",
        CHECKOUT + "      - run: python ./setup.py bdist_wheel\n" + PUBLISH,
    ],
)
def test_jobs_that_run_it(tmp_path: Path, steps: str) -> None:
    assert said(tmp_path, steps) == FOUND


@pytest.mark.parametrize(
    "steps",
    [
        BUILD + PUBLISH,
        CHECKOUT + PUBLISH + BUILD,
        CHECKOUT + "        with: {ref: v1}\n" + BUILD + PUBLISH,
        CHECKOUT + "        with: {path: code}\n" + BUILD + PUBLISH,
        CHECKOUT + "        with: {repository: acme/other}\n" + BUILD + PUBLISH,
        CHECKOUT + "        if: github.actor == 'a'\n" + BUILD + PUBLISH,
        CHECKOUT + "      - run: poetry2setup > setup.py\n" + BUILD + PUBLISH,
        CHECKOUT + "      - run: cp packaging/setup.py .\n" + BUILD + PUBLISH,
        CHECKOUT + "      - run: git checkout v1\n" + BUILD + PUBLISH,
        CHECKOUT + "      - uses: acme/generate@v1\n" + BUILD + PUBLISH,
        CHECKOUT + "      - uses: actions/download-artifact@v5\n" + BUILD + PUBLISH,
        CHECKOUT + BUILD + "        if: github.actor == 'a'\n" + PUBLISH,
        CHECKOUT + BUILD + "        continue-on-error: true\n" + PUBLISH,
        CHECKOUT + BUILD + "        working-directory: code\n" + PUBLISH,
        CHECKOUT + "      - run: test ! -f setup.py || python setup.py sdist\n" + PUBLISH,
        CHECKOUT + "      - run: python setup.py sdist || true\n" + PUBLISH,
        CHECKOUT + "      - run: cd code && python setup.py sdist\n" + PUBLISH,
        CHECKOUT + "      - run: python code/setup.py sdist\n" + PUBLISH,
    ],
)
def test_jobs_that_may_have_one_or_do_without(tmp_path: Path, steps: str) -> None:
    assert said(tmp_path, steps) == []


@pytest.mark.parametrize("files", [{"setup__py": ""}, {".git/info/sparse-checkout": ""}])
def test_a_file_that_is_there_or_left_out(tmp_path: Path, files: dict[str, str]) -> None:
    assert said(tmp_path, CHECKOUT + BUILD + PUBLISH, **files) == []


def test_a_folder_that_git_has_not_laid_out(tmp_path: Path) -> None:
    assert findings(tmp_path, "TP534", workflow(job(CHECKOUT + BUILD + PUBLISH))) == []


def test_a_job_that_the_upload_waits_for(tmp_path: Path) -> None:
    build = job(CHECKOUT + BUILD, name="build")
    beside = job(CHECKOUT + BUILD, name="beside")
    text = workflow(build, beside, job(PUBLISH, "needs: build"))
    files = {".git/index": ""}
    assert findings(tmp_path, "TP534", text, **files) == [(*FOUND[0][:1], FOUND[0][1].replace("publish", "build"))]
