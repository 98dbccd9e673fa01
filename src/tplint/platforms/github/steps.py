"""`steps:` → actions and scripts with their inputs and environment; composite actions of the repository are opened."""

from __future__ import annotations

import os
import re
from itertools import islice

from tplint.documents.nodes import Mapping, Scalar, entries, get, items, mention, place, text
from tplint.model import LOCAL, Action, Input, Known, Script, Step, Unknown
from tplint.platforms.github.expressions import interpolate
from tplint.platforms.github.limits import MAX_STEPS
from tplint.platforms.github.scope import call_inputs
from tplint.remembered import by_identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.load import Files
    from tplint.model import Fact, Variable
    from tplint.platforms.github.scope import Scope

# The runner allows 10, which may be very many steps; of an action that is not opened it is not known what it does.
MAX_COMPOSITE_DEPTH = 5
MAX_READ = 64  # scripts that are kept; they may be long
HERE = Known(".")
_POWERSHELL = r"(?m)^[ \t]*(?:\$env:\w+[ \t]*=|&[ \t]+[^&\s]|(?:Set|New|Remove)-Item[ \t])"
_NAMED = r"\$\{\{ *secrets\.\w+ *\}\}"
# Repositories of actions that have moved, and where to: GitHub follows the old name.
_MOVED = {
    "joerick/cibuildwheel": "pypa/cibuildwheel",
    "jupyter-server/jupyter-releaser": "jupyter-server/jupyter_releaser",
    "messense/maturin-action": "pyo3/maturin-action",
    "relekang/python-semantic-release": "python-semantic-release/python-semantic-release",
}


def steps(scope: Scope, node: Node | None, files: Files, defaults: Node | None) -> tuple[Step, ...]:
    """The steps of a job in order; those of a `parallel:` step and of local composite actions stand in its place.

    ``scope.env`` is the environment of the job; ``defaults`` its `defaults.run`.
    """
    return tuple(islice(_steps(scope, node, files, defaults, ""), MAX_STEPS))


def _steps(scope: Scope, node: Node | None, files: Files, defaults: Node | None, within: str) -> Iterator[Step]:
    known = scope.fixed if scope.fixed is not None and not within else {}
    for item in items(node):
        if not isinstance(item, Mapping):
            continue
        fixed = known.get(id(item))
        if fixed is not None and not _is_local(fixed):
            yield fixed
            continue
        if (parallel := get(item, "parallel")) is not None:
            yield from _steps(scope, parallel, files, defaults, within)
            continue
        asked, still_open = dict(scope.asked), dict(scope.open)
        step = _known_step(scope, item, defaults, within)
        yield step
        if _is_local(step):
            yield from _composite(scope, item, step, files)
        if item.bounds[0] not in scope.watched:
            scope.asked, scope.open = asked, still_open


def _is_local(step: Step) -> bool:
    """Whether a step runs an action of the repository."""
    return isinstance(step.run, Action) and step.run.name.startswith("./")


def _known_step(scope: Scope, node: Mapping, defaults: Node | None, within: str) -> Step:
    """A step, which is evaluated once if it is the same under every assignment."""
    if scope.fixed is None or within:
        return _step(scope, node, defaults, within)
    if id(node) not in scope.fixed:
        step = _step(scope, node, defaults, within)
        scope.fixed[id(node)] = step if _is_fixed(scope, node) else None
        return step
    return scope.fixed[id(node)] or _step(scope, node, defaults, within)


def _is_fixed(scope: Scope, node: Mapping) -> bool:
    """Whether nothing in a step is evaluated but names of secrets, which no assignment knows."""
    written = scope.source.text[slice(*node.bounds)]
    expressions = written.count("${{")
    return (
        get(node, "if") is None
        and get(node, "continue-on-error") is None
        and (expressions == 0 or expressions == len(re.findall(_NAMED, written)))
    )


def _step(scope: Scope, node: Mapping, defaults: Node | None, within: str) -> Step:
    outer = scope.env
    own = scope.variables(get(node, "env"), "step")
    scope.env = {**outer, **own} if own else outer
    try:
        continues = get(node, "continue-on-error")
        return Step(
            name=text(get(node, "name")) or "",
            id=text(get(node, "id")) or "",
            run=_run(scope, node, defaults),
            condition=scope.condition(get(node, "if")),
            at=mention(scope.source, node),
            node=node,
            continues_on_error=Known(False) if continues is None else scope.condition(continues),
            within=within,
        )
    finally:
        scope.env = outer


def _run(scope: Scope, node: Mapping, defaults: Node | None) -> Action | Script | None:
    uses, run = get(node, "uses"), get(node, "run")
    if isinstance(uses, Scalar) and not is_command(uses.value):
        name, ref = action_name(uses.value)
        given = get(node, "with")
        inputs = {
            key.lower(): Input(scope.value(entry.value), place(scope.source, entry.key))
            for key, entry in entries(given)
            if isinstance(entry.value, Scalar)
        }
        return Action(name, ref, inputs, scope.env, place(scope.source, uses))
    script = run or uses
    if isinstance(script, Scalar):
        return _script(scope, node, script, defaults)
    return None


def is_command(uses: str) -> bool:
    """Whether somebody has written `uses` for `run`, which GitHub refuses: what was meant is read all the same."""
    return " " in uses and "@" not in uses and "${{" not in uses and ":" not in uses


