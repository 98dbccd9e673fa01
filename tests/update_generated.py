"""Rewrite what is made from the program: the schema of the configuration, the man page, the hooks' pattern, a table.

Run it as `python tests/update_generated.py`, after a change of a rule, a key of the configuration, an option, or the
table of kinds of files.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tplint import engine
from tplint.cli.commands import parsers
from tplint.cli.manual import page
from tplint.cli.rules import as_markdown
from tplint.discover import hook_pattern
from tplint.schema import for_validate_pyproject

CHECKOUT = Path(__file__).resolve().parents[1]
SCHEMA = CHECKOUT / "schemas" / "tplint.schema.json"
MAN_PAGE = CHECKOUT / "man" / "tplint.1"
HOOKS = CHECKOUT / ".pre-commit-hooks.yaml"
README = CHECKOUT / "README.md"


def schema_text() -> str:
    """The schema as its file has it."""
    return json.dumps(for_validate_pyproject("tplint"), indent=2) + "\n"


def man_page_text() -> str:
    """The man page as its file has it."""
    return page(parsers())


def hooks_text() -> str:
    """The hooks' file with the pattern of the files that start them."""
    return re.sub(r"(?<=&files ).*", lambda _: f"'{hook_pattern()}'", HOOKS.read_text("utf-8"))


def readme_text() -> str:
    """The README with the table of all rules."""
    before, start, rest = README.read_text("utf-8").partition("<!-- rules -->\n")
    _, end, after = rest.partition("<!-- end of rules -->")
    table = "\n".join(as_markdown(engine.rules()))
    return f"{before}{start}{table}\n{end}{after}"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), "utf-8")
    MAN_PAGE.write_text(man_page_text(), "utf-8")
    HOOKS.write_text(hooks_text(), "utf-8")
    README.write_text(readme_text(), "utf-8")
