"""The JSON Schema of the configuration: takes and refuses what tplint takes and refuses, and is fit for its users."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # it has no types
import pytest
import tomli
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from folders import KNOWN
from tplint import engine, schema
from tplint.config import KEYS, load
from tplint.documents.source import Source
from tplint.errors import UsageError
from tplint.publishers import declared
from update_generated import SCHEMA, schema_text

CHECKOUT = Path(__file__).resolve().parents[2]
MADE = schema.schema(engine.rules())
VALIDATOR = jsonschema.Draft7Validator(MADE)


def is_taken(table: dict[str, Any]) -> bool:
    """Whether tplint takes a configuration."""
    source = Source("tplint.toml", tomlkit.dumps(table))
    try:
        declared.declared(load(".", {"tplint.toml": source}.get, known=KNOWN))
    except UsageError:
        return False
    return True


def test_the_file_for_schemastore_is_the_one_that_the_table_makes() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text(), "run: python tests/update_generated.py"


def test_it_is_a_schema_of_draft_7() -> None:
    jsonschema.Draft7Validator.check_schema(MADE)
    assert MADE["$schema"] == schema.DRAFT


def parts(value: object) -> list[dict[str, Any]]:
    """All mappings inside of a schema that describe a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [part for each in inner for part in parts(each)]
    return [*found, value] if isinstance(value, dict) and "title" in value and "examples" in value else found


def test_every_key_has_words_and_an_example_that_it_takes() -> None:
    described = parts(MADE)
    fields = sum(len(declared.KEYS) + len(names) for names in declared.forms().values())
    assert len(described) == len(KEYS) + fields
    for part in described:
        own = {key: value for key, value in part.items() if key != "default"}
        for example in (*part["examples"], *([part["default"]] if "default" in part else [])):
            jsonschema.Draft7Validator({**own, "definitions": MADE["definitions"]}).validate(example)
        assert part["description"]
        assert "$ref" not in part, "validators of draft 7 overlook what stands beside a reference"


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("", True),
        ('select = ["TP", "TP1", "TP101", "missing-id-token"]', True),
        ('ignore = ["TP9"]', False),
        ('ignore = ["missing-id-tokn"]', False),
        ("selct = []", False),
        ('select = "TP"', False),
        ('fail-on = "never"', True),
        ('fail-on = "info"', False),
        ('per-file-ignores = { "a/*.yml" = ["TP401"] }', True),
        ('per-file-ignores = { "a/*.yml" = "TP401" }', False),
        ("gitlab-ci-file = 1", False),
        ("max-file-size = 20", True),
        ("max-file-size = 0", False),
        ("max-file-size = true", False),
        ('[[publishers]]\nkind = "google"\nproject-name = "x"\nemail = "a@b.org"\npending = true', True),
        ('[[publishers]]\nkind = "google"\nproject-name = "x"\nowner = "a"', False),
        ('[[publishers]]\nkind = "github"\nproject-name = "x"\nindex = "PyPI"', False),
        ('[[publishers]]\nkind = "github"', False),
        ('[[publishers]]\nkind = "ci"\nproject-name = "x"', False),
        ('[[publishers]]\nkind = "github"\nproject-name = "x"\npending = "yes"', False),
        ("[publishers]", False),
    ],
)
def test_it_takes_what_tplint_takes(text: str, *, is_valid: bool) -> None:
    table = tomli.loads(text)
    assert is_taken(table) is is_valid
    assert VALIDATOR.is_valid(table) is is_valid


SELECTORS = st.sampled_from(["TP", "TP1", "TP101", "stored-token", "TP9", "tp101", "", 1])
LISTS = st.lists(SELECTORS, max_size=2) | SELECTORS
WORDS = st.sampled_from(["github", "gitlab", "google", "activestate", "pypi", "testpypi", "error", "", 1, True])
FIELDS = sorted({name for fields in declared.forms().values() for name in fields} | {"other"})
PUBLISHERS = st.fixed_dictionaries(
    {},
    optional={key.name: WORDS for key in declared.KEYS} | dict.fromkeys(FIELDS, WORDS),
) | st.fixed_dictionaries(
    {"kind": WORDS, "project-name": WORDS}, optional={"pending": WORDS, "index": WORDS, "environment": WORDS}
)
VALUES = {
    "list of rules": LISTS,
    "table of lists of rules": st.dictionaries(st.sampled_from(["a", "b/*"]), LISTS, max_size=2) | LISTS,
    "string": WORDS,
    # But for `1.0`, which JSON Schema calls whole: JSON has one kind of number, TOML has two.
    "whole number above 0": st.sampled_from([0, 1, 20, -1, 1.5, True, "1"]),
    "array of tables": st.lists(PUBLISHERS | WORDS, max_size=2) | PUBLISHERS | WORDS,
}
TABLES = st.fixed_dictionaries({}, optional={key.name: VALUES[key.kind] for key in KEYS} | {"other": WORDS})


@given(TABLES)
def test_it_agrees_with_tplint_about_any_table(table: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(table) is is_taken(table)


def test_the_plugin_is_registered() -> None:
    (plugin,) = {each.value for each in entry_points(group="validate_pyproject.tool_schema") if each.name == "tplint"}
    assert plugin == "tplint.schema:for_validate_pyproject"


@pytest.mark.parametrize(
    ("table", "status", "said"),
    [
        ('ignore = ["TP404"]\n[[tool.tplint.publishers]]\nkind = "google"\nproject-name = "x"\n', 0, "Valid file"),
        ('ignroe = ["TP404"]\n', 1, "`tool.tplint` must not contain {'ignroe'} properties"),
        ('fail-on = "info"\n', 1, "`tool.tplint.fail-on` must be one of ['error', 'warning', 'note', 'never']"),
    ],
)
def test_validate_pyproject_judges_the_configuration(table: str, status: int, said: str, tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(f'[project]\nname = "x"\nversion = "1"\n[tool.tplint]\n{table}', "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "validate_pyproject", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, said in ran.stdout + ran.stderr) == (status, True), ran.stdout + ran.stderr


def test_a_usual_run_does_not_load_it() -> None:
    code = (
        "import sys; from tplint.cli import main; main(['fixtures/broken', '--quiet']);"
        "sys.exit('tplint.schema' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=True, capture_output=True)


def test_the_file_is_json_without_surprises() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == MADE
