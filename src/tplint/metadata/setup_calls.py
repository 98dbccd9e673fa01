"""``setup.py`` → the name that its ``setup()`` calls give, parsed and never executed. For ``setup_py``."""

from __future__ import annotations

import ast
from collections import Counter

from tplint.documents import python
from tplint.model import Known, ProjectName, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint.documents.source import Place, Source
    from tplint.model import Fact

READER = "setup()"
# No real setup.py comes near these.
MAX_LENGTH = 200_000
MAX_ARGUMENTS = 8

# Whose `setup` it is: these take `name` as the project's name.
_MODULES = frozenset({"setuptools", "distutils", "distutils.core", "skbuild", "numpy.distutils.core"})
# What can change a module's variables without naming them.
_TRICKS = frozenset({"exec", "execfile", "globals", "locals", "vars", "setattr"})
_ANY = "*"


class _Unclear(Exception):  # noqa: N818 - it carries the answer "not known"
    """The name cannot be told, and why."""


class _Module(NamedTuple):
    """A parsed file, as far as it is asked about; variables of all its scopes are taken for one with the same name.

    ``setup_from`` is the module that ``setup`` is imported from where that may do anything with the name, else None.
    ``constants`` are the first values that statements at the top level give to variables. ``mentions`` and ``stores``
    count how often a variable stands in an expression, and how often it is set there; ``set_otherwise`` are those that
    something else may set, with ``_ANY`` among them where that may be every one; ``harmless_uses`` count the mentions
    of a dict that neither set nor read its ``name``.
    """

    source: Source
    calls: tuple[ast.Call, ...]
    setup_from: str | None
    constants: Mapping[str, ast.expr]
    mentions: Counter[str]
    stores: Counter[str]
    set_otherwise: frozenset[str]
    harmless_uses: Counter[str]


def name_in_calls(source: Source, somewhere: Place) -> ProjectName | None:
    """The name that the calls give; None where they give none. ``somewhere`` is where one stands."""
    try:
        found = list(_names(_read(source)))
    except _Unclear as reason:
        return ProjectName(Unknown(str(reason), somewhere), somewhere, READER)
    if not found:
        return None
    at = found[0][1]
    if len({fact.value if isinstance(fact, Known) else fact for fact, _ in found}) > 1:
        return ProjectName(Unknown("it calls `setup()` more than once", at), at, READER)
    return ProjectName(found[0][0], at, READER)


def _read(source: Source) -> _Module:
    if len(source.text) > MAX_LENGTH:
        raise _Unclear("it is too long")
    try:
        tree = python.parse(source)
    except python.NotPython as refusal:
        raise _Unclear(refusal.message) from refusal
    nodes = tuple(python.nodes(tree))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    return _Module(
        source,
        tuple(_setup_calls(nodes)),
        next(_foreign_setups(nodes), None),
        dict(reversed([*_assignments(tree.body)])),
        Counter(node.id for node in names),
        Counter(node.id for node in names if not isinstance(node.ctx, ast.Load)),
        frozenset(name for node in nodes for name in _set_otherwise(node)),
        Counter(name for node in nodes for name in _used_harmlessly(node)),
    )


def _names(module: _Module) -> Iterator[tuple[Fact[str], Place]]:
    """The name of every ``setup()`` call that gives one, with its place."""
    arguments = [argument for call in module.calls for argument in _name_arguments(call)]
    if len(arguments) > MAX_ARGUMENTS:
        raise _Unclear("it calls `setup()` more than once")
    for argument in arguments:
        at = python.place(module.source, argument.value)
        try:
            text, at = _argument(module, argument)
        except _Unclear as reason:
            yield Unknown(str(reason), at), at
        else:
            if text is not None:
                yield Known(text, at), at


