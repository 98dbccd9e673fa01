"""An upload's command line → what the uploader's own parser refuses in it, before anything is uploaded."""

from __future__ import annotations

import re

from tplint.commands.invocations import invocation
from tplint.commands.options import parse
from tplint.model import Known, Script, Unknown
from tplint.platforms.faults import Fault
from tplint.records import NamedTuple
from tplint.uploaders import credentials, flit, maturin, poetry, twine, uv
from tplint.uploaders.hidden import Traces, reason_for_doubt
from tplint.uploaders.sightings import Surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Grammar, Options
    from tplint.documents.source import Place
    from tplint.model import Upload, Variable


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
_FOLDER = r"(?:[\w./~-]*/)?[\w-]*"


def faults(upload: Upload) -> Iterator[Fault]:
    """What the uploader refuses in the command of an upload, as far as that is certain."""
    if upload.command is None or any(command.conditional for command in upload.through):
        return
    call = invocation(upload.command)
    if call is not None and call.program == "uv":
        # what runs a task may take variables away
        yield from _uv(parse(call.words, uv.GRAMMAR), {} if upload.through else call.env)
    elif call is not None and call.program == "maturin":
        yield from _maturin(parse(call.words, maturin.GRAMMAR))
    elif call is not None and call.program in _NAMING:
        yield from _undefined_repository(upload, call, _NAMING[call.program])


def _uv(options: Options, env: Mapping[str, Variable]) -> Iterator[Fault]:
    yield from _unknown_mode(options)
    yield from _conflicts(options, env)
    for name in (flag for flag in options.flags if flag in _FOREIGN):
        words, remedy = f"unexpected argument '{name}' found", _FOREIGN[name]
        if name == "--skip-existing":
            words = f"`uv publish` does not support `{name}`"
        yield Fault(options.flags[name].at, f"`uv publish` has no option `{name}`", words, remedy)
    yield from _folders_alone(options)


def _maturin(options: Options) -> Iterator[Fault]:
    """An option that `maturin build` alone has, in all releases (https://github.com/PyO3/maturin, `src/main.rs`)."""
    if flag := options.flags.get("--release"):
        command = options.subcommand()
        remedy = (
            "`maturin publish` builds for release anyway" if command == "publish" else "`maturin upload` builds nothing"
        )
        words = "unexpected argument '--release' found"
        yield Fault(flag.at, f"`maturin {command}` has no option `--release`", words, f"leave it out: {remedy}")


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


def _folders_alone(options: Options) -> Iterator[Fault]:
    """Nothing but folders where uv takes files; not where a word may be the value of an option that is not known."""
    paths = [word.fact.value if isinstance(word.fact, Known) else "*" for word in options.arguments[1:]]
    unknown = options.unread or options.flags.keys() - set(uv.GRAMMAR.flags.values())
    if paths and not unknown and all(re.fullmatch(_FOLDER, path) for path in paths):
        folder = paths[0].rstrip("/")
        what = f"`{paths[0]}` is a folder, and `uv publish` takes files"
        yield Fault(options.arguments[1].at, what, "No files found to publish", f"write `{folder}/*`")


class _Tool(NamedTuple):
    """A tool that takes a repository's name: what may define one, its words about one that nothing does, the remedy."""

    grammar: Grammar
    defining: Traces
    words: str
    remedy: str


_NAMING = {
    "twine": _Tool(
        twine.GRAMMAR,
        Traces(("TWINE_",), (".pypirc",)),
        "Missing '{}' section from ~/.pypirc",
        "write `--repository testpypi` for TestPyPI, or name the index by `--repository-url`",
    ),
    "poetry": _Tool(
        poetry.GRAMMAR,
        Traces(("POETRY_",), ("config repositories", "repositories.", "pypoetry", "poetry.toml")),
        "Repository {} is not defined",
        "define it before: `poetry config repositories.{} {}`",
    ),
    "flit": _Tool(
        flit.GRAMMAR, Traces(("FLIT_",), (".pypirc",)), "", "name the index by the variable `FLIT_INDEX_URL`"
    ),
}


def _undefined_repository(upload: Upload, call: Invocation, tool: _Tool) -> Iterator[Fault]:
    """A repository that no settings define."""
    options = parse(call.words, tool.grammar)
    name = options.values.get("--repository")
    if name is None or options.unread or not isinstance(name.value, Known) or not isinstance(upload.target, Unknown):
        return
    value = name.value.value
    if _may_be_defined(upload, call, options, tool.defining):
        return
    remedy = tool.remedy.format(value, "https://test.pypi.org/legacy/" if "test" in value else "<URL>")
    if (call.program, value) == ("poetry", "pypi"):
        remedy = "leave the option out: without it Poetry uploads to PyPI"
    yield Fault(name.at, f"nothing defines the repository `{value}`", tool.words.format(value), remedy)


def _may_be_defined(upload: Upload, call: Invocation, options: Options, defining: Traces) -> bool:
    """Whether settings that are not in the files, or were not read, may define the repository."""
    if options.values.keys() & {"--config-file", "--pypirc", "--repository-url", "--directory", "--project"}:
        return True
    around = _surroundings(upload)
    urls = (f"{call.program.upper()}_REPOSITORY_URL", "FLIT_INDEX_URL")
    if any(credentials.of_variable(name, call, around) for name in urls):
        return True
    # poetry's own settings in the repository were read when the upload was recognised
    texts = (command.at.source.text.lower() for command in upload.through)
    if any(mark in text for text in texts for mark in defining.marks):
        return True
    defined = call.program == "poetry" and isinstance(upload.target, Unknown) and "not defined" not in upload.target.why
    return defined or bool(call.isolated or reason_for_doubt(around, defining))


def _surroundings(upload: Upload) -> Surroundings:
    """The steps and commands before an upload; scripts in other files count as not read."""
    runner, steps = upload.job.runner, upload.job.steps
    position = next((i for i, step in enumerate(steps) if step.node is upload.step.node), 0)
    commands = upload.step.run.commands if isinstance(upload.step.run, Script) else ()
    return Surroundings(
        platform=upload.platform,
        hosted=isinstance(runner, Known) and runner.value.hosted and not upload.job.container,
        steps=steps[:position],
        commands=tuple(command for command in commands if command.at.start < upload.run.at.start),
        unread=next((step.run.unread for step in steps[:position] if isinstance(step.run, Script)), ""),
        read=lambda _: None,
        tasks=tuple(command.at.source for command in upload.through),
        within=upload.step.within,
    )
