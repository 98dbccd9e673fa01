"""``setup.py`` → the name that its ``setup()`` call gives, read by libcst and never executed."""

from __future__ import annotations

import re

from tplint.documents.source import Place
from tplint.model import Known, ProjectName, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    import libcst as cst

    from tplint.documents.source import Source
    from tplint.model import Fact

READER = "setup()"

# libcst crashes the process (its stack overflows) at about 3,000 nested brackets or 10,000 signs, takes minutes over
# 10,000 attributes in a row, and its visitors recurse. No real setup.py comes near these limits.
MAX_LENGTH = 200_000
MAX_DEPTH = 50

_CALL = r"(?<!\w)setup\s*\("
# Whose `setup` it is: these take `name` as the project's name.
_MODULES = frozenset({"setuptools", "distutils", "distutils.core", "skbuild", "numpy.distutils.core"})
# What can change a module's variables without naming them.
_TRICKS = frozenset({"exec", "execfile", "globals", "locals", "vars", "setattr"})


class _Unclear(Exception):  # noqa: N818 - it carries the answer "not known"
    """The name cannot be told, and why."""


class _Module(NamedTuple):
    """A parsed file: its tree, the places of nodes in bytes, and every node that is a name, by that name."""

    source: Source
    data: bytes
    tree: cst.Module
    places: Mapping[Any, Any]
    stores: Mapping[Any, Any]
    names: Mapping[str, tuple[cst.Name, ...]]


def name(source: Source) -> ProjectName | None:
    """The name that a ``setup.py`` gives the project; None where it calls no ``setup()`` or gives none there."""
    called = re.search(_CALL, source.text)
    if called is None or not ("name" in source.text or "**" in source.text):
        return None
    somewhere = Place(source, called.start(), called.end() - 1)
    try:
        module = _read(source)
        found = list(_names(module))
    except _Unclear as reason:
        return ProjectName(Unknown(str(reason), somewhere), somewhere, READER)
    except RecursionError:
        return ProjectName(Unknown("it is nested too deeply", somewhere), somewhere, READER)
    if not found:
        return None
    at = found[0][1]
    if len({fact.value if isinstance(fact, Known) else fact for fact, _ in found}) > 1:
        return ProjectName(Unknown("it calls `setup()` more than once", at), at, READER)
    return ProjectName(found[0][0], at, READER)


def _read(source: Source) -> _Module:
    """Parse a file that is known to be harmless."""
    _refuse_hostile(source.text)
    import libcst as cst  # noqa: PLC0415 - costs 200 ms
    from libcst import matchers  # noqa: PLC0415 - likewise
    from libcst.metadata import (  # noqa: PLC0415 - likewise
        ByteSpanPositionProvider,
        ExpressionContextProvider,
        MetadataWrapper,
    )

    try:
        tree = cst.parse_module(source.text, config=cst.PartialParserConfig(encoding="utf-8"))
    except (cst.ParserSyntaxError, ValueError, SyntaxError) as error:
        raise _Unclear("it cannot be parsed") from error
    wrapper = MetadataWrapper(tree, unsafe_skip_copy=True)
    names: dict[str, tuple[cst.Name, ...]] = {}
    for node in matchers.findall(tree, matchers.Name()):
        assert isinstance(node, cst.Name)
        names[node.value] = (*names.get(node.value, ()), node)
    places = wrapper.resolve(ByteSpanPositionProvider)
    return _Module(source, source.text.encode(), tree, places, wrapper.resolve(ExpressionContextProvider), names)


