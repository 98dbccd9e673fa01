"""A workflow's tree → the faults for which GitHub refuses to load it, as far as the file itself shows them.

This is a list of what people meet, not a schema. GitHub's own is
https://github.com/actions/languageservices/blob/main/workflow-parser/src/workflow-v1.0.json
"""

from __future__ import annotations

from tplint.documents.nodes import Mapping, Scalar, entries, get, is_null, items, keys, pair, place, text
from tplint.documents.source import Place
from tplint.model import LOCAL
from tplint.platforms.faults import Fault
from tplint.platforms.github import permissions
from tplint.platforms.github.mistakes import expression_faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.model import Pipeline

_ROOT = frozenset({
    *("cache-mode", "concurrency", "defaults", "description", "env", "jobs", "name", "on", "permissions", "run-name"),
})  # fmt: skip
_TRIGGERS = frozenset({
    "branches", "create", "deployment", "inputs", "issue_comment", "issues", "label", "merge_group", "pull_request",
    "pull_request_review", "pull_request_target", "push", "registry_package", "release", "repository_dispatch",
    "schedule", "status", "tags", "types", "watch", "workflow_call", "workflow_dispatch", "workflow_run", "workflows",
})  # fmt: skip
# Some tools write `true` for `on`; what GitHub makes of it is not known.
_ON = frozenset({"on", "true"})
_KNOWN = _ROOT | _ON
# https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/workflow-v1.0.json, `run-step`, `regular-step`
_OF_SCRIPTS = frozenset({"run", "shell", "working-directory"})
_OF_ACTIONS = frozenset({"uses", "with"})
_OF_STEPS = frozenset({
    *(*_OF_SCRIPTS, *_OF_ACTIONS, "name", "id", "if", "env", "continue-on-error", "timeout-minutes"),
    # steps beside others, since June 2026
    *("background", "wait", "wait-all", "cancel", "parallel"),
})  # fmt: skip
_OF_JOBS = frozenset({
    *("cache-mode", "concurrency", "container", "defaults", "environment", "needs", "outputs", "permissions"),
    *("runs-on", "services", "secrets", "strategy"),
})  # fmt: skip
# What GitHub tells scripts, actions and steps beside others apart by, in its own schema (above).
_PROPERTIES = ", ".join(sorted(_OF_SCRIPTS | _OF_ACTIONS | {"cancel", "wait", "wait-all"}))
_OF_IDLE_STEPS = _OF_STEPS - {"run", "uses", "cancel", "parallel", "wait", "wait-all"}
# Keys that a job with steps has, and one that calls a workflow has not (`workflow-job` in the same schema).
_NOT_OF_CALLS = frozenset({
    *("container", "continue-on-error", "defaults", "env", "environment", "outputs", "runs-on", "services", "steps"),
    "timeout-minutes",
})  # fmt: skip

_WORKFLOWS = ".github/workflows/"


def faults(pipeline: Pipeline) -> Iterator[Fault]:
    """The faults of a workflow."""
    source, root = pipeline.document.source, pipeline.document.root
    yield from _of_root(source, root)
    yield from _of_permissions(source, get(root, "permissions"))
    jobs = {name.lower() for name, _ in entries(get(root, "jobs"))}
    for name, entry in entries(get(root, "jobs")):
        yield from _of_needs(source, name, get(entry.value, "needs"), jobs)
        yield from _of_permissions(source, get(entry.value, "permissions"))
        written = keys(entry.value)
        if "uses" in written:
            if not _NOT_OF_CALLS.isdisjoint(written):
                yield _of_call(source, name, entry.value)
            yield from _of_called(source, name, get(entry.value, "uses"))
        elif "steps" in written and "runs-on" not in written and "runs-on" not in map(str.lower, written):
            words, remedy = "Required property is missing: runs-on", "name a runner, such as `runs-on: ubuntu-latest`"
            yield Fault(place(source, entry.key), f"job `{name}` has no `runs-on`", words, remedy)
        for step in items(get(entry.value, "steps")):
            written = keys(step)
            if written and written <= _OF_IDLE_STEPS:
                yield _idle(source, name, step)
            elif not (_OF_SCRIPTS.isdisjoint(written) or _OF_ACTIONS.isdisjoint(written)):
                yield from _of_step(source, name, step)
            if not written <= _OF_STEPS:
                yield from _unknown_in_step(source, name, step)
            used = pair(step, "uses") if "uses" in written else None
            if used is not None and isinstance(used.value, Scalar) and not _names_action(used.value.value):
                yield _of_used(source, name, used.value)
    if "!" in source.text:
        yield from _of_conditions(source, root)
    yield from expression_faults.faults(source, root)


