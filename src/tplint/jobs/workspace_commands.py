"""One command → what it does to the workspace, by the tool it runs and the words it gets."""

from __future__ import annotations

import posixpath
import re
from itertools import takewhile

from tplint.commands.folders import inside
from tplint.commands.invocations import invocation
from tplint.commands.options import grammar, may_hold_options, parse, visible
from tplint.commands.programs import own_file
from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal, TypeAlias

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Option, Options
    from tplint.model import Command, Word

# `files`: it may put files into the workspace or take them away (checkout, download, unpacking, `rm`). `project`: it
# installs the project or its requirements. `tool`: it installs something else. `nothing`: it only looks or speaks, or
# changes who may use a file.
Kind: TypeAlias = "Literal['files', 'build', 'test', 'project', 'tool', 'nothing', 'unknown']"


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_FIXED: dict[Kind, frozenset[str]] = {
    "files": _set(
        "7z aria2c aws bunzip2 cp curl gcloud gh git gsutil gunzip mv rclone rm rmdir rsync tar unxz unzip wget"
    ),
    "build": _set("build pyproject-build cibuildwheel conda-build"),
    "test": _set("pytest py.test unittest nox nose2 nosetests"),
    "tool": _set("apt apt-get brew choco corepack dnf pipx rustup yum"),
    "nothing": _set(
        ": [ [[ basename cat cd check-wheel-contents chgrp chmod chown cut date df dirname du echo egrep env exit"
        " export false file grep head id jq ls mkdir printenv printf pwd set setfacl sha256sum shasum sleep stat tail"
        " test tr true type uname wc which whoami"
    ),
}
_KINDS: dict[str, Kind] = {program: kind for kind, programs in _FIXED.items() for program in programs}

# Program and subcommand → what it does.
_SUBCOMMANDS: dict[str, dict[str, Kind]] = {
    "cargo": {"build": "build", "test": "test", "install": "tool"},
    "flit": {"build": "build", "install": "project"},
    "gh": {"auth": "nothing", "api": "nothing", "issue": "nothing", "pr": "nothing", "workflow": "nothing"},
    "git": dict.fromkeys(("config", "describe", "diff", "log", "rev-parse", "show", "status", "tag"), "nothing"),
    "hatch": {"build": "build", "test": "test", "env": "project", "config": "nothing", "publish": "nothing"},
    "hatchling": {"build": "build"},
    "maturin": {"build": "build", "sdist": "build", "develop": "project"},
    "npm": {"ci": "project", "install": "project", "i": "project", "test": "test"},
    "pdm": {"build": "build", "install": "project", "sync": "project", "config": "nothing", "self": "tool"},
    "poetry": {"build": "build", "config": "nothing", "check": "nothing", "self": "tool", "version": "nothing"},
    "rye": {"build": "build", "publish": "nothing", "sync": "project", "test": "test"},
    "twine": {"check": "nothing", "upload": "nothing"},
}
PIP = grammar(
    "-r/--requirement -e/--editable -c/--constraint -t/--target -i/--index-url --extra-index-url -f/--find-links"
    " --prefix --root -p/--python --group --platform --python-version --only-binary --no-binary --timeout --retries"
    " --cache-dir -C/--config-settings --trusted-host --upgrade-strategy --progress-bar --extra --report --log --src"
    " -w/--wheel-dir",
)
_BUILD = grammar(
    "-o/--outdir/--out-dir/--output-dir -C/--config-setting --installer --platform --archs --only --config-file"
    " --enable -p/--python --python-preference -b/--build-constraints --index --default-index"
)
# Those that take the folder of the project which they build as an argument.
_ARGUED = frozenset({"build", "cibuildwheel", "pip", "pip3", "pyproject-build", "uv"})
# Options by which tools build another project than that of the folder in which they run.
_OTHERS: dict[str, tuple[str, ...]] = {
    "flit": ("-f", "--ini-file"),
    "hatch": ("-p", "--project"),
    "maturin": ("-m", "--manifest-path"),
    "pdm": ("-p", "--project"),
    "poetry": ("-C", "--directory", "-P", "--project"),
    "rye": ("-p", "--package", "-a", "--all", "--pyproject"),
    "uv": ("--all-packages", "--directory", "--package", "--project"),
}
_PROJECT_TOOL = grammar("--only --only-group --group --with --without --extra -E -G -P/--project -C/--directory")
_UV = grammar(
    "--directory --project --cache-dir --color --config-file --only-group --group --extra --python -o/--out-dir"
)
_NO_RELEASE = grammar("", "-h/--help")
_WRITES = grammar("-o/--output -k/--key -t/--field-separator -L -P -I")
# What `find` does with the files that it finds, beside printing their names.
_FINDS = re.compile(r"-(?:delete|fls|fprint\w*)")
_RUNS = re.compile(r"-(?:exec|ok)(?:dir)?")
# Requirements of the release itself, as projects name them.
_RELEASE = re.compile(r"release|publish|deploy|upload|twine|build|packaging", re.IGNORECASE)
_ARCHIVE = re.compile(r"\.(?:whl|tar\.gz|zip)$")
_DISTRIBUTIONS = ("sdist", "bdist", "bdist_wheel", "build", "build_ext")


