"""The command line: arguments, exit statuses, what goes where; the linting itself is made up (`conftest.py`)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from folders import lay
from made_up import RULES, reported
from publishing import UNGUARDED
from tplint import __version__
from tplint.cli import main
from tplint.cli.rules import as_json, as_markdown, as_text
from tplint.errors import UsageError
from tplint.findings import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from made_up import Linter
    from tplint.config import Config
    from tplint.findings import Report
    from tplint.model import Level


@pytest.mark.usefixtures("linter")
def test_paths_are_relative_to_the_current_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "two", "--format", "concise"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "one/pyproject.toml:1:1: error TP101 missing-id-token an error",
        "two/pyproject.toml:1:1: error TP101 missing-id-token an error",
    ]


@pytest.mark.usefixtures("linter")
@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "."], ["."], [], ["--quiet", "."], [".", "--quiet"], ["--", "."]]
)
def test_check_is_the_command_where_none_is_named(
    arguments: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder / "one")
    assert main(arguments) == 1
    assert capsys.readouterr().out.startswith("pyproject.toml:1:1: error")


@pytest.mark.parametrize(
    ("levels", "fail_on", "status"),
    [
        ((), "note", 0),
        (("note",), "note", 1),
        (("note",), "warning", 0),
        (("note", "warning"), "warning", 1),
        (("warning",), "error", 0),
        (("error", "note"), "error", 1),
        (("error",), "never", 0),
    ],
)
def test_the_status_is_by_the_worst_finding(
    levels: tuple[Level, ...], fail_on: str, status: int, linter: Callable[[Linter], None]
) -> None:
    linter(lambda root, _files, _config: reported(root, *levels))
    assert main(["one", "--fail-on", fail_on]) == status


def test_a_file_limits_the_report_and_a_folder_does_not(linter: Callable[[Linter], None]) -> None:
    asked = []

    def lint(root: str, files: tuple[str, ...], _config: Config) -> Report:
        asked.append((Path(root).name, files))
        return reported(root)

    linter(lint)
    assert main(["one/pyproject.toml", "two/pyproject.toml", "two/.git", "two"]) == 0
    assert asked == [("one", ("pyproject.toml",)), ("two", ())]


def test_a_link_limits_the_report_to_itself_and_to_the_file_at_its_end(
    linter: Callable[[Linter], None], folder: Path
) -> None:
    asked = []

    def lint(root: str, files: tuple[str, ...], _config: Config) -> Report:
        asked.append(files)
        return reported(root)

    linter(lint)
    (folder / "one" / "link.toml").symlink_to("pyproject.toml")
    assert main(["one/link.toml"]) == 0
    assert asked == [("link.toml", "pyproject.toml")]


@pytest.mark.usefixtures("linter")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent"], "no such path: `absent`"),
        (["chek"], "no such path: `chek`; did you mean `check`?"),
        (["help"], "no such path: `help`; did you mean `--help`?"),
        (["show", "one", "two"], "one argument too many: `two`"),
        (["diagnose", "invalid"], "no such file: `invalid` (to paste a text: `tplint diagnose -`)"),
        (["--quiet", "rules"], "no such path: `rules` (a command stands first: `tplint rules …`)"),
        (["one", "--formt", "json"], "unknown option `--formt`; did you mean `--format`?"),
        (["one", "--select", "TP110"], "there is no rule `TP110`; did you mean `TP101`?"),
        (
            ["one", "--ignore", "TP1,missing-id-tokn"],
            "there is no rule `missing-id-tokn`; did you mean `missing-id-token`?",
        ),
        (["one", "--extend-select", "tp101"], "there is no rule `tp101`; did you mean `TP101`?"),
        (["one", "--extend-select", "XYZ"], "there is no rule `XYZ`"),
        (["one", "--select", "TP999"], "there is no rule `TP999`"),
        (["one", "--select", "TP9"], "there is no rule `TP9`"),
        (["one", "--select", "missing"], "there is no rule `missing`; did you mean `missing-id-token`?"),
        (["one", "--select", ""], "`--select` names no rule"),
        (["one", "--select", " , "], "`--select` names no rule"),
        (["one", "--baseline", ""], "`--baseline` names no file"),
        (["one", "--config", ""], "`--config` names no file"),
        (["one", "--output", ""], "`--output` names no file"),
        (["one", "--isolated", "--config", "x.toml"], "`--isolated` reads no configuration, and `--config` names one"),
        (["-"], "no such path: `-`"),
        (["one", "--diff", "--format", "github"], "`--diff` is a format of its own, and `--format github` another"),
        (["one", "--output", "absent/report"], "cannot write `absent/report`: No such file or directory"),
        (["one", "--output", "two"], "cannot write `two`: Is a directory"),
        (["rules", "--format"], "argument --format: expected one argument"),
        (["explain"], "the following arguments are required: CODE|NAME"),
        (["a\nb"], r"no such path: `a\nb`"),
    ],
)
def test_a_mistake_is_one_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", f"tplint: error: {message}\n")


@pytest.mark.usefixtures("linter")
def test_a_bad_choice_names_the_good_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "--format", "xml"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert all(word in line for word in ("--format", "xml", "text", "concise", "json", "sarif"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to read in `.`: no workflow, pipeline, project file or guide\n"),
        (["--quiet"], ""),
        (["one"], ""),
        (["one", "two"], ""),
    ],
)
def test_a_folder_with_nothing_to_read_is_named(
    arguments: list[str], said: str, linter: Callable[[Linter], None], capsys: pytest.CaptureFixture[str]
) -> None:
    linter(lambda root, _files, _config: reported(root)._replace(files=int(root.endswith("one"))))
    assert main(arguments) == 0
    assert capsys.readouterr().err == said


def test_a_mistake_in_one_repository_does_not_stop_the_others(
    linter: Callable[[Linter], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def lint(root: str, _files: tuple[str, ...], _config: Config) -> Report:
        if root.endswith("one"):
            raise UsageError("pyproject.toml:3: unknown key `selct`")
        return reported(root, "error")

    linter(lint)
    assert main(["absent", "one", "two", "--format", "concise"]) == 2
    output = capsys.readouterr()
    assert output.out == "two/pyproject.toml:1:1: error TP101 missing-id-token an error\n"
    assert output.err.splitlines() == [
        "tplint: error: no such path: `absent`",
        "tplint: error: one: pyproject.toml:3: unknown key `selct`",
    ]


@pytest.mark.parametrize("failing", ["one", "two"])
@pytest.mark.parametrize(
    ("failure", "status", "told"),
    [(UsageError("unknown key `selct`"), 2, "unknown key `selct`"), (KeyError("x"), 3, "KeyError: 'x'")],
)
def test_documents_name_the_repositories_that_were_not_linted(
    failing: str,
    failure: Exception,
    status: int,
    told: str,
    linter: Callable[[Linter], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    def lint(root: str, _files: tuple[str, ...], _config: Config) -> Report:
        if root.endswith(failing):
            raise failure
        return reported(root, "error")

    linter(lint)
    assert main(["one", "two", "--format", "json"]) == status
    document = json.loads(capsys.readouterr().out)
    assert document["unread"] == [{"path": failing, "error": told}]
    assert len(document["findings"]) == 1
    assert main(["one", "two", "--format", "sarif"]) == status
    (invocation,) = json.loads(capsys.readouterr().out)["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith(f"The repository `{failing}` was not linted: {told}")


def test_a_mistake_names_the_repository_that_is_elsewhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(folder, {"one/pyproject.toml": "[tool.tplint]\nselct = []\n"})
    assert main(["one"]) == 2
    assert capsys.readouterr().err.startswith("tplint: error: one: pyproject.toml:2: unknown key `selct`")


@pytest.mark.usefixtures("linter")
@pytest.mark.parametrize(
    ("closed", "named"),
    [("one", ""), ("one/.github", "`.github` "), ("one/.github/workflows", "`.github/workflows` "), ("one/docs", None)],
)
def test_a_folder_that_may_not_be_read_is_no_clean_one(
    closed: str,
    named: str | None,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lay(folder, {"one/.github/workflows/a.yml": "on: push\njobs: {}\n", "one/docs/a.md": ""})
    monkeypatch.setattr(os, "access", lambda path, _mode: not path.endswith(closed))
    assert main(["one"]) == (1 if named is None else 2)
    said = "" if named is None else f"tplint: error: one: the folder {named}cannot be read: permission denied\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("command", ["show", "pin"])
def test_a_folder_that_may_not_be_read_has_no_uploads_to_show(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(folder, {"one/.github/workflows/a.yml": "on: push\njobs: {}\n"})
    monkeypatch.setattr(os, "access", lambda path, _mode: not path.endswith("workflows"))
    assert main([command, "one"]) == 2
    said = "tplint: error: the folder `.github/workflows` cannot be read: permission denied\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize("selected", ["--select", "--extend-select"])
def test_what_the_command_line_selects_is_not_ignored(selected: str, folder: Path) -> None:
    settings = '[tool.tplint]\nignore = ["TP401", "TP5"]\n'
    lay(folder, {"one/pyproject.toml": settings, "one/.github/workflows/a.yml": UNGUARDED})
    assert main(["one"]) == 0
    assert main(["one", selected, "TP401"]) == 1
    assert main(["one", selected, "TP503", "--fail-on", "note"]) == 0  # all of TP5 is ignored


def test_nothing_is_reported_where_nothing_was_linted(
    linter: Callable[[Linter], None], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def lint(_root: str, _files: tuple[str, ...], _config: Config) -> Report:
        raise UsageError("a mistake")

    linter(lint)
    assert main(["one", "--output", "report"]) == 2
    assert not (folder / "report").exists()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("debug", ["", "1"])
def test_an_unexpected_exception_gives_a_text_to_report(
    debug: str, linter: Callable[[Linter], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lint(root: str, _files: tuple[str, ...], _config: Config) -> Report:
        if root.endswith("one"):
            raise KeyError("\x1b[31mname\nof a thing")
        return reported(root, "error")

    linter(lint)
    monkeypatch.setenv("TPLINT_DEBUG", debug)
    assert main(["one", "two", "--format", "concise"]) == 3
    output = capsys.readouterr()
    assert output.out == "two/pyproject.toml:1:1: error TP101 missing-id-token an error\n"
    for piece in (
        "tplint: internal error: KeyError: ",
        "https://github.com/tplint/tplint/issues/new",
        f"tplint {__version__}",
        "$ tplint check one",
        "at tplint/cli/check.py:",
    ):
        assert piece in output.err
    assert "\x1b" not in output.err
    assert ("Traceback (most recent call last)" in output.err) is bool(debug)


@pytest.mark.usefixtures("linter")
@pytest.mark.parametrize("place", ["_targets", "formats.write_reports"])
def test_no_exception_escapes(place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RecursionError

    monkeypatch.setattr(f"tplint.cli.check.{place}", fail)
    assert main(["one"]) == 3
    assert capsys.readouterr().err.startswith("tplint: internal error: RecursionError\n")


@pytest.mark.parametrize("chosen", ["text", "json", "sarif"])
def test_a_rule_that_failed_is_named_beside_what_the_others_found(
    chosen: str, linter: Callable[[Linter], None], capsys: pytest.CaptureFixture[str]
) -> None:
    fault = Fault("TP101", "a.yml", "KeyError: 'name'", ("tplint/rules/x.py:3 in fail_inside",))
    linter(lambda _root, _files, _config: reported("one", "error")._replace(faults=(fault,)))
    assert main(["one", "--format", chosen]) == 3
    out, err = capsys.readouterr()
    assert "TP101 failed on a.yml: KeyError: 'name'" in err
    assert "  at tplint/rules/x.py:3 in fail_inside" in err
    assert "TP101" in out
    if chosen == "json":
        assert json.loads(out)["faults"] == [{"rule": "TP101", "path": "one/a.yml", "error": "KeyError: 'name'"}]
    if chosen == "sarif":
        (invocation,) = json.loads(out)["runs"][0]["invocations"]
        assert not invocation["executionSuccessful"]
        assert invocation["toolExecutionNotifications"][-1]["message"]["text"].startswith("TP101 failed on a.yml")


def test_an_interrupt_is_quiet(linter: Callable[[Linter], None], capsys: pytest.CaptureFixture[str]) -> None:
    def lint(_root: str, _files: tuple[str, ...], _config: Config) -> Report:
        raise KeyboardInterrupt

    linter(lint)
    assert main(["one"]) == 130
    assert capsys.readouterr() == ("", "")


def test_what_was_found_before_an_interrupt_is_shown(
    linter: Callable[[Linter], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def lint(root: str, _files: tuple[str, ...], _config: Config) -> Report:
        if root.endswith("two"):
            raise KeyboardInterrupt
        return reported(root, "error")

    linter(lint)
    assert main(["one", "two", "--format", "concise"]) == 130
    assert capsys.readouterr().out.startswith("one/pyproject.toml:1:1: error")


@pytest.mark.usefixtures("linter")
def test_quiet_leaves_the_summary_out(capsys: pytest.CaptureFixture[str]) -> None:
    main(["one"])
    loud = capsys.readouterr().out
    main(["one", "-q"])
    quiet = capsys.readouterr().out
    assert loud == f"{quiet}\n1 error in 1 file · 1 upload\n"


@pytest.mark.usefixtures("linter")
@pytest.mark.parametrize("name", ["json", "sarif"])
def test_documents_are_whole(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tplint.rules.page", lambda rule: f"# {rule.name}\n")
    assert main(["one", "two", "--format", name]) == 1
    assert json.loads(capsys.readouterr().out)["version"] in {1, "2.1.0"}


@pytest.mark.usefixtures("linter")
@pytest.mark.parametrize(
    ("arguments", "coloured"),
    [(["one", "--color", "always"], True), (["one"], False), (["one", "--color=never"], False)],
)
def test_colour_reaches_the_report(arguments: list[str], coloured: bool, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001 - a table's column
    main(arguments)
    assert ("\x1b[1;31m" in capsys.readouterr().out) is coloured


def test_rules_are_listed_as_text() -> None:
    assert list(as_text(RULES)) == [
        "TP101  error    missing-id-token      an upload | may not request an OIDC token",
        "TP304  note     unknown-project-name  no file gives a static name (only where selected)",
    ]


def test_rules_are_listed_as_markdown() -> None:
    assert list(as_markdown(RULES))[2] == (
        "| TP101 | [missing-id-token](https://github.com/tplint/tplint/blob/main/src/tplint/rules/missing_id_token.md) "
        r"| error | an upload \| may not request an OIDC token |"
    )


def test_rules_are_listed_as_json() -> None:
    (document,) = as_json(RULES)
    assert json.loads(document)["rules"][1] == {
        "code": "TP304",
        "name": "unknown-project-name",
        "level": "note",
        "summary": "no file gives a static name",
        "since": "0.1.0",
        "platforms": ["github"],
        "default": False,
        "security": None,
        "help": RULES[1].help,
    }
