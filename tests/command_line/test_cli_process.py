"""The command line as a process and on a terminal: what it loads, how it ends, its width and colours."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tplint import __version__
from tplint.cli import check, main
from tplint.cli.explain import coloured
from tplint.cli.terminal import wants_colour
from tplint.reporters.paint import painter

if TYPE_CHECKING:
    from tplint.cli.terminal import ColourChoice

COMMAND = [sys.executable, "-m", "tplint"]


@pytest.mark.parametrize(
    ("choice", "environment", "is_terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"CLICOLOR": "1"}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_by_option_environment_and_terminal(
    choice: ColourChoice, environment: dict[str, str], *, is_terminal: bool, expected: bool
) -> None:
    assert wants_colour(choice, environment, is_terminal=is_terminal) is expected


def test_headings_and_code_of_a_page_are_coloured() -> None:
    page = "# Name\ntext\n```yaml\n# a comment\n```\n"
    assert list(coloured(page, painter(colour=True))) == [
        "\x1b[1m# Name\x1b[0m",
        "text",
        "\x1b[2m```yaml\x1b[0m",
        "# a comment",
        "\x1b[2m```\x1b[0m",
    ]
    assert list(coloured(page, painter(colour=False))) == page.splitlines()


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([option]) == 0
    assert capsys.readouterr().out == f"tplint {__version__}\n"


def run(code: str, **options: int) -> subprocess.CompletedProcess[str]:
    """Run Python code as a program, with both outputs read as text."""
    return subprocess.run([sys.executable, "-c", code], text=True, check=False, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("columns", ["40", "200", "0", "wide", ""])
def test_help_is_as_wide_as_the_terminal(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    with pytest.raises(SystemExit):
        main(["--help"])
    made = check.parser()
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    assert capsys.readouterr().out == made.format_help()


def test_options_load_no_compressors() -> None:
    program = "import sys; from tplint.cli.options import options; options(['--quiet']); print('shutil' in sys.modules)"
    assert run(program, stdout=subprocess.PIPE).stdout == "False\n"


PROGRAM = """
import atexit, sys
from tplint.cli import program
{before}
atexit.register(lambda: print("left", end=""))
sys.argv[1:] = ["--version"]
try:
    program()
except SystemExit:
    print("as ever")
    raise
"""


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("", ""),
        ("sys.settrace(lambda *_: None)", "as ever\n"),
        ("sys.setprofile(lambda *_: None)", "as ever\n"),
        pytest.param(
            "sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, 'profiler')",
            "as ever\n",
            marks=pytest.mark.skipif(sys.version_info < (3, 12), reason="monitoring is new in Python 3.12"),
        ),
    ],
)
def test_a_process_leaves_as_it_is_but_not_from_a_debugger(before: str, said: str) -> None:
    done = run(PROGRAM.format(before=before), stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"tplint {__version__}\n{said}left", "")


def test_a_process_whose_output_was_closed_at_its_end_keeps_its_status() -> None:
    program = "import atexit, sys; from tplint.cli import program; atexit.register(sys.stdout.close); program()"
    done = run(f"import sys; sys.argv[1:] = ['--nonsense']; {program}", stdout=subprocess.DEVNULL)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_version_loads_nothing_that_it_does_not_need() -> None:
    program = "import sys; from tplint.cli import main; main(['--version']); print(*sys.modules, file=sys.stderr)"
    loaded = set(run(program, stdout=subprocess.DEVNULL).stderr.split())
    assert "tplint.cli" in loaded
    assert not loaded & {
        "libcst",
        "tree_sitter",
        "tree_sitter._binding",
        "json",
        "ruamel",
        "ruamel.yaml",
        "_ruamel_yaml",
        "tomli",
    }
    assert not loaded & {"tplint.engine", "tplint.cli.check", "difflib", "traceback", "pathlib", "subprocess"} - site()


def test_a_run_that_finds_nothing_loads_nothing_that_says_it(tmp_path: Path) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "test.yml").write_text("on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [run: pytest]}}\n")
    code = "import sys; from tplint.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("no findings")
    rules = {name for name in done.stdout.split() if name.startswith("tplint.rules.")}
    late = {
        f"tplint.{name}"
        for name in ("checking.needs", "sifting.suppress", "publishers", "repository", "reporters.drawing")
    }
    assert not {*done.stdout.split()} & {*rules, *late}


def site() -> set[str]:
    """What Python itself loads, for editable installs, say."""
    return set(run("import sys; print(*sys.modules, file=sys.stderr)", stdout=subprocess.DEVNULL).stderr.split())


MANY = """
import sys
from tplint.cli import main, check
from tplint.documents.source import Place, Source
from tplint.findings import Finding, Report
finding = Finding("TP101", "missing-id-token", "error", "x" * 900, Place(Source("a", "b"), 0, 1))
check._rules = lambda: ()
check._lint = lambda root, files, options, **_: Report(root, (finding,) * 1000, (), 1, 1, ())
sys.exit(main(["."]))
"""


def test_a_reader_that_goes_away_ends_the_run_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(MANY, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = run(MANY, stdout=full)
    finally:
        os.close(full)
    assert (done.returncode, done.stderr) == (
        2,
        "tplint: error: cannot write to standard output: No space left on device\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("arguments", "output", "errors", "status"),
    [
        (["--version"], "/dev/full", os.devnull, 2),
        (["absent"], os.devnull, "/dev/full", 2),
        (["--bogus"], os.devnull, "/dev/full", 2),
        (["rules"], os.devnull, "/dev/full", 0),
    ],
)
def test_a_full_disk_leaves_the_status_as_it_is(arguments: list[str], output: str, errors: str, status: int) -> None:
    command = [sys.executable, "-m", "tplint", *arguments]
    with open(output, "w") as out, open(errors, "w") as err:
        assert subprocess.run(command, stdout=out, stderr=err, check=False).returncode == status


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_box_drawing_gets_ascii(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    done = run(MANY.replace("* 1000", "* 1").replace('"b"', '"日"'), stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[2:5] == ["  |", r"1 | \u65e5", "  | ^^"]


def test_ctrl_c_is_quiet() -> None:
    program = MANY.replace(
        "Report(root", f"__import__('os').kill(__import__('os').getpid(), {int(signal.SIGINT)}) or Report(root"
    )
    done = run(program, stdout=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (130, "")


def test_the_package_can_be_run() -> None:
    done = subprocess.run([*COMMAND, "--version"], text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"tplint {__version__}\n", "")
