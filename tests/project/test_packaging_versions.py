"""The version that users are told to install is the one that is released next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tplint import __version__

CHECKOUT = Path(__file__).resolve().parents[2]
# pre-commit's revision, the action's ref, the component's version, a file by its address, a release on PyPI.
NAMED = re.compile(
    r"(?:\brev: v|tplint/tplint@v|tplint/tplint/tplint@|tplint/tplint/v|TPLINT_VERSION: |tplint==)(\d[\w.]*\w)"
)
FILES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
JOBS = [CHECKOUT / "templates" / "tplint.yml", CHECKOUT / "gitlab" / "tplint.yml"]


@pytest.mark.parametrize("path", [*FILES, *JOBS], ids=lambda path: path.name)
def test_it_is_named_everywhere(path: Path) -> None:
    assert set(NAMED.findall(path.read_text("utf-8"))) <= {__version__}


def test_it_is_named_somewhere() -> None:
    assert [path.name for path in [*FILES, *JOBS] if NAMED.search(path.read_text("utf-8"))]


def test_it_is_a_version_that_pypi_and_semver_read_alike() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_changelog_has_it_or_what_will_become_it() -> None:
    headings = re.findall(r"^## (.*)$", (CHECKOUT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased" or headings[0].startswith(__version__)
