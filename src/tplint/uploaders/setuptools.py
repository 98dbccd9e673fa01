"""`python setup.py upload`, which signs in with a `.pypirc` alone; setuptools 42 refuses it, and 75 has none."""

from __future__ import annotations

from tplint.commands.folders import inside
from tplint.commands.options import grammar, parse
from tplint.metadata.versions import pinned
from tplint.model import Known, Unknown, Uploader
from tplint.uploaders import credentials
from tplint.uploaders.hidden import Traces
from tplint.uploaders.indexes import PYPI, PYPI_URL, index_at
from tplint.uploaders.pins import specifier
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Options
    from tplint.model import Fact, Index
    from tplint.uploaders.sightings import Surroundings

GRAMMAR = grammar(
    "-r/--repository -i/--identity -d/--dist-dir --formats -p/--plat-name --python-tag",
    "-h/--help --help-commands -s/--sign --show-response -q/--quiet -v/--verbose -n/--dry-run",
)
TRACES = Traces((), (".pypirc",))


def recognise(call: Invocation, around: Surroundings) -> Iterator[Sighting]:
    """The upload of a `setup.py`, if `upload` is one of its commands."""
    options = parse(call.words, GRAMMAR)
    commands = {word.fact.value for word in options.arguments if isinstance(word.fact, Known)}
    if "upload" not in commands or options.flags.keys() & {"--help", "--dry-run", "--help-commands"}:
        return
    version = specifier("setuptools", call, around)
    yield Sighting(
        Uploader("setup.py upload", pinned("setuptools", version), Known(False)),
        _index(options, call),
        credentials.without_carrier(call, around, TRACES, Known(False)),
        Known(False),
        inside(call.command.folder, "dist"),
        call.command.at,
    )


def _index(options: Options, call: Invocation) -> Fact[Index]:
    """PyPI, or the URL or the section of `.pypirc` in `--repository`."""
    if options.unread:
        return Unknown(options.unread, call.command.at)
    given = options.values.get("--repository")
    if given is None:
        return PYPI
    match given.value:
        case Known(value, at) if "://" in value or value == "pypi":
            return Known(index_at(PYPI_URL if value == "pypi" else value), *at)
        case _:
            return Unknown(f"repository `{given.raw}` is defined in a `.pypirc`", given.at)
