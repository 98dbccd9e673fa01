"""The ways a pipeline starts → for each job whether it is part of the pipeline then, and with which variables."""

from __future__ import annotations

from tplint.model import Known, Unknown
from tplint.platforms.gitlab.jobs import defaults, surroundings
from tplint.platforms.gitlab.rules import Decision, by_refs, decider
from tplint.platforms.gitlab.starts import OPEN, of_another_kind, predefined
from tplint.platforms.gitlab.starts import of_child as child_start
from tplint.platforms.gitlab.trees import Items, Table, get, leaves, place, text
from tplint.platforms.gitlab.variables import NOTHING_AROUND, Expansion, definitions
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tplint.documents.source import Place
    from tplint.model import Event, Fact
    from tplint.platforms.gitlab.conditions import Operand
    from tplint.platforms.gitlab.pipeline import Composed
    from tplint.platforms.gitlab.rules import Exists
    from tplint.platforms.gitlab.starts import Start
    from tplint.platforms.gitlab.trees import Value
    from tplint.platforms.gitlab.variables import Definition, Surroundings


# Keys of a rule that change its job, beside `variables`.
_OF_RULES = ("when", "allow_failure")


class Begun(NamedTuple):
    """A pipeline that was started in one way: whether it runs, and variables.

    ``handed_down`` are those that a parent pipeline gives, ``chosen`` those that its own `workflow:rules` set.
    """

    start: Start
    runs: Fact[bool]
    handed_down: Mapping[str, Definition]
    chosen: Mapping[str, Definition] = {}


