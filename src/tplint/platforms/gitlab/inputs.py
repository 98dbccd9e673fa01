"""`spec: inputs` and what an include gives for them → the function that pastes them for `$[[ inputs.name ]]`.

https://docs.gitlab.com/ci/inputs/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from tplint.documents.nodes import Mapping, entries, get
from tplint.model import Known
from tplint.platforms.gitlab.trees import Table, Text, read

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.model import Fact
    from tplint.platforms.gitlab.trees import Fill, Value

Inputs: TypeAlias = "Dictionary[str, Value]"

_WHOLE = re.compile(r"\$\[\[(?P<inside>[^\]]*)\]\]")
_INSIDE = re.compile(r"\s*inputs\.(?P<name>[\w-]+)\s*(?P<functions>(?:\|[^|]*)*)")
_TRUNCATE = re.compile(r"truncate\(\s*(\d{1,6})\s*,\s*(\d{1,6})\s*\)")


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
            found[name] = read(default, document.source, as_written)
    return found


def as_written(text: Text) -> Value:
    """Paste nothing."""
    return text


def filler(inputs: Inputs) -> Fill:
    """Make the function that pastes inputs; what is not known stays as it is written."""

    def fill(text: Text) -> Value:
        if "$[[" not in text.value:
            return text
        whole = _WHOLE.fullmatch(text.value.strip())
        if whole is not None:
            value = _value(whole["inside"], inputs)
            if value is not None and not isinstance(value, Text):
                return value
        from tplint.shell.holes import fill as fill_holes  # noqa: PLC0415 - for files with inputs

        filled = fill_holes(text.value, lambda inside: _pasted(inside, inputs, text.source))
        return Text(filled.filled, text.node, text.source, filled)

    return fill


def _value(inside: str, inputs: Inputs) -> Value | None:
    """The input that an expression names, whole."""
    match = _INSIDE.fullmatch(inside)
    return inputs.get(match["name"]) if match and not match["functions"].strip() else None


def _pasted(inside: str, inputs: Inputs, _source: Source) -> Fact[str]:
    """The text of an expression; the expression itself where it cannot be had (``$[[ component.version ]]``)."""
    match = _INSIDE.fullmatch(inside)
    value = inputs.get(match["name"]) if match else None
    if match is None or not isinstance(value, Text):
        return Known(f"$[[{inside}]]")
    result = value.value
    for function in filter(None, (part.strip() for part in match["functions"].split("|"))):
        truncated = _TRUNCATE.fullmatch(function)
        if truncated:
            start, length = int(truncated[1]), int(truncated[2])
            result = result[start : start + length]
        elif function != "expand_vars":  # variables are expanded later all the same
            return Known(f"$[[{inside}]]")
    return Known(result)
