"""GitHub Actions' expression language: text to tree and back, and values split into text and ``${{ }}`` holes.

The grammar, its limits and its conversions are those of the runner, which GitHub's service shares:
https://github.com/actions/runner/tree/main/src/Sdk/DTExpressions2/Expressions2
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# GitHub's limits (ExpressionConstants.cs). Brackets are counted by us: GitHub does not count groups as depth.
MAX_DEPTH = 50
MAX_LENGTH = 21_000
MAX_BRACKETS = 100

STATUS_FUNCTIONS = frozenset({"always", "cancelled", "failure", "success"})


class ExpressionError(Exception):
    """A text that GitHub refuses as an expression: ``message`` a clause, ``offset`` the code point where it shows."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


# --- the tree -------------------------------------------------------------------------------------------------------
# Each node's ``offset`` is where its text begins, for an operator the operator's own place.


class Literal(NamedTuple):
    """A constant; every number is a float."""

    value: bool | float | str | None
    offset: int = 0


class Context(NamedTuple):
    """The name of a context, as written: ``github``."""

    name: str
    offset: int = 0


class Property(NamedTuple):
    """``of.key`` and ``of[key]``; ``key`` is None for ``of.*``."""

    of: Expression
    key: Expression | None
    offset: int = 0


class Call(NamedTuple):
    """A function, its name as written."""

    name: str
    arguments: tuple[Expression, ...]
    offset: int = 0


class Not(NamedTuple):
    """``!operand``."""

    operand: Expression
    offset: int = 0


class Compare(NamedTuple):
    """``left op right``; ``op`` is one of ``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``."""

    op: str
    left: Expression
    right: Expression
    offset: int = 0


class And(NamedTuple):
    """``a && b && c``: two operands or more, none of them an ``And`` when it comes from ``parse``."""

    operands: tuple[Expression, ...]
    offset: int = 0


class Or(NamedTuple):
    """``a || b || c``: two operands or more, none of them an ``Or`` when it comes from ``parse``."""

    operands: tuple[Expression, ...]
    offset: int = 0


Expression: TypeAlias = Literal | Context | Property | Call | Not | Compare | And | Or


def children(expression: Expression) -> tuple[Expression, ...]:
    """The nodes directly below a node."""
    match expression:
        case Literal() | Context():
            return ()
        case Property(of, key):
            return (of,) if key is None else (of, key)
        case Call(_, below) | And(below) | Or(below):
            return below
        case Not(operand):
            return (operand,)
        case Compare(_, left, right):
            return (left, right)