def _refuse_hostile(text: str) -> None:
    """Let the interpreter's own parser, which fails cleanly, judge size and depth before libcst sees the text."""
    import ast  # noqa: PLC0415 - only where a setup.py is read
    import warnings  # noqa: PLC0415 - likewise

    if len(text) > MAX_LENGTH:
        raise _Unclear("it is too long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            level: list[ast.AST] = [ast.parse(text)]
    except (SyntaxError, ValueError) as error:
        raise _Unclear("it cannot be parsed") from error
    except (RecursionError, MemoryError) as error:
        raise _Unclear("it is nested too deeply") from error
    for _ in range(MAX_DEPTH):
        if any(isinstance(node, ast.BoolOp) and len(node.values) > MAX_DEPTH for node in level):
            break
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise _Unclear("it is nested too deeply")


def _names(module: _Module) -> Iterator[tuple[Fact[str], Place]]:
    """The name of every ``setup()`` call that gives one, with its place."""
    for call in _find(module, lambda is_: is_.Call()):
        if not _is_setup(module, call.func):
            continue
        for argument in _name_arguments(call):
            at = _place(module, argument.value)
            try:
                text, at = _argument(module, argument)
            except _Unclear as reason:
                yield Unknown(str(reason), at), at
            else:
                if text is not None:
                    yield Known(text, at), at


def _name_arguments(call: Any) -> list[cst.Arg]:
    """``name=…`` where it is there, else every ``**…``, which may hold it."""
    named = [argument for argument in call.args if argument.keyword is not None and argument.keyword.value == "name"]
    return named or [argument for argument in call.args if argument.star == "**"]


def _is_setup(module: _Module, called: Any) -> bool:
    """Whether a call is of setuptools' ``setup``, or of one that the file has from elsewhere under that name."""
    import libcst as cst  # noqa: PLC0415 - loaded by now

    match called:
        case cst.Name(value="setup"):
            return not _find(module, lambda is_: is_.FunctionDef(name=is_.Name("setup")))
        case cst.Attribute(attr=cst.Name(value="setup"), value=owner):
            return _dotted(owner) in _MODULES
    return False


def _find(module: _Module, pattern: Callable[[Any], Any]) -> list[Any]:
    """Every node of the file that a pattern of libcst's matchers fits."""
    from libcst import matchers  # noqa: PLC0415 - loaded by now

    return list(matchers.findall(module.tree, pattern(matchers)))


def _dotted(node: Any) -> str:
    """``a.b.c`` of nested attributes; empty for other expressions."""
    import libcst as cst  # noqa: PLC0415 - loaded by now

    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join((node.value, *reversed(parts))) if isinstance(node, cst.Name) else ""


def _argument(module: _Module, argument: cst.Arg) -> tuple[str | None, Place]:
    """The name that an argument of ``setup()`` gives; raises ``_Unclear``."""
    import libcst as cst  # noqa: PLC0415 - loaded by now

    _check_origin(module)
    if argument.star != "**":
        return _text(module, argument.value)
    value: cst.BaseExpression = argument.value
    if isinstance(value, cst.Name):
        _check_uses(module, value.value)
        value = _constant(module, value.value)
    return _entry(module, value)


def _check_origin(module: _Module) -> None:
    """Raise ``_Unclear`` where ``setup`` is imported from a module that may do anything with the name."""
    import libcst as cst  # noqa: PLC0415 - loaded by now

    for found in _find(module, lambda is_: is_.ImportFrom()):
        origin = _dotted(found.module)
        imported = found.names if not isinstance(found.names, cst.ImportStar) else ()
        if any(_bound(alias) == "setup" for alias in imported) and (origin not in _MODULES or found.relative):
            raise _Unclear(f"`setup` comes from `{origin or '.'}`")


def _entry(module: _Module, value: cst.BaseExpression) -> tuple[str | None, Place]:
    """The name in a literal ``{"name": …}`` or ``dict(name=…)``."""
    import libcst as cst  # noqa: PLC0415 - loaded by now

    at, found = _place(module, value), None
    match value:
        case cst.Dict(elements=elements):
            for element in elements:
                if not isinstance(element, cst.DictElement) or not isinstance(element.key, cst.SimpleString):
                    raise _Unclear("it is set through `**`")
                found = element.value if element.key.evaluated_value == "name" else found
        case cst.Call(func=cst.Name(value="dict"), args=arguments):
            for argument in arguments:
                if argument.keyword is None:
                    raise _Unclear("it is set through `**`")
                found = argument.value if argument.keyword.value == "name" else found
        case _:
            raise _Unclear("it is set through `**`")
    return (None, at) if found is None else _text(module, found)


def _text(module: _Module, value: cst.BaseExpression) -> tuple[str, Place]:
    """The text of a literal, or of a constant of the module, with its place; raises ``_Unclear``."""
    import libcst as cst  # noqa: PLC0415 - loaded by now

    if isinstance(value, cst.Name):
        value = _constant(module, value.value)
    if isinstance(value, cst.SimpleString | cst.ConcatenatedString) and isinstance(value.evaluated_value, str):
        return value.evaluated_value, _place(module, value)
    raise _Unclear("it is set from an expression")


def _constant(module: _Module, name: str) -> cst.BaseExpression:
    """What a variable is set to, once, at the top level of the file; raises ``_Unclear``."""
    import libcst as cst  # noqa: PLC0415 - loaded by now

    assigned = [
        statement.value
        for line in module.tree.body
        if isinstance(line, cst.SimpleStatementLine)
        for statement in line.body
        if isinstance(statement, cst.Assign) and [_dotted(target.target) for target in statement.targets] == [name]
    ]
    if len(assigned) != 1 or _is_set_elsewhere(module, name):
        raise _Unclear(f"it is set from `{name}`")
    return assigned[0]


def _is_set_elsewhere(module: _Module, name: str) -> bool:
    """Whether anything but one assignment and plain reading mentions a variable, or may change it unseen."""
    from libcst.metadata import ExpressionContext  # noqa: PLC0415 - loaded by now

    keywords = _find(module, lambda is_: is_.Arg(keyword=is_.Name(name)))
    attributes = _find(module, lambda is_: is_.Attribute(attr=is_.Name(name)))
    others = {argument.keyword for argument in keywords} | {node.attr for node in attributes}
    mentions = [node for node in module.names.get(name, ()) if node not in others]
    reads = sum(module.stores.get(node) is ExpressionContext.LOAD for node in mentions)
    imports = _find(module, lambda is_: is_.ImportAlias())
    return (
        reads != len(mentions) - 1
        or not _TRICKS.isdisjoint(module.names)
        or any(_bound(alias) == name for alias in imports)
        or bool(_find(module, lambda is_: is_.OneOf(is_.ImportStar(), is_.Match())))  # patterns set variables too
    )


def _bound(alias: cst.ImportAlias) -> str:
    """The variable that an import sets."""
    return alias.evaluated_alias or alias.evaluated_name.partition(".")[0]


def _check_uses(module: _Module, name: str) -> None:
    """Raise ``_Unclear`` where a dict may be changed: it may be passed by ``**`` and have other keys set or read."""
    passed = _find(module, lambda is_: is_.Arg(is_.Name(name), star="**"))
    subscripts = _find(
        module,
        lambda is_: is_.Subscript(is_.Name(name), [is_.SubscriptElement(is_.Index(is_.SimpleString()))]),
    )
    others = [node for node in subscripts if node.slice[0].slice.value.evaluated_value != "name"]
    if len(passed) + len(others) + 1 != len(module.names.get(name, ())):
        raise _Unclear(f"it is set from `**{name}`")


def _place(module: _Module, node: cst.CSTNode) -> Place:
    """Where a node stands, in code points; libcst counts bytes."""
    found = module.places[node]
    start = len(module.data[: found.start].decode("utf-8", "replace"))
    length = len(module.data[found.start : found.start + found.length].decode("utf-8", "replace"))
    return Place(module.source, start, start + length)