def action_name(uses: str) -> tuple[str, str]:
    """The name and ref of a `uses:` value: lower-case ``owner/repository[/path]``, ``./path`` as it is, ``docker://…``.

    ``$/path`` is this repository at the running commit, as ``./path`` is.
    """
    if uses.startswith("docker://"):
        image, _, tag = uses.partition("@") if "@" in uses else uses.rpartition(":")
        return (image, tag) if "/" not in tag else (uses, "")
    if uses.startswith(LOCAL):
        return "./" + os.path.normpath(uses[2:]).replace(os.sep, "/"), ""
    name, _, ref = uses.partition("@")
    parts = name.lower().split("/")
    repository = "/".join(parts[:2])
    return "/".join((_MOVED.get(repository, repository), *parts[2:])), ref


def _script(scope: Scope, node: Mapping, run: Scalar, defaults: Node | None) -> Script:
    """A script; only one that may hold something of interest is taken apart, the others keep their text."""
    from tplint.uploaders import WORDS  # noqa: PLC0415 - the recognisers load their tables

    shell = text(get(node, "shell")) or text(get(defaults, "shell")) or _default_shell(run.value)
    where = place(scope.source, run)
    lower = run.value.lower()
    folder = _folder(scope, node, defaults)
    if not any(word in lower for word in WORDS):
        return Script((), run.value, where, scope.env, shell, folder=folder, values=_values(scope, run.value))
    if folder is HERE and "${{" not in lower:
        return _read_plain(scope.source, run, scope.env, shell)
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only for scripts that matter
    from tplint.shell import read_script  # noqa: PLC0415 - loads tree-sitter

    return read_script(
        run.value,
        place=place_in(scope.source, run),
        env=scope.env,
        hole=lambda inner: _hole(scope, inner),
        folder=folder,
        shell=shell,
    )


@by_identities(MAX_READ)
def _read_plain(source: Source, run: Scalar, env: Map[str, Variable], shell: str) -> Script:
    """A script without expressions, at the root: many assignments, and uses of a composite action, have the same."""
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only for scripts that matter
    from tplint.shell import read_script  # noqa: PLC0415 - loads tree-sitter

    return read_script(run.value, place=place_in(source, run), env=env, folder=HERE, shell=shell)


def _values(scope: Scope, script: str) -> Map[str, Fact[str]]:
    """The values of the expressions in a script, by what stands in their braces."""
    if "${{" not in script:
        return {}
    from tplint.shell.holes import expressions  # noqa: PLC0415 - for scripts that have some

    inside = (script[start + 3 : end - 2] for start, end in expressions(script))
    return {inner: _hole(scope, inner) for inner in inside}


def _default_shell(script: str) -> str:
    """Where no `shell` is written, that of Windows for what only PowerShell understands; else the empty string."""
    return "pwsh" if re.search(_POWERSHELL, script) else ""


def _hole(scope: Scope, inner: str) -> Fact[str]:
    """The value of a `${{ }}` in a script, as text."""
    return interpolate("${{" + inner + "}}", scope.lookup, assume=scope.assignment.assumed)


def _folder(scope: Scope, node: Mapping, defaults: Node | None) -> Fact[str]:
    folder = get(node, "working-directory") or get(defaults, "working-directory")
    if not isinstance(folder, Scalar):
        return HERE
    return scope.value(folder).fact.map(lambda value: os.path.normpath(value).replace(os.sep, "/") if value else ".")


def _composite(scope: Scope, node: Mapping, step: Step, files: Files) -> Iterator[Step]:
    """The steps of a local composite action, with its inputs in place and the outer environment in force."""
    assert isinstance(step.run, Action)
    if scope.depth >= MAX_COMPOSITE_DEPTH:
        return
    document = action_file(step.run.name, files)
    runs = get(document.root, "runs") if document is not None else None
    if document is None or text(get(runs, "using")) != "composite" or scope.is_within(document.source):
        return
    inner = scope.inside(document.source, call_inputs(scope, node, get(document.root, "inputs")))
    inner.env = step.run.env
    for inner_step in _steps(inner, get(runs, "steps"), files, None, within=document.source.path):
        yield inner_step._replace(
            condition=both(step.condition, inner_step.condition),
            continues_on_error=_either(inner_step.continues_on_error, step.continues_on_error),
        )
    scope.asked.update(inner.asked)
    scope.open.update(inner.open)


def action_file(name: str, files: Files) -> Document | None:
    """The file of an action in the repository (`./path`); None where there is none, or it is no YAML."""
    for file in ("action.yml", "action.yaml"):
        document = files.document(os.path.normpath(f"{name[2:]}/{file}").replace(os.sep, "/"))
        if document is not None:
            return document
    return None


def _either(inner: Fact[bool], outer: Fact[bool]) -> Fact[bool]:
    """Whether one of two certainly holds; where neither does, what is not known of them."""
    return inner if inner == Known(True) or outer == Known(False) else outer


def both(first: Fact[bool], second: Fact[bool]) -> Fact[bool]:
    """Whether two conditions hold together: certainly not where one certainly does not."""
    for fact in (first, second):
        if isinstance(fact, Known) and not fact.value:
            return fact
    for fact in (first, second):
        if isinstance(fact, Unknown):
            return fact
    return first if first.at else second
