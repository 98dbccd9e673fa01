"""`uv publish`: options, variables and settings, and the three modes of its trusted publishing (uv 0.13.8)."""

from __future__ import annotations

from tplint.commands.folders import below, folder_of
from tplint.commands.options import grammar
from tplint.metadata.versions import capable, pinned
from tplint.model import Action, Credential, Hindrance, Known, Unknown, Uploader
from tplint.records import NamedTuple
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI, UndefinedIndex, index_of
from tplint.uploaders.uv_settings import NONE, missing_index, publish_index, settings, settings_in
from tplint.uploaders.uv_versions import specifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Fact, Index
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.sightings import Sighting, Surroundings
    from tplint.uploaders.uv_settings import Settings

# For Google at the latest; elsewhere the mode is there since the first release, and no token that PyPI takes.
TRUSTED_SINCE = {"github": (0, 4, 16), "gitlab": (0, 8, 18), "google": (0, 11)}
ATTESTS_SINCE = (0, 9, 12)
COMMAND_LINE_WINS_SINCE = (0, 13)
# Before uv's own words, where the index is not known because uv takes none.
_STOPS = "uv would stop with: "
_SWITCHED_OFF = Hindrance("`trusted-publishing` is `never`", "leave `trusted-publishing` out, or set it to `automatic`")
EMPTY_URL = "invalid value '' for '--publish-url <PUBLISH_URL>': relative URL without a base"
GRAMMAR = grammar(
    "--index --publish-url --check-url -t/--token -u/--username -p/--password --trusted-publishing --keyring-provider"
    " --config-file --directory --project --cache-dir --color --allow-insecure-host --python --default-index"
    " --index-url --extra-index-url --index-strategy --link-mode --exclude-newer",
    "-h/--help --dry-run --no-attestations --no-config -q/--quiet -v/--verbose -n/--no-cache --native-tls --offline"
    " --no-progress --system-certs --managed-python --no-managed-python --no-python-downloads",
)
TRACES = Traces(("UV_",), ("netrc", "uv auth login", "keyring set", "keyring.set_password"))


class Publish(NamedTuple):
    """What is known of one `uv publish` before its facts are decided."""

    line: CommandLine
    settings: Fact[Settings]
    version: Fact[str]

    def setting(self, key: str) -> object:
        """A setting of `uv.toml` or `[tool.uv]`; None where there is none or the file is not known."""
        return self.settings.value.table.get(key) if isinstance(self.settings, Known) else None


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `uv` command, if it is one."""
    line = command_lines.read(call, around, GRAMMAR, "--help", "--dry-run")
    if line is None:
        return
    folder = below(line.folder, line.options.value("--directory"))
    found = _settings(line, folder)
    version = specifier(call, around, found)
    publish = Publish(line, found, version)
    can = capable("uv", version, TRUSTED_SINCE.get(around.platform, TRUSTED_SINCE["github"]))
    off = _SWITCHED_OFF if _mode(publish) == Known("never") and around.platform == "github" else None
    uploader = Uploader("uv", pinned("uv", version), _unless_switched_off(publish, can), hindered=off)
    target, files = _index(publish), folder_of(line.options.arguments[1:], folder)
    yield line.sighting(uploader, target, _credential(publish, target, can), files, _attestations(publish, files))


def _settings(line: CommandLine, folder: Fact[str]) -> Fact[Settings]:
    """The settings of the file that `--config-file` or its variable names, else those of the project's folder."""
    if "--no-config" in line.options.flags:
        return Known(NONE)
    named = line.filled("--config-file", "UV_CONFIG_FILE")
    if named is not None:
        return settings_in(below(folder, named.fact), named.label, line.around)
    return settings(below(folder, line.options.value("--project")), line.around)


def _index(publish: Publish) -> Fact[Index]:
    """`--publish-url` or `--index` or their variables, else the settings' `publish-url`, else PyPI."""
    url = publish.line.carrier("--publish-url", "UV_PUBLISH_URL")
    if url is not None:
        return index_of(url.fact) if not url.is_blank else Unknown(f"{_STOPS}{EMPTY_URL}", *url.at)
    if isinstance(publish.settings, Unknown):
        return Unknown(publish.settings.why, *publish.settings.at)
    name = publish.line.carrier("--index", "UV_PUBLISH_INDEX")
    if name is not None:
        return _named(name, publish.settings.value)
    configured = publish.setting("publish-url")
    if not isinstance(configured, str):
        return PYPI
    found = publish.settings.value.target(configured, "publish-url")
    return found if _is_checked_out(publish.line.around) else Known(found.value)


def _is_checked_out(around: Surroundings) -> bool:
    """Whether the settings are certainly there when `uv` runs."""
    actions = (step.run.name for step in around.steps if isinstance(step.run, Action) and step.condition == Known(True))
    return around.platform != "github" or "actions/checkout" in actions


def _named(name: Carrier, found: Settings) -> Fact[Index]:
    """The index of that name in the settings."""
    match name.fact:
        case Known(value):
            target = publish_index(found, value)
            if target is not None:
                return Known(target.value, *(target.at or name.at))
            what, words = missing_index(found, value)
            return UndefinedIndex(f"{_STOPS}{words}", what, words, *name.at)
        case unknown:
            return unknown.placed(*name.at)


