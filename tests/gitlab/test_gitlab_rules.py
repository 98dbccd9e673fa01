"""Conditions, `rules`, `only` and `except`, `workflow` → the pipelines that a job is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, composed

from tplint.model import Known
from tplint.platforms.gitlab.conditions import holds
from tplint.platforms.gitlab.occurrences import Begun, occurrences, running
from tplint.platforms.gitlab.starts import FREE, MAYBE, OPEN, starts

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.platforms.gitlab.conditions import Operand

VALUES: dict[str, Operand] = {"A": "a", "E": "", "TAG": FREE, "BRANCH": None, "M": MAYBE, "DEFAULT": FREE}

CONDITIONS = [
    ("$A", "yes"),
    ("${A}", "yes"),
    ("$E", "no"),
    ("$BRANCH", "no"),
    ("$TAG", "yes"),
    ("$M", "free"),
    ("$X", "open"),
    ('$A == "a"', "yes"),
    ("$A == 'b'", "no"),
    ('$A != "b"', "yes"),
    ('"a" == $A', "yes"),
    ("$BRANCH == null", "yes"),
    ("$BRANCH != null", "no"),
    ('$BRANCH == ""', "no"),
    ('$E == ""', "yes"),
    ('$TAG == "v1"', "free"),
    ('$TAG == ""', "no"),
    ("$TAG == null", "no"),
    ("$TAG != null", "yes"),
    ("$M == null", "free"),
    ("$TAG == $DEFAULT", "free"),
    ("$BRANCH == $DEFAULT", "no"),
    ('$X == "a"', "open"),
    ("$TAG =~ /^v\\d+/", "free"),
    ("$BRANCH =~ /^v/", "no"),
    ("$BRANCH !~ /^v/", "yes"),
    ("$A =~ /^(a|b)$/", "yes"),
    ("$A =~ /B/", "no"),
    ("$A =~ /A/i", "yes"),
    ("$A =~ /a+/", "open"),
    ('$A && $X == "a"', "open"),
    ("$BRANCH && $X", "no"),
    ("$A || $X", "yes"),
    ("$BRANCH || $X", "open"),
    ("$TAG =~ /v/ || $X", "free"),
    ("$E || $A && $BRANCH", "no"),
    ("($E || $A) && $TAG", "yes"),
    ('$A == "a" && ($TAG =~ /x/ || $BRANCH)', "free"),
    ('$A ==\n "a"', "yes"),
    ("", "open"),
    ("$A ==", "open"),
    ("$A == (", "open"),
    ("($A", "open"),
    ("A == 'a'", "open"),
    ('"$[[ inputs.x ]]" == "a"', "open"),
]


@pytest.mark.parametrize(("expression", "expected"), CONDITIONS)
def test_a_condition(expression: str, expected: str) -> None:
    assert holds(expression, lambda name: VALUES.get(name, OPEN)) == expected


TAGS, BRANCHES, REQUESTS, SCHEDULES = "push tag", "push branch", "merge_request_event", "schedule branch"
LOOKED_AT = (TAGS, BRANCHES, REQUESTS, SCHEDULES)
MERGE_REQUESTS = "workflow: {rules: [{if: $CI_PIPELINE_SOURCE == 'merge_request_event'}, {if: $CI_COMMIT_TAG}]}\n"

# A job, and the pipelines it is part of; with a question mark where that is not known.
JOBS = [
    ("a: {script: x}", "push tag, push branch, schedule branch"),
    ("a: {script: x, only: [tags]}", "push tag"),
    ("a: {script: x, only: tags}", "push tag"),
    ("a: {script: x, only: [branches]}", "push branch, schedule branch"),
    ("a: {script: x, only: [merge_requests]}", "merge_request_event"),
    ("a: {script: x, only: [schedules]}", "schedule branch"),
    ("a: {script: x, only: [main]}", "push tag, push branch, schedule branch"),
    ("a: {script: x, only: [/^v/]}", "push tag, push branch, schedule branch"),
    ("a: {script: x, only: [/^v/], except: [branches]}", "push tag"),
    ("a: {script: x, only: [tags@group/project]}", "push tag?"),
    ("a: {script: x, only: ['/^v/@group/project']}", "push tag?, push branch?, schedule branch?"),
    ("a: {script: x, except: [tags]}", "push branch, schedule branch"),
    ("a: {script: x, except: [schedules, tags]}", "push branch"),
    ("a: {script: x, only: {refs: [tags], variables: [$X]}}", "push tag?"),
    ("a: {script: x, only: {refs: [tags], variables: [$CI_COMMIT_TAG =~ /v/]}}", "push tag"),
    ("a: {script: x, only: {variables: [$CI_COMMIT_BRANCH]}}", "push branch, schedule branch"),
    ("a: {script: x, only: {refs: [tags], kubernetes: active}}", "push tag?"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG}]}", "push tag"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, when: manual}]}", "push tag"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, when: never}, {when: on_success}]}",
     "push branch, merge_request_event, schedule branch"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]}", "push branch, schedule branch"),
    ("a: {script: x, rules: [{if: $CI_PIPELINE_SOURCE == 'schedule'}]}", "schedule branch"),
    ("a: {script: x, rules: [{if: $CI_OPEN_MERGE_REQUESTS, when: never}, {if: $CI_COMMIT_BRANCH}]}",
     "push branch, schedule branch"),
    ("a: {script: x, rules: [{if: $X, when: never}, {if: $CI_COMMIT_TAG}]}", "push tag?"),
    ("a: {script: x, rules: [{if: $X}]}", "push tag?, push branch?, merge_request_event?, schedule branch?"),
    ("a: {script: x, rules: [{if: $X}, {if: $CI_COMMIT_TAG}]}",
     "push tag?, push branch?, merge_request_event?, schedule branch?"),
    ("variables: {X: 'yes'}\na: {script: x, rules: [{if: $X == 'yes' && $CI_COMMIT_TAG}]}", "push tag"),
    ("a: {script: x, variables: {X: 'no'}, rules: [{if: $X == 'yes'}]}", ""),
    ("a: {script: x, rules: []}", ""),
    ("a: {script: x, rules: [{when: never}]}", ""),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, changes: [a]}]}", "push tag"),
    ("a: {script: x, rules: [{changes: [a], when: never}, {when: always}]}", "push branch, merge_request_event"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: [b.yml]}]}", "push tag"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: {paths: ['*.yml']}}]}", "push tag"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: ['**/b.*']}]}", "push tag"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: [a]}]}", ""),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: ['*.toml']}]}", "push tag?"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: [$FILE]}]}", "push tag?"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: {paths: [a], project: g/p}}]}", "push tag?"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, exists: ['../b.yml']}]}", ""),
    ("include: [{local: b.yml, rules: [{exists: [b.yml]}]}]", "push tag, push branch, schedule branch"),
    ("include: [{local: b.yml, rules: [{exists: [c.yml], when: never}, {when: always}]}]",
     "push tag, push branch, schedule branch"),
    ("a: {script: x, rules: [{if: $CI_COMMIT_TAG, when: on_failure}]}", "push tag?"),
    (".r: {rules: [{if: $CI_COMMIT_TAG}]}\na: {script: x, rules: [!reference [.r, rules]]}", "push tag"),
    ("a: {script: x, rules: [!reference [.r, rules]]}",
     "push tag?, push branch?, merge_request_event?, schedule branch?"),
    (MERGE_REQUESTS + "a: {script: x}", "push tag, merge_request_event"),
    (MERGE_REQUESTS + "a: {script: x, only: [branches]}", ""),
    (MERGE_REQUESTS + "a: {script: x, rules: [{if: $CI_COMMIT_BRANCH}]}", ""),
    ("workflow: {rules: [{when: never}]}\na: {script: x}", ""),
    ("include: [{local: b.yml, rules: [{if: $CI_COMMIT_TAG}]}]", "push tag"),
]  # fmt: skip


@pytest.mark.parametrize(("top", "expected"), JOBS)
def test_the_pipelines_of_a_job(tmp_path: Path, top: str, expected: str) -> None:
    found = composed(tmp_path, {TOP: top, "b.yml": "a: {script: x}"})
    begun = running(found, [Begun(start, Known(True), {}) for start in starts()])
    named = {}
    for occurrence in occurrences(found, "a", begun):
        for start in occurrence.starts:
            name = f"{start.event.name} {start.event.ref_type}".strip()
            named[name] = name if isinstance(occurrence.runs, Known) else f"{name}?"
    assert ", ".join(named[name] for name in LOOKED_AT if name in named) == expected


def test_variables_of_rules_tell_pipelines_apart(tmp_path: Path) -> None:
    top = """\
        a:
          script: x
          rules:
            - if: $CI_COMMIT_TAG
              variables: {E: pypi}
            - if: $CI_COMMIT_BRANCH
              variables: {E: testpypi}
        """
    found = composed(tmp_path, {TOP: top})
    ways = occurrences(found, "a", tuple(Begun(start, Known(True), {}) for start in starts()))
    assert [{name: each.value.value for name, each in way.chosen.items()} for way in ways] == [
        {"E": "pypi"},
        {"E": "testpypi"},
    ]
