"""Commands that run other commands of the repository: task runners and scripts are opened, and looked into."""

from __future__ import annotations

import posixpath
import re

from tplint.commands.options import visible
from tplint.commands.programs import NO_SHELL_SCRIPT, file_of
from tplint.model import Credential, Hindrance, Known, Unknown
from tplint.records import NamedTuple
from tplint.uploaders.sightings import Sighting, Suspicion
from tplint.uploaders.tasks.recipes import UPLOADS, Recipe, opened, read_script_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from tplint.commands.invocations import Invocation
    from tplint.model import Command
    from tplint.uploaders.sightings import Surroundings

    Recogniser: TypeAlias = Callable[[Command, Surroundings, "Trail"], Iterator[Sighting | Suspicion]]

MAX_DEPTH = 5
MAX_OPENED = 40
MAX_COMMANDS = 500  # of a task or a script; each is looked at beside all before it
_SPEAKING = r"(?i)publish|release|upload|deploy|pypi"
_TABLED = frozenset({"hatch", "pdm", "poe", "rye", "pixi"})
# What lets a tool see the job's token behind tox, the one runner that certainly keeps it back.
_PASSED_ON = "name `GITHUB_ACTIONS` and `ACTIONS_ID_TOKEN_REQUEST_*` in the environment's `pass_env`"


class Trail(NamedTuple):
    """The targets and scripts that a command is part of, and all that were opened for the same command in CI."""

    targets: tuple[str, ...]
    opened: list[str]


def follow(
    call: Invocation, around: Surroundings, trail: Trail | None, recognise: Recogniser
) -> Iterator[Sighting | Suspicion]:
    """The uploads in what a command runs, placed at the command; ``trail`` is None in the CI file itself."""
    targets, every = trail or Trail((), [])
    if len(targets) >= MAX_DEPTH or len(every) >= MAX_OPENED:
        yield from _beyond_limits(call)
        return
    command, target = call.command, _target(call, around)
    if target is None or target[0] in targets:
        return
    shown, recipe = target
    if len(recipe.commands) > MAX_COMMANDS:
        recipe = Recipe((), f"it has more than {MAX_COMMANDS} commands")
    every.append(shown)
    found = tuple(_inside(recipe, around, Trail((*targets, shown), every), recognise))
    several = len(found) > 1
    for conditional, each in found:
        if isinstance(each, Suspicion):
            yield Suspicion(command.at, f"`{shown}`: {each.why}" if not each.why.startswith("`") else each.why)
        else:
            yield _seen_from_outside(each, command, recipe, shown if several and conditional else "")
    if (
        not found
        and recipe.unread
        and (re.search(_SPEAKING, posixpath.basename(shown)) or re.search(UPLOADS, recipe.unread))
    ):
        yield Suspicion(command.at, f"`{shown}`: {recipe.unread}")


def _beyond_limits(call: Invocation) -> Iterator[Suspicion]:
    """A command that is not looked into: it may be an upload where its words say so."""
    shown = " ".join((call.program, *map(visible, call.words)))
    if re.search(_SPEAKING, shown):
        why = f"{MAX_DEPTH} tasks or scripts inside each other, and {MAX_OPENED} in all, are opened and not more"
        yield Suspicion(call.command.at, f"`{shown[:40]}`: {why}")


def _inside(
    recipe: Recipe, around: Surroundings, trail: Trail, recognise: Recogniser
) -> Iterator[tuple[bool, Sighting | Suspicion]]:
    """What the commands of a recipe upload, each with whether it stands under a condition."""
    before, unread = around.commands, around.unread or recipe.unread
    is_before = around.is_before and not recipe.unread
    if recipe.beside is not None:
        around = around._replace(tasks=(*around.tasks, recipe.beside))
    for command in recipe.commands:
        for each in recognise(command, around._replace(commands=before, unread=unread, is_before=is_before), trail):
            if isinstance(each, Sighting):
                yield command.conditional, each._replace(through=(command, *each.through))
            else:
                yield command.conditional, each
        before = (*before, command)


