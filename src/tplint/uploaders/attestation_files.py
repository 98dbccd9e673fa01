"""Whether attestations certainly lie beside distributions when a later command of the job uploads these."""

from __future__ import annotations

import posixpath

from tplint.commands.folders import folder_of
from tplint.commands.invocations import invocation
from tplint.commands.options import grammar, parse, visible
from tplint.model import Action, Known, Script, Unknown, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.documents.source import Place
    from tplint.jobs.workspace import Effect
    from tplint.model import Command, Fact, Upload
    from tplint.uploaders.sightings import Surroundings

_ACTION = "astral-sh/attest-action"
_TOOL = "pypi-attestations"
_GRAMMAR = grammar("")


def attested(patterns: tuple[Word, ...], folder: Fact[str], around: Surroundings) -> Fact[bool]:
    """Whether an earlier step or command made attestations of files of ``folder`` that the patterns take, and where.

    It is not known where they may have been made or taken away, or where other files of the folder are uploaded.
    """
    made: Fact[bool] = Known(False)
    if not _is_tool_named(around):
        return made
    for effect in _effects(around):
        signed = _signed(effect.run)
        if signed is not None:
            are_taken = effect.certain and _has_all((signed, patterns)) and _folder(signed, effect.run) == folder
            made = (
                Known(True, effect.at) if are_taken else Unknown(f"what `{effect.shown}` signs is not known", effect.at)
            )
        elif effect.kind not in {"tool", "nothing"} and made == Known(True):
            made = Unknown(f"`{effect.shown}` may take the attestations away", effect.at)
    return made


def attested_before(upload: Upload) -> Place | None:
    """Where another tool has certainly made attestations of all files of an action's folder."""
    from tplint.uploaders.sightings import Surroundings  # noqa: PLC0415 - recognisers ask for attestations, too

    steps = tuple(step for step in upload.job.steps if step.at.start < upload.step.at.start)
    made = attested((), upload.folder, Surroundings(upload.platform, True, "", lambda _: None, steps=steps))
    return made.at[0] if made == Known(True) and made.at else None


def _is_tool_named(around: Surroundings) -> bool:
    scripts = " ".join(step.run.text for step in around.steps if isinstance(step.run, Script))
    words = (word.raw for command in around.commands for word in command.words)
    actions = (step.run.name for step in around.steps if isinstance(step.run, Action))
    return any(_TOOL in text.replace("_", "-") for text in (scripts, *words)) or _ACTION in actions


def _effects(around: Surroundings) -> Iterator[Effect]:
    from tplint.jobs.workspace import Effect, effects  # noqa: PLC0415 - only where something is attested
    from tplint.jobs.workspace_commands import kind_of  # noqa: PLC0415 - as above

    for step in around.steps:
        yield from effects(step)
    for command in around.commands:
        yield Effect(kind_of(command), command.at, command.words[0].raw, not command.conditional, command)


def _has_all(patterns: Iterable[tuple[Word, ...]]) -> bool:
    """Whether what is signed or what is uploaded is all of a folder, so that something is both."""
    return any(not words or any(posixpath.basename(visible(word)) == "*" for word in words) for words in patterns)


def _folder(signed: tuple[Word, ...], run: Action | Command | None) -> Fact[str]:
    return folder_of(signed, Known(".") if run is None or isinstance(run, Action) else run.folder)


def _signed(run: Action | Command | None) -> tuple[Word, ...] | None:
    """The patterns of the files of which an action or a command makes attestations; None where it makes none."""
    if isinstance(run, Action):
        given = run.inputs.get("paths")
        paths = given.value.fact if given is not None else Known("dist/*")
        if run.name != _ACTION:
            return None
        texts = paths.value.split() if isinstance(paths, Known) else ["${{"]
        return tuple(Word(text, Known(text) if isinstance(paths, Known) else paths, run.at) for text in texts)
    call = invocation(run) if run is not None else None
    if call is None or call.program.replace("_", "-") != _TOOL:
        return None
    options = parse(call.words, _GRAMMAR)
    return (options.arguments[1:] or None) if options.subcommand() == "sign" else None