def _setup_calls(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """The calls of setuptools' ``setup``, or of one that the file has from elsewhere under that name."""
    is_own = any(isinstance(node, ast.FunctionDef) and node.name == "setup" for node in nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and _is_setup(node.func, is_own=is_own):
            yield node


def _is_setup(called: ast.expr, *, is_own: bool) -> bool:
    match called:
        case ast.Name(id="setup"):
            return not is_own
        case ast.Attribute(value=owner, attr="setup"):
            return _dotted(owner) in _MODULES
    return False


def _name_arguments(call: ast.Call) -> list[ast.keyword]:
    """``name=…`` where it is there, else every ``**…``, which may hold it."""
    named = [argument for argument in call.keywords if argument.arg == "name"]
    return named or [argument for argument in call.keywords if argument.arg is None]


def _dotted(node: ast.expr) -> str:
    """``a.b.c`` of nested attributes; empty for other expressions."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, ast.Name) else ""


def _argument(module: _Module, argument: ast.keyword) -> tuple[str | None, Place]:
    """The name that an argument of ``setup()`` gives; raises ``_Unclear``."""
    if module.setup_from is not None:
        raise _Unclear(f"`setup` comes from `{module.setup_from}`")
    value = argument.value
    if argument.arg is not None:
        return _text(module, value)
    if isinstance(value, ast.Name):
        _refuse_changed(module, value.id)
        value = _constant(module, value.id)
    return _entry(module, value)


def _foreign_setups(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The modules that ``setup`` is imported from and that may do anything with the name."""
    for node in nodes:
        match node:
            case ast.ImportFrom(module=origin, names=names, level=level) if level or origin not in _MODULES:
                if any((alias.asname or alias.name) == "setup" for alias in names):
                    yield origin or "."


def _entry(module: _Module, value: ast.expr) -> tuple[str | None, Place]:
    """The name in a literal ``{"name": …}`` or ``dict(name=…)``."""
    entries: list[tuple[str | None, ast.expr]] = []
    match value:
        case ast.Dict(keys=keys, values=values):
            entries = [(_literal(key), each) for key, each in zip(keys, values, strict=True)]
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
            entries = [(keyword.arg, keyword.value) for keyword in keywords]
        case _:
            raise _Unclear("it is set through `**`")
    if any(key is None for key, _ in entries):
        raise _Unclear("it is set through `**`")
    found = dict(entries).get("name")
    return (None, python.place(module.source, value)) if found is None else _text(module, found)


def _text(module: _Module, value: ast.expr) -> tuple[str, Place]:
    """The text of a literal, or of a constant of the module, with its place; raises ``_Unclear``."""
    if isinstance(value, ast.Name):
        value = _constant(module, value.id)
    text = _literal(value)
    if text is None:
        raise _Unclear("it is set from an expression")
    return text, python.place(module.source, value)


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _constant(module: _Module, name: str) -> ast.expr:
    """What a variable is set to, once, at the top level of the file; raises ``_Unclear``."""
    value = module.constants.get(name)
    if value is None or module.stores[name] > 1 or not module.set_otherwise.isdisjoint({name, _ANY}):
        raise _Unclear(f"it is set from `{name}`")
    return value


def _assignments(statements: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=target)], value=value):
                yield target, value


def _set_otherwise(node: ast.AST) -> Iterable[str]:
    """The variables that a node may set otherwise than by a mention of their names in an expression."""
    match node:
        case ast.alias(name=imported, asname=alias):
            return (alias or imported.partition(".")[0],)  # of `from … import *` that is every one
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
        case ast.Name(id=trick) | ast.Attribute(attr=trick):
            return (_ANY,) if trick in _TRICKS else ()
        case ast.Match():
            return (_ANY,)  # patterns set variables, too
        case ast.ExceptHandler(name=str(own)) | ast.FunctionDef(name=own) | ast.AsyncFunctionDef(name=own):
            return (own,)
        case ast.ClassDef(name=own) | ast.arg(arg=own):
            return (own,)
    return ()


def _refuse_changed(module: _Module, name: str) -> None:
    """Raise ``_Unclear`` where a dict may be changed: it may be passed by ``**`` and have other keys set or read."""
    if module.harmless_uses[name] + 1 != module.mentions[name]:
        raise _Unclear(f"it is set from `**{name}`")


def _used_harmlessly(node: ast.AST) -> Iterable[str]:
    """The dict that a node passes by ``**``, or of which it sets or reads another key than ``name``."""
    match node:
        case ast.keyword(arg=None, value=ast.Name(id=passed)):
            return (passed,)
        case ast.Subscript(value=ast.Name(id=asked), slice=ast.Constant(value=str(key))) if key != "name":
            return (asked,)
    return ()
