"""A workflow's tree → expressions for which GitHub refuses it: misspelt ones, or about what is not offered.

Where which contexts are offered says
https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/workflow-v1.0.json
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, Scalar, entries, get, items, place
from tplint.platforms.faults import Fault
from tplint.platforms.github.expressions import UNCLOSED, ExpressionError, functions_called, paths_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Place, Source

_ALWAYS = frozenset({"github", "inputs", "vars"})
_OF_JOBS = _ALWAYS | {"matrix", "needs", "strategy"}
_OF_STEPS = _OF_JOBS | {"env", "job", "runner", "steps"}
_SECRET = frozenset({"secrets"})
_CONTEXTS = _OF_STEPS | _SECRET | {"jobs"}
_NONE: frozenset[str] = frozenset()
_NAME_OF_WORKFLOW = "the `name` of the workflow"

_IN_WORKFLOWS = {"concurrency": _ALWAYS, "env": _ALWAYS | _SECRET, "name": _NONE, "run-name": _ALWAYS}
_IN_JOBS = {
    "uses": _NONE,
    **dict.fromkeys(("concurrency", "continue-on-error", "environment", "name"), _OF_JOBS),
    **dict.fromkeys(("runs-on", "timeout-minutes", "with"), _OF_JOBS),
    **dict.fromkeys(("env", "secrets"), _OF_JOBS | _SECRET),
    **dict.fromkeys(("if", "strategy"), _ALWAYS | {"needs"}),
}
_IN_STEPS = {
    "if": _OF_STEPS,
    "uses": _NONE,
    **dict.fromkeys(("continue-on-error", "env", "name", "run", "timeout-minutes", "with"), _OF_STEPS | _SECRET),
    "working-directory": _OF_STEPS | _SECRET,
}
# What people write for the name of a context. Other names are left alone: GitHub may have made new ones.
_SLIPS = {"input": "inputs", "need": "needs", "secret": "secrets", "step": "steps", "var": "vars"}
_NAMES = _CONTEXTS | _SLIPS.keys()
# Functions that people bring from other languages, as far as they were met in workflows, and what to do instead. Other
# names are left alone here too.
_FUNCTIONS = {
    "equals": "compare with `==`",
    "replace": "give the value to a script by `env`, and change it there",
    "startwith": "write `startsWith`",
    "tolower": "give the value to a script by `env`, and change it there",
}
# Signs of other languages where GitHub's has none of them, and what it has instead.
_SIGNS = {
    "#": "remove it: expressions have no comments, and only scripts cut texts, as `${NAME#v}` does",
    '"': "write strings in single quotes",
    "=": "compare with `==` and `!=`",
    "?": "write `condition && this || that`",
    "&": "join conditions with `&&`",
    "|": "join conditions with `||`",
}
# As far as GitHub reads one: a string in its wrong quotes, or a word with a `#` in it.
_SYMBOL = r"\"[^\s()\[\],!<>=&|]*|[^\s()\[\],!<>=&|.'\"#]*(#)[^\s()\[\],!<>=&|.]*"
_BRACKETS = r"'[^']*(?:''[^']*)*'|[()\[\]]"  # or a string, in which they are none
_USES = r"uses:[^\n$]{1,200}\$\{\{"
_CUTS = r"\$\{\{[^}\n]{1,200}#"
_MAY_HAVE_SIGNS = r"if:[^\n]*(?:[=!(,][ \t]*\"|[=!]==|[^=!<>]=[^=]|[ \t][?&|][ \t])"


def faults(source: Source, root: Node | None) -> Iterator[Fault]:
    """What reads a context that is not offered there, is of another language, or has brackets without end."""
    yield from _of(source, root, "the workflow", _IN_WORKFLOWS)
    for name, entry in entries(get(root, "jobs")):
        yield from _of(source, entry.value, f"job `{name}`", _IN_JOBS)
    offered = _offered_in_steps(source.text)
    for name, entry in entries(get(root, "jobs")) if offered else ():
        for step in items(get(entry.value, "steps")):
            yield from _of(source, step, f"a step of job `{name}`", offered)


def _offered_in_steps(text: str) -> dict[str, frozenset[str]]:
    """The keys of steps to look at: all where a name is a slip, conditions where they may have a fault, else none."""
    lower = text.lower()
    if any(f"{name}." in lower for name in _SLIPS) or text.count("${{") > text.count("}}"):
        return _IN_STEPS
    if _may_call(lower) or re.search(_CUTS, text) or re.search(_USES, text):
        return _IN_STEPS
    unpaired = text.count("(") != text.count(")") or text.count("[") != text.count("]")
    return {"if": _OF_STEPS} if unpaired or "secrets" in lower or re.search(_MAY_HAVE_SIGNS, text) else {}


def _may_call(lower: str) -> bool:
    """Whether a text in small letters may call a function that GitHub does not have."""
    return any(f"{name}(" in lower for name in _FUNCTIONS)


def _of(source: Source, holder: Node | None, shown: str, offered: dict[str, frozenset[str]]) -> Iterator[Fault]:
    """The faults in the values of a mapping's keys."""
    for key, entry in entries(holder):
        if key not in offered:
            continue
        value, is_condition = entry.value, key == "if"
        if not is_condition and "${{" not in source.text[slice(*value.bounds)]:
            continue
        if key == "environment" and isinstance(value, Mapping):
            value = get(value, "name") or value  # its URL is read when the job has run
        for scalar in _scalars(value):
            yield from _of_value(source, scalar, f"the `{key}` of {shown}", offered[key], is_condition=is_condition)


