"""What rules say: findings with a code, a place and a remedy."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from tplint.documents.source import Place, Pointer
    from tplint.model import Level, Undecided

HELP_URL = "https://github.com/tplint/tplint/blob/main/src/tplint/rules/{}.md"


# What stands in every file with an ignore comment.
MARK = "tplint:"
# Findings of one rule in one file that a report has; the last one says how many there are beyond.
MOST_ALIKE = 500


class Related(NamedTuple):
    """Another place that explains a finding, and what it contributes."""

    at: Place | Pointer
    message: str


class Edit(NamedTuple):
    """Replace a place by a text."""

    at: Place
    text: str


class Fix(NamedTuple):
    """A repair. Without edits it is ``manual``: said, not applied."""

    title: str
    safety: Literal["safe", "unsafe", "manual"] = "manual"
    edits: tuple[Edit, ...] = ()


class Suppression(NamedTuple):
    """What silences a finding: an ignore comment, the configuration or the baseline; and the reason that is given."""

    by: Literal["comment", "configuration", "baseline"]
    reason: str = ""


class Finding(NamedTuple):
    """One fault: ``message`` a clause, ``label`` what is wrong right there, ``consequence`` what would happen.

    Where a file says the same again, ``once`` names it: the first place that nothing silences is reported.
    The engine adds the rest: ``logical`` is the place without line numbers, as the keys that lead to it, and
    ``suppression`` says what silences the finding.
    """

    code: str
    name: str
    level: Level
    message: str
    at: Place | Pointer
    label: str = ""
    related: tuple[Related, ...] = ()
    consequence: str = ""
    fix: Fix | None = None
    once: str = ""
    logical: str = ""
    suppression: Suppression | None = None

    @property
    def help(self) -> str:
        """Where the rule's page can be read."""
        return HELP_URL.format(self.name.replace("-", "_"))


class Security(NamedTuple):
    """How dangerous the fault is that a rule finds: on the scale of CVSS, 4 is medium and 7 high; and its CWEs.

    CWE 522, 798 and their like are left out: GitLab takes what has them for a leaked secret.
    """

    severity: float
    cwe: tuple[int, ...] = ()


class Rule(NamedTuple):
    """A rule's metadata: ``summary`` is one line for tables, ``platforms`` those it speaks of (empty: any).

    ``default`` is false for a rule that runs only where it is selected. ``security`` is there where an attacker gains
    from the fault; most rules are about releases that fail.
    """

    code: str
    name: str
    level: Level
    summary: str
    since: str = "0.1.0"
    platforms: tuple[str, ...] = ("github",)
    default: bool = True
    security: Security | None = None

    @property
    def help(self) -> str:
        """Where the rule's page can be read."""
        return HELP_URL.format(self.name.replace("-", "_"))

    def finding(
        self,
        at: Place | Pointer,
        message: str,
        *,
        label: str = "",
        related: tuple[Related, ...] = (),
        consequence: str = "",
        fix: Fix | str | None = None,
        once: str = "",
        level: Level | None = None,
    ) -> Finding:
        """Make a finding of this rule; a fix given as text is a remedy for people to carry out."""
        remedy = Fix(fix) if isinstance(fix, str) else fix
        return Finding(
            self.code, self.name, level or self.level, message, at, label, related, consequence, remedy, once
        )


class Fault(NamedTuple):
    """A rule that failed, which is a bug of tplint: its code, the file it failed on (or empty), what it raised.

    ``calls`` are the innermost calls, innermost first, as ``module:line in function``.
    """

    rule: str
    path: str
    error: str
    calls: tuple[str, ...]


class Unread(NamedTuple):
    """A repository that could not be linted, by its path as reports show it, and why."""

    path: str
    error: str


class Report(NamedTuple):
    """What one run found out about one repository.

    ``findings`` are sorted by path, place and code; ``suppressed`` were silenced by a comment, the configuration or the
    baseline. ``files`` counts the files read, ``uploads`` the places that upload to any index, ``undecided`` says of
    which uploads something that matters is not known, and why. ``faults`` are the rules that failed: what they found
    until then, and what the others found, is there.
    """

    root: str
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    files: int
    uploads: int
    undecided: tuple[Undecided, ...]
    faults: tuple[Fault, ...] = ()
