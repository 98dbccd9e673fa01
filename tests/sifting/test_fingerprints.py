"""Logical places: the keys that lead somewhere, the same ones again when lines move."""

from __future__ import annotations

import hashlib

import pytest

from tplint.documents import yaml
from tplint.documents.source import Place, Pointer, Source, resolve
from tplint.findings import Finding
from tplint.sifting.fingerprints import Fingerprints, logical_place

WORKFLOW = """\
on: [push, release]
jobs:
  publish:
    strategy: {matrix: {os: [a, b]}}
    steps:
      - uses: actions/checkout@v4
      - id: build
        run: python -m build
      - name: Upload it
        uses: pypa/gh-action-pypi-publish@release/v1
      - run: |
          echo one
          twine upload dist/*
      - &shared
        run: anchored
"""
SETTINGS = """\
[[tool.tplint.publishers]]
project-name = "first"
owner = "o"

[[tool.tplint.publishers]]
owner = "p"

[tool.tplint]
select = ["TP1", "TP2"]
"""


def workflow_place(text: str, piece: str, before: str = "") -> str:
    source = Source("f.yml", f"{before}{text}")
    start = source.text.index(piece)
    at = Place(source, start, start + len(piece))
    return logical_place(at, at, yaml.parse(source))


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("on", "on"),
        ("release", "on/[release]"),
        ("jobs", "jobs"),
        ("publish", "jobs/publish"),
        ("a, b", "jobs/publish/strategy/matrix/os"),
        ("actions/checkout", "jobs/publish/steps/[actions/checkout]/uses"),
        ("python -m build", "jobs/publish/steps/[build]/run"),
        ("pypa/gh-action", "jobs/publish/steps/[Upload it]/uses"),
        ("anchored", "jobs/publish/steps/[]/run"),
    ],
)
def test_a_place_in_yaml_is_named_by_its_keys(piece: str, expected: str) -> None:
    assert workflow_place(WORKFLOW, piece) == expected
    assert workflow_place(WORKFLOW, piece, "# a comment\n\n") == expected


def test_a_whole_mapping_is_named_by_the_key_before_it() -> None:
    start = WORKFLOW.index("  publish:")
    assert workflow_place(WORKFLOW, WORKFLOW[start + 2 :].rstrip()) == "jobs/publish"
    assert workflow_place(WORKFLOW, WORKFLOW.rstrip()) == ""


def test_lines_of_a_script_are_told_apart_but_not_repeated() -> None:
    places = [workflow_place(WORKFLOW, piece) for piece in ("echo one", "twine upload", "dist/*")]
    assert places[0] != places[1] == places[2]
    assert all(place.startswith("jobs/publish/steps/[]/run/") for place in places)
    assert places[1] == workflow_place(WORKFLOW.replace("          echo one\n", ""), "twine upload")
    assert "twine" not in places[1]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("tool", "tplint", "publishers", 0, "owner"), "tool/tplint/publishers/[first]/owner"),
        (("tool", "tplint", "publishers", 1, "owner"), "tool/tplint/publishers/[]/owner"),
        (("tool", "tplint", "publishers", 7), "tool/tplint/publishers/[]"),
        (("tool", "tplint", "select", 1), "tool/tplint/select/[TP2]"),
        (("tool", "other"), "tool/other"),
    ],
)
def test_a_place_in_toml_is_named_by_its_keys(keys: tuple[str | int, ...], expected: str) -> None:
    pointer = Pointer(Source("pyproject.toml", SETTINGS), keys)
    assert logical_place(pointer, resolve(pointer), None) == expected


def test_a_place_in_toml_that_cannot_be_read_still_has_a_name() -> None:
    pointer = Pointer(Source("pyproject.toml", "["), ("a", 0))
    assert logical_place(pointer, resolve(pointer), None) == "a/[]"


def test_fingerprints_are_the_beginning_of_a_sha256() -> None:
    finding = Finding("TP101", "a-rule", "error", "räksmörgås", Place(Source("a.yml", ""), 0, 0))
    digest = hashlib.sha256("TP101\na.yml\nräksmörgås".encode()).hexdigest()[:16]
    assert Fingerprints().of(finding, "a.yml") == f"{digest}:1"


def test_a_place_in_prose_is_named_by_its_line() -> None:
    one, other = Source("a.md", "Hello,  world\n"), Source("a.md", "More.\n\n  Hello, world  \n")
    names = [logical_place(at, at, None) for at in (Place(one, 0, 5), Place(other, 9, 12), Place(other, 0, 4))]
    assert names[0] == names[1] != names[2]
