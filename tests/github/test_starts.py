"""What jobs start with their own tokens: the releases and tags that they make, and the workflows that they dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folders import read
from judged import CHECKOUT, job, laid, workflow
from tplint.platforms.github.starts.dispatches import dispatches, meant
from tplint.platforms.github.starts.job_token import is_job_token
from tplint.platforms.github.starts.releases import beginning, examples, made

if TYPE_CHECKING:
    from pathlib import Path

PSR = "uses: python-semantic-release/python-semantic-release@v9"
ANY = "v1.2.3 1.2.3 name-v1.2.3"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("${{ github.token }}", True),
        ("${{secrets.GITHUB_TOKEN}}", True),
        (" ${{ secrets.github_token }} ", True),
        ("${{ secrets.PAT || github.token }}", False),
        ("${{ secrets.PAT }}", False),
        ("", False),
    ],
)
def test_the_jobs_own_token(written: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert is_job_token(written) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("v$X", ("v1.2.3",)),
        ("name-v${{ x }}", ("name-v1.2.3",)),
        ("$X", ("v1.2.3", "1.2.3", "name-v1.2.3")),
        ("", ("v1.2.3", "1.2.3", "name-v1.2.3")),
        ("`date`", ("v1.2.3", "1.2.3", "name-v1.2.3")),
        ("nightly", ()),
        ("v1", ()),
        ("v1.0.0", ("v1.0.0",)),
    ],
)
def test_tags_that_a_name_may_give(written: str, expected: tuple[str, ...]) -> None:
    assert examples(written) == expected


@given(st.text())
def test_the_beginning_of_a_value_has_no_variables(written: str) -> None:
    assert not set(beginning(written)) & {"$", "`"}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("uses: actions/create-release@v1\n        env: {GITHUB_TOKEN: '${{ github.token }}'}", [f"release {ANY}"]),
        ("uses: actions/create-release@v1", []),
        (PSR + "\n        with: {github_token: '${{ github.token }}'}", [f"release {ANY}"]),
        (
            "uses: mathieudutour/github-tag-action@v6\n        with: {github_token: '${{ github.token }}'}",
            [f"tag {ANY}"],
        ),
        (
            "uses: ncipollo/release-action@v1\n        with: {tag: 'v${{ inputs.x }}', body: x}",
            ["release v1.2.3"],
        ),
        ("uses: ncipollo/release-action@v1\n        with: {artifacts: dist/*}", []),
        ("run: git push --tags", [f"tag {ANY}"]),
        ("run: git push --follow-tags origin main", [f"tag {ANY}"]),
        ("run: git push origin refs/tags/v$X", ["tag v1.2.3"]),
        ("run: git push origin main", []),
        ('run: git push origin "${NEW_TAG}"', [f"tag {ANY}"]),
        ("run: git push origin '${{ steps.next.outputs.version }}'", [f"tag {ANY}"]),
        ('run: git push --force origin "${TARGET_BRANCH}"', []),
        ("run: git push --dry-run --tags", []),
        (
            "run: |\n          git remote set-url origin https://t:$T@github.com/o/r\n          git push --tags",
            [],
        ),
        ("run: gh release create v$X", []),
    ],
)
def test_what_a_step_makes_with_the_jobs_token(step: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(f"{CHECKOUT}      - {step}\n"), head="# pypi: other workflows are not read\n")
    repository = read(laid(tmp_path, text))
    assert [f"{each.kind} {' '.join(each.tags)}" for each in made(repository.pipelines)] == expected


def test_a_dispatch_names_a_file_or_a_workflow(tmp_path: Path) -> None:
    scripts = "      - run: gh workflow run w1.yml\n      - run: gh workflow run 'Two words'\n"
    empty = "on: push\njobs: {}\n# uv publish\n"
    repository = read(laid(tmp_path, workflow(job(scripts)), empty, f"name: Two words\n{empty}"))
    found = [meant(each.workflow, repository.pipelines) for each in dispatches(repository.pipelines)]
    assert [pipeline.file_name if pipeline else "" for pipeline in found] == ["w1.yml", "w2.yml"]
    assert meant("w9.yml", repository.pipelines) is None
