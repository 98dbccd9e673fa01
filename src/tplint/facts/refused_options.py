"""An upload's command line → what the uploader's own parser refuses in it, before anything is uploaded."""

from __future__ import annotations

import re

from tplint.commands.invocations import invocation
from tplint.commands.options import parse
from tplint.facts.earlier_steps import surroundings
from tplint.metadata.versions import at_least, release
from tplint.model import Known, Unknown
from tplint.platforms.faults import Fault
from tplint.uploaders import credentials, flit, maturin, twine, uv

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Grammar, Options
    from tplint.documents.source import Place
    from tplint.metadata.versions import Release
    from tplint.model import Upload, Variable


_GRAMMARS = {"flit": flit.GRAMMAR, "maturin": maturin.GRAMMAR, "twine": twine.GRAMMAR, "uv": uv.GRAMMAR}
_MODES = ("automatic", "always", "never")
# https://github.com/astral-sh/uv/blob/main/crates/uv-cli/src/lib.rs, `PublishArgs`
_CONFLICTS = (
    ("--token", "<TOKEN>", "--username", "<USERNAME>"),
    ("--token", "<TOKEN>", "--password", "<PASSWORD>"),
    ("--index", "<INDEX>", "--publish-url", "<PUBLISH_URL>"),
    ("--index", "<INDEX>", "--check-url", "<CHECK_URL>"),
)
# Of an option that all these releases have; `UV_PUBLISH_INDEX` is newer.
_VARIABLES = {
    "--token": "UV_PUBLISH_TOKEN",
    "--username": "UV_PUBLISH_USERNAME",
    "--password": "UV_PUBLISH_PASSWORD",
    "--publish-url": "UV_PUBLISH_URL",
    "--check-url": "UV_PUBLISH_CHECK_URL",
}
# Options of other tools, and of `uv build`, which no `uv publish` from 0.4.20 to 0.13.9 has, and the remedy. All others
# that are not known may be newer.
_FOREIGN = {
    "--package": "leave it out: `uv publish` uploads files, by default `dist/*`",
    "--all-packages": "leave it out: `uv publish` uploads files, by default `dist/*`",
    "--dist-dir": "name the files: `uv publish FOLDER/*`",
    "--build": "leave it out, and run `uv build` before",
    "--repository": "leave it out for PyPI, and name other indexes by `--index` or `--publish-url`",
    "-r": "leave it out for PyPI, and name other indexes by `--index` or `--publish-url`",
    "--repository-url": "write `--publish-url`",
    "--yes": "leave it out: `uv publish` asks nothing",
    "--no-interaction": "leave it out: `uv publish` asks nothing",
    "--skip-existing": "write `--check-url` with the index of projects: for PyPI `https://pypi.org/simple/`",
}
# Since which release there are options that are younger than their command.
_SINCE: dict[str, dict[str, Release]] = {
    "twine": {"--attestations": (5, 1)},
    "uv": {"--index": (0, 5, 8), "--check-url": (0, 4, 30)},
}
# Variables that may be unset, but not empty, and the options that win over them.
_NOT_EMPTY = {
    "twine": ("--repository", "TWINE_REPOSITORY", "the following arguments are required: -r/--repository"),
    "uv": ("--publish-url", "UV_PUBLISH_URL", uv.EMPTY_URL),
}
_FOLDER = r"(?:[\w./~-]*/)?[\w-]*"


def faults(upload: Upload) -> Iterator[Fault]:
    """What the uploader refuses in the command of an upload, as far as that is certain."""
    if upload.command is None or any(command.conditional for command in upload.through):
        return
    call = invocation(upload.command)
    if call is None:
        return
    if call.program in _GRAMMARS:
        options = parse(call.words, _GRAMMARS[call.program])
        yield from _too_new(upload, call.program, options)
        if call.program == "uv":
            # what runs a task may take variables away
            yield from _uv(options, {} if upload.through else call.env)
        elif call.program == "twine":
            yield from _twine(options)
        elif call.program == "flit":
            yield from _flit(options, {} if upload.through else call.env)
        else:
            yield from _maturin(options)
        yield from _empty(upload, call, options)
    if isinstance(upload.target, Unknown):
        from tplint.facts import undefined_repositories  # noqa: PLC0415 - few uploads name an index that is not known

        yield from undefined_repositories.faults(upload, call)


def _empty(upload: Upload, call: Invocation, options: Options) -> Iterator[Fault]:
    """A variable that is certainly empty and stands for no option; what runs a task may take variables away."""
    option, variable, words = _NOT_EMPTY.get(call.program, ("", "", ""))
    if variable not in call.env or upload.through or option in options.values:
        return
    given = credentials.of_variable(variable, call, surroundings(upload))
    if given is not None and given.is_blank:
        yield Fault(given.at[0], f"{given.label} is empty", words, f"remove {given.label}")


