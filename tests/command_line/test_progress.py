"""The line that says how far a long run is: on a terminal only, after a while, and gone at the end."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from tplint.cli import progress

if TYPE_CHECKING:
    from collections.abc import Iterable


LINES = ["48 of 2,000 workflows read", "1,048 of 2,000 workflows read"]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(monkeypatch: pytest.MonkeyPatch, counts: Iterable[int], **settings: float) -> str:
    """What a terminal is sent while a run comes to these counts of 2,000."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    for name, value in {"AFTER": 0, "EVERY": 0, **settings}.items():
        monkeypatch.setattr(progress, name, value)
    tell = progress.progress("workflows")
    assert tell is not None
    for done in counts:
        tell(done, 2_000)
    return terminal.getvalue()


def test_the_line_is_written_over_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = told(monkeypatch, (48, 1_048, 2_000)).split("\r")
    assert shown == ["", "", LINES[0], " " * len(LINES[0]), LINES[1], " " * len(LINES[1]), ""]


def test_a_short_run_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, range(2_001), AFTER=60) == ""


def test_it_is_not_written_over_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, range(1, 2_000), EVERY=60).count("read") == 1


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_elsewhere_there_is_none(stream: io.StringIO | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    assert progress.progress("workflows") is None


def test_quiet_runs_show_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", _Terminal())
    assert progress.progress("workflows", quiet=True) is None
