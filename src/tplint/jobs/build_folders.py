"""What builds distributions → the folder of the repository that it puts them into, where that is certain."""

from __future__ import annotations

import re

from tplint.commands.folders import below, inside
from tplint.commands.invocations import invocation
from tplint.commands.options import grammar, parse
from tplint.model import Action, Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.commands.invocations import Invocation
    from tplint.model import Command, Fact, Project

# Not a folder of the repository: https://github.com/hynek/build-and-inspect-python-package#outputs
TEMPORARY = ""
_UV = grammar(
    "-o/--out-dir --directory --project --package -p/--python -b/--build-constraints --build-constraint --index"
    " --default-index -i/--index-url --extra-index-url -f/--find-links --index-strategy --keyring-provider"
    " -P/--upgrade-package --resolution --prerelease --exclude-newer -C/--config-setting --config-settings-package"
    " --no-build-isolation-package --no-sources-package --link-mode --cache-dir --refresh-package --color"
    " --allow-insecure-host --config-file",
    "-h/--help",
)
# https://build.pypa.io/en/stable/reference/cli.html
_BUILD = grammar(
    "-o/--outdir -C/--config-setting --config-json --installer",
    "-s/--sdist -w/--wheel -v/--verbose -q/--quiet -x/--skip-dependency-check -n/--no-isolation -h/--help -V/--version",
)
_LOOKS = {"--help", "--list", "--version"}
_MOVES = {"UV_PROJECT", "UV_WORKING_DIR", "UV_WORKING_DIRECTORY"}
_OF_MATURIN = ("command", "args", "working-directory")
_ELSEWHERE = {"before-script-linux", "docker-options"}
_OUT = r"(?<!\S)(?:--out|-o)(?:[ \t\n]+|=)([\w./'\"-]+)(?!\S)"
_FILE = r"\.(?:gz|zip)$"
_NOT_KNOWN = Unknown("where it builds is not known")


def folder_of_build(run: Action | Command | None, projects: Iterable[Project]) -> Fact[str]:
    """Where an action or a command puts what it builds, from the repository's root; as far as that is certain."""
    if isinstance(run, Action):
        if run.name == "pyo3/maturin-action":
            return _of_maturin(run)
        return Known(TEMPORARY) if run.name == "hynek/build-and-inspect-python-package" else _NOT_KNOWN
    call = invocation(run) if run is not None else None
    if call is None or call.program not in {"build", "pyproject-build", "uv"}:
        return _NOT_KNOWN
    return _of_uv(call, projects) if call.program == "uv" else _of_build(call)


def _of_build(call: Invocation) -> Fact[str]:
    """`dist` in the folder that is built, or the folder that is given; a file may be built as well."""
    options, here = parse(call.words, _BUILD), call.command.folder
    if options.unread or options.flags.keys() & _LOOKS or len(options.arguments) > 1:
        return _NOT_KNOWN
    if (given := options.value("--outdir")) is not None:
        return below(here, given)
    built = [word.fact for word in options.arguments]
    if any(isinstance(each, Known) and re.search(_FILE, each.value) for each in built):
        return _NOT_KNOWN
    return below(below(here, built[0] if built else None), Known("dist"))


def _of_maturin(action: Action) -> Fact[str]:
    """The folder behind `--out`, from the one that the action runs in; commands of its own may put files elsewhere.

    https://github.com/PyO3/maturin-action#inputs
    """
    given = {name: action.inputs[name].value.fact for name in _OF_MATURIN if name in action.inputs}
    values = {name: fact.value for name, fact in given.items() if isinstance(fact, Known)}
    folder = re.findall(_OUT, values.get("args", ""))
    builds = values.get("command", "build") in {"build", "sdist"}
    if len(values) < len(given) or len(folder) != 1 or not builds or _ELSEWHERE & action.inputs.keys():
        return _NOT_KNOWN
    return below(inside(Known("."), values.get("working-directory", ".") or "."), Known(folder[0].strip("\"'")))


def _of_uv(call: Invocation, projects: Iterable[Project]) -> Fact[str]:
    """`dist` at the root of the workspace in which a project is, whichever of its members is built.

    https://docs.astral.sh/uv/reference/cli/#uv-build--out-dir
    """
    members = {each.folder for each in projects if each.in_workspace}
    options = parse(call.words, _UV)
    words = options.arguments[1:]
    moves = options.flags.keys() & _LOOKS or call.env.keys() & _MOVES or len(words) > 1
    if not members or options.unread or moves:
        return _NOT_KNOWN
    here = below(call.command.folder, options.value("--directory"))
    if (out := options.value("--out-dir")) is not None:
        return below(here, out)
    project = below(here, words[0].fact if words else options.value("--project"))
    is_inside = isinstance(project, Known) and project.value in {".", *members}
    return Known("dist") if is_inside else _NOT_KNOWN
