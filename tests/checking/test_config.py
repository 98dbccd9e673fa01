"""Configuration: which file counts, what it may say, and one clear line for every mistake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from tplint.config import KEYS, Config, load
from tplint.documents.source import Source
from tplint.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ("TP101", "missing-id-token", "TP304", "unknown-project-name", "TP401", "TP404")


def load_from(files: dict[str, str], *, isolated: bool = False) -> Config:
    sources = {path: Source(path, text) for path, text in files.items()}
    return load("/nowhere", sources.get, isolated=isolated, known=KNOWN)


def refusal(text: str, path: str = "pyproject.toml") -> str:
    with pytest.raises(UsageError) as refused:
        load_from({path: text})
    return str(refused.value)


@pytest.mark.parametrize(
    ("files", "ignore"),
    [
        ({}, ()),
        ({"pyproject.toml": '[project]\nname = "x"\n'}, ()),
        ({"pyproject.toml": '[tool.tplint]\nignore = ["TP101"]\n'}, ("TP101",)),
        ({"pyproject.toml": '["tool"]\n"tplint" = { ignore = ["TP101"] }\n'}, ("TP101",)),
        ({"tplint.toml": 'ignore = ["TP1"]\n', "pyproject.toml": '[tool.tplint]\nignore = ["TP4"]\n'}, ("TP1",)),
        ({".tplint.toml": 'ignore = ["TP4"]\n', "pyproject.toml": "[tool.tplint]\n"}, ("TP4",)),
        ({"tplint.toml": 'ignore = ["TP1"]\n', ".tplint.toml": 'ignore = ["TP4"]\n'}, ("TP1",)),
    ],
)
def test_first_file_that_is_there_counts(files: dict[str, str], ignore: tuple[str, ...]) -> None:
    assert load_from(files).ignore == ignore


def test_every_key_is_read() -> None:
    text = """
