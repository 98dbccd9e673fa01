"""Work on several processes: the same results in the same order, whatever happens to one of them."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tplint import engine
from tplint.checking.spread import cores, spread
from tplint.cli import main
from tplint.findings import Rule
from tplint.rules import Check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tplint.findings import Finding
    from tplint.model import Repository

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
THINGS = tuple(range(23))
HERE = os.getpid()


def square(number: int) -> int:
    return number * number


def elsewhere(number: int) -> bool:
    """Whether the work is done in another process."""
    return os.getpid() != HERE and number >= 0


@pytest.mark.parametrize("jobs", [1, 2, 3, 8, 40])
def test_results_come_in_order(jobs: int) -> None:
    assert list(spread(square, THINGS, jobs)) == [square(number) for number in THINGS]


def test_very_many_results_come_in_order() -> None:
    assert list(spread(square, range(3_000), 3)) == [square(number) for number in range(3_000)]


def _process(number: int) -> int:
    if number == 1:
        time.sleep(1)
    return os.getpid()


def test_a_process_that_is_held_up_leaves_the_rest_to_others() -> None:
    _, slow, *others = spread(_process, THINGS, 2)
    assert len(set(others)) == 1
    assert slow not in others


def test_work_is_done_by_other_processes_but_for_what_loads_all() -> None:
    assert list(spread(elsewhere, THINGS, 2)) == [False, *[True] * 22]


def test_one_process_forks_none() -> None:
    assert not any(spread(elsewhere, THINGS, 1))


def _dies(number: int) -> int:
    if os.getpid() != HERE and number == 9:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(number)


def _exits(number: int) -> int:
    if os.getpid() != HERE and number == 9:
        os._exit(0)
    return square(number)


def _raises_elsewhere(number: int) -> int:
    if os.getpid() != HERE and number % 3:
        raise MemoryError
    return square(number)


def _is_not_picklable_elsewhere(number: int) -> object:
    return (lambda: number) if os.getpid() != HERE and number == 9 else square(number)


@pytest.mark.parametrize("work", [_dies, _exits, _raises_elsewhere, _is_not_picklable_elsewhere])
def test_what_a_process_does_not_deliver_is_done_again(work: Callable[[int], object]) -> None:
    assert list(spread(work, THINGS, 3)) == [square(number) for number in THINGS]


def _fails(number: int) -> int:
    if number == 9:
        raise ValueError(number)
    return number


def test_what_work_raises_is_raised_in_its_turn() -> None:
    results = spread(_fails, THINGS, 2)
    assert [next(results) for _ in range(9)] == list(range(9))
    with pytest.raises(ValueError, match="9"):
        next(results)


def _large(number: int) -> bytes:
    return bytes([number]) * 3_000_000


def test_processes_end_when_nobody_takes_their_results() -> None:
    results = spread(_large, THINGS, 3)
    assert len(next(results)) == len(next(results))
    results.close()  # type: ignore[attr-defined] # it is a generator
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_large_results_of_slow_readers_are_complete() -> None:
    assert [result[0] for result in spread(_large, THINGS, 3)] == list(THINGS)


def test_a_forked_process_forks_no_others() -> None:
    assert set(list(spread(_cores, THINGS, 2))[1:]) == {1}


def _cores(_: int) -> int:
    return cores()


@pytest.mark.parametrize(("given", "expected"), [("1", 1), ("3", 3), ("0", 1), ("999", 64)])
def test_the_number_of_processes_can_be_given(given: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPLINT_JOBS", given)
    assert cores() == expected


@pytest.mark.parametrize("given", ["", "x", "-1", "²"])
def test_otherwise_it_is_that_of_the_cores(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TPLINT_JOBS", given)
    expected = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert cores() == expected


def test_a_program_with_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["threading"], "active_count", lambda: 2)
    assert cores() == 1


PUBLISH = """\
on: push
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"""


def _repositories(folder: Path) -> list[str]:
    """Checkouts, each with a finding or two, and one whose configuration is wrong."""
    for number in range(9):
        workflows = folder / f"checkout-{number}" / ".github" / "workflows"
        workflows.mkdir(parents=True)
        for name in ("publish.yml", f"publish-{number}.yml"):
            (workflows / name).write_text(PUBLISH, "utf-8")
    (folder / "checkout-4" / "tplint.toml").write_text("selects = []\n", "utf-8")
    return sorted(map(str, folder.iterdir()))


@pytest.mark.parametrize(
    "options", [(), ("--format", "json"), ("--format", "sarif"), ("--quiet",), ("--diff", "--unsafe-fixes")]
)
def test_many_repositories_are_reported_alike_by_one_process_and_several(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _repositories(tmp_path)
    found = []
    for jobs in ("1", "3"):
        monkeypatch.setenv("TPLINT_JOBS", jobs)
        found.append((main([*options, *paths]), *capsys.readouterr()))
    assert found[0] == found[1]
    status, output, errors = found[0]
    assert status == 2  # the worst: a mistake in a configuration
    assert "checkout-4" in errors
    assert output.count("publish-8.yml") > 0


def test_a_rule_that_fails_in_a_forked_process_is_said_as_in_this_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = _repositories(tmp_path)

    def check(repository: Repository) -> list[Finding]:
        assert not repository.root.endswith("checkout-7")
        return []

    broken = Check(Rule("TP998", "broken", "error", ""), check)  # type: ignore[arg-type] # a list will do
    monkeypatch.setattr(engine, "checks", lambda _=None: (broken,))
    monkeypatch.setenv("TPLINT_JOBS", "3")
    assert main(paths) == 3
    assert "TP998 failed on" in (errors := capsys.readouterr().err)
    assert errors.count("issues/new") == 1
