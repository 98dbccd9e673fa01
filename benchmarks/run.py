"""How long whole runs take, beside zizmor: `python benchmarks/run.py` prints tables and writes `benchmarks/results.md`.

Both programs run in turns on the same files, so that a busy moment of the machine hits both, and ratios are those of
neighbours. Run it where tplint and zizmor (`pip install zizmor`) are installed as users have them, with their bytecode
compiled. It takes some minutes; `--quick` takes seconds and means nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workflows import LINT, OTHER, PUBLISH, TEST, repository, tree

import tplint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FOLDER = Path(__file__).resolve().parent
CORPUS = FOLDER.parents[1] / "shared" / "corpus" / "repos"
# Without bytecode every run would compile the package again, which none does where it is installed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
NEWLINE = "\n"
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "markdown")


class Sizes(NamedTuple):
    """How many runs to make of small and of large inputs, and how many workflows the trees have."""

    small: int
    large: int
    trees: tuple[int, ...]


FULL = Sizes(25, 3, (100, 1_000, 10_000))
QUICK = Sizes(1, 1, (70, 140))


class Run(NamedTuple):
    """One process: seconds until its end, and the memory of its largest process in MB (0 where it is not known)."""

    seconds: float
    memory: float


class Row(NamedTuple):
    """What was measured of one input: the runs of tplint, and those of the peer in the same order, if there is one."""

    name: str
    files: int
    own: list[Run]
    peer: list[Run]


def run(command: Sequence[str]) -> Run:
    """Run a process to its end; findings and exit statuses are of no interest."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    if not hasattr(os, "wait4"):
        process.wait()
        return Run(time.perf_counter() - start, 0)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return Run(time.perf_counter() - start, used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def measured(name: str, files: int, runs: int, own: Sequence[str], peer: Sequence[str]) -> Row:
    """Run both in turns; the first runs, which fill caches, do not count."""
    found: tuple[list[Run], list[Run]] = ([], [])
    for number in range(runs + (runs > 1)):
        for command, into in zip((own, peer), found, strict=True):
            if command:
                into.append(run(command))
        if runs > 1 and number == 0:
            found[0].clear()
            found[1].clear()
    sys.stderr.write(f"{name}: {median(found[0]):.0f} ms\n")
    return Row(name, files, *found)


def median(runs: Iterable[Run]) -> float:
    """The median time, in milliseconds."""
    return statistics.median([each.seconds for each in runs]) * 1000


def program(name: str) -> list[str]:
    """A program beside this interpreter, or on the path; nothing where there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    return [found] if found else []


def rows(folder: Path, sizes: Sizes, corpus: Path | None) -> Iterator[Row]:
    """Every input, laid out below a folder, and what both programs make of it."""
    own = program("tplint") or [sys.executable, "-m", "tplint"]
    peer = program("zizmor")
    peer = [*peer, "--offline", "--no-progress", "--quiet", "--no-config"] if peer else []

    def compared(name: str, at: Path, files: int, runs: int) -> Row:
        return measured(name, files, runs, [*own, str(at)], [*peer, str(at)] if peer else [])

    three = repository(folder / "three", {"test.yml": TEST, "lint.yml": LINT, "publish.yml": PUBLISH})
    nothing = repository(folder / "nothing", {"test.yml": TEST, "lint.yml": LINT, "other.yml": OTHER})
    yield measured("an interpreter that does nothing", 0, sizes.small, [sys.executable, "-c", "pass"], [])
    yield compared("three workflows, none publishes", nothing, 3, sizes.small)
    yield compared("three workflows, one publishes", three, 3, sizes.small)
    for name in FORMATS:
        like = name if name in {"json", "sarif", "github"} else "plain"
        theirs = [*peer, "--format", like, str(three)] if peer else []
        yield measured(
            f"one publishes, `--format {name}`", 3, sizes.small, [*own, "--format", name, str(three)], theirs
        )
    for count in sizes.trees:
        runs = sizes.large if count < FULL.trees[-1] else 1
        yield compared(f"{count:,} publishing workflows", tree(folder / str(count), count), count, runs)
    if corpus is not None and corpus.is_dir():
        checkouts = sorted(str(path) for path in corpus.iterdir() if path.is_dir())
        found = sorted(str(path) for path in corpus.glob("*/.github/workflows/*.y*ml"))
        name = f"{len(found)} workflows of {len(checkouts)} real repositories"
        yield measured(name, len(found), sizes.large, [*own, *checkouts], [*peer, *found] if peer else [])


def table(found: Iterable[Row]) -> Iterator[str]:
    """The rows in Markdown. The ratio is the median of those of neighbouring runs."""
    yield "| input | tplint, ms | for each file | memory, MB | zizmor, ms | memory, MB | ratio |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, files, own, peer in found:
        each = f"{median(own) / files:.2f}" if files > 3 else ""  # noqa: PLR2004 - of three it is mostly the start
        theirs, ratio = ("", "")
        if peer:
            ratios = [ours.seconds / other.seconds for ours, other in zip(own, peer, strict=True)]
            theirs, ratio = f"{median(peer):.0f}", f"{statistics.median(ratios):.2f}"
        cells = (name, f"{median(own):.0f}", each, _memory(own), theirs, _memory(peer), ratio)
        yield f"| {' | '.join(cells)} |"


def _memory(runs: Sequence[Run]) -> str:
    most = max((each.memory for each in runs), default=0)
    return f"{most:.0f}" if most else ""


def report(found: Iterable[Row], sizes: Sizes) -> str:
    """The whole of ``results.md``."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    machine = f"{platform.python_implementation()} {platform.python_version()}, {cores} cores"
    peer = program("zizmor")
    version = subprocess.run([*peer, "--version"], capture_output=True, text=True, check=True).stdout if peer else ""
    return f"""\
# Measured

tplint {tplint.__version__}, {version.strip() or "no zizmor"}; {machine}; {platform.system()}. Medians of {sizes.small}
pairs of runs of small inputs and {sizes.large} of large ones, whole processes, by `python benchmarks/run.py`. Memory is
that of the largest process. The programs look for different faults, so the peer's time is a yardstick and no judgement;
of real repositories tplint reads metadata and guides as well.

{NEWLINE.join(table(found))}
"""


def main() -> None:
    """Measure, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs of few files, to see that it works")
    corpus = os.environ.get("TPLINT_CORPUS", CORPUS)
    parser.add_argument("--corpus", type=Path, default=corpus, help="a folder of checkouts")
    parser.add_argument("--output", type=Path, default=FOLDER / "results.md")
    options = parser.parse_args()
    sizes = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as temporary:
        text = report(list(rows(Path(temporary), sizes, None if options.quick else Path(options.corpus))), sizes)
    options.output.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
