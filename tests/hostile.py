"""Runs of tplint within limits of time and memory, on a folder that the test fills. For the tests of hostile input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# What the README promises is 2 s on a machine of its own; those of CI are slower, and busy.
SECONDS, MEGABYTES = 5.0, 300
GOOD = ".github/workflows/good.yml"
BAD = ".github/workflows/bad.yml"
# It has one error, so that every run can show that the other files were read.
PUBLISH = """\
on:
  release:
    types: [published]
permissions:
  contents: read
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: pypi
    steps:
      - uses: actions/download-artifact@v4
      - uses: pypa/gh-action-pypi-publish@release/v1
"""

# Runs the command line in this process, within limits that end it, and notes what it took.
_MEASURED = """\
import atexit, os, resource, sys, time
def note():
    with open("/proc/self/status") as file:
        peak = next(line.split()[1] for line in file if line.startswith("VmHWM"))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(os.environ["NOTE"], "w") as file:
        file.write(f"{time.process_time() + children.ru_utime + children.ru_stime} {peak}")
atexit.register(note)
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from tplint.cli import main
sys.exit(main())
"""


class Run(NamedTuple):
    """What a run said, and what it took: CPU seconds of all its processes, and the peak of its memory in megabytes."""

    status: int
    out: str
    err: str
    seconds: float
    megabytes: float

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of a run with ``--format json``."""
        found: list[dict[str, Any]] = json.loads(self.out)["findings"]
        return found

    def codes(self, path: str) -> list[str]:
        """The codes of the findings in a file."""
        return sorted({finding["code"] for finding in self.findings if finding["path"] == path})


def run(folder: Path, arguments: Sequence[str] = ("--format", "json"), stdin: bytes = b"") -> Run:
    """Run tplint in a folder; it is killed after a minute."""
    note = folder.parent / f"{folder.name}.note"
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "NOTE": str(note)},
    )
    seconds, peak = map(float, note.read_text().split())
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode(), seconds, peak / 1024)


def assert_bounded(done: Run) -> None:
    """That a run kept to its limits, and no traceback was shown."""
    assert "internal error" not in done.err, done.err
    assert "Traceback" not in done.err, done.err
    assert done.seconds < SECONDS, done.seconds
    assert done.megabytes < MEGABYTES, done.megabytes
