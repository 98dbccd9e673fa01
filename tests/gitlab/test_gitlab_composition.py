"""Files → effective jobs, as GitLab documents them: extends, default, inherit, references, includes, inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pipelines import GAP, TOP, composed, plain

from tplint.documents.source import position
from tplint.platforms.gitlab.trees import get, place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHAIN = "".join(
    f".l{i}: {{extends: .l{i - 1}, k{i}: x}}\n" if i else ".l0: {script: [make], k0: x}\n" for i in range(11)
)
SPEC = """\
spec:
  inputs:
    name:
    stage: {default: test}
    needs: {type: array, default: [build]}
    flag: {type: boolean, default: true}
---
"""


def case(name: str, job: str, expected: object, top: str = "", **others: str) -> Any:
    """One pipeline: the top-level file, other files by their paths, and what is expected of a job."""
    files = {TOP: top, **{path.replace("__", "/") + ".yml": text for path, text in others.items()}}
    return pytest.param(files, job, expected, id=name)


CASES = [
    # --- merge keys and anchors
    case("anchor for a list", "a", {"script": ["x"]}, ".s: &s [x]\na: {script: *s}"),
    case("anchor inside a list nests", "a", {"script": [["x"], "y"]}, ".s: &s [x]\na: {script: [*s, y]}"),
    case("merge key", "a", {"image": "i", "script": "x"}, ".t: &t {image: i}\na:\n  <<: *t\n  script: x"),
    case("what follows a merge key wins", "a", {"image": "j"}, ".t: &t {image: i}\na:\n  <<: *t\n  image: j"),
    case("a merge key wins over what precedes it", "a", {"image": "i"}, ".t: &t {image: i}\na:\n  image: j\n  <<: *t"),
    case(
        "a merge key is shallow",
        "a",
        {"variables": {"B": "2"}},
        ".t: &t {variables: {A: 1}}\na:\n  <<: *t\n  variables: {B: 2}",
    ),
    case(
        "of several merged mappings the first wins",
        "a",
        {"image": "i", "tags": ["x"]},
        ".t: &t {image: i}\n.u: &u {image: j, tags: [x]}\na:\n  <<: [*t, *u]",
    ),
    case("of a key that stands twice the last counts", "a", {"image": "j"}, "a: {image: i, image: j}"),
    case("of a job that stands twice the last counts", "a", {"image": "j"}, "a: {script: x}\na: {image: j}"),
    # --- extends
    case("extends", "a", {"image": "i", "extends": ".t", "script": "x"}, ".t: {image: i}\na: {extends: .t, script: x}"),
    case(
        "extends merges mappings",
        "a",
        {"variables": {"A": "1", "B": "3", "C": "4"}, "extends": ".t"},
        ".t: {variables: {A: 1, B: 2}}\na: {extends: .t, variables: {B: 3, C: 4}}",
    ),
    case(
        "extends replaces lists",
        "a",
        {"script": ["y"], "extends": ".t"},
        ".t: {script: [x]}\na: {extends: .t, script: [y]}",
    ),
    case(
        "of several parents the last wins",
        "a",
        {"image": "j", "tags": ["x"], "extends": [".t", ".u"]},
        ".t: {image: i, tags: [x]}\n.u: {image: j}\na: {extends: [.t, .u]}",
    ),
    case(
        "null drops what is extended",
        "a",
        {"image": None, "extends": ".t"},
        ".t: {image: i}\na: {extends: .t, image: null}",
    ),
    case(
        "a job that is not hidden can be extended",
        "b",
        {"script": "x", "extends": "a"},
        "a: {script: x}\nb: {extends: a}",
    ),
    case("extends works forwards", "a", {"extends": ".t", "script": "x"}, "a: {extends: .t}\n.t: {script: x}"),
    case(
        "eleven levels",
        "a",
        {"script": ["make"], **{f"k{i}": "x" for i in range(11)}, "extends": ".l10"},
        CHAIN + "a: {extends: .l10}",
    ),
    case(
        "id tokens of parent and child are merged",
        "a",
        {"id_tokens": {"PYPI_ID_TOKEN": {"aud": "pypi"}, "V": {"aud": "vault"}}, "extends": ".t"},
        ".t: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\na: {extends: .t, id_tokens: {V: {aud: vault}}}",
    ),
    case(
        "a merge key and extends together",
        "a",
        {"image": "i", "stage": "s", "extends": ".u"},
        ".t: &t {image: i}\n.u: {stage: s}\na:\n  <<: *t\n  extends: .u",
    ),
    case(
        "rules are replaced, not merged",
        "a",
        {"rules": [{"when": "never"}], "extends": ".t"},
        ".t: {rules: [{if: $A}, {if: $B}]}\na: {extends: .t, rules: [{when: never}]}",
    ),
    # --- !reference
    case(
        "reference to a script",
        "a",
        {"script": [["x"], "y"]},
        ".t: {script: [x]}\na: {script: [!reference [.t, script], y]}",
    ),
    case(
        "reference to a key",
        "a",
        {"variables": {"U": "u"}},
        ".t: {variables: {U: u}}\na: {variables: {U: !reference [.t, variables, U]}}",
    ),
    case(
        "reference for a whole key",
        "a",
        {"rules": [{"if": "$A"}]},
        ".t: {rules: [{if: $A}]}\na: {rules: !reference [.t, rules]}",
    ),
    case(
        "reference to id tokens",
        "a",
        {"id_tokens": {"PYPI_ID_TOKEN": {"aud": "pypi"}}},
        ".t: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\na: {id_tokens: !reference [.t, id_tokens]}",
    ),
    case(
        "references lead on",
        "a",
        {"script": [[["x"], "y"], "z"]},
        ".t: {script: [x]}\n.u: {script: [!reference [.t, script], y]}\na: {script: [!reference [.u, script], z]}",
    ),
    case(
        "reference to what is extended",
        "a",
        {"script": ["x"]},
        ".t: {script: [x]}\n.u: {extends: .t}\na: {script: !reference [.u, script]}",
    ),
    case(
        "a reference across files",
        "a",
        {"script": [["x"]]},
        "include: t.yml\na: {script: [!reference [.t, script]]}",
        t=".t: {script: [x]}",
    ),
    case("a reference to nothing", "a", {"script": [GAP, "y"]}, "a: {script: [!reference [.t, script], y]}"),
    # --- default, inherit, and keywords at the top level
    case("default", "a", {"script": "x", "image": "i"}, "default: {image: i}\na: {script: x}"),
    case("a job's own key wins over default", "a", {"image": "j"}, "default: {image: i}\na: {image: j}"),
    case(
        "default is copied, not merged",
        "a",
        {"id_tokens": {"V": {"aud": "v"}}},
        "default: {id_tokens: {P: {aud: pypi}}}\na: {id_tokens: {V: {aud: v}}}",
    ),
    case(
        "default id tokens",
        "a",
        {"script": "x", "id_tokens": {"P": {"aud": "pypi"}}},
        "default: {id_tokens: {P: {aud: pypi}}}\na: {script: x}",
    ),
    case(
        "keywords at the top level",
        "a",
        {"script": "x", "image": "i", "before_script": ["b"]},
        "image: i\nbefore_script: [b]\na: {script: x}",
    ),
    case(
        "inherit nothing",
        "a",
        {"script": "x", "inherit": {"default": "false"}},
        "default: {image: i}\na: {script: x, inherit: {default: false}}",
    ),
    case(
        "inherit a list",
        "a",
        {"inherit": {"default": ["image"]}, "image": "i"},
        "default: {image: i, tags: [t]}\na: {inherit: {default: [image]}}",
    ),
    case("what default cannot hold", "a", {"script": "x"}, "default: {environment: pypi}\na: {script: x}"),
    case(
        "extends wins over default",
        "a",
        {"image": "i", "extends": ".t"},
        "default: {image: d}\n.t: {image: i}\na: {extends: .t}",
    ),
    case(
        "null takes what default says",
        "a",
        {"image": "d", "extends": ".t"},
        "default: {image: d}\n.t: {image: i}\na: {extends: .t, image: null}",
    ),
    case(
        "reference in default",
        "a",
        {"script": "x", "before_script": [["b"]]},
        ".t: {script: [b]}\ndefault: {before_script: [!reference [.t, script]]}\na: {script: x}",
    ),
    # --- include
    case("include of a file", "b", {"script": "y"}, "include: b.yml\na: {script: x}", b="b: {script: y}"),
    case("include from the root", "b", {"script": "y"}, "include: /ci/b.yml", ci__b="b: {script: y}"),
    case(
        "include of a list",
        "c",
        {"script": "z"},
        "include: [b.yml, {local: c.yml}]",
        b="b: {script: y}",
        c="c: {script: z}",
    ),
    case(
        "the including file wins",
        "b",
        {"script": "z", "image": "i"},
        "include: b.yml\nb: {script: z}",
        b="b: {script: y, image: i}",
    ),
    case("later includes win", "b", {"script": "z"}, "include: [b.yml, c.yml]", b="b: {script: y}", c="b: {script: z}"),
    case(
        "includes are merged deeply",
        "b",
        {"variables": {"A": "1", "B": "2"}},
        "include: b.yml\nb: {variables: {B: 2}}",
        b="b: {variables: {A: 1}}",
    ),
    case(
        "lists of includes are replaced",
        "b",
        {"script": ["z"]},
        "include: b.yml\nb: {script: [z]}",
        b="b: {script: [y]}",
    ),
    case("includes of includes", "c", {"script": "z"}, "include: b.yml", b="include: c.yml", c="c: {script: z}"),
    case(
        "extends across files",
        "a",
        {"script": "x", "extends": ".t"},
        "include: t.yml\na: {extends: .t}",
        t=".t: {script: x}",
    ),
    case(
        "an included file extends the including one",
        "b",
        {"image": "i", "extends": ".t"},
        "include: b.yml\n.t: {image: i}",
        b="b: {extends: .t}",
    ),
    case(
        "default of an included file",
        "a",
        {"script": "x", "image": "i"},
        "include: d.yml\na: {script: x}",
        d="default: {image: i}",
    ),
    case("wildcard", "b", {"script": "y"}, "include: ci/*.yml", ci__b="b: {script: y}"),
    case("wildcard for folders", "b", {"script": "y"}, "include: ci/**.yml", ci__deep__b="b: {script: y}"),
    case(
        "a rule that never holds",
        "b",
        {"image": "i"},
        "include: [{local: b.yml, rules: [{when: never}]}]\nb: {image: i}",
        b="b: {script: y}",
    ),
    case(
        "a rule that holds",
        "b",
        {"script": "y"},
        'include: [{local: b.yml, rules: [{if: \'"a" == "a"\'}]}]',
        b="b: {script: y}",
    ),
    # --- inputs
    case(
        "an input",
        "a",
        {"script": "make x", "stage": "test"},
        "include: {local: b.yml, inputs: {name: x}}",
        b=SPEC + "a: {script: 'make $[[ inputs.name ]]', stage: '$[[ inputs.stage ]]'}",
    ),
    case(
        "an input in a key",
        "x-job",
        {"script": "y"},
        "include: {local: b.yml, inputs: {name: x}}",
        b=SPEC + "$[[ inputs.name ]]-job: {script: y}",
    ),
    case(
        "an array keeps its type",
        "a",
        {"needs": ["build"]},
        "include: {local: b.yml, inputs: {name: x}}",
        b=SPEC + "a:\n  needs: $[[ inputs.needs ]]",
    ),
    case(
        "an array that is given",
        "a",
        {"needs": ["p", "q"]},
        "include: {local: b.yml, inputs: {name: x, needs: [p, q]}}",
        b=SPEC + "a:\n  needs: $[[ inputs.needs ]]",
    ),
    case(
        "an input that is not given stays",
        "a",
        {"script": "$[[ inputs.name ]]"},
        "include: b.yml",
        b=SPEC + "a: {script: '$[[ inputs.name ]]'}",
    ),
    case(
        "truncate",
        "a",
        {"script": "bc"},
        "include: {local: b.yml, inputs: {name: abcd}}",
        b=SPEC + "a: {script: '$[[ inputs.name | truncate(1,2) ]]'}",
    ),
    case(
        "expand_vars",
        "a",
        {"script": "$V"},
        "include: {local: b.yml, inputs: {name: $V}}",
        b=SPEC + "a: {script: '$[[ inputs.name | expand_vars ]]'}",
    ),
    case("inputs of the top-level file", "a", {"stage": "test"}, SPEC + "a: {stage: '$[[ inputs.stage ]]'}"),
    case(
        "inputs decide about an include",
        "a",
        {"image": "i"},
        SPEC + 'include: {local: b.yml, rules: [{if: \'"$[[ inputs.flag ]]" == "false"\'}]}\na: {image: i}',
        b="a: {script: y}",
    ),
    case(
        "inputs are handed on",
        "a",
        {"script": "x"},
        "include: {local: b.yml, inputs: {name: x}}",
        b=SPEC + "include: {local: c.yml, inputs: {name: '$[[ inputs.name ]]'}}",
        c=SPEC + "a: {script: '$[[ inputs.name ]]'}",
    ),
    case("a header without use", "a", {"script": "x"}, "spec: {inputs: {}}\n---\na: {script: x}"),
]


@pytest.mark.parametrize(("files", "job", "expected"), CASES)
def test_an_effective_job(tmp_path: Path, files: Mapping[str, str], job: str, expected: object) -> None:
    assert plain(composed(tmp_path, files).jobs[job].value) == expected


def test_hidden_entries_and_keywords_are_no_jobs(tmp_path: Path) -> None:
    keywords = "stages: [a]\nvariables: {A: 1}\nworkflow: {}\ndefault: {}\n"
    top = keywords + ".t: {script: x}\npages: {script: y}\njob: {script: z}\n"
    assert set(composed(tmp_path, {TOP: top}).jobs) == {"pages", "job"}


def test_what_a_job_extends_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = composed(tmp_path, {TOP: "include: {project: g/p, file: x.yml}\n.t: {extends: .far}\na: {extends: .t}"})
    assert found.gaps["a"] == ("`.far`, which it extends, is not in the files",)


def test_values_keep_their_place_in_the_file_they_are_written_in(tmp_path: Path) -> None:
    top = "include: {local: b.yml, inputs: {name: x}}\na: {extends: .t}\n"
    found = composed(tmp_path, {TOP: top, "b.yml": SPEC + ".t:\n  environment: $[[ inputs.name ]]\n"})
    value = get(found.jobs["a"].value, "environment")
    assert value is not None
    at = place(value)
    assert (at.source.path, position(at.source, at.start).line, at.text) == ("b.yml", 9, "$[[ inputs.name ]]")
