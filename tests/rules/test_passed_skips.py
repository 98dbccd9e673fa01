"""TP533 skipped-upload: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, findings, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path

DISPATCH = "{workflow_dispatch: {inputs: {package: {type: choice, options: [a, b, both]}, trial: {type: boolean}}}}"
RUN = "      - run: make\n"
FIRST = "inputs.package != 'b'"
AFTER_ALL = "if: always() && (inputs.package == 'b' || needs.first.result == 'success')"


def jobs(first: str, between: str, own: str, *, waits_for: str = "between") -> tuple[str, ...]:
    """A job that may be skipped, one that runs in spite of it, and the upload."""
    return (
        job(RUN, f"if: {first}", name="first"),
        job(RUN, "needs: [first]", between, name="between"),
        job(PUBLISH, f"needs: [{waits_for}]", *([f"if: {own}"] if own else [])),
    )


@pytest.mark.parametrize(
    ("first", "between", "own", "where"),
    [
        (FIRST, AFTER_ALL, "inputs.package != 'a'", "where the input `package` is `b`"),
        (FIRST, "if: '!cancelled()'", "github.event.inputs.package != 'a'", "where the input `package` is `b`"),
        ("inputs.trial", "if: always()", "needs.between.result == 'success'", "where the input `trial` is `false`"),
        (
            "inputs.trial",
            "if: always() && needs.first.outputs.ready != 'no'",
            "needs.between.result == 'success'",
            "where the input `trial` is `false`",
        ),
        (
            "inputs.trial",
            "if: always()",
            "success() && (needs.between.result == 'success' || failure())",
            "where the input `trial` is `false`",
        ),
    ],
)
def test_skips_that_pass_through(first: str, between: str, own: str, where: str, tmp_path: Path) -> None:
    message = f"job `publish` is skipped with job `first` {where}"
    assert findings(tmp_path, "TP533", workflow(*jobs(first, between, own), on=DISPATCH)) == [("warning", message)]


@pytest.mark.parametrize(
    ("first", "between", "own"),
    [
        # it is not skipped with it, or the job between is
        ("inputs.trial", "if: always()", "always() && needs.between.result == 'success'"),
        ("inputs.trial", "if: needs.first.result == 'success'", "needs.between.result == 'success'"),
        ("inputs.trial", "if: always() && needs.first.result == 'success'", "needs.between.result == 'success'"),
        ("inputs.trial", "if: success() || failure()", "needs.between.result == 'success'"),
        # nothing says that it is meant to run then
        ("inputs.trial", "if: always()", ""),
        ("inputs.trial", "if: always()", "github.ref == 'refs/heads/main'"),
        ("inputs.trial", "if: always()", "inputs.trial"),
        ("inputs.trial", "if: always()", "success() || needs.between.result == 'success'"),
        # whether it is skipped is not known
        ("vars.TRIAL", "if: always()", "needs.between.result == 'success'"),
        ("github.repository == 'a/b'", "if: always()", "needs.between.result == 'success'"),
        ("always()", "if: always()", "needs.between.result == 'success'"),
    ],
)
def test_other_conditions(first: str, between: str, own: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP533", workflow(*jobs(first, between, own), on=DISPATCH)) == []


def test_what_no_choice_reaches_is_unreachable(tmp_path: Path) -> None:
    both = workflow(*jobs("inputs.trial", "if: always()", "${{ !inputs.trial }}"), on=DISPATCH)
    assert [levels(tmp_path, code, both) for code in ("TP507", "TP533")] == [["error"], []]


def test_a_job_that_needs_the_skipped_one_itself(tmp_path: Path) -> None:
    both = jobs("inputs.trial", "if: always()", "needs.between.result == 'success'", waits_for="first, between")
    assert levels(tmp_path, "TP533", workflow(*both, on=DISPATCH)) == []


def test_at_a_distance(tmp_path: Path) -> None:
    first, between, own = jobs("inputs.trial", "if: always()", "needs.between.result == 'success'")
    middle = job(RUN, "needs: first", name="middle")
    text = workflow(first, middle, between.replace("[first]", "[middle]"), own, on=DISPATCH)
    assert levels(tmp_path, "TP533", text) == ["warning"]


def test_an_event(tmp_path: Path) -> None:
    on = "{push: {branches: [main], tags: ['v*']}}"
    conditions = ("github.ref == 'refs/heads/main'", "if: '!failure()'", "github.event_name == 'push'")
    message = "job `publish` is skipped with job `first` in runs that `push` starts"
    assert findings(tmp_path, "TP533", workflow(*jobs(*conditions), on=on)) == [("warning", message)]


def test_what_no_event_reaches(tmp_path: Path) -> None:
    text = workflow(*jobs("github.event_name == 'push'", "if: always()", "github.event_name == 'release'"))
    assert levels(tmp_path, "TP533", text) == []
    assert levels(tmp_path, "TP507", text) == ["error"]


def test_a_workflow_that_is_called(tmp_path: Path) -> None:
    on = DISPATCH[:-1] + ", workflow_call: }"
    text = workflow(*jobs("inputs.trial", "if: always()", "needs.between.result == 'success'"), on=on)
    assert levels(tmp_path, "TP533", text) == []


def test_a_needed_job_that_is_skipped_as_well(tmp_path: Path) -> None:
    skipped = job(RUN, "if: inputs.trial", name="other")
    own = jobs("inputs.trial", "if: always()", "needs.between.result == 'success'", waits_for="between, other")
    assert levels(tmp_path, "TP533", workflow(*own, skipped, on=DISPATCH)) == []
