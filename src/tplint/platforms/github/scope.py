"""What the expressions of one job see under one assignment of event, inputs and matrix row.

An assignment is made step by step: a scope notes which choices an evaluation asked for that are still open (``asked``),
and which conditions inside values could not be decided (``open``); the caller decides one and evaluates again. So only
what makes a difference is ever tried, and always for all expressions of the job together.
"""

from __future__ import annotations

from functools import partial

from tplint.documents.nodes import Scalar, entries, get, is_null, items, pair, place, text
from tplint.model import Known, Unknown, Value, Variable
from tplint.platforms.github.event_conditions import depends_on_event_alone, ref_property, truth_for
from tplint.platforms.github.expressions import Prefix, interpolate, truth
from tplint.platforms.github.matrix import rows, typed
from tplint.platforms.github.runners import runner
from tplint.records import NamedTuple
from tplint.remembered import by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Node, Pair
    from tplint.documents.source import Source
    from tplint.model import Event, Fact, Job, Step

EVENT = "event"
MAX_CHOICES = 32

# https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context
GITHUB_PROPERTIES = frozenset({
    "action", "action_path", "action_ref", "action_repository", "action_status", "actor", "actor_id", "api_url",
    "artifact_cache_size_limit", "base_ref", "env", "event", "event_name", "event_path", "graphql_url", "head_ref",
    "job", "job_workflow_sha", "output", "path", "ref", "ref_name", "ref_protected", "ref_type", "repository",
    "repository_id", "repository_owner", "repository_owner_id", "repository_visibility", "repositoryurl",
    "retention_days", "run_attempt", "run_id", "run_number", "secret_source", "server_url", "sha", "state",
    "step_summary", "token", "triggering_actor", "workflow", "workflow_ref", "workflow_sha", "workspace",
    "workflow_repository",
})  # fmt: skip
# Parts of `github.event` that only some events have; for others they are null.
_EVENT_PARTS = {
    "release": {"release"},
    "pull_request": {"pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"},
    "workflow_run": {"workflow_run"},
    "inputs": {"workflow_dispatch"},
    "issue": {"issues", "issue_comment"},
    "comment": {"issue_comment", "pull_request_review_comment", "discussion_comment", "commit_comment"},
    "client_payload": {"repository_dispatch"},
    "schedule": {"schedule"},
    "head_commit": {"push"},
    "merge_group": {"merge_group"},
    "workflow": {"workflow_run"},
}
# Whose payload has no `action`, https://docs.github.com/webhooks/webhook-events-and-payloads.
_WITHOUT_ACTION = ("push", "workflow_dispatch", "schedule")
# Events whose payload names the file that they start: where that is called by another, the other one.
_NAMING_WORKFLOW = {"workflow_dispatch", "schedule"}

_SYSTEMS = {"linux": "Linux", "windows": "Windows", "macos": "macOS"}

# The name of a branch or tag without `refs/heads/` or `refs/tags/`.
_BRANCH = Prefix("", unlike="refs/")
_DEPENDS_ON_EVENT = Unknown("it depends on the event")


class Seen(NamedTuple):
    """A job as it was evaluated first: its variables, its `defaults.run`, and which parts no assignment changes."""

    job: Job
    env: Map[str, Variable]
    defaults: Node | None
    has_fixed_environment: bool
    has_fixed_runner: bool
    has_fixed_steps: bool


class Outset(NamedTuple):
    """The variables of a workflow before anything is chosen, and what was asked for and left open for them."""

    env: Map[str, Variable]
    asked: Map[str, tuple[object, ...]]
    open: Map[str, None]


class Assignment(NamedTuple):
    """The choices made so far: ``event``, ``matrix``, ``input NAME`` → value; and truths assumed of open conditions."""

    choices: Map[str, object]
    assumed: Map[str, bool]

    def choose(self, choice: str, value: object) -> Assignment:
        """The same with one more choice."""
        return self._replace(choices={**self.choices, choice: value})

    def assume(self, condition: str, *, holds: bool) -> Assignment:
        """The same with one more assumption."""
        return self._replace(assumed={**self.assumed, condition: holds})


NOTHING_CHOSEN = Assignment({}, {})
NO_VARIABLES: Map[str, Variable] = {}  # one for all, so that scripts are seen to have the same


