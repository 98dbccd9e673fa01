"""Work that is the same for many things → its results in their order, made by several processes where that pays.

Processes are forked, so that they have what is loaded already, and each takes every n-th thing: the order of results
depends on nothing but the order of things. What a process does not deliver, because it died or the work raised, is done
again by the caller's own, which then raises what there is to raise. See ``docs/decisions/0005-speed.md``.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO, TypeVar

    T = TypeVar("T")
    R = TypeVar("R")

_HEADER = 8
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
    yield work(things[0])
    rest = things[1:]
    workers = [_Worker(work, rest[start::jobs]) for start in range(jobs)]
    try:
        for position, thing in enumerate(rest):
            result = workers[position % jobs].take()
            yield work(thing) if result is None else result[0]  # type: ignore[misc] # what the worker made of it
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A forked process with its share of the work, and the pipe by which results come."""

    def __init__(self, work: Callable[[T], object], share: Sequence[T]) -> None:
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            _deliver(work, share, writing)
        os.close(writing)
        self.pipe: BinaryIO | None = os.fdopen(reading, "rb")

    def take(self) -> tuple[object] | None:
        """The next result; None where there is none, for this thing or from now on."""
        import pickle  # noqa: PLC0415 - only where work is spread

        size = int.from_bytes(self._read(_HEADER), "big")
        data = self._read(size)
        try:
            return (pickle.loads(data),) if data else None  # noqa: S301 - made by this program, a moment ago
        except Exception:  # noqa: BLE001 - half a result is none
            return None

    def _read(self, size: int) -> bytes:
        data = self.pipe.read(size) if self.pipe is not None and size else b""
        if len(data) < size:
            self.end()
            return b""
        return data

    def end(self) -> None:
        """End the process, which may still work or wait to write, and wait for that."""
        if self.pipe is not None:
            self.pipe.close()
            self.pipe = None
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def _deliver(work: Callable[[T], object], share: Sequence[T], writing: int) -> None:
    """Do a share in a forked process: each result behind its length, 0 for work that raised or gives an exception."""
    import pickle  # noqa: PLC0415 - as above

    _FORKED[0], status = True, 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            for thing in share:
                try:
                    result = work(thing)
                    data = b"" if isinstance(result, Exception) else pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
                except Exception:  # noqa: BLE001 - the parent does it again, and says what is wrong
                    data = b""
                pipe.write(len(data).to_bytes(_HEADER, "big") + data)
                pipe.flush()
        status = 0
    finally:
        # What was buffered before the fork is not written again; of Ctrl-C nothing is said, which the parent gets too.
        os._exit(status)
