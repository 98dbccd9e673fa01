"""TP522 unset-value: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from judged import PUBLISH, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

BUILD = job("      - run: make\n", "outputs: {version: '1'}", name="build")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("needs: build", "if: needs.build.outputs.version != ''"), []),
        (("needs: build", "if: needs.Build.Outputs.VERSION != ''"), []),
        (("needs: build", "if: needs['build'].outputs.version"), []),
        (("needs: build", "if: needs.build.result == 'success'"), []),
        (("needs: build", "if: needs.build.outputs.tag"), ["warning"]),
        (("needs: build", "if: ${{ needs.build.outputs.tag && needs.build.outputs.tag != 'x' }}"), ["warning"]),
        (("needs: build", "if: needs.test.result == 'success'"), ["warning"]),
        (("needs: build", "if: needs.test.outputs.a && needs.build.outputs.b"), ["warning", "warning"]),
        (("needs: build", "if: contains(needs.*.result, 'failure')"), []),
        (("needs: build", "if: toJSON(needs) != ''"), []),
        (("needs: build", "if: needs[github.job].outputs.tag"), []),
        (("if: github.ref_nam == 'main' || always()",), ["warning"]),
        (("if: github.event.inputs.anything || always()",), []),
        (("if: github.repository_owner == 'x'",), []),
        (("if: inputs.x || vars.y",), []),
        (("environment: ${{ needs.build.outputs.env }}",), ["warning"]),
        (("needs: build", "environment: {name: '${{ needs.build.outputs.env }}'}"), ["warning"]),
        (("needs: build", "environment: {name: pypi, url: '${{ needs.build.outputs.env }}'}"), []),
    ],
)
def test_what_a_job_reads(keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP522", workflow(BUILD, job(PUBLISH, *keys), on="[push, workflow_dispatch]")) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (PUBLISH + "        if: steps.version.outputs.new\n", ["warning"]),
        ("      - id: version\n        run: make\n" + PUBLISH + "        if: steps.Version.outputs.new\n", []),
        ("      - run: make\n        if: steps.version.outputs.new\n" + PUBLISH, ["warning"]),
        ("      - run: make\n        if: runner.os == 'Linux' && env.X && hashFiles('x')\n" + PUBLISH, []),
        (PUBLISH + "        with: {packages-dir: '${{ steps.out.outputs.folder }}'}\n", ["warning"]),
        (PUBLISH + "        with: {packages-dir: 'a/${{ needs.build.outputs.b }}'}\n", ["warning"]),
        (PUBLISH + "        with: {print-hash: '${{ steps.out.outputs.x }}'}\n", []),
        ("      - run: echo ${{ steps.out.outputs.x }}\n" + PUBLISH, []),
    ],
)
def test_what_steps_read(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP522", workflow(BUILD, job(steps))) == expected


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("./.github/workflows/w0.yml", ["warning"]),
        ("owner/repository/.github/workflows/x.yml@v1", []),
    ],
)
def test_outputs_of_called_workflows(uses: str, expected: list[str], tmp_path: Path) -> None:
    called = workflow(BUILD, on="{workflow_call: {outputs: {version: {value: x}}}}")
    condition = "if: needs.call.outputs.version && needs.call.outputs.tag"
    text = workflow(f"  call:\n    uses: {uses}\n", job(PUBLISH, "needs: call", condition))
    assert levels(tmp_path, "TP522", called, text) == expected


def test_steps_of_composite_actions_have_their_own_ids(tmp_path: Path) -> None:
    action = (
        "runs:\n  using: composite\n  steps:\n    - {id: inner, run: make, shell: bash}\n"
        "    - {if: steps.inner.outputs.x, run: make, shell: bash}\n"
    )
    lay(tmp_path, {".github/actions/a/action.yml": action})
    uses = "      - uses: ./.github/actions/a\n"
    assert levels(tmp_path, "TP522", workflow(job(uses + PUBLISH + "        if: steps.inner.outputs.x\n"))) == [
        "warning"
    ]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ("name: '${{ needs.package.outputs.name }}'", "every artifact"),
        ("pattern: \"${{ format('{0}*', needs.package.outputs.name) }}\"", "other artifacts"),
        ("run-id: '${{ steps.find.outputs.run }}'", "every artifact"),
        ("name: '${{ needs.build.outputs.version }}'", ""),
        ("name: \"${{ needs.package.outputs.name || 'dist' }}\"", ""),
        ("name: '${{ inputs.name }}'", "every artifact"),
        ("path: '${{ needs.package.outputs.name }}'", ""),
    ],
)
def test_which_artifacts_are_downloaded(inputs: str, expected: str, tmp_path: Path) -> None:
    fetch = f"      - uses: actions/download-artifact@v5\n        with: {{{inputs}}}\n"
    text = workflow(BUILD, job(fetch + PUBLISH, "needs: build"))
    lay(tmp_path, {".github/workflows/publish.yml": text})
    found = lint(tmp_path, "TP522").findings
    assert [expected in str(finding.consequence) for finding in found] == [True] * bool(expected)


@pytest.mark.parametrize(
    ("keys", "run", "expected"),
    [
        ((), "uv publish\n        env: {UV_PUBLISH_URL: '${{ steps.out.outputs.url }}'}", ["warning"]),
        ((), "twine upload dist/*\n        env: {TWINE_REPOSITORY_URL: 'https://${{ needs.test.outputs.x }}/'}", []),
        (("env: {TWINE_REPOSITORY_URL: '${{ needs.test.outputs.url }}'}",), "twine upload dist/*", ["warning"]),
        (("env: {TWINE_REPOSITORY_URL: '${{ needs.build.outputs.version }}'}",), "twine upload dist/*", []),
        (("env: {CHANNEL: '${{ needs.test.outputs.channel }}'}",), "uv publish", []),
        ((), "uv publish\n        env: {UV_PUBLISH_URL: '${{ vars.URL }}'}", []),
    ],
)
def test_variables_that_name_the_index(keys: tuple[str, ...], run: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(BUILD, job(f"      - run: {run}\n", "needs: build", *keys))
    assert levels(tmp_path, "TP522", text) == expected


TOKEN = PUBLISH + "        with: {password: '${{ secrets.PYPI_TOKEN }}'}\n"


@pytest.mark.parametrize(
    ("caller", "keys", "expected"),
    [
        ("", (), ["TP522"]),
        ("    secrets: inherit\n", (), ["TP103"]),
        ("    secrets: {PYPI_TOKEN: '${{ secrets.X }}'}\n", (), ["TP103"]),
        ("    secrets: {pypi_token: '${{ vars.X }}'}\n", (), ["TP103"]),
        ("    secrets: {OTHER: '${{ secrets.PYPI_TOKEN }}'}\n", (), ["TP522"]),
        ("    secrets: {}\n", (), ["TP522"]),
        # an environment has secrets of its own
        ("", ("environment: pypi",), ["TP103"]),
    ],
)
def test_secrets_that_a_caller_passes(caller: str, keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    calling = f"on: release\njobs:\n  call:\n    uses: ./.github/workflows/w1.yml\n{caller}"
    called = workflow(job(TOKEN, *keys), on="workflow_call")
    said = [code for code in ("TP103", "TP522") if levels(tmp_path, code, calling, called)]
    assert said == expected


@pytest.mark.parametrize(
    ("outer", "middle", "expected"),
    [
        ("secrets: inherit", "secrets: inherit", []),
        ("secrets: inherit", "secrets: {PYPI_TOKEN: '${{ secrets.A }}'}", []),
        ("secrets: {A: x}", "secrets: {PYPI_TOKEN: '${{ secrets.A }}'}", []),
        ("secrets: {B: x}", "secrets: {PYPI_TOKEN: '${{ secrets.A }}'}", ["warning"]),
        ("secrets: {B: x}", "secrets: {PYPI_TOKEN: '${{ secrets.A || vars.A }}'}", []),
        ("name: x", "secrets: inherit", ["warning"]),
        ("secrets: inherit", "name: x", ["warning"]),
    ],
)
def test_secrets_through_two_calls(outer: str, middle: str, expected: list[str], tmp_path: Path) -> None:
    calls = "on: {}\njobs:\n  call:\n    uses: ./.github/workflows/w{}.yml\n    {}\n".format
    files = (calls("release", 1, outer), calls("workflow_call", 2, middle), workflow(job(TOKEN), on="workflow_call"))
    assert levels(tmp_path, "TP522", *files) == expected


def test_a_secret_of_the_workflow_itself_needs_nobody_to_pass_it(tmp_path: Path) -> None:
    calling = "on: release\njobs:\n  call:\n    uses: ./.github/workflows/w1.yml\n"
    text = workflow(job(TOKEN), on="[workflow_call, workflow_dispatch]")
    assert levels(tmp_path, "TP522", calling, text) == ["warning"]
    assert levels(tmp_path, "TP103", calling, text) == ["warning"]
    assert levels(tmp_path, "TP522", text) == []
