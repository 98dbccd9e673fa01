"""The benchmark runs to its end wherever tplint is installed, with or without its peer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import workflows

PROGRAM = Path(workflows.__file__).with_name("run.py")


def test_a_quick_run_measures_every_input(tmp_path: Path) -> None:
    results = tmp_path / "results.md"
    command = [sys.executable, str(PROGRAM), "--quick", "--output", str(results)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = results.read_text("utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| ")][2:]
    assert all(float(row[1]) > 0 for row in rows)
    for name in ("none publishes", "70 publishing workflows", "140 publishing workflows", "`--format sarif`"):
        assert any(name in row[0] for row in rows), text


def test_no_two_workflows_are_alike() -> None:
    texts = [workflows.workflow(number) for number in range(1_000)]
    assert len(set(texts)) == len(texts)
    assert all(60 <= text.count("\n") <= 80 for text in texts)
