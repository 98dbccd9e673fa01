"""How far a long run is: one line on standard error that is written over, and gone at the end. Only on a terminal."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

AFTER, EVERY = 1.0, 0.1  # seconds


def progress(what: str, *, quiet: bool = False) -> Callable[[int, int], None] | None:
    """What is told how many of ``what`` are done, of how many; None where nobody would see it."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return None
    from time import monotonic  # noqa: PLC0415 - only on a terminal

    shown_from, shown = monotonic() + AFTER, ""

    def tell(done: int, total: int) -> None:
        nonlocal shown_from, shown
        text = f"{done:,} of {total:,} {what} read" if done < total else ""
        if text and monotonic() < shown_from:
            return
        shown_from = monotonic() + EVERY
        if text or shown:
            sys.stderr.write(f"\r{' ' * len(shown)}\r{text}")
            sys.stderr.flush()
        shown = text

    return tell
