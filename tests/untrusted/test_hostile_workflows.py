"""Workflows that were made to hurt: each ends in a finding or in silence, in time, and the others are checked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from folders import lay
from hostile import BAD, GOOD, PUBLISH, assert_bounded, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are set and measured as on Linux")

HEAD = "on:\n  release:\n    types: [published]\n"
JOB = "  {}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: pypa/gh-action-pypi-publish@release/v1\n"
UPLOADS = ("TP101",)
UNREAD = ("TP001",)


class Case(NamedTuple):
    """A hostile file: the codes that its findings have at least, and what one of them says."""

    text: str | bytes
    codes: tuple[str, ...] = UPLOADS
    says: str = ""


def jobs(number: int, form: str = JOB) -> str:
    return f"{HEAD}jobs:\n{''.join(form.format(f'j{i}') for i in range(number))}"


def aliases(levels: int) -> str:
    first = "x-0: &a0 [l, l, l, l, l, l, l, l, l]\n"
    return first + "".join(f"x-{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, levels))


def with_job(line: str) -> str:
    return PUBLISH.replace("    steps:", f"    {line}\n    steps:")


def with_script(script: str) -> str:
    return f"{PUBLISH}      - run: |\n{''.join(f'          {line}' + chr(10) for line in script.splitlines())}"


WORKFLOWS = {
    "an alias bomb below unknown keys": Case(aliases(10) + PUBLISH, UNREAD, "counting what aliases repeat"),
    "an alias bomb in a matrix": Case(
        aliases(9) + with_job("strategy: {matrix: {v: *a8}}"), UNREAD, "counting what aliases repeat"
    ),
    "10,000 brackets": Case(f"{PUBLISH}x: {'[' * 10_000}{']' * 10_000}\n", UNREAD, "100 levels"),
    "200,000 brackets": Case(f"{PUBLISH}x: {'[' * 200_000}{']' * 200_000}\n", UNREAD, "100 levels"),
    "10,000 braces": Case(f"{PUBLISH}x: {'{a: ' * 10_000}{'}' * 10_000}\n", UNREAD, "100 levels"),
    "1,000 block levels": Case(PUBLISH + "x:\n" + "".join(f"{' ' * i}a:\n" for i in range(1, 1_000)), UNREAD),
    "50,000 dashes in a line": Case(f"{PUBLISH}x:\n  {'- ' * 50_000}a\n", UNREAD),
    "10,000 parentheses": Case(with_job(f"if: ${{{{ {'(' * 10_000}true{')' * 10_000} }}}}")),
    "100,000 negations": Case(with_job(f"if: ${{{{ {'!' * 100_000}true }}}}")),
    "a condition of 30,000 terms": Case(with_job(f"if: {'true && ' * 30_000}true")),
    "10,000 indexes": Case(with_job(f"if: ${{{{ {'github[' * 10_000}'a'{']' * 10_000} }}}}")),
    "10,000 calls": Case(with_job(f"if: ${{{{ {'format(' * 10_000}'a'{')' * 10_000} }}}}")),
    "50,000 expressions": Case(with_script("twine " + "${{ github.ref }}" * 50_000)),
    "a condition of 1,000 inputs": Case(
        with_job(f"if: {' && '.join(f'inputs.i{i}' for i in range(1_000))}").replace(
            "on:\n",
            "on:\n  workflow_dispatch:\n    inputs:\n"
            + "".join(f"      i{i}: {{type: boolean}}\n" for i in range(5_000)),
        )
    ),
    "400 jobs under 8 open conditions each": Case(
        jobs(400, JOB.replace("    steps", f"    if: {' && '.join(f'vars.A{i}' for i in range(8))}\n    steps")),
        UPLOADS,
    ),
    "NUL": Case(PUBLISH + "x: a\0b\n", UNREAD),
    "invalid UTF-8": Case(PUBLISH.encode() + b"x: \xff\xfe\n", UNREAD, "is not UTF-8: byte"),
    "UTF-16 with its mark": Case(PUBLISH.encode("utf-16"), UNREAD, "is not UTF-8"),
    "UTF-16 without a mark": Case(PUBLISH.encode("utf-16-be"), UNREAD),
    "a byte order mark": Case(b"\xef\xbb\xbf" + PUBLISH.encode()),
    "line ends of Windows": Case(PUBLISH.replace("\n", "\r\n")),
    "line ends of old Macintoshes": Case(PUBLISH.replace("\n", "\r")),
    "tabs": Case(PUBLISH.replace("      - uses", "\t- uses"), UNREAD, "is not valid YAML"),
    "a key at the top twice": Case(f"{PUBLISH}on: push\n", ("TP004",)),
    "9,000 keys that are there": Case(PUBLISH + "kkk: v\n" * 9_000, ("TP004",), "8,499 more findings"),
    "50,000 custom tags": Case(PUBLISH + "".join(f"k{i}: !t{i} v\n" for i in range(50_000)), ("TP005", "TP101")),
    "a merge key": Case(f"{PUBLISH}<<: {{a: b}}\n"),
    "nothing": Case("", ()),
    "comments only": Case("# pypi\n" * 140_000, ()),
    "two documents": Case(f"{PUBLISH}---\n{PUBLISH}"),
    "a YAML directive": Case(f"%YAML 1.2\n---\n{PUBLISH}...\n"),
    "a YAML directive of a version that is none": Case(f"%YAML 1.22222222\n---\n{PUBLISH}...\n", UNREAD),
    "tags of Python": Case(f"{PUBLISH}x: !!python/object/apply:os.system [touch pwned]\n"),
    "50 MB": Case(f"{PUBLISH}x: |\n{'  pypi' * 8_500_000}\n", UNREAD, "`max-file-size` raises"),
    "5 MB in one line": Case(f"{PUBLISH}x: {'a' * 5_000_000}\n", UNREAD, "1,048,576 bytes"),
    "1 MB in one line": Case(f"{PUBLISH}x: {'a' * 1_000_000}\n"),
    "1 MB of a command": Case(with_script(f"twine upload {'a ' * 400_000}")),
    "130,000 jobs": Case("jobs:\n" + "".join(f"  j{i}: {{runs-on: pypi}}\n" for i in range(130_000)), UNREAD, "bytes"),
    "13,000 jobs": Case(
        jobs(13_000, "  {}:\n    runs-on: x\n    steps:\n      - run: twine -V\n"), UNREAD, "13,000 jobs: more than"
    ),
    "3,000 jobs that publish": Case(jobs(3_000), UNREAD, "3,000 jobs: more than"),
    "1,000 jobs that publish": Case(jobs(1_000)),
    "6,700 conditions": Case(
        jobs(
            290,
            JOB.replace(
                "    steps:\n", "    steps:\n" + "      - run: pip list\n        if: github.ref == matrix.a\n" * 22
            ),
        )
    ),
    "6,600 variables of jobs that may upload": Case(
        jobs(
            220,
            "  {}:\n    runs-on: x\n    env:\n"
            + "".join(f"      A{i}: ${{{{{{{{ github.ref == 'a' && secrets.A || needs.a }}}}}}}}\n" for i in range(28))
            + "    steps:\n      - run: make x\n",
        ),
        (),
    ),
    "400 jobs that all wait for each other": Case(
        HEAD
        + "jobs:\n"
        + "".join(
            JOB.format(f"j{i}").replace(
                "    steps", f"    needs: [{', '.join(f'j{k}' for k in range(400))}]\n    steps"
            )
            for i in range(400)
        ),
        UPLOADS,
    ),
    "200 steps in 200 jobs, by aliases": Case(
        f"{HEAD}jobs:\n  j0: &j\n    runs-on: x\n    steps:\n"
        + "".join(f"      - run: twine upload -u __token__ -p x dist/{i}\n" for i in range(200))
        + "".join(f"  j{i}: *j\n" for i in range(1, 200)),
        UNREAD,
        "steps and variables",
    ),
    "200 short steps in 200 jobs, by aliases": Case(
        f"{HEAD}jobs:\n  j0: &j\n    runs-on: x\n    steps:\n"
        + "      - uses: pypa/gh-action-pypi-publish@v1\n" * 200
        + "".join(f"  j{i}: *j\n" for i in range(1, 200)),
        UNREAD,
        "steps and variables",
    ),
    "20,000 events": Case(PUBLISH.replace("on:\n", "on:\n" + "".join(f"  e{i}:\n" for i in range(20_000))), UNREAD),
    "60,000 variables": Case(f"env:\n{''.join(f'  E{i}: pypi{chr(10)}' for i in range(60_000))}{PUBLISH}", UNREAD),
    "450 uploads in a script": Case(with_script("twine upload dist/*\n" * 450)),
    "40,000 lines of a script": Case(with_script("twine upload dist/*\n" + "echo $A\n" * 20_000)),
    "3,000 branches of a script": Case(with_script("twine upload x\n" + "if true; then\n" * 3_000 + "fi\n" * 3_000)),
    "8,000 commands in each other": Case(with_script(f"twine upload {'$(' * 8_000}{')' * 8_000}")),
    "8,000 documents in a script": Case(with_script("twine upload\n" + "".join(f"cat <<E{i}\n" for i in range(8_000)))),
    "100,000 ignore comments": Case(PUBLISH + "# tplint: ignore[TP401]\n" * 40_000),
    "an ignore comment for 100,000 rules": Case(f"{PUBLISH}# tplint: ignore[{'TP101,' * 100_000}]\n"),
    "3,000 ignore comments": Case(jobs(900, JOB.replace("{}:", "{}:  # tplint: ignore[TP101] x")), ("TP401",)),
    "an alias of itself": Case(f"{PUBLISH}x: &a [*a]\n", UNREAD, "undefined or recursive alias"),
    "an alias of itself as environment": Case(PUBLISH.replace("environment: pypi", "env: &a {b: *a}"), UNREAD),
    "an alias of nothing": Case(f"{PUBLISH}x: *a\n", UNREAD, "undefined or recursive alias"),
    "lists and mappings as keys": Case(f"{PUBLISH}? [a]\n: b\n? {{c: d}}\n: e\n"),
    "a scalar": Case("pypi\n", ()),
    "a list": Case("[pypi]\n", ()),
    "an open quote": Case(f'{PUBLISH}x: "{"pypi" * 10}\n', UNREAD),
    "an open expression": Case(with_job("if: ${{ github.ref")),
    "500 kB that are no YAML": Case(f"{PUBLISH}x: [{'a, ' * 160_000}}}\n", UNREAD),
    "`yes` for `on`": Case(PUBLISH.replace("on:", "yes:", 1), ()),
    "an emoji and a bidirectional mark": Case(
        PUBLISH.replace("publish:", "\U0001f680:").replace("pypi\n", "p\u202eyp\n")
    ),
    "200 kB of a program": Case(bytes(range(256)) * 800, ()),
    "a number of 5,000 digits": Case(f"{PUBLISH}x: {'9' * 5_000}\n"),
    "an action that uses itself": Case(f"{PUBLISH}      - uses: ./\n"),
    "steps that are no list": Case(f"{HEAD}jobs: {{a: {{steps: pypi, needs: {{}}, runs-on: [[]], env: []}}}}\n", ()),
}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_ends_in_findings_or_silence(name: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH, BAD: WORKFLOWS[name].text})
    done = run(root)
    assert_bounded(done)
    assert done.status == 1
    assert done.codes(GOOD)[0] == "TP101"
    assert set(WORKFLOWS[name].codes) <= set(done.codes(BAD))
    assert WORKFLOWS[name].says in " ".join(finding["message"] for finding in done.findings)
    assert not (root / "pwned").exists()


@pytest.mark.parametrize("scopes", ["", "contents: read", "contents: read, issues: {}"])
def test_workflows_that_call_each_other_many_times_are_bounded(scopes: str, tmp_path: Path) -> None:
    """Nine levels of ten calls are a thousand million ways to the last workflow, of which each file has ten lines."""
    root, levels = tmp_path / "root", ("none", "read", "write")
    store = "      - uses: actions/upload-artifact@v5\n      - uses: hynek/build-and-inspect-python-package@v2\n"
    files = {"w9": f"on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{store}"}
    for level in range(9):
        calls = "".join(
            f"  j{i}:\n    permissions: {{{scopes.format(levels[i % 3])}}}\n    uses: ./.github/workflows/w{level + 1}.yml\n"
            for i in range(10)
        )
        files[f"w{level}"] = f"on: {'workflow_call' if level else 'push'}\njobs:\n{calls}"
    needs = ", ".join(f"j{i}" for i in range(10))
    files["w0"] += f"  publish:\n    needs: [{needs}]\n    runs-on: ubuntu-latest\n    steps:\n"
    files["w0"] += "      - uses: pypa/gh-action-pypi-publish@release/v1\n"
    lay(root, {f".github/workflows/{name}.yml": text for name, text in files.items()})
    done = run(root)
    assert_bounded(done)
    assert "TP101" in done.codes(".github/workflows/w0.yml")


@pytest.mark.parametrize("arguments", [["--fix"], ["--diff"], ["--format", "sarif"], ["--format", "concise"], []])
def test_a_file_with_many_findings_is_bounded_in_every_form(arguments: list[str], tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH, BAD: jobs(300) + "".join(f"k{i}: v\n" for i in range(5_000))})
    assert_bounded(run(root, arguments))