def _mode(publish: Publish) -> Fact[str]:
    """`automatic`, `always` or `never`; up to 0.12 the settings win over the command line, from 0.13 on it wins."""
    given = publish.line.options.values.get("--trusted-publishing")
    configured = publish.setting("trusted-publishing")
    if given is None:
        return _known_mode(configured if isinstance(configured, str) else "automatic")
    if isinstance(given.value, Unknown):
        return Unknown(given.value.why, given.at)
    if not isinstance(configured, str) or configured == given.value.value:
        return _known_mode(given.value.value)
    match capable("uv", publish.version, COMMAND_LINE_WINS_SINCE):
        case Known(wins):
            return _known_mode(given.value.value if wins else configured)
        case Unknown():
            return Unknown("the settings and the command line differ, and uv's version decides which of them wins")


def _known_mode(value: str) -> Fact[str]:
    if value in {"automatic", "always", "never"}:
        return Known(value)
    return Unknown(f"`{value}` is none of `automatic`, `always`, `never`")


def _unless_switched_off(publish: Publish, can: Fact[bool]) -> Fact[bool]:
    """Whether it would use trusted publishing without a token."""
    mode = _mode(publish)
    why = _SWITCHED_OFF.why if mode == Known("never") else _keyring(publish)
    if mode == Known("always"):
        why = ""
    return Unknown(why, publish.line.at) if why else can


def _credential(publish: Publish, target: Fact[Index], can: Fact[bool]) -> Fact[Credential]:
    """Any credential, even an empty one, switches trusted publishing off, unless it is forced; then uv refuses both."""
    line, chosen = publish.line, _mode(publish)
    if isinstance(publish.settings, Unknown):
        return publish.settings
    if isinstance(chosen, Unknown):
        return Unknown(chosen.why, line.at)
    carrier, user = _carriers(line, target)
    if chosen.value == "always":
        return _forced(publish, carrier or user, can)
    if carrier is not None:
        return credentials.stored(carrier, line.around, user)
    if isinstance(target, Unknown):
        return target
    if keyring := _keyring(publish):
        return Unknown(keyring, line.at)
    if user is not None:
        return _user_alone(line, user)
    return line.without_carrier(TRACES, Known(False) if chosen.value == "never" else can)


def _carriers(line: CommandLine, target: Fact[Index]) -> tuple[Carrier | None, Carrier | None]:
    """What holds the password or token, and what the user name."""
    user = line.carrier("--username", "UV_PUBLISH_USERNAME")
    secret = line.carrier("--token", "UV_PUBLISH_TOKEN") or line.carrier("--password", "UV_PUBLISH_PASSWORD")
    return (secret, user) if secret or user else credentials.of_url(target)


def _forced(publish: Publish, carrier: Carrier | None, can: Fact[bool]) -> Fact[Credential]:
    """`always`: trusted publishing or failure; a keyring that may be asked counts as a credential."""
    carrier = carrier or _asked_keyring(publish)
    if carrier is not None:
        return Known(Credential("both", carrier.label, _secret(carrier)), *carrier.at)
    return Known(Credential("none" if can == Known(False) else "oidc"), publish.line.at)


def _asked_keyring(publish: Publish) -> Carrier | None:
    """The command's option or variable that certainly asks a keyring; `subprocess` is the only kind there is."""
    given = publish.line.carrier("--keyring-provider", "UV_KEYRING_PROVIDER")
    return given if given is not None and given.text == "subprocess" else None


def _secret(carrier: Carrier) -> str:
    origins = carrier.fact.origins if isinstance(carrier.fact, Unknown) else ()
    return next((origin for origin in origins if origin.startswith("secrets.")), "")


def _user_alone(line: CommandLine, user: Carrier) -> Fact[Credential]:
    """A user name without a password: trusted publishing is off, and the password is missing."""
    doubt = credentials.absent(line.call, line.around, TRACES)
    if doubt is not None and not credentials.is_given_person(user):
        return doubt
    if user.text is None:
        return Unknown(f"{user.label} is not known", *user.at)
    if credentials.is_other_user(user):
        return Known(credentials.user_only(user), *user.at)
    return Known(Credential("none", user.label), *user.at)


def _keyring(publish: Publish) -> str:
    """Why a keyring may hold the credential; empty where none is asked."""
    given = publish.line.carrier("--keyring-provider", "UV_KEYRING_PROVIDER")
    configured = publish.setting("keyring-provider")
    asked = given.text if given is not None else configured
    if (given is None and configured is None) or asked == "disabled":
        return ""
    return "a keyring may hold a credential"


def _attestations(publish: Publish, folder: Fact[str]) -> Fact[bool]:
    """Uv makes none; since 0.9.12 it uploads those that an earlier step has put beside the distributions."""
    line = publish.line
    if line.options.flags.get("--no-attestations") or "UV_PUBLISH_NO_ATTESTATIONS" in line.call.env:
        return Known(False)
    from tplint.uploaders.attestation_files import attested  # noqa: PLC0415 - looks through all that runs before

    made = attested(line.options.arguments[1:], folder, line.around)
    sends = capable("uv", publish.version, ATTESTS_SINCE)
    if made == Known(False) or sends == Known(True):
        return made
    return sends
