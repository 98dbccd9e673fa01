"""What runs: pipelines, their jobs, and the steps of these as actions and scripts."""

from __future__ import annotations

from tplint.model.facts import Known, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    from tplint.documents import nodes
    from tplint.documents.source import Place
    from tplint.model.facts import Fact, PlatformName


# Jobs that one waits for, directly or not, that are looked at; people write a tenth of it.
MAX_NEEDED = 100
# What `uses` begins with where it names an action or a workflow of the repository itself.
LOCAL = ("./", "$/")


class Value(NamedTuple):
    """A setting as the file writes it and as it is when the job runs.

    ``raw`` is the text of the file (with ``${{ }}``), ``fact`` the value after expressions and variables.
    """

    raw: str
    fact: Fact[str]
    at: Place


class Variable(NamedTuple):
    """An environment variable in force at a step, and the level of the file that sets it."""

    value: Value
    key: Place
    level: Literal["workflow", "job", "step", "script"]


class Input(NamedTuple):
    """An entry of ``with:``."""

    value: Value
    key: Place


class Action(NamedTuple):
    """A step that runs a published or local action.

    ``name`` is ``owner/repository`` or ``owner/repository/path`` in lower case, ``./path`` for one of this repository,
    ``docker://image`` for an image, and on other CI systems kind and name (``orb x/y``, ``pipe x/y``, ``task x``).
    ``ref`` is what follows ``@``. Names of inputs are lower-case on GitHub, as it compares them.
    """

    name: str
    ref: str
    inputs: Mapping[str, Input]
    env: Mapping[str, Variable]
    at: Place


class Word(NamedTuple):
    """One word of a command line, after quotes and with static variables in place; ``raw`` is the script's text."""

    raw: str
    fact: Fact[str]
    at: Place


class Command(NamedTuple):
    """A simple command of a script, without its assignments, wrappers (``env``, ``uvx``, ``sudo`` …) still in place.

    ``env`` is what the command sees: the step's environment and the script's exports and assignments before it.
    ``folder`` is the working directory relative to the repository's root. ``conditional`` is true inside ``if``, loops,
    functions and behind ``&&``/``||``, where it may not run. ``tolerated`` is true where a failure of this command does
    not fail the script (``|| true``, ``set +e``). ``redirected_to`` is the file that its output goes to, as written, or
    empty.
    """

    words: tuple[Word, ...]
    env: Mapping[str, Variable]
    folder: Fact[str]
    at: Place
    conditional: bool = False
    tolerated: bool = False
    redirected_to: str = ""

    @property
    def argv(self) -> tuple[str | None, ...]:
        """The words that are known; None for each that is not."""
        return tuple(word.fact.value if isinstance(word.fact, Known) else None for word in self.words)


class Script(NamedTuple):
    """The commands of a ``run:``, or of GitLab's ``before_script`` and ``script``.

    ``unread`` says why some of it could not be read, if so. ``places`` leads from offsets in the text to places where
    the text is not that of one scalar (`tplint.jobs.script_places`). ``folder`` is where it starts, from the
    repository's root. Of one that is not taken apart yet ``values`` has what its expressions are, by what stands in
    their braces.
    """

    commands: tuple[Command, ...]
    text: str
    at: Place
    env: Mapping[str, Variable]
    shell: str = "bash"
    unread: str = ""
    places: Callable[[int, int], Place] | None = None
    folder: Fact[str] = Known(".")
    values: Mapping[str, Fact[str]] = {}


class Step(NamedTuple):
    """One step of a job: an action or a script.

    ``within`` is the file of the local composite action that the step belongs to, or empty. The step that calls the
    composite action stands before its steps.
    """

    name: str
    id: str
    run: Action | Script | None
    condition: Fact[bool]
    at: Place
    node: nodes.Mapping
    continues_on_error: Fact[bool] = Known(False)
    within: str = ""


class Permissions(NamedTuple):
    """The scopes of a job's token, and the level that set them; a scope that is not named is ``none``."""

    scopes: Mapping[str, str]
    level: Literal["job", "workflow", "default", "caller"]

    def grants(self, scope: str) -> str:
        """``write``, ``read`` or ``none``."""
        return self.scopes.get(scope, "none")


class Runner(NamedTuple):
    """Where a job runs: ``os`` is empty where the label does not tell."""

    os: Literal["linux", "windows", "macos", ""]
    hosted: bool
    label: str

    @property
    def is_without_containers(self) -> bool:
        """Whether no container runs there for certain; `ubuntu-slim` is one itself, without Docker.

        https://docs.github.com/actions/reference/runners/github-hosted-runners#single-cpu-runners
        """
        return self.os in {"windows", "macos"} or (self.hosted and self.label.lower() == "ubuntu-slim")


class IdToken(NamedTuple):
    """An identity token that GitLab hands to a job, in the variable of its name.

    ``audiences`` are all that it is made for. With ``is_list`` they are written as a list, of even one, and PyPI
    refuses such a token. They are not ``fixed`` where variables take part, which settings may replace.
    """

    name: str
    audiences: Fact[tuple[str, ...]]
    is_list: bool
    at: Place
    fixed: bool = True


