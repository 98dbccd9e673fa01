"""``tplint explain``: a rule's code or name → its page."""

from __future__ import annotations

from tplint.cli import arguments, terminal
from tplint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.cli.arguments import Parser
    from tplint.findings import Rule
    from tplint.reporters.paint import Paint


def run(words: Sequence[str]) -> int:
    """Print the page; returns 0, raises ``UsageError`` for a rule that there is not."""
    from tplint.reporters.paint import painter  # noqa: PLC0415 - not before the arguments are right
    from tplint.rules import page  # noqa: PLC0415 - the same

    text = page(_rule(arguments.parse(parser(), words).rule))
    terminal.write(coloured(text, painter(colour=terminal.colours_output("auto"))))
    return 0


def parser() -> Parser:
    """What the command takes."""
    made = arguments.parser("tplint explain", "Print a rule's page: what it says, why, and what to do.")
    made.add_argument("rule", metavar="CODE|NAME", help="as TP101 or missing-id-token")
    return made


def _rule(word: str) -> Rule:
    from tplint import engine  # noqa: PLC0415 - loads all rules

    rules = engine.rules()
    for rule in rules:
        if word.lower() in {rule.code.lower(), rule.name}:
            return rule
    from tplint.config import did_you_mean, quoted  # noqa: PLC0415 - only after a mistake

    known = [name for rule in rules for name in (rule.code, rule.name)]
    raise UsageError(f"there is no rule {quoted(word)}{did_you_mean(word, known)}")


def coloured(text: str, paint: Paint) -> Iterator[str]:
    """A page's lines, its headings and the fences of its code blocks painted."""
    in_code = False
    for line in text.splitlines():
        is_fence = line.startswith("```")
        if is_fence:
            yield paint("quiet", line)
        elif line.startswith("#") and not in_code:
            yield paint("heading", line)
        else:
            yield line
        in_code ^= is_fence