def descendants(expression: Expression) -> Iterator[Expression]:
    """The node itself and all nodes below it."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def uses_status_function(expression: Expression) -> bool:
    """Whether a condition calls ``success``, ``always``, ``failure`` or ``cancelled``.

    Only without one does GitHub put ``success() &&`` before it.
    """
    return any(isinstance(node, Call) and node.name.lower() in STATUS_FUNCTIONS for node in descendants(expression))


# --- numbers --------------------------------------------------------------------------------------------------------

# What .NET counts as white space; Python's `\s` and `strip` take a few control characters more.
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
NAN = float("nan")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?Infinity")
_RADIX = re.compile(r"0x([0-9a-fA-F]+)|0o([0-7]+)")
_WORD_SIZE = 32


def to_number(text: str) -> float:
    """The number that GitHub reads from a string; NaN for none, 0 for a blank one."""
    text = text.strip(SPACE)
    if not text:
        return 0.0
    if _DECIMAL.fullmatch(text):
        return float(text)
    if radix := _RADIX.fullmatch(text):
        value = int(radix[1], 16) if radix[1] else int(radix[2], 8)
        if value < 1 << _WORD_SIZE:  # read as a signed word, as .NET does
            return float(value - (value >> (_WORD_SIZE - 1) << _WORD_SIZE))
    return NAN


def _number_text(value: float) -> str:
    """A number in a form that ``parse`` reads back as the same number."""
    text = repr(float(value))
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text.removesuffix(".0"))


# --- text → tree ----------------------------------------------------------------------------------------------------


class _Token(NamedTuple):
    kind: str
    text: str
    offset: int


_BOUNDARY = r"()\[\],!<>=&|" + SPACE
_TOKEN = re.compile(
    rf"(?P<space>[{SPACE}]+)"
    r"|(?P<string>'[^']*(?:''[^']*)*'(?!'))"
    r"|(?P<mark>&&|\|\||[=!<>]=|[!<>()\[\],*])"
    rf"|(?P<number>[-+0-9][^{_BOUNDARY}]*)"
    r"|(?P<dot>\.)"
    rf"|(?P<word>[^.'{_BOUNDARY}][^.{_BOUNDARY}]*)"
)
_FRACTION = re.compile(rf"\.[^{_BOUNDARY}]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# Behind these a point separates a property from its object; anywhere else it begins a number.
_ENDS_OPERAND = frozenset({"string", "number", "word", ")", "]", "*"})
_CONSTANTS: dict[str, bool | float | None] = {
    "true": True,
    "false": False,
    "null": None,
    "NaN": NAN,
    "Infinity": float("inf"),
}
_LEVELS = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4}
_NOT_LEVEL, _OPERAND_LEVEL = 5, 6
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
        expression = _Parser(text).whole()
        _check_depth(expression)
    except ExpressionError as error:
        return ExpressionError(error.message, error.offset)
    return expression


def _check_depth(expression: Expression) -> None:
    """Refuse what GitHub refuses; this also keeps recursion over parsed trees shallow."""
    stack = [(expression, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH or (depth == MAX_DEPTH and isinstance(node, Property)):
            raise ExpressionError(f"the expression is nested more than {MAX_DEPTH} levels deep", node.offset)
        stack.extend((child, depth + 1) for child in children(node))


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens, without white space; the last is ``end``."""
    position, kind = 0, ""
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            what = "this string is not closed" if text[position] == "'" else f"unexpected `{text[position]}`"
            raise ExpressionError(what, position)
        group = match.lastgroup or ""
        if group == "dot" and kind not in _ENDS_OPERAND:
            group, match = "number", _FRACTION.match(text, position) or match
        if group != "space":
            kind = match[0] if group == "mark" else group
            yield _Token(kind, match[0], position)
        position = match.end()
    yield _Token("end", "", len(text))


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

    def within(self, read: Callable[[], Expression], close: str) -> Expression:
        """What stands between an opening bracket, already taken, and the closing one."""
        self.brackets += 1
        if self.brackets > MAX_BRACKETS:
            raise ExpressionError("the expression has too many nested brackets", self.next.offset)
        expression = read()
        self.take(close)
        self.brackets -= 1
        return expression

    def binary(self, minimum: int = 1) -> Expression:
        """Operands joined by operators of at least this level; all of them group to the left."""
        left = self.unary()
        while (level := _LEVELS.get(self.next.kind, 0)) >= minimum:
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
            case "word" if _NAME.fullmatch(token.text):
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
            call = call._replace(arguments=self.within_call())
        _check_arity(call)
        return call

    def within_call(self) -> tuple[Expression, ...]:
        """The arguments of a call, up to its closing bracket."""
        arguments: list[Expression] = []

        def read() -> Expression:
            arguments.append(self.binary())
            while self.next.kind == ",":
                self.take()
                arguments.append(self.binary())
            return arguments[0]

        self.within(read, ")")
        return tuple(arguments)

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
            elif _NAME.fullmatch(self.next.text):
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


# --- tree → text ----------------------------------------------------------------------------------------------------


def show(expression: Expression) -> str:
    """The text of an expression: names as written, one space around operators, no brackets without need."""
    return _text(expression, fold=False)


def canonical(expression: Expression) -> str:
    """The text that all spellings of an expression share.

    Names are lower-case, but those of secrets and variables upper-case as GitHub stores them and those of ``env`` as
    written, and a literal stands to the right of ``==`` and ``!=``.
    """
    return _text(expression, fold=True)


def _text(expression: Expression, *, fold: bool) -> str:
    match expression:
        case Literal(value):
            return _literal_text(value)
        case Context(name):
            return name.lower() if fold else name
        case Property():
            return _property_text(expression, fold=fold)
        case Call(name, arguments):
            inside = ", ".join(_text(argument, fold=fold) for argument in arguments)
            return f"{name.lower() if fold else name}({inside})"
        case Not(operand):
            return "!" + _operand_text(operand, _NOT_LEVEL, fold=fold)
        case And(operands):
            return " && ".join(_operand_text(operand, _LEVELS["&&"] + 1, fold=fold) for operand in operands)
        case Or(operands):
            return " || ".join(_operand_text(operand, _LEVELS["||"] + 1, fold=fold) for operand in operands)
        case Compare(op, left, right):
            if fold and op in {"==", "!="} and isinstance(left, Literal) and not isinstance(right, Literal):
                left, right = right, left
            level = _LEVELS[op]
            return f"{_operand_text(left, level, fold=fold)} {op} {_operand_text(right, level + 1, fold=fold)}"


