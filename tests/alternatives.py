"""A regular expression → texts that it describes, one at least for each of its alternatives. For ``test_catalogue``."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# The parser of `re` has no public name.
_parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_MOST = 3_000
_OF_CLASS = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": " "}
# A place is the edge of a word, of which one of the two has it, or the start or end.
_OTHERS = {"NOT_LITERAL": ("x",), "ANY": ("x",), "AT": ("", " "), "ASSERT_NOT": ("",)}


def texts(pattern: str) -> tuple[str, ...]:
    """The shortest texts of every alternative; what an assertion forbids is not looked at."""
    return _sequence(_parser.parse(pattern))


def _sequence(parsed: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = ("",)
    for operation, value in parsed:
        found = tuple(dict.fromkeys(start + end for start in found for end in _texts(str(operation), value)))[:_MOST]
    return found


def _texts(operation: str, value: Any) -> Iterator[str]:
    match operation:
        case "LITERAL":
            yield chr(value)
        case "IN":
            yield _of_class(*value[0])
        case "BRANCH":
            for branch in value[1]:
                yield from _sequence(branch)
        case "SUBPATTERN" | "ASSERT":
            yield from _sequence(value[-1])
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, repeated = value
            if least == 0:
                yield ""
            if least or most == 1:
                yield from (text * max(least, 1) for text in _sequence(repeated))
        case _:
            yield from _OTHERS[operation]


def _of_class(operation: Any, value: Any) -> str:
    match str(operation):
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(value[0])
        case "CATEGORY":
            return _OF_CLASS.get(str(value), "x")
        case _:  # a negated class
            return "x"