def _of_root(source: Source, root: Node | None) -> Iterator[Fault]:
    """Keys that no workflow has, and an `on` without events, unless they stand beside it."""
    beside = False
    for name, entry in entries(root):
        if name.lower() in _KNOWN:
            continue
        what, remedy = f"a workflow has no key `{name}`", f"remove `{name}`, or indent it below the key it belongs to"
        if name in _TRIGGERS:
            beside = True
            what, remedy = f"`{name}` stands at the top level, not under `on`", f"indent `{name}` below `on`"
        yield Fault(place(source, entry.key), what, f"Unexpected value '{name}'", remedy)
    if not beside:
        yield from _of_triggers(source, root)


def _of_triggers(source: Source, root: Node | None) -> Iterator[Fault]:
    words, remedy = "No event triggers defined in `on`", "name the events that start it, such as `release`"
    on = pair(root, "on")
    if on is not None and _is_empty(on.value):
        yield Fault(place(source, on.key), "`on` names no event", words, remedy)
    elif on is not None and (listed := next((item for item in items(on.value) if isinstance(item, Mapping)), None)):
        what, remedy = "`on` lists its events, and a list takes their names only", "leave out the `-` before each event"
        yield Fault(place(source, listed), what, "A mapping was not expected", remedy)
    elif isinstance(root, Mapping) and root.pairs and not any(name.lower() in _ON for name, _ in entries(root)):
        yield Fault(place(source, root.pairs[0].key), "the workflow has no `on`", words, remedy)


def _is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return is_null(node) or not node.value
    return not (node.pairs if isinstance(node, Mapping) else node.items)


def _of_permissions(source: Source, node: Node | None) -> Iterator[Fault]:
    for scope, entry in entries(node):
        if meant := permissions.scope_meant(scope):
            what = f"`permissions` have no scope `{scope}`"
            yield Fault(place(source, entry.key), what, f"Unexpected value '{scope}'", f"write `{meant}`")
        level = text(entry.value)
        if level and "${{" not in level and level.lower() not in permissions.LEVELS:
            levels = "`write` or `none`" if scope == "id-token" else "`read`, `write` or `none`"
            what = f"`{level}` is no level that `permissions` can give"
            yield Fault(place(source, entry.value), what, f"Unexpected value '{level}'", f"give `{scope}` {levels}")


def _of_needs(source: Source, job: str, needs: Node | None, jobs: set[str]) -> Iterator[Fault]:
    for node in (needs,) if isinstance(needs, Scalar) else items(needs):
        name = text(node)
        if name and "${{" not in name and name.lower() not in jobs:
            words = f"Job '{job}' depends on unknown job '{name}'."
            remedy = f"name a job of this workflow, or remove `{name}`"
            yield Fault(place(source, node), f"job `{job}` needs `{name}`, and there is no such job", words, remedy)


def _of_call(source: Source, name: str, job: Node) -> Fault:
    """A key that stands beside the `uses` of a job."""
    refused, key = next((written, entry.key) for written, entry in entries(job) if written in _NOT_OF_CALLS)
    called = ", and set it in the workflow that is called" if refused in {"environment", "env"} else ""
    what = f"job `{name}` calls a workflow, and such a job has no `{refused}`"
    return Fault(place(source, key), what, f"Unexpected value '{refused}'", f"remove `{refused}`{called}")


def _of_called(source: Source, job: str, uses: Node | None) -> Iterator[Fault]:
    """A workflow of another repository without a ref, or one where GitHub looks for none."""
    called = text(uses)
    if uses is None or not called or called.startswith(LOCAL) or "${{" in called:
        return
    if "@" not in called:
        what, why = f"job `{job}` calls `{called}` without a ref", "no version specified"
        remedy = f"write `./{called}`" if called.startswith(_WORKFLOWS) else f"write `{called}@`, and the ref behind it"
    elif called.count("/") == 1:
        what = f"job `{job}` calls `{called}`, which names no workflow"
        why = "references to workflows must be prefixed with format 'owner/repository/' or './' for local workflows"
        remedy = "use actions in the steps of a job"
    elif f"/{_WORKFLOWS}" not in called:
        what = f"job `{job}` calls `{called}`, which is no file in `.github/workflows`"
        why = "references to workflows must be rooted in '.github/workflows'"
        remedy = "name a file in `.github/workflows`"
    else:
        return
    yield Fault(place(source, uses), what, f"invalid value workflow reference: {why}", remedy)


