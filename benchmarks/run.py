"""How long whole runs take: `python benchmarks/run.py [--runs N]` prints a table and writes `benchmarks/results.md`.

Every figure is the median of whole processes, run in turns so that a busy moment of the machine hits all alike, beside
an interpreter that does nothing. Run it where tplint is installed as users have it (with its bytecode compiled).
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tplint

FOLDER = Path(__file__).resolve().parent
TEST = """\
name: Tests
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  test:
    strategy:
      matrix:
        python: ["3.10", "3.11", "3.12", "3.13"]
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
        with:
          python-version: ${{ matrix.python }}
      - run: pip install -e '.[test]'
      - run: pytest --cov
"""
LINT = TEST.replace("name: Tests", "name: Lint").replace("pytest --cov", "ruff check")
PUBLISH = """\
name: Publish
on:
  release:
    types: [published]
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-python@v6
      - run: python -m pip install build
      - run: python -m build
      - uses: actions/upload-artifact@v5
        with:
          name: dist
          path: dist/
  publish:
    needs: build
    runs-on: ubuntu-latest
    environment:
      name: pypi
      url: https://pypi.org/p/sampleproject
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist/
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
METADATA = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "sampleproject"
version = "1.0"
"""


def repository(folder: Path, workflows: dict[str, str]) -> Path:
    """Lay out a repository."""
    (folder / ".github" / "workflows").mkdir(parents=True)
    for name, text in workflows.items():
        (folder / ".github" / "workflows" / name).write_text(text, "utf-8")
    (folder / "pyproject.toml").write_text(METADATA, "utf-8")
    return folder


def seconds(command: list[str]) -> float:
    """How long one process takes; its exit status is that of a linter that found nothing fatal."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def medians(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """The median of each command's runs, in milliseconds, all run in turns."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(seconds(command))
    return {name: statistics.median(found) * 1000 for name, found in times.items()}


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    linter = [sys.executable, "-m", "tplint"]
    with tempfile.TemporaryDirectory() as temporary:
        three = repository(Path(temporary) / "three", {"test.yml": TEST, "lint.yml": LINT, "publish.yml": PUBLISH})
        nothing = repository(Path(temporary) / "nothing", {"test.yml": TEST, "lint.yml": LINT, "other.yml": TEST})
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "tplint --version": [*linter, "--version"],
            "three workflows, none uploads": [*linter, str(nothing)],
            "three workflows, one uploads": [*linter, str(three)],
            "the same, SARIF": [*linter, str(three), "--format", "sarif"],
        }
        medians(commands, 2)  # warms the file system's cache, and writes bytecode where there is none
        measured = medians(commands, runs)
    machine = f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    lines = [f"tplint {tplint.__version__}, {machine}, medians of {runs} runs.", "", "| run | ms |", "| --- | --- |"]
    lines += [f"| {name} | {value:.0f} |" for name, value in measured.items()]
    (FOLDER / "results.md").write_text("# Measured\n\n" + "\n".join(lines) + "\n", "utf-8")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
