"""Fixing: rounds, what is taken back, what is written and how, and the options."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fixes import DECLARED, LINKED, MENDED, MISSING, WORKFLOW, fixed, repository
from tplint import engine
from tplint.cli import main
from tplint.documents.source import Place, Source
from tplint.errors import UsageError
from tplint.findings import Edit, Finding, Fix, Report
from tplint.fixing import rounds, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.load import Files


# --- rounds, and what is taken back ----------------------------------------------------------------------------------


def at(source: Source, words: str) -> Place:
    start = source.text.index(words)
    return Place(source, start, start + len(words))


def replacing(text: str) -> Callable[[Files], Report]:
    """A linter with one finding for each `bad` in a file, whose fix puts a text in its place."""

    def lint(reader: Files) -> Report:
        source = reader.read("w.yml")
        assert source is not None
        found = [
            Finding(
                "TP001", "x", "error", f"number {match[1]}", Place(source, *match.span()),
                fix=Fix("mend it", "safe", (Edit(Place(source, *match.span()), text),)),
            )
            for match in re.finditer(r"bad(\d)", source.text)
        ]  # fmt: skip
        return Report("", tuple(found), (), 1, 0, ())

    return lint


def test_all_fixes_of_a_round_are_made_together(tmp_path: Path) -> None:
    repository(tmp_path, **{"w.yml": "a: bad1\nb: bad2\n"})
    outcome = rounds.fix(str(tmp_path), replacing("good"))
    assert outcome.after["w.yml"].text == "a: good\nb: good\n"
    assert [finding.message for finding in outcome.fixed] == ["number 1", "number 2"]
    assert (tmp_path / "w.yml").read_text() == "a: bad1\nb: bad2\n"


@pytest.mark.parametrize(
    ("text", "why"), [("[", "could not be read any more"), ("x bad1", "still reports"), ("bad1", "still reports")]
)
def test_a_fix_with_a_wrong_result_is_taken_back(text: str, why: str, tmp_path: Path) -> None:
    repository(tmp_path, **{"w.yml": "a: bad1\n"})
    outcome = rounds.fix(str(tmp_path), replacing(text))
    assert outcome.after == {}
    assert outcome.fixed == ()
    assert [why in refusal.why for refusal in outcome.refused] == [True]
    assert len(outcome.report.findings) == 1


def test_a_fix_that_brings_another_error_of_signing_in_is_taken_back(tmp_path: Path) -> None:
    repository(tmp_path, **{"w.yml": "a: bad1\n"})
    mending = replacing("good")

    def lint(reader: Files) -> Report:
        report, source = mending(reader), reader.read("w.yml")
        assert source is not None
        brought = Finding("TP113", "x", "error", "m", Place(source, 0, 1))
        return report if report.findings else report._replace(findings=(brought,))

    outcome = rounds.fix(str(tmp_path), lint)
    assert outcome.after == {}
    assert [refusal.why for refusal in outcome.refused] == ["the result reports TP113"]


def test_a_wrong_fix_does_not_keep_a_right_one_from_being_made(tmp_path: Path) -> None:
    repository(tmp_path, **{"w.yml": "a: bad1\nb: bad2\n"})
    right, wrong = replacing("good"), replacing("[")

    def lint(reader: Files) -> Report:
        report, other = right(reader), wrong(reader)
        mixed = [
            bad if bad.message == "number 1" else good
            for good, bad in zip(report.findings, other.findings, strict=True)
        ]
        return report._replace(findings=tuple(mixed))

    outcome = rounds.fix(str(tmp_path), lint)
    assert outcome.after["w.yml"].text == "a: bad1\nb: good\n"
    assert [refusal.finding.message for refusal in outcome.refused] == ["number 1"]


def test_fixes_that_uncover_others_end_after_three_rounds(tmp_path: Path) -> None:
    repository(tmp_path, **{"w.yml": "a: bad1\n"})

    def lint(reader: Files) -> Report:
        source = reader.read("w.yml")
        assert source is not None
        number = int(re.findall(r"bad(\d)", source.text)[0])
        place = at(source, f"bad{number}")
        fix = Fix("next", "safe", (Edit(place, f"bad{number + 1}"),))
        return Report("", (Finding("TP009", "x", "error", str(number), place, fix=fix),), (), 1, 0, ())

    outcome = rounds.fix(str(tmp_path), lint)
    assert outcome.after["w.yml"].text == "a: bad4\n"
    assert len(outcome.fixed) == rounds.MAX_ROUNDS


def test_fixes_of_one_place_wait_for_the_next_round(tmp_path: Path) -> None:
    text = MENDED.replace("    environment: pypi\n", "").replace("      id-token: write\n", "")
    repository(tmp_path, publish=text)
    outcome = fixed(tmp_path)
    assert [finding.code for finding in outcome.fixed] == ["TP401", "TP101"]
    assert outcome.after[WORKFLOW].text == MENDED


@pytest.mark.parametrize(("safety", "unsafe", "applied"), [
    ("safe", False, True), ("safe", True, True), ("unsafe", False, False), ("unsafe", True, True),
    ("manual", True, False),
])  # fmt: skip
def test_unsafe_fixes_are_asked_for(safety: Any, *, unsafe: bool, applied: bool) -> None:
    place = Place(Source("w.yml", "a"), 0, 1)
    finding = Finding("TP001", "x", "error", "m", place, fix=Fix("t", safety, (Edit(place, "b"),)))
    assert rounds.is_applicable(finding, unsafe=unsafe) == applied


# --- what is written, and how ----------------------------------------------------------------------------------------


def changes(root: Path, path: str, old: str, new: str) -> tuple[str, dict[str, Source], dict[str, Source]]:
    return str(root), {path: Source(path, old)}, {path: Source(path, new)}


@pytest.mark.parametrize("text", [MISSING, "\ufeff" + MISSING, MISSING.replace("\n", "\r\n"), MISSING.rstrip("\n")])
def test_only_the_edit_changes(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path, publish=text)
    monkeypatch.chdir(tmp_path)
    assert main(["--fix", "--quiet", "--select", "TP101"]) == 0
    end = "\r\n" if "\r" in text else "\n"
    wanted = text.replace(f"contents: read{end}", f"contents: read{end}      id-token: write{end}")
    assert (tmp_path / WORKFLOW).read_bytes() == wanted.encode()


def test_the_mode_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.yml"
    target.write_text("old")
    target.chmod(0o751)
    writing.write(*changes(tmp_path, "a.yml", "old", "new"))
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o751
    assert [path.name for path in tmp_path.iterdir()] == ["a.yml"]


def test_a_link_in_the_repository_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text("old")
    (tmp_path / "a.yml").symlink_to("real.yml")
    writing.write(*changes(tmp_path, "a.yml", "old", "new"))
    assert (tmp_path / "a.yml").is_symlink()
    assert (tmp_path / "real.yml").read_text() == "new"


@pytest.mark.parametrize("path", ["a.yml", "folder/b.yml"])
def test_nothing_outside_is_written(path: str, tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    for folder in (outside, root):
        folder.mkdir()
    for name in ("a.yml", "b.yml"):
        (outside / name).write_text("old")
    (root / "a.yml").symlink_to(outside / "a.yml")
    (root / "folder").symlink_to(outside)
    with pytest.raises(UsageError, match="outside the repository"):
        writing.write(*changes(root, path, "old", "new"))
    assert {(outside / name).read_text() for name in ("a.yml", "b.yml")} == {"old"}


def test_a_file_that_somebody_else_changed_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("newer")
    with pytest.raises(UsageError, match="changed it meanwhile"):
        writing.write(*changes(tmp_path, "a.yml", "old", "new"))
    assert (tmp_path / "a.yml").read_text() == "newer"


def test_a_write_protected_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yml").write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # the tests may run as root
    with pytest.raises(UsageError, match="write-protected"):
        writing.write(*changes(tmp_path, "a.yml", "old", "new"))


@pytest.mark.parametrize("function", ["fsync", "chmod", "replace"])
def test_a_full_disk_changes_no_file(function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, function, full)
    both = {name: Source(name, "old") for name in ("a.yml", "b.yml")}
    with pytest.raises(UsageError, match="No space left"):
        writing.write(str(tmp_path), both, {name: source._replace(text="new") for name, source in both.items()})
    monkeypatch.undo()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yml", "b.yml"]
    assert {path.read_text() for path in tmp_path.iterdir()} == {"old"}


KILLED = """\
import os, sys
from tplint.fixing import writing
from tplint.documents.source import Source
setattr(os, sys.argv[2], lambda *_: os.kill(os.getpid(), 9))
writing.write(sys.argv[1], {"a.yml": Source("a.yml", "old" * 9999)}, {"a.yml": Source("a.yml", "new" * 9999)})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by a signal")
@pytest.mark.parametrize("function", ["fsync", "chmod", "replace"])
def test_a_killed_process_leaves_the_whole_file(function: str, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("old" * 9999)
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path, function], check=False)
    assert done.returncode == -9
    assert (tmp_path / "a.yml").read_text() == "old" * 9999