def _seen_from_outside(sighting: Sighting, command: Command, recipe: Recipe, alternative: str) -> Sighting:
    """An upload in a recipe as the command's own; what the runner hides is taken away."""
    if alternative:
        why = f"`{alternative}` has several uploads under conditions"
        return sighting._replace(at=command.at, credential=Unknown(why, command.at), attestations=Unknown(why))
    credential, uploader = sighting.credential, sighting.uploader
    if recipe.hides_identity and uploader.can_trusted_publish != Known(False):
        uploader = uploader._replace(
            can_trusted_publish=Unknown(recipe.hides_identity, command.at),
            hindered=None if recipe.hides_in_part else Hindrance(recipe.hides_identity, _PASSED_ON),
        )
        if isinstance(credential, Known) and credential.value.kind == "oidc":
            credential = Known(Credential("none"), command.at)
    return sighting._replace(at=command.at, credential=credential, uploader=uploader)


def _target(call: Invocation, around: Surroundings) -> tuple[str, Recipe] | None:
    """What a command runs, for people and as commands; None where it is no runner and no script."""
    found = _named_script(call, around) or _runner(call, around) or _script(call, around)
    if found is not None and call.isolated:
        return found[0], Recipe((), call.isolated)
    return found


def _named_script(call: Invocation, around: Surroundings) -> tuple[str, Recipe] | None:
    """`hatch run NAME` and the like, where a table has that name."""
    command = call.command
    if not any(visible(word).rpartition("/")[2] in _TABLED for word in command.words):
        return None
    from tplint.uploaders.tasks import task_tables  # noqa: PLC0415 - only where such a runner is used

    script = task_tables.script_of(command.words)
    if script is None:
        return None
    shown = f"{script.runner} {script.name}" if script.runner == "poe" else f"{script.runner} run {script.name}"
    recipe = task_tables.recipe(script, call, around)
    if recipe is None and script.runner == "poe":
        recipe = Recipe((), f"no table of tasks has `{script.name}`")
    return (shown, recipe) if recipe is not None else None


def _runner(call: Invocation, around: Surroundings) -> tuple[str, Recipe] | None:
    """The targets of a task runner that has a file of its own."""
    match call.program:
        case "make" | "gmake":
            from tplint.uploaders.tasks.makefiles import make as runner  # noqa: PLC0415 - one of several
        case "just":
            from tplint.uploaders.tasks.makefiles import just as runner  # noqa: PLC0415 - one of several
        case "nox":
            from tplint.uploaders.tasks.python_tasks import nox as runner  # noqa: PLC0415 - one of several
        case "inv" | "invoke":
            from tplint.uploaders.tasks.python_tasks import invoke as runner  # noqa: PLC0415 - one of several
        case "tox":
            from tplint.uploaders.tasks.tox import tox as runner  # noqa: PLC0415 - one of several
        case "task" | "go-task":
            return _task(call, around)
        case _:
            return None
    return runner(call, around)


def _task(call: Invocation, around: Surroundings) -> tuple[str, Recipe] | None:
    """go-task's or taskipy's task."""
    from tplint.uploaders.tasks import task_tables, taskfiles  # noqa: PLC0415 - only where such a runner is used

    at = next((index for index, word in enumerate(call.words) if not visible(word).startswith("-")), -1)
    name = visible(call.words[at]) if at >= 0 else ""
    if not name:
        return None
    of = task_tables.Call("task", name, call.words[at + 1 :])
    recipe = taskfiles.recipe(name, call, around) or task_tables.recipe(of, call, around)
    return f"task {name}", recipe or Recipe((), "there is no Taskfile")


def _script(call: Invocation, around: Surroundings) -> tuple[str, Recipe] | None:
    """A script of the repository, by its path or behind a shell or Python."""
    found = file_of(call)
    if found is None or "$" in found[0]:
        return None
    path, arguments = found
    source = opened(path, call, around)
    if source is None:
        return path, Recipe((), "it is not in the repository")
    if path.endswith(NO_SHELL_SCRIPT) or re.match(r"#!.*python", source.text):
        uploads = re.search(UPLOADS, source.text)
        return path, Recipe((), f"it is no shell script and names `{uploads[0]}`" if uploads else "")
    return path, read_script_of(call.command, source, call.env, arguments)
