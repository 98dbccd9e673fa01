"""The functions of expressions, from facts to outcomes: searches, ``format``, ``join`` and JSON."""

from __future__ import annotations

import re

from tplint.model import Known, Unknown
from tplint.platforms.github.expressions.outcomes import Outcome, merged, outcome_of
from tplint.platforms.github.expressions.values import Prefix, equal, fold, is_plain, prefix_equal, to_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tplint.model import Fact

# GitHub stops at about as much memory; nested calls could otherwise ask for any amount.
MAX_TEXT = 1_000_000
MAX_JSON_DEPTH = 100


def _contains(text: object, part: object) -> bool | None:
    if isinstance(text, list):
        answers = [equal(part, item) for item in text]
        return True if True in answers else None if None in answers else False
    return _searched(text, part, lambda whole, piece: piece in whole)


def _searched(text: object, part: object, found: Callable[[str, str], bool]) -> bool | None:
    """Search in a known string, or in the known beginning of one; anything but plain values contains nothing."""
    if isinstance(text, dict | list) or isinstance(part, dict | list):
        return False
    if isinstance(part, Prefix):
        if isinstance(text, Prefix):
            return None
        beginning = fold(part.text)  # at its first place there is the most room for what follows
        at = fold(to_string(text)).find(beginning)
        return None if 0 <= at < len(to_string(text)) - len(beginning) else False
    piece = fold(to_string(part))
    if isinstance(text, Prefix):
        return True if found(fold(text.text), piece) else None
    return found(fold(to_string(text)), piece)


def _starts_with(text: object, part: object) -> bool | None:
    if isinstance(part, Prefix) and isinstance(text, Prefix):
        one, other = fold(text.text), fold(part.text)
        return None if one.startswith(other) or other.startswith(one) else False
    if isinstance(part, Prefix) and is_plain(text):
        return prefix_equal(Prefix(part.text), to_string(text))
    if isinstance(text, Prefix) and is_plain(part):
        beginning, piece = fold(text.text), fold(to_string(part))
        if beginning.startswith(piece):
            return True
        return None if piece.startswith(beginning) and not text.is_unlike(piece) else False
    return _searched(text, part, str.startswith)


def _ends_with(text: object, part: object) -> bool | None:
    if isinstance(text, Prefix) and is_plain(part):
        return True if to_string(part) == "" else None
    return _searched(text, part, str.endswith)


SEARCHES: dict[str, Callable[[object, object], bool | None]] = {
    "contains": _contains,
    "startswith": _starts_with,
    "endswith": _ends_with,
}


def _concatenated(parts: Sequence[Fact[object]]) -> Outcome:
    """The string of several values in a row: not known unless all of them are, but for the end of the last one."""
    values = [fact.value for fact in parts if isinstance(fact, Known)]
    texts = [value.text if isinstance(value, Prefix) else to_string(value) for value in values]
    filled = [value for value, text in zip(values, texts, strict=True) if text or isinstance(value, Prefix)]
    certain = True if filled else None  # a string that is not empty is truthy, whatever else is in it
    unknown = [fact for fact in parts if isinstance(fact, Unknown)]
    if unknown:
        return Outcome(merged(unknown), certain)
    if any(isinstance(value, Prefix) for value in filled[:-1]):
        return Outcome(Unknown("only the beginning of a value in it is known"), certain)
    if sum(map(len, texts)) > MAX_TEXT:
        return Outcome(Unknown("it is too long"), certain)
    text = "".join(texts)
    return outcome_of(Known(Prefix(text) if filled and isinstance(filled[-1], Prefix) else text))


_FORMAT = r"(?P<text>[^{}]+)|(?P<brace>\{\{|\}\})|\{(?P<index>[0-9]{1,3})\}"


def _format(pattern: Fact[object], *arguments: Fact[object]) -> Outcome:
    """``format('{0} and {{braces}}', value)``."""
    if isinstance(pattern, Unknown):
        return Outcome(pattern, None)
    text = "" if isinstance(pattern.value, Prefix) else to_string(pattern.value)
    parts: list[Fact[object]] = []
    position = 0
    pieces = re.compile(_FORMAT)
    while match := pieces.match(text, position):
        position = match.end()
        if not match["index"]:
            parts.append(Known(match["text"] or match["brace"][0]))
        elif int(match["index"]) < len(arguments):
            parts.append(arguments[int(match["index"])])
        else:
            break
    else:
        if position == len(text) and not isinstance(pattern.value, Prefix):
            return _concatenated(parts)
    return outcome_of(Unknown("`format()` is called with a format string that cannot be read"))


_COMMA: Fact[object] = Known(",")


def _join(items: Fact[object], separator: Fact[object] = _COMMA) -> Outcome:
    """``join(list, separator)``; a plain value is its own string, an object an empty one."""
    if isinstance(items, Unknown):
        return Outcome(items, None)
    if not isinstance(items.value, list):
        return _concatenated([] if isinstance(items.value, dict) else [items])
    if isinstance(separator, Known) and isinstance(separator.value, (dict, list)):
        separator = _COMMA
    parts: list[Fact[object]] = []
    for item in items.value:
        parts += (separator, Known(item)) if parts else (Known(item),)
    return _concatenated(parts)


def _to_json(value: Fact[object]) -> Outcome:
    """``toJSON(value)``, indented by two spaces."""
    if isinstance(value, Unknown):
        return Outcome(value, True)  # no JSON text is empty
    text = _json_text(value.value, "\n")
    if text is None or len(text) > MAX_TEXT:
        return Outcome(Unknown("the JSON text of this value is not known"), True)
    return outcome_of(Known(text))


def _json_text(value: object, line: str) -> str | None:
    """A value as JSON, each line of it led by ``line``; None where a part is not known, or too deep."""
    if isinstance(value, Prefix) or len(line) > 2 * MAX_JSON_DEPTH:
        return None
    if isinstance(value, (dict, list)) and value:
        inner = line + "  "
        items = value.values() if isinstance(value, dict) else value
        texts = [text for text in (_json_text(item, inner) for item in items) if text is not None]
        if len(texts) < len(value):
            return None
        if isinstance(value, dict):
            texts = [f"{_quoted(str(name))}: {text}" for name, text in zip(value, texts, strict=True)]
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        return f"{opening}{inner}{f',{inner}'.join(texts)}{line}{closing}"
    if isinstance(value, str):
        return _quoted(value)
    return "null" if value is None else to_string(value) if is_plain(value) else "[]" if value == [] else "{}"


def _quoted(text: str) -> str:
    import json  # noqa: PLC0415 - few expressions need it

    return json.dumps(text, ensure_ascii=False)


def _from_json(text: Fact[object]) -> Outcome:
    """``fromJSON(text)``."""
    if isinstance(text, Unknown):
        return Outcome(text, None)
    import json  # noqa: PLC0415 - few expressions need it

    try:
        value = json.loads("" if isinstance(text.value, Prefix) else to_string(text.value), parse_int=float)
    except (ValueError, RecursionError):
        return outcome_of(Unknown("`fromJSON()` is called with a text that is not JSON"))
    if _is_deep(value):
        return outcome_of(Unknown("`fromJSON()` is called with a text that is nested too deeply"))
    return outcome_of(Known(value))


def _is_deep(value: object) -> bool:
    """Whether a value is nested beyond the limit."""
    level = [value]
    for _ in range(MAX_JSON_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


FUNCTIONS: dict[str, Callable[..., Outcome]] = {
    "format": _format,
    "join": _join,
    "tojson": _to_json,
    "fromjson": _from_json,
}
