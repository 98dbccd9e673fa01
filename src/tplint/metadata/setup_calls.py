"""``setup.py`` → the name that its ``setup()`` calls give, read by libcst and never executed. For ``setup_py``."""

from __future__ import annotations

import ast
import warnings

import libcst as cst
from libcst import matchers
from libcst.metadata import ByteSpanPositionProvider, ExpressionContext, ExpressionContextProvider, MetadataWrapper

from tplint.documents.source import Place
from tplint.model import Known, ProjectName, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tplint.documents.source import Source
    from tplint.model import Fact

READER = "setup()"

# libcst crashes the process (its stack overflows) at about 3,000 nested brackets or 10,000 signs, takes minutes over
# 10,000 attributes in a row, and its visitors recurse. No real setup.py comes near these limits.
MAX_LENGTH = 200_000
MAX_DEPTH = 50

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


def name_in_calls(source: Source, somewhere: Place) -> ProjectName | None:
    """The name that the calls give; None where they give none. ``somewhere`` is where one stands."""
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
    for call in _find(module, matchers.Call()):
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
    match called:
        case cst.Name(value="setup"):
            return not _find(module, matchers.FunctionDef(name=matchers.Name("setup")))
        case cst.Attribute(attr=cst.Name(value="setup"), value=owner):
            return _dotted(owner) in _MODULES
    return False


def _find(module: _Module, pattern: Any) -> list[Any]:
    """Every node of the file that a pattern of libcst's matchers fits."""
    return list(matchers.findall(module.tree, pattern))


def _dotted(node: Any) -> str:
    """``a.b.c`` of nested attributes; empty for other expressions."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join((node.value, *reversed(parts))) if isinstance(node, cst.Name) else ""


def _argument(module: _Module, argument: cst.Arg) -> tuple[str | None, Place]:
    """The name that an argument of ``setup()`` gives; raises ``_Unclear``."""
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
    for found in _find(module, matchers.ImportFrom()):
        origin = _dotted(found.module)
        imported = found.names if not isinstance(found.names, cst.ImportStar) else ()
        if any(_bound(alias) == "setup" for alias in imported) and (origin not in _MODULES or found.relative):
            raise _Unclear(f"`setup` comes from `{origin or '.'}`")


def _entry(module: _Module, value: cst.BaseExpression) -> tuple[str | None, Place]:
    """The name in a literal ``{"name": …}`` or ``dict(name=…)``."""
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
    if isinstance(value, cst.Name):
        value = _constant(module, value.value)
    if isinstance(value, cst.SimpleString | cst.ConcatenatedString) and isinstance(value.evaluated_value, str):
        return value.evaluated_value, _place(module, value)
    raise _Unclear("it is set from an expression")


def _constant(module: _Module, name: str) -> cst.BaseExpression:
    """What a variable is set to, once, at the top level of the file; raises ``_Unclear``."""
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
    keywords = _find(module, matchers.Arg(keyword=matchers.Name(name)))
    attributes = _find(module, matchers.Attribute(attr=matchers.Name(name)))
    others = {argument.keyword for argument in keywords} | {node.attr for node in attributes}
    mentions = [node for node in module.names.get(name, ()) if node not in others]
    reads = sum(module.stores.get(node) is ExpressionContext.LOAD for node in mentions)
    imports = _find(module, matchers.ImportAlias())
    return (
        reads != len(mentions) - 1
        or not _TRICKS.isdisjoint(module.names)
        or any(_bound(alias) == name for alias in imports)
        or bool(_find(module, matchers.OneOf(matchers.ImportStar(), matchers.Match())))  # patterns set variables too
    )


def _bound(alias: cst.ImportAlias) -> str:
    """The variable that an import sets."""
    return alias.evaluated_alias or alias.evaluated_name.partition(".")[0]


def _check_uses(module: _Module, name: str) -> None:
    """Raise ``_Unclear`` where a dict may be changed: it may be passed by ``**`` and have other keys set or read."""
    passed = _find(module, matchers.Arg(matchers.Name(name), star="**"))
    subscripts = _find(
        module,
        matchers.Subscript(matchers.Name(name), [matchers.SubscriptElement(matchers.Index(matchers.SimpleString()))]),
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
