"""Two repositories, and a linting that is made up, for tests of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from made_up import RULES, reported

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from made_up import Linter


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two repositories in it."""
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / "pyproject.toml").write_text("[project]\n")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TPLINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def linter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Linter], None]:
    """Replaces the linting by a function of a test's own; without it every repository has one error."""
    assert folder.is_dir()

    def replace(lint: Linter) -> None:
        monkeypatch.setattr("tplint.cli.check._lint", lambda root, files, config, **_: lint(root, files, config))

    monkeypatch.setattr("tplint.cli.check._rules", lambda: RULES)
    replace(lambda root, _files, _config: reported(root, "error"))
    return replace
