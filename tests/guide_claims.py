"""What `docs/guides.md` may claim of a statement in a setup guide, and how it is tried on a changed fixture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest

import tplint
from folders import lay
from tplint import pypi
from tplint.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKOUT = Path(__file__).resolve().parents[1]
FIXTURES = CHECKOUT / "fixtures" / "guides"
P, W, G, CI = "pyproject.toml", ".github/workflows/publish.yml", "PUBLISHING.md", ".gitlab-ci.yml"


# --- changes of a fixture -------------------------------------------------------------------------------------------


class Swap(NamedTuple):
    """Replace a text of a file, wherever it stands there."""

    path: str
    old: str
    new: str


class Add(NamedTuple):
    """Append to a file, or make one."""

    path: str
    text: str


class Move(NamedTuple):
    """Give a file another path."""

    path: str
    to: str


Changes: TypeAlias = "tuple[Swap | Add | Move, ...]"


def laid_out(folder: Path, fixture: str, changes: Changes) -> Path:
    """A copy of a fixture, with changes."""
    source = FIXTURES / fixture
    files = {str(path.relative_to(source)): path.read_text("utf-8") for path in source.rglob("*") if path.is_file()}
    for change in changes:
        match change:
            case Swap(path, old, new):
                assert old in files[path]
                files[path] = files[path].replace(old, new)
            case Add(path, text):
                files[path] = files.get(path, "") + text
            case Move(path, to):
                files[to] = files.pop(path)
    return lay(folder, files)


# --- what a row claims ----------------------------------------------------------------------------------------------


class Lint(NamedTuple):
    """The rule reports the fixture after ``broken``, and not after ``mended`` instead."""

    code: str
    broken: Changes
    mended: Changes = ()
    fixture: str = "github"


class Log(NamedTuple):
    """`tplint diagnose` names this cause for a log and says these words; the log is in `logs/`, or is the fixture's."""

    name: str
    category: str
    says: str
    fixture: str = "github"
    changes: Changes = ()


class Show(NamedTuple):
    """`tplint show` says these words."""

    says: str
    fixture: str = "github"
    changes: Changes = ()


class Form(NamedTuple):
    """PyPI's form takes these fields, or refuses them with this error."""

    fields: Mapping[str, str | bool]
    error: str = ""
    projects: tuple[str, ...] = ()


class Silent(NamedTuple):
    """No rule reports anything."""

    changes: Changes
    fixture: str = "github"


Check: TypeAlias = "Lint | Log | Show | Form | Silent"


def run_lint(check: Lint, folder: Path) -> None:
    for name, changes, expected in (("broken", check.broken, True), ("mended", check.mended, False)):
        root = laid_out(folder / name, check.fixture, changes)
        codes = {finding.code for finding in tplint.check(str(root)).findings}
        assert (check.code in codes) is expected, f"{name}: {sorted(codes)}"


def run_log(check: Log, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = laid_out(folder, check.fixture, check.changes)
    log = root / "run.log" if check.name == check.fixture else FIXTURES / "logs" / f"{check.name}.log"
    assert main(["diagnose", str(log), "--root", str(root)]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"[{check.category}]" in out.partition(" also in the log: ")[0]
    assert check.says in out


def run_show(check: Show, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(laid_out(folder, check.fixture, check.changes))]) == 0
    assert check.says in " ".join(capsys.readouterr().out.split())


def run_form(check: Form) -> None:
    if not check.error:
        assert pypi.publisher(check.fields)
        return
    with pytest.raises(pypi.InvalidPublisher, match=re.escape(check.error)):
        pypi.publisher(check.fields, projects=check.projects)


def run(check: Check, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    match check:
        case Lint():
            run_lint(check, folder)
        case Log():
            run_log(check, folder, capsys)
        case Show():
            run_show(check, folder, capsys)
        case Form():
            run_form(check)
        case Silent(changes, fixture):
            assert not tplint.check(str(laid_out(folder, fixture, changes))).findings
