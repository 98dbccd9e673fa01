"""`spec: inputs` and what an include gives for them → the function that pastes them for `$[[ inputs.name ]]`.

https://docs.gitlab.com/ci/inputs/
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, entries, get
from tplint.model import Known
from tplint.platforms.gitlab.trees import Text, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary
    from typing import TypeAlias

    from tplint.documents.nodes import Document, Node
    from tplint.platforms.gitlab.trees import Fill, Table, Value

Inputs: TypeAlias = "Dictionary[str, Value]"

_WHOLE = r"\$\[\[(?P<inside>[^\]]*)\]\]"
_INSIDE = r"\s*inputs\.(?P<name>[\w-]+)\s*(?P<functions>(?:\|[^|]*)*)"
_TRUNCATE = r"truncate\(\s*(\d{1,6})\s*,\s*(\d{1,6})\s*\)"


def content(document: Document) -> Node | None:
    """The configuration of a file: its second document where the first is a header with `spec`."""
    return document.roots[1] if _header(document) is not None else document.root


def _header(document: Document) -> Node | None:
    """The `spec` of a file that has a header."""
    root = document.root
    if len(document.roots) < 2 or not isinstance(root, Mapping):  # noqa: PLR2004 - header and configuration
        return None
    return get(root, "spec")


def declared(document: Document, given: Table | None) -> Inputs:
    """The inputs of a file: those that are given, else their defaults; one with neither is absent."""
    found: dict[str, Value] = {}
    for name, entry in entries(get(_header(document), "inputs")):
        default = get(entry.value, "default")
        if given is not None and name in given.entries:
            found[name] = given.entries[name].value
        elif default is not None:
            found[name] = read(default, document.source, _as_written)
    return found


def _as_written(text: Text) -> Value:
    """Paste nothing."""
    return text


def filler(inputs: Inputs) -> Fill:
    """Make the function that pastes inputs; what is not known stays as it is written."""

    def fill(text: Text) -> Value:
        if "$[[" not in text.value:
            return text
        whole = re.fullmatch(_WHOLE, text.value.strip())
        if whole is not None:
            value = _value(whole["inside"], inputs)
            if value is not None and not isinstance(value, Text):
                return value
        return _filled(text, inputs)

    return fill


def _value(inside: str, inputs: Inputs) -> Value | None:
    """The input that an expression names, whole."""
    match = re.fullmatch(_INSIDE, inside)
    return inputs.get(match["name"]) if match and not match["functions"].strip() else None


def _filled(text: Text, inputs: Inputs) -> Text:
    """A text with the values of its expressions in their places."""
    from tplint.shell.holes import Hole  # noqa: PLC0415 - for files with inputs
    from tplint.shell.holes import Text as Filled  # noqa: PLC0415 - likewise

    parts: list[str] = []
    holes: list[Hole] = []
    position = length = 0
    for found in re.finditer(_WHOLE, text.value):
        before = text.value[position : found.start()]
        value = _pasted(found["inside"], inputs)
        pasted = found[0] if value is None else value
        length += len(before)
        holes.append(Hole(length, length + len(pasted), *found.span(), Known(pasted)))
        length += len(pasted)
        parts += [before, pasted]
        position = found.end()
    filled = "".join([*parts, text.value[position:]])
    return text._replace(value=filled, filled=Filled(text.value, filled, "", tuple(holes)))


def _pasted(inside: str, inputs: Inputs) -> str | None:
    """The text of an expression; None where it cannot be had (``$[[ component.version ]]``)."""
    match = re.fullmatch(_INSIDE, inside)
    value = inputs.get(match["name"]) if match else None
    if match is None or not isinstance(value, Text):
        return None
    result = value.value
    for function in filter(None, (part.strip() for part in match["functions"].split("|"))):
        truncated = re.fullmatch(_TRUNCATE, function)
        if truncated:
            start, length = int(truncated[1]), int(truncated[2])
            result = result[start : start + length]
        elif function != "expand_vars":  # variables are expanded later all the same
            return None
    return result
