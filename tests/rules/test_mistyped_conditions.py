"""TP529 mistyped-condition: booleans, texts and objects in conditions before an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

DISPATCH = "{workflow_dispatch: {inputs: {dry: {type: boolean}, index: {type: string}, n: {type: number}}}}"
BOTH = "{workflow_dispatch: {inputs: {dry: {type: boolean}}}, workflow_call: {inputs: {dry: {type: %s}}}}"
STEP = "      - {id: made, uses: %s}\n"


def publishing(condition: str, *keys: str) -> str:
    return job(PUBLISH, "needs: plan", f'if: "{condition}"', *keys)


def planned(steps: str = "      - run: echo\n", outputs: str = "{}") -> str:
    return job(steps, f"outputs: {outputs}", name="plan")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("inputs.dry == 'true'", ["boolean"]),
        ("'false' != inputs.DRY", ["boolean"]),
        ("github.ref == 'refs/heads/main' && (inputs.dry != 'true' || inputs.n == 1)", ["boolean"]),
        ("${{ !(inputs.dry == 'yes') }}", ["boolean"]),
        ("inputs.dry == 'false' || inputs.dry == false", []),
        ("inputs.dry != true && Inputs.Dry != 'true'", []),
        ("inputs.dry == 'true' || inputs.dry == false", ["boolean"]),
        ("inputs.dry == 'true' || inputs.n == true", ["boolean"]),
        ("github.event.inputs.dry == 'true' || github.event.inputs.dry == true", []),
        ("github.event.inputs.dry != '' && github.event.inputs.dry == true", ["text"]),
        ("inputs.dry", []),
        ("!inputs.dry", []),
        ("inputs.dry == true", []),
        ("inputs.dry == '1'", []),
        ("inputs.dry == ''", []),
        ("inputs.index == 'true'", []),
        ("inputs.other == 'true'", []),
        ("inputs.dry == inputs.index", []),
        ("contains(inputs.dry, 'true')", []),
        ("github.event.inputs.dry == true", ["text"]),
        ("github.event.inputs.dry == false", ["text"]),
        ("github.event.inputs.dry", ["for a boolean"]),
        ("!github.event.inputs.dry", ["for a boolean"]),
        ("github.event.inputs.dry == 'true'", []),
        ("github.event.inputs.index", []),
        ("github.event.inputs.index == true", []),
        ("github.event != 'release'", ["object"]),
        ("inputs.index == 'x' || 'release' == github.event", ["object"]),
        ("github.event == 'release'", []),
        ("github.event.action != 'x'", []),
        ("github.event != inputs.index", []),
        ("github.event != null", []),
    ],
)
def test_inputs(condition: str, expected: list[str], tmp_path: Path) -> None:
    found = findings(tmp_path, "TP529", workflow(planned(), publishing(condition), on=DISPATCH))
    assert [level for level, _ in found] == ["warning"] * len(expected)
    assert all(word in message for word, (_, message) in zip(expected, found, strict=True))


@pytest.mark.parametrize(("kind", "expected"), [("boolean", ["warning"]), ("string", [])])
def test_inputs_that_two_triggers_declare(kind: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(planned(), publishing("inputs.dry != 'true'"), on=BOTH % kind)
    assert levels(tmp_path, "TP529", text) == expected


@pytest.mark.parametrize(
    ("output", "condition", "expected"),
    [
        ("${{ inputs.dry }}", "!needs.plan.outputs.x", ["warning"]),
        ("${{ github.ref_type == 'tag' }}", "needs.plan.outputs.x", ["warning"]),
        ("${{ contains(github.ref, 'v') && true }}", "needs.plan.outputs.x", ["warning"]),
        ("${{ github.ref && 'true' || inputs.dry }}", "needs.plan.outputs.x", ["warning"]),
        ("${{ github.ref && 'true' || 'false' }}", "needs.plan.outputs.x", ["warning"]),
        ("${{ inputs.dry }}", "needs.plan.outputs.x == true", ["warning"]),
        ("${{ inputs.dry }}", "needs.plan.outputs.x == false", ["warning"]),
        ("${{ steps.made.outputs.x }}", "needs.plan.outputs.x == true", ["warning"]),
        ("${{ inputs.dry }}", "needs.plan.outputs.x == 'true'", []),
        ("${{ inputs.dry && 'yes' || '' }}", "needs.plan.outputs.x", []),
        ("${{ inputs.index }}", "needs.plan.outputs.x", []),
        ("${{ steps.made.outputs.x }}", "needs.plan.outputs.x", []),
        ("${{ steps.made.outputs.x }}", "needs.plan.outputs.x == false", []),
        ("${{ needs.plan.outputs.x }}", "needs.plan.outputs.x", []),
        ("1.0", "needs.plan.outputs.x", []),
        ("${{ inputs.dry }}", "needs.other.outputs.x", []),
        ("${{ inputs.dry }}", "needs.plan.outputs.y == true", []),
    ],
)
def test_outputs_of_jobs(output: str, condition: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(planned(outputs=f'{{x: "{output}"}}'), publishing(condition), on=DISPATCH)
    assert levels(tmp_path, "TP529", text) == expected


@pytest.mark.parametrize(
    ("action", "output", "expected"),
    [
        ("python-semantic-release/python-semantic-release@v10", "released", ["warning"]),
        ("python-semantic-release/python-semantic-release@v10", "tag", []),
        ("cycjimmy/semantic-release-action@v4", "new_release_published", ["warning"]),
        ("googleapis/release-please-action@v4", "releases_created", ["warning"]),
        ("googleapis/release-please-action@v4", "release_created", []),
        ("googleapis/release-please-action@v3", "releases_created", []),
        ("someone/else@v4", "released", []),
    ],
)
def test_outputs_of_actions(action: str, output: str, expected: list[str], tmp_path: Path) -> None:
    made = STEP % action
    own = workflow(job(f"{made}{PUBLISH}        if: steps.made.outputs.{output}\n"), on="push")
    needed = workflow(
        planned(made, f'{{x: "${{{{ steps.made.outputs.{output} }}}}"}}'),
        publishing("needs.plan.outputs.x"),
        on="push",
    )
    assert levels(tmp_path, "TP529", own) == expected
    assert levels(tmp_path / "needed", "TP529", needed) == expected


def test_conditions_of_jobs_before_and_of_callers(tmp_path: Path) -> None:
    text = workflow(job("      - run: echo\n", "if: inputs.dry != 'true'", name="plan"), publishing("always() && true"))
    before = workflow(
        job("      - run: echo\n", "if: inputs.dry != 'true'", name="plan"), publishing("true"), on=DISPATCH
    )
    assert levels(tmp_path / "before", "TP529", before) == ["warning"]
    assert levels(tmp_path / "aside", "TP529", text) == []
    called = workflow(job(PUBLISH), on="workflow_call")
    caller = workflow("  call:\n    if: inputs.dry != 'true'\n    uses: ./.github/workflows/w0.yml\n", on=DISPATCH)
    assert levels(tmp_path / "called", "TP529", called, caller) == ["warning"]


def test_outputs_that_are_made_of_each_other(tmp_path: Path) -> None:
    chain = "".join(
        job(
            "      - run: echo\n",
            f"needs: j{(number + 1) % 9}",
            f'outputs: {{x: "${{{{ needs.j{(number + 1) % 9}.outputs.x }}}}"}}',
            name=f"j{number}",
        )
        for number in range(9)
    )
    text = workflow(chain, job(PUBLISH, "needs: j0", "if: needs.j0.outputs.x"))
    assert levels(tmp_path, "TP529", text) == []
