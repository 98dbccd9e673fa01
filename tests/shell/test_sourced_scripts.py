"""Scripts that are read in or evaluated before an upload: whether they may set its credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from unread import said, script, workflow

if TYPE_CHECKING:
    from pathlib import Path

SETS_ENV = {"ci/env.sh": 'export TWINE_PASSWORD="$(fetch-token)"\n', "ci/env": "export UV_PUBLISH_TOKEN=x\n"}


@pytest.mark.parametrize(
    "before",
    [
        "source ci/env.sh",
        ". ./ci/env.sh",
        "source ci/env",
        "source .env",
        "set -a; . .env; set +a",
        "source ~/.secrets/pypi",
        "source missing/env.sh",
        "source <(fetch-secrets pypi)",
        'eval "$(python ci/secrets.py)"',
        "eval $(op signin)",
        "eval `fetch-secrets`",
        "export $(cat /tmp/secrets | xargs)",
        'export $(grep -v "^#" release.env | xargs)',
    ],
)
def test_what_may_set_a_credential(tmp_path: Path, before: str) -> None:
    text = workflow(script(before, "twine upload dist/*"))
    assert said(tmp_path, text, "TP101", files=SETS_ENV) == []


@pytest.mark.parametrize(
    "before",
    [
        "source .venv/bin/activate",
        ". venv/bin/activate",
        'source "$VENV/bin/activate"',
        "source .venv/Scripts/activate",
        "source activate release",
        'source "$HOME/.cargo/env"',
        ". $HOME/.local/bin/env",
        "source ~/.bashrc",
        "source $CONDA/etc/profile.d/conda.sh",
        "source /opt/rh/gcc/enable",
        'eval "$(ssh-agent -s)"',
        'eval "$(pyenv init -)"',
        'eval "$(conda shell.bash hook)"',
        "export VERSION=$(git describe)",
    ],
)
def test_what_only_finds_tools(tmp_path: Path, before: str) -> None:
    text = workflow(script(before, "twine upload dist/*"))
    assert said(tmp_path, text, "TP101", files=SETS_ENV) == ["TP101"]


def test_scripts_that_the_uploading_script_reads_in(tmp_path: Path) -> None:
    files = {"ci/release.sh": "source settings\ntwine upload dist/*\n"}
    text = workflow(script("bash ci/release.sh"))
    assert said(tmp_path / "unread", text, "TP101", files=files) == []
    files = {"ci/release.sh": "source .venv/bin/activate\ntwine upload dist/*\n"}
    assert said(tmp_path / "read", text, "TP101", files=files) == ["TP101"]


def test_another_tools_credential(tmp_path: Path) -> None:
    text = workflow(script("source ci/env.sh", "poetry publish --build"), mint=True)
    assert said(tmp_path / "unread", text, "TP107", files=SETS_ENV) == []
    text = workflow(script("source .venv/bin/activate", "poetry publish --build"), mint=True)
    assert said(tmp_path / "read", text, "TP107") == ["TP107"]


def test_an_empty_credential_that_may_be_filled(tmp_path: Path) -> None:
    empty = 'env: {TWINE_PASSWORD: ""}'
    text = workflow(script("source ci/env.sh", "twine upload dist/*"), mint=True, job=empty)
    assert said(tmp_path / "unread", text, "TP104", files=SETS_ENV) == []
    text = workflow(script("source .venv/bin/activate", "twine upload dist/*"), mint=True, job=empty)
    assert said(tmp_path / "read", text, "TP104") == ["TP104"]
    text = workflow(script("source ci/env.sh", 'twine upload -p "" dist/*'), mint=True)
    assert said(tmp_path / "flag", text, "TP104", files=SETS_ENV) == ["TP104"]


@pytest.mark.parametrize(("before", "codes"), [("source ci/env.sh", []), (". venv/bin/activate", ["TP104"])])
def test_an_empty_credential_on_gitlab(tmp_path: Path, before: str, codes: list[str]) -> None:
    lines = ["publish:", "  script:", "    - export TWINE_PASSWORD=''", f"    - {before}", "    - twine upload dist/*"]
    root = lay(tmp_path, {".gitlab-ci.yml": "\n".join((*lines, "")), **SETS_ENV})
    assert [finding.code for finding in lint(root, "TP104").findings] == codes


@pytest.mark.parametrize(
    "before",
    [
        "$env:TWINE_PASSWORD = (Get-Content token.txt)",
        "Set-Item Env:TWINE_PASSWORD $env:ELSEWHERE",
        "[Environment]::SetEnvironmentVariable('TWINE_PASSWORD', $env:ELSEWHERE)",
        "if (Test-Path ci/login.ps1) { . ./ci/login.ps1 }",
        "& ./ci/login.ps1",
        ". ./ci/login.ps1",
        "iex $env:LOGIN",
    ],
)
def test_powershell_that_may_set_a_credential(tmp_path: Path, before: str) -> None:
    files = {"ci/login.ps1": "$env:TWINE_PASSWORD = fetch-token\n"}
    text = workflow(script(before, "twine upload dist/*", more="shell: pwsh"), runner="windows-latest")
    assert said(tmp_path, text, "TP101", files=files) == []


@pytest.mark.parametrize("before", ["$env:TWINE_PASSWORD = (Get-Content token.txt)", "& ./ci/login.ps1"])
def test_powershell_is_the_shell_of_windows(tmp_path: Path, before: str) -> None:
    files = {"ci/login.ps1": "$env:TWINE_PASSWORD = fetch-token\n"}
    text = workflow(script(before, "twine upload dist/*"), runner="windows-latest")
    assert said(tmp_path, text, "TP101", files=files) == []


@pytest.mark.parametrize("before", [".venv/Scripts/Activate.ps1", "$env:VERSION = '1'", "Set-Item Env:VERSION 1"])
def test_powershell_that_sets_none(tmp_path: Path, before: str) -> None:
    text = workflow(script(before, "twine upload dist/*", more="shell: pwsh"), runner="windows-latest")
    assert said(tmp_path, text, "TP101") == ["TP101"]
