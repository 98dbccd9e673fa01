"""What many jobs and assignments have in common is read once; what they have of their own, for each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

import tplint.shell
from folders import lay, read
from judged import job, laid, workflow
from tplint.model import Known, Script, Unknown
from tplint.platforms.github.expressions import interpolate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tplint.model import Fact

ROWS = "strategy: {matrix: {os: [a, b, c, d, e, f]}}"
BY_ROW = "      - run: twine upload dist/${{ matrix.os }}-*\n"
SCRIPT = "if true; then\n  pip install twine\nfi\n"
COMPOSITE = "runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: if true; then pip install twine; fi\n"
BRANCH = "${{ github.event_name == 'release' && github.ref_name || github.head_ref || 'main' }}"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text is read as a script, or evaluated."""
    found: Counter[str] = Counter()

    def counting(function: Callable[..., object]) -> Callable[..., object]:
        def count(text: str, *others: object, **named: object) -> object:
            found[text] += 1
            return function(text, *others, **named)

        return count

    monkeypatch.setattr(tplint.shell, "read_script", counting(tplint.shell.read_script))
    monkeypatch.setattr("tplint.platforms.github.scope.interpolate", counting(interpolate))
    return found


@pytest.mark.parametrize(
    ("steps", "files"),
    [
        ("      - run: bash ./ci/prepare.sh twine\n", {"ci/prepare.sh": SCRIPT}),
        ("      - uses: ./prepare\n", {"prepare/action.yml": COMPOSITE}),
        ("      - if: github.event_name == 'release'\n        run: if true; then pip install twine; fi\n", {}),
    ],
)
def test_a_script_is_read_once_for_all_rows(
    steps: str, files: dict[str, str], counted: Counter[str], tmp_path: Path
) -> None:
    lay(tmp_path, files)
    read(laid(tmp_path, workflow(job(steps + BY_ROW, ROWS))))
    (times,) = (times for text, times in counted.items() if "then" in text)
    assert counted["twine upload dist/${{ matrix.os }}-*"] >= 6
    assert times <= 2  # for the uploads in it, and for what it leaves to those behind it


def test_a_script_is_read_for_each_set_of_arguments_and_variables(tmp_path: Path) -> None:
    lay(tmp_path, {"up.sh": 'twine upload --repository "$1" -u "$WHO" dist/*\n'})
    script = "bash up.sh a; bash up.sh b; export WHO=me; bash up.sh b"
    found = read(laid(tmp_path, workflow(job(f"      - run: {script}\n", "env: {WHO: you}"))))
    inner = [upload.through[-1].argv[3:6:2] for upload in found.uploads]
    assert inner == [("a", "you"), ("b", "you"), ("b", "me")]


def test_variables_of_a_workflow_are_evaluated_once_for_all_jobs(counted: Counter[str], tmp_path: Path) -> None:
    assert all(isinstance(fact, Unknown) for fact in facts_of_jobs(tmp_path, BRANCH))
    assert counted[BRANCH] == 1


@pytest.mark.parametrize("value", ["${{ github.job }}", "${{ GitHub['JOB'] }}"])
def test_variables_of_a_workflow_that_name_the_job_are_evaluated_for_each(value: str, tmp_path: Path) -> None:
    assert facts_of_jobs(tmp_path, value) == [Known(f"j{number}") for number in range(5)]


def facts_of_jobs(tmp_path: Path, value: str) -> list[Fact[str]]:
    """What a variable of a workflow with this value is in five jobs."""
    jobs = [job("      - run: make test\n", name=f"j{number}") for number in range(5)]
    found = read(laid(tmp_path, workflow(*jobs, head=f'env:\n  X: "{value}"\n')))
    scripts = [each.steps[0].run for each in found.pipelines[0].jobs]
    return [script.env["X"].value.fact for script in scripts if isinstance(script, Script)]
