"""TP517 artifact-name-collision: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import MATRIX, PUBLISH, artifact, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path


WHEELS = "      - run: pipx run cibuildwheel\n"


@pytest.mark.parametrize(
    ("steps", "keys", "expected"),
    [
        (artifact(), (MATRIX,), ["error"]),
        (artifact("path: y"), (MATRIX,), ["error"]),
        (artifact(ref="ea165f8d65b6e75b540449e92b4886f43607fa02"), (MATRIX,), ["error"]),
        (artifact(ref="0000000000000000000000000000000000000001 # v6.1.0"), (MATRIX,), ["error"]),
        (artifact(ref="0000000000000000000000000000000000000001"), (MATRIX,), []),
        (artifact(ref="v3"), (MATRIX,), []),
        (artifact("name: 'x-${{ matrix.os }}', path: y"), (MATRIX,), []),
        (artifact("name: x, path: y, overwrite: true"), (MATRIX,), []),
        (artifact("name: x, path: y, overwrite: false"), (MATRIX,), ["error"]),
        (artifact("path: y, archive: false"), (MATRIX,), []),
        (artifact(), ("strategy: {matrix: {os: [a]}}",), []),
        (artifact(), ("strategy: {matrix: '${{ fromJSON(vars.M) }}'}",), []),
        (artifact(), ("strategy: {matrix: {os: [a, b], exclude: [{os: a}]}}",), []),
        (artifact(), (), []),
        (artifact(keys="        if: matrix.os == 'a'\n"), (MATRIX,), []),
        (artifact(keys="        if: runner.os != 'Windows'\n"), (MATRIX,), ["error"]),
        (artifact(keys="        if: runner.name != 'a'\n"), (MATRIX,), []),
        (artifact(keys="        if: github.event_name == 'release'\n"), (MATRIX,), ["error"]),
        (artifact(keys="        if: github.event_name == 'push'\n"), (MATRIX,), []),
        (artifact(keys="        if: inputs.keep\n"), (MATRIX,), []),
        (artifact(keys="        continue-on-error: true\n"), (MATRIX,), []),
        (artifact(), (MATRIX, "continue-on-error: true"), []),
        ("      - run: make sdist\n        if: matrix.os == 'a'\n" + artifact(), (MATRIX,), []),
        (
            "      - uses: docker/setup-qemu-action@v3\n        if: matrix.os == 'a'\n" + artifact(),
            (MATRIX,),
            ["error"],
        ),
        (WHEELS + artifact("name: x, path: wheelhouse, overwrite: true"), (MATRIX,), ["warning"]),
        (WHEELS + artifact("path: './wheelhouse/*.whl', overwrite: true"), (MATRIX,), ["warning"]),
        (WHEELS + artifact("name: x, path: wheelhouse, overwrite: true"), (), []),
        (WHEELS + artifact("name: 'x-${{ matrix.os }}', path: wheelhouse, overwrite: true"), (MATRIX,), []),
        (WHEELS + artifact("name: log, path: log.txt, overwrite: true"), (MATRIX,), []),
        ("      - run: python -m build\n" + artifact("name: x, path: dist, overwrite: true"), (MATRIX,), []),
        (artifact() + artifact(), (), ["error"]),
        (artifact() + artifact("name: z, path: y"), (), []),
    ],
)
def test_names_that_are_written_twice(steps: str, keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(steps, *keys, name="build"), job(PUBLISH, "needs: build"))
    assert levels(tmp_path, "TP517", text) == expected


@pytest.mark.parametrize(
    ("needs", "condition", "expected"),
    [
        ("needs: [a, b]", "name: x", ["error"]),
        ("needs: b", "needs: a", ["error"]),
        ("needs: a", "name: x", []),
        ("needs: [a, b]", "if: always()", ["error"]),
    ],
)
def test_two_jobs_write_one_name(needs: str, condition: str, expected: list[str], tmp_path: Path) -> None:
    jobs = (job(artifact(), name="a"), job(artifact(), condition, name="b"), job(PUBLISH, needs))
    assert levels(tmp_path, "TP517", workflow(*jobs)) == expected


def test_jobs_that_may_have_been_skipped_do_not_collide(tmp_path: Path) -> None:
    jobs = (job(artifact(), name="a"), job(artifact(), name="b"), job(PUBLISH, "needs: [a, b]", "if: always()"))
    assert levels(tmp_path, "TP517", workflow(*jobs)) == []


@pytest.mark.parametrize(("uses", "expected"), [(("one", "two"), ["error"]), (("one",), [])])
def test_a_workflow_that_is_called_twice_writes_its_names_twice(
    uses: tuple[str, ...], expected: list[str], tmp_path: Path
) -> None:
    called = workflow(job(artifact(), name="build"), on="workflow_call")
    calls = "".join(f"  {name}:\n    uses: ./.github/workflows/w0.yml\n" for name in uses)
    caller = workflow(calls, job(PUBLISH, f"needs: [{', '.join(uses)}]"))
    assert levels(tmp_path, "TP517", called, caller) == expected


def test_the_uploads_own_row_is_not_taken_for_all_rows(tmp_path: Path) -> None:
    steps = artifact("name: 'x-${{ matrix.os }}', path: y") + PUBLISH
    assert levels(tmp_path, "TP517", workflow(job(steps, MATRIX))) == []
