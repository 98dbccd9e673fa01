"""TP519 refused-command-line: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import job, levels, reported, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uv publish --trusted-publishing", ["error"]),
        ("uv publish --trusted-publishing=yes", ["error"]),
        ("uv publish --trusted-publishing always", []),
        ("uv publish --trusted-publishing=automatic dist/*", []),
        ("uv publish --trusted-publishing $MODE", []),
        ("uv publish --token x --username y", ["error"]),
        ("uv publish -t x -p y", ["error"]),
        ("uv publish --username x --password y", []),
        ("uv publish --publish-url https://test.pypi.org/legacy/ --index x", ["error"]),
        ("uv publish --publish-url https://pypi.example.com/ --index x", []),
        ("uv publish --check-url https://pypi.org/simple/", []),
        ("uv publish --package demo", ["error"]),
        ("uv publish --package=demo --trusted-publishing always", ["error"]),
        ("uv publish --all-packages", ["error"]),
        ("uv publish --repository pypi", ["error"]),
        ("uv publish --repository-url https://test.pypi.org/legacy/", ["error"]),
        ("uv publish -r testpypi", ["error"]),
        ("uv publish --yes --no-interaction", ["error", "error"]),
        ("uv publish --build", ["error"]),
        ("uv publish --dist-dir wheels", ["error"]),
        ("uv publish --skip-existing", ["error"]),
        ("uv --yes publish", ["error"]),
        ("uv publish -- --package.whl", []),
        ("uv publish $OPTIONS", []),
        ("uv publish --newer-option dist/*", []),
        ("uv build --package demo", []),
        ("poetry publish --build --no-interaction", []),
        ("uv publish dist/", ["error"]),
        ("uv publish ./dist --no-progress", ["error"]),
        ("uv publish dist wheels/", ["error"]),
        ("uv publish dist/ wheels/*", []),
        ("uv publish dist/demo-1.0.tar.gz", []),
        ("uv publish dist/!(*.zip)", []),
        ("uv publish $FOLDER/", []),
        ("uv publish $OPTIONS dist/", []),
        ("uv publish --newer-option value", []),
        ("uv publish --directory packages/demo", []),
        ("maturin publish --release", ["error"]),
        ("maturin publish --skip-existing --newer-option", []),
        ("maturin upload --release wheels/*", ["error"]),
        ("maturin build --release", []),
        ("pdm publish -r internal", ["error"]),
        ("pdm publish -r testpypi", []),
        ("uv publish --index testpypi", ["error"]),
        ("uv publish --index $INDEX", []),
        ("uv publish --index pypi", ["error"]),  # no index is built in
        ("uv publish --index testpypi --directory packages/demo", []),
        ("twine upload -r testpypi dist/*", []),
        ("twine upload -r pypi dist/*", []),
        ("twine upload -r pypitest dist/*", ["error"]),
        ("twine upload -r internal dist/*", ["error"]),
        ("poetry publish -r internal", ["error"]),
        ("flit publish --repository internal", ["error"]),
        ("twine upload -r pypitest --config-file x dist/*", []),
        ("twine upload -r pypitest --repository-url https://test.pypi.org/legacy/ dist/*", []),
        ("twine upload -r $NAME dist/*", []),
        ("poetry publish -r testpypi", ["error"]),
        ("poetry publish -r pypi", ["error"]),
        ("poetry publish", []),
        ("flit publish --repository testpypi", ["error"]),
        ("pdm publish --repository internal", ["error"]),
        ("pdm publish --repository testpypi", []),
        ("pdm publish --repository https://test.pypi.org/legacy/", []),
        ("pdm publish --project packages/demo --repository internal", []),
        ("cd packages/demo && pdm publish --repository internal", []),
        ("maturin upload --repository internal wheels/*", ["error"]),
        ("maturin upload --repository testpypi wheels/*", []),
        ("uv publish --index internal", ["error"]),
        ("uv publish --index $NAME", []),
        ("uv publish --directory packages/demo --index internal", []),
        ("cd packages/demo && uv publish --index internal", []),
        ("twine upload --trusted-publishing always dist/*", ["error"]),
        ("twine upload dist", ["error"]),
        ("twine upload dist/", ["error"]),
        ("twine upload --newer-option value", []),
        ("twine upload dist/demo-1.0.tar.gz", []),
        ("uvx twine@5.0.0 upload --attestations dist/*", ["error"]),
        ("uvx twine@5.1.0 upload --attestations dist/*", []),
        ("uvx --from 'twine<6' twine upload --attestations dist/*", []),
        ("uvx uv@0.4.29 publish --check-url https://pypi.org/simple/", ["error"]),
        ("uvx uv@0.4.30 publish --check-url https://pypi.org/simple/", []),
    ],
)
def test_command_lines_that_are_refused(command: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP519", workflow(job(f"      - run: {command}\n"))) == expected


@pytest.mark.parametrize(
    ("before", "runner", "files"),
    [
        ("      - run: echo '[testpypi]' > ~/.pypirc\n", "ubuntu-latest", {}),
        ("      - run: poetry config repositories.testpypi https://test.pypi.org/legacy/\n", "ubuntu-latest", {}),
        ("      - run: poetry config repositories.$NAME https://test.pypi.org/legacy/\n", "ubuntu-latest", {}),
        ("      - run: ./configure.sh\n", "ubuntu-latest", {}),
        ("      - uses: owner/unknown@v1\n", "ubuntu-latest", {}),
        ("", "self-hosted", {}),
        ("", "ubuntu-latest", {"poetry__toml": "[repositories.testpypi]\nurl = 'https://test.pypi.org/legacy/'\n"}),
    ],
)
def test_repositories_that_something_may_define(
    before: str, runner: str, files: dict[str, str], tmp_path: Path
) -> None:
    command = "twine upload -r test dist/*" if ".pypirc" in before else "poetry publish -r testpypi"
    text = workflow(job(f"{before}      - run: {command}\n", runner=runner))
    assert levels(tmp_path, "TP519", text, **files) == []


@pytest.mark.parametrize(
    ("folder", "settings", "expected"),
    [
        ("python/sdk", "python/sdk/poetry.toml", []),
        ("python/sdk/scripts", "python/sdk/poetry.toml", []),
        ("python/sdk", "poetry.toml", ["error"]),
        ("${{ vars.FOLDER }}", "python/sdk/poetry.toml", []),
    ],
)
def test_poetry_reads_the_settings_beside_the_project(
    folder: str, settings: str, expected: list[str], tmp_path: Path
) -> None:
    text = workflow(job(f"      - run: poetry publish -r staging\n        working-directory: {folder}\n"))
    files = {
        "python/sdk/pyproject.toml": "[project]\nname = 'example'\n",
        settings: "[repositories.staging]\nurl = 'https://test.pypi.org/legacy/'\n",
    }
    assert levels(tmp_path, "TP519", text, **files) == expected


def test_a_variable_defines_the_repository(tmp_path: Path) -> None:
    env = "        env: {POETRY_REPOSITORIES_TESTPYPI_URL: https://test.pypi.org/legacy/}\n"
    text = workflow(job(f"      - run: poetry publish -r testpypi\n{env}"))
    assert levels(tmp_path, "TP519", text) == []


@pytest.mark.parametrize(
    ("command", "variables", "expected"),
    [
        ("twine upload dist/*", "TWINE_REPOSITORY: ''", ["error"]),
        ("twine upload dist/*", "TWINE_REPOSITORY: internal", ["error"]),
        ("twine upload dist/*", "TWINE_REPOSITORY: testpypi", []),
        ("twine upload dist/*", "TWINE_REPOSITORY: '${{ vars.INDEX }}'", []),
        ("twine upload --repository pypi dist/*", "TWINE_REPOSITORY: ''", []),
        ("twine upload dist/*", "TWINE_REPOSITORY_URL: ''", []),
        ("make -s upload", "TWINE_REPOSITORY: ''", []),
        ("uv publish", "UV_PUBLISH_URL: ''", ["error"]),
        ("uv publish --publish-url https://test.pypi.org/legacy/", "UV_PUBLISH_URL: ''", []),
        ("uv publish", "UV_PUBLISH_INDEX: ''", ["error"]),
        ("uv publish", "UV_PUBLISH_INDEX: internal", ["error"]),
        ("pdm publish", "PDM_PUBLISH_REPO: ''", []),
        ("pdm publish", "PDM_PUBLISH_REPO: internal", ["error"]),
    ],
)
def test_variables_that_are_refused(command: str, variables: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(f"      - run: {command}\n        env: {{{variables}}}\n"))
    assert levels(tmp_path, "TP519", text, Makefile="upload:\n\ttwine upload dist/*\n") == expected


TEST_INDEX = '[[tool.uv.index]]\nname = "test"\nurl = "https://test.pypi.org/simple/"\n'
PUBLISHED = f'{TEST_INDEX}publish-url = "https://test.pypi.org/legacy/"\n'


@pytest.mark.parametrize(
    ("name", "settings", "before", "words"),
    [
        ("test", PUBLISHED, "", ""),
        ("test", TEST_INDEX, "", "Index is missing a publish URL: `test`"),
        ("testpypi", PUBLISHED, "", "Index not found: `testpypi`"),
        ("testpypi", "", "", "No indexes were found, can't use index: `testpypi`"),
        ("testpypi", "", "      - run: cat more.toml >> pyproject.toml\n", ""),
        ("testpypi", "", "      - uses: actions/checkout@v5\n        with: {repository: octo-org/other}\n", ""),
        ("testpypi", "", "      - uses: octo-org/unknown@v1\n", ""),
    ],
)
def test_indexes_of_uv(name: str, settings: str, before: str, words: str, tmp_path: Path) -> None:
    text = workflow(job(f"{before}      - run: uv publish --index {name}\n"))
    found = reported(tmp_path, "TP519", text, pyproject__toml=settings)
    assert [words in finding.consequence for finding in found] == [True] * bool(words)


@pytest.mark.parametrize(
    ("command", "url", "expected"),
    [
        ("flit publish --repository testpypi", "https://test.pypi.org/legacy/", ["error"]),
        ("flit publish", "https://test.pypi.org/legacy/", []),
        ("flit publish --repository pypi", "''", []),
    ],
)
def test_a_repository_beside_the_url_of_flit(command: str, url: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(f"      - run: {command}\n        env: {{FLIT_INDEX_URL: {url}}}\n"))
    assert levels(tmp_path, "TP519", text) == expected


@pytest.mark.parametrize(
    ("before", "runner", "settings", "expected"),
    [
        ("", "ubuntu-latest", "", ["error"]),
        ("", "ubuntu-latest", "publish-url = 'https://test.pypi.org/legacy/'", []),
        ("      - run: cp ci/uv.toml .\n", "ubuntu-latest", "", []),
        ("      - uses: owner/unknown@v1\n", "ubuntu-latest", "", []),
        ("", "self-hosted", "", []),
    ],
)
def test_an_index_of_uv_without_a_url_for_uploads(
    before: str, runner: str, settings: str, expected: list[str], tmp_path: Path
) -> None:
    text = workflow(job(f"{before}      - run: uv publish --index testpypi\n", runner=runner))
    index = f"[[index]]\nname = 'testpypi'\nurl = 'https://test.pypi.org/simple/'\n{settings}\n"
    assert levels(tmp_path, "TP519", text, uv__toml=index) == expected
