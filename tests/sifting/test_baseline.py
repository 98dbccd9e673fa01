"""The baseline: what it accepts stays accepted when lines move, what is more is reported, what is gone is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from folders import lay
from limits import within
from publishing import UNGUARDED
from tplint.cli import main
from tplint.findings import Fault, Report
from tplint.sifting import baseline

if TYPE_CHECKING:
    from pathlib import Path

CLEAN = UNGUARDED.replace("    permissions", "    environment: pypi\n    permissions").replace(
    "@release/v1", "@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2"
)
AGAIN = UNGUARDED.partition("jobs:\n")[2].replace("publish:", "again:", 1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with two repositories in it that have two findings each."""
    for name in ("one", "two"):
        write(tmp_path / name, UNGUARDED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(repository: Path, text: str, name: str = "publish") -> None:
    lay(repository, {f".github/workflows/{name}.yml": text})


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The codes that a run reports, each with its line; what it says beside them is left to be read."""
    capsys.readouterr()
    main([*arguments, "--format", "concise"])
    return [f"{line.split(':')[1]} {line.split()[2]}" for line in capsys.readouterr().out.splitlines()]


def written(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(path.read_text("utf-8"))["findings"]
    return found


def test_what_is_written_is_accepted_by_the_same_run_and_the_next(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["one", "two", "--write-baseline"]) == 0
    assert capsys.readouterr() == (
        "no findings (4 suppressed, 4 by the baseline) in 2 files of 2 repositories · 2 uploads\n",
        "tplint-baseline.json: 4 findings accepted (4 new, 0 gone)\n",
    )
    assert written(folder / baseline.DEFAULT)[1] == {
        "code": "TP503",
        "name": "unpinned-publish-action",
        "path": "one/.github/workflows/publish.yml",
        "place": "jobs/publish/steps/[pypa/gh-action-pypi-publish]/uses",
        "message": "job `publish` can mint identity tokens and uploads with an action on a movable ref",
    }
    assert main(["one", "two", "--baseline", baseline.DEFAULT]) == 0
    assert capsys.readouterr().err == ""
    assert main(["one", "two"]) == 1


def test_moved_lines_stay_accepted_and_what_is_more_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["one", "--write-baseline"])
    write(folder / "one", f"# new\n\n{UNGUARDED.replace('release/v1', 'v1.14.2')}")
    assert findings(capsys, "one", "--baseline", baseline.DEFAULT) == []
    write(folder / "one", f"# new\n\n{UNGUARDED}{AGAIN}")
    assert findings(capsys, "one", "--baseline", baseline.DEFAULT) == ["15 TP401", "22 TP503"]


def test_as_many_of_a_kind_are_accepted_as_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    upload = UNGUARDED.splitlines(keepends=True)[-1]
    write(folder / "one", UNGUARDED + upload)
    main(["one", "--write-baseline", "--select", "TP503"])
    assert [entry.get("count") for entry in written(folder / baseline.DEFAULT)] == [2]
    write(folder / "one", UNGUARDED + upload * 2)
    assert findings(capsys, "one", "--baseline", baseline.DEFAULT, "--select", "TP503") == ["14 TP503"]


def test_fixes_leave_what_is_accepted_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "one" / ".github" / "workflows" / "publish.yml"
    fixing = ("one", "--select", "TP401", "--unsafe-fixes", "--baseline", baseline.DEFAULT)
    main(["one", "--write-baseline", "--select", "TP401"])
    assert main([*fixing, "--diff"]) == main([*fixing, "--fix"]) == 0
    assert path.read_text("utf-8") == UNGUARDED
    write(folder / "one", UNGUARDED + AGAIN)
    assert findings(capsys, *fixing, "--fix") == []
    assert path.read_text("utf-8").partition("  again:")[0] == UNGUARDED
    assert path.read_text("utf-8").count("environment: pypi") == 1


def test_what_is_fixed_is_not_accepted(folder: Path) -> None:
    assert main(["one", "--fix", "--unsafe-fixes", "--write-baseline", "--select", "TP401"]) == 0
    assert written(folder / baseline.DEFAULT) == []


def test_a_baseline_is_the_same_from_every_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["one", "two", "--write-baseline"])
    for inside in ("one", "one/.github"):
        monkeypatch.chdir(folder / inside)
        path = str(folder / baseline.DEFAULT)
        assert findings(capsys, ".", "--baseline", path) == []
        assert findings(capsys, str(folder / "two"), "--baseline", path) == []


def test_one_that_is_gone_is_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["one", "--write-baseline", "--select", "TP401"])
    write(folder / "one", CLEAN)
    capsys.readouterr()
    assert main(["one", "--baseline", baseline.DEFAULT]) == 0
    assert capsys.readouterr().err == (
        "tplint-baseline.json: 1 accepted finding is no longer there; `--write-baseline` takes it out\n"
    )


def test_what_is_gone_is_said_and_taken_out_by_the_next_writing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["one", "two", "--write-baseline"])
    write(folder / "one", CLEAN)
    capsys.readouterr()
    assert main(["one", "two", "--baseline", baseline.DEFAULT]) == 0
    assert capsys.readouterr().err == (
        "tplint-baseline.json: 2 accepted findings are no longer there; `--write-baseline` takes them out\n"
    )
    main(["one", "two", "--write-baseline"])
    assert capsys.readouterr().err == "tplint-baseline.json: 2 findings accepted (0 new, 2 gone)\n"
    assert {entry["path"] for entry in written(folder / baseline.DEFAULT)} == {"two/.github/workflows/publish.yml"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["two"],
        ["one", "--select", "TP1"],
        ["one", "--ignore", "missing-environment,TP503"],
        ["one/pyproject.toml"],
    ],
)
def test_what_a_run_did_not_look_at_is_neither_gone_nor_taken_out(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "one" / "pyproject.toml").write_text("")
    main(["one", "--write-baseline"])
    write(folder / "one", CLEAN)
    capsys.readouterr()
    main([*arguments, "--baseline", baseline.DEFAULT])
    assert capsys.readouterr().err == ""
    main([*arguments, "--write-baseline"])
    assert {entry["code"] for entry in written(folder / baseline.DEFAULT) if str(entry["path"]).startswith("one")} == {
        "TP401",
        "TP503",
    }


def test_what_a_rule_found_before_it_failed_is_not_taken_for_gone(folder: Path) -> None:
    key = baseline.Key("TP101", "one/a.yml", "jobs/x")
    before = baseline.Baseline(str(folder), {key: baseline.Entry(key, "missing-id-token", "", 1)})
    report = Report(str(folder / "one"), (), (), files=1, uploads=1, undecided=())
    failed = report._replace(faults=(Fault("TP101", "a.yml", "KeyError", ()),))
    for each, expected in ((report, 0), (failed, 1)):
        scope = baseline.Scope(str(folder / "one"), (), each)
        assert baseline.size(baseline.updated(before, [scope], lambda _: True)) == expected


def test_entries_of_two_branches_are_added_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["one", "--write-baseline", "--select", "TP503"])
    document = json.loads((folder / baseline.DEFAULT).read_text())
    document["findings"] *= 2
    (folder / baseline.DEFAULT).write_text(json.dumps(document))
    write(folder / "one", UNGUARDED + UNGUARDED.splitlines(keepends=True)[-1])
    assert findings(capsys, "one", "--baseline", baseline.DEFAULT, "--select", "TP503") == []


def test_a_script_s_text_is_not_repeated_in_the_file(folder: Path) -> None:
    line = "      - run: |\n          echo\n          TWINE_PASSWORD=secret-word twine upload dist/*\n"
    write(folder / "one", UNGUARDED.replace("      - uses: pypa/gh-action-pypi-publish@release/v1\n", line))
    main(["one", "--write-baseline"])
    assert written(folder / baseline.DEFAULT)
    assert "secret-word" not in (folder / baseline.DEFAULT).read_text()


ENTRY = '"code": "TP1", "name": "x", "path": "a", "place": "b", "message": "c"'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no baseline `b.json`; `--write-baseline` makes one"),
        ("", "baseline `b.json` is no JSON: "),
        ("\x00\xff", "baseline `b.json` is no JSON: "),
        ("[" * 100_000, "baseline `b.json` is no JSON: "),
        ("[]", "`b.json` is no baseline of tplint: it has no list `findings`"),
        ('{"findings": {}}', "`b.json` is no baseline of tplint: it has no list `findings`"),
        ('{"version": 2, "findings": []}', "baseline `b.json` is not of version 1, which this tplint reads"),
        ('{"version": 1, "findings": [1]}', "baseline `b.json`: entry 1 is not as `--write-baseline` writes it"),
        (f'{{"version": 1, "findings": [{{{ENTRY}, "count": 0}}]}}', "baseline `b.json`: entry 1 is not as "),
        (f'{{"version": 1, "findings": [{{{ENTRY}, "count": true}}]}}', "baseline `b.json`: entry 1 is not as "),
        (" " * 20_000_001, "baseline `b.json` is larger than 20 MB"),
    ],
    ids=range(11),
)
@pytest.mark.parametrize("more", [[], ["--write-baseline"]])
def test_a_file_that_is_no_baseline_is_a_mistake_and_is_left_alone(
    content: str | None, message: str, more: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (folder / "b.json").write_text(content, "latin-1")
    if content is None and more:
        return  # then it is made
    assert main(["one", "--baseline", "b.json", *more]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(f"tplint: error: {message}")
    assert output.err.count("\n") == 1
    assert content is None or (folder / "b.json").read_text("latin-1") == content


def test_nothing_is_written_where_nothing_could_be_looked_at(folder: Path) -> None:
    assert main(["absent", "--write-baseline"]) == 2
    assert not (folder / baseline.DEFAULT).exists()


def test_a_difference_goes_without_writing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "--diff", "--write-baseline"]) == 2
    assert capsys.readouterr().err == (
        "tplint: error: `--write-baseline` is about findings, and `--diff` reports none\n"
    )
    assert not (folder / baseline.DEFAULT).exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["one"], 1),
        (["one", "--exit-zero"], 0),
        (["one", "--exit-zero", "--diff", "--unsafe-fixes"], 0),
        (["one", "--exit-zero", "--fail-on", "note"], 0),
        (["one", "absent", "--exit-zero"], 2),
        (["one", "--exit-zero", "--formt"], 2),
    ],
)
@pytest.mark.usefixtures("folder")
def test_exit_zero_is_about_findings_only(arguments: list[str], status: int) -> None:
    assert main(arguments) == status


@pytest.mark.usefixtures("folder")
def test_counts_stand_beside_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "--stats", "--format", "json"]) == 1
    output = capsys.readouterr()
    assert json.loads(output.out)["summary"]["warnings"] == 1
    assert output.err == "1  warning  TP401  missing-environment\n1  note     TP503  unpinned-publish-action\n"


def test_thousands_of_repositories_take_linear_time() -> None:
    keys = [baseline.Key("TP503", f"r{number}/.github/workflows/publish.yml", "jobs") for number in range(4_000)]
    known = baseline.Baseline("/", {key: baseline.Entry(key, "", "", 1) for key in keys})
    reports = [Report(f"/r{number}", (), (), 1, 1, ()) for number in range(len(keys))]
    with within(3):  # quadratic time would be far more
        scopes = [baseline.Scope(report.root, (), baseline.sift(report, known, report.root)) for report in reports]
        assert baseline.size(baseline.updated(known, scopes, lambda _: True)) == 0
