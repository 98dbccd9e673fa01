"""Variables and options as a CI file sets them → values with what is known of them. For the systems' modules."""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, items, place
from tplint.model import Input, Known, Unknown, Value
from tplint.platforms.elsewhere.merged import entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place, Source
    from tplint.model import Fact

# `$NAME`, `${NAME}`, `$(NAME)`, `%NAME%`, `<< parameters.name >>`: what the systems put values in place of.
_SIGNS = ("$", "%", "<<")
_REFERENCE = r"\$\{?\w|\$\(|\$\[|\$\{\{|%\w+%|<<\s*\w"
_ALONE = r"\$(\w+)|\$\{(\w+)\}|\$\(([\w.]+)\)|%(\w+)%"
_ASSIGNED = r"(?<!\S)(\w+)=(\"[^\"]*\"|'[^']*'|\S*)"


def settings(source: Source, node: Node | None) -> dict[str, Input]:
    """The variables of a mapping, of a list of mappings, or of a list of `NAME=value` texts."""
    if isinstance(node, Mapping):
        return {
            name: Input(value(source, name, entry.value), place(source, entry.key))
            for name, entry in entries(node).items()
        }
    found: dict[str, Input] = {}
    for item in items(node) or ((node,) if isinstance(node, Scalar) else ()):
        if isinstance(item, Mapping):
            found |= settings(source, item)
        elif isinstance(item, Scalar):
            found.update(_assigned(source, item))
    return found


def _assigned(source: Source, item: Scalar) -> Iterator[tuple[str, Input]]:
    at = place(source, item)
    for match in re.finditer(_ASSIGNED, item.value):
        text = match[2].strip("\"'")
        yield match[1], Input(Value(text, fact(text, at), at), at)


def value(source: Source, name: str, node: Node) -> Value:
    """The value of a variable or an option; one that is no scalar is encrypted, or kept elsewhere by its name."""
    at = place(source, node)
    if isinstance(node, Scalar):
        return Value(node.value, fact(node.value, at), at)
    return Value("", Unknown("its value is not in the file", at, origins=(f"secrets.{name}",)), at)


def fact(text: str, at: Place) -> Fact[str]:
    """What is known of a text: nothing where it refers to a variable."""
    if not any(sign in text for sign in _SIGNS):
        return Known(text, at)
    alone = re.fullmatch(_ALONE, text.strip().replace("$$", "$"))
    if alone:
        name = next(group for group in alone.groups() if group)
        return Unknown(f"variable `{name}` is not in the file", at, origins=(f"vars.{name}",))
    if re.search(_REFERENCE, text):
        return Unknown("it is made of variables that are not in the file", at, origins=("shell",))
    return Known(text, at)
