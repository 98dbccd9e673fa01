"""TP520 release-starts-nothing: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, GH_ENV, PUBLISH, TESTPYPI, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

ON_RELEASE = workflow(job(PUBLISH), on="{release: {types: [published]}}")
ON_TAG = workflow(job(PUBLISH), on="{push: {tags: ['v*']}, workflow_dispatch: }")
PLEASE = "      - uses: googleapis/release-please-action@v4\n        with: {release-type: python}\n"
GH_CREATE = f'      - run: gh release create "v$VERSION"\n{GH_ENV}'
SIGN_IN = "      - run: echo '${{ secrets.GITHUB_TOKEN }}' | gh auth login --with-token\n"
RELEASE = "      - uses: softprops/action-gh-release@v2\n        with: {body: x, tag_name: 'v${{ inputs.version }}'}\n"
PUSH_TAG = CHECKOUT + '      - run: git push origin "v$VERSION"\n'
AS_BOT = CHECKOUT.replace("@v5\n", "@v5\n        with: {token: '${{ secrets.BOT }}'}\n")
BUMP = "      - uses: commitizen-tools/commitizen-action@master\n        with: {github_token: '${{ secrets.BOT }}'}\n"
TAG_ACTION = "      - uses: owner/tag-action@v1\n        env: {GITHUB_TOKEN: '${{ steps.app.outputs.token }}'}\n"
PUSH = "      - run: git push --follow-tags\n"


@pytest.mark.parametrize(
    ("uploading", "steps", "on", "expected"),
    [
        (ON_RELEASE, PLEASE, "push", ["warning"]),
        (ON_RELEASE, PLEASE.replace("with: {", "with: {token: '${{ secrets.BOT }}', "), "push", []),
        (ON_RELEASE, PLEASE.replace("with: {", "with: {skip-github-release: true, "), "push", []),
        (ON_RELEASE, PLEASE.replace("release-type: python", "config-file: x.json"), "push", []),
        (ON_TAG, PLEASE, "{push: {branches: [main]}}", ["warning"]),
        (ON_RELEASE, GH_CREATE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "$new_version --generate-notes"), "schedule", ["warning"]),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "v${TAG} --generate-notes"), "schedule", ["warning"]),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "$ARGS"), "schedule", []),
        (ON_RELEASE, SIGN_IN + GH_CREATE.replace(GH_ENV, ""), "schedule", ["warning"]),
        (ON_RELEASE, SIGN_IN.replace("GITHUB_TOKEN", "PAT") + GH_CREATE.replace(GH_ENV, ""), "schedule", []),
        (ON_RELEASE, SIGN_IN + GH_CREATE.replace("github.token", "secrets.PAT"), "schedule", []),
        (ON_RELEASE, SIGN_IN + SIGN_IN.replace("GITHUB_TOKEN", "PAT") + GH_CREATE.replace(GH_ENV, ""), "schedule", []),
        (ON_RELEASE, GH_CREATE.replace(GH_ENV, ""), "schedule", []),
        (ON_RELEASE, GH_CREATE.replace("create", "create --draft"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("create", "create -p"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("create", "upload"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("create", "create -R other/x"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("github.token", "secrets.PAT"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "nightly"), "schedule", []),
        (ON_RELEASE, RELEASE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, RELEASE, "{push: {tags: ['v*']}}", ["warning"]),
        (ON_RELEASE, RELEASE.replace("body: x, ", ""), "{push: {tags: ['v*']}}", []),
        (ON_RELEASE, RELEASE.replace("body: x, ", ""), "{push: {branches: [main]}}", ["warning"]),
        (ON_RELEASE, RELEASE.replace("body: x", "files: dist/*"), "{push: {branches: [main]}}", []),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "v1.2.3"), "schedule", ["warning"]),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, draft: true"), "workflow_dispatch", []),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, draft: '${{ inputs.d }}'"), "workflow_dispatch", []),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, draft: false"), "workflow_dispatch", ["warning"]),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, token: '${{ secrets.PAT }}'"), "workflow_dispatch", []),
        (ON_RELEASE, RELEASE, "{release: , workflow_dispatch: }", []),
        (ON_RELEASE, RELEASE, "workflow_call", []),
        (ON_RELEASE, PUSH_TAG, "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG, "workflow_dispatch", ["warning"]),
        (ON_TAG, PUSH_TAG.replace("v$VERSION", "$VERSION"), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace("v$VERSION", "main"), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace("push origin", "push origin --delete"), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace(CHECKOUT, ""), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace("@v5\n", "@v5\n        with: {ssh-key: x}\n"), "workflow_dispatch", []),
        (
            ON_TAG,
            PUSH_TAG.replace("@v5\n", "@v5\n        with: {token: '${{ secrets.P }}'}\n"),
            "workflow_dispatch",
            [],
        ),
        (ON_TAG, RELEASE, "{push: {tags: ['v*']}}", []),
        (ON_TAG, RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG.replace("'v*'", "'[0-9]*'"), RELEASE, "workflow_dispatch", []),
        (ON_TAG.replace("'v*'", "'*'"), PUSH_TAG.replace("v$", "$"), "workflow_dispatch", ["warning"]),
        (ON_RELEASE.replace("{release:", "{schedule: [], release:"), PLEASE, "push", []),
        (ON_RELEASE.replace("{release:", "{push: {tags: ['v*']}, release:"), PUSH_TAG, "workflow_dispatch", []),
        (ON_RELEASE, PLEASE + "      - run: gh workflow run w0.yml\n" + GH_ENV, "push", []),
        (ON_RELEASE, PLEASE + "      - run: curl -X POST $API/workflows/w0.yml/dispatches\n", "push", []),
        (ON_TAG, BUMP + RELEASE, "workflow_dispatch", []),
        (ON_TAG, BUMP.replace("secrets.BOT", "github.token") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, BUMP.replace("'${{ secrets.BOT }}'", "''") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, RELEASE + BUMP, "workflow_dispatch", ["warning"]),
        (ON_TAG, TAG_ACTION + GH_CREATE, "workflow_dispatch", []),
        (ON_TAG, TAG_ACTION.replace("steps.app.outputs.token", "github.token") + GH_CREATE, "schedule", ["warning"]),
        (ON_TAG, TAG_ACTION + PUSH_TAG, "workflow_dispatch", ["warning"]),
        (ON_TAG, AS_BOT + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, AS_BOT + PUSH + RELEASE, "workflow_dispatch", []),
        (ON_TAG, AS_BOT + PUSH.replace("push", "pull") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, AS_BOT.replace("token:", "ssh-key:") + PUSH + RELEASE, "workflow_dispatch", []),
        (ON_TAG, CHECKOUT + PUSH.replace("--follow-tags", "origin main") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, CHECKOUT + PUSH.replace("push", "push https://$PAT@example.org") + RELEASE, "workflow_dispatch", []),
        (ON_RELEASE, BUMP + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, AS_BOT + PUSH + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, PLEASE + PUBLISH, "push", ["note"]),
        (ON_RELEASE, PLEASE + PUBLISH + TESTPYPI, "push", ["warning"]),
    ],
)
def test_releases_that_start_nothing(uploading: str, steps: str, on: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP520", uploading, workflow(job(steps, name="make"), on=on)) == expected


def test_a_call_starts_the_upload(tmp_path: Path) -> None:
    called = ON_RELEASE.replace("{release:", "{workflow_call: , release:")
    caller = workflow(job(PLEASE, name="make"), "  call:\n    uses: ./.github/workflows/w0.yml\n", on="push")
    assert levels(tmp_path, "TP520", called, caller) == []


CALL = "  make:\n    {}uses: ./.github/workflows/w1.yml\n"


@pytest.mark.parametrize(
    ("steps", "caller", "on", "expected"),
    [
        (GH_CREATE, CALL.format(""), "workflow_dispatch", ["warning"]),
        (GH_CREATE, CALL.format("if: github.ref_name == 'main'\n    "), "workflow_dispatch", ["warning"]),
        (GH_CREATE + PUBLISH, CALL.format(""), "push", ["note"]),
        (GH_CREATE, CALL.format("") + job(PUBLISH, "needs: make"), "push", ["note"]),
        (GH_CREATE, CALL.format("if: false\n    "), "workflow_dispatch", []),
        (GH_CREATE, CALL.format(""), "[release, workflow_dispatch]", []),
        (GH_CREATE.replace("- run", "- if: inputs.release\n        run"), CALL.format(""), "push", []),
        (GH_CREATE.replace("github.token", "secrets.token"), CALL.format(""), "push", []),
    ],
)
def test_a_called_workflow_makes_the_release(
    steps: str, caller: str, on: str, expected: list[str], tmp_path: Path
) -> None:
    called = workflow(job(steps, name="make"), on="workflow_call")
    assert levels(tmp_path, "TP520", ON_RELEASE, called, workflow(caller, on=on)) == expected


@pytest.mark.parametrize(("on", "expected"), [("release", ["warning"]), ("push", [])])
def test_a_called_workflow_adds_files_with_another_token(on: str, expected: list[str], tmp_path: Path) -> None:
    adds = RELEASE.replace("body: x", "files: dist/*, token: '${{ secrets.BOT }}'")
    called, caller = workflow(job(adds, name="add"), on="workflow_call"), workflow(CALL.format(""), on=on)
    maker = workflow(job(GH_CREATE, name="make"), on="workflow_dispatch")
    assert levels(tmp_path, "TP520", ON_RELEASE, called, caller, maker) == expected
