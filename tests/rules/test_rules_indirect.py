"""Rules on commands that stand in tasks and scripts which a job runs: what they say, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from one_step import PATH, said, workflow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TOX = "[testenv:up]\nskip_install = true\npass_env = *\ncommands =\n    {}\n"
NOX = "import nox\n\n@nox.session\ndef up(session):\n    session.install('twine')\n    session.run('twine', {})\n"


@pytest.mark.parametrize(
    ("run", "files", "place"),
    [
        ("make up", {"Makefile": "up:\n\ttwine upload --skip-existing dist/*\n"}, "Makefile:2"),
        ("tox -e up", {"tox.ini": TOX.format("twine upload --skip-existing dist/*")}, "tox.ini:5"),
        ("bash up.sh", {"up.sh": "set -e\ntwine upload --skip-existing dist/*\n"}, "up.sh:2"),
        ("bash up.sh", {"up.sh": "make up\n", "Makefile": "up:\n\ttwine upload --skip-existing x\n"}, "Makefile:2"),
        ("make up", {"Makefile": "up:\n\ttwine upload dist/* # --skip-existing\n"}, ""),
        ("make up", {"Makefile": "up:\n\ttwine upload -r testpypi --skip-existing dist/*\n"}, ""),
    ],
)
def test_skipping_in_a_task(tmp_path: Path, run: str, files: Mapping[str, str], place: str) -> None:
    expected = [f"TP511 note {place}"] if place else []
    assert said(tmp_path, {PATH: workflow(f"run: {run}"), **files}, "TP511") == expected


@pytest.mark.parametrize(
    ("run", "files", "place"),
    [
        ("make up", {"Makefile": "up:\n\ttwine upload dist/* || true\n"}, "Makefile:2"),
        ("make up", {"Makefile": "up:\n\t@-twine upload dist/*\n"}, "Makefile:2"),
        ("just up", {"justfile": "up:\n    -uv publish\n"}, "justfile:2"),
        ("bash up.sh", {"up.sh": "ls\ntwine upload dist/* || true\n"}, "up.sh:2"),
        ("tox -e up", {"tox.ini": TOX.format("- twine upload dist/*")}, "tox.ini:5"),
        ("make up || true", {"Makefile": "up:\n\ttwine upload dist/*\n"}, f"{PATH}:10"),
        ("make up", {"Makefile": "up:\n\t-rm -rf dist\n\ttwine upload a-*\n"}, ""),
        ("make up", {"Makefile": "up:\n\ttwine check dist/* || true\n\ttwine upload dist/*\n"}, ""),
        # tox starts no shell: the uploader gets these words, and looks for files of such names
        ("tox -e up", {"tox.ini": TOX.format("twine upload dist/* || true")}, ""),
    ],
)
def test_failures_that_a_task_hides(tmp_path: Path, run: str, files: Mapping[str, str], place: str) -> None:
    expected = [f"TP514 warning {place}"] if place else []
    assert said(tmp_path, {PATH: workflow(f"run: {run}"), **files}, "TP514") == expected


POETRY = "up:\n\t{}poetry publish -r testpypi\n"


@pytest.mark.parametrize(
    ("run", "files", "place"),
    [
        ("make up", {"Makefile": "up:\n\tuv build\n\tuv publish --trusted-publishing yes\n"}, "Makefile:3"),
        ("tox -e up", {"tox.ini": TOX.format("uv publish --trusted-publishing on")}, "tox.ini:5"),
        ("bash up.sh", {"up.sh": "uv publish --trusted-publishing dist/*\n"}, "up.sh:1"),
        ("nox -s up", {"noxfile.py": NOX.format("'upload', '-r', 'test', 'dist/*'")}, "noxfile.py:6"),
        ("make up", {"Makefile": POETRY.format("")}, "Makefile:2"),
        ("make up", {"Makefile": POETRY.format("poetry config repositories.testpypi https://a.example && ")}, ""),
        ("make up", {"Makefile": "export POETRY_REPOSITORIES_TESTPYPI_URL = $(X)\n" + POETRY.format("")}, ""),
        ("make up", {"Makefile": "include more.mk\n" + POETRY.format("")}, ""),
        ("bash up.sh", {"up.sh": 'if [ -n "$A" ]; then uv publish --trusted-publishing yes; fi\n'}, ""),
        ("make up", {"Makefile": "up:\n\tuv publish --trusted-publishing always\n"}, ""),
    ],
)
def test_refused_command_lines_in_a_task(tmp_path: Path, run: str, files: Mapping[str, str], place: str) -> None:
    expected = [f"TP519 error {place}"] if place else []
    assert said(tmp_path, {PATH: workflow(f"run: {run}"), **files}, "TP519") == expected
