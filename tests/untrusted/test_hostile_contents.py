"""Files that were made to hurt: each ends in a finding or in silence, in time, and the others are checked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from folders import lay
from hostile import BAD, GOOD, PUBLISH, assert_bounded, run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are set and measured as on Linux")

CHAIN = "".join(f".j{i}: {{extends: .j{i + 1}}}\n" for i in range(3_000))
ON_GITLAB = "publish:\n  id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}\n  script: [twine upload dist/*]\n"
TRUST = "Add a trusted publisher on PyPI: Owner: `o` Repository name: `r` Workflow name: `publish.yml`\n"
PUBLISHER = "[[tool.tplint.publishers]]\nproject-name = 'p{0}'\nkind = 'github'\nowner = 'o'\nrepository = 'r'\n"
# Files by path; and of those that are refused the path and what is said of it.
REPOSITORIES: dict[str, tuple[Mapping[str, str], str, str]] = {
    "10,000 jobs of GitLab": (
        {".gitlab-ci.yml": ON_GITLAB + "".join(f"j{i}: {{script: uv publish}}\n" for i in range(10_000))},
        "",
        "",
    ),
    "3 MB of a pipeline": (
        {".gitlab-ci.yml": f"{ON_GITLAB}x: {'a' * 3_000_000}\n"},
        ".gitlab-ci.yml",
        "2,097,152 bytes",
    ),
    "3,000 jobs that extend each other": (
        {".gitlab-ci.yml": f"{CHAIN}.j3000: {{script: a}}\n{ON_GITLAB}  extends: .j0\n"},
        ".gitlab-ci.yml",
        "",
    ),
    "jobs that extend themselves": (
        {".gitlab-ci.yml": f".a: {{extends: .b}}\n.b: {{extends: .a}}\n{ON_GITLAB}  extends: .a\n"},
        ".gitlab-ci.yml",
        "",
    ),
    "files that include themselves": (
        {".gitlab-ci.yml": f"include: a.yml\n{ON_GITLAB}", "a.yml": "include: .gitlab-ci.yml\n"},
        "a.yml",
        "",
    ),
    "more includes than GitLab follows": (
        {
            ".gitlab-ci.yml": f"include: [{', '.join(f'f{i}.yml' for i in range(160))}]\n{ON_GITLAB}",
            **{f"f{i}.yml": f"a{i}: {{script: a}}\n" for i in range(160)},
        },
        ".gitlab-ci.yml",
        "",
    ),
    "a tree of includes": (
        {
            ".gitlab-ci.yml": f"include: [a0.yml, b0.yml]\n{ON_GITLAB}",
            **{f"{x}{i}.yml": f"include: [a{i + 1}.yml, b{i + 1}.yml]\n" for x in "ab" for i in range(30)},
        },
        "b29.yml",
        "",
    ),
    "scripts that refer to each other twice": (
        {
            ".gitlab-ci.yml": "".join(
                f".r{i}: {{script: [!reference [.r{i + 1}, script], !reference [.r{i + 1}, script]]}}\n"
                for i in range(60)
            )
            + ".r60: {script: [a]}\nx: {script: [!reference [.r0, script], twine upload x]}\n"
        },
        "",
        "",
    ),
    "variables that double": (
        {
            ".gitlab-ci.yml": "variables:\n  V0: x\n"
            + "".join(f"  V{i}: $V{i - 1}$V{i - 1}\n" for i in range(1, 100))
            + ON_GITLAB.replace("dist/*", "$V99")
        },
        "",
        "",
    ),
    "5,000 rules": (
        {".gitlab-ci.yml": f"{ON_GITLAB}  rules:\n{''.join(f'    - if: $A{i}{chr(10)}' for i in range(5_000))}"},
        "",
        "",
    ),
    "a pattern that never ends": (
        {".gitlab-ci.yml": ON_GITLAB + "  rules:\n    - if: '\"" + "a" * 40 + "b\" =~ /^(a+)+$/'\n"},
        "",
        "",
    ),
    "5 MB of pyproject.toml": ({"pyproject.toml": f"x = '{'a' * 5_000_000}'\n"}, "pyproject.toml", "1,000,000 bytes"),
    "60,000 keys": ({"pyproject.toml": "[tool.x]\n" + "".join(f"k{i} = [1, 2]\n" for i in range(60_000))}, "", ""),
    "5,000 publishers": (
        {"pyproject.toml": "".join(PUBLISHER.format(i) + f"workflow-filename = 'w{i}.yml'\n" for i in range(5_000))},
        "",
        "",
    ),
    "5,000 parentheses in setup.py": (
        {"setup.py": f"from setuptools import setup\nsetup(name={'(' * 5_000}'x'{')' * 5_000})\n"},
        "",
        "",
    ),
    "900 kB of setup.py": (
        {"setup.py": "from setuptools import setup\n" + "x = [1, 2]\n" * 80_000 + "setup(name='x')\n"},
        "",
        "",
    ),
    "setup.cfg that refers to itself": (
        {"setup.cfg": "[metadata]\nname = %(a)s\na = %(b)s\nb = %(a)s\n" + "x = y\n z\n" * 90_000},
        "",
        "",
    ),
    "5 MB of a guide": ({"README.md": TRUST + "a *b* [c](d)\n" * 370_000}, "", ""),
    "480 kB of a guide": ({"README.md": TRUST + "a *b* [c](d)\n" * 36_000}, "", ""),
    "5,000 publishers in a guide": ({"README.md": TRUST * 5_000, "docs/a.rst": TRUST * 5_000}, "", ""),
    "50,000 quotes in each other": ({"README.md": f"{TRUST}{'>' * 50_000}a\n{'- ' * 5_000}x\n"}, "", ""),
    "100,000 open brackets": ({"README.md": f"{TRUST}{'[' * 100_000}\n\n{'*a_' * 50_000}\n"}, "", ""),
    "200,000 open tags": ({"README.md": f"{TRUST}{'<a' * 100_000}{'<!--' * 10_000}\n"}, "", ""),
    "6,000 links to workflows": (
        {"README.md": "https://github.com/o/r/actions/workflows/x.yml gh workflow run x.yml\n" * 6_000},
        "",
        "",
    ),
    "a configuration of git that includes itself": (
        {
            ".git/config": "[include]\n path = config\n" * 1_000 + '[remote "o"]\n url = x\n' * 90_000,
            ".git/HEAD": "ref: refs/heads/main\n",
        },
        "",
        "",
    ),
    "a script that runs itself": (
        {
            "scripts/p.sh": "bash scripts/p.sh\ntwine upload x\n" * 5_000,
            BAD: f"{PUBLISH}      - run: bash scripts/p.sh\n",
        },
        "",
        "",
    ),
    "30,000 lines of a Makefile": (
        {"Makefile": "publish:\n" + "\ttwine upload dist/*\n" * 30_000, BAD: f"{PUBLISH}      - run: make publish\n"},
        "",
        "",
    ),
}


@pytest.mark.parametrize("name", REPOSITORIES)
def test_another_file_ends_in_findings_or_silence(name: str, tmp_path: Path) -> None:
    files, refused, says = REPOSITORIES[name]
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH, **files})
    done = run(root)
    assert_bounded(done)
    assert done.status == 1
    assert "TP101" in done.codes(GOOD)
    if refused:
        assert "TP001" in done.codes(refused)
    assert says in " ".join(finding["message"] for finding in done.findings)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "x = " + "[" * 100_000,
        "a." * 50_000 + "b = 1",
        "a = 'x\0'",
        "x = " + "9" * 5_000,
        "a=1\na=2",
    ],
)
@pytest.mark.parametrize("table", ["[tool.tplint]\n", ""])
def test_a_configuration_that_cannot_be_read_is_one_line(table: str, text: str, tmp_path: Path) -> None:
    """Where it is none of tplint's, it is a finding, and the other files go on."""
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH, "pyproject.toml": f"{table}{text}\n"})
    done = run(root)
    assert_bounded(done)
    if table:
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert len(done.err) < 300
    else:
        assert (done.status, done.err) == (1, "")
        assert (done.codes("pyproject.toml"), done.codes(GOOD)) == (["TP001"], ["TP101"])


