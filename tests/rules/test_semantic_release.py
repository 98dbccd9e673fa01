"""TP520 and python-semantic-release: the action and the command, and what the tags are like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import CHECKOUT, GH_ENV, PUBLISH, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

ON_RELEASE = workflow(job(PUBLISH), on="{release: {types: [published]}}")
PROJECT = '[project]\nname = "x"\n'
SIGNED_IN = "        with: {github_token: '${{ github.token }}'}\n"
ACTION = f"      - uses: python-semantic-release/python-semantic-release@v10\n{SIGNED_IN}"
COMMAND = f"      - run: semantic-release version\n{GH_ENV}"


def said(tmp_path: Path, step: str, pattern: str = "", project: str = PROJECT, **files: str) -> bool:
    """Whether TP520 says that an upload waits in vain, for a release or for a tag of a pattern."""
    uploading = workflow(job(PUBLISH), on=f"{{push: {{tags: ['{pattern}']}}}}") if pattern else ON_RELEASE
    making = workflow(job(CHECKOUT + step, name="make"), on="{push: {branches: [main]}}")
    given = {**files, **({"pyproject__toml": project} if project else {})}
    return bool(levels(tmp_path, "TP520", uploading, making, **given))


@pytest.mark.parametrize("step", [ACTION, COMMAND])
@pytest.mark.parametrize(
    ("project", "pattern", "expected"),
    [
        (PROJECT, "v*", True),
        (PROJECT, "v[0-9]+.[0-9]+.[0-9]+", True),
        (PROJECT, "[0-9]*", False),
        (PROJECT + "[tool.semantic_release]\ntag_format = '{version}'\n", "[0-9]*", True),
        (PROJECT + "[tool.semantic_release]\ntag_format = '{version}'\n", "v*", False),
        (PROJECT + '[tool.semantic_release]\ntag_format = "name-v{version}"\n', "name-v*", True),
        (PROJECT + '[tool.semantic_release]\ntag_format = "name-v{version}"\n', "v*", False),
        (PROJECT + '[tool.semantic_release]\ntag_format = "v{version}-{name}"\n', "v*", False),
        (PROJECT + "[tool.semantic_release]\ntag_format = 1\n", "v*", False),
        (PROJECT + '[tool.commitizen]\ntag_format = "$version"\n', "v*", True),
        ("[project\n", "*", False),
        (PROJECT + "[tool.semantic_release.remote]\nignore_token_for_push = true\n", "v*", False),
        (PROJECT + "[tool.semantic_release.remote]\ntype = 'github'\n", "v*", True),
        (PROJECT + "[tool.semantic_release.remote]\ntoken = 'x'\n", "", False),
        (PROJECT + "[tool.semantic_release.remote.token]\nenv = 'BOT'\n", "", False),
        (PROJECT + "[tool.semantic_release.remote.token]\nenv = 'GH_TOKEN'\n", "", True),
        ("", "v*", False),
        ("", "*", True),
    ],
)
def test_tags_by_the_project_s_file(step: str, project: str, pattern: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    assert said(tmp_path, step, pattern, project) is expected


def test_formats_in_the_file_of_old_versions(tmp_path: Path) -> None:
    assert said(tmp_path, ACTION, "v*", setup__cfg="[metadata]\n")
    assert not said(tmp_path, ACTION, "v*", setup__cfg="[semantic_release]\ntag_format = {version}\n")


@pytest.mark.parametrize(
    ("inputs", "pattern", "expected"),
    [
        ("directory: part", "v*", False),
        ("config_file: releaserc.toml", "v*", False),
        ("config_file: releaserc.toml", "*", True),
        ("no_operation_mode: true", "*", False),
        ("tag: false", "*", False),
        ("push: false", "*", False),
        ("force: patch", "v*", True),
    ],
)
def test_inputs(inputs: str, pattern: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    assert said(tmp_path, ACTION.replace("with: {", f"with: {{{inputs}, "), pattern) is expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("semantic-release version", True),
        ("semantic-release -vv --strict version --push --no-changelog", True),
        ("uv run semantic-release version", True),
        ("semantic-release version --print", False),
        ("semantic-release --noop version", False),
        ("semantic-release version --no-push", False),
        ("semantic-release version --no-vcs-release", False),
        ("semantic-release version $OPTIONS", False),
        ("semantic-release -c releaserc.toml version", False),
        ("cd part && semantic-release version", False),
        ("semantic-release publish", False),
        ("npx semantic-release", False),
        ("echo semantic-release version", False),
    ],
)
def test_commands(command: str, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    assert said(tmp_path, COMMAND.replace("semantic-release version", command), "v*") is expected


@pytest.mark.parametrize("env", ["", GH_ENV.replace("github.token", "secrets.BOT"), GH_ENV.replace("GH_", "GITHUB_")])
def test_other_tokens(env: str, tmp_path: Path) -> None:
    assert not said(tmp_path, COMMAND.replace(GH_ENV, env), "v*")