# --- the options -----------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(repository(tmp_path, publish=MISSING))
    return tmp_path


def test_fix_repairs_and_reports_the_rest(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fix", "--format", "concise"]) == 0
    assert (broken / WORKFLOW).read_text() == MENDED
    printed = capsys.readouterr()
    assert "TP101" not in printed.out
    assert "TP503" in printed.out
    assert printed.err == f"fixed {WORKFLOW}:10: TP101 add `id-token: write` to the `permissions` of job `publish`\n"
    assert main(["--fix", "--format", "concise"]) == 0
    assert capsys.readouterr().err == ""


def test_diff_shows_and_changes_nothing(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--diff"]) == 1
    shown = capsys.readouterr().out
    assert (broken / WORKFLOW).read_text() == MISSING
    assert shown.startswith(f"--- a/{WORKFLOW}\n+++ b/{WORKFLOW}\n@@ -8,6 +8,7 @@\n")
    assert [line for line in shown.splitlines()[2:] if line.startswith(("+", "-"))] == ["+      id-token: write"]
    assert main(["--diff", "--select", "TP4"]) == 0
    assert capsys.readouterr() == ("", "")


def test_diff_counts_the_unsafe_fixes_that_it_leaves_out(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workflow = broken / WORKFLOW
    workflow.write_text(workflow.read_text().replace("    environment: pypi\n", ""))
    assert main(["--diff", "--select", "TP401"]) == 0
    assert capsys.readouterr() == ("", "1 unsafe fix is not shown: `--diff --unsafe-fixes` shows it\n")
    assert main(["--diff", "--select", "TP401", "--unsafe-fixes"]) == 1
    assert "unsafe" not in capsys.readouterr().err
    assert main(["--diff", "--select", "TP401", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("text", [MISSING, MISSING.rstrip("\n"), MISSING.replace("\n", "\r\n")])
def test_a_diff_can_be_applied(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository(tmp_path, publish=text.replace("    environment: pypi\n", "")))
    main(["--diff", "--unsafe-fixes", "--output", "fixes.patch"])
    subprocess.run(["git", "apply", "--check", "fixes.patch"], check=True)
    subprocess.run(["git", "apply", "fixes.patch"], check=True)
    (tmp_path / "fixes.patch").unlink()
    assert fixed(tmp_path).after == {}


@pytest.mark.parametrize(
    ("current", "paths", "folders"),
    [
        ("one", ["../two"], [""]),
        ("one/.github", ["."], [""]),
        (".", ["two"], ["two/"]),
        ("one", ["../one", "../two"], ["", "../two/"]),
    ],
)
def test_a_diff_of_one_repository_can_be_applied_at_its_root(
    current: str,
    paths: list[str],
    folders: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("one", "two"):
        repository(tmp_path / name, publish=MISSING)
    monkeypatch.chdir(tmp_path / current)
    main(["--diff", *paths])
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.startswith("---")] == [
        f"--- a/{each}{WORKFLOW}" for each in folders
    ]


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("words", "said"),
    [(["--unsafe-fixes"], "goes with `--fix` or `--diff`"), (["--diff", "--format", "json"], "a format of its own")],
)
def test_options_that_contradict_each_other_are_a_mistake(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err


def test_several_repositories_are_fixed_each_on_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        repository(tmp_path / name, publish=MISSING)
    main(["--diff", "one", "two"])
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.startswith("+++")] == [
        f"+++ b/one/{WORKFLOW}",
        f"+++ b/two/{WORKFLOW}",
    ]
    assert main(["--fix", "--quiet", "--fail-on", "error", "one", "two"]) == 0
    assert {(tmp_path / name / WORKFLOW).read_text() for name in ("one", "two")} == {MENDED}


def test_a_file_limits_the_fixes_to_its_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository(tmp_path, publish=MISSING, other=MISSING))
    main(["--fix", "--quiet", WORKFLOW])
    assert (tmp_path / WORKFLOW).read_text() == MENDED
    assert (tmp_path / ".github/workflows/other.yml").read_text() == MISSING


def test_an_ignored_finding_is_not_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = MISSING.replace("    permissions:", "    # tplint: ignore[TP101] given elsewhere\n    permissions:")
    monkeypatch.chdir(repository(tmp_path, publish=text))
    main(["--fix", "--quiet"])
    assert (tmp_path / WORKFLOW).read_text() == text


def test_a_configuration_that_is_named_is_read_and_not_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = DECLARED.format("sampleproject", LINKED.format("sampleproject"), "sampelproject")
    root = repository(tmp_path / "root", publish=MENDED, **{"pyproject.toml": given})
    monkeypatch.chdir(root)
    assert main(["--fix", "--unsafe-fixes", "--quiet", "--config", "pyproject.toml"]) == 1
    assert (root / "pyproject.toml").read_text() == given


@pytest.mark.usefixtures("broken")
def test_a_wrong_fix_is_our_fault(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = at(Source(WORKFLOW, MISSING), "contents: read")
    finding = Finding("TP101", "x", "error", "m", place, fix=Fix("mend it", "safe", (Edit(place, "{"),)))
    monkeypatch.setattr(engine, "lint", lambda root, **_: Report(root, (finding,), (), 1, 0, ()))
    assert main(["--fix", "--quiet"]) == 3
    assert "a fault of tplint" in capsys.readouterr().err
    assert Path(WORKFLOW).read_text() == MISSING


@pytest.mark.usefixtures("broken")
def test_json_has_the_edits(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--format", "json", "--select", "TP101"])
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    position = {"line": 11, "column": 1, "offset": MISSING.index("    steps:")}
    edit = {"path": WORKFLOW, "start": position, "end": position, "text": "      id-token: write\n"}
    assert finding["fix"]["safety"] == "safe"
    assert finding["fix"]["edits"] == [edit]


@pytest.mark.usefixtures("broken")
def test_sarif_has_the_edits(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--format", "sarif", "--select", "TP101"])
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    region = {"startLine": 11, "startColumn": 1, "endLine": 11, "endColumn": 1}
    replacement = {"deletedRegion": region, "insertedContent": {"text": "      id-token: write\n"}}
    change = {"artifactLocation": {"uri": WORKFLOW}, "replacements": [replacement]}
    assert [fix["artifactChanges"] for fix in result["fixes"]] == [[change]]