class Scope:
    """The contexts of one job.

    ``events`` are the ways a run can start. ``inputs`` are what a caller gives (None where the workflow is started by
    an event itself), ``level`` tells a called workflow's matrix from its caller's. ``repository`` is ``owner/name``.
    ``started`` is the file that the events start, empty where it is not known.
    """

    # Most scopes are left at these.
    watched: frozenset[int] = frozenset()
    depth = 0
    fixed: dict[int, Step | None] | None = None
    outset: list[Outset] | None = None
    runs_on: Node | None = None
    job_id: Fact[str] | None = None
    outer: Scope | None = None
    started = ""

    def __init__(
        self,
        source: Source,
        *,
        assignment: Assignment = NOTHING_CHOSEN,
        events: tuple[Event, ...] = (),
        inputs: Map[str, Fact[object]] | None = None,
        dispatch: Node | None = None,
        matrix: Node | None = None,
        level: int = 0,
        repository: Fact[str] | None = None,
    ) -> None:
        self.source = source
        self.assignment = assignment
        self.events = events
        self.inputs = inputs
        self.dispatch = dispatch
        self.matrix = matrix
        self.matrix_choice = f"matrix {level}"
        self.repository = repository or Unknown("the repository's name is not in the files")
        self.env = NO_VARIABLES
        self.asked: dict[str, tuple[object, ...]] = {}
        self.open: dict[str, None] = {}
        self.seen: dict[int, Seen] = {}

    def inside(self, source: Source, inputs: Map[str, Fact[object]]) -> Scope:
        """The scope of a composite action that a step runs: its own file and inputs, all else as outside."""
        inner = Scope(source, assignment=self.assignment, events=self.events, inputs=inputs, repository=self.repository)
        inner.started = self.started
        inner.matrix, inner.matrix_choice = self.matrix, self.matrix_choice
        inner.depth, inner.job_id = self.depth + 1, self.job_id
        inner.outer = self
        return inner

    def is_within(self, source: Source) -> bool:
        """Whether this is the scope of a file, or inside it: an action that runs itself never ends."""
        return source is self.source or (self.outer is not None and self.outer.is_within(source))

    # --- evaluation -------------------------------------------------------------------------------------------------

    def value(self, node: Scalar) -> Value:
        """A scalar as written, and as it is."""
        where = place(self.source, node)
        raw = node.value
        if is_null(node):
            return Value("", Known("", where), where)
        if "${{" not in raw:
            return Value(raw, Known(raw, where), where)
        fact = interpolate(raw, self.lookup, assume=self.assignment.assumed, undecided=self.open)
        return Value(raw, fact.placed(where), where)

    def condition(self, node: Node | None) -> Fact[bool]:
        """An `if:`; without one it is `success()`, which is true of a run in which all goes well."""
        if not isinstance(node, Scalar) or is_null(node):
            return Known(True)
        if node.tag.startswith("!"):
            return Unknown("it begins with `!`, which YAML takes for a tag", place(self.source, node))
        return self._truth(node.value).placed(place(self.source, node))

    def _truth(self, condition: str) -> Fact[bool]:
        """Whether a condition holds: most look at the event, which is the same in many scopes."""
        if not self.assignment.assumed and depends_on_event_alone(condition):
            event = self.events[0] if len(self.events) == 1 else self.assignment.choices.get(EVENT)
            if event is not None:
                return truth_for(event, condition)
        return truth(condition, self.lookup, assume=self.assignment.assumed)

    def variables(self, node: Node | None, level: str) -> dict[str, Variable]:
        """The variables of an `env:`."""
        found = {}
        for name, entry in entries(node):
            if isinstance(entry.value, Scalar):
                key = place(self.source, entry.key)
                found[name] = Variable(self.value(entry.value), key, level)  # type: ignore[arg-type] # a Literal
        return found

    # --- contexts ---------------------------------------------------------------------------------------------------

    def lookup(self, path: tuple[str, ...]) -> Fact[object] | None:
        """The value of a context at a path, as the expression spells it; None for what only a run knows."""
        match (path[0].lower(), *path[1:]):
            case ("github", *rest):
                return self._github(tuple(part.lower() for part in rest))
            case ("inputs", name, *_):
                return self._input(name)
            case ("matrix",):
                return self._matrix()
            case ("env", name, *_):
                return self._variable(name)
            case ("runner", "os"):
                return self.system()
        return None

    def _github(self, path: tuple[str, ...]) -> Fact[object] | None:
        match path:
            case ("event_name" | "ref" | "ref_name" | "ref_type" as name, *_):
                event = self.event()
                return _DEPENDS_ON_EVENT if event is None else ref_property(event, name)
            case ("event", "inputs", name, *_):
                return _as_text(self._input(name))
            case ("event", "workflow_run", "head_branch") if (event := self.event()) and event.name == "workflow_run":
                return Known(_BRANCH)
            case ("event", part, *_):
                return self._payload(part)
            case ("repository" | "repository_owner" as name,):
                return self.repository.map(lambda own: own.partition("/")[0] if name == "repository_owner" else own)
            case ("base_ref" | "head_ref",):
                return self._ref_of_pull_request()
            case ("job",):
                return self.job_id
            case ("server_url",):
                return Known("https://github.com")
            case (name, *_) if name not in GITHUB_PROPERTIES:
                return Known(None)
        return None

    def _ref_of_pull_request(self) -> Fact[object] | None:
        """`github.base_ref` and `github.head_ref`: empty but for pull requests."""
        event = self.event()
        if event is None:
            return _DEPENDS_ON_EVENT
        return None if event.name.startswith(("pull_request", "merge_", "workflow_call")) else Known("")

    def _payload(self, part: str) -> Fact[object] | None:
        """A part of `github.event`: null where the event has no such part, None where it is not known."""
        if part not in {*_EVENT_PARTS, "action", "ref"}:
            return None
        event = self.event()
        if event is None:
            return _DEPENDS_ON_EVENT
        if part == "action":
            return Known(event.action or None) if event.action or event.name in _WITHOUT_ACTION else None
        if part == "ref":
            return ref_property(event, "ref") if event.name == "push" else None
        if part == "workflow" and event.name in _NAMING_WORKFLOW:
            return Known(self.started) if self.started else None
        return Known(None) if event.name not in _EVENT_PARTS[part] and event.name != "workflow_call" else None

    def event(self) -> Event | None:
        """The event of this assignment; asks for it where several are possible."""
        if len(self.events) == 1:
            return self.events[0]
        return self._choose(EVENT, self.events)  # type: ignore[return-value] # the choices are events

    def _input(self, name: str) -> Fact[object]:
        """An input: of a called workflow what its caller gives, of a dispatched one any value of its type."""
        if self.inputs is not None:
            lower = {key.lower(): value for key, value in self.inputs.items()}
            return lower.get(name.lower(), Known(None))
        unknown = Unknown(f"it depends on the input `{name}`")
        if not self.events:
            return unknown
        event = self.event()
        if event is None:
            return unknown
        if event.name != "workflow_dispatch":
            return unknown if event.name == "workflow_call" else Known(None)
        declared = get(self.dispatch, "inputs")
        entry = _by_lower_name(declared).get(name.lower()) if declared is not None else None
        if entry is None:
            return Known(None)
        values = _input_values(entry.value)
        if not values:
            return unknown
        chosen = self._choose(f"input {name.lower()}", values)
        return unknown if chosen is None else Known(chosen)

    def _matrix(self) -> Fact[object]:
        """The row; null where the job has no matrix."""
        if self.matrix is None:
            return Known(None)
        found = rows(self.matrix)
        row = self._choose(self.matrix_choice, found) if found else None
        return Unknown("it depends on the matrix") if row is None else Known(row)

    def system(self) -> Fact[object] | None:
        """`runner.os`, where the job's runner tells."""
        if self.outer is not None:
            return self.outer.system()
        # GitHub refuses a runner that is named by itself; it must not be looked for without end.
        label, self.runs_on = self.runs_on, None
        found = runner(self.source, label, self.value)
        self.runs_on = label
        match found:
            case Known(on) if on.os:
                return Known(_SYSTEMS[on.os])
        return None

    def _variable(self, name: str) -> Fact[object] | None:
        """A variable of the file; others may come from earlier steps. Names are exact, as on Linux and macOS."""
        variable = self.env.get(name)
        return None if variable is None else variable.value.fact

    def _choose(self, choice: str, values: tuple[object, ...]) -> object | None:
        """The value of a choice; None, and asked for, where it is still open."""
        if choice in self.assignment.choices:
            return self.assignment.choices[choice]
        if 0 < len(values) <= MAX_CHOICES:
            self.asked.setdefault(choice, values)
        return None