class Occurrence(NamedTuple):
    """A job in pipelines that start in some ways: all with the same variables, and as certain.

    ``rule`` is the one of its `rules` that lets it run, where one does.
    """

    starts: tuple[Start, ...]
    runs: Fact[bool]
    chosen: Mapping[str, Definition]
    rule: Table | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that start it: those that are common, else all."""
        common = tuple(start.event for start in self.starts if start.common)
        return common or tuple(start.event for start in self.starts)


def running(composed: Composed, begun: Iterable[Begun], *, loose: bool = False) -> tuple[Begun, ...]:
    """The ways to start a pipeline in which its `workflow:rules` let it run.

    With ``loose`` no variable of the files counts: settings, and whoever starts the pipeline, may give others.
    """
    rules = get(composed.workflow, "rules")
    if rules is None:
        return tuple(begun)
    top = definitions(composed.variables.entries.items() if isinstance(composed.variables, Table) else (), "workflow")
    found = []
    decide = decider(rules, _exists(composed, loose=loose))
    for each in begun:
        value = _values(each.start, {**top, **each.handed_down}, NOTHING_AROUND, loose=loose)
        decision = decide(each.start, value)
        runs = _all([each.runs, decision.runs])
        if runs != Known(False):
            found.append(each._replace(runs=runs, chosen=_variables(decision)))
    return tuple(found)


def occurrences(
    composed: Composed, name: str, begun: tuple[Begun, ...], *, loose: bool = False
) -> tuple[Occurrence, ...]:
    """The ways a job is part of its pipeline, those with equal variables together; empty where it never is.

    ``loose`` is that of `running`.
    """
    table = composed.table(name)
    own, around, exists = defaults(composed, table), surroundings(composed, table), _exists(composed, loose=loose)
    rules = get(table, "rules")
    of_rules = decider(rules, exists)
    of_includes = [decider(each, exists) for each in composed.conditions.get(table.source.path, ())]
    found: dict[object, Occurrence] = {}
    for each in begun:
        value = _values(each.start, {**own, **each.chosen, **each.handed_down}, around, loose=loose)
        decision = _of_job(composed, table, each.start, value) if rules is None else of_rules(each.start, value)
        included = [decide(each.start, value).runs for decide in of_includes]
        runs = _all([each.runs, *included, decision.runs])
        if runs == Known(False):
            continue
        chosen = {**each.chosen, **_variables(decision)}
        variables = tuple((name, definition.value.value) for name, definition in chosen.items())
        key = (isinstance(runs, Known), variables, *(text(get(decision.rule, name)) for name in _OF_RULES))
        known = found.get(key) or Occurrence((), runs, chosen, decision.rule)
        found[key] = known._replace(starts=(*known.starts, each.start))
    return tuple(found.values())


def possible(composed: Composed, name: str, before: tuple[Begun, ...]) -> tuple[Occurrence, ...]:
    """The ways a job that its files never let run may run all the same, by what is not in the files.

    Variables of settings, schedules and people win over those of the files, and there are more kinds of pipelines than
    are told apart here. ``before`` are the ways its pipeline begins, whatever `workflow:rules` say.
    """
    others = (each._replace(start=of_another_kind(each.start)) for each in before)
    begun = running(composed, (*before, *others), loose=True)
    return tuple(
        each._replace(runs=Unknown("what is not in the files decides whether the job runs"))
        for each in occurrences(composed, name, begun, loose=True)
    )


def sets_variables(composed: Composed, name: str) -> bool:
    """Whether a rule may set variables for a job: one of its own, or of its pipeline."""
    of_all = (get(composed.table(name), "rules"), get(composed.workflow, "rules"))
    return any(get(rule, "variables") is not None for rules in of_all for rule in leaves(rules))


def exclusions(composed: Composed, name: str) -> tuple[Place, ...]:
    """The conditions of a job, and of its pipeline, that may keep it from running.

    None where somebody has switched the job off: its only rule is `when: never`.
    """
    job = composed.table(name)
    rules = get(job, "rules")
    if isinstance(rules, Items) and rules.items and all(_is_never(rule) for rule in rules.items):
        return ()
    own = (get(job, key) for key in ("rules", "only", "except"))
    return tuple(place(found) for found in (*own, get(composed.workflow, "rules")) if found is not None)


def _is_never(rule: Value) -> bool:
    return isinstance(rule, Table) and rule.entries.keys() == {"when"} and text(get(rule, "when")) == "never"


def _variables(decision: Decision) -> dict[str, Definition]:
    """The variables that a rule sets."""
    variables = get(decision.rule, "variables")
    return definitions(variables.entries.items(), "job") if isinstance(variables, Table) else {}


def _exists(composed: Composed, *, loose: bool) -> Exists:
    """What tells whether a file is there; others may be on another branch."""
    return (lambda _: "open") if loose else composed.exists


def _of_job(composed: Composed, table: Table, start: Start, value: Callable[[str], Operand]) -> Decision:
    """Whether a job without rules is part of a pipeline."""
    when = get(table, "when")
    if text(when) == "on_failure":
        return Decision(Unknown("the job runs when another one failed", place(table)))
    asked: Fact[bool] = Known(True, place(when)) if when is not None and text(when) == "manual" else Known(True)
    if get(table, "only") is None and get(table, "except") is None and get(composed.workflow, "rules") is not None:
        return Decision(asked)
    return Decision(_all([by_refs(table, start, value), asked]))


def _values(
    start: Start, defined: Mapping[str, Definition], around: Surroundings, *, loose: bool
) -> Callable[[str], Operand]:
    """Make the function from a variable's name to its value in conditions; settings may set any variable."""
    expansion = Expansion(defined, around)

    def value(name: str) -> Operand:
        if name not in defined:
            return predefined(start, name)
        if loose:
            return OPEN
        fact = expansion.variable(name)
        return fact.value if isinstance(fact, Known) else OPEN

    return value


def _all(facts: list[Fact[bool]]) -> Fact[bool]:
    """Whether all hold: certainly not where one certainly does not."""
    if Known(False) in facts:
        return Known(False)
    unknown = next((fact for fact in facts if isinstance(fact, Unknown)), None)
    return unknown or Known(True, *(at for fact in facts for at in fact.at))


def of_child(
    composed: Composed, name: str, found: tuple[Occurrence, ...], above: Mapping[str, Definition]
) -> tuple[Begun, ...]:
    """How the child pipeline of a job begins: whenever the job is reached, with the variables that it hands down."""
    table = composed.table(name)
    forward = get(table, "trigger", "forward")
    handed = {} if text(get(forward, "yaml_variables")) == "false" else defaults(composed, table)
    passed_on = above if text(get(forward, "pipeline_variables")) == "true" else {}
    return tuple(
        Begun(child_start(start), occurrence.runs, {**handed, **occurrence.chosen, **passed_on})
        for occurrence in found
        for start in occurrence.starts
    )
