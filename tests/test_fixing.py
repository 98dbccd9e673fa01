"""Fixes: rounds, what is taken back, what is written and how, the options, and all real repositories."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import corpus
from fixes import (
    MENDED,
    MISSING,
    PUBLISH,
    STORED,
    WORKFLOW,
    after,
    comments,
    fixed,
    fixed_real,
    identity,
    presented,
    reading,
    real,
    repository,
    scopes,
)
from peers import ZIZMOR, needs_zizmor
from publishing import SAMPLE, declaration
from tplint import engine, fixing, writing
from tplint.cli import main
from tplint.documents import yaml
from tplint.documents.source import Place, Source, decode
from tplint.errors import UsageError
from tplint.findings import Edit, Finding, Fix, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.fixing import Outcome
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
    outcome = fixing.fix(str(tmp_path), replacing("good"))
    assert outcome.after["w.yml"].text == "a: good\nb: good\n"
    assert [finding.message for finding in outcome.fixed] == ["number 1", "number 2"]
    assert (tmp_path / "w.yml").read_text() == "a: bad1\nb: bad2\n"


@pytest.mark.parametrize(
    ("text", "why"), [("[", "could not be read any more"), ("x bad1", "still reports"), ("bad1", "still reports")]
)
def test_a_fix_with_a_wrong_result_is_taken_back(text: str, why: str, tmp_path: Path) -> None:
    repository(tmp_path, **{"w.yml": "a: bad1\n"})
    outcome = fixing.fix(str(tmp_path), replacing(text))
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

    outcome = fixing.fix(str(tmp_path), lint)
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

    outcome = fixing.fix(str(tmp_path), lint)
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

    outcome = fixing.fix(str(tmp_path), lint)
    assert outcome.after["w.yml"].text == "a: bad4\n"
    assert len(outcome.fixed) == fixing.MAX_ROUNDS


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
    assert fixing.is_applicable(finding, unsafe=unsafe) == applied


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
from tplint import writing
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
    assert capsys.readouterr() == ("", "1 unsafe fix is not shown: `--diff --unsafe-fixes`\n")
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


# --- fixes, beside those of the pages --------------------------------------------------------------------------------

ACTION = """\
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          user: __token__
          password: ${{ secrets.TOKEN }}  # rotate
          skip-existing: true
