"""What a repository does, as facts: pipelines, jobs, steps, uploads, projects, publishers. Nothing is judged here.

A fact is ``Known`` or ``Unknown``, and carries the places that say so. Records are ``NamedTuple``s (see
``docs/decisions/0002-records.md``); ``Known`` and ``Unknown`` are classes of their own because they are generic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.distributions import Version
    from tplint.documents import nodes
    from tplint.documents.source import Place, Pointer, Source
    from tplint.guides.records import Guide

T_co = TypeVar("T_co", covariant=True)

PlatformName: TypeAlias = Literal["github", "gitlab"]
IndexName: TypeAlias = Literal["pypi", "testpypi", "other"]
Level: TypeAlias = Literal["error", "warning", "note"]


class Known(Generic[T_co]):
    """A value that the files decide; ``at`` is where they say so, and empty for a platform's default.

    Facts are equal when their values are, wherever they are written.
    """

    __slots__ = ("at", "value")
    __match_args__ = ("value", "at")

    def __init__(self, value: T_co, *at: Place) -> None:
        self.value = value
        self.at = at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash((Known, self.value))

    def __repr__(self) -> str:
        return f"Known({self.value!r})"


class Unknown:
    """A value that the files do not decide, and why.

    ``why`` is a clause for people ("set from an expression"). ``origins`` names what the value is made of where that
    is known: ``secrets.PYPI_TOKEN``, ``vars.INDEX``, ``steps.mint.outputs.token``, ``needs``, ``env.X``, ``shell``.
    """

    __slots__ = ("at", "origins", "why")
    __match_args__ = ("why", "origins", "at")

    def __init__(self, why: str, *at: Place, origins: tuple[str, ...] = ()) -> None:
        self.why = why
        self.at = at
        self.origins = origins

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and (self.why, self.origins) == (other.why, other.origins)

    def __hash__(self) -> int:
        return hash((Unknown, self.why, self.origins))

    def __repr__(self) -> str:
        return f"Unknown({self.why!r})"


Fact: TypeAlias = "Known[T_co] | Unknown"


# --- what runs: steps, jobs, pipelines ------------------------------------------------------------------------------


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
    ``docker://image`` for an image; ``ref`` is what follows ``@``. Names of inputs are lower-case, as GitHub compares
    them.
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
    not fail the script (``|| true``, ``set +e``).
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
    """The commands of a ``run:``; ``unread`` says why some of it could not be read, if so."""

    commands: tuple[Command, ...]
    text: str
    at: Place
    env: Mapping[str, Variable]
    shell: str = "bash"
    unread: str = ""


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


class IdToken(NamedTuple):
    """An identity token that GitLab hands to a job, in the variable of its name.

    ``audiences`` are all that it is made for. With ``is_list`` they are written as a list, of even one, and PyPI
    refuses such a token.
    """

    name: str
    audiences: Fact[tuple[str, ...]]
    is_list: bool
    at: Place


class Job(NamedTuple):
    """A job as it runs under one assignment of events, inputs and matrix values.

    ``can_mint`` says whether a step can obtain an OIDC identity token (on GitLab: one that PyPI or TestPyPI takes);
    ``token_uses`` which of its steps need one for something else than an upload's trusted publishing. ``environment``
    is None where the job has none. ``calls`` is the reusable workflow that the job calls instead of running steps, as
    written, or empty. ``id_tokens`` are GitLab's, and so is ``image``, which is empty where the file names none.
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


class Trigger(NamedTuple):
    """An event that starts a pipeline: its name, and its configuration (filters, types, inputs)."""

    name: str
    at: Place
    node: nodes.Node | None = None


class Pipeline(NamedTuple):
    """A workflow file (GitHub) or a composed pipeline (GitLab), with its jobs as far as no assignment is needed."""

    platform: PlatformName
    document: nodes.Document
    triggers: tuple[Trigger, ...]
    permissions: Fact[Permissions] | None
    jobs: tuple[Job, ...]

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


class Event(NamedTuple):
    """One way a run starts: the event's name, and its ref as far as it is known.

    ``ref_type`` is ``tag``, ``branch`` or empty. ``ref`` is the whole ref where ``exact``, else its certain beginning.
    ``action`` is the activity where the trigger's types leave one.
    """

    name: str
    ref_type: str = ""
    ref: str = ""
    exact: bool = False
    action: str = ""

    @property
    def shown(self) -> str:
        """The event for people: ``push of a tag``."""
        return f"{self.name} of a {self.ref_type}" if self.name == "push" and self.ref_type else self.name


class Call(NamedTuple):
    """A job that calls a reusable workflow: the calling pipeline and job, and the reference as written."""

    pipeline: Pipeline
    job: Job
    reference: str


# --- uploads --------------------------------------------------------------------------------------------------------


class Index(NamedTuple):
    """Where an upload goes. A URL on a PyPI host counts as that index even where its path is wrong."""

    name: IndexName
    url: str


class Credential(NamedTuple):
    """How an upload signs in.

    ``oidc``: it would use trusted publishing, automatically or by a token minted by hand (``minted``).
    ``token``/``password``: a long-lived secret, with its ``carrier`` (``input `password```, ```--token```).
    ``empty``: the carrier holds a literal empty string that the tool counts as set. ``both``: a credential beside
    forced trusted publishing, which the tool refuses. ``none``: nothing, and the tool cannot do trusted publishing.
    """

    kind: Literal["oidc", "token", "password", "empty", "both", "none"]
    carrier: str = ""
    secret: str = ""
    minted: bool = False


