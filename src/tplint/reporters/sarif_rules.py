"""Rules → how SARIF describes the tool and them. Part of the SARIF report."""

from __future__ import annotations

import re

from tplint import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.findings import Rule
    from tplint.reporters.json import Value

HOME = "https://github.com/tplint/tplint"
# What GitLab takes of the short and of the full description; GitHub takes 1,024 of both.
MAX_SHORT, MAX_FULL = 255, 1_024

_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}
_RELEASE = r"(\d+\.\d+\.\d+)(?:\.?(a|b|rc|dev)(\d+))?"


def driver() -> dict[str, Value]:
    """The tool."""
    return {
        "name": "tplint",
        "version": __version__,
        "semanticVersion": semantic(__version__),
        "informationUri": HOME,
    }


def semantic(version: str) -> str:
    """A version of PEP 440 as one of Semantic Versioning: ``0.1.0.dev0`` is ``0.1.0-dev.0``."""
    found = re.match(_RELEASE, version)
    if not found:
        return version
    release, stage, number = found.groups()
    return f"{release}-{stage}.{number}" if stage else release


def descriptor(rule: Rule, page: Callable[[Rule], str]) -> Value:
    """A rule: ``help.markdown`` is its page, the texts are the page's *What*."""
    text = page(rule)
    what = section(text, "What") or rule.summary
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": shortened(sentence(rule.summary), MAX_SHORT)},
        "fullDescription": {"text": shortened(sentence(what), MAX_FULL)},
        "help": {"text": f"{sentence(what)}\n\n{rule.help}", "markdown": text},
        "helpUri": rule.help,
        "defaultConfiguration": {"level": rule.level},
        "properties": _properties(rule),
    }


def _properties(rule: Rule) -> Value:
    """What GitHub sorts and filters by; the precision is high because rules speak only from what is known.

    With a security severity GitHub shows a security alert: 7 and above is high, 4 and above medium.
    """
    properties: dict[str, Value] = {"precision": "very-high", "problem.severity": _SEVERITY[rule.level]}
    tags: list[Value] = ["pypi", "trusted-publishing"]
    if rule.security:
        properties["security-severity"] = f"{rule.security.severity:.1f}"
        tags += ["security", *(f"external/cwe/cwe-{number}" for number in rule.security.cwe)]
    return {**properties, "tags": tags}


def sentence(clause: str) -> str:
    """A message as SARIF wants it: with a capital where it begins with a word, and a full stop."""
    clause = clause.strip()
    if not clause:
        return ""
    return clause[0].upper() + clause[1:] + ("" if clause.endswith((".", "!", "?")) else ".")


def shortened(text: str, limit: int) -> str:
    """The text within a limit of code points."""
    return text if len(text) <= limit else f"{text[: limit - 2]}…."


def section(text: str, title: str) -> str:
    """The content of a page's section by its heading; empty if there is none."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.strip() == f"## {title}"]
    if not starts:
        return ""
    rest = lines[starts[0] + 1 :]
    end = next((number for number, line in enumerate(rest) if line.startswith("## ")), len(rest))
    return "\n".join(rest[:end]).strip()
