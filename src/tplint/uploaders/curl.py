"""Uploads by hand: `curl` with a distribution as form data to an index's `/legacy/`."""

from __future__ import annotations

from tplint.commands.options import grammar, parse, visible
from tplint.model import Known, Unknown, Uploader, Word
from tplint.uploaders import credentials
from tplint.uploaders.credentials import Carrier
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import index_of
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Option
    from tplint.model import Credential, Fact
    from tplint.uploaders.sightings import Surroundings

GRAMMAR = grammar(
    "-u/--user -F/--form -H/--header -X/--request -d/--data --data-binary --data-urlencode -o/--output --url --retry"
    " -w/--write-out -A/--user-agent -b/--cookie -m/--max-time --form-string --json",
    "-s/--silent -S/--show-error -f/--fail -L/--location -v/--verbose -k/--insecure",
)
TRACES = Traces((), ("netrc",))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `curl` command, if it sends a file to an upload endpoint."""
    shown = [visible(word) for word in call.words]
    if not any("content=@" in text for text in shown):
        return
    options = parse(call.words, GRAMMAR)
    url = next((word for word in (*options.arguments, *_url(options.values.get("--url"))) if _is_endpoint(word)), None)
    if url is None:
        return
    yield Sighting(
        Uploader("curl", Unknown("no version matters"), Known(False)),
        index_of(url.fact),
        _credential(options.values.get("--user"), call, around),
        Known(any("attestations=" in text for text in shown)),
        Unknown("the file is named in form data", call.command.at),
        call.command.at,
    )


def _url(option: Option | None) -> Iterator[Word]:
    if option is not None:
        yield Word(option.raw, option.value, option.at)


def _is_endpoint(word: Word) -> bool:
    return "://" in visible(word) and visible(word).rstrip("/").endswith("/legacy")


def _credential(login: Option | None, call: Invocation, around: Surroundings) -> Fact[Credential]:
    """`--user name:password`; a header is not taken apart."""
    if login is None:
        return Unknown("its credential is not in `--user`", call.command.at)
    user, _, password = (login.value.value if isinstance(login.value, Known) else login.raw.strip("\"'")).partition(":")
    fact: Fact[str] = Known(password, login.at) if isinstance(login.value, Known) else login.value
    name = Carrier("`--user`", Known(user) if "$" not in user else Unknown("set by the shell"), user, (login.at,))
    return credentials.stored(Carrier("`--user`", fact, login.raw, (login.at,)), around, name)
