"""GitHub's keys to facts: permissions, triggers and their events, runners, matrices, names of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tplint.documents import yaml
from tplint.documents.nodes import get, place
from tplint.documents.source import Source
from tplint.model import Event, Known, Permissions, Runner, Unknown, Value
from tplint.platforms.github import permissions
from tplint.platforms.github.events import events, triggers
from tplint.platforms.github.matrix import rows
from tplint.platforms.github.runners import runner
from tplint.platforms.github.steps import action_name

if TYPE_CHECKING:
    from tplint.documents.nodes import Node, Scalar
    from tplint.model import Fact, Trigger


def value_of(content: str, key: str) -> tuple[Source, Node | None]:
    source = Source("x.yml", content)
    return source, get(yaml.parse(source).root, key)


@pytest.mark.parametrize(
    ("content", "id_token", "contents"),
    [
        ("permissions: {id-token: write}", "write", "none"),
        ('permissions: {"id-token": "write", contents: read}', "write", "read"),
        ("permissions: write-all", "write", "write"),
        ("permissions: read-all", "none", "read"),
        ("permissions: {}", "none", "none"),
        ("permissions: {contents: read}", "none", "read"),
    ],
)
def test_declared_permissions(content: str, id_token: str, contents: str) -> None:
    declared = permissions.declared(*value_of(content, "permissions"), "job")
    assert isinstance(declared, Known)
    assert (declared.value.grants("id-token"), declared.value.grants("contents")) == (id_token, contents)


@pytest.mark.parametrize("content", ["permissions:", "permissions: all", "permissions: [id-token]"])
def test_permissions_that_github_does_not_know_are_unknown(content: str) -> None:
    assert isinstance(permissions.declared(*value_of(content, "permissions"), "job"), Unknown)


def test_no_permissions_are_no_declaration_and_never_mint() -> None:
    assert permissions.declared(Source("x", ""), None, "job") is None
    assert permissions.can_mint(permissions.DEFAULT) == Known(False)


def block(*, mint: bool, level: str = "job") -> Known[Permissions]:
    return Known(Permissions({"id-token": "write"} if mint else {"contents": "read"}, level))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "ceiling", "expected"),
    [
        (None, block(mint=True), Known(True)),
        (None, permissions.DEFAULT, Known(False)),
        (block(mint=True), block(mint=True), Known(True)),
        (block(mint=True), block(mint=False), Known(False)),
        (block(mint=False), block(mint=True), Known(False)),
        (block(mint=False), Unknown("elsewhere"), Known(False)),
        (block(mint=True), Unknown("elsewhere"), Unknown("elsewhere")),
        (None, Unknown("elsewhere"), Unknown("elsewhere")),
    ],
)
def test_a_called_job_never_has_more_than_its_caller(
    asked: Fact[Permissions] | None, ceiling: Fact[Permissions], expected: Fact[bool]
) -> None:
    assert permissions.can_mint(permissions.reduced(asked, ceiling)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("on: push", ["push"]),
        ("on: [push, release]", ["push", "release"]),
        ("on:\n  push:\n  release: {types: [published]}\n", ["push", "release"]),
        ("on:", []),
        ("on: {}", []),
    ],
)
def test_triggers_in_all_three_forms(content: str, expected: list[str]) -> None:
    assert [trigger.name for trigger in triggers(*value_of(content, "on"))] == expected


def trigger(content: str) -> Trigger:
    return triggers(*value_of(content, "on"))[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("on: push", [Event("push", "branch", "refs/heads/"), Event("push", "tag", "refs/tags/")]),
        ("on: {push: {branches: [main]}}", [Event("push", "branch", "refs/heads/main", exact=True)]),
        ("on: {push: {tags: ['v*']}}", [Event("push", "tag", "refs/tags/v")]),
        ("on: {push: {tags: [v1?]}}", [Event("push", "tag", "refs/tags/v")]),
        (
            "on: {push: {branches-ignore: [dev, 'x/*']}}",
            [Event("push", "branch", "refs/heads/", never=("refs/heads/dev",))],
        ),
        ("on: {push: {branches-ignore: ['**'], tags: [v1]}}", [Event("push", "tag", "refs/tags/v1", exact=True)]),
        ("on: {push: {tags: ['v*', '!v*rc*']}}", [Event("push", "tag", "refs/tags/")]),
        (
            "on: {push: {branches: [main], tags: ['v*']}}",
            [Event("push", "branch", "refs/heads/main", exact=True), Event("push", "tag", "refs/tags/v")],
        ),
        ("on: {push: {paths: [src]}}", [Event("push", "branch", "refs/heads/"), Event("push", "tag", "refs/tags/")]),
        ("on: {release: {types: [published]}}", [Event("release", "tag", "refs/tags/", action="published")]),
        ("on: {release: {types: [published, edited]}}", [Event("release", "tag", "refs/tags/")]),
        (
            "on: workflow_dispatch",
            [Event("workflow_dispatch", "branch", "refs/heads/"), Event("workflow_dispatch", "tag", "refs/tags/")],
        ),
        ("on: schedule", [Event("schedule", "branch", "refs/heads/")]),
        ("on: pull_request", [Event("pull_request", "", "refs/pull/")]),
        ("on: something_new", [Event("something_new")]),
    ],
)
def test_what_a_trigger_can_bring(content: str, expected: list[Event]) -> None:
    assert list(events(trigger(content))) == expected


def literal(node: Scalar) -> Value:
    fact: Fact[str] = Unknown("an expression") if "${{" in node.value else Known(node.value)
    return Value(node.value, fact, place(Source("x", ""), node))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("runs-on: ubuntu-latest", Known(Runner("linux", hosted=True, label="ubuntu-latest"))),
        ("runs-on: ubuntu-24.04-arm", Known(Runner("linux", hosted=True, label="ubuntu-24.04-arm"))),
        ("runs-on: [windows-2022]", Known(Runner("windows", hosted=True, label="windows-2022"))),
        ("runs-on: macos-14", Known(Runner("macos", hosted=True, label="macos-14"))),
        ("runs-on: [self-hosted, macos]", Known(Runner("macos", hosted=False, label="self-hosted, macos"))),
        ("runs-on: big-machine", Known(Runner("", hosted=False, label="big-machine"))),
        ("runs-on: {labels: ubuntu-latest}", Known(Runner("linux", hosted=True, label="ubuntu-latest"))),
        ("runs-on: {group: ours}", Unknown("the job runs on a group of runners")),
        ("runs-on: ${{ matrix.os }}", Unknown("an expression")),
        ("steps: []", Unknown("the job has no `runs-on`")),
    ],
)
def test_runners(content: str, expected: Fact[Runner]) -> None:
    source, node = value_of(content, "runs-on")
    assert runner(source, node, literal) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("matrix: {a: [1, x], b: [true]}", ({"a": 1.0, "b": True}, {"a": "x", "b": True})),
        ("matrix: {a: ['1.10', 1.10]}", ({"a": "1.10"}, {"a": 1.1})),
        ("matrix: {a: [x, y], exclude: [{a: y}]}", ({"a": "x"},)),
        ("matrix: {a: [x, y], include: [{a: x, b: 1}]}", ({"a": "x", "b": 1.0}, {"a": "y"})),
        ("matrix: {a: [x], include: [{b: 1}]}", ({"a": "x", "b": 1.0},)),
        ("matrix: {a: [x], include: [{a: z}]}", ({"a": "x"}, {"a": "z"})),
        ("matrix: {include: [{a: x}, {a: y}]}", ({"a": "x"}, {"a": "y"})),
        ("matrix: {a: [x, {b: c}]}", ({"a": "x"}, {"a": {"b": "c"}})),
        ("matrix: {a: '${{ fromJSON(needs.x.outputs.y) }}'}", None),
        ("matrix: '${{ fromJSON(needs.x.outputs.y) }}'", None),
        ("matrix: {a: [" + ", ".join(map(str, range(300))) + "]}", None),
    ],
)
def test_rows_of_a_matrix(content: str, expected: tuple[dict[str, object], ...] | None) -> None:
    assert rows(value_of(content, "matrix")[1]) == expected


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("PyPA/gh-action-pypi-publish@release/v1", ("pypa/gh-action-pypi-publish", "release/v1")),
        ("owner/repo/path/x@v1", ("owner/repo/path/x", "v1")),
        ("./.github/actions/x/", ("./.github/actions/x", "")),
        ("$/.github/actions/x", ("./.github/actions/x", "")),
        ("docker://ghcr.io/a/b:v1", ("docker://ghcr.io/a/b", "v1")),
        ("docker://alpine", ("docker://alpine", "")),
        ("actions/checkout", ("actions/checkout", "")),
        ("owner", ("owner", "")),
        # GitHub follows the names of repositories that have moved
        ("Messense/maturin-action@v1", ("pyo3/maturin-action", "v1")),
        (
            "jupyter-server/jupyter-releaser/.github/actions/finalize-release@v2",
            ("jupyter-server/jupyter_releaser/.github/actions/finalize-release", "v2"),
        ),
    ],
)
def test_names_of_actions(uses: str, expected: tuple[str, str]) -> None:
    assert action_name(uses) == expected
