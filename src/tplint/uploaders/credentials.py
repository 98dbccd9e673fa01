"""How an upload signs in: what carries its credential → a fact, the same for all uploaders."""

from __future__ import annotations

from tplint.model import Credential, Known, Script, Unknown
from tplint.records import NamedTuple
from tplint.uploaders.hidden import reason_for_doubt, script_so_far, settings_of, written_names
from tplint.uploaders.indexes import login_of
from tplint.uploaders.minting import is_minted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.documents.source import Place
    from tplint.model import Action, Fact, Index, Value
    from tplint.uploaders.hidden import Traces
    from tplint.uploaders.sightings import Surroundings

TOKEN_USER = "__token__"  # noqa: S105 - the user name that PyPI gives to all tokens
# The job's own tokens; no index but GitHub's and GitLab's takes them.
_JOB_TOKENS = frozenset({"secrets.GITHUB_TOKEN", "github.token"})


class Carrier(NamedTuple):
    """Where an uploader looks for a credential: ``label`` names it for people, ``raw`` is what the file writes there.

    ``firm`` is false where settings outside the files may replace it (a variable of a GitLab job).
    """

    label: str
    fact: Fact[str]
    raw: str
    at: tuple[Place, ...]
    firm: bool = True

    @property
    def is_blank(self) -> bool:
        """Whether it is certainly an empty string."""
        return self.firm and isinstance(self.fact, Known) and not self.fact.value

    @property
    def text(self) -> str | None:
        """Its value where that is known."""
        return self.fact.value if self.firm and isinstance(self.fact, Known) else None


def of_option(options: Options, name: str) -> Carrier | None:
    """The option of a command line, if it is given."""
    given = options.values.get(name)
    return Carrier(f"`{name}`", given.value, given.raw, (given.at,)) if given else None


def of_variable(name: str, call: Invocation, around: Surroundings) -> Carrier | None:
    """The environment variable as the tool sees it, if it is set."""
    variable = call.env.get(name)
    is_own = variable is not None and variable.level in {"step", "script"}
    unread = "" if is_own and around.is_before else around.unread
    if variable is not None and unread and variable.value.fact == Known(""):
        return Carrier(f"`{name}`", Unknown(unread, variable.value.at), "", (variable.value.at,))
    if variable is not None and is_own:
        firm = not settings_of(around.platform) or variable.level == "script"
        return _of_value(f"`{name}`", variable.value, firm=firm)
    if name in written_names(around.steps):
        why = f"`{name}` is written to `$GITHUB_ENV` by an earlier step"
        return Carrier(f"`{name}`", Unknown(why, call.command.at, origins=(f"env.{name}",)), "", (call.command.at,))
    if variable is not None:
        return _of_value(f"`{name}`", variable.value, firm=not settings_of(around.platform))
    for source in around.tasks:
        if name in source.text:
            why = f"`{source.path}` names `{name}`, and may set it"
            return Carrier(f"`{name}`", Unknown(why, call.command.at), "", (call.command.at,))
    return None


def of_input(action: Action, name: str) -> Carrier | None:
    """The input of an action, if it is given."""
    given = action.inputs.get(name)
    return _of_value(f"input `{name}`", given.value, firm=True) if given else None


def of_url(target: Fact[Index]) -> tuple[Carrier | None, Carrier | None]:
    """The password and the user that the index's URL holds."""
    login = login_of(target.value.url) if isinstance(target, Known) else None
    if login is None:
        return None, None
    password = Carrier("password in the URL", Known(login.password), "", target.at) if login.password else None
    return password, Carrier("user in the URL", Known(login.user), "", target.at)


def _of_value(label: str, value: Value, *, firm: bool) -> Carrier:
    return Carrier(label, value.fact, value.raw, (value.at,), firm)


def filled(*carriers: Carrier | None) -> Carrier | None:
    """The first that is there and not empty, for tools that take an empty value as none."""
    return next((carrier for carrier in carriers if carrier is not None and not carrier.is_blank), None)


def is_other_user(user: Carrier | None) -> bool:
    """Whether a user name is certainly one of a person, not the one of tokens."""
    return user is not None and bool(user.text) and user.text != TOKEN_USER


def stored(secret: Carrier, around: Surroundings, user: Carrier | None = None) -> Fact[Credential]:
    """The credential that a carrier holds.

    Long-lived are only secrets, settings (`secrets.*`, `vars.*`) and literals; what another step or the shell made is
    known only where the files show that it was minted. A user name that is not ``__token__`` makes it a password.
    """
    named = _named(user)
    kind: Literal["password", "token"] = "token" if named is None else "password"
    match secret.fact:
        case Known(""):
            if secret.firm:
                return Known(Credential("empty", secret.label), *secret.at)
            return Unknown(f"settings of {settings_of(around.platform)} may replace the empty value", *secret.at)
        case Known():
            return Known(Credential(kind, secret.label, user=named), *secret.at)
        case Unknown(why, origins):
            if _is_long_lived(secret):
                return Known(Credential(kind, secret.label, _secret(origins), user=named), *secret.at)
            if is_minted(origins, secret.raw, around):
                return Known(Credential("oidc", secret.label, minted=True), *secret.at)
            return Unknown(f"{secret.label}: {why}", *secret.at, origins=origins)


def _is_long_lived(secret: Carrier) -> bool:
    """Whether a value is certainly a secret or a setting; not where an expression may choose the empty string."""
    if not isinstance(secret.fact, Unknown) or not secret.fact.origins or "''" in secret.raw:
        return False
    return all(origin.startswith(("secrets.", "vars.")) and origin not in _JOB_TOKENS for origin in secret.fact.origins)


def _secret(origins: tuple[str, ...]) -> str:
    return next((origin for origin in origins if origin.startswith("secrets.")), origins[0])


def user_only(user: Carrier) -> Credential:
    """A user name that switches trusted publishing off, with no password beside it: the carrier is the name's."""
    return Credential("password", user.label, user=(user.text or "", user.at[0]))


def _named(user: Carrier | None) -> tuple[str, Place] | None:
    """A person's user name, and where it stands."""
    return (user.text or "", user.at[0]) if user is not None and is_other_user(user) else None


def is_given_person(user: Carrier | None) -> bool:
    """Whether the command line itself gives a person's name: with any password PyPI refuses that."""
    return user is not None and is_other_user(user) and user.label == "`--username`"


def absent(call: Invocation, around: Surroundings, traces: Traces) -> Unknown | None:
    """Why it is not certain that a command finds no credential; None if it is."""
    doubt = call.isolated or reason_for_doubt(around, traces)
    return Unknown(doubt, call.command.at) if doubt else None


def without_carrier(call: Invocation, around: Surroundings, traces: Traces, capable: Fact[bool]) -> Fact[Credential]:
    """How a command-line tool signs in when no carrier is in sight: by trusted publishing, if it can."""
    doubt = absent(call, around, traces)
    if doubt is not None:
        return doubt
    if isinstance(capable, Unknown):
        return capable
    return Known(Credential("oidc" if capable.value else "none"), call.command.at)


def mentions(around: Surroundings, mark: str) -> bool:
    """Whether an earlier step or command of the job names something (`.pypirc`)."""
    texts = (step.run.text for step in around.steps if isinstance(step.run, Script))
    return any(mark in text for text in (*texts, script_so_far(around)))
