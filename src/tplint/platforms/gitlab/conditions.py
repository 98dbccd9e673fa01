"""`if:` of `rules:` → whether it holds in a pipeline of one kind, as far as that is known.

https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions
"""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Literal, TypeAlias

# ``free``: the name of the branch or tag, or whoever starts the pipeline, chooses; ``open``: it is not known.
Truth: TypeAlias = "Literal['yes', 'no', 'free', 'open']"

MAX_LENGTH = 10_000
MAX_DEPTH = 50
_NEXT = r"""(?xs)
      \s*(?:(?P<variable>\$(?:\w+|\{\w+\}))
      | (?P<string>"[^"]*"|'[^']*')
      | (?P<pattern>/(?:[^/\\]|\\.)+/[imsuxU]*)
      | (?P<null>null\b)
      | (?P<operator>==|!=|=~|!~|&&|\|\||\(|\)))"""
# Patterns that Python and RE2 read alike, and that cannot take long.
_SIMPLE = r"[\w\s.^$|()/-]+|(?:[\w\s^$/-]|\\[./-])*(?:\.\*)?(?:[\w\s$/-]|\\[./-])*"


class Free(NamedTuple):
    """A text that is not empty and that people choose; with ``maybe`` it may also be absent."""

    maybe: bool = False


class Open:
    """A value of which nothing is known."""


class Another(NamedTuple):
    """A text that is none of some."""

    known: frozenset[str]


# A text, null, or what is not known of it.
Operand: TypeAlias = "str | Free | Open | Another | None"


class _Pattern(NamedTuple):
    text: str


def holds(expression: str, value: Callable[[str], Operand]) -> Truth:
    """Whether an expression holds; ``value`` gives a variable's value. What cannot be read is ``open``."""
    return _truth(expression, tuple(map(value, variables(expression)))) if _is_read(expression) else "open"


def variables(expression: str) -> tuple[str, ...]:
    """The variables that `holds` asks for."""
    return _read(expression).names if _is_read(expression) else ()


def _is_read(expression: str) -> bool:
    return len(expression) <= MAX_LENGTH and "$[[" not in expression


class _Read(NamedTuple):
    """An expression: kind and text of each token, and the variables among them."""

    tokens: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


@lru_cache(32)
def _read(expression: str) -> _Read:
    tokens = tuple(_tokens(expression))
    return _Read(tokens, tuple(dict.fromkeys(text for kind, text in tokens if kind == "variable")))


@lru_cache(256)
def _truth(expression: str, values: tuple[Operand, ...]) -> Truth:
    """Whether an expression holds with these values of its variables: they are few among the ways a pipeline starts."""
    tokens, names = _read(expression)
    try:
        reader = _Reader(tokens, dict(zip(names, values, strict=True)))
        result = reader.either(0)
        return result if reader.position == len(tokens) else "open"
    except _SyntaxError:
        return "open"


class _SyntaxError(Exception):
    pass


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token; the last is of no kind where it cannot be read."""
    position, end, pattern = 0, len(expression.rstrip()), re.compile(_NEXT)
    while position < end:
        match = pattern.match(expression, position, end)
        if match is None or match.lastgroup is None:
            yield "", ""
            return
        kind, text = match.lastgroup, match[match.lastgroup]
        yield kind, text.strip("${}") if kind == "variable" else text
        position = match.end()


class _Reader:
    """Recursive descent: `||` binds weaker than `&&`, which binds weaker than comparisons."""

    def __init__(self, tokens: tuple[tuple[str, str], ...], value: Mapping[str, Operand]) -> None:
        self.tokens = tokens
        self.value = value
        self.position = 0

    def next_is(self, *texts: str) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position] in {("operator", t) for t in texts}

    def take(self) -> tuple[str, str]:
        if self.position >= len(self.tokens):
            raise _SyntaxError
        self.position += 1
        return self.tokens[self.position - 1]

    def either(self, depth: int) -> Truth:
        result = self.both(depth)
        while self.next_is("||"):
            self.take()
            result = either(result, self.both(depth))
        return result

    def both(self, depth: int) -> Truth:
        result = self.comparison(depth)
        while self.next_is("&&"):
            self.take()
            result = both(result, self.comparison(depth))
        return result

    def comparison(self, depth: int) -> Truth:
        if depth > MAX_DEPTH:
            raise _SyntaxError
        if self.next_is("("):
            self.take()
            result = self.either(depth + 1)
            if self.take() != ("operator", ")"):
                raise _SyntaxError
            return result
        left = self.operand()
        if not self.next_is("==", "!=", "=~", "!~"):
            return _is_set(left)
        operator = self.take()[1]
        right = self.operand()
        result = _equal(left, right) if operator in {"==", "!="} else _matches(left, right)
        return opposite(result) if operator.startswith("!") else result

    def operand(self) -> Operand | _Pattern:
        kind, text = self.take()
        match kind:
            case "variable":
                return self.value[text]
            case "string":
                return text[1:-1]
            case "pattern":
                return _Pattern(text)
            case "null":
                return None
            case _:
                raise _SyntaxError


def both(first: Truth, second: Truth) -> Truth:
    """Whether two conditions hold together; what people choose is taken to be possible together."""
    return next((truth for truth in ("no", "open", "free") if truth in {first, second}), "yes")


def either(first: Truth, second: Truth) -> Truth:
    """Whether one of two conditions holds."""
    return next((truth for truth in ("yes", "free", "open") if truth in {first, second}), "no")


def opposite(truth: Truth) -> Truth:
    """Whether a condition does not hold; what people choose they may choose otherwise."""
    known: dict[Truth, Truth] = {"yes": "no", "no": "yes"}
    return known.get(truth, truth)


def _is_set(operand: Operand | _Pattern) -> Truth:
    match operand:
        case Open() | _Pattern():
            return "open"
        case Free():
            return "free" if operand.maybe else "yes"
        case Another():
            return "yes"
        case _:
            return "yes" if operand else "no"


def _equal(left: Operand | _Pattern, right: Operand | _Pattern) -> Truth:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Another):
            return "no" if other is None or (isinstance(other, str) and other in one.known) else "open"
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Free):
            return "free" if isinstance(other, Open | Free | _Pattern) or other or one.maybe else "no"
    if isinstance(left, Open | _Pattern) or isinstance(right, Open | _Pattern):
        return "open"
    return "yes" if left == right else "no"


def _matches(left: Operand | _Pattern, right: Operand | _Pattern) -> Truth:
    if left is None:
        return "no"
    if isinstance(left, Free):
        return "free"
    if not isinstance(left, str):
        return "open"
    pattern = right.text if isinstance(right, _Pattern) else right
    if not isinstance(pattern, str) or len(left) > MAX_LENGTH:
        return "open"
    return _found(pattern, left)


def _found(written: str, text: str) -> Truth:
    """Whether a pattern between slashes is in a text; only plain ones are tried."""
    match = re.fullmatch(r"/(.+)/(i?)", written, re.DOTALL)
    if match is None or not re.fullmatch(_SIMPLE, match[1]) or re.search(r"\)[*+?{]", match[1]):
        return "open"
    try:
        found = re.search(match[1], text[:200], re.IGNORECASE if match[2] else 0)
    except re.error:
        return "open"
    return "yes" if found else "no"
