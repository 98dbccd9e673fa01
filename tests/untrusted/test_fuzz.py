"""A bounded run of every fuzz target, by the loop that needs no fuzzer; and the inputs that fuzzing has found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
TARGETS = ["edits", "expressions", "gitlab", "guides", "log_reader", "python_reader", "shell", "yaml_reader"]
FOUND = {
    "the parser in Python meets a directive with an assertion": (
        "yaml_reader",
        b"%YAML 1.2222222222222222222\n---\na: [v1?]\n",
    ),
    "the canonical form of an expression goes too deep": (
        "expressions",
        b"${{" + b"!" * 40 + b"99 != " + b"!" * 44 + b" (!!!!z) }}!!!!)!||",
    ),
    "a name in other letter case is a literal in lower case": ("expressions", b"s((((truE((((truE))))))))"),
    "a log in UTF-16 whose bytes have moved": (
        "log_reader",
        "invalid-publisher: no corresponding publisher ".encode("utf-16") + b"<" + "claims".encode("utf-16-le"),
    ),
}


def fuzz(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-B", "fuzz/run.py", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.parametrize("target", TARGETS)
def test_a_short_run_finds_nothing(target: str, tmp_path: Path) -> None:
    done = fuzz(target, "--plain", "--seconds", "1", "--seed", "1", "--crashes", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{target}: ")


# What the samples that a target starts from have to reach; a target that reaches nothing finds nothing.
REACHED = {
    "edits": "tplint.fixing.edits",
    "expressions": "tplint.platforms.github.expressions.evaluation",
    "gitlab": "tplint.platforms.gitlab.includes",
    "guides": "tplint.rules.documented_publisher_drift",
    "log_reader": "tplint.diagnosis.comparison",
    "python_reader": "tplint.metadata.setup_calls",
    "shell": "tplint.shell.bash",
    "yaml_reader": "tplint.documents.yaml_parser",
}


@pytest.mark.parametrize("target", TARGETS)
def test_the_samples_reach_what_the_target_is_for(target: str) -> None:
    code = f"import sys; sys.path.insert(0, 'fuzz'); from targets import {target} as target\n"
    code += "list(map(target.check, target.seeds())); print(*sys.modules)\n"
    command = [sys.executable, "-B", "-c", code]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=100, check=True)
    assert REACHED[target] in done.stdout.split()


def test_these_are_all_targets() -> None:
    assert f"of {', '.join(TARGETS)} (default" in " ".join(fuzz("--help").stdout.split())


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_mended(name: str, tmp_path: Path) -> None:
    target, data = FOUND[name]
    (tmp_path / "input").write_bytes(data)
    done = fuzz(target, "--input", str(tmp_path / "input"))
    assert done.returncode == 0, done.stderr


def test_what_is_found_is_kept_and_fails_the_run(tmp_path: Path) -> None:
    breaking = "import sys; sys.path.insert(0, 'fuzz')\nimport run, targets.shell\n"
    breaking += "def check(data): raise ValueError('broken')\ntargets.shell.check = check\n"
    breaking += f"sys.exit(run.plain('shell', 5, 0, {str(tmp_path)!r}))\n"
    done = subprocess.run([sys.executable, "-c", breaking], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "shell: ValueError: broken" in done.stdout
    assert len(list(tmp_path.iterdir())) == 1
