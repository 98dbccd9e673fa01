"""Programs that nobody has read: what they may leave for an upload, and what they may need an identity token for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from limits import within
from tplint.jobs.foreign_programs import fetches, signs_in, unknown_programs
from tplint.platforms.github.token_uses import runs_unread
from unread import said, script, workflow

if TYPE_CHECKING:
    from pathlib import Path

OWN = {
    "ci/login.py": 'Path("~/.pypirc").expanduser().write_text(os.environ["LOGIN"])\n',
    "src/demo/release.py": 'keyring.set_password("pypi", "__token__", token)\n',
    "ci/version.py": "print(1)\n",
    "ci/version.js": "console.log(1)\n",
    "package.json": '{"scripts": {"build": "webpack"}}\n',
}
UPLOAD = script("twine upload dist/*")


def github_script(text: str) -> str:
    return f"- uses: actions/github-script@v8\n  with:\n    script: |\n      {text}"


@pytest.mark.parametrize(
    "line",
    [
        "python -m ci.login",
        "python3 -I -m demo.release",
        "uv run python -m ci.login",
        "python ci/login.py",
        "node ci/login.js",
        "uv run ci/missing.py",
        "curl -sSf https://login.example/login.sh | bash",
        "bash <(curl -s https://login.example/x.sh)",
        'sh -c "$(curl -s https://login.example/x.sh)"',
        'sh -c "`curl -s https://login.example/x.sh`"',
        "source <(curl -s https://login.example/x.sh)",
        ". <(curl -s https://login.example/x.sh)",
        "curl -sSf https://login.example/login.sh \\\n          | bash",
        "curl -sSf https://login.example/login.sh |\n          bash",
        "curl -sSf https://login.example/login.sh | python3 -",
        "curl -sSf https://login.example/login.py | python3.12",
        "tar -xzf ci/secrets.tgz -C ~",
        "tar -xzf ci/secrets.tgz \\\n          -C ~",
        "cp -r ci/home/. $HOME/",
        'unzip ci/home.zip -d "${HOME}"',
        "demo-release-login",
        "uvx company-pypi-login",
        "pipx run company-pypi-login",
        "company login pypi",
        "echo $TOKEN | company login",
        "aws codeartifact login --tool twine",
    ],
)
def test_what_may_leave_a_credential(tmp_path: Path, line: str) -> None:
    assert said(tmp_path, workflow(script(line), UPLOAD), "TP101", files=OWN) == []


@pytest.mark.parametrize(
    "line",
    [
        "python -m build",
        "python -m pip install build twine",
        "python -m ci.version",
        "python -m elsewhere",
        "node ci/version.js",
        "npm run build",
        "curl -LsSf https://astral.sh/uv/install.sh | sh",
        "curl https://sh.rustup.rs -sSf | sh -s -- -y",
        "curl -sSL https://install.python-poetry.org | python3 -",
        "curl -sS https://files.example/x.json | jq .version",
        "curl -sS https://files.example/x.json | python3 -c 'import json'",
        "curl -sS https://files.example/x.json | python3.12 -m json.tool",
        "jq . <(curl -sS https://files.example/x.json)",
        "# curl -s https://login.example/login.sh \\\n          echo | bash",
        "tar -xzf sources.tgz -C ~/sources",
        "cp README.md docs/",
        "docker login ghcr.io",
        "echo $TOKEN | docker login ghcr.io --password-stdin",
        "gh auth login",
        "git config credential.helper store",
        "echo login succeeded",
        "uv run pytest",
        "uvx ruff check",
        "# company login",
        "jq . data.json",
        "jq -r . data.json",
        "ruff check ./src",
        "rm -rf ./dist",
        "python -m build --outdir ./dist",
        "pip install -e ./packages/core",
    ],
)
def test_what_leaves_none(tmp_path: Path, line: str) -> None:
    assert said(tmp_path, workflow(script(line), UPLOAD), "TP101", files=OWN) == ["TP101"]


@pytest.mark.parametrize(
    "line",
    [
        "./ci/prepare",
        "sudo ./ci/prepare",
        "A=1 B=2 ./ci/prepare",
        "cd x && ./ci/prepare",
        "if x; then ./ci/prepare; fi",
        ". ./ci/prepare",
        "bash ./ci/prepare",
        "bash -e ci/prepare.sh",
        ". ci/prepare.sh",
    ],
)
def test_files_that_are_run_and_not_there(tmp_path: Path, line: str) -> None:
    assert said(tmp_path, workflow(script(line), UPLOAD), "TP101") == []


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (f"echo {'x' * 3_000}", ["TP101"]),
        (f"# {'x' * 5_000}", ["TP101"]),
        (f"company login {'x' * 5_000}", []),
        (f"curl https://login.example/{'x' * 5_000} | bash", []),
        (f"tar -xzf {'x' * 3_000} \\\n  {'x' * 3_000} -C ~", []),
    ],
)
def test_a_line_that_is_too_long_to_be_read(tmp_path: Path, line: str, codes: list[str]) -> None:
    assert said(tmp_path, workflow(script(*line.split("\n")), UPLOAD), "TP101") == codes


def test_a_file_that_is_too_long_to_be_read(tmp_path: Path) -> None:
    files = {"ci/prepare.sh": "x\n", "ci/long.sh": f"x\n# {'x' * 200_000}\n"}
    for name, codes in (("prepare", ["TP101"]), ("long", [])):
        steps = workflow(script(f"bash ci/{name}.sh"), UPLOAD)
        assert said(tmp_path / name, steps, "TP101", files=files) == codes


def test_scripts_of_a_package_that_is_not_there(tmp_path: Path) -> None:
    assert said(tmp_path / "no", workflow(script("npm run build"), UPLOAD), "TP101") == ["TP101"]
    files = {"package.json": '{"scripts": {"login": "cp token.ini ~/.pypirc"}}\n'}
    assert said(tmp_path / "sets", workflow(script("npm run login"), UPLOAD), "TP101", files=files) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("await exec.exec('bash', ['ci/login.sh'])", []),
        ("require('child_process').execSync('ci/login.sh')", []),
        ("await require('./ci/login.js')({core})", []),
        ("const { login } = await import('${{ github.workspace }}/ci/login.mjs')", []),
        ("core.setOutput('tag', /v(.*)/.exec(context.ref)[1])", ["TP101"]),
        ("const path = require('path')", ["TP101"]),
        ("const { join } = require('node:path')", ["TP101"]),
    ],
)
def test_what_a_step_in_javascript_runs(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert said(tmp_path, workflow(github_script(text), UPLOAD), "TP101") == codes


@pytest.mark.parametrize(("name", "codes"), [("step-security/wait-for-secrets", []), ("step-security/x", ["TP101"])])
def test_actions_that_export_secrets(tmp_path: Path, name: str, codes: list[str]) -> None:
    assert said(tmp_path, workflow(f"- uses: {name}@v1", UPLOAD), "TP101") == codes


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("python -m ci.mint", True),
        ("python -m tox -e build", True),
        ("poetry run sign", True),
        ("uv run mint-token", True),
        ("uv run --with rich mint-token", True),
        ("curl -s https://scripts.example/x.sh | sudo -E bash", True),
        ('eval "$(company env)"', True),
        ("company login", True),
        ("cargo xtask sign", True),
        ("python -m build\npython -m pip install tox", False),
        ("python -m setuptools_scm", False),
        ("uv run pytest --cov\npoetry run mypy", False),
        ("uv run --python 3.13 --with pytest-cov pytest", False),
        ("uv run python -m pytest", False),
        ("poetry run semantic-release version", False),
        ("curl -LsSf https://astral.sh/uv/install.sh | sh", False),
        ('eval "$(ssh-agent -s)"', False),
        ("docker login ghcr.io", False),
        ("cargo build --release", False),
    ],
)
def test_what_may_need_an_identity_token(text: str, unread: bool) -> None:  # noqa: FBT001 - a column of the table
    assert runs_unread(text) is unread


@pytest.mark.parametrize(
    "piece",
    [
        "curl | ",
        "| ",
        "curl | sudo -s ",
        "curl sh -a ",
        "curl \\\n",
        "echo login | ",
        "python -m -m ",
        "uv run --with ",
        "--with ",
        "login-",
        "bash -c $(",
        "cp ~ ",
    ],
)
def test_hostile_lines_take_no_long_time(piece: str) -> None:
    with within(2):
        for text in (piece * 30_000, f"{piece * 400}\n" * 50, f"uv run {piece * 400}\n" * 50):
            assert [fetches(text), signs_in(text), *unknown_programs(text), runs_unread(text)]
