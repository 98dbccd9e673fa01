"""TP520: releases that somebody else may make, whose events start what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, GH_ENV, PUBLISH, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

ON_RELEASE = workflow(job(PUBLISH), on="{release: {types: [published]}}")
ON_TAG = workflow(job(PUBLISH), on="{push: {tags: ['v*']}}")
PLEASE = "      - uses: googleapis/release-please-action@v4\n        with: {release-type: python}\n"
MADE = workflow(job(PLEASE, name="make"), on="{push: {branches: [main]}}")
PUSHED = "{push: {tags: ['v*']}}"
WITH_FILES = "      - uses: softprops/action-gh-release@v2\n        with: {body: x, files: dist/*}\n"
UPDATE = "      - uses: ncipollo/release-action@v1\n        with: {body: x, allowUpdates: true}\n"
CREATE = f'      - run: gh release create "$GITHUB_REF_NAME"\n{GH_ENV}'


def uses(action: str, inputs: str = "", env: str = "") -> str:
    given = f"        with: {{{inputs}}}\n" if inputs else ""
    return f"      - uses: {action}\n{given}" + (f"        env: {{{env}}}\n" if env else "")


@pytest.mark.parametrize(
    ("other", "on", "expected"),
    [
        (uses("softprops/action-gh-release@v2", "body: x, token: '${{ secrets.BOT }}'"), "push", []),
        (uses("softprops/action-gh-release@v2", "body: x", "GITHUB_TOKEN: '${{ secrets.BOT }}'"), "push", []),
        (uses("softprops/action-gh-release@v2", "body: x", "PYPI_TOKEN: '${{ secrets.PYPI }}'"), "push", ["warning"]),
        (uses("softprops/action-gh-release@v2", "body: x, token: '${{ github.token }}'"), "push", ["warning"]),
        (uses("softprops/action-gh-release@v2", "body: x, draft: true"), "push", []),
        (uses("softprops/action-gh-release@v2", "body: x, draft: '${{ vars.X }}'"), "push", []),
        (uses("softprops/action-gh-release@v2", "body: x, draft: false"), "push", ["warning"]),
        (uses("softprops/action-gh-release@v2", "files: x, token: '${{ secrets.BOT }}'"), "release", ["warning"]),
        (uses("softprops/action-gh-release@v2", "body: x, token: '${{ secrets.BOT }}'"), "workflow_dispatch", []),
        (uses("release-drafter/release-drafter@v6"), "push", []),
        (uses("googleapis/release-please-action@v4", "token: '${{ github.token }}'"), "push", []),
        (uses("googleapis/release-please-action@v4", "skip-github-release: true"), "push", ["warning"]),
        (uses("googleapis/release-please-action@v3", "command: release-pr, release-type: x"), "push", ["warning"]),
        (uses("changesets/action@v1", "publish: x", "GITHUB_TOKEN: '${{ steps.app.outputs.token }}'"), "push", []),
        (
            uses("changesets/action@v1", "publish: x", "GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}'"),
            "push",
            ["warning"],
        ),
        (uses("actions/checkout@v5", "token: '${{ secrets.BOT }}'"), "push", ["warning"]),
        (CREATE.replace("github.token", "secrets.BOT"), "push", []),
        (CREATE.replace("create", "create --draft"), "push", []),
        (CREATE.replace("create", "create -d"), "push", []),
        (CREATE, "push", ["warning"]),
        (CREATE.replace("create", "view").replace("github.token", "secrets.BOT"), "push", ["warning"]),
        ("      - run: npx semantic-release\n        env: {GH_TOKEN: '${{ secrets.BOT }}'}\n", "push", []),
        ("      - run: npx semantic-release\n" + GH_ENV, "push", ["warning"]),
    ],
)
@pytest.mark.parametrize("uploading", [ON_RELEASE, ON_TAG])
def test_another_workflow_that_makes_releases(
    uploading: str, other: str, on: str, expected: list[str], tmp_path: Path
) -> None:
    assert levels(tmp_path, "TP520", uploading, MADE, workflow(job(other, name="other"), on=on)) == expected


@pytest.mark.parametrize(
    ("steps", "on", "expected"),
    [
        (WITH_FILES, PUSHED, []),
        (WITH_FILES, "{push: {tags: ['v*']}, workflow_dispatch: }", []),
        (WITH_FILES, "push", []),
        (WITH_FILES, "{push: {branches: [main]}}", ["warning"]),
        (WITH_FILES, "workflow_dispatch", ["warning"]),
        (WITH_FILES.replace(", files: dist/*", ""), PUSHED, ["warning"]),
        (UPDATE, PUSHED, []),
        (UPDATE.replace("allowUpdates: true", "artifacts: dist/*"), PUSHED, ["warning"]),
        (UPDATE, "{push: {branches: [main]}}", ["warning"]),
        (CREATE, PUSHED, ["warning"]),
        (CREATE.replace("gh release create", "gh release view x || gh release create"), PUSHED, []),
        (CREATE.replace("gh release create", "gh release view x || gh release create"), "schedule", ["warning"]),
        (CREATE.replace('NAME"', 'NAME" || gh release upload x y'), PUSHED, []),
    ],
)
def test_files_for_a_release_that_may_be_there(steps: str, on: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP520", ON_RELEASE, workflow(job(CHECKOUT + steps, name="make"), on=on)) == expected


@pytest.mark.parametrize(
    ("named", "expected"), [("[Images]", []), ("Images", []), ("[Images, Tests]", []), ("[Tests]", ["warning"])]
)
def test_a_maker_that_follows_what_a_release_starts(named: str, expected: list[str], tmp_path: Path) -> None:
    images = "name: Images\n" + workflow(
        job("      - run: make\n", name="images"), on="{release: {types: [published]}}"
    )
    tests = "name: Tests\n" + workflow(job("      - run: make\n", name="tests"), on="push")
    again = workflow(job(PLEASE, name="make"), on=f"{{workflow_run: {{workflows: {named}, types: [completed]}}}}")
    assert levels(tmp_path, "TP520", ON_RELEASE, images, tests, again) == expected
