"""TP538 unprepared-gh: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, PUBLISH, findings, job, levels, run, workflow

if TYPE_CHECKING:
    from pathlib import Path

MINT = "permissions: {contents: write, id-token: write}"
DOWNLOAD = "      - uses: actions/download-artifact@v5\n        with: {path: dist}\n"
RELEASE = "gh release create v1 dist/*"
SIGNED_IN = "GH_TOKEN: '${{ github.token }}'"
REPOSITORY = "GH_REPO: '${{ github.repository }}'"


def env(*entries: str) -> str:
    return f"        env: {{{', '.join(entries)}}}\n"


def before(*steps: str) -> str:
    return workflow(job("".join(steps) + PUBLISH, MINT))


def test_both_at_once(tmp_path: Path) -> None:
    assert findings(tmp_path, "TP538", before(DOWNLOAD, run(RELEASE))) == [
        ("error", "job `publish` runs `gh release create`, and gives it no token"),
        ("error", "job `publish` runs `gh release create`, and has not checked out a repository"),
    ]


@pytest.mark.parametrize(
    "command",
    ["gh release download v1", "gh api repos/a/b", "gh workflow run x.yml", "gh pr create --fill", "x=$(gh run list)"],
)
def test_commands_that_need_a_token(command: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP538", before(CHECKOUT, run(command))) == ["error"]


@pytest.mark.parametrize(
    "command",
    [
        "gh --version",
        "gh auth status",
        "gh release create --help",
        f"{RELEASE} || true",
        "gh release list | wc -l",
        "export x=$(gh run list)",
        'echo "$(gh run list)"',
        f"if {RELEASE}; then echo; fi",
        "if ! gh release view v1; then echo none; fi",
        f"export GH_TOKEN=x && {RELEASE}",
        f"|\n          gh auth login --with-token < x\n          {RELEASE}",
        f"|\n          ./sign-in.sh\n          {RELEASE}",
        f"GH_TOKEN=x {RELEASE}",
    ],
)
def test_commands_that_do_not_stop(command: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP538", before(CHECKOUT, run(command))) == []


@pytest.mark.parametrize("name", ["GH_TOKEN", "GITHUB_TOKEN"])
def test_a_token_at_each_level(name: str, tmp_path: Path) -> None:
    steps = CHECKOUT + run(RELEASE) + PUBLISH
    of_job = workflow(job(steps, MINT, f"env: {{{name}: x}}"))
    of_workflow = workflow(job(steps, MINT), head=f"env: {{{name}: x}}\n")
    assert [levels(tmp_path / text[:40].replace("\n", ""), "TP538", text) for text in (of_job, of_workflow)] == [[], []]


def test_a_token_for_another_step(tmp_path: Path) -> None:
    steps = CHECKOUT + run("echo", env(SIGNED_IN)) + run(RELEASE)
    assert levels(tmp_path, "TP538", before(steps)) == ["error"]


@pytest.mark.parametrize(
    "step",
    [
        run("echo GH_TOKEN=x >> $GITHUB_ENV"),
        run("make token"),
        "      - uses: someone/setup-gh@v1\n",
        "      - uses: someone/login@v1\n",
    ],
)
def test_steps_that_may_sign_in(step: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP538", before(CHECKOUT, step, run(RELEASE))) == []


@pytest.mark.parametrize(
    "command",
    [
        f"{RELEASE} --repo a/b",
        f"{RELEASE} -R a/b",
        "gh api repos/a/b",
        "gh issue close https://github.com/a/b/issues/1",
    ],
)
def test_commands_that_need_no_repository(command: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP538", before(DOWNLOAD, run(command, env(SIGNED_IN)))) == []


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (CHECKOUT, []),
        (run("git clone https://github.com/a/b ."), []),
        (run("bash fetch.sh"), []),
        ("      - uses: someone/checkout-more@v1\n", []),
        ("      - uses: astral-sh/setup-uv@v7\n", ["error"]),
        (run("ls -alt . && ls dist"), ["error"]),
    ],
)
def test_steps_that_may_bring_a_repository(step: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP538", before(DOWNLOAD, step, run(RELEASE, env(SIGNED_IN)))) == expected


def test_a_repository_from_the_environment(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP538", before(DOWNLOAD, run(RELEASE, env(SIGNED_IN, REPOSITORY)))) == []


@pytest.mark.parametrize(
    ("keys", "runner"), [((), "self-hosted"), (("container: alpine",), "ubuntu-latest"), ((), "${{ vars.RUNNER }}")]
)
def test_where_gh_may_be_signed_in(keys: tuple[str, ...], runner: str, tmp_path: Path) -> None:
    text = workflow(job(CHECKOUT + run(RELEASE) + PUBLISH, MINT, *keys, runner=runner))
    assert levels(tmp_path, "TP538", text) == []


@pytest.mark.parametrize(
    "keys",
    ["        continue-on-error: true\n", "        if: always()\n", "        if: failure()\n", "        if: false\n"],
)
def test_steps_that_do_not_count(keys: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP538", before(CHECKOUT, run(RELEASE, keys))) == []


def test_levels(tmp_path: Path) -> None:
    behind = workflow(job(CHECKOUT + PUBLISH + run(RELEASE), MINT))
    perhaps = before(CHECKOUT, run(RELEASE, "        if: vars.RELEASE\n"))
    waiting = workflow(job(PUBLISH, MINT), job(CHECKOUT + run(RELEASE), "needs: publish", name="release"))
    needed = workflow(job(CHECKOUT + run(RELEASE), name="release"), job(PUBLISH, MINT, "needs: release"))
    found = [
        levels(tmp_path / str(number), "TP538", text) for number, text in enumerate((behind, perhaps, waiting, needed))
    ]
    assert found == [["warning"], ["warning"], ["warning"], ["error"]]


def test_jobs_far_behind_the_upload(tmp_path: Path) -> None:
    between = job(run("echo"), "needs: publish", name="between")
    behind = job(DOWNLOAD + run(RELEASE, env(SIGNED_IN)), "needs: [between]", name="release")
    beside = job(DOWNLOAD + run(RELEASE, env(SIGNED_IN)), name="beside")
    assert findings(tmp_path, "TP538", workflow(beside, behind, between, job(PUBLISH, MINT))) == [
        ("warning", "job `release` runs `gh release create`, and has not checked out a repository")
    ]