class Uploader(NamedTuple):
    """The tool of an upload. ``version`` is what the repository pins: a version, or a moving ref's name."""

    name: str
    version: Fact[str]
    can_trusted_publish: Fact[bool]


class Upload(NamedTuple):
    """One command or action that sends distributions to an index, under one assignment.

    Several uploads can stand at one place (``at``): one for each assignment of events, inputs and matrix values that
    makes a difference. ``certain`` is true where this alternative is certainly reached; ``when`` says which it is, for
    people ("on `release`"), and is empty where there is only one. ``events`` are the events that start it, ``calls``
    the jobs through which its (then reusable) workflow is called, from the outside in. ``claims`` are those that its
    identity token would carry, one set for each event; a ref of which only the beginning is certain ends in ``*``.
    """

    pipeline: Pipeline
    job: Job
    step: Step
    run: Action | Command
    at: Place
    uploader: Uploader
    target: Fact[Index]
    credential: Fact[Credential]
    attestations: Fact[bool]
    folder: Fact[str]
    condition: Fact[bool] = Known(True)
    events: tuple[Event, ...] = ()
    calls: tuple[Call, ...] = ()
    claims: tuple[Mapping[str, Fact[str]], ...] = ()
    certain: bool = True
    when: str = ""

    @property
    def platform(self) -> PlatformName:
        """Who runs the job."""
        return self.pipeline.platform

    @property
    def index_name(self) -> IndexName:
        """The index it goes to; ``other`` also where that is not known."""
        return self.target.value.name if isinstance(self.target, Known) else "other"

    def goes_to(self, *names: IndexName) -> bool:
        """Whether the index it goes to (``target``) is Known and one of these."""
        return isinstance(self.target, Known) and self.target.value.name in names

    def signs_in_by(self, *kinds: str) -> bool:
        """Whether its credential is Known and one of these kinds."""
        return isinstance(self.credential, Known) and self.credential.value.kind in kinds


class Undecided(NamedTuple):
    """Something that may be an upload, or an upload of which a fact that matters is not known, and why."""

    at: Place
    why: str


# --- what is uploaded, and who may ----------------------------------------------------------------------------------


class ProjectName(NamedTuple):
    """A name that one file of a folder gives the project; ``reader`` is the table or call, as ``[project]``."""

    name: Fact[str]
    at: Place | Pointer
    reader: str


class Project(NamedTuple):
    """A folder with distributions' metadata. ``name`` is what the build backend would use."""

    folder: str
    name: Fact[str]
    at: Place | Pointer | None
    names: tuple[ProjectName, ...]
    backend: str
    urls: Mapping[str, str]


class Problem(NamedTuple):
    """A file that could not be read, and the place where reading stopped.

    ``decisive`` is true where the file can decide whether a publish works.
    """

    message: str
    at: Place
    path: str
    decisive: bool = True


class Remote(NamedTuple):
    """A git remote: ``host`` and ``path`` (``owner/repository`` without ``.git``)."""

    name: str
    host: str
    path: str


class Publisher(NamedTuple):
    """A declared publisher: the fields of PyPI's form as the configuration gives them.

    ``fields`` has PyPI's names with underscores (``workflow_filename``); ``keys`` leads to the table in the file.
    """

    index_name: IndexName
    kind: str
    project_name: str
    fields: Mapping[str, str]
    source: Source
    keys: tuple[str | int, ...]
    pending: bool = False


class Match(NamedTuple):
    """An upload by trusted publishing beside the declared publishers of its index.

    ``publishers`` are those that PyPI would accept it for. Where there is none, ``nearest`` is the one that comes
    nearest, ``fields`` are PyPI's names of what differs, and ``error`` is PyPI's answer.
    """

    upload: Upload
    publishers: tuple[Publisher, ...]
    nearest: Publisher | None = None
    fields: tuple[str, ...] = ()
    error: str = ""


class Release(NamedTuple):
    """What git has of the last release: its tag, and what the files said there.

    ``unread`` are workflows of that time that cannot be read now.
    """

    tag: str
    uploads: tuple[Upload, ...]
    alternatives: tuple[Upload, ...]
    projects: tuple[Project, ...]
    unread: frozenset[str] = frozenset()


class Repository(NamedTuple):
    """All that is known of a repository: what the rules read.

    ``uploads`` are certainly reached: where it cannot be decided which of several alternatives runs, they stand there
    as one, whose differing facts are Unknown. ``alternatives`` has every alternative by itself, certain or not, and
    ``unreachable`` the uploads whose conditions exclude every event. ``aside`` are uploads in files that the platform
    does not load, ``untriggered`` the pipelines with an upload that no event starts. ``dangling`` are local ``uses:``
    that certainly name nothing, ``versions`` those of the projects' distributions, in the projects' order.
    ``guides`` are the documents that speak of publishing; empty where no rule asks for them. ``released`` is the last
    release, where a rule asks for it and git knows one.
    """

    root: str
    pipelines: tuple[Pipeline, ...]
    uploads: tuple[Upload, ...]
    alternatives: tuple[Upload, ...]
    unreachable: tuple[Upload, ...]
    undecided: tuple[Undecided, ...]
    projects: tuple[Project, ...]
    publishers: tuple[Publisher, ...]
    matches: tuple[Match, ...]
    remotes: tuple[Remote, ...]
    problems: tuple[Problem, ...]
    aside: tuple[Upload, ...] = ()
    untriggered: tuple[Pipeline, ...] = ()
    dangling: tuple[Place, ...] = ()
    versions: tuple[Version, ...] = ()
    guides: tuple[Guide, ...] = ()
    released: Release | None = None
