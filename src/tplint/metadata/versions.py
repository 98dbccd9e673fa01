"""Versions and the ranges that requirements allow; release numbers only, compared without `packaging` for start-up."""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.model import Known, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from tplint.model import Action, Fact

Release: TypeAlias = tuple[int, ...]

_RELEASE = r"v?(\d{1,9}(?:\.\d{1,9}){0,5})(?!\d)"
_CLAUSE = r"(===|==|~=|!=|<=|>=|<|>|\^|@)?\s*(v?\d[\w.*+!-]{0,40})"
_COMMENT = r"[\"']?[ \t]+#[ \t]*(?:tag=)?(\S+)"
FULL = 3  # numbers in a version that names one release of all tools here


class Range(NamedTuple):
    """The releases from ``low`` up to, not including, ``high``; None for no bound. ``exact`` is a pinned one."""

    low: Release | None = None
    high: Release | None = None
    exact: str = ""

    def reaches(self, minimum: Release) -> bool | None:
        """Whether all its releases are at least ``minimum``; None where it allows newer and older ones."""
        if self.low is not None and _pad(self.low) >= _pad(minimum):
            return True
        if self.high is not None and _pad(self.high) <= _pad(minimum):
            return False
        return None


ANY = Range()


@lru_cache(maxsize=256)
def release(text: str) -> Release | None:
    """The numbers of a version: ``v1.2.3rc1`` → ``(1, 2, 3)``; None if it does not begin like one."""
    match = re.match(_RELEASE, text.strip())
    return tuple(int(part) for part in match[1].split(".")) if match else None


def at_least(version: str, minimum: Release) -> bool:
    """Whether a version is at least a release; false for what is no version."""
    numbers = release(version)
    return numbers is not None and _pad(numbers) >= _pad(minimum)


def commented(action: Action) -> str:
    """The word that a comment has behind the commit at which an action is pinned, `# v1.2.3`; empty without one.

    Tools that update pins keep such comments.
    """
    if not re.fullmatch(r"[0-9a-f]{40}", action.ref):
        return ""
    said = re.compile(_COMMENT).match(action.at.source.text, action.at.end, action.at.end + 80)
    return said[1] if said is not None else ""


def allowed(specifier: str) -> Range | None:
    """The releases that a specifier allows: ``==6.1.0``, ``@6``, ``>=5,<7``, ``1.2.*``; None if it cannot be read."""
    specifier = specifier.strip().strip("()")
    if specifier in {"", "*", "latest", "@latest"}:
        return ANY
    result = ANY
    for clause in specifier.split(","):
        narrower = _clause(clause.strip())
        if narrower is None:
            return None
        result = _both(result, narrower)
    return result


def _clause(clause: str) -> Range | None:
    match = re.fullmatch(_CLAUSE, clause)
    if match is None or (numbers := release(match[2])) is None:
        return None
    operator, version = match[1] or "==", match[2].removeprefix("v")
    if operator in {"==", "===", "@"}:
        return _pinned(operator, version, numbers)
    return {
        ">=": Range(numbers, None),
        ">": Range(_next(numbers), None),
        "<": Range(None, numbers),
        "<=": Range(None, _next(numbers)),
        "!=": ANY,
        "~=": Range(numbers, _above(numbers[:-1])),
        "^": Range(numbers, _above(numbers[:1])),
    }[operator]


def _pinned(operator: str, version: str, numbers: Release) -> Range:
    """An exact version; ``==1.2.*`` and a short ``@1`` (which runners complete, each in its way) are ranges."""
    if version.endswith("*") or (operator == "@" and len(numbers) < FULL):
        return Range(numbers, _above(numbers))
    return Range(numbers, _next(numbers), version)


def _next(numbers: Release) -> Release:
    """The first release above exactly this one."""
    return (*_pad(numbers), 1)


def _above(numbers: Release) -> Release | None:
    """The first release that does not begin with these numbers."""
    return (*numbers[:-1], numbers[-1] + 1) if numbers else None


def _both(first: Range, second: Range) -> Range:
    lows = [low for low in (first.low, second.low) if low is not None]
    highs = [high for high in (first.high, second.high) if high is not None]
    return Range(
        max(lows, key=_pad) if lows else None, min(highs, key=_pad) if highs else None, first.exact or second.exact
    )


def _pad(numbers: Release) -> Release:
    return numbers + (0,) * (6 - len(numbers))


def pinned(tool: str, specifier: Fact[str]) -> Fact[str]:
    """The version that a specifier pins, as a fact."""
    match specifier:
        case Known(text, at):
            bounds = allowed(text)
            if bounds is not None and bounds.exact:
                return Known(bounds.exact, *at)
            return Unknown(f"`{tool}{text}` allows several versions" if text else f"`{tool}` is not pinned", *at)
        case Unknown():
            return specifier


def capable(tool: str, specifier: Fact[str], minimum: Release) -> Fact[bool]:
    """Whether the version that runs is at least ``minimum``; what is not pinned counts as the newest."""
    match specifier:
        case Known("", at):
            return Known(True, *at)
        case Known(text, at):
            bounds = allowed(text)
            answer = bounds.reaches(minimum) if bounds is not None else None
            if bounds == ANY:
                answer = True
            if answer is not None:
                return Known(answer, *at)
            shown = ".".join(map(str, minimum))
            return Unknown(f"`{tool}{text}` allows versions before and after {shown}", *at)
        case Unknown():
            return specifier
