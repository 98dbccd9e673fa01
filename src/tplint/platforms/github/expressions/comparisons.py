"""How GitHub compares two values, as far as what is known of them decides it."""

from __future__ import annotations

from tplint.platforms.github.expressions.values import SPACE, Prefix, fold, is_plain, to_number


def compared(op: str, left: object, right: object) -> bool | None:
    """The result of a comparison operator; None where a Prefix or an object leaves it open."""
    if op in {"==", "!="}:
        same = equal(left, right)
        return same if same is None or op == "==" else not same
    if isinstance(left, Prefix) or isinstance(right, Prefix):
        return None
    if not (is_plain(left) and is_plain(right)):
        # Lists and objects are neither less nor greater than anything; whether two are the same one is not followed.
        return equal(left, right) if op in {"<=", ">="} else False
    if isinstance(left, str) and isinstance(right, str):
        return _ordered(op, _ordinal(left), _ordinal(right))
    return _ordered(op, to_number(left), to_number(right))


def _ordinal(text: str) -> bytes:
    """A string's place in .NET's order, which is that of UTF-16 code units."""
    return fold(text).encode("utf-16-be", "surrogatepass")


def _ordered(op: str, left: bytes | float, right: bytes | float) -> bool:
    match op, left, right:
        case ((">" | ">="), _, _):
            return _ordered(op.replace(">", "<"), right, left)
        case _, bytes(), bytes():
            return left < right or (op == "<=" and left == right)
        case _, float(), float():
            return left < right or (op == "<=" and left == right)
    return False


def equal(left: object, right: object) -> bool | None:
    """GitHub's loose equality: strings without case, other plain values as numbers, objects by identity (open)."""
    if isinstance(left, Prefix) or isinstance(right, Prefix):
        return prefix_equal(left, right) if isinstance(left, Prefix) else prefix_equal(right, left)
    if is_plain(left) and is_plain(right):
        if isinstance(left, str) and isinstance(right, str):
            return fold(left) == fold(right)
        return to_number(left) == to_number(right)
    alike = isinstance(left, list) == isinstance(right, list) and not is_plain(left) and not is_plain(right)
    return None if alike else False


def prefix_equal(prefix: object, other: object) -> bool | None:
    """Whether a string that begins so can equal a value: False if not, else open."""
    assert isinstance(prefix, Prefix)
    beginning = fold(prefix.text)
    if isinstance(other, Prefix):
        compatible = beginning.startswith(fold(other.text)) or fold(other.text).startswith(beginning)
    elif isinstance(other, str):
        compatible = len(other) > len(beginning) and fold(other).startswith(beginning)
    else:  # the string is read as a number; no number begins with another letter than these
        compatible = is_plain(other) and beginning.lstrip(SPACE)[:1] in {"", *"+-.0123456789IN∞"}
    return None if compatible else False