class Job(NamedTuple):
    """A job as it runs under one assignment of events, inputs and matrix values.

    ``can_mint`` says whether a step can obtain an OIDC identity token (on GitLab: one that PyPI or TestPyPI takes);
    ``token_uses`` which of its steps need one for something else than an upload's trusted publishing. ``environment``
    is None where the job has none. ``calls`` is the reusable workflow that the job calls instead of running steps, as
    written, or empty. ``id_tokens`` are GitLab's, and so is ``image``, which is empty where the file names none.
    ``tolerated`` says whether a failure of the job counts as none.
    """

    id: str
    at: Place
    node: nodes.Mapping
    permissions: Fact[Permissions]
    can_mint: Fact[bool]
    environment: Fact[str | None]
    environment_url: Fact[str]
    runner: Fact[Runner]
    container: bool
    condition: Fact[bool]
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    token_uses: Fact[tuple[str, ...]]
    calls: str = ""
    calls_at: Place | None = None
    id_tokens: tuple[IdToken, ...] = ()
    image: Fact[str] = Known("")
    tolerated: Fact[bool] = Known(False)


class WrittenJob:
    """A job of a workflow that is evaluated when something is asked of it that its mapping does not say by itself.

    It stands for a ``Job`` in ``Pipeline.jobs``: most jobs of a repository neither upload nor are asked about. All that
    belongs to it is written in its mapping: it uses no alias, and runs no composite action of the repository.
    """

    __slots__ = ("_text", "at", "calls", "calls_at", "evaluate", "evaluated", "id", "needs", "node")

    def __init__(
        self,
        id: str,  # noqa: A002 - the name of the field
        at: Place,
        node: nodes.Mapping,
        needs: tuple[str, ...],
        calls: str,
        calls_at: Place | None,
        evaluate: Callable[[], Job],
    ) -> None:
        self.id = id
        self.at = at
        self.node = node
        self.needs = needs
        self.calls = calls
        self.calls_at = calls_at
        self.evaluate = evaluate
        self.evaluated: Job | None = None
        self._text = ""

    def __getattr__(self, name: str) -> object:
        """Everything else of the job; asked only for what is not among the attributes above."""
        if name.startswith("__"):
            raise AttributeError(name)
        if self.evaluated is None:
            self.evaluated = self.evaluate()
        return getattr(self.evaluated, name)

    def says(self, *words: str) -> bool:
        """Whether one of these lower-case words stands in the job's mapping."""
        if not self._text:
            self._text = self.at.source.text[slice(*self.node.bounds)].lower()
        return any(word in self._text for word in words)


def may_say(job: object, *words: str) -> bool:
    """Whether one of these lower-case words may stand in what a job is made of; else its steps need no look."""
    return not isinstance(job, WrittenJob) or job.says(*words)


def is_written_by_itself(job: object) -> bool:
    """Whether all steps of a job certainly stand in its own mapping, so that it runs no local action."""
    return isinstance(job, WrittenJob)


class Trigger(NamedTuple):
    """An event that starts a pipeline: its name, and its configuration (filters, types, inputs)."""

    name: str
    at: Place
    node: nodes.Node | None = None


class Pipeline(NamedTuple):
    """A workflow file (GitHub) or a composed pipeline (GitLab), with its jobs as far as no assignment is needed.

    Jobs of workflows may be ``WrittenJob``s, which are evaluated when more is asked of them than what is written. When
    a job of GitLab runs is looked up where it uploads: the ``condition`` of the others is Unknown.
    ``included`` are the other files of the repository that GitLab composes it of, those of child pipelines too; of a
    workflow that uploads, the repository's own actions that its steps use. ``unread`` says where GitLab's names files
    from elsewhere, which may add to its jobs. ``settings`` are files of the repository that its actions go by.
    """

    platform: PlatformName
    document: nodes.Document
    triggers: tuple[Trigger, ...]
    permissions: Fact[Permissions] | None
    jobs: tuple[Job, ...]
    included: tuple[nodes.Document, ...] = ()
    unread: tuple[Place, ...] = ()
    settings: tuple[nodes.Document, ...] = ()

    @property
    def path(self) -> str:
        """The file, relative to the repository's root."""
        return self.document.source.path

    @property
    def file_name(self) -> str:
        """The file's name without folders: what PyPI calls the workflow name."""
        return self.path.rpartition("/")[2]

    def has_trigger(self, *names: str) -> bool:
        """Whether one of these events starts it."""
        return any(trigger.name in names for trigger in self.triggers)

    def trigger(self, name: str) -> Trigger | None:
        """What says that an event starts it."""
        return next((trigger for trigger in self.triggers if trigger.name == name), None)


class Event(NamedTuple):
    """One way a run starts: the event's name, and its ref as far as it is known.

    ``ref_type`` is ``tag``, ``branch`` or empty. ``ref`` is the whole ref where ``exact``, else its certain beginning.
    ``action`` is the activity where the trigger's types leave one, ``never`` are refs that certainly start no such run.
    """

    name: str
    ref_type: str = ""
    ref: str = ""
    exact: bool = False
    action: str = ""
    never: tuple[str, ...] = ()

    @property
    def claimed_ref(self) -> Fact[str]:
        """Its ref as a claim has it: one of which only the beginning is certain ends in ``*``."""
        if not self.ref:
            return Unknown("it depends on the event")
        return Known(self.ref if self.exact else f"{self.ref}*")

    @property
    def shown(self) -> str:
        """The event for people: ``push of a tag``."""
        return f"{self.name} of a {self.ref_type}" if self.name == "push" and self.ref_type else self.name


class Call(NamedTuple):
    """A job that calls a reusable workflow: the calling pipeline and job, and the reference as written."""

    pipeline: Pipeline
    job: Job
    reference: str
