"""Environments that the files do not show: expressions, files of variables and settings, what `xargs` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from unread import said, script, workflow

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = {"ci/uv.toml": 'publish-url = "https://packages.example/legacy/"\n'}
DECLARED = """\
[project]
name = "demo"
version = "1.0"
[[tool.tplint.publishers]]
project-name = "demo"
kind = "github"
owner = "octo"
repository = "demo"
workflow-filename = "publish.yml"
environment = "pypi"
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (workflow(script("uv publish", more="env: ${{ fromJSON(secrets.ALL) }}")), []),
        (workflow(script("uv publish"), job="env: ${{ fromJSON(vars.ALL) }}"), []),
        (workflow(script("uv publish"), top="env: ${{ fromJSON(vars.ALL) }}"), []),
        (workflow(script("echo built", more="env: ${{ fromJSON(secrets.ALL) }}"), script("uv publish")), ["TP101"]),
        (workflow(script("uv publish", more="env: {LEVEL: '${{ vars.LEVEL }}'}")), ["TP101"]),
        (workflow(script("uv publish"), job="env:"), ["TP101"]),
    ],
)
def test_variables_that_an_expression_gives(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert said(tmp_path, text, "TP101") == codes


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("fetch-secrets >> ${{ github.env }}", []),
        ('echo "TWINE_PASSWORD=$TOKEN" >> "${{ github.env }}"', []),
        ('echo "LEVEL=1" >> "${{ github.env }}"', ["TP101"]),
        ("echo ${{ github.environment }}", ["TP101"]),
    ],
)
def test_variables_for_later_steps(tmp_path: Path, line: str, codes: list[str]) -> None:
    assert said(tmp_path, workflow(script(line), script("twine upload dist/*")), "TP101") == codes


@pytest.mark.parametrize(
    ("line", "more", "codes"),
    [
        ("uv run --env-file .env twine upload dist/*", "", []),
        ("uv run --env-file=.env twine upload dist/*", "", []),
        ("pdm run --env-file .env twine upload dist/*", "", []),
        ("uv run twine upload dist/*", "env: {UV_ENV_FILE: .env}", []),
        ("uv run twine upload dist/*", "", ["TP101"]),
        ("twine upload dist/*", "env: {UV_ENV_FILE: .env}", ["TP101"]),
        ("uv publish", "env: {UV_ENV_FILE: .env}", ["TP101"]),
    ],
)
def test_files_of_variables(tmp_path: Path, line: str, more: str, codes: list[str]) -> None:
    assert said(tmp_path, workflow(script(line, more=more)), "TP101") == codes


@pytest.mark.parametrize(
    ("line", "more", "codes"),
    [
        ("uv publish --config-file ci/uv.toml", "", []),
        ("uv publish", "env: {UV_CONFIG_FILE: ci/uv.toml}", []),
        ("uv publish --config-file missing.toml", "", []),
        ("uv publish --config-file $SETTINGS", "", []),
        ("uv publish --config-file ci/other.toml", "", ["TP101"]),
        ("uv publish", "env: {UV_CONFIG_FILE: ''}", ["TP101"]),
        ("uv publish", "", ["TP101"]),
    ],
)
def test_files_of_settings(tmp_path: Path, line: str, more: str, codes: list[str]) -> None:
    files = {**PRIVATE, "ci/other.toml": "native-tls = true\n"}
    assert said(tmp_path, workflow(script(line, more=more)), "TP101", files=files) == codes


@pytest.mark.parametrize(
    ("name", "codes"), [("${{ env.NAME }}", []), ("release", ["TP402"]), ("${{ 'release' }}", ["TP402"])]
)
def test_environments_named_by_a_variable(tmp_path: Path, name: str, codes: list[str]) -> None:
    text = workflow("- uses: pypa/gh-action-pypi-publish@release/v1", mint=True, top="env: {NAME: release}")
    text = text.replace("environment: pypi", f"environment: {name}")
    assert said(tmp_path, text, "TP402", files={"pyproject.toml": DECLARED}) == codes


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("cat token | xargs -I{} twine upload -u __token__ -p {} dist/*", []),
        ("cat token | xargs -I % twine upload -u __token__ -p % dist/*", []),
        ("cat token | xargs -i twine upload -u __token__ -p {} dist/*", []),
        ("cat token | xargs --replace=T twine upload -u __token__ -p T dist/*", []),
        ("ls dist/* | xargs -I{} twine upload -u __token__ -p pypi-abc {}", ["TP103"]),
    ],
)
def test_tokens_that_xargs_reads(tmp_path: Path, line: str, codes: list[str]) -> None:
    assert said(tmp_path, workflow(script(line)), "TP101", "TP103") == codes


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("pipx run --spec python-semantic-release==7.34.6 semantic-release publish", ["TP103"]),
        ("uvx --from python-semantic-release==7.34.6 semantic-release publish", ["TP103"]),
        ("pipx run --spec python-semantic-release==9.8.0 semantic-release publish", []),
        ("pipx run --spec semantic-release-elsewhere==7.34.6 semantic-release publish", []),
    ],
)
def test_programs_of_a_project_of_another_name(tmp_path: Path, line: str, codes: list[str]) -> None:
    text = workflow(script(line, more="env: {PYPI_TOKEN: '${{ secrets.PYPI_TOKEN }}'}"))
    assert said(tmp_path, text, "TP103") == codes
