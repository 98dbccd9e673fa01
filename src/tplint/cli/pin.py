"""``tplint pin``: declare in the configuration the publishers that the repository's uploads need."""

from __future__ import annotations

import os

from tplint.cli import arguments, repositories, terminal
from tplint.errors import UsageError
from tplint.reporters.cells import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.cli.arguments import Parser
    from tplint.config import Config
    from tplint.documents.source import Source
    from tplint.load import Files
    from tplint.registration.pinning import Change, Plan, Wanted

_DESCRIPTION = """\
Declare in pyproject.toml (or tplint.toml) the publishers that the repository's uploads need on PyPI.

What is declared and fits stays as it is. A declaration that no upload uses any more is changed into the one that its
project needs. PyPI is not told: `tplint show` prints the values for its form.
"""
_CHANGES = 1


def run(words: Sequence[str]) -> int:
    """Write the publishers; returns 0, or with ``--check`` 1 where something is to be written.

    Raises ``UsageError`` for a path that is none, a configuration with a mistake, a repository whose name is not known,
    and a file that cannot be written.
    """
    options = arguments.parse(parser(), words)
    root = repositories.checked(options)
    from tplint.registration.pinning import plan  # noqa: PLC0415 - the arguments may have been wrong

    repository, config, files = repositories.read(root)
    found = plan(repository, options.repository)
    is_lacking = bool(found.additions or found.changes)
    source, keys = _target(config, files)
    after = _rewritten(source, keys, found) if is_lacking else source.text
    if options.dry_run:
        terminal.write(_difference(source, after))
    elif not options.check and is_lacking:
        _replace(root, source, after)
    writes = not options.dry_run and not options.check
    _say(_summary(found, source, writes=writes), to_output=not options.dry_run)
    return _CHANGES if options.check and is_lacking else 0


def parser() -> Parser:
    """What the command takes."""
    made = arguments.parser("tplint pin", _DESCRIPTION)
    repositories.add_arguments(made)
    made.add_argument("--dry-run", action="store_true", help="print the difference and write nothing")
    made.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 where something is to be written"
    )
    return made


# --- the file -------------------------------------------------------------------------------------------------------


def _target(config: Config, files: Files) -> tuple[Source, tuple[str | int, ...]]:
    """The file to declare publishers in, and the keys of the configuration there; an empty one where there is none."""
    from tplint.documents.source import Source  # noqa: PLC0415 - the arguments may have been wrong

    if config.source is not None:
        return config.source, config.keys
    found = files.read("pyproject.toml")
    if found is not None:
        return found, ("tool", "tplint")
    if os.path.lexists(os.path.join(files.root, "pyproject.toml")):
        problem = files.problems.get("pyproject.toml")
        why = problem.message if problem is not None else "is no file of this repository"
        raise UsageError(f"`pyproject.toml` {why}")
    return Source("tplint.toml", ""), ()


def _rewritten(source: Source, keys: tuple[str | int, ...], found: Plan) -> str:
    """The file's new text, which is also a configuration without mistakes."""
    from tplint.config import load  # noqa: PLC0415 - only where something is to be written
    from tplint.publishers.declared import declared  # noqa: PLC0415 - only where something is to be written
    from tplint.registration.pinned_text import pinned  # noqa: PLC0415 - loads tomlkit

    after = pinned(source, keys, found)
    new = source._replace(text=after)
    declared(load("", lambda path: new if path == source.path else None))
    return after


def _replace(root: str, source: Source, text: str) -> None:
    """Write a file of the repository as a whole or not at all, with the mode it has; never one outside of it."""
    path = os.path.join(root, source.path)
    if not os.path.lexists(path):
        terminal.write_file(path, text.splitlines())
        return
    from tplint.fixing.writing import write  # noqa: PLC0415 - only where something is written

    write(root, {source.path: source}, {source.path: source._replace(text=text)})


# --- what is said ---------------------------------------------------------------------------------------------------


def _say(lines: Iterator[str], *, to_output: bool) -> None:
    """Print to standard output, or beside it where that has the difference."""
    if to_output:
        terminal.write(lines)
    else:
        for line in lines:
            terminal.say(line)


def _difference(source: Source, after: str) -> Iterator[str]:
    """The unified difference. Control characters of the file are escaped, but for tabs and the line ends of Windows."""
    from tplint.fixing.rounds import diff  # noqa: PLC0415 - one option

    for line in diff({source.path: source}, {source.path: source._replace(text=after)}):
        end = "\r" if line.endswith("\r") else ""
        yield "\t".join(map(visible, line.removesuffix("\r").split("\t"))) + end


def _summary(found: Plan, source: Source, *, writes: bool) -> Iterator[str]:
    if not found.wanted and found.left:
        yield "nothing to declare: no publisher can be worked out for the uploads"
    elif not found.wanted:
        yield "nothing to declare: no upload is known to use trusted publishing"
    elif not found.additions and not found.changes:
        yield f"nothing to do: {visible(source.path)} declares what the uploads need"
    would = "" if writes else "would be "
    for addition in found.additions:
        yield f"{would}added to {visible(source.path)}: {visible(_described(addition))}"
    for change in found.changes:
        yield from (f"{would}changed in {visible(line)}" for line in _changed(change))
    if found.changes and writes:
        yield "PyPI is not told of what has changed: `tplint show` prints the values for its form"
    for each in found.left:
        from tplint.reporters.locations import locate  # noqa: PLC0415 - only where there is one

        yield f"{visible(locate('', each.at).address)}: not declared: {visible(each.why)}"


def _described(addition: Wanted) -> str:
    from tplint.model import INDEXES  # noqa: PLC0415 - only where something is to be written
    from tplint.pypi import form_values  # noqa: PLC0415 - the same

    values = " \N{MIDDLE DOT} ".join(f"{label} {value}" for label, value in form_values(addition.publisher))
    return f"{INDEXES[addition.index_name]} project {addition.publisher.project_name}: {values}"


def _changed(change: Change) -> Iterator[str]:
    """Each value that changes, with the place of the publisher."""
    from tplint.documents.source import Pointer  # noqa: PLC0415 - only where something is to be written
    from tplint.reporters.locations import locate  # noqa: PLC0415 - the same

    declared = change.declared
    where = locate("", Pointer(declared.source, declared.keys))
    for name, value in change.values.items():
        before = declared.fields.get(name.replace("-", "_"), "")
        yield f"{where.path}:{where.start.line}: `{name}` from `{before}` to `{value}`"