def _as_text(fact: Fact[object]) -> Fact[object]:
    """`github.event.inputs` holds booleans as strings."""
    match fact:
        case Known(bool(value), at):
            return Known("true" if value else "false", *at)
    return fact


def _input_values(node: Node) -> tuple[object, ...]:
    """The values that a `workflow_dispatch` input can have; nothing where any text will do."""
    kind = text(get(node, "type"))
    if kind == "boolean":
        return (True, False)
    if kind == "choice":
        return tuple(value for item in items(get(node, "options")) if (value := text(item)) is not None)
    return ()


def call_inputs(scope: Scope, job: Node, called: Node | None) -> dict[str, Fact[object]]:
    """The inputs of a called workflow or composite action: given by `with`, the default, or the type's empty value.

    ``called`` is the mapping of its declared inputs.
    """
    given = get(job, "with")
    found: dict[str, Fact[object]] = {}
    for name, entry in entries(called):
        value = next((p.value for key, p in entries(given) if key.lower() == name.lower()), None)
        if isinstance(value, Scalar):
            found[name] = scope.value(value).fact.map(partial(_typed_input, entry.value))
        else:
            found[name] = _default_input(entry.value)
    return found


def _typed_input(declared: Node, value: str) -> object:
    """A value as the declared type has it; inputs of actions have no type and are strings."""
    return typed(value) if text(get(declared, "type")) in {"boolean", "number"} else value


def _default_input(declared: Node) -> Fact[object]:
    default = pair(declared, "default")
    if default is not None and isinstance(default.value, Scalar):
        if "${{" in default.value.value:
            return Unknown("its default is an expression")
        return Known(_typed_input(declared, default.value.value))
    return Known({"boolean": False, "number": 0.0}.get(text(get(declared, "type")) or "", ""))


@by_identity(16)
def _by_lower_name(inputs: Node) -> dict[str, Pair]:
    """The inputs of a dispatched workflow as GitHub finds them: by names without regard to case."""
    return {key.lower(): entry for key, entry in reversed(tuple(entries(inputs)))}
