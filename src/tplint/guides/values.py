"""What stands behind a label → the value that a reader would type, or that it is to be left empty, or neither."""

from __future__ import annotations

import re

from tplint.records import NamedTuple

# All but the first two are for text in lower case.
_QUOTED = (
    r"""[ \t]*\[?(?:[*_]{1,3})?(?:(?P<code>``?)|["“「『']|[*_]{2,3})(?P<value>[^`"”」』'*\n]+?)"""
    r"""(?(code)``?|(?:["”」』']|[*_]{2,3}))(?P<rest>.*)"""
)
# Emphasis around it and the text of a link are read, brackets alone are a placeholder's.
_PLAIN = (
    r"[ \t]*(?:\[(?=[^\]\n]+\]\())?(?P<emphasis>[*_]{0,3})"
    r"(?P<value>[^\s`\"'(\uff08<{\[\]*\uff0c,;\uff1b]+)(?P<rest>.*)"
)
_AFTER_WORDS = ".,;:。)\uff09"
# A stand-in that ends the value: `pypi-<project>`; a break of the line is none.
_COMPLETED = r"(?i)<(?!/?(?:br|b|code|em|i|kbd|li|p|span|strong|td|th|tr)\b)/?\w[\w .-]*>"
_REMARK = r"[ \t]*(?:$|[(\uff08#←<✓✅⚠*.,;|/、。·]|-(?!>)|—|\u2013|//)"
# A remark that names another possibility, or a condition, makes the value one of several.
_OPEN = r"""(?x)
    ^\W*(?:or|and|either|alternatively|if|unless|oder|und|wenn|или|и|если|ou|et|si|o|oppure|e|または|もしくは|或者?|和|및)\b
    |\bor\s+(?:leave|blank|empty|your|none|use|any|another|whatever|same)|\bif\s+(?:you|using|not|set)
    |\byour\b|e\.g\.|\bexample\b|或|または|もしくは|или|если|^\W*(?:/|\|)\s*[`"\w]|^\s*\([^()]*\)\s*[/|]|\bfor\b.*[`"]"""
_EMPTY = r"""(?x)
    \W*(?:leave|left|keep|none|blank|empty|nothing|n/a|any|not\s+(?:set|used|needed|required|specified)|no\s+environment|optional
    |skip|unset|omit|null|lascia|vuoto|laiss(?:er|é|ez)|vide|leer|keine?|dejar|vac[ií]o|vazio|deixe|оставьте|оставить|пусто|не\s|нет|留空|空|無|无|なし|未設定|비워|없음)
    (?![\w.-]*[\w])|^\W+$"""
# What a reader is to put something else for: what has one of these parts or beginnings, or only such words.
_PARTS = (*"<>{}[]$…", "...", "your", "example", "xxx", "имя", "ваш", "votre", "你的", "您的")
_BEGINNINGS = ("my-", "my_", "tu-", "tu_", "seu-", "seu_", "dein-", "deine-")
_STAND_INS = (
    r"(?:my|some|any|the|this|same|above|as|owner|org|organi[sz]ation|company|account|user|group|namespace|name|repo"
    r"|repository|project|package|github|gitlab|octocat|octoorg|acme|foo|bar|j(?:ohn|ane)?doe)+"
)


class Value(NamedTuple):
    """``text`` between ``start`` and ``end`` of the line; empty text where the field is to be left empty.

    ``open`` is true where the guide gives another possibility beside it.
    """

    text: str
    start: int
    end: int
    open: bool = False


def read_value(line: str, start: int, end: int) -> Value | None:
    """The value in a part of a line; None where there is none, or it is prose or a placeholder."""
    part = line[start:end].rstrip(" \t/,;|·、+&(\uff08-*_")
    part = re.sub(r",?\s(?:and|with|und|и|et|y|e)(?: the| its)?$", "", part)
    if re.match(_EMPTY, part.lower()) and not re.match(_QUOTED, part):
        return Value("", start, start + len(part), open=bool(re.search(r"[`\"]", part)))
    match = re.match(_QUOTED, part) or re.match(_PLAIN, part)
    if match is None:
        return None
    written = match["value"].strip()
    rest = re.sub(r"^\]\([^)\s]*\)", "", match["rest"])
    if "code" not in match.groupdict():
        emphasis = match["emphasis"]
        is_whole = not rest or rest.startswith(emphasis) or written.endswith(emphasis)
        is_assigned = line[:start].endswith("=")  # `owner=a`: whatever follows is another word
        if not (is_assigned or (is_whole and re.match(_REMARK, rest))) or re.match(_COMPLETED, rest):
            return None  # the first word of a sentence, or the beginning of a placeholder
        written = written.rstrip(_AFTER_WORDS + emphasis[:1].replace("*", ""))
    if re.fullmatch(_EMPTY, written.lower().strip("()")):
        return Value("", start, start + len(part))
    if not written or _is_placeholder(written.lower()):
        return None
    at = start + part.index(written, match.start("value"))
    return Value(written, at, at + len(written), open=bool(rest) and re.search(_OPEN, rest.lower()) is not None)


def _is_placeholder(lower: str) -> bool:
    if lower.startswith(_BEGINNINGS) or any(part in lower for part in _PARTS):
        return True
    return re.fullmatch(_STAND_INS, re.sub(r"[\s._-]", "", lower)) is not None
