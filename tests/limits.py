"""Limits of time for what was made to take long: of this process' own time, for the machine may be busy with others."""

from __future__ import annotations

from contextlib import contextmanager
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes more CPU seconds; to be several times what it takes on a slow machine."""
    start = process_time()
    yield
    taken = process_time() - start
    assert taken < seconds, f"{taken:.1f} s of CPU time, where {seconds} s are allowed"
