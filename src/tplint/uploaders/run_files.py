"""Commands → the files of the repository that they run, and why what stands there may leave a credential."""

from __future__ import annotations

import posixpath
import re
from itertools import islice

from tplint.commands.invocations import invocation
from tplint.commands.options import visible
from tplint.commands.programs import INSTALLED, file_of, module_of
from tplint.jobs import foreign_programs
from tplint.model import Known
from tplint.remembered import OF_STEPS, by_identity
from tplint.uploaders.hidden import MAX_SCRIPT, doubts_of_marks, is_doubtful, written_by
from tplint.uploaders.tasks.recipes import SPENT, read_script_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.commands.invocations import Invocation
    from tplint.model import Command
    from tplint.uploaders.hidden import Traces
    from tplint.uploaders.sightings import Surroundings

_PACKAGES = frozenset({"npm", "pnpm", "yarn", "bun"})
_SHELL_SCRIPT = r"\S+\.(?:ba)?sh\n|\S+\n#!.*sh\b"
_MODULE_FILES = ("{}.py", "{}/__main__.py", "src/{}.py", "src/{}/__main__.py")
MAX_FILES = 40  # that one script runs


def doubts_of_files(commands: Iterable[Command], around: Surroundings, traces: Traces, depth: int = 0) -> Iterator[str]:
    """Why the files of the repository that commands run may leave a credential."""
    found = {path: call for command in commands for path, call in _run_by(command, around)}
    if len(found) > MAX_FILES:
        yield f"more than {MAX_FILES} files of the repository run before it"
    for path, call in islice(found.items(), MAX_FILES):
        source = around.read(path)
        if source is None:
            yield f"`{path}` runs before it and is not in the repository"
        elif len(source.text) > MAX_SCRIPT:
            yield f"`{path}` runs before it and is longer than {MAX_SCRIPT:,} characters"
        else:
            if "GITHUB_ENV" in source.text and is_doubtful(written_by(source.text), traces):
                yield f"`{path}` runs before it and writes to `$GITHUB_ENV`"
            yield from doubts_of_marks(source.text, traces)
            if not depth and re.match(_SHELL_SCRIPT, f"{path}\n{source.text}"):
                own = file_of(call)
                inner = read_script_of(call.command, source, call.env, own[1] if own is not None else None)
                if inner.unread.startswith(SPENT):
                    yield f"`{path}` runs before it and is not read"
                yield from doubts_of_files(inner.commands, around, traces, depth + 1)


@by_identity(OF_STEPS)
def _run_by(command: Command, around: Surroundings) -> tuple[tuple[str, Invocation], ...]:
    """The files that a command runs, and as what; each upload of a long script asks about all commands before it."""
    call = invocation(command)
    return tuple((path, call) for path in _files(call, around)) if call is not None else ()


def _files(call: Invocation, around: Surroundings) -> Iterator[str]:
    """The files of the repository that a tool runs: scripts, its own modules, and those with scripts of Node.js.

    The last at the root only; others build a part of it.
    """
    own, folder = file_of(call), call.command.folder
    if own is not None:
        path = posixpath.normpath(posixpath.join(folder.value, own[0]) if isinstance(folder, Known) else own[0])
        yield from () if INSTALLED.search(path) and around.read(path) is None else (path,)
    elif (name := module_of(call)) and not foreign_programs.is_tool(name):
        paths = (path.format(name.replace(".", "/")) for path in _MODULE_FILES)
        yield from (path for path in paths if around.read(path) is not None)
    elif call.program in _PACKAGES and around.read("package.json") is not None:
        yield from ("package.json" for word in call.words if visible(word) in {"run", "run-script"})
