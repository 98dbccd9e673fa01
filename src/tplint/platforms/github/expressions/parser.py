"""Text to tree: what GitHub accepts as an expression, and where it refuses one.

The grammar, its limits and its conversions are those of the runner, which GitHub's service shares:
https://github.com/actions/runner/tree/main/src/Sdk/DTExpressions2/Expressions2
"""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.platforms.github.expressions.tree import (
    LEVELS,
    And,
    Call,
    Compare,
    Context,
    Literal,
    Not,
    Or,
    Property,
    children,
    is_name,
)
from tplint.platforms.github.expressions.values import NAN, to_number
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from tplint.platforms.github.expressions.tree import Expression

    T = TypeVar("T")

# GitHub's limits (ExpressionConstants.cs). Brackets are counted by us: GitHub does not count groups as depth.
MAX_DEPTH = 50
MAX_LENGTH = 21_000
MAX_BRACKETS = 100


class ExpressionError(Exception):
    """A text that GitHub refuses as an expression: ``message`` a clause, ``offset`` the code point where it shows."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def parse(text: str) -> Expression:
    """The tree of an expression (without ``${{ }}``); raises ``ExpressionError`` and nothing else."""
    match _parsed(text):
        case ExpressionError() as error:
            raise ExpressionError(error.message, error.offset)
        case expression:
            return expression


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Expression | ExpressionError:
    """The tree, or the refusal."""
    if len(text) > MAX_LENGTH:
        return ExpressionError(f"the expression is longer than {MAX_LENGTH:,} characters", MAX_LENGTH)
    try:
        expression = _path(text) or _Parser(text).whole()
        _check_depth(expression)
    except ExpressionError as error:
        return ExpressionError(error.message, error.offset)
    return expression


def _path(text: str) -> Expression | None:
    """The tree of what most expressions are, names joined by points; None for all others."""
    found = re.compile(_PATH).fullmatch(text)
    if found is None:
        return None
    first, *names = found[1].split(".")
    if first in _CONSTANTS:
        return None
    offset = found.start(1)
    expression: Expression = Context(first, offset)
    offset += len(first)
    for name in names:
        expression = Property(expression, Literal(name, offset + 1), offset)
        offset += 1 + len(name)
    return expression


def _check_depth(expression: Expression) -> None:
    """Refuse what GitHub refuses; this also keeps recursion over parsed trees shallow."""
    stack = [(expression, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH or (depth == MAX_DEPTH and isinstance(node, Property)):
            raise ExpressionError(f"the expression is nested more than {MAX_DEPTH} levels deep", node.offset)
        stack.extend((child, depth + 1) for child in children(node))


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


_BOUNDARY = r"()\[\],!<>=&|\s"
_TOKEN = (
    r"(?P<space>[^\S\x1c-\x1f]+)"  # .NET does not count these control characters as white space, Python does
    r"|(?P<string>'[^']*(?:''[^']*)*'(?!'))"
    r"|(?P<mark>&&|\|\||[=!<>]=|[!<>()\[\],*])"
    rf"|(?P<number>[-+0-9][^{_BOUNDARY}]*)"
    r"|(?P<dot>\.)"
    rf"|(?P<word>[^.'{_BOUNDARY}][^.{_BOUNDARY}]*)"
)
_FRACTION = rf"\.[^{_BOUNDARY}]*"
_NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
_PATH = rf" *({_NAME}(?:\.{_NAME})*) *"
# Behind these a point separates a property from its object; anywhere else it begins a number.
_ENDS_OPERAND = frozenset({"string", "number", "word", ")", "]", "*"})


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens, without white space; the last is ``end``."""
    position, kind = 0, ""
    token, fraction = re.compile(_TOKEN), re.compile(_FRACTION)
    while position < len(text):
        match = token.match(text, position)
        if match is None:
            what = "this string is not closed" if text[position] == "'" else f"unexpected `{text[position]}`"
            raise ExpressionError(what, position)
        group = match.lastgroup or ""
        if group == "dot" and kind not in _ENDS_OPERAND:
            group, match = "number", fraction.match(text, position) or match
        if group != "space":
            kind = match[0] if group == "mark" else group
            yield _Token(kind, match[0], position)
        position = match.end()
    yield _Token("end", "", len(text))


