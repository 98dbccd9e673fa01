"""TP002: an ignore comment that does nothing. Only the engine knows which comments were of use, so it asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.findings import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository

RULE = Rule(
    code="TP002",
    name="unused-ignore",
    level="note",
    summary="an ignore comment names no known rule, or silences nothing",
    platforms=("github", "gitlab"),
)


def check(_: Repository) -> Iterator[Finding]:
    """Nothing: whether a comment was of use is known only after all rules have spoken (see ``finding``)."""
    yield from ()


def finding(name: str, at: Place, *, is_rule: bool) -> Finding:
    """The finding for a rule named in a comment (or for the comment, where it names none)."""
    if not name:
        return RULE.finding(at, "this ignore comment names no rule", fix="name rules: `# tplint: ignore[TP101] reason`")
    if not is_rule:
        return RULE.finding(at, f"`{name}` is no rule of tplint", fix="see `tplint rules` for codes and names")
    return RULE.finding(at, f"nothing of `{name}` is reported here", fix="remove it from the comment")
