"""The ways a pipeline starts → for each job whether it is part of the pipeline then, and with which variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.model import Known, Unknown
from tplint.platforms.gitlab.jobs import defaults, surroundings
from tplint.platforms.gitlab.rules import Decision, by_refs, by_rules
from tplint.platforms.gitlab.starts import OPEN, predefined
from tplint.platforms.gitlab.starts import of_child as child_start
from tplint.platforms.gitlab.trees import Table, get, place, text
from tplint.platforms.gitlab.variables import NOTHING_AROUND, Expansion, definitions
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tplint.model import Event, Fact
    from tplint.platforms.gitlab.conditions import Operand
    from tplint.platforms.gitlab.pipeline import Composed
    from tplint.platforms.gitlab.starts import Start
    from tplint.platforms.gitlab.variables import Definition, Surroundings


class Begun(NamedTuple):
    """A pipeline that was started in one way: whether it runs, and variables.

    ``handed_down`` are those that a parent pipeline gives, ``chosen`` those that its own `workflow:rules` set.
    """

    start: Start
    runs: Fact[bool]
    handed_down: Mapping[str, Definition]
    chosen: Mapping[str, Definition] = {}


class Occurrence(NamedTuple):
    """A job in pipelines that start in some ways: all with the same variables, and as certain."""

    starts: tuple[Start, ...]
    runs: Fact[bool]
    chosen: Mapping[str, Definition]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that start it: those that are common, else all."""
        common = tuple(start.event for start in self.starts if start.common)
        return common or tuple(start.event for start in self.starts)


def running(composed: Composed, begun: Iterable[Begun]) -> tuple[Begun, ...]:
    """The ways to start a pipeline in which its `workflow:rules` let it run."""
    rules = get(composed.workflow, "rules")
    if rules is None:
        return tuple(begun)
    top = definitions(composed.variables.entries.items() if isinstance(composed.variables, Table) else (), "workflow")
    found = []
    for each in begun:
        value = _values(each.start, {**top, **each.handed_down}, NOTHING_AROUND)
        decision = by_rules(rules, each.start, value)
        runs = _all([each.runs, decision.runs])
        if runs != Known(False):
            found.append(each._replace(runs=runs, chosen=_variables(decision)))
    return tuple(found)


def occurrences(composed: Composed, name: str, begun: tuple[Begun, ...]) -> tuple[Occurrence, ...]:
    """The ways a job is part of its pipeline, those with equal variables together; empty where it never is."""
    table = composed.jobs[name].value
    assert isinstance(table, Table)
    own, around = defaults(composed, table), surroundings(composed, table)
    found: dict[object, Occurrence] = {}
    for each in begun:
        value = _values(each.start, {**own, **each.chosen, **each.handed_down}, around)
        decision = _of_job(composed, table, each.start, value)
        conditions = composed.conditions.get(table.source.path, ())
        included = [by_rules(rules, each.start, value).runs for rules in conditions]
        runs = _all([each.runs, *included, decision.runs])
        if runs == Known(False):
            continue
        chosen = {**each.chosen, **_variables(decision)}
        key = (isinstance(runs, Known), tuple((name, definition.value.value) for name, definition in chosen.items()))
        known = found.get(key) or Occurrence((), runs, chosen)
        found[key] = known._replace(starts=(*known.starts, each.start))
    return tuple(found.values())


def _variables(decision: Decision) -> dict[str, Definition]:
    """The variables that a rule sets."""
    return {} if decision.variables is None else definitions(decision.variables.entries.items(), "job")


def _of_job(composed: Composed, table: Table, start: Start, value: Callable[[str], Operand]) -> Decision:
    rules = get(table, "rules")
    if rules is not None:
        return by_rules(rules, start, value)
    if text(get(table, "when")) == "on_failure":
        return Decision(Unknown("the job runs when another one failed", place(table)))
    if get(table, "only") is None and get(table, "except") is None and get(composed.workflow, "rules") is not None:
        return Decision(Known(True))
    return Decision(by_refs(table, start, value))


def _values(start: Start, defined: Mapping[str, Definition], around: Surroundings) -> Callable[[str], Operand]:
    """Make the function from a variable's name to its value in conditions; settings may set any variable."""
    expansion = Expansion(defined, around)

    def value(name: str) -> Operand:
        if name not in defined:
            return predefined(start, name)
        fact = expansion.variable(name)
        return fact.value if isinstance(fact, Known) else OPEN

    return value


def _all(facts: list[Fact[bool]]) -> Fact[bool]:
    """Whether all hold: certainly not where one certainly does not."""
    if Known(False) in facts:
        return Known(False)
    return next((fact for fact in facts if isinstance(fact, Unknown)), facts[-1])


def of_child(
    composed: Composed, name: str, found: tuple[Occurrence, ...], above: Mapping[str, Definition]
) -> tuple[Begun, ...]:
    """How the child pipeline of a job begins: whenever the job is reached, with the variables that it hands down."""
    table = composed.jobs[name].value
    assert isinstance(table, Table)
    forward = get(table, "trigger", "forward")
    handed = {} if text(get(forward, "yaml_variables")) == "false" else defaults(composed, table)
    passed_on = above if text(get(forward, "pipeline_variables")) == "true" else {}
    return tuple(
        Begun(child_start(start), occurrence.runs, {**handed, **occurrence.chosen, **passed_on})
        for occurrence in found
        for start in occurrence.starts
    )
