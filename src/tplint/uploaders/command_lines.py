"""An uploader's command taken apart → what its options and variables give, and the sighting that comes of it."""

from __future__ import annotations

from tplint.commands.options import parse
from tplint.metadata.versions import pinned
from tplint.model import Credential, Known, Unknown, Uploader
from tplint.records import NamedTuple
from tplint.uploaders import credentials
from tplint.uploaders.indexes import PYPI, index_at, undefined
from tplint.uploaders.pins import specifier
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Grammar, Options
    from tplint.documents.source import Place
    from tplint.model import Fact, Index
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.hidden import Traces
    from tplint.uploaders.sightings import Surroundings

NO_ATTESTATIONS = CANNOT = Known(False)


class CommandLine(NamedTuple):
    """A tool's command, its options, and the job around it."""

    call: Invocation
    options: Options
    around: Surroundings

    @property
    def at(self) -> Place:
        """Where the command stands."""
        return self.call.command.at

    @property
    def folder(self) -> Fact[str]:
        """The working directory."""
        return self.call.command.folder

    def carrier(self, option: str, variable: str = "") -> Carrier | None:
        """The option, else the variable; an empty one counts."""
        return credentials.of_option(self.options, option) or self.variable(variable)

    def filled(self, option: str, variable: str = "") -> Carrier | None:
        """The same for tools that take an empty value as none."""
        return credentials.filled(credentials.of_option(self.options, option), self.variable(variable))

    def variable(self, name: str) -> Carrier | None:
        """An environment variable as the tool sees it, if it is set."""
        return credentials.of_variable(name, self.call, self.around) if name else None

    def without_carrier(self, traces: Traces, can: Fact[bool] = CANNOT) -> Fact[Credential]:
        """How the tool signs in when no carrier is in sight: by trusted publishing, if it can."""
        return credentials.without_carrier(self.call, self.around, traces, can)

    def needing_user(self, password: Carrier, user: Carrier | None, traces: Traces) -> Fact[Credential]:
        """A password for a tool that stops without a user name: it is none where certainly no name is given."""
        found = credentials.stored(password, self.around, user)
        is_stored = isinstance(found, Known) and found.value.kind == "token"
        if user is not None or not is_stored or credentials.absent(self.call, self.around, traces) is not None:
            return found
        return Known(Credential("none", password.label), *found.at)

    def untrusting(self, tool: str) -> Uploader:
        """A tool that has no trusted publishing, in the version that runs."""
        return Uploader(tool, pinned(tool, specifier(tool, self.call, self.around)), CANNOT)

    def sighting(
        self,
        uploader: Uploader,
        target: Fact[Index],
        credential: Fact[Credential],
        folder: Fact[str],
        attestations: Fact[bool] = NO_ATTESTATIONS,
    ) -> Sighting:
        """The upload; where a word may hold options that cannot be seen, its index and its credential are not known."""
        if self.options.unread:
            target = credential = Unknown(self.options.unread, self.at)
        return Sighting(uploader, target, credential, attestations, folder, self.at)


def read(
    call: Invocation, around: Surroundings, grammar: Grammar, *ending: str, subcommands: tuple[str, ...] = ("publish",)
) -> CommandLine | None:
    """A command line of one of the subcommands; None for others, and with a flag at which the tool uploads nothing."""
    options = parse(call.words, grammar)
    uploads = options.subcommand() in subcommands and options.flags.keys().isdisjoint(ending)
    return CommandLine(call, options, around) if uploads else None


def index_named(
    name: Carrier | None, url_of: Callable[[str], str | None], defined: str, words: str = ""
) -> Fact[Index]:
    """The index of a repository's name, or PyPI; what ``url_of`` does not know is ``defined`` elsewhere.

    ``words`` are the tool's, with `{}` for the name, where it is not.
    """
    if name is None:
        return PYPI
    match name.fact:
        case Known(value, at):
            url = url_of(value)
            if url is None:
                return undefined(value, f"is defined in {defined}", words, *name.at)
            return Known(index_at(url), *at)
        case unknown:
            return unknown.placed(*name.at)
