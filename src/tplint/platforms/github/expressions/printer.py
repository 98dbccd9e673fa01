"""Tree to text: the one spelling that all spellings of an expression share, by which conditions are compared."""

from __future__ import annotations

from tplint.platforms.github.expressions.tree import (
    LEVELS,
    NOT_LEVEL,
    OPERAND_LEVEL,
    And,
    Call,
    Compare,
    Context,
    Literal,
    Not,
    Or,
    Property,
    is_name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.platforms.github.expressions.tree import Expression


def canonical(expression: Expression) -> str:
    """The text that all spellings of an expression share, with one space around operators and no needless brackets.

    Names are lower-case, but those of secrets and variables upper-case as GitHub stores them and those of ``env`` as
    written, and a literal stands to the right of ``==`` and ``!=``.
    """
    match expression:
        case Literal(value):
            return _literal_text(value)
        case Context(name):
            return name.lower()
        case Property(of, key):
            return _property_text(of, key)
        case Call(name, arguments):
            return f"{name.lower()}({', '.join(map(canonical, arguments))})"
        case Not(operand):
            return "!" + _operand_text(operand, NOT_LEVEL)
        case And(operands):
            return " && ".join(_operand_text(operand, LEVELS["&&"] + 1) for operand in operands)
        case Or(operands):
            return " || ".join(_operand_text(operand, LEVELS["||"] + 1) for operand in operands)
        case Compare(op, left, right):
            if op in {"==", "!="} and isinstance(left, Literal) and not isinstance(right, Literal):
                left, right = right, left
            level = LEVELS[op]
            return f"{_operand_text(left, level)} {op} {_operand_text(right, level + 1)}"


def _operand_text(expression: Expression, minimum: int) -> str:
    """The text, in brackets where its operator binds less than this level."""
    match expression:
        case Or():
            level = LEVELS["||"]
        case And():
            level = LEVELS["&&"]
        case Compare(op):
            level = LEVELS[op]
        case Not():
            level = NOT_LEVEL
        case _:
            level = OPERAND_LEVEL
    text = canonical(expression)
    return f"({text})" if level < minimum else text


def _property_text(of: Expression, key: Expression | None) -> str:
    before = _operand_text(of, OPERAND_LEVEL)
    if isinstance(of, Literal):
        before = f"({before})"
    match key:
        case None:
            return f"{before}.*"
        case Literal(str(name)) if is_name(name):
            return f"{before}.{_folded_name(before, name)}"
    return f"{before}[{canonical(key)}]"


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


def _number_text(value: float) -> str:
    """A number in a form that ``parse`` reads back as the same number."""
    text = repr(float(value))
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(text, text.removesuffix(".0"))
