"""Rewrite the files that are made from the program: the configuration's JSON Schema, the man page, the hooks' pattern.

Run it as `python tests/update_generated.py`, after a change of a rule, a key of the configuration, an option, or the
table of kinds of files.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tplint.cli.commands import parsers
from tplint.cli.manual import page
from tplint.discover import hook_pattern
from tplint.schema import for_validate_pyproject

CHECKOUT = Path(__file__).resolve().parents[1]
SCHEMA = CHECKOUT / "schemas" / "tplint.schema.json"
MAN_PAGE = CHECKOUT / "man" / "tplint.1"
HOOKS = CHECKOUT / ".pre-commit-hooks.yaml"


def schema_text() -> str:
    """The schema as its file has it."""
    return json.dumps(for_validate_pyproject("tplint"), indent=2) + "\n"


def man_page_text() -> str:
    """The man page as its file has it."""
    return page(parsers())


def hooks_text() -> str:
    """The hooks' file with the pattern of the files that start them."""
    return re.sub(r"(?<=&files ).*", lambda _: f"'{hook_pattern()}'", HOOKS.read_text("utf-8"))


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), "utf-8")
    MAN_PAGE.write_text(man_page_text(), "utf-8")
    HOOKS.write_text(hooks_text(), "utf-8")
