"""`extends`, `!reference`, `default` and `inherit` → jobs as GitLab runs them.

First `extends` is followed, then references are resolved, then jobs take what they lack from `default`
(https://docs.gitlab.com/ci/yaml/yaml_optimization/, https://docs.gitlab.com/ci/yaml/#default).
"""

from __future__ import annotations

from tplint.platforms.gitlab.trees import (
    Entry,
    Gap,
    Items,
    Reference,
    Refused,
    Table,
    Text,
    get,
    is_null,
    place,
    text,
    texts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.platforms.gitlab.trees import Merger, Value

# https://docs.gitlab.com/ci/yaml/#extends
MAX_LEVELS = 11
MAX_REFERENCES = 30
# Keywords that `default` can hold; the first five may also stand at the top level.
_AT_TOP = ("after_script", "before_script", "cache", "image", "services")
DEFAULTS = (*_AT_TOP, "artifacts", "hooks", "id_tokens", "identity", "interruptible", "retry", "tags", "timeout")
_NO_JOBS = frozenset({"default", "include", "spec", "stages", "types", "variables", "workflow", *_AT_TOP})


class Inheritance:
    """The configuration with what has been followed of it so far.

    ``gaps`` says of a job what it extends that is not there.
    """

    def __init__(self, table: Table, merger: Merger) -> None:
        self.merger = merger
        self.entries: dict[str, Entry] = dict(table.entries)
        self.levels: dict[str, int] = {}
        self.gaps: dict[str, tuple[str, ...]] = {}
        self.resolved: dict[tuple[str, ...], Value | None] = {}
        self.completed: dict[int, tuple[Value, Value]] = {}

    def extended(self, name: str, stack: tuple[str, ...] = ()) -> Value:
        """An entry of the top level with what it extends below it, and at most eleven levels of that."""
        value = self.entries[name].value
        if name in self.levels or not isinstance(value, Table) or get(value, "extends") is None:
            return value
        extends = get(value, "extends")
        if name in stack:
            raise Refused(f"has entries that extend themselves: {_chain((*stack, name))}", place(extends or value))
        if len(stack) > MAX_LEVELS:
            raise Refused(f"has `{stack[0]}`, which extends more than {MAX_LEVELS} levels", place(extends or value))
        below: Value | None = None
        level, gaps = 0, []
        for parent in texts(extends):
            if parent not in self.entries:
                gaps.append(f"`{parent}`, which it extends, is not in the files")
                continue
            below = self.merger.merge(below, self.extended(parent, (*stack, name)))
            level = max(level, self.levels.get(parent, 0))
            gaps += self.gaps.get(parent, ())
        if level >= MAX_LEVELS:
            raise Refused(f"has `{name}`, which extends more than {MAX_LEVELS} levels", place(extends or value))
        merged = self.merger.merge(below, value)
        self.levels[name] = level + 1
        self.gaps[name] = tuple(gaps)
        self.entries[name] = Entry(self.entries[name].key, merged)
        return merged

    def complete(self, value: Value, stack: tuple[tuple[str, ...], ...] = ()) -> Value:
        """A value with its references resolved; one that leads nowhere becomes a gap.

        What is shared is gone through once.
        """
        if isinstance(value, Text):
            return value
        known = self.completed.get(id(value))
        if known is None:
            known = self.completed[id(value)] = (value, self._complete(value, stack))
        return known[1]

    def _complete(self, value: Value, stack: tuple[tuple[str, ...], ...]) -> Value:
        match value:
            case Reference():
                return self.referenced(value, stack)
            case Items(items=items):
                return value._replace(items=tuple(self.complete(item, stack) for item in items))
            case Table(entries=entries):
                complete = {name: Entry(key, self.complete(inner, stack)) for name, (key, inner) in entries.items()}
                return value._replace(entries=complete)
            case _:
                return value

    def referenced(self, reference: Reference, stack: tuple[tuple[str, ...], ...]) -> Value:
        """What a reference leads to."""
        path, shown = reference.path, ", ".join(reference.path)
        if path in stack:
            raise Refused(f"has `!reference [{shown}]`, which leads back to itself", place(reference))
        if len(stack) >= MAX_REFERENCES:
            return Gap(f"`!reference [{shown}]` is one of very many in a row", reference.node, reference.source)
        if path not in self.resolved:
            found = self.at(path)
            self.resolved[path] = None if found is None else self.complete(found, (*stack, path))
        found = self.resolved[path]
        if found is None:
            return Gap(f"`!reference [{shown}]` leads to nothing in the files", reference.node, reference.source)
        return found

    def at(self, path: tuple[str, ...]) -> Value | None:
        """The value at a path from the top level."""
        if path[0] not in self.entries:
            return None
        return get(self.extended(path[0]), *path[1:])


def _chain(names: tuple[str, ...]) -> str:
    return " → ".join(f"`{name}`" for name in names[names.index(names[-1]) :])


def job_names(entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """The jobs of a configuration: what is no keyword and not hidden by a dot."""
    return tuple(
        name
        for name, entry in entries.items()
        if name not in _NO_JOBS and not name.startswith(".") and isinstance(entry.value, Table)
    )


def defaults(entries: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """What `default` and the top level say for all jobs; `default` counts before the top level."""
    of_all = entries["default"].value if "default" in entries else None
    at_top = {name: entry for name, entry in entries.items() if name in _AT_TOP and not is_null(entry.value)}
    inner = of_all.entries if isinstance(of_all, Table) else {}
    own = {name: entry for name, entry in inner.items() if not is_null(entry.value)}
    return {name: own.get(name) or at_top[name] for name in DEFAULTS if name in own or name in at_top}


def with_defaults(job: Table, of_all: Mapping[str, Entry]) -> Table:
    """A job with those of the `defaults` of which it says nothing itself, as far as it inherits them.

    One that starts another pipeline runs no script, and has no use for them: GitLab gives it none.
    """
    if get(job, "trigger") is not None:
        return job
    inherit = get(job, "inherit", "default")
    missing = {name: entry for name, entry in of_all.items() if get(job, name) is None and _inherits(inherit, name)}
    return job._replace(entries={**job.entries, **missing}) if missing else job


def _inherits(inherit: Value | None, name: str) -> bool:
    """Whether `inherit: default` (or `variables`) lets a name through."""
    if isinstance(inherit, Items):
        return name in texts(inherit)
    return text(inherit) != "false"


def inherited_variables(job: Table, variables: Value | None) -> Mapping[str, Entry]:
    """The variables of the top level that a job takes."""
    inherit = get(job, "inherit", "variables")
    if not isinstance(variables, Table):
        return {}
    return {name: entry for name, entry in variables.entries.items() if _inherits(inherit, name)}