def _of_used(source: Source, job: str, uses: Scalar) -> Fault:
    """What a step uses that is neither a place, a Docker image nor an action with a ref."""
    used = uses.value
    what, remedy = f"a step of job `{job}` uses `{used}`, which names no action", "give a command by `run`"
    if used.startswith(".github/"):
        remedy = f"write `./{used}`"
    elif "@" in used:
        remedy = "write `OWNER/REPOSITORY@REF`"
    elif "/" in used and " " not in used:
        what, remedy = f"a step of job `{job}` uses `{used}` without a ref", f"write `{used}@`, and the ref behind it"
    words = f"Expected format {{org}}/{{repo}}[/path]@ref. Actual '{used}'"
    return Fault(place(source, uses), what, words, remedy)


def _names_action(used: str) -> bool:
    """Whether one `@` stands behind a path, or it is a place, an image, or an expression, which is another fault."""
    name, _, ref = used.partition("@")
    if ref and "/" in name and "@" not in ref:
        return True
    return not used or used.startswith((*LOCAL, "docker://")) or "${{" in used


def _of_conditions(source: Source, root: Node | None) -> Iterator[Fault]:
    for name, entry in entries(get(root, "jobs")):
        yield from _of_condition(source, entry.value, f"job `{name}`")
        for step in items(get(entry.value, "steps")):
            yield from _of_condition(source, step, f"a step of job `{name}`")


def _of_condition(source: Source, holder: Node, shown: str) -> Iterator[Fault]:
    """An `if` that begins with `!`: for YAML that is a tag, and the words behind it are a part of its name.

    https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/Conversion/YamlObjectReader.cs
    """
    entry = pair(holder, "if")
    if entry is not None and isinstance(entry.value, Scalar) and entry.value.tag.startswith("!"):
        tag, start = entry.value.tag, source.text.index("!", entry.key.bounds[1])
        at = Place(source, start, max(entry.value.bounds[1], start + len(tag)))
        what = f"the `if` of {shown} begins with `!`, which YAML takes for a tag"
        remedy = "put the condition between `${{` and `}}`"
        yield Fault(at, what, f"Unexpected tag '{tag}'", remedy)


def _of_step(source: Source, job: str, step: Node) -> Iterator[Fault]:
    """Keys of scripts and of actions in one step: the first decides which it is, and GitHub refuses the others."""
    places = {name: entry.key for name, entry in entries(step) if name in _OF_SCRIPTS or name in _OF_ACTIONS}
    own = _OF_SCRIPTS if next(iter(places)) in _OF_SCRIPTS else _OF_ACTIONS
    refused = next(name for name in places if name not in own)
    words = f"Unexpected value '{refused}'"
    if "run" in places and "uses" in places:
        what, remedy = f"a step of job `{job}` has both `run` and `uses`", "make it two steps"
        yield Fault(place(source, places[refused]), what, words, remedy)
    elif "run" in places:
        what = f"a step of job `{job}` has `with` beside `run`, and only actions take inputs"
        remedy = "give the script the values by `env`, or make it a step with `uses`"
        yield Fault(place(source, places["with"]), what, words, remedy)
    elif "uses" in places:
        name = next(name for name in places if name in _OF_SCRIPTS)
        what = f"a step of job `{job}` has `{name}` beside `uses`, and only scripts have one"
        remedy = f"remove `{name}`; where the action has an input for it, give it by `with`"
        yield Fault(place(source, places[name]), what, words, remedy)


def _idle(source: Source, job: str, step: Node) -> Fault:
    """A step of which nothing tells what it does, such as a name with the `-` of another step behind it."""
    written = [(name, entry.key) for name, entry in entries(step)]
    words = f"There's not enough info to determine what you meant. Add one of these properties: {_PROPERTIES}"
    for kind, missing in ((_OF_SCRIPTS, "run"), (_OF_ACTIONS, "uses")):
        if any(name in kind for name, _ in written):
            words = f"Required property is missing: {missing}"
    what, remedy = (
        f"a step of job `{job}` has neither `run` nor `uses`",
        "give it one, or join it with a step beside it",
    )
    return Fault(place(source, written[0][1]), what, words, remedy)


def _unknown_in_step(source: Source, job: str, step: Node) -> Iterator[Fault]:
    """Keys that no step has: those of jobs, and inputs of an action that do not stand under its `with`."""
    for name, entry in entries(step):
        if name.lower() in _OF_STEPS or "${{" in name or name == "<<":
            continue
        remedy = f"remove `{name}`"
        if name in _OF_JOBS:
            remedy = f"move `{name}` to the job"
        elif get(step, "uses") is not None:
            remedy = f"move `{name}` under `with`, if it is an input of the action"
        what = f"a step of job `{job}` has `{name}`, which is no key of steps"
        yield Fault(place(source, entry.key), what, f"Unexpected value '{name}'", remedy)
