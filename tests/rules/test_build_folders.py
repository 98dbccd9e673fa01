"""TP516 misplaced-distributions: into which folder `python -m build` puts what it builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from judged import CHECKOUT, PUBLISH, job, levels, run, workflow

if TYPE_CHECKING:
    from pathlib import Path

IN = "        working-directory: python\n"
FROM = "        with: {packages-dir: python/dist}\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (run("python -m build", IN) + PUBLISH, ["error"]),
        (run("python3 -m build --sdist --wheel -n", IN) + PUBLISH, ["error"]),
        (run("pyproject-build", IN) + PUBLISH, ["error"]),
        (run("pipx run build", IN) + PUBLISH, ["error"]),
        (run("uvx --from build pyproject-build", IN) + PUBLISH, ["error"]),
        (run("cd python && python -m build") + PUBLISH, ["error"]),
        (run("pip install build", IN) + run("python -m build", IN) + run("twine check dist/*") + PUBLISH, ["error"]),
        (run("python -m build", IN) + run("twine upload dist/*"), ["error"]),
        (run("python -m build") + PUBLISH + FROM, ["error"]),
        (run("python -m build --outdir out") + PUBLISH, ["error"]),
        (run("python -m build -o out .") + PUBLISH, ["error"]),
        (run("python -m build --outdir ../dist", IN) + PUBLISH + FROM, ["error"]),
        (run("python -m build") + PUBLISH, []),
        (run("python -m build", IN) + PUBLISH + FROM, []),
        (run("python -m build", IN) + run("twine upload dist/*", IN), []),
        (run("python -m build --outdir dist/ .") + PUBLISH, []),
        (run("python -m build --outdir ../dist", IN) + PUBLISH, []),
        (run("python -m build --outdir $OUT", IN) + PUBLISH, []),
        (run("python -m build python") + PUBLISH + FROM, []),
        (run("python -m build --version", IN) + PUBLISH, []),
        (run("python -m build", "        working-directory: '${{ vars.X }}'\n") + PUBLISH, []),
        (run("python -m build", IN) + run("mv python/dist dist") + PUBLISH, []),
        (run("python -m build", IN) + run("python -m build") + PUBLISH, []),
        (run("poetry build", IN) + PUBLISH, []),
        (run("python -m build", IN) + PUBLISH + "        with: {packages-dir: files}\n", []),
    ],
)  # fmt: skip
def test_where_build_puts_distributions(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP516", workflow(job(CHECKOUT + steps))) == expected


def test_jobs_that_run_in_a_folder(tmp_path: Path) -> None:
    steps = CHECKOUT + run("python -m build") + PUBLISH
    assert levels(tmp_path, "TP516", workflow(job(steps, "defaults: {run: {working-directory: python}}"))) == ["error"]


def test_artifacts_of_another_folder(tmp_path: Path) -> None:
    store = "      - uses: actions/upload-artifact@v4\n        with: {name: x, path: dist}\n"
    fetch = "      - uses: actions/download-artifact@v4\n        with: {name: x, path: dist}\n"
    build = job(CHECKOUT + run("python -m build", IN) + store, name="build")
    assert levels(tmp_path, "TP516", workflow(build, job(fetch + PUBLISH, "needs: build"))) == ["error"]


@pytest.mark.parametrize(
    ("command", "upload", "said"),
    [("python -m build", PUBLISH, "`python/dist`"), ("python -m build -o ../dist", PUBLISH + FROM, "`dist`")],
)
def test_what_is_said(command: str, upload: str, said: str, tmp_path: Path) -> None:
    text = workflow(job(CHECKOUT + run(command, IN) + upload))
    (finding,) = lint(lay(tmp_path, {".github/workflows/w.yml": text}), "TP516").findings
    assert finding.label == f"puts them into {said}"
    assert finding.fix is not None
    assert finding.fix.title == f"take the files from {said}"
