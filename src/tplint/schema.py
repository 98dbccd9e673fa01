"""The tables of keys → the JSON Schema of `[tool.tplint]`, for editors (SchemaStore) and for `validate-pyproject`.

It takes what ``tplint.config`` and ``tplint.publishers.declared`` take, and refuses what they refuse. ``schemas/`` has
it as a file, which ``python tests/update_generated.py`` writes.
"""

from __future__ import annotations

import tomli

from tplint import config
from tplint.publishers import declared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from tplint.config import Key
    from tplint.findings import Rule

Schema: TypeAlias = dict[str, object]

# SchemaStore asks for draft 7 (its editors know no later one), and so does validate-pyproject.
DRAFT = "http://json-schema.org/draft-07/schema#"
ID = "https://json.schemastore.org/tplint.json"
_SITE = "https://github.com/tplint/tplint#configuration"
_SELECTORS: Schema = {"type": "array", "items": {"$ref": "#/definitions/rule"}}
_KINDS: dict[str, Schema] = {
    "boolean": {"type": "boolean"},
    "string": {"type": "string"},
    "whole number above 0": {"type": "integer", "minimum": 1},
    "list of rules": _SELECTORS,
    "table of lists of rules": {"type": "object", "additionalProperties": _SELECTORS},
    "array of tables": {"type": "array", "items": {"$ref": "#/definitions/publisher"}},
}
# What PyPI calls the kinds, and an example of each field of their forms.
_FORMS = {
    "github": (
        "GitHub Actions",
        {
            "owner": "octo-org",
            "repository": "sampleproject",
            "workflow-filename": "publish.yml",
            "environment": "pypi",
        },
    ),
    "gitlab": (
        "GitLab CI/CD",
        {
            "namespace": "octo-group/subgroup",
            "project": "sampleproject",
            "workflow-filepath": ".gitlab-ci.yml",
            "environment": "pypi",
            "issuer-url": "https://gitlab.com",
        },
    ),
    "google": (
        "Google Cloud",
        {"email": "publisher@sampleproject.iam.gserviceaccount.com", "sub": "112233445566778899000"},
    ),
    "activestate": (
        "ActiveState",
        {"organization": "octo-org", "project": "sampleproject", "actor": "octocat"},
    ),
}


def for_validate_pyproject(_tool: str) -> Schema:
    """The schema of `[tool.tplint]`: tplint's configuration in pyproject.toml."""
    from tplint import engine  # noqa: PLC0415 - loads all rules

    return schema(engine.rules())


def schema(rules: Iterable[Rule]) -> Schema:
    """The JSON Schema of a configuration that may name these rules."""
    return {
        "$schema": DRAFT,
        "$id": ID,
        "title": "tplint",
        "description": f"Configuration of tplint, the linter for PyPI Trusted Publishing\n{_SITE}",
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: _property(key) for key in config.KEYS},
        "definitions": {
            "rule": {
                "title": "Rule",
                "description": "the code of a rule, the beginning of one, or a name",
                "type": "string",
                "enum": list(_selectors(rules)),
            },
            "publisher": _publisher(),
        },
    }


def _property(key: Key) -> Schema:
    """What a key may have, with its words for editors."""
    value = tomli.loads(key.example)
    example = value.get("tool", {}).get("tplint", value)[key.name]
    default = list(key.default) if isinstance(key.default, tuple) else key.default
    return {
        "title": key.name,
        "description": key.description,
        **_KINDS[key.kind],
        **({"enum": list(key.choices)} if key.choices else {}),
        **({} if default is None else {"default": default}),
        "examples": [example],
    }


def _selectors(rules: Iterable[Rule]) -> Iterable[str]:
    """All that selects rules, as ``config.is_selector`` has it: beginnings of codes, codes, and names."""
    rules = tuple(rules)
    codes = {rule.code[:length] for rule in rules for length in range(len("TP"), len(rule.code) + 1)}
    return (*sorted(codes, key=lambda code: (len(code), code)), *sorted(rule.name for rule in rules))


def _publisher() -> Schema:
    return {
        "title": "Publisher",
        "description": "a publisher that PyPI has been told to trust, by the fields of PyPI's form",
        "type": "object",
        "required": list(declared.REQUIRED),
        "oneOf": [_form(kind) for kind in declared.forms()],
    }


def _form(kind: str) -> Schema:
    """A publisher of this kind. What PyPI's form asks for and is not there is rule TP003's, as it is tplint's."""
    from tplint.pypi import form_fields  # noqa: PLC0415 - each name of tplint.pypi is loaded when it is asked for

    title, examples = _FORMS[kind]
    fields = {
        name: {
            "title": field.label,
            "description": f"`{field.label}` in PyPI's form{'' if field.missing else '; may be left out'}",
            "type": "string",
            **({"default": field.default} if field.default else {}),
            "examples": [examples[name]],
        }
        for name, field in zip(declared.forms()[kind], form_fields(kind), strict=True)
    }
    shared = {key.name: _property(key) for key in declared.KEYS}
    return {
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "properties": {**shared, "kind": {**shared["kind"], "const": kind, "examples": [kind]}, **fields},
    }