def _scalars(node: Node) -> Iterator[Scalar]:
    """The values below a node that may hold an expression."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Scalar):
            yield each
        else:
            inner = items(each) or tuple(entry.value for _, entry in entries(each))
            waiting += reversed(inner)


def _of_value(
    source: Source, scalar: Scalar, where: str, offered: frozenset[str], *, is_condition: bool
) -> Iterator[Fault]:
    if (not is_condition and "${{" not in scalar.value) or scalar.tag.startswith("!"):
        return
    try:
        names = [path[0] for path in paths_read(scalar.value, is_condition) if len(path) == 1]
    except ExpressionError as error:
        if error.message == UNCLOSED:
            yield _unclosed(source, scalar, where, error.offset)
            return
        yield from _of_another_language(source, scalar, where, error.offset)
        yield from _of_brackets(source, scalar, where, error.offset)
        return
    for name in names:
        if name.lower() in _NAMES - offered:
            yield _fault(_occurrence(source, scalar, name), where, name, offered)
    if "(" in scalar.value and _may_call(scalar.value.lower()):
        yield from _of_functions(source, scalar, where, is_condition=is_condition)


def _of_functions(source: Source, scalar: Scalar, where: str, *, is_condition: bool) -> Iterator[Fault]:
    """The calls of functions that GitHub does not have."""
    for name in functions_called(scalar.value, is_condition=is_condition):
        if name.lower() in _FUNCTIONS:
            what, words = f"{where} calls `{name}`, which is no function", f"Unrecognized function: '{name}'"
            yield Fault(_occurrence(source, scalar, name), what, words, _FUNCTIONS[name.lower()])


def _unclosed(source: Source, scalar: Scalar, where: str, offset: int) -> Fault:
    """An opening without its end, for which GitHub refuses any text, also that of a script."""
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only for a fault

    at = place_in(source, scalar)(offset - len("${{"), offset)
    words = (
        "The expression is not closed. An unescaped ${{ sequence was found, but the closing }} sequence was not found."
    )
    return Fault(at, f"{where} has a `${{{{` that is not closed", words, "close the expression with `}}`")


def _of_another_language(source: Source, scalar: Scalar, where: str, offset: int) -> Iterator[Fault]:
    """The sign at which an expression cannot be read; what else may be wrong with one is left to GitHub."""
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only for a fault

    symbol = re.compile(_SYMBOL).match(scalar.value, offset)
    shown = symbol[0] if symbol is not None else scalar.value[offset : offset + 1]
    sign = (symbol and symbol[1]) or shown[:1]
    if sign in _SIGNS:
        at = place_in(source, scalar)(offset, offset + len(shown))
        yield Fault(at, f"{where} has `{shown}`, which is no expression", f"Unexpected symbol: '{shown}'", _SIGNS[sign])


def _of_brackets(source: Source, scalar: Scalar, where: str, offset: int) -> Iterator[Fault]:
    """The bracket without its other half for which an expression cannot be read."""
    start = scalar.value.rfind("${{", 0, offset) + len("${{") if "${{" in scalar.value[:offset] else 0
    opened: list[int] = []
    for match in re.compile(_BRACKETS).finditer(scalar.value, start, offset):
        if match[0] in "([":
            opened.append(match.start())
        elif match[0] in ")]":
            del opened[-1:]
    rest = scalar.value[offset:].strip()
    if rest.startswith(")") and not opened:
        at, what = offset, "is opened nowhere"
        words, remedy = "Unexpected symbol: ')'", "remove it, or write the `(` that is missing"
    elif opened and (not rest or rest.startswith("}}")):
        at, what = opened[0], "is not closed"
        words, remedy = "Unexpected end of expression", "close it where its part of the expression ends"
    else:
        return
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only for a fault

    place_of = place_in(source, scalar)(at, at + 1)
    yield Fault(place_of, f"{where} has a `{scalar.value[at]}` that {what}", words, remedy)


def _fault(at: Place, where: str, name: str, offered: frozenset[str]) -> Fault:
    from tplint.config import alternatives  # noqa: PLC0415 - only for a fault

    words = f"Unrecognized named-value: '{name}'"
    if not offered:
        plain = "write plain text" + ("; `run-name` may have expressions" if where == _NAME_OF_WORKFLOW else "")
        return Fault(at, f"{where} reads `{name}`, and takes no expressions", words, plain)
    context, there = name.lower(), f"ask for {alternatives(sorted(offered))} there"
    why, remedy = f"which only {'jobs' if context in _OF_JOBS else 'steps of jobs'} may", there
    if "needs" in offered:  # it stands in a job
        why, remedy = "which only the job's steps may", f"{there}, or move it to the steps"
    if context in _SLIPS:
        why, remedy = "which is no context", f"write `{_SLIPS[context]}`"
    elif context == "secrets":
        why, remedy = "which it may not", "give the secret to the steps by `env`, and ask for that"
    elif context == "jobs":
        why, remedy = "which only the outputs of a called workflow may", there
    return Fault(at, f"{where} reads `{name}`, {why}", words, remedy)


def _occurrence(source: Source, scalar: Scalar, name: str) -> Place:
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only for a fault

    found = re.search(rf"(?<![\w.-]){re.escape(name)}\b(?:\s*\.\s*[\w*-]+|\[[^\]\n]*\])*", scalar.value)
    return place_in(source, scalar)(*found.span()) if found else place(source, scalar)