def kind_of(command: Command) -> Kind:
    """What a command does to the workspace; what is not in a table is unknown."""
    call = invocation(command)
    if call is None:
        return "unknown"
    if command.redirected_to and not command.redirected_to.lstrip("\"'").startswith(("$GITHUB_", "${GITHUB_", "/dev/")):
        return "files"
    kind = _kind(call)
    return "nothing" if kind in {"build", "test", "project"} and _only_asks(call) else kind


def builds_project(call: Invocation, folder: str) -> bool:
    """Whether a tool certainly builds distributions of the project in this folder of the repository."""
    words = [visible(word) for word in call.words]
    if own_file(call) or not builds(call) or any(word.startswith(_OTHERS.get(call.program, ())) for word in words):
        return False
    is_pip = call.program.startswith("pip")
    given = parse(call.words, PIP if is_pip else _BUILD).arguments if call.program in _ARGUED else ()
    match [visible(word) for word in given if visible(word) not in {"build", "wheel"}] or ["."] * (not is_pip):
        case [source]:
            built = inside(call.command.folder, source)
            return isinstance(built, Known) and built.value == posixpath.normpath(folder)
    return False


def builds_members(call: Invocation, folder: str) -> bool:
    """Whether uv may build other members of a workspace into the `dist` of this folder."""
    words, here = [visible(word) for word in call.words], call.command.folder
    return (
        call.program == "uv"
        and builds(call)
        and any(word.startswith(("--all-packages", "--package")) for word in words)
        and not any(word.startswith(("-o", "--out-dir")) for word in words)
        and (not isinstance(here, Known) or here.value == posixpath.normpath(folder))
    )


def builds(call: Invocation) -> bool:
    """Whether a tool builds distributions of Python; some do so when they upload, too."""
    words = [visible(word) for word in call.words]
    if call.program == "setup.py":
        return any(word.startswith(("sdist", "bdist")) for word in words)
    if "publish" in words:
        return "--build" in words or (call.program in {"flit", "maturin", "pdm"} and "--no-build" not in words)
    return call.program not in {"cargo", "conda-build"} and kind_of(call.command._replace(redirected_to="")) == "build"


def _kind(call: Invocation) -> Kind:
    special = _SPECIAL.get(call.program)
    if special is not None:
        return special(call)
    if call.program in _SUBCOMMANDS:
        return _by_subcommand(call, _SUBCOMMANDS[call.program])
    return _KINDS.get(call.program, "unknown")


def _only_asks(call: Invocation) -> bool:
    """Whether a tool only shows its help or version; `setup.py` runs for these, too."""
    own = takewhile(lambda text: text != "--", map(visible, call.words))
    return call.program != "setup.py" and any(text in {"--help", "--version"} for text in own)


def _by_subcommand(call: Invocation, kinds: dict[str, Kind]) -> Kind:
    options = parse(call.words, _NO_RELEASE)
    if not options.arguments and not options.unread:
        return "nothing"
    return kinds.get(options.subcommand(), _KINDS.get(call.program, "unknown"))


def _pip(call: Invocation) -> Kind:
    options = parse(call.words, PIP)
    match options.subcommand():
        case "install":
            return _installed(options)
        case "wheel":
            return "build"
        case "download":
            return "files"
        case "list" | "freeze" | "show" | "check" | "config" | "cache" | "debug" | "uninstall" | "":
            return "nothing"
    return "unknown"


