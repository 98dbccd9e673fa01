"""Fuzz tplint: ``python fuzz/run.py [TARGET…] --seconds N``.

With atheris (``pip install atheris``) inputs are led by what code they reach; without it, or with ``--plain``, they
come from a seeded loop that can be repeated. Each target runs in a process of its own. An input that breaks tplint's word is
written to the folder of ``--crashes``, and the exit status is 1. ``--input FILE`` repeats one.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import mutation
import targets

if TYPE_CHECKING:
    from types import ModuleType

NAMES = sorted(module.name for module in pkgutil.iter_modules(targets.__path__) if module.name != "samples")
# Seconds for one input of at most 16 kB, and megabytes for all of them: beyond, it is a hang, or a leak.
TIMEOUT, MEMORY = 10, 1_000


def main() -> int:
    """Run the targets that are named, or all; returns 1 if one of them found something."""
    options = _options()
    if options.child:
        return _fuzz(options)
    if options.input:
        with open(options.input, "rb") as file:
            _target(options.targets[0]).check(file.read())
        return 0
    command = [sys.executable, os.path.abspath(__file__), "--child", "--seconds", str(options.seconds)]
    command += ["--seed", str(options.seed), "--crashes", options.crashes, *(["--plain"] if options.plain else [])]
    os.makedirs(options.crashes, exist_ok=True)
    status = 0
    for name in options.targets or NAMES:
        status |= subprocess.run([*command, name], check=False).returncode != 0
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(NAMES)} (default: all)")
    parser.add_argument("--seconds", type=float, default=60, help="for each target (default: 60)")
    parser.add_argument("--seed", type=int, default=0, help="of the plain loop (default: 0)")
    parser.add_argument("--plain", action="store_true", help="the seeded loop, even where atheris is installed")
    parser.add_argument(
        "--crashes", default="crashes", metavar="FOLDER", help="for the inputs found (default: crashes)"
    )
    parser.add_argument("--input", metavar="FILE", help="only this input, for the one TARGET")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = sorted(set(options.targets) - set(NAMES))
    if unknown or (options.input and len(options.targets) != 1):
        parser.error(f"no such target: {', '.join(unknown)}" if unknown else "`--input` goes with one TARGET")
    return options


def _target(name: str) -> ModuleType:
    return importlib.import_module(f"targets.{name}")


def _fuzz(options: argparse.Namespace) -> int:
    (name,) = options.targets
    if not options.plain and importlib.util.find_spec("atheris"):
        return _guided(name, options)
    return plain(name, options.seconds, options.seed, options.crashes)


def plain(name: str, seconds: float, seed: int, crashes: str) -> int:
    """Run the seeded loop on a target; returns 1 after the first input that breaks something, else 0."""
    target = _target(name)
    count, slowest, start, size = 0, 0.0, time.monotonic(), 0
    for data in mutation.inputs(target.seeds(), seed):
        before = time.monotonic()
        if before - start > seconds:
            break
        try:
            target.check(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            return _found(name, data, crashes, f"{type(error).__name__}: {error}")
        took = time.monotonic() - before
        if took > TIMEOUT:
            return _found(name, data, crashes, f"took {took:.1f} s")
        slowest, count = max(slowest, took), count + 1
        if count == 200:  # noqa: PLR2004 - everything is loaded by now
            size = _resident()
    grown = _resident() - size if size else 0
    print(f"{name}: {count} inputs in {time.monotonic() - start:.0f} s, slowest {slowest:.2f} s, memory +{grown} MB")
    return 0


def _found(name: str, data: bytes, crashes: str, what: str) -> int:
    path = os.path.join(crashes, f"{name}-{abs(hash(data)):x}")
    with open(path, "wb") as file:
        file.write(data)
    print(f"{name}: {what[:2000]}\n  python fuzz/run.py {name} --input {path}")
    return 1


def _resident() -> int:
    """This process's memory in megabytes, where the system tells it."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    except OSError:
        return 0


def _guided(name: str, options: argparse.Namespace) -> int:
    """Run atheris on a target; it ends the process itself, with its own report."""
    import atheris  # noqa: PLC0415 - where it is installed

    with atheris.instrument_imports(include=["tplint"]):
        target = _target(name)
        for data in target.seeds():  # which loads, and so instruments, what is imported only where it is needed
            target.check(data)
    corpus = os.path.join(options.crashes, f"corpus-{name}")
    os.makedirs(corpus, exist_ok=True)
    for number, data in enumerate(target.seeds()):
        with open(os.path.join(corpus, f"seed-{number}"), "wb") as file:
            file.write(data)
    words = os.path.join(options.crashes, "words.dict")
    with open(words, "w", encoding="ascii") as file:
        file.writelines('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in mutation.WORDS)
    arguments = [
        f"-max_total_time={options.seconds:.0f}",
        f"-timeout={TIMEOUT}",
        f"-rss_limit_mb={MEMORY}",
        f"-max_len={mutation.MAX_LENGTH}",
        f"-artifact_prefix={options.crashes}/{name}-",
        f"-dict={words}",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    atheris.Setup([name, *arguments, corpus], target.check)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