def _operand_text(expression: Expression, minimum: int, *, fold: bool) -> str:
    """The text, in brackets where its operator binds less than this level."""
    match expression:
        case Or():
            level = _LEVELS["||"]
        case And():
            level = _LEVELS["&&"]
        case Compare(op):
            level = _LEVELS[op]
        case Not():
            level = _NOT_LEVEL
        case _:
            level = _OPERAND_LEVEL
    text = _text(expression, fold=fold)
    return f"({text})" if level < minimum else text


def _property_text(expression: Property, *, fold: bool) -> str:
    of, key = expression.of, expression.key
    before = _operand_text(of, _OPERAND_LEVEL, fold=fold)
    if isinstance(of, Literal):
        before = f"({before})"
    match key:
        case None:
            return f"{before}.*"
        case Literal(str(name)) if _NAME.fullmatch(name):
            return f"{before}.{_folded_name(before, name) if fold else name}"
    return f"{before}[{_text(key, fold=fold)}]"


def _folded_name(before: str, name: str) -> str:
    """The spelling of a property that stands for all; on Linux and macOS the runner keeps ``env`` by exact names."""
    if before == "env":
        return name
    return name.upper() if before in {"secrets", "vars"} else name.lower()


def _literal_text(value: bool | float | str | None) -> str:  # noqa: FBT001 - a literal can be a boolean
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return "'" + value.replace("'", "''") + "'"
    return _number_text(value)


# --- values with holes ----------------------------------------------------------------------------------------------

_OPENING = "${{"
_STRING_OR_CLOSING = re.compile(r"'[^']*'?|\}\}")


class Hole(NamedTuple):
    """One ``${{ text }}`` of a value: ``start`` is where ``${{`` begins, ``end`` what follows ``}}``.

    A hole that is never closed reaches to the end of the value; GitHub refuses it.
    """

    text: str
    start: int
    end: int
    closed: bool = True

    @property
    def expression(self) -> Expression | ExpressionError:
        """The tree, or why GitHub refuses it; its offsets count from the beginning of ``text``."""
        return _parsed(self.text) if self.closed else ExpressionError("`${{` is not closed with `}}`", 0)


@lru_cache(maxsize=1024)
def template(text: str) -> tuple[str | Hole, ...]:
    """A value as literal text and holes, in order; none for an empty one."""
    parts: list[str | Hole] = []
    position = 0
    while (start := text.find(_OPENING, position)) >= 0:
        if start > position:
            parts.append(text[position:start])
        hole = _hole(text, start)
        parts.append(hole)
        position = hole.end
    if position < len(text):
        parts.append(text[position:])
    return tuple(parts)


def _hole(text: str, start: int) -> Hole:
    """The hole that opens here; ``}}`` inside a string does not close it."""
    inside = start + len(_OPENING)
    for match in _STRING_OR_CLOSING.finditer(text, inside):
        if match[0] == "}}":
            return Hole(text[inside : match.start()], start, match.end())
    return Hole(text[inside:], start, len(text), closed=False)


def value_expression(text: str) -> Expression:
    """The expression that a value stands for; raises ``ExpressionError``, its offset counted in ``text``.

    Plain text is a literal, a single hole is what stands in it, and anything else is what GitHub makes of it: a call
    of ``format``.
    """
    match template(text):
        case ():
            return Literal("")
        case (str(plain),):
            return Literal(plain)
        case (Hole() as hole,):
            return _hole_expression(hole)
        case parts:
            return _format_call(parts)


def _format_call(parts: tuple[str | Hole, ...]) -> Call:
    pattern = ""
    arguments: list[Expression] = []
    for part in parts:
        if isinstance(part, str):
            pattern += part.replace("{", "{{").replace("}", "}}")
        else:
            pattern += "{" + str(len(arguments)) + "}"
            arguments.append(_hole_expression(part))
    return Call("format", (Literal(pattern), *arguments))


def _hole_expression(hole: Hole) -> Expression:
    expression = hole.expression
    if isinstance(expression, ExpressionError):
        raise ExpressionError(expression.message, hole.start + len(_OPENING) + expression.offset)
    return expression


def condition_expression(text: str) -> Expression:
    """The expression that an ``if:`` stands for, with or without ``${{ }}``; raises ``ExpressionError``.

    Nothing stands for ``success()``. A hole beside other text makes the whole a string, as GitHub has it, even where
    that text is but a line end: https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/ObjectTemplating/TemplateReader.cs
    """
    if _OPENING in text:
        expression = value_expression(text)
        if not (isinstance(expression, Literal) and isinstance(expression.value, str)):
            return expression
        text = expression.value  # GitHub replaces a hole with a string literal by the string before it reads the `if`
    return parse(text) if text.strip(SPACE) else Call("success", ())
