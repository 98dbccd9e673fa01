"""Work that is the same for many things → its results in their order, made by several processes where that pays.

Processes are forked, so that they have what is loaded already, and each takes the next thing as soon as it is free;
results are given in the order of things all the same. What a process does not deliver, because it died or the work
raised, is done again by the caller's own, which then raises what there is to raise. See
``docs/decisions/0005-speed.md``.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")
    R = TypeVar("R")

# Of a position in the things, of a result's length, and how many turns fit into a pipe of one page.
_POSITION, _LENGTH, _TURNS = 4, 8, 1_024
_FORKED = [False]  # whether this process is one that was forked here, which forks no others


def cores() -> int:
    """How many processes may run at once; 1 where this one cannot be forked safely.

    ``TPLINT_JOBS`` sets another number, 1 for none beside this process.
    """
    if (
        _FORKED[0]
        or not hasattr(os, "fork")
        or ("threading" in sys.modules and sys.modules["threading"].active_count() > 1)
    ):
        return 1
    wanted = os.environ.get("TPLINT_JOBS", "")
    if wanted.isascii() and wanted.isdigit():
        return max(1, min(int(wanted), 64))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[T], R], things: Sequence[T], jobs: int) -> Iterator[R]:
    """``work`` of each thing, in order, by as many processes as ``jobs`` says; results have to be picklable.

    The first thing is done here, before any process is forked: it loads what all of them need.
    """
    if jobs < 2 or len(things) < 2 * jobs:  # noqa: PLR2004 - two are the fewest that share something
        yield from map(work, things)
        return
    import pickle  # noqa: PLC0415 - only where work is spread

    yield work(things[0])
    rest = things[1:]
    turns = _turns(len(rest))
    workers = [_Worker(work, rest, turns) for _ in range(jobs)]
    os.close(turns)
    try:
        arrived: dict[int, bytes] = {}
        arriving = _arriving(workers)
        for position, thing in enumerate(rest):
            while position not in arrived and (found := next(arriving, None)) is not None:
                arrived[found[0]] = found[1]
            try:
                result: R = pickle.loads(arrived.pop(position, b""))  # noqa: S301 - made by this program, a moment ago
            except Exception:  # noqa: BLE001 - there is no result, or what raises by itself when it is read
                result = work(thing)
            yield result
    finally:
        for worker in workers:
            worker.end()


def _turns(count: int) -> int:
    """A pipe from which each process takes the next position when it is free; at its end there are no more.

    What is read and written is less than a page, so the system gives each turn to one process as a whole. Of very many
    things each turn is several, up to the next turn's position.
    """
    reading, writing = os.pipe()
    step = -(-count // _TURNS)
    os.write(writing, b"".join(start.to_bytes(_POSITION, "big") for start in range(0, count, step)))
    os.close(writing)
    return reading


class _Worker:
    """A forked process, and the pipe by which its results come, each behind its position and its length."""

    def __init__(self, work: Callable[[T], object], things: Sequence[T], turns: int) -> None:
        self.pipe, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.pipe)
            _deliver(work, things, turns, writing)
        os.close(writing)
        self._read = bytearray()

    def take(self) -> Iterator[tuple[int, bytes]]:
        """What has come, by its position; ends the process where that is at its end."""
        data = os.read(self.pipe, 1 << 16)
        if not data:
            self.end()
        self._read += data
        start, header = 0, _POSITION + _LENGTH
        while len(self._read) >= start + header:
            end = start + header + int.from_bytes(self._read[start + _POSITION : start + header], "big")
            if len(self._read) < end:
                break
            position = int.from_bytes(self._read[start : start + _POSITION], "big")
            yield position, bytes(self._read[start + header : end])
            start = end
        del self._read[:start]

    def end(self) -> None:
        """End the process, which may still work or wait to write, and wait for that."""
        if self.pipe >= 0:
            os.close(self.pipe)
            self.pipe = -1
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def _arriving(workers: Sequence[_Worker]) -> Iterator[tuple[int, bytes]]:
    """Results by their positions, from whichever process they come, until all have ended."""
    from select import select  # noqa: PLC0415 - only where work is spread

    while pipes := {worker.pipe: worker for worker in workers if worker.pipe >= 0}:
        for pipe in select(pipes, (), ())[0]:
            yield from pipes[pipe].take()


def _deliver(work: Callable[[T], object], things: Sequence[T], turns: int, writing: int) -> None:
    """Do what there is to do in a forked process; of work that raised or gives an exception the result is empty."""
    import pickle  # noqa: PLC0415 - only where work is spread

    _FORKED[0], status = True, 1
    try:
        step = -(-len(things) // _TURNS)
        with os.fdopen(writing, "wb") as pipe:
            while turn := os.read(turns, _POSITION):
                start = int.from_bytes(turn, "big")
                for position, thing in enumerate(things[start : start + step], start):
                    try:
                        result = work(thing)
                        data = b"" if isinstance(result, Exception) else pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
                    except Exception:  # noqa: BLE001 - the parent does it again, and says what is wrong
                        data = b""
                    pipe.write(position.to_bytes(_POSITION, "big") + len(data).to_bytes(_LENGTH, "big") + data)
                    pipe.flush()
        status = 0
    finally:
        # What was buffered before the fork is not written again; of Ctrl-C nothing is said, which the parent gets too.
        os._exit(status)
