"""A tool's command line → whether it certainly builds distributions of the project in a folder."""

from __future__ import annotations

import posixpath

from tplint.model import Known
from tplint.uploaders.folders import inside
from tplint.uploaders.options import grammar, parse, visible
from tplint.uploaders.programs import own_file
from tplint.workspace_commands import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.uploaders.invocations import Invocation
    from tplint.uploaders.options import Grammar

# Tools that build, with the options by which they build another project than that of the folder in which they run.
_OTHERS: dict[str, tuple[str, ...]] = {
    "build": (),
    "cibuildwheel": (),
    "flit": ("-f", "--ini-file"),
    "hatch": ("-p", "--project"),
    "maturin": ("-m", "--manifest-path"),
    "pdm": ("-p", "--project"),
    "pip": (),
    "poetry": ("-C", "--directory", "-P", "--project"),
    "pyproject-build": (),
    "rye": ("-p", "--package", "-a", "--all", "--pyproject"),
    "setup.py": (),
    "uv": ("--all-packages", "--directory", "--package", "--project"),
}
# Those of them that take the project's folder as an argument.
_BUILD = grammar("-o/--outdir -C/--config-setting --config-json --installer")
_SOURCES: dict[str, Grammar] = {
    "build": _BUILD,
    "cibuildwheel": grammar("--output-dir --platform --archs --only --config-file --enable"),
    "pip": grammar("-w/--wheel-dir -i/--index-url --extra-index-url -f/--find-links -C/--config-settings"),
    "pyproject-build": _BUILD,
    "uv": grammar("-o/--out-dir -p/--python -C/--config-setting -b/--build-constraints --index --default-index"),
}
# Those that build when they upload, too.
_PUBLISHING = frozenset({"flit", "maturin", "pdm"})


def builds_project(call: Invocation, folder: str) -> bool:
    """Whether a tool builds the project in this folder of the repository, and its words name no other."""
    program = "pip" if call.program == "pip3" else call.program
    words = [visible(word) for word in call.words]
    if program not in _OTHERS or own_file(call) or not _builds(call, words):
        return False
    if any(word.startswith(_OTHERS[program]) for word in words):
        return False
    given = parse(call.words, _SOURCES[program]).arguments if program in _SOURCES else ()
    sources = [visible(word) for word in given if visible(word) not in {"build", "wheel"}]
    match sources or ["."] * (program != "pip"):
        case [source]:
            built = inside(call.command.folder, source)
            return isinstance(built, Known) and built.value == posixpath.normpath(folder)
    return False


def _builds(call: Invocation, words: list[str]) -> bool:
    """Whether a tool builds distributions, beside what it may do with them."""
    if call.program == "setup.py":
        return any(word.startswith(("sdist", "bdist")) for word in words)
    if "publish" in words:
        return "--build" in words or (call.program in _PUBLISHING and "--no-build" not in words)
    return kind_of(call.command._replace(redirected_to="")) == "build"
