"""What uploads: an action or a command with its index, credential and claims, under one assignment."""

from __future__ import annotations

from tplint.model.facts import ACCEPTED, Known, Unknown
from tplint.model.runs import Command
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from tplint.documents.source import Place
    from tplint.model.facts import Fact, IndexName, PlatformName
    from tplint.model.runs import Action, Call, Event, Job, Pipeline, Step


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
    ``unpassed``: a secret that a job which calls the workflow does not pass on, so that the carrier is empty.
    ``user`` is the user name of a ``password``, and where it stands.
    """

    kind: Literal["oidc", "token", "password", "empty", "both", "none", "unpassed"]
    carrier: str = ""
    secret: str = ""
    minted: bool = False
    user: tuple[str, Place] | None = None


class Hindrance(NamedTuple):
    """What certainly keeps a tool from trusted publishing, as a clause, and what to do, as an imperative one."""

    why: str
    remedy: str


class Uploader(NamedTuple):
    """The tool of an upload. ``version`` is what the repository pins: a version, or a moving ref's name.

    ``reads`` is the newest core metadata that it takes, ``(2, 4)``, where it certainly refuses newer; else None. It is
    ``(0, 0)`` of a tool that does not start beside what is installed with it today. ``hindered`` is what keeps it from
    trusted publishing, whatever its version can do.
    """

    name: str
    version: Fact[str]
    can_trusted_publish: Fact[bool]
    reads: tuple[int, int] | None = None
    hindered: Hindrance | None = None

    @property
    def shown_version(self) -> Fact[str]:
        """The version for people: a minor branch of an action (``release/v1.8``) has that of its highest release."""
        return self.version.map(lambda version: version.removesuffix(".99"))


class Upload(NamedTuple):
    """One command or action that sends distributions to an index, under one assignment.

    Several uploads can stand at one place (``at``): one for each assignment of events, inputs and matrix values that
    makes a difference. ``run`` is what the CI file runs; where that is a task or a script, ``through`` are the commands
    in it that lead to the upload, the last of which uploads. ``certain`` is true where this alternative is certainly
    reached; ``when`` says which it is, for people ("on `release`"), and is empty where there is only one. ``events``
    are the events that start it, ``calls`` the jobs through which its (then reusable) workflow is called, from the
    outside in. ``claims`` are those that its identity token would carry, one set for each event; a ref of which only
    the beginning is certain ends in ``*``.
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
    through: tuple[Command, ...] = ()

    @property
    def command(self) -> Command | None:
        """The uploader's own command; None for an action."""
        return (self.through or (self.run,))[-1] if isinstance(self.run, Command) else None

    @property
    def platform(self) -> PlatformName:
        """Who runs the job."""
        return self.pipeline.platform

    @property
    def started(self) -> Pipeline:
        """The pipeline whose events start it: of called workflows the outermost caller's."""
        return self.calls[0].pipeline if self.calls else self.pipeline

    @property
    def withheld_by(self) -> Call | None:
        """The job that calls its workflow and certainly may not mint, so that no called job may; the outermost one."""
        return next((call for call in self.calls if call.job.can_mint == Known(False)), None)

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

    def may_present_token(self) -> bool:
        """Whether it uses trusted publishing, or the files do not tell that it does not."""
        is_open = isinstance(self.credential, Unknown) and self.uploader.can_trusted_publish != Known(False)
        return self.platform in ACCEPTED and (is_open or self.signs_in_by("oidc"))


class Undecided(NamedTuple):
    """Something that may be an upload, or an upload of which a fact that matters is not known, and why."""

    at: Place
    why: str
