"""``tplint rules``: the table of all rules."""

from __future__ import annotations

from tplint.cli import arguments, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.cli.arguments import Parser
    from tplint.findings import Rule
    from tplint.reporters.json import Value


def run(words: Sequence[str]) -> int:
    """Print the table; returns 0."""
    chosen = arguments.parse(parser(), words).format
    from tplint import engine  # noqa: PLC0415 - loads all rules

    rules = engine.rules()
    if chosen == "json":
        terminal.write_document(as_json(rules))
    else:
        terminal.write(as_markdown(rules) if chosen == "markdown" else as_text(rules))
    return 0


def parser() -> Parser:
    """What the command takes."""
    made = arguments.parser("tplint rules", "Print the table of all rules.")
    made.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="default: text")
    return made


def as_text(rules: Sequence[Rule]) -> Iterator[str]:
    """Aligned columns: code, level, name, summary."""
    widest = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        yield f"{rule.code}  {rule.level:7}  {rule.name:{widest}}  {rule.summary}{_aside(rule)}"


def as_markdown(rules: Sequence[Rule]) -> Iterator[str]:
    """A table whose names lead to the pages."""
    yield "| Code | Name | Level | Says |"
    yield "| --- | --- | --- | --- |"
    for rule in rules:
        summary = rule.summary.replace("|", r"\|")
        yield f"| {rule.code} | [{rule.name}]({rule.help}) | {rule.level} | {summary}{_aside(rule)} |"


def as_json(rules: Sequence[Rule]) -> Iterator[str]:
    """A document with all that is known of a rule, and where its page is."""
    from tplint.reporters.json import dump  # noqa: PLC0415 - one format of several

    yield dump({"version": 1, "rules": [_entry(rule) for rule in rules]}, indent=2)


def _entry(rule: Rule) -> Value:
    security: Value = rule.security and {"severity": rule.security.severity, "cwe": list(rule.security.cwe)}
    return {**rule._asdict(), "platforms": list(rule.platforms), "security": security, "help": rule.help}


def _aside(rule: Rule) -> str:
    return "" if rule.default else " (only where selected)"
