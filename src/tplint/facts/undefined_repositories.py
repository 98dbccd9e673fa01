"""An upload's command → the repository or index it names that nothing defines, so that the uploader stops."""

from __future__ import annotations

from tplint.commands.options import parse
from tplint.facts.earlier_steps import surroundings
from tplint.model import Action, Known
from tplint.platforms.faults import Fault
from tplint.records import NamedTuple
from tplint.uploaders import credentials, flit, maturin, pdm, poetry, twine, uv
from tplint.uploaders.hidden import Traces, reason_for_doubt
from tplint.uploaders.indexes import TESTPYPI_URL, UndefinedIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Grammar, Options
    from tplint.model import Upload
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.sightings import Surroundings


class _Tool(NamedTuple):
    """A tool that takes a repository's name: what may define one, and the remedy where nothing does.

    ``variable`` is where it looks for the name without the option.
    """

    grammar: Grammar
    defining: Traces
    remedy: str
    option: str = "--repository"
    variable: str = ""


_URL = "write `--repository testpypi` for TestPyPI, or name the index by `--repository-url`"
NAMING = {
    "twine": _Tool(twine.GRAMMAR, Traces(("TWINE_",), (".pypirc",)), _URL, variable="TWINE_REPOSITORY"),
    "maturin": _Tool(maturin.GRAMMAR, Traces(("MATURIN_",), (".pypirc",)), _URL, variable="MATURIN_REPOSITORY"),
    "poetry": _Tool(
        poetry.GRAMMAR,
        Traces(("POETRY_",), ("config repositories", "repositories.", "pypoetry", "poetry.toml")),
        "define it before: `poetry config repositories.{} {}`",
    ),
    "pdm": _Tool(
        pdm.GRAMMAR,
        Traces(("PDM_",), ("pdm config", "repository.", "pdm.toml", "config.toml")),
        "write `--repository testpypi` for TestPyPI, or the index's URL",
        variable="PDM_PUBLISH_REPO",
    ),
    "flit": _Tool(flit.GRAMMAR, Traces(("FLIT_",), (".pypirc",)), "name the index by the variable `FLIT_INDEX_URL`"),
    "uv": _Tool(
        uv.GRAMMAR,
        Traces(("UV_",), ("uv.toml", "pyproject.toml", "uv add", "uv init", "git ")),
        "give a `[[tool.uv.index]]` that `name` and a `publish-url`, or name the index by `--publish-url`",
        "--index",
        "UV_PUBLISH_INDEX",
    ),
}


def faults(upload: Upload, call: Invocation) -> Iterator[Fault]:
    """The name of an index that no settings define; Unknown names and settings that were not read are silent."""
    tool, target = NAMING.get(call.program), upload.target
    if tool is None or not isinstance(target, UndefinedIndex):
        return
    options, around = parse(call.words, tool.grammar), surroundings(upload)
    name = _name(upload, call, options, around, tool)
    if name is None or name.text is None or options.unread:
        return
    if _may_be_defined(upload, call, options, around, tool.defining):
        return
    yield Fault(name.at[0], target.what, target.words, _remedy(call.program, name.text, tool))


def _name(upload: Upload, call: Invocation, options: Options, around: Surroundings, tool: _Tool) -> Carrier | None:
    """What gives the name: the option, else the variable, which what runs a task may take away."""
    given = credentials.of_option(options, tool.option)
    if given is not None or not tool.variable or upload.through:
        return given
    return credentials.of_variable(tool.variable, call, around)


def _remedy(program: str, name: str, tool: _Tool) -> str:
    if (program, name) == ("poetry", "pypi"):
        return "leave the option out: without it Poetry uploads to PyPI"
    return tool.remedy.format(name, TESTPYPI_URL if "test" in name else "<URL>")


def _may_be_defined(upload: Upload, call: Invocation, options: Options, around: Surroundings, defining: Traces) -> bool:
    """Whether settings that are not in the files, or were not read, may define the repository."""
    if options.values.keys() & {"--config-file", "--pypirc", "--repository-url", "--directory", "--project"}:
        return True
    urls = (f"{call.program.upper()}_REPOSITORY_URL", "FLIT_INDEX_URL")
    if any(credentials.of_variable(name, call, around) for name in urls):
        return True
    # poetry's own settings in the repository were read when the upload was recognised
    texts = (command.at.source.text.lower() for command in upload.through)
    if any(mark in text for text in texts for mark in defining.marks):
        return True
    return _has_other_settings(call, around) or bool(call.isolated or reason_for_doubt(around, defining))


def _has_other_settings(call: Invocation, around: Surroundings) -> bool:
    """Whether the tool's settings are others than those that were read."""
    if call.program == "uv" and _fetches_another(around):
        return True
    return call.program in {"pdm", "uv"} and call.command.folder != Known(".")


def _fetches_another(around: Surroundings) -> bool:
    """Whether another repository is checked out, which may have settings of its own."""
    actions = (step.run for step in around.steps if isinstance(step.run, Action))
    return any(action.name == "actions/checkout" and "repository" in action.inputs for action in actions)
