"""`hatch publish`, which has no trusted publishing and needs a user as well as a password (hatch 1.18.2)."""

from __future__ import annotations

import re

from tplint.commands.folders import folder_of
from tplint.commands.options import grammar
from tplint.model import Unknown
from tplint.uploaders import command_lines, credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI_URL, TESTPYPI_URL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Credential, Fact, Index
    from tplint.uploaders.command_lines import CommandLine
    from tplint.uploaders.sightings import Sighting, Surroundings

GRAMMAR = grammar(
    "-r/--repo -u/--user -a/--auth --ca-cert --client-cert --client-key -p/--publisher -o/--option -e/--env"
    " --config --project --data-dir --cache-dir",
    "-h/--help -n/--no-prompt -y/--yes --initialize-auth -v/--verbose -q/--quiet --version --no-color",
)
TRACES = Traces(("HATCH_",), ("hatch config", ".pypirc", "keyring set", "keyring.set_password"))
_PIPED = r"(?<!: )\|[ \t]*(?:\\?\n[ \t]*)?(?:\w+=\S*[ \t]+)*$"  # no block scalar of YAML
_NAMES = {"main": PYPI_URL, "test": TESTPYPI_URL}


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `hatch` command, if it is one."""
    line = command_lines.read(call, around, GRAMMAR, "--help", "--version")
    if line is not None:
        folder = folder_of(line.options.arguments[1:], line.folder)
        yield line.sighting(line.untrusting("hatch"), _index(line), _credential(line), folder)


def _index(line: CommandLine) -> Fact[Index]:
    """`main` (PyPI), `test` (TestPyPI) or a URL; another publisher than `index` decides by itself."""
    publisher = line.filled("--publisher", "HATCH_PUBLISHER")
    if publisher is not None and publisher.text != "index":
        return Unknown("a plugin of hatch publishes", *publisher.at)
    name = line.filled("--repo", "HATCH_INDEX_REPO")
    return command_lines.index_named(name, _url_of, "hatch's own settings")


def _url_of(name: str) -> str | None:
    return name if "://" in name else _NAMES.get(name)


def _credential(line: CommandLine) -> Fact[Credential]:
    """The password of option or variable; an empty one is none."""
    password = line.filled("--auth", "HATCH_INDEX_AUTH")
    if password is not None:
        user = line.filled("--user", "HATCH_INDEX_USER")
        if _may_be_told(line):
            return credentials.stored(password, line.around, user)
        return line.needing_user(password, user, TRACES)
    return line.without_carrier(TRACES)


def _may_be_told(line: CommandLine) -> bool:
    """Whether a configuration that is named, or what is piped into the command, may give a user."""
    text, (start, end) = line.at.source.text, (line.at.start, line.at.end)
    is_answered = re.search(_PIPED, text[max(0, start - 200) : start]) or "<" in text[end:].partition("\n")[0][:200]
    return bool(is_answered) or line.carrier("--config", "HATCH_CONFIG") is not None
