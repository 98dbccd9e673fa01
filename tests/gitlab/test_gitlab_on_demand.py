"""What is worked out of a pipeline only where something asks for it, and what follows where something does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, reading, value_of

from tplint.model import IdToken, Known, Script, Step, Unknown
from tplint.platforms.gitlab import read
from tplint.platforms.gitlab.conditions import holds
from tplint.platforms.gitlab.occurrences import occurrences
from tplint.platforms.gitlab.token_uses import token_uses

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.platforms.gitlab.conditions import Operand
    from tplint.platforms.gitlab.occurrences import Begun, Occurrence
    from tplint.platforms.gitlab.pipeline import Composed

UPLOAD = "script: [twine upload dist/*]"
ON_TAGS = "rules: [{if: $CI_COMMIT_TAG}]"
WITH_COMMAND = "rules: [{if: $CI_COMMIT_TAG, variables: {TOOL: twine}}]"

# A pipeline, the jobs of which it is asked when they run, and how many uploads there are.
ASKED = [
    (f"test: {{script: [make], {ON_TAGS}}}\npublish: {{{UPLOAD}, {ON_TAGS}}}", ["publish"], 1),
    (f"test: {{script: [make], {ON_TAGS}}}", [], 0),
    (f"a: {{script: ['$TOOL upload dist/*'], {WITH_COMMAND}}}", ["a"], 1),
    (f"workflow: {{{WITH_COMMAND}}}\na: {{script: ['$TOOL upload dist/*']}}", ["a"], 1),
    (f".t: {{{WITH_COMMAND}}}\na: {{extends: .t, script: ['$TOOL upload dist/*']}}", ["a"], 1),
    (f"start: {{trigger: {{include: child.yml}}, {ON_TAGS}}}", ["start", "publish"], 1),
    ("start: {trigger: {include: child.yml}, rules: [{when: never}]}", ["start"], 0),
    ("start: {trigger: {include: [{artifact: a.yml, job: b}]}, rules: [{when: never}]}", ["start"], 0),
]


@pytest.mark.parametrize(("top", "asked", "uploads"), ASKED)
def test_when_a_job_runs_is_asked_where_it_matters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, top: str, asked: list[str], uploads: int
) -> None:
    names = []

    def noted(composed: Composed, name: str, begun: tuple[Begun, ...]) -> tuple[Occurrence, ...]:
        names.append(name)
        return occurrences(composed, name, begun)

    monkeypatch.setattr(read, "occurrences", noted)
    found = reading(tmp_path, {TOP: top, "child.yml": f"publish: {{{UPLOAD}}}"})
    assert (names, len(found.uploads)) == (asked, uploads)


def test_a_job_is_as_it_runs_where_it_uploads(tmp_path: Path) -> None:
    found = reading(tmp_path, {TOP: f"test: {{script: [make], {ON_TAGS}}}\npublish: {{{UPLOAD}, {ON_TAGS}}}"})
    ((test, publish),) = (pipeline.jobs for pipeline in found.pipelines)
    assert isinstance(test.condition, Unknown)
    assert publish.condition == Known(True)
    assert [upload.job for upload in found.uploads] == [publish]


def test_variables_of_rules_reach_jobs_that_upload_nothing(tmp_path: Path) -> None:
    job = "a: {script: [make], image: $E, rules: [{if: $CI_COMMIT_TAG, variables: {E: pypi}}]}"
    ((only,),) = (pipeline.jobs for pipeline in reading(tmp_path, {TOP: job}).pipelines)
    assert value_of(only.image) == "pypi"


def test_the_certain_way_says_how_a_job_may_fail(tmp_path: Path) -> None:
    rules = "rules: [{if: $CI_COMMIT_TAG && $X}, {if: $CI_COMMIT_BRANCH, allow_failure: false}]"
    found = reading(tmp_path, {TOP: f"a: {{{UPLOAD}, allow_failure: true, {rules}}}"})
    (upload,) = found.alternatives
    assert (upload.certain, value_of(upload.job.tolerated)) == (True, False)
    assert {event.ref_type for event in upload.events} == {"tag", "branch"}
    ((job,),) = (pipeline.jobs for pipeline in found.pipelines)
    assert value_of(job.tolerated) is False


def test_a_condition_is_decided_for_each_value() -> None:
    values: list[tuple[dict[str, Operand], str]] = [({"A": "a"}, "yes"), ({"A": "b"}, "no"), ({"A": None}, "no")]
    for _ in range(2):
        assert [holds('$A == "a"', found.get) for found, _ in values] == [expected for _, expected in values]
        assert [holds('${A} != "a"', found.get) for found, _ in values] == ["no", "yes", "yes"]


def test_what_takes_a_token_counts_before_what_is_not_read(tmp_path: Path) -> None:
    found = reading(tmp_path, {TOP: f"a: {{{UPLOAD}}}"}).uploads[0]
    token = IdToken("VAULT_TOKEN", Known(("vault",)), False, found.at)

    def step(text: str) -> Step:
        return Step("", "", Script((), text, found.at, {}), Known(True), found.at, found.job.node)

    assert token_uses([step("./all.sh"), step("echo $VAULT_TOKEN")], [token]) == Known(("VAULT_TOKEN",))
    assert isinstance(token_uses([step("echo"), step("./all.sh")], [token]), Unknown)
    assert token_uses([step("curl -LsSf https://astral.sh/uv/install.sh | sh")], [token]) == Known(())