def test_the_limit_can_be_raised(tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {BAD: f"{PUBLISH}x: {'a' * 1_500_000}\n", "tplint.toml": "max-file-size = 2\n"})
    assert run(root).codes(BAD) == ["TP005", "TP101"]


@pytest.mark.parametrize("value", ["0", "-1", "true", "'2'", "1.5"])
def test_the_limit_has_to_be_a_number(value: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH, "tplint.toml": f"max-file-size = {value}\n"})
    done = run(root)
    assert done.status == 2
    assert "`max-file-size` has to be a whole number above 0, as in `max-file-size = 20`" in done.err


LOGS = {
    "nothing": b"",
    "20 MB of a line": b"a" * 20_000_000,
    "10 MB of control characters": b"\x1b[31m\x1b]8;;" * 1_000_000,
    "100,000 errors": b"invalid-publisher: valid token, but no corresponding publisher\n" * 100_000,
    "200,000 claims": b"* `sub`: `repo:o/r:ref:x`\n* `repository`: `o/r`\n" * 100_000,
    "5 MB of a program": bytes(range(256)) * 20_000,
    "half a character": "invalid-publisher\n".encode("utf-16")[:-1],
    "a million brackets": b"[" * 500_000 + b"{" * 500_000 + b"invalid-publisher",
    "1 MB of white space": b"invalid-publisher: valid token, but no corresponding publisher (" + b" " * 1_000_000,
}


@pytest.mark.parametrize("name", LOGS)
@pytest.mark.parametrize("chosen", ["text", "json"])
def test_a_log_is_diagnosed_within_limits(name: str, chosen: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    lay(root, {GOOD: PUBLISH})
    done = run(root, ["diagnose", "--format", chosen], stdin=LOGS[name])
    assert_bounded(done)
    assert done.status in {0, 1}
    assert len(done.out) < 100_000
    assert "\x1b" not in done.out
