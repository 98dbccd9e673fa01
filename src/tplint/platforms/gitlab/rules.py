"""`rules`, `only`, `except`, `workflow:rules` → whether a job is part of a pipeline, and with which variables.

https://docs.gitlab.com/ci/yaml/#rules and https://docs.gitlab.com/ci/yaml/deprecated_keywords/#only--except
"""

from __future__ import annotations

import re
from functools import reduce

from tplint.model import Known, Unknown
from tplint.platforms.gitlab.conditions import both, either, holds, opposite, variables
from tplint.platforms.gitlab.trees import Gap, Reference, Table, Text, get, leaves, place, text, texts
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from tplint.documents.source import Place
    from tplint.model import Fact
    from tplint.platforms.gitlab.conditions import Operand, Truth
    from tplint.platforms.gitlab.starts import Start
    from tplint.platforms.gitlab.trees import Value

    # Whether one of some paths is in the repository.
    Exists: TypeAlias = Callable[[tuple[str, ...]], Truth]

_REF_WORDS = frozenset({
    "api", "branches", "chat", "external", "external_pull_requests", "merge_requests", "pipelines", "pushes",
    "schedules", "tags", "triggers", "web",
})  # fmt: skip
# `/pattern/@group/project`
_NAMES_PROJECT = r"/[a-z]*@[^@]*\Z"
MAX_PROJECT = 300
_BY_DEFAULT = ("branches", "tags")


class Decision(NamedTuple):
    """Whether something runs, and the rule that says so, which may set variables and keys of the job."""

    runs: Fact[bool]
    rule: Table | None = None


def by_rules(rules: Value | None, start: Start | None, value: Callable[[str], Operand], exists: Exists) -> Decision:
    """Decide by a list of rules: the first that holds counts, and without one nothing runs.

    Where people choose (the tag's name), it is enough that a choice leads to a rule that runs.
    """
    before: Unknown | None = None  # a rule that may have decided already
    may_run: Unknown | None = None  # one that would have let it run
    for rule in leaves(rules):
        truth = _holds(rule, start, value, exists) if isinstance(rule, Table) else "open"
        when = text(get(rule, "when"))
        if truth == "no" or (truth == "free" and when == "never"):
            continue
        if truth == "open":
            before = before or _doubt(rule)
            may_run = may_run or (None if when == "never" else before)
            continue
        if when == "never":
            break
        if when == "on_failure":
            before = before or Unknown("the job runs when another one failed", place(rule))
        return Decision(before or Known(True, place(rule)), rule if isinstance(rule, Table) else None)
    return Decision(may_run or Known(False, *(() if rules is None else (place(rules),))))


def decider(rules: Value | None, exists: Exists) -> Callable[[Start, Callable[[str], Operand]], Decision]:
    """Make the function that decides by a list of rules, once for each set of values that its conditions ask for."""
    written = (text(get(rule, "if")) for rule in leaves(rules))
    names = tuple({name for condition in written if condition for name in variables(condition)})
    known: dict[object, Decision] = {}

    def decide(start: Start, value: Callable[[str], Operand]) -> Decision:
        asked = (_compares_commits(start), *map(value, names))
        if asked not in known:
            known[asked] = by_rules(rules, start, value, exists)
        return known[asked]

    return decide


def _doubt(rule: Value) -> Unknown:
    why = "a rule depends on what the files do not decide" if isinstance(rule, Table) else _why(rule)
    return Unknown(why, place(rule))


def _why(rule: Value) -> str:
    return rule.why if isinstance(rule, Gap) else "a rule could not be read"


def _holds(rule: Table, start: Start | None, value: Callable[[str], Operand], exists: Exists) -> Truth:
    """Whether the conditions of a rule hold together."""
    result: Truth = "yes"
    condition = get(rule, "if")
    if isinstance(condition, Text):
        result = holds(condition.value, value)
    elif condition is not None:
        result = "open"
    paths = get(rule, "exists")
    if paths is not None:
        result = both(result, _found(paths, exists))
    if get(rule, "changes") is not None and (start is None or _compares_commits(start)):
        result = both(result, "open" if start is None else "free")
    return result


def _found(paths: Value, exists: Exists) -> Truth:
    """Whether a file is there that `exists` names, as far as it names files of this repository."""
    if isinstance(paths, Table):
        if get(paths, "project") is not None or get(paths, "paths") is None:
            return "open"
        return _found(get(paths, "paths") or paths, exists)
    names = texts(paths)
    return exists(names) if names and len(names) == sum(1 for _ in leaves(paths)) else "open"


def _compares_commits(start: Start) -> bool:
    """Whether `changes` looks at commits: in other pipelines it is true."""
    return start.event.name in {"merge_request_event", "external_pull_request_event"} or (
        start.event.name == "push" and start.event.ref_type == "branch"
    )


def by_refs(job: Table, start: Start, value: Callable[[str], Operand]) -> Fact[bool]:
    """Decide by `only` and `except`; without either a job runs for branches and tags."""
    only, excluded = get(job, "only"), get(job, "except")
    for policy in (only, excluded):
        if isinstance(policy, Gap | Reference):
            return Unknown(_why(policy), place(policy))
    at = tuple(place(policy) for policy in (only, excluded) if policy is not None)
    truth = _only(only, start, value)
    if excluded is not None:
        truth = both(truth, opposite(_excluded(excluded, start, value)))
    return _fact(truth, at)


def _fact(truth: Truth, at: tuple[Place, ...]) -> Fact[bool]:
    if truth == "open":
        return Unknown("`only` or `except` depends on what the files do not decide", *at)
    return Known(truth != "no", *at)


def _only(policy: Value | None, start: Start, value: Callable[[str], Operand]) -> Truth:
    """All conditions of `only` have to hold."""
    if not isinstance(policy, Table):
        return _of_refs(texts(policy) or _BY_DEFAULT, start)
    return reduce(both, _others(policy, start, value), _of_refs(texts(get(policy, "refs")) or _BY_DEFAULT, start))


def _excluded(policy: Value, start: Start, value: Callable[[str], Operand]) -> Truth:
    """One condition of `except` is enough."""
    if not isinstance(policy, Table):
        return _of_refs(texts(policy), start)
    return reduce(either, _others(policy, start, value), _of_refs(texts(get(policy, "refs")), start))


def _others(policy: Table, start: Start, value: Callable[[str], Operand]) -> Iterator[Truth]:
    conditions = texts(get(policy, "variables"))
    if conditions:
        yield reduce(either, (holds(condition, value) for condition in conditions))
    if get(policy, "changes") is not None and _compares_commits(start):
        yield "free"
    if get(policy, "kubernetes") is not None:
        yield "open"


def _of_refs(refs: tuple[str, ...], start: Start) -> Truth:
    """Whether a pipeline is one of those that a list names: kinds of pipelines, names of refs, patterns for them."""
    nothing: Truth = "no"
    return reduce(either, (_of_ref(written, start) for written in refs), nothing)


def _of_ref(written: str, start: Start) -> Truth:
    word, at, _ = written.partition("@")
    if word in _REF_WORDS:
        fits: Truth = "yes" if word in start.refs else "no"
        return both(fits, "open") if at else fits
    if not start.event.ref_type:
        return "no"  # a name or a pattern fits branches and tags alike
    names_project = re.search(_NAMES_PROJECT, written[-MAX_PROJECT:]) if written.startswith("/") else at
    return "open" if names_project else "free"
