"""The pages of the rules, and their index by family."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import links
from generator.markdown import table
from tplint.rules import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.findings import Rule

FAMILIES = {
    "TP0": "Files and configuration",
    "TP1": "Credentials: how an upload signs in",
    "TP2": "Identity: the publisher that PyPI looks for",
    "TP3": "Names of projects and files",
    "TP4": "Environments",
    "TP5": "The job that publishes",
    "TP6": "Guides and documentation",
}
PLATFORMS = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "google": "Google Cloud",
    "activestate": "ActiveState",
    "circleci": "CircleCI",
    "azure": "Azure Pipelines",
    "bitbucket": "Bitbucket",
    "buildkite": "Buildkite",
    "travis": "Travis CI",
    "appveyor": "AppVeyor",
    "jenkins": "Jenkins",
}
_FIXED = re.compile(r"^With `(--fix[ a-z-]*)`:$", re.MULTILINE)
_INDEX = """\
# Rules

A level is **error** where the publish will fail, **warning** where it works today but is unsafe or will break with a
likely change, **note** for hygiene. Codes are stable and never used again; names work wherever codes do: in the
configuration, on the command line, and in ignore comments. `tplint explain CODE` prints a page in the terminal.

*Fix* says what repairs a finding: **safe** is done by `--fix`, **unsafe** by `--fix --unsafe-fixes`, because something
outside the file has to fit it. Where there is none, the finding says what to do.
"""


def pages() -> dict[str, str]:
    """Every rule's page and the index, by their paths in the site."""
    found = {links.page_of(rule): _page(rule) for rule in links.rules().values()}
    return {"rules/index.md": "\n".join(_index()), **found}


def navigation() -> list[object]:
    """The index and the rules by family, for the site's navigation."""
    entries: list[object] = ["rules/index.md"]
    for family, title in FAMILIES.items():
        entries.append({f"{family}xx {title.partition(':')[0]}": [_entry(rule) for rule in _family(family)]})
    return entries


def _entry(rule: Rule) -> dict[str, str]:
    return {f"{rule.code} {rule.name}": links.page_of(rule)}


def _family(family: str) -> list[Rule]:
    return [rule for code, rule in links.rules().items() if code.startswith(family)]


def fixes(rule: Rule) -> str:
    """What fixes the rule's findings, as its page shows it: safe, unsafe, both, or nothing."""
    options = set(_FIXED.findall(page(rule)))
    kinds = (("safe", "--fix" in options), ("unsafe", "--fix --unsafe-fixes" in options))
    return " or ".join(kind for kind, is_there in kinds if is_there)


def _index() -> Iterator[str]:
    yield _INDEX
    for family, title in FAMILIES.items():
        yield f"## {family}xx {title}\n"
        rows = (
            [f"[{rule.code}]({rule.name}.md) {rule.name}", _summary(rule), rule.level, fixes(rule) or "by hand"]
            for rule in _family(family)
        )
        yield table(("Rule", "Says", "Level", "Fix"), rows) + "\n"


def _summary(rule: Rule) -> str:
    return rule.summary if rule.default else f"{rule.summary} (only where selected)"


def _page(rule: Rule) -> str:
    title, _, body = page(rule).partition("\n")
    summary = f"{_summary(rule)[:1].upper()}{_summary(rule)[1:]}."
    return f"{title}\n\n{summary}\n\n{_facts(rule)}\n{body}"


def _facts(rule: Rule) -> str:
    repair = {
        "": "by hand; the finding says what to do",
        "safe": "safe, by `--fix`",
        "unsafe": "unsafe, by `--fix --unsafe-fixes`",
        "safe or unsafe": "by `--fix` where it is safe, else by `--fix --unsafe-fixes`",
    }
    rows = (
        ("Level", rule.level),
        ("Platforms", ", ".join(PLATFORMS[name] for name in rule.platforms) or "any"),
        ("Fix", repair[fixes(rule)]),
        ("Runs", "by default" if rule.default else f'only where selected: `extend-select = ["{rule.code}"]`'),
        ("Since", rule.since),
    )
    return table(("Code", rule.code), rows) + "\n"