[tool.tplint]
select = ["TP1", "missing-id-token"]
extend-select = ["TP304"]
ignore = ["TP404"]
per-file-ignores = { "a/*.yml" = ["TP401"] }
fail-on = "error"
gitlab-ci-file = "ci/main.yml"
[[tool.tplint.publishers]]
kind = "github"
"""
    config = load_from({"pyproject.toml": text})
    assert config == Config(
        select=("TP1", "missing-id-token", "TP304"),
        ignore=("TP404",),
        per_file_ignores={"a/*.yml": ("TP401",)},
        fail_on="error",
        gitlab_ci_file="ci/main.yml",
        publishers=({"kind": "github"},),
        source=Source("pyproject.toml", text),
        keys=("tool", "tplint"),
    )


def test_isolated_reads_nothing() -> None:
    assert load_from({"tplint.toml": "nonsense"}, isolated=True) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\n[tool.tplint]\nselct = []\n",
            "pyproject.toml:3: unknown key `selct` in [tool.tplint]; did you mean `select`?",
        ),
        ("[tool.tplint]\nqqq = []\n", "pyproject.toml:2: unknown key `qqq` in [tool.tplint]"),
        (
            '[tool.tplint]\n"a\\nb" = []\n',
            "pyproject.toml:2: unknown key `a\N{REPLACEMENT CHARACTER}b` in [tool.tplint]",
        ),
        (
            '[tool.tplint]\nselect = "TP"\n',
            'pyproject.toml:2: `select` has to be a list of rules, as in `select = ["TP"]`',
        ),
        (
            '[tool.tplint]\nignore = [\n  "TP1",\n  "TP999",\n]\n',
            "pyproject.toml:4: there is no rule `TP999`",
        ),
        (
            '[tool.tplint]\nignore = ["missing-id-tokn"]\n',
            "pyproject.toml:2: there is no rule `missing-id-tokn`; did you mean `missing-id-token`?",
        ),
        (
            "[tool.tplint]\nignore = [1]\n",
            "pyproject.toml:2: a rule has to be a string: a code, the beginning of one, or a name",
        ),
        ('[tool.tplint]\nignore = [""]\n', "pyproject.toml:2: there is no rule ``"),
        (
            '[tool.tplint.per-file-ignores]\na = []\nb = "TP1"\n',
            (
                "pyproject.toml:3: the rules to ignore in `b` have to be a list,"
                ' as in `per-file-ignores = { ".github/workflows/nightly.yml" = ["TP401"] }`'
            ),
        ),
        ('[tool.tplint.per-file-ignores]\na = ["TP9"]\n', "pyproject.toml:2: there is no rule `TP9`"),
        (
            '[tool.tplint.per-file-ignores]\n"ci/{a,b}.yml" = ["TP1"]\n',
            "pyproject.toml:2: `ci/{a,b}.yml` fits no file: braces do not choose here, so write a glob for each",
        ),
        (
            "[tool.tplint]\nfail-on = 3\n",
            "pyproject.toml:2: `fail-on` has to be one of `error`, `warning`, `note` or `never`",
        ),
        (
            "[tool.tplint]\ngitlab-ci-file = []\n",
            'pyproject.toml:2: `gitlab-ci-file` has to be a string, as in `gitlab-ci-file = "ci/main.yml"`',
        ),
        (
            "[tool.tplint.publishers]\n",
            "pyproject.toml:1: `publishers` has to be an array of tables, as in `[[tool.tplint.publishers]]`",
        ),
        ("[tool]\ntplint = 1\n", "pyproject.toml:2: `tool.tplint` has to be a table"),
        ("broken = \n[tool.tplint]\n", "pyproject.toml:1: this is not valid TOML: Invalid value"),
        ("[tool.tplint]\nselect = [\n", "pyproject.toml:3: this is not valid TOML: Invalid value"),
    ],
)
def test_mistake_is_one_line_that_says_where(text: str, message: str) -> None:
    assert refusal(text) == message


def test_a_broken_pyproject_without_a_configuration_is_no_mistake_of_it() -> None:
    assert load_from({"pyproject.toml": "broken = \n"}) == Config()


@pytest.mark.parametrize("name", ["tplint.toml", ".tplint.toml"])
def test_a_configuration_that_cannot_be_read_is_not_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b'ignore = ["TP4\xe9"]\n')
    with pytest.raises(UsageError, match=f"^{name} cannot be read: it has to be in UTF-8"):
        load(str(tmp_path), {"pyproject.toml": Source("pyproject.toml", "[tool.tplint]\n")}.get)


def test_a_key_is_guessed_by_its_beginning() -> None:
    assert refusal("[tool.tplint]\nper = 1\n").endswith("did you mean `per-file-ignores`?")


def test_mistake_in_a_file_of_its_own_names_the_file() -> None:
    assert refusal("a = 1\n", "tplint.toml") == "tplint.toml:1: unknown key `a` in tplint.toml"
    hint = "unknown key `tool` in tplint.toml, whose keys stand at the top, without `[tool.tplint]`"
    assert refusal('[tool.tplint]\nignore = ["TP4"]\n', "tplint.toml") == f"tplint.toml:1: {hint}"


def test_without_known_rules_names_are_not_checked() -> None:
    source = Source("tplint.toml", 'ignore = ["anything"]')
    assert load(".", {"tplint.toml": source}.get).ignore == ("anything",)


def test_file_that_is_named_replaces_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci" / "strict.toml").write_text('select = ["TP1"]\n', "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.tplint]\nselect = ["TP4"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    other = Source("tplint.toml", 'select = ["TP304"]')
    read = {"tplint.toml": other}.get
    inside = load(str(tmp_path), read, "ci/strict.toml")
    outside = load(str(tmp_path / "elsewhere"), read, "pyproject.toml")
    assert inside.source is not None
    assert outside.source is not None
    assert (inside.select, inside.source.path, inside.keys) == (("TP1",), "ci/strict.toml", ())
    assert (outside.select, outside.source.path, outside.keys) == (("TP4",), "../pyproject.toml", ("tool", "tplint"))


def test_named_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"a = '\xe9'")
    (tmp_path / "large.toml").write_bytes(b"#" * 1_000_001)
    cases = {
        str(tmp_path / "large.toml"): "is larger than 1 MB",
        str(tmp_path / "absent.toml"): "there is no configuration file",
        str(tmp_path): "there is no configuration file",
        str(tmp_path / "latin.toml"): "is not UTF-8",
        "a\0b": "there is no configuration file",
    }
    for path, message in cases.items():
        with pytest.raises(UsageError, match=re.escape(message)):
            load(str(tmp_path), lambda _: None, path)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_example_of_every_key_is_valid(key: object) -> None:
    example = key.example  # type: ignore[attr-defined] # pytest's ids take any object
    text = example if example.startswith("[[") else f"[tool.tplint]\n{example}"
    assert tomli.loads(text)
    assert load_from({"pyproject.toml": text}).source is not None


VALUES = st.recursive(
    st.sampled_from(["1", "'TP1'", "''", "true", "{}", "1979-05-27", "nan"]),
    lambda value: st.one_of(st.builds("[{}]".format, value), st.builds("{{a = {}}}".format, value)),
    max_leaves=4,
)


@given(st.sampled_from([*(key.name for key in KEYS), "other"]), VALUES)
def test_value_of_any_type_is_taken_or_refused_in_one_line(key: str, value: str) -> None:
    try:
        load_from({"tplint.toml": f"{key} = {value}"})
    except UsageError as mistake:
        assert re.fullmatch(r"tplint\.toml:1: [^\n]+", str(mistake))  # noqa: PT017 - it is raised for some values only
