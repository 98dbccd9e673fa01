"""The words of the rules on credentials: the event, the tool and the caller that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from signing_in import ACTION, PASSWORD, PATH, STORED, action, called, run, workflow

if TYPE_CHECKING:
    from pathlib import Path


def test_a_finding_names_the_event_where_others_are_right(tmp_path: Path) -> None:
    text = workflow(
        action(f"password: ${{{{ github.event_name == 'push' && {STORED[4:-3]} || '' }}}}"),
        on="[push, release]",
        mint=False,
    )
    found = lint(lay(tmp_path, {PATH: text}), "TP101").findings
    assert [finding.message for finding in found] == [
        "job `publish` uploads with trusted publishing on `release` but may not request an OIDC token"
    ]


@pytest.mark.parametrize(
    ("step", "remedy"),
    [
        (run("poetry publish", f"POETRY_PYPI_TOKEN_PYPI: {STORED}"), "poetry cannot do trusted publishing"),
        (run("pipx run twine==5.1.1 upload dist/*", f"TWINE_PASSWORD: {STORED}"), "use twine 6.1 or newer"),
        (action(PASSWORD, ref="v1.5.1"), "use `pypa/gh-action-pypi-publish@release/v1`"),
        (
            run("npx publib-pypi", f"TWINE_PASSWORD: {STORED}", "TWINE_USERNAME: __token__"),
            "set `PYPI_TRUSTED_PUBLISHER` to `true`, register this workflow",
        ),
        (action(PASSWORD), "register this workflow as a trusted publisher, give the job `id-token: write`"),
    ],
)
def test_the_remedy_for_a_stored_token_names_a_tool_that_can(step: str, remedy: str, tmp_path: Path) -> None:
    (found,) = lint(lay(tmp_path, {PATH: workflow(step, mint=False)}), "TP103").findings
    assert found.fix is not None
    assert remedy in found.fix.title


def test_a_tool_that_is_told_not_to_is_told_otherwise_first(tmp_path: Path) -> None:
    text = workflow(run(f"uv publish --trusted-publishing never -t {STORED}"))
    (found,) = lint(lay(tmp_path, {PATH: text}), "TP102").findings
    assert found.fix is not None
    assert found.fix.title.startswith(
        "leave `trusted-publishing` out, or set it to `automatic`, and remove the credential"
    )


def test_the_caller_is_told_whether_github_refuses_the_run(tmp_path: Path) -> None:
    said = {}
    for mint, top in ((True, "permissions: {}\n"), (True, ""), (False, "")):
        files = called("", ACTION, mint=mint, top=top).files
        (found,) = lint(lay(tmp_path / f"{mint}{bool(top)}", dict(files)), "TP106").findings
        said[mint, bool(top)] = found.consequence
    assert said[True, True].startswith("GitHub would refuse the run")
    assert said[True, False].startswith("GitHub refuses the run unless the repository gives")
    assert "would find no OIDC token" in said[False, False]


@pytest.mark.parametrize(
    ("option", "called", "remedy"),
    [
        (f"--token {STORED}", "a username and a password", "remove the credential and its user name"),
        ("--username someone", "a username", "remove `--username`"),
        ("--keyring-provider subprocess", "the keyring", "remove `--keyring-provider`"),
    ],
)
def test_what_uv_calls_a_credential_beside_forced_publishing(
    option: str, called: str, remedy: str, tmp_path: Path
) -> None:
    text = workflow(run(f"uv publish --trusted-publishing always {option}"))
    (found,) = lint(lay(tmp_path, {PATH: text}), "TP102").findings
    assert f'"{called} are not allowed when using trusted publishing"' in found.consequence
    assert found.fix is not None
    assert found.fix.title.startswith(remedy)


@pytest.mark.parametrize(
    ("script", "consequence"),
    [
        ("poetry publish", 'PyPI would answer "403 Forbidden"'),
        ("hatch publish", 'hatch would stop with "Missing required option: user"'),
        ("flit publish", 'flit would stop with "Could not find username for upload."'),
        ("rye publish", 'rye would stop with "an access token is required"'),
        ("python setup.py sdist upload", "setuptools has no `upload` command any more"),
        ("npx publib-pypi", "publib would stop for want of `TWINE_USERNAME` and `TWINE_PASSWORD`"),
        ("pipx run twine==5.1.1 upload dist/*", "twine would ask for an API token"),
        ("pipx run uv==0.4.1 publish", 'uv would stop with "Missing credentials for …"'),
        ("pipx run pdm==2.5 publish", "the upload would end without credentials"),
    ],
)
def test_what_a_tool_says_that_cannot_sign_in(script: str, consequence: str, tmp_path: Path) -> None:
    (found,) = lint(lay(tmp_path, {PATH: workflow(run(script))}), "TP107").findings
    assert consequence in found.consequence
