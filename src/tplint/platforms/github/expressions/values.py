"""Values of expressions, and how GitHub converts them to numbers, strings and truth, and compares them."""

from __future__ import annotations

import re

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    Ordered = TypeVar("Ordered", bytes, float)

# What .NET counts as white space; Python's `\s` and `strip` take a few control characters more.
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
NAN = float("nan")


class Prefix(NamedTuple):
    """A string of which the beginning is known: it starts with ``text``, is longer, and is none of ``never``.

    Nor does it start with ``unlike``, which is empty where that is not known.
    """

    text: str
    never: tuple[str, ...] = ()
    unlike: str = ""

    def is_unlike(self, text: str) -> bool:
        """Whether it certainly does not start with a text, in any case."""
        return self.unlike != "" and fold(text).startswith(fold(self.unlike))


_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?Infinity"
_RADIX = r"0x([0-9a-fA-F]+)|0o([0-7]+)"
_WORD_SIZE = 32


def is_plain(value: object) -> bool:
    """Whether a value is null, a boolean, a number or a string, all of it known."""
    return value is None or isinstance(value, (bool, int, float, str))


def is_truthy(value: object) -> bool:
    """Whether a value counts as true where a condition stands."""
    if isinstance(value, (int, float)):  # booleans too
        return value < 0 or value > 0  # neither 0 nor NaN
    return value is not None and value != ""


def to_number(value: object) -> float:
    """The number that a value becomes; NaN for none."""
    match value:
        case None:
            return 0.0
        case bool() | float() | int():
            try:
                return float(value)
            except OverflowError:
                return float("inf") if value > 0 else float("-inf")
        case str():
            return _number_in(value)
    return NAN


def _number_in(text: str) -> float:
    """The number that GitHub reads from a string; NaN for none, 0 for a blank one."""
    text = text.strip(SPACE)
    if not text:
        return 0.0
    if re.fullmatch(_DECIMAL, text):
        return float(text)
    if radix := re.fullmatch(_RADIX, text):
        value = int(radix[1], 16) if radix[1] else int(radix[2], 8)
        if value < 1 << _WORD_SIZE:  # read as a signed word, as .NET does
            return float(value - (value >> (_WORD_SIZE - 1) << _WORD_SIZE))
    return NAN


def to_string(value: object) -> str:
    """The string that a value becomes: numbers with up to 15 digits, as .NET's ``G15`` writes them."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            text = f"{to_number(value) + 0.0:.15G}"  # the sum turns -0 into 0
            return {"NAN": "NaN", "INF": "Infinity", "-INF": "-Infinity"}.get(text, text)
        case list():
            return "Array"
    return "Object"


def fold(text: str) -> str:
    """A string as GitHub compares it without case: each letter's upper-case letter, where that is a single one.

    As in .NET's ordinal comparison no other letter becomes one of ASCII; the length stays the same.
    """
    if text.isascii():
        return text.upper()
    return "".join(c.upper() if c.isascii() or (len(c.upper()) == 1 and not c.upper().isascii()) else c for c in text)


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


def _ordered(op: str, left: Ordered, right: Ordered) -> bool:
    if op[0] == ">":
        left, right = right, left
    return left < right or (op[-1] == "=" and left == right)


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
        compatible = compatible and other not in prefix.never and not prefix.is_unlike(other)
    else:  # the string is read as a number; no number begins with another letter than these
        compatible = is_plain(other) and beginning.lstrip(SPACE)[:1] in {"", *"+-.0123456789IN∞"}
    return None if compatible else False