def _installed(options: Options) -> Kind:
    """What `pip install` brings: the project, its requirements, a finished file of it, or tools from an index."""
    for name in ("--requirement", "--group"):
        given = options.values.get(name)
        if given is not None and not _RELEASE.search(_said(given)):
            return "project" if isinstance(given.value, Known) else "unknown"
    if "--editable" in options.values:
        return "project"
    words = options.arguments[1:]
    if any(_is_path(visible(word)) for word in words if isinstance(word.fact, Known)):
        return "project"
    return "unknown" if options.unread or not all(isinstance(word.fact, Known) for word in words) else "tool"


def _is_path(requirement: str) -> bool:
    """Whether pip reads an argument as a folder or a file, not as a name or a URL."""
    if "://" in requirement or "@" in requirement:
        return False
    return requirement.startswith(".") or "/" in requirement or _ARCHIVE.search(requirement) is not None


def _uv(call: Invocation) -> Kind:
    options = parse(call.words, _UV)
    match options.subcommand():
        case "build":
            return "build"
        case "sync":
            return _synchronised(options)
        case "pip":
            return _pip(call._replace(words=_behind(call, "pip")))
        case "tool" | "python" | "venv" | "self" | "cache":
            return "tool"
        case "publish" | "version" | "":
            return "nothing"
    return "unknown"


def _behind(call: Invocation, word: str) -> tuple[Word, ...]:
    """The words behind one of them; none where it came out of a variable with others."""
    texts = [visible(each) for each in call.words]
    return call.words[texts.index(word) + 1 :] if word in texts else ()


def _synchronised(options: Options) -> Kind:
    """`uv sync` and `poetry install`: the project, unless only a group of release tools is asked for."""
    only = options.values.get("--only-group") or options.values.get("--only")
    if only is None or _RELEASE.search(_said(only)):
        return "tool" if only is not None else "project"
    return "project" if isinstance(only.value, Known) else "unknown"


def _said(given: Option) -> str:
    """What an option is given, as far as that is known, else as it is written."""
    return given.value.value if isinstance(given.value, Known) else given.raw


def _poetry(call: Invocation) -> Kind:
    options = parse(call.words, _PROJECT_TOOL)
    if options.subcommand() in {"install", "sync"}:
        return _synchronised(options)
    return _by_subcommand(call, _SUBCOMMANDS["poetry"])


def _setup_py(call: Invocation) -> Kind:
    words = [visible(word) for word in call.words]
    if any(word in _DISTRIBUTIONS for word in words):
        return "build"
    if any(word in {"install", "develop"} for word in words):
        return "project"
    return "test" if "test" in words else "unknown"


def _tox(call: Invocation) -> Kind:
    """`tox` runs the project's code, but for environments that are there to check or to upload."""
    words = [visible(word) for word in call.words]
    return "unknown" if any(_RELEASE.search(word) or "check" in word for word in words) else "test"


def _coverage(call: Invocation) -> Kind:
    return "test" if call.words and visible(call.words[0]) == "run" else "nothing"


def _python(call: Invocation) -> Kind:
    """The interpreter by itself: its version says nothing, a script or `-c` could do anything."""
    words = [visible(word) for word in call.words]
    written = posixpath.basename(call.command.words[0].raw)
    asks = any(visible(word) in {"--version", "-V", "-VV"} for word in call.command.words)
    return "nothing" if asks and not words and written.startswith("py") else "unknown"


def _find(call: Invocation) -> Kind:
    words = [visible(word) for word in call.words]
    if any(_RUNS.fullmatch(word) for word in words) or any(map(may_hold_options, call.words)):
        return "unknown"
    return "files" if any(_FINDS.fullmatch(word) for word in words) else "nothing"


def _sort(call: Invocation) -> Kind:
    """`sort` and `tree` write into the file of an option, `uniq` into its second argument."""
    options = parse(call.words, _WRITES)
    writes = "--output" in options.values or (call.program == "uniq" and len(options.arguments) > 1)
    return "files" if writes or options.unread else "nothing"


_SPECIAL: dict[str, Callable[[Invocation], Kind]] = {
    "coverage": _coverage,
    "find": _find,
    "pip": _pip,
    "pip3": _pip,
    "poetry": _poetry,
    "python": _python,
    "setup.py": _setup_py,
    "sort": _sort,
    "tox": _tox,
    "tree": _sort,
    "uniq": _sort,
    "uv": _uv,
}