_CONSTANTS: dict[str, bool | float | None] = {
    "true": True,
    "false": False,
    "null": None,
    "NaN": NAN,
    "Infinity": float("inf"),
}
_ARITY = {
    "case": (3, 255),
    "contains": (2, 2),
    "endswith": (2, 2),
    "format": (1, 255),
    "fromjson": (1, 1),
    "join": (1, 2),
    "startswith": (2, 2),
    "tojson": (1, 1),
}


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.index = 0
        self.brackets = 0

    @property
    def next(self) -> _Token:
        """The token that comes next."""
        return self.tokens[self.index]

    def take(self, kind: str = "") -> _Token:
        """The next token, which must be of this kind, if one is given."""
        token = self.next
        if kind and token.kind != kind:
            raise self.unexpected()
        self.index += 1
        return token

    def unexpected(self) -> ExpressionError:
        """The refusal of the next token."""
        token = self.next
        if token.kind != "end":
            return ExpressionError(f"unexpected `{token.text}`", token.offset)
        what = "the expression ends too early" if self.index else "an expression was expected"
        return ExpressionError(what, token.offset)

    def whole(self) -> Expression:
        """The expression, up to the end of the text."""
        expression = self.binary(1)
        self.take("end")
        return expression

    def within(self, read: Callable[[], T], close: str) -> T:
        """What stands between an opening bracket, already taken, and the closing one."""
        self.brackets += 1
        if self.brackets > MAX_BRACKETS:
            raise ExpressionError("the expression has too many nested brackets", self.next.offset)
        inside = read()
        self.take(close)
        self.brackets -= 1
        return inside

    def binary(self, minimum: int = 1) -> Expression:
        """Operands joined by operators of at least this level; all of them group to the left."""
        left = self.unary()
        while (level := LEVELS.get(self.next.kind, 0)) >= minimum:
            operator = self.take()
            left = _joined(operator, left, self.binary(level + 1))
        return left

    def unary(self) -> Expression:
        """An operand behind any number of ``!``."""
        offsets = []
        while self.next.kind == "!":
            offsets.append(self.take().offset)
        expression = self.operand()
        for offset in reversed(offsets):
            expression = Not(expression, offset)
        return expression

    def operand(self) -> Expression:
        """A literal, or a context, call or group with what is taken from it."""
        token = self.next
        match token.kind:
            case "string":
                return Literal(self.take().text[1:-1].replace("''", "'"), token.offset)
            case "number":
                if (number := to_number(token.text)) == number:  # not NaN
                    return Literal(number, self.take().offset)
                raise self.unexpected()
            case "(":
                self.take()
                return self.properties(self.within(self.binary, ")"))
            case "word" if is_name(token.text):
                return self.named()
        raise self.unexpected()

    def named(self) -> Expression:
        """A call, a constant or a context; constants are spelled exactly so."""
        token = self.take()
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text], token.offset)
        if self.next.kind == "(":
            return self.properties(self.call(token))
        return self.properties(Context(token.text, token.offset))

    def call(self, name: _Token) -> Expression:
        """The call of a function whose name has been taken."""
        self.take("(")
        call = Call(name.text, (), name.offset)
        if self.next.kind == ")":
            self.take()
        else:
            call = call._replace(arguments=self.within(self.arguments, ")"))
        _check_arity(call)
        return call

    def arguments(self) -> tuple[Expression, ...]:
        """The arguments of a call."""
        found = [self.binary()]
        while self.next.kind == ",":
            self.take()
            found.append(self.binary())
        return tuple(found)

    def properties(self, expression: Expression) -> Expression:
        """Follow ``.name``, ``.*``, ``[key]`` and ``[*]``."""
        while self.next.kind in {"dot", "["}:
            opening = self.take()
            key: Expression | None = None
            if self.next.kind == "*":
                self.take()
                if opening.kind == "[":
                    self.take("]")
            elif opening.kind == "[":
                key = self.within(self.binary, "]")
            elif is_name(self.next.text):
                name = self.take("word")
                key = Literal(name.text, name.offset)
            else:
                raise self.unexpected()
            expression = Property(expression, key, opening.offset)
        return expression


def _joined(operator: _Token, left: Expression, right: Expression) -> Expression:
    """Two operands and their operator as a node; chains of ``&&`` and of ``||`` become one node, as GitHub has them."""
    match operator.kind:
        case "&&":
            flat = [x.operands if isinstance(x, And) else (x,) for x in (left, right)]
            return And((*flat[0], *flat[1]), operator.offset)
        case "||":
            flat = [x.operands if isinstance(x, Or) else (x,) for x in (left, right)]
            return Or((*flat[0], *flat[1]), operator.offset)
    return Compare(operator.kind, left, right, operator.offset)


def _check_arity(call: Call) -> None:
    """Refuse a wrong number of arguments to a function that every expression has."""
    name = call.name.lower()
    least, most = _ARITY.get(name, (0, len(call.arguments)))
    if not least <= len(call.arguments) <= most or (name == "case" and len(call.arguments) % 2 == 0):
        raise ExpressionError(f"`{call.name}` does not take {len(call.arguments)} arguments", call.offset)
