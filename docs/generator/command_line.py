"""The reference of the command line, from the commands' parsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.markdown import code, table
from tplint.cli.commands import parsers

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

# What the page says once for all commands.
_EVERYWHERE = {"--help", "--version"}


def reference() -> str:
    """A section for each command: how it is called, what it takes, and its exit status."""
    return "\n\n".join("\n\n".join(_command(name, parser)) for name, parser in parsers().items())


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"## tplint {name}"
    yield (parser.description or "").strip()
    usage = re.sub(r"\s+", " ", parser.format_usage().partition(":")[2].replace(" [-h] [-V]", "")).strip()
    yield f"```text\n{usage}\n```"
    actions = parser._actions  # noqa: SLF001 - argparse has no other way
    rows = [(_names(action), _meaning(action)) for action in actions if not _EVERYWHERE & {*action.option_strings}]
    if rows:
        yield table(("Argument", "Meaning"), rows)
    status = re.search(r"^exit status:\n((?: .*\n?)+)", parser.epilog or "", re.MULTILINE)
    if status:
        yield f"Exit status: {_statuses(status[1])}."


def _names(action: argparse.Action) -> str:
    """An argument's names, with what follows each."""
    value = action.metavar if isinstance(action.metavar, str) else ""
    if not action.option_strings:
        return code(value or action.dest)
    return ", ".join(
        code(f"{name} {value}".strip() if name.startswith("--") else name) for name in action.option_strings
    )


def _meaning(action: argparse.Action) -> str:
    text = _with_options((action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%"))
    if not action.choices or action.metavar:
        return text
    return f"{', '.join(map(code, map(str, action.choices)))}; {text}"


def _statuses(text: str) -> str:
    """`0 clean   1 findings` in one line of prose."""
    each = re.findall(r"(\d) (.+?)(?=\s{2,}\d |\s*$|\n)", text)
    return ", ".join(f"{number} {_with_options(meaning.strip())}" for number, meaning in each)


def _with_options(text: str) -> str:
    """A text with its options as code."""
    return re.sub(r"(?<!`)(--[a-z][a-z-]*)", r"`\1`", text)
