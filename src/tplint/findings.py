"""What rules say: findings with a code, a place and a remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tplint.records import NamedTuple

if TYPE_CHECKING:
    from tplint.documents.source import Place, Pointer
    from tplint.model import Level, Undecided

HELP_URL = "https://github.com/tplint/tplint/blob/main/src/tplint/rules/{}.md"


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


class Finding(NamedTuple):
    """One fault: ``message`` a clause, ``label`` what is wrong right there, ``consequence`` what would happen."""

    code: str
    name: str
    level: Level
    message: str
    at: Place | Pointer
    label: str = ""
    related: tuple[Related, ...] = ()
    consequence: str = ""
    fix: Fix | None = None


class Rule(NamedTuple):
    """A rule's metadata: ``summary`` is one line for tables, ``platforms`` those it speaks of (empty: any).

    ``default`` is false for a rule that runs only where it is selected.
    """

    code: str
    name: str
    level: Level
    summary: str
    since: str = "0.1.0"
    platforms: tuple[str, ...] = ("github",)
    default: bool = True

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
        level: Level | None = None,
    ) -> Finding:
        """Make a finding of this rule; a fix given as text is a remedy for people to carry out."""
        remedy = Fix(fix) if isinstance(fix, str) else fix
        return Finding(self.code, self.name, level or self.level, message, at, label, related, consequence, remedy)


class Report(NamedTuple):
    """What one run found out about one repository.

    ``findings`` are sorted by path, place and code; ``suppressed`` were silenced by a comment or the configuration.
    ``files`` counts the files read, ``uploads`` the places that upload to any index, ``undecided`` says of which
    uploads something that matters is not known, and why.
    """

    root: str
    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    files: int
    uploads: int
    undecided: tuple[Undecided, ...]
