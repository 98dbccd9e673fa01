"""``--fix`` and ``--diff``: a repository → its fixed files, written or shown as a diff, and what is left to report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint import fixing
from tplint.cli import terminal
from tplint.cli.crash import ISSUES
from tplint.reporters.cells import visible
from tplint.writing import write

if TYPE_CHECKING:
    from tplint.fixing import Lint, Outcome


def fix(root: str, shown: str, lint: Lint, *, unsafe: bool, kept: str = "") -> Outcome:
    """Fix the files of a repository; says on standard error what was done. Raises ``UsageError`` where it cannot."""
    outcome = fixing.fix(root, lint, unsafe=unsafe, kept=kept)
    write(root, outcome.before, outcome.after)
    for finding in outcome.fixed:
        terminal.say(visible(f"fixed {_below(shown)}{fixing.shown(finding)}"))
    if any(finding.fix and finding.fix.safety == "unsafe" for finding in outcome.fixed):
        terminal.say(
            "before the next release, see that PyPI knows the publisher: `tplint show` prints its form's values"
        )
    complain(outcome, shown)
    return outcome


def diff(root: str, shown: str, lint: Lint, *, unsafe: bool, kept: str = "") -> tuple[list[str], Outcome]:
    """The lines of the diff that fixing a repository would make; nothing is written."""
    outcome = fixing.fix(root, lint, unsafe=unsafe, kept=kept)
    complain(outcome, shown)
    return [_visible(line) for line in fixing.diff(outcome, _below(shown))], outcome


def _visible(line: str) -> str:
    """A diff's line, which a patch program must be able to read: only what can steer a terminal is shown otherwise."""
    return "".join(sign if sign >= " " or sign in "\t\r" else "�" for sign in line)


def complain(outcome: Outcome, shown: str) -> None:
    """Say which fixes were taken back because their results were wrong."""
    for finding, why in outcome.refused:
        where = f"{_below(shown)}{fixing.shown(finding)}"
        terminal.complain(
            f"a fix was taken back, for it was wrong: {where}: {why}; this is a fault of tplint, please report it at"
            f" {ISSUES}"
        )


def _below(shown: str) -> str:
    return "" if shown == "." else f"{shown}/"