def _uv(options: Options, env: Mapping[str, Variable]) -> Iterator[Fault]:
    yield from _unknown_mode(options)
    yield from _conflicts(options, env)
    for name in (flag for flag in options.flags if flag in _FOREIGN):
        words, remedy = f"unexpected argument '{name}' found", _FOREIGN[name]
        if name == "--skip-existing":
            words = f"`uv publish` does not support `{name}`"
        yield Fault(options.flags[name].at, f"`uv publish` has no option `{name}`", words, remedy)
    yield from _folders_alone(options, uv.GRAMMAR, "`uv publish` takes files", "No files found to publish")


def _twine(options: Options) -> Iterator[Fault]:
    if flag := options.flags.get("--trusted-publishing"):
        remedy = "leave it out: twine tries trusted publishing by itself where it is given no password"
        words = "unrecognized arguments: --trusted-publishing"
        yield Fault(flag.at, "`twine upload` has no option `--trusted-publishing`", words, remedy)
    yield from _folders_alone(options, twine.GRAMMAR, "`twine upload` takes files", "Unknown distribution format")


def _too_new(upload: Upload, tool: str, options: Options) -> Iterator[Fault]:
    """An option that the pinned release does not have yet."""
    version = upload.uploader.version
    if not isinstance(version, Known) or release(version.value) is None:
        return
    for name, since in _SINCE.get(tool, {}).items():
        given = options.values.get(name) or options.flags.get(name)
        if given is not None and not at_least(version.value, since):
            first = ".".join(map(str, since))
            words = f"unexpected argument '{name}' found" if tool == "uv" else f"unrecognized arguments: {name}"
            yield Fault(given.at, f"{tool} {version.value} has no `{name}` yet", words, f"use {tool} {first} or newer")


def _maturin(options: Options) -> Iterator[Fault]:
    """An option that `maturin build` alone has, in all releases (https://github.com/PyO3/maturin, `src/main.rs`)."""
    if flag := options.flags.get("--release"):
        command = options.subcommand()
        remedy = (
            "`maturin publish` builds for release anyway" if command == "publish" else "`maturin upload` builds nothing"
        )
        words = "unexpected argument '--release' found"
        yield Fault(flag.at, f"`maturin {command}` has no option `--release`", words, f"leave it out: {remedy}")


def _flit(options: Options, env: Mapping[str, Variable]) -> Iterator[Fault]:
    """A repository beside the variable of its URL (flit 4.2.0, `upload.py`)."""
    url = env.get("FLIT_INDEX_URL")
    if "--repository" in options.values and url is not None and url.value.fact != Known(""):
        words = "Use either FLIT_INDEX_URL or --repository, not both"
        what = "`--repository` and `FLIT_INDEX_URL` exclude each other"
        yield Fault(options.values["--repository"].at, what, words, "leave out `--repository`")


def _conflicts(options: Options, env: Mapping[str, Variable]) -> Iterator[Fault]:
    """Options that exclude each other, also by their variables: one that is set counts, whatever is in it."""
    for first, first_value, second, second_value in _CONFLICTS:
        one, other = (_given(options, env, name) for name in (first, second))
        if one is not None and other is not None:
            (shown, _), (shown_other, at) = one, other
            yield Fault(
                at,
                f"`{shown}` and `{shown_other}` exclude each other",
                f"the argument '{first} {first_value}' cannot be used with '{second} {second_value}'",
                f"leave out `{shown}` or `{shown_other}`",
            )


def _given(options: Options, env: Mapping[str, Variable], name: str) -> tuple[str, Place] | None:
    """An option, or its variable where the CI file sets that: what gives it, and where."""
    if name in options.values:
        return name, options.values[name].at
    variable = env.get(_VARIABLES.get(name, ""))
    return (_VARIABLES[name], variable.key) if variable is not None and variable.level != "script" else None


def _unknown_mode(options: Options) -> Iterator[Fault]:
    mode = options.values.get("--trusted-publishing")
    if mode is not None and (mode.raw == "" or isinstance(mode.value, Known)):
        value = mode.value.value if isinstance(mode.value, Known) else ""
        if value not in _MODES:
            what = f"takes `{value}` as its value" if value else "has no value"
            yield Fault(
                mode.at,
                f"`--trusted-publishing` {what}, which is none of `automatic`, `always` and `never`",
                f"invalid value '{value}' for '--trusted-publishing <TRUSTED_PUBLISHING>'"
                if value
                else "a value is required for '--trusted-publishing <TRUSTED_PUBLISHING>' but none was supplied",
                "write `--trusted-publishing always`",
            )


def _folders_alone(options: Options, known: Grammar, takes: str, words: str) -> Iterator[Fault]:
    """Nothing but folders where a tool takes files; not where a word may be the value of an unknown option."""
    paths = [word.fact.value if isinstance(word.fact, Known) else "*" for word in options.arguments[1:]]
    unknown = options.unread or options.flags.keys() - set(known.flags.values())
    if paths and not unknown and all(re.fullmatch(_FOLDER, path) for path in paths):
        folder = paths[0].rstrip("/")
        yield Fault(options.arguments[1].at, f"`{paths[0]}` is a folder, and {takes}", words, f"write `{folder}/*`")