"""
COMMAND = "      - run: {}\n"
OVER_LINES = r"""|
          twine upload \
            --username __token__ \
            --password ${{ secrets.T }} \
            dist/*"""
STEP_IN_FLOW = f"      {PUBLISH}        with: {{password: '${{{{ secrets.TOKEN }}}}', skip-existing: true}}\n"
TWINE = """\
      - run: twine upload dist/*
        env:
          TWINE_USERNAME: __token__
          TWINE_PASSWORD: ${{ secrets.TOKEN }}
"""


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (ACTION, f"{PUBLISH}        with:\n          # rotate\n          skip-existing: true\n"),
        (ACTION.replace("          skip-existing: true\n", "").replace("  # rotate", ""), PUBLISH),
        (TWINE, "- run: twine upload dist/*\n"),
        (TWINE.replace("env:", "env:\n          A: b"), "- run: twine upload dist/*\n        env:\n          A: b\n"),
        (ACTION.replace("release/v1", "v1.5.0"), None),
        (STEP_IN_FLOW, None),
        (TWINE.replace("twine upload", "echo $TWINE_PASSWORD; twine upload"), None),
        (TWINE.replace("twine upload", "twine upload -u __token__"), "- run: twine upload dist/*\n"),
        (COMMAND.format("uv publish --token ${{ secrets.TOKEN }}"), "- run: uv publish\n"),
        (COMMAND.format('uv publish -t="${{ secrets.TOKEN }}" dist/*'), "- run: uv publish dist/*\n"),
        (COMMAND.format("twine upload -u __token__ -p ${{ secrets.TOKEN }} dist/*"), "- run: twine upload dist/*\n"),
        (
            COMMAND.format("twine upload -u __token__ -p $PASS dist/*\n        env:\n          PASS: ${{ secrets.T }}"),
            "- run: twine upload dist/*\n",
        ),
        (
            COMMAND.format(OVER_LINES),
            "- run: |\n          twine upload \\\n            dist/*\n",
        ),
        (COMMAND.format("twine upload -u somebody -p ${{ secrets.TOKEN }} dist/*"), None),
        (COMMAND.format("twine upload -p ${{ secrets.TOKEN }} a; twine upload -p ${{ secrets.TOKEN }} b"), None),
        (ACTION + ACTION.replace("secrets.TOKEN", "secrets.OTHER"), None),
        (ACTION + "      - run: twine upload --repository-url https://pypi.example.org/ dist/*\n", None),
    ],
)  # fmt: skip
def test_a_stored_token_is_removed_where_nothing_else_can_use_it(
    before: str, wanted: str | None, tmp_path: Path
) -> None:
    text = after(repository(tmp_path, publish=STORED.format(before)), "TP103")
    if wanted is None:
        assert text is None
    else:
        assert text is not None
        assert text.endswith(wanted)
        assert (
            "    runs-on: ubuntu-latest\n    environment: pypi\n    permissions:\n      id-token: write\n    steps:"
            in text
        )


def test_a_migrated_job_keeps_what_it_may_do(tmp_path: Path) -> None:
    text = STORED.format(ACTION).replace("jobs:\n", "permissions:\n  packages: read\n  contents: write\n\njobs:\n")
    made = after(repository(tmp_path, publish=text), "TP103")
    assert made is not None
    assert "    permissions:\n      packages: read\n      contents: write\n      id-token: write\n" in made


def test_a_migrated_job_runs_in_the_declared_publishers_environment(tmp_path: Path) -> None:
    declared = '[project]\nname = "sampleproject"\n' + declaration(**SAMPLE, environment="release")
    made = after(repository(tmp_path, publish=STORED.format(ACTION), **{"pyproject.toml": declared}), "TP103")
    assert made is not None
    assert "    environment: release\n" in made
    without = declared.replace('environment = "release"\n', "")
    made = after(repository(tmp_path, **{"pyproject.toml": without}), "TP103")
    assert made is not None
    assert "environment" not in made


def test_a_migration_says_what_to_register(tmp_path: Path) -> None:
    root = repository(tmp_path, publish=STORED.format(ACTION), **{
        ".git__config": '[remote "origin"]\n\turl = https://github.com/octo-org/sampleproject.git\n',
    })  # fmt: skip
    titles = [finding.fix.title for finding in fixed(root, select=("TP103",)).fixed if finding.fix]
    values = "Owner `octo-org`, Repository name `sampleproject`, Workflow name `publish.yml`, Environment name `pypi`"
    assert [title.endswith(f"(PyPI's form: {values})") for title in titles] == [True]


def test_a_first_permissions_block_is_unsafe_and_keeps_the_checkout(tmp_path: Path) -> None:
    text = MISSING.replace("    permissions:\n      contents: read\n", "").replace(
        "steps:\n", "steps:\n      - uses: actions/checkout@v5\n"
    )
    root = repository(tmp_path, publish=text)
    assert fixed(root, unsafe=False).after == {}
    made = after(root, "TP101")
    assert made is not None
    assert "    environment: pypi\n    permissions:\n      contents: read\n      id-token: write\n    steps:\n" in made


@pytest.mark.parametrize("permissions", ["permissions: {contents: read}", "permissions: {}", "permissions: read-all"])
def test_permissions_that_are_no_block_are_left_to_people(permissions: str, tmp_path: Path) -> None:
    text = MISSING.replace("permissions:\n      contents: read", permissions)
    outcome = fixed(repository(tmp_path, publish=text))
    assert outcome.after == {}
    assert {finding.fix.safety for finding in outcome.report.findings if finding.fix and finding.code == "TP101"} == {
        "manual"
    }


def test_a_workflow_with_nothing_but_the_identity_token_keeps_the_rest_shut(tmp_path: Path) -> None:
    text = """\
on: {push: {tags: [v1]}}
permissions:
  id-token: write
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
    wanted = text.replace("  id-token: write\njobs", "  id-token: none\njobs").replace(
        "  publish:\n    runs-on: ubuntu-latest\n",
        "  publish:\n    runs-on: ubuntu-latest\n    permissions:\n      id-token: write\n",
    )
    assert after(repository(tmp_path, publish=text), "TP112") == wanted


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("${{ github.ref_type == 'tag' }} && true", "github.ref_type == 'tag' && true"),
        ("${{ github.ref == 'x' || inputs.force }} && true", "(github.ref == 'x' || inputs.force) && true"),
        ('"!${{ cancelled() }}"', '"!cancelled()"'),
        ("|\n      ${{ github.ref_type == 'tag' }}", "github.ref_type == 'tag'"),
        ("github.ref == 'refs/heads/${{ inputs.branch }}'", None),
    ],
)  # fmt: skip
def test_a_guard_becomes_one_expression(condition: str, wanted: str | None, tmp_path: Path) -> None:
    text = MENDED.replace("    steps:", f"    if: {condition}\n    steps:")
    made = after(repository(tmp_path, publish=text), "TP523")
    assert made == (None if wanted is None else text.replace(condition, wanted))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("repository_url: https://test.pypi.org/legacy/", "repository-url: https://test.pypi.org/legacy/"),
        ("'skip_existing': true", "'skip-existing': true"),
        ("skip_existing: true\n          skip-existing: true", "skip-existing: true"),
        ("skip_existing: true\n          skip-existing: ''", None),
    ],
)  # fmt: skip
def test_a_deprecated_input_is_renamed_or_dropped(given: str, wanted: str | None, tmp_path: Path) -> None:
    text = MENDED + f"        with:\n          {given}\n"
    made = after(repository(tmp_path, publish=text), "TP510")
    assert made == (None if wanted is None else MENDED + f"        with:\n          {wanted}\n")


CALLED = MISSING.replace("release:\n    types: [published]", "workflow_call:")
CALLING = """\
on: push
{}jobs:
  publish:
    uses: ./.github/workflows/publish.yml
"""


@pytest.mark.parametrize(
    ("called", "permissions", "wanted"),
    [
        ("contents: read", "permissions:\n  packages: read\n", "packages: read"),
        ("contents: read", "", "contents: read"),
        ("contents: write", "", "contents: write"),
    ],
)
def test_a_calling_job_gives_what_the_called_jobs_ask_for(
    called: str, permissions: str, wanted: str, tmp_path: Path
) -> None:
    text = CALLING.format(permissions)
    asked = CALLED.replace("contents: read\n", f"contents: {called[10:]}\n      id-token: write\n")
    root = repository(tmp_path, publish=asked, calling=text)
    made = after(root, "TP106", path=".github/workflows/calling.yml")
    assert made == f"{text}    permissions:\n      {wanted}\n      id-token: write\n"
    assert (fixed(root, unsafe=False, select=("TP106",)).after != {}) == bool(permissions)


BUILT = MENDED.replace(
    "jobs:\n",
    "jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/upload-artifact@v3\n\n",
).replace("    environment", "    needs: build\n    environment")


@pytest.mark.parametrize(
    ("text", "can"),
    [
        (BUILT, True),
        (BUILT.replace("steps:", "strategy: {matrix: {os: [a, b]}}\n    steps:", 1), False),
        (BUILT.replace("@v3", "@a8a3f3ad30e3422c9c7b888a15615d19a852ae32 # v3.1.3"), False),
        (BUILT.replace("download-artifact@v5", "download-artifact@9bc31d5ccc31df68ecc42ccf4149144866c47d8a"), False),
    ],
)
def test_artifact_actions_are_replaced_together_or_not_at_all(text: str, can: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table's column
    made = after(repository(tmp_path, publish=text), "TP518")
    assert made == (text.replace("upload-artifact@v3", "upload-artifact@v7") if can else None)


DECLARED = """\
[project]
name = '{}'  # the project
{}
[[tool.tplint.publishers]]
project-name = "{}"
kind = "github"
owner = "octo-org"
repository = "sampleproject"
workflow-filename = "publish.yml"
environment = "pypi"
"""
LINKED = '[project.urls]\nPyPI = "https://pypi.org/project/{}/"\n'


@pytest.mark.parametrize(
    ("name", "declared", "linked", "wanted"),
    [
        ("sampleproject", "sampelproject", "sampleproject", ("sampleproject", "sampleproject")),
        ("sampelproject", "sampleproject", "sampleproject", ("sampleproject", "sampleproject")),
        ("sampleproject", "sampelproject", "other", None),
        ("sampleproject", "otherproject", "sampleproject", None),
    ],
)
def test_the_side_that_is_clearly_a_typo_is_changed(
    name: str, declared: str, linked: str, wanted: tuple[str, str] | None, tmp_path: Path
) -> None:
    url = LINKED.format(linked)
    root = repository(tmp_path, publish=MENDED, **{"pyproject.toml": DECLARED.format(name, url, declared)})
    made = after(root, "TP301", path="pyproject.toml")
    assert made == (None if wanted is None else DECLARED.format(wanted[0], url, wanted[1]))


@pytest.mark.parametrize("quoted", ["'sampelproject'", '"sampelproject"', "r'sampelproject'"])
def test_a_name_in_setup_py_is_changed_in_its_quotes(quoted: str, tmp_path: Path) -> None:
    setup = f"from setuptools import setup\n\nsetup(name={quoted},  # the name\n      version='1')\n"
    linked = MENDED.replace(
        "environment: pypi", "environment:\n      name: pypi\n      url: https://pypi.org/p/sampleproject"
    )
    declared = DECLARED.partition("{}\n")[2]
    root = repository(
        tmp_path, publish=linked, **{"setup.py": setup, "pyproject.toml": declared.format("sampleproject")}
    )
    made = after(root, "TP301", path="setup.py")
    assert made == setup.replace("sampelproject", "sampleproject")


def test_a_link_with_a_typo_is_corrected(tmp_path: Path) -> None:
    linked = MENDED.replace(
        "environment: pypi", "environment:\n      name: pypi\n      url: https://pypi.org/p/sampelproject/"
    )
    project = '[project]\nname = "Sample.Project"\n'
    made = after(repository(tmp_path, publish=linked, **{"pyproject.toml": project}), "TP301")
    assert made == linked.replace("sampelproject", "Sample.Project")


# --- any layout of a workflow ----------------------------------------------------------------------------------------

NOTES = st.sampled_from(["", "", "", "  # a note", " #note: 'x' \"y\""])
PERMISSIONS = [
    "",
    "permissions:\n{s}contents: read",
    "permissions:\n{s}packages: write{n}\n{s}id-token: none",
    "permissions: {{}}",
]
# Steps that sign in; `{s}` is one step of indentation, `{n}` a comment or none.
SIGNING_IN = [
    """\
- uses: pypa/gh-action-pypi-publish@release/v1{n}
  with:{n}
  {s}password: ${{{{ secrets.T }}}}{n}""",
    """\
- with:{n}
  {s}user: __token__
  {s}password: '${{{{ secrets.T }}}}'{n}
  {s}skip-existing: true
  uses: pypa/gh-action-pypi-publish@release/v1""",
    "- uses: pypa/gh-action-pypi-publish@release/v1{n}",
    """\
- run: |{n}
  {s}ls dist
  {s}twine upload dist/*
  env:
  {s}TWINE_USERNAME: __token__{n}

  {s}TWINE_PASSWORD: ${{{{ secrets.T }}}}""",
    """\
- uses: pypa/gh-action-pypi-publish@release/v1
  with:
  {s}packages_dir: dist{n}
  {s}password: ${{{{ secrets.T }}}}""",
]


@st.composite
def workflows(draw: st.DrawFn) -> str:
    """A workflow that publishes, in any layout; every piece is valid wherever it stands."""
    step = " " * draw(st.integers(1, 5))

    def filled(pattern: str, indent: str) -> list[str]:
        text = re.sub(r"\{n\}", lambda _: draw(NOTES), pattern).format(s=step)
        return [indent + line if line else "" for line in text.split("\n")]

    job = [
        filled(f"runs-on: {draw(st.sampled_from(['ubuntu-latest', 'ubuntu-24.04']))}{{n}}", step * 2),
        filled(draw(st.sampled_from(["environment: pypi{n}", "environment:{n}\n{s}name: 'pypi'", ""])), step * 2),
        filled(draw(st.sampled_from(PERMISSIONS)), step * 2),
        filled(draw(st.sampled_from(["name: |\n{s}Publish\n{s}  it", "timeout-minutes: 5{n}", ""])), step * 2),
        filled("steps:\n- uses: actions/checkout@v5{n}\n" + draw(st.sampled_from(SIGNING_IN)), step * 2),
    ]
    blocks = [
        ["on:", f"{step}push:", f"{step}{step}tags: ['v*']" + draw(NOTES)],
        filled(draw(st.sampled_from(PERMISSIONS)), ""),
        ["jobs:", "# left of the job", f"{step}'publish':{draw(NOTES)}", *chain(*draw(st.permutations(job)))],
    ]
    lines = list(chain(*draw(st.permutations(blocks))))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    kept = [line for line in lines if line or draw(st.booleans())]
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(kept) + draw(st.sampled_from(["", end, end * 2]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(workflows())
def test_fixes_hold_in_any_layout(tmp_path: Path, text: str) -> None:
    source = decode(WORKFLOW, text.encode())
    yaml.parse(source)
    root = repository(tmp_path, publish=text)
    outcome = fixed(root)
    assert outcome.refused == ()
    event(", ".join(sorted({finding.code for finding in outcome.fixed})))
    made = outcome.after.get(WORKFLOW, source)
    assert (made.bom, "\r\n" in made.text) == (source.bom, "\r\n" in source.text)
    assert not re.search("(?<!\r)\n", made.text) or "\r\n" not in source.text
    assert sorted(comments(made)) == sorted(comments(source))
    gone = Counter(source.text.splitlines()) - Counter(made.text.splitlines())
    assert all(re.search("__token__|secrets|with:|env:|id-token|packages_dir|^\\s*$|#", line) for line in gone)
    repository(tmp_path, publish=writing.encoded(made).decode())
    assert fixed(root).after == {}


# --- all real repositories -------------------------------------------------------------------------------------------


@corpus.needed
@pytest.mark.parametrize("root", real(), ids=lambda path: "/".join(path.relative_to(corpus.FOLDER).parts[1:]))
def test_fixes_of_a_real_repository_hold(root: Path) -> None:
    outcome = fixed_real(root)
    assert outcome.refused == ()
    assert not [finding for finding in outcome.report.findings if fixing.is_applicable(finding, unsafe=True)]
    left = {identity(finding) for finding in outcome.report.findings}
    for path, source in outcome.after.items():
        yaml.parse(source)
        kept = [comment for comment in comments(outcome.before[path]) if comment not in comments(source)]
        assert kept == []
    assert not [finding for finding in outcome.fixed if identity(finding) in left]


def tree(outcome: Outcome, folder: Path, *, changed: bool) -> Path:
    """The changed workflows as a repository, before or after."""
    for path, source in (outcome.after if changed else outcome.before).items():
        if path in outcome.after:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(writing.encoded(source))
    return folder


@needs_zizmor
@corpus.needed
def test_a_second_linter_accepts_what_it_accepted(tmp_path: Path) -> None:
    outcomes = [outcome for outcome in map(fixed_real, real()) if outcome.after]
    for number, outcome in enumerate(outcomes):
        for side in ("before", "after"):
            tree(outcome, tmp_path / side / f"{number}", changed=side == "after")
    before, after = (accepted(tmp_path / side) for side in ("before", "after"))
    assert len(before) > len(outcomes) / 2
    assert before <= after
    # What it did not read before has no other fault now.
    for name in {path.split("/")[0] for path in written(tmp_path / "before") - before}:
        assert objections(tmp_path / "after" / name) <= objections(tmp_path / "before" / name)


def written(folder: Path) -> set[str]:
    """The workflows below a folder of repositories."""
    return {path.relative_to(folder).as_posix() for path in folder.glob("*/.github/workflows/*.y*ml")}


def zizmor(folder: Path, *options: str) -> list[str]:
    """What zizmor says beside its findings when it reads a folder, line by line."""
    command = [ZIZMOR, "--offline", "--no-progress", "--no-config", "--format", "plain", *options, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stderr).splitlines()


def accepted(folder: Path) -> set[str]:
    """The workflows of several repositories that zizmor can read."""
    said = "\n".join(zizmor(folder))
    return {path.removeprefix("./") for path in re.findall(r"completed (\S+)", said)} & written(folder)


def objections(folder: Path) -> set[str]:
    """What zizmor cannot read in a repository, as it says it: errors of syntax, and of the workflow's schema."""
    said = zizmor(folder, "--strict-collection")
    return {line.strip() for line in said if re.search("fatal|failed|is not|does not|required|unexpected", line)}


# The repairs that a fix makes as the maintainers made them.
REPAIRED = {
    "Seekr-Technologies__seekr-hatchery__acffe2ab": "TP103",
    "google__garf__5959186d": "TP401",
    "google__garf__fad838cd": "TP101",
    "jim-wyatt__msn-weather-wrapper__31dc8a4d": "TP515",
    "jim-wyatt__msn-weather-wrapper__95de255d": "TP515",
    "kdpisda__django-rls__95cb2351": "TP101",
    "urllib3__urllib3__f8fada5e": "TP112",
}


@corpus.needed
@pytest.mark.parametrize("name", sorted(REPAIRED))
def test_the_fix_presents_what_the_maintainers_repair_presents(name: str) -> None:
    broken, repaired = (corpus.FOLDER / "history" / name / side for side in ("before", "after"))
    outcome = fixed(broken, select=(REPAIRED[name],))
    assert outcome.after
    ours, theirs = reading(broken, dict(outcome.after)), reading(repaired, {})
    assert presented(ours) == presented(theirs)
    for job, wanted in scopes(theirs).items():
        given = scopes(ours)[job]
        assert wanted.items() <= given.items()
        # A push of a tag that the job makes, or a workflow that it starts, needs what the maintainers forgot.
        assert given.keys() - wanted.keys() <= {"contents", "actions"}
