"""The rules of when an upload runs: what their pages do not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, TESTPYPI, levels, reported
from publishing_job import JOB, TAG, findings, workflow
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path


# --- TP507 ----------------------------------------------------------------------------------------------------------

CHOICE = "on: {workflow_dispatch: {inputs: {index: {type: choice, options: [test, prod]}}}}\n"
BRANCHES = "on: {push: {branches: [main]}}\n"


@pytest.mark.parametrize(
    ("on", "condition", "expected"),
    [
        (BRANCHES, TAG, ["error"]),
        (BRANCHES, "github.ref_type == 'tag'", ["error"]),
        (BRANCHES, "github.ref == 'refs/heads/master'", ["error"]),
        (BRANCHES, "github.event_name == 'release'", ["error"]),
        (BRANCHES, f"always() && {TAG}", ["error"]),
        ("on: {push: {branches: [main]}, pull_request: }\n", f"github.event_name == 'push' && {TAG}", ["error"]),
        ("on: {release: {types: [published]}}\n", "github.event.action == 'created'", ["error"]),
        ("on: {release: {types: [published]}}\n", "github.events.action == 'published'", ["error"]),
        # only events with activities have an action
        ("on: {push: }\n", "github.event.action == 'published'", ["error"]),
        ("on: {workflow_dispatch: , schedule: [{cron: '0 0 * * *'}]}\n", "github.event.action == 'created'", ["error"]),
        ("on: {push: }\n", "github.event.action != 'created'", []),
        ("on: {push: , release: }\n", "github.event.action == 'published'", []),
        ("on: {push: , workflow_call: }\n", "github.event.action == 'published'", []),
        ("on: {repository_dispatch: }\n", "github.event.action == 'published'", []),
        ("on: {pull_request: }\n", "github.ref == 'refs/heads/main'", ["error"]),
        ("on: {push: {branches-ignore: [main]}}\n", "github.ref == 'refs/heads/main'", ["error"]),
        ("on: {push: {branches-ignore: [main, dev]}}\n", "github.ref_name == 'main'", ["error"]),
        ("on: {push: {branches-ignore: ['m*']}}\n", "github.ref == 'refs/heads/main'", []),
        ("on: {push: {branches-ignore: [main]}}\n", "github.ref == 'refs/heads/next'", []),
        ("on: {push: {branches: [main], tags-ignore: ['**']}}\n", TAG, ["error"]),
        ("on: {push: {branches: [main], tags-ignore: ['v0*']}}\n", TAG, []),
        (BRANCHES, "github.base_ref == 'main'", ["error"]),
        ("on: release\n", "startsWith(github.head_ref, 'release')", ["error"]),
        ("on: {push: , pull_request: }\n", "github.base_ref == 'main'", []),
        ("on: {push: {branches: [main]}, merge_group: }\n", "github.base_ref == 'main'", []),
        # a merged pull request's ref is the branch it was merged into
        ("on: {pull_request: {types: [closed]}}\n", "github.ref == 'refs/heads/main'", []),
        ("on: {push: {branches: [main, 'v*']}}\n", "github.ref == 'refs/heads/v2'", []),
        ("on: {push: }\n", TAG, []),
        ("on: {push: {branches: [main]}, workflow_dispatch: }\n", TAG, []),
        ("on: {push: {branches: [main]}, workflow_call: }\n", TAG, []),
        ("on: {push: {branches: [main]}, create: }\n", TAG, []),
        (BRANCHES, "false", []),
        (BRANCHES, "${{ false && github.event_name == 'release' }}", []),
        (BRANCHES, "${{ (false) && (github.event_name == 'release') }}", []),
        (BRANCHES, "failure()", []),
        (BRANCHES, f"failure() || {TAG}", []),
        (BRANCHES, f"success() && {TAG}", ["error"]),
        (BRANCHES, f"success() || {TAG}", []),
        (BRANCHES, "${{ !cancelled() && startsWith(github.ref, 'refs/tags/') }}", ["error"]),
        (BRANCHES, "${{ !success() }}", []),
        (BRANCHES, "failure('a') && github.ref == 'refs/heads/main'", []),
        (BRANCHES, f"vars.RELEASE || {TAG}", []),
        (BRANCHES, f"needs.a.outputs.b == 'true' || {TAG}", []),
        (BRANCHES, "github.repository == 'octo-org/upstream'", []),
        ("on: {workflow_dispatch: {inputs: {go: {type: boolean}}}}\n", "inputs.go == 'true'", []),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "inputs.index == 'pypi'", []),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "github.event.inputs.INDEX == 'pypi'", []),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "inputs.target == 'pypi'", ["error"]),
        (CHOICE, "inputs.index == 'pypi'", ["error"]),
        (CHOICE, "github.event.inputs.index == 'pypi'", ["error"]),
        (CHOICE, "inputs.index == 'PROD'", []),
        (CHOICE, "inputs.index != 'test'", []),
        (CHOICE, "inputs.index == 'pypi' || vars.PYPI", []),
        (CHOICE.replace("type: choice, ", ""), "inputs.index == 'pypi'", []),
        ("on: {workflow_dispatch: {inputs: {index: }}}\n", "github.event.inputs.target == 'pypi'", ["error"]),
        ("on: {workflow_dispatch: }\n", "inputs.target", ["error"]),
        ("on: {workflow_dispatch: }\n", "inputs.target != 'testpypi'", []),
        ("on: {workflow_dispatch: }\n", "inputs[vars.NAME] == 'pypi'", []),
        (BRANCHES, "github.event.inputs.target == 'pypi'", ["error"]),
        ("on: {push: , workflow_dispatch: {inputs: {go: }}}\n", "inputs.go == 'yes'", []),
        (CHOICE.replace("on: {", "on: {push: , "), "inputs.index == 'release'", ["error"]),
        (CHOICE.replace("on: {", "on: {push: , "), "inputs.index != 'release'", []),
        ("on: {push: , workflow_call: {inputs: {go: }}}\n", "github.event.inputs.target == 'pypi'", []),
        (BRANCHES, "contains(github.event.head_commit.message, 'release')", []),
        # a called workflow has the event of the one that calls it, and other repositories may call it as well
        ("on: {push: , workflow_call: }\n", "github.event_name == 'workflow_call'", ["error"]),
        (BRANCHES.replace("}}", "}, workflow_call: }"), f"github.event_name == 'workflow_call' && {TAG}", ["error"]),
        ("on: {push: , workflow_call: }\n", "github.event_name != 'workflow_call'", []),
        ("on: {push: , workflow_call: }\n", "contains('workflow_call,release', github.event_name)", []),
        ("on: {push: , workflow_call: }\n", f"github.event_name == 'workflow_call' || {TAG}", []),
        ("on: {workflow_call: }\n", "github.event_name == 'release'", []),
    ],
)
def test_conditions_that_exclude_every_event(on: str, condition: str, expected: list[str], tmp_path: Path) -> None:
    job = JOB + f"    if: {condition}\n"
    config = '[remote "origin"]\n\turl = https://github.com/somebody/fork.git\n'
    assert levels(tmp_path, "TP507", workflow(PUBLISH, on=on, job=job), **{".git/config": config}) == expected


def test_an_object_that_is_compared_with_a_text(tmp_path: Path) -> None:
    text = workflow(PUBLISH, on="on: release\n", job=JOB + "    if: github.event == 'release'\n")
    (finding,) = reported(tmp_path, "TP507", text)
    assert finding.fix is not None
    assert finding.fix.title == "compare `github.event_name`; `github.event` is an object, which no text equals"


def test_the_condition_of_a_step_or_of_a_needed_job_counts_too(tmp_path: Path) -> None:
    on_step = workflow(PUBLISH + f"        if: {TAG}\n", on=BRANCHES)
    assert findings(tmp_path / "step", "TP507", on_step)[0][:2] == ("error", 9)
    gate = f"  gate:\n    if: {TAG}\n    runs-on: ubuntu-latest\n    steps: [{{run: ls}}]\n"
    needing = workflow(PUBLISH, on=BRANCHES, job=JOB + "    needs: gate\n", jobs=gate)
    assert findings(tmp_path / "needs", "TP507", needing)[0][:2] == ("error", 4)
    anyway = workflow(PUBLISH, on=BRANCHES, job=JOB + "    needs: gate\n    if: always()\n", jobs=gate)
    assert levels(tmp_path / "always", "TP507", anyway) == []


ANYWAY = "${{ !cancelled() && needs.gate.result != 'failure' }}"


@pytest.mark.parametrize(
    ("gate", "between", "own", "expected"),
    [
        (TAG, "always()", "", ["error"]),
        (TAG, ANYWAY, "", ["error"]),
        (TAG, ANYWAY, "github.ref == 'refs/heads/main'", ["error"]),
        (TAG, "always()", "success() && github.ref == 'refs/heads/main'", ["error"]),
        (TAG, "always()", "needs.build.result == 'success'", ["error"]),
        (TAG, "always()", "always() && needs.build.result == 'success'", []),
        (TAG, "always()", "${{ !cancelled() }}", []),
        (TAG, "always()", "${{ !failure() }}", []),
        (TAG, "always()", "success() || github.ref == 'refs/heads/main'", []),
        (f"{TAG} || inputs.go", "always()", "", []),
        ("needs.first.outputs.go == 'true'", "always()", "", []),
        ("vars.GO == 'true'", "always()", "", []),
        ("failure()", "always()", "", []),
        ("false", "always()", "", ["warning"]),
    ],
)
def test_a_skipped_job_skips_what_comes_after_one_that_runs_anyway(
    gate: str, between: str, own: str, expected: list[str], tmp_path: Path
) -> None:
    jobs = "".join(
        f"  {name}:\n    {key}: {value}\n    if: {condition}\n    runs-on: ubuntu-latest\n    steps: [{{run: make}}]\n"
        for name, key, value, condition in (("gate", "name", "gate", gate), ("build", "needs", "gate", between))
    )
    job = JOB + "    needs: build\n" + (f"    if: {own}\n" if own else "")
    on = "on: {push: {branches: [main]}, workflow_dispatch: {inputs: {go: {type: boolean}}}}\n"
    on = on if "inputs" in gate else BRANCHES
    assert levels(tmp_path, "TP507", workflow(PUBLISH, on=on, job=job, jobs=jobs)) == expected


def test_called_workflows_have_the_events_of_their_callers(tmp_path: Path) -> None:
    called = workflow(PUBLISH + "        if: github.event.inputs.target == 'pypi'\n", on="on: {workflow_call: }\n")
    caller = "on: {workflow_dispatch: }\njobs: {call: {uses: ./.github/workflows/w0.yml}}\n"
    assert levels(tmp_path, "TP507", called, caller) == ["warning"]


@pytest.mark.parametrize(("own", "expected"), [("", ["warning"]), ("push: , ", ["error"])])
def test_no_caller_makes_the_call_the_event(own: str, expected: list[str], tmp_path: Path) -> None:
    tagged = PUBLISH + f"        if: {TAG}\n"
    on, only_called = f"on: {{{own}workflow_call: }}\n", JOB + "    if: github.event_name == 'workflow_call'\n"
    called = workflow(tagged, on=on, job=only_called)
    caller = "on: {release: }\njobs: {call: {uses: ./.github/workflows/w0.yml}}\n"
    found = reported(tmp_path, "TP507", called, caller)
    assert [each.level for each in found] == expected
    assert [resolve(each.at).text for each in found] == ["github.event_name == 'workflow_call'"]
    assert found[0].fix is not None
    assert found[0].fix.title.startswith("ask for an input of the call; a called workflow has")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (workflow(PUBLISH), ["warning"]),
        (workflow(PUBLISH + TESTPYPI), ["error"]),
        (workflow("      - run: twine upload -r '${{ vars.INDEX }}' dist/*\n"), ["warning"]),
        (workflow("      - run: ./release.sh\n"), ["warning"]),
        ("on: push\njobs:\n  call:\n    uses: octo-org/x/.github/workflows/publish.yml@v1\n", ["warning"]),
        (workflow(PUBLISH, on=BRANCHES, job=JOB + f"    if: {TAG}\n"), ["error", "error"]),
    ],
)
def test_another_upload_to_the_index_makes_it_a_warning(other: str, expected: list[str], tmp_path: Path) -> None:
    dead = workflow(PUBLISH, on=BRANCHES, job=JOB + f"    if: {TAG}\n")
    assert levels(tmp_path, "TP507", dead, other) == expected


# --- TP508 ----------------------------------------------------------------------------------------------------------

OPEN = JOB.replace("    environment: pypi\n", "")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("push", ["warning"]),
        ("{push: {branches: [main]}}", ["warning"]),
        ("{push: {branches: ['**']}}", ["warning"]),
        ("{push: {branches: [main], paths-ignore: ['*.md']}}", ["warning"]),
        ("{push: {branches: [main], paths: [pyproject.toml]}}", []),
        ("{push: {branches: [release]}}", []),
        ("{push: {branches: [v1]}}", []),
        ("{push: {tags: ['v*']}}", []),
        ("{push: {tags: ['v*'], branches-ignore: ['**']}}", []),
        ("{push: {tags: ['v*'], branches-ignore: ['dependabot/**']}}", ["warning"]),
        ("{schedule: [{cron: '0 0 * * *'}]}", ["warning"]),
        ("pull_request", ["warning"]),
        ("label", ["warning"]),
        ("watch", ["warning"]),
        ("release", []),
        ("workflow_dispatch", []),
        ("repository_dispatch", []),
        ("{workflow_run: {workflows: [CI], types: [completed]}}", []),
        ("[release, push]", ["warning"]),
    ],
)
def test_events_that_are_no_releases(on: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP508", workflow(PUBLISH, on=f"on: {on}\n", job=OPEN)) == expected


GATE = "  gate:\n    if: vars.X\n    runs-on: ubuntu-latest\n    steps: [{run: ls}]\n"


@pytest.mark.parametrize(
    ("steps", "job", "jobs"),
    [
        (PUBLISH, JOB, ""),
        (PUBLISH, OPEN + "    environment: ${{ vars.E }}\n", ""),
        (PUBLISH, OPEN + "    if: github.repository == 'a/b'\n", ""),
        (PUBLISH + "        if: steps.v.outputs.new == 'true'\n", OPEN, ""),
        (PUBLISH, OPEN + "    needs: gate\n", GATE),
        (
            PUBLISH,
            OPEN + "    needs: [between]\n",
            GATE + "  between:\n    needs: gate\n    runs-on: x\n    steps: []\n",
        ),
        ('      - run: |\n          test -n "$NEW" || exit 0\n          twine upload dist/*\n', OPEN, ""),
        (f"      - run: ./changed.sh || exit 1\n{PUBLISH}", OPEN, ""),
        ("      - run: if ./changed.sh; then twine upload dist/*; fi\n", OPEN, ""),
        (PUBLISH + TESTPYPI, OPEN, ""),
    ],
)
def test_anything_in_between_guards_an_upload(steps: str, job: str, jobs: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP508", workflow(steps, on=BRANCHES, job=job, jobs=jobs)) == []


@pytest.mark.parametrize(("condition", "expected"), [("", ["warning"]), ("    if: vars.X\n", [])])
def test_the_calling_job_guards_too(condition: str, expected: list[str], tmp_path: Path) -> None:
    called = workflow(PUBLISH, on="on: workflow_call\n", job=OPEN)
    caller = (
        f"{BRANCHES}jobs:\n  call:\n{condition}    permissions: {{id-token: write}}\n"
        "    uses: ./.github/workflows/w0.yml\n"
    )
    assert levels(tmp_path, "TP508", called, caller) == expected
