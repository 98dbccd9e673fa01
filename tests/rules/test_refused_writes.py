"""TP532 unauthorized-release: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import GH_ENV, PUBLISH, job, levels, reported, workflow
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path

MINTS = "permissions: {id-token: write}"
WRITES = "permissions: {contents: write}"
JOB_TOKEN = "${{ secrets.GITHUB_TOKEN }}"  # noqa: S105 - an expression
OTHER = "${{ secrets.RELEASER }}"
PUSH = "      - run: git push origin --tags\n"


def checkout(inputs: str = "fetch-depth: 0") -> str:
    return f"      - uses: actions/checkout@v5\n        with: {{{inputs}}}\n"


def run(script: str, *keys: str) -> str:
    return f"      - run: {script}\n" + "".join(f"        {key}\n" for key in keys)


def action(name: str, inputs: str = "", *keys: str) -> str:
    more = "".join(f"        {key}\n" for key in keys)
    return f"      - uses: {name}@v2\n{more}" + (f"        with: {{{inputs}}}\n" if inputs else "")


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ("{id-token: write}", ["error"]),
        ("{id-token: write, contents: read}", ["error"]),
        ("read-all", ["error"]),
        ("{}", ["error"]),
        ("{contents: write}", []),
        ("write-all", []),
        ("{contents: ${{ vars.ALL }}}", []),
    ],
)
@pytest.mark.parametrize("steps", [checkout() + PUSH, action("softprops/action-gh-release")])
def test_permissions(permissions: str, expected: list[str], steps: str, tmp_path: Path) -> None:
    text = workflow(job(steps, f"permissions: {permissions}", name="tag"), job(PUBLISH, "needs: tag", MINTS))
    assert levels(tmp_path, "TP532", text) == expected


@pytest.mark.parametrize(("head", "expected"), [("permissions: read-all\n", ["error"]), ("", [])])
def test_permissions_of_the_workflow(head: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(checkout() + PUSH, name="tag"), job(PUBLISH, "needs: tag", MINTS), head=head)
    assert levels(tmp_path, "TP532", text) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (PUSH, ["error"]),
        (run("git push"), ["error"]),
        (run("git push -f origin HEAD:main"), ["error"]),
        (run("mkdocs gh-deploy --force"), ["error"]),
        (run('test -z "$A" && git push'), ["warning"]),
        (run("git push", "if: vars.TAGS == 'yes'"), ["warning"]),
        (run("git push || true"), []),
        (run("git push", "continue-on-error: true"), []),
        (run("git push", "if: failure()"), []),
        (run("git push", "if: false"), []),
        (run("git push --dry-run"), []),
        (run("git push upstream main"), []),
        (run("git push https://example.org/a.git"), []),
        (run("mkdocs gh-deploy -r docs"), []),
        (run("git pull"), []),
        (run("git clone https://example.org/a.git && cd a && git push"), []),
        (run("git remote set-url origin https://x-access-token:$A@github.com/a/b") + PUSH, []),
        (run("gh auth setup-git") + PUSH, []),
        (action("fregante/setup-git-user") + PUSH, ["error"]),
        (action("de-vri-es/setup-git-credentials") + PUSH, []),
        (action("webfactory/ssh-agent") + PUSH, []),
        (checkout("repository: a/docs, path: docs") + PUSH, []),
    ],
)
def test_pushes(step: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(checkout() + step, MINTS, name="tag"), job(PUBLISH, "needs: tag", MINTS))
    assert levels(tmp_path, "TP532", text) == expected


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (f"token: '{JOB_TOKEN}'", ["error"]),
        ("persist-credentials: true", ["error"]),
        (f"token: '{OTHER}'", []),
        (f"ssh-key: '{OTHER}'", []),
        (f"persist-credentials: '{OTHER}'", []),
    ],
)
def test_tokens_of_checkouts(inputs: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(checkout(inputs) + PUSH, MINTS, name="tag"), job(PUBLISH, "needs: tag", MINTS))
    assert levels(tmp_path, "TP532", text) == expected


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (run("gh release create v1 dist/*") + GH_ENV, ["error"]),
        (run("gh release upload $TAG dist/*") + GH_ENV, ["error"]),
        (run("gh release delete-asset v1 a.whl") + GH_ENV, ["error"]),
        (run("gh release view v1") + GH_ENV, []),
        (run("gh release download v1") + GH_ENV, []),
        (run("gh release create v1", f"env: {{GH_TOKEN: '{OTHER}'}}"), []),
        (run("gh release create v1"), []),
        (action("softprops/action-gh-release", "draft: true"), ["error"]),
        (action("softprops/action-gh-release", f"token: '{OTHER}'"), []),
        (action("softprops/action-gh-release", "", f"env: {{GITHUB_TOKEN: '{OTHER}'}}"), []),
        (action("svenstaro/upload-release-action", f"repo_token: '{JOB_TOKEN}', file: a"), ["error"]),
        (action("googleapis/release-please-action"), ["error"]),
        (action("actions/create-release", "", f"env: {{GITHUB_TOKEN: '{JOB_TOKEN}'}}"), ["error"]),
        (action("actions/create-release"), []),
        (action("mathieudutour/github-tag-action", f"github_token: '{JOB_TOKEN}'"), ["warning"]),
        (action("mathieudutour/github-tag-action", f"github_token: '{JOB_TOKEN}', dry_run: true"), []),
        (action("actions/setup-python"), []),
    ],
)
def test_releases(step: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(step, MINTS, name="tag"), job(PUBLISH, "needs: tag", MINTS))
    assert levels(tmp_path, "TP532", text) == expected


def test_before_and_behind_the_upload(tmp_path: Path) -> None:
    release = action("softprops/action-gh-release")
    assert levels(tmp_path, "TP532", workflow(job(release + PUBLISH + release, MINTS))) == ["error", "warning"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [((), []), (("needs: publish",), []), (("continue-on-error: true",), []), (("if: false",), [])],
)
def test_jobs_that_no_upload_waits_for(keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(checkout() + PUSH, MINTS, *keys, name="tag"), job(PUBLISH, MINTS))
    assert levels(tmp_path, "TP532", text) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (PUSH, ["error"]),
        (run("uvx towncrier build") + PUSH, ["error"]),
        (run("gh release create v1") + GH_ENV, []),
        (run("./sign-in") + PUSH, []),
        (run("make sign-in") + PUSH, []),
        (run("bash ci/sign-in.sh") + PUSH, []),
        (run("git push", "env: {GIT_ASKPASS: /bin/sign-in}"), []),
        (checkout() + PUSH, []),
    ],
)
def test_no_token_is_kept(steps: str, expected: list[str], tmp_path: Path) -> None:
    kept_back = checkout("persist-credentials: false")
    text = workflow(job(kept_back + steps, WRITES, name="tag"), job(PUBLISH, "needs: tag", MINTS))
    assert levels(tmp_path, "TP532", text) == expected


def test_own_runners_may_have_credentials(tmp_path: Path) -> None:
    steps = checkout("persist-credentials: false") + PUSH
    text = workflow(job(steps, WRITES, name="tag", runner="self-hosted"), job(PUBLISH, "needs: tag", MINTS))
    assert levels(tmp_path, "TP532", text) == []


def test_a_called_workflow_has_no_more_than_its_caller(tmp_path: Path) -> None:
    called = workflow(job(checkout() + PUSH + PUBLISH), on="workflow_call")
    caller = f"on: release\njobs:\n  call:\n    {MINTS}\n    uses: ./.github/workflows/w1.yml\n"
    assert levels(tmp_path, "TP532", caller, called) == ["error"]


def test_words(tmp_path: Path) -> None:
    """Whoever finds out why has to find the line, and the words that the log would have."""
    (pushed,) = reported(tmp_path, "TP532", workflow(job(checkout() + PUSH + PUBLISH, MINTS)))
    assert "Permission to … denied to github-actions[bot]" in pushed.consequence
    assert [resolve(each.at).text for each in pushed.related] == ["{id-token: write}"]
