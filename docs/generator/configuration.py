"""The reference of the configuration, from the tables that also check it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.forms import TITLES
from generator.markdown import code, table
from tplint import config, pypi
from tplint.publishers import declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.config import Key


def keys() -> str:
    """A section for each key."""
    return "\n\n".join("\n\n".join(_key(key)) for key in config.KEYS)


def _key(key: Key) -> Iterator[str]:
    yield f"### {key.name}"
    yield f"{key.description[:1].upper()}{key.description[1:]}."
    kind = f"one of {', '.join(map(code, key.choices))}" if key.choices else key.kind
    yield f"Type: {kind}. Default: {_default(key)}."
    header = "" if key.example.startswith("[[") else "[tool.tplint]\n"
    yield f"```toml\n{header}{key.example}\n```"


def _default(key: Key) -> str:
    """A default as TOML has it."""
    default = list(key.default) if isinstance(key.default, tuple) else key.default
    return "none" if default is None or default in ([], {}) else code(json.dumps(default))


def publisher_keys() -> Mapping[str, tuple[str, ...]]:
    """The keys of a publisher that its kind's form adds, by kind."""
    return declared.forms()


def publishers_table() -> str:
    """The keys that every publisher has."""
    rows = []
    for key in declared.KEYS:
        needed = "required" if key.name in declared.REQUIRED else f"default {_default(key)}"
        shown = f"{key.description}: {', '.join(map(code, key.choices))}" if key.choices else key.description
        if key.name == "kind":
            shown += f": {', '.join(map(code, publisher_keys()))}"
        rows.append((code(key.name), needed, shown))
    return table(("Key", "", "Meaning"), rows)


def publishers_by_kind() -> Iterator[str]:
    """For each kind the fields of its form on PyPI."""
    for kind, names in publisher_keys().items():
        fields = zip(names, pypi.form_fields(kind), strict=True)
        rows = ((code(name), field.label, "required" if field.missing else "optional") for name, field in fields)
        yield f'#### {TITLES[kind]}: `kind = "{kind}"`'
        yield table(("Key", "Field of PyPI's form", ""), rows)


def publisher_reference() -> str:
    """All keys of `[[tool.tplint.publishers]]`."""
    return "\n\n".join([publishers_table(), *publishers_by_kind()])
