"""The command line: arguments → a command's module → an exit status. The only part that prints, writes and exits.

Each command is a module that is imported only when it runs, with ``run(arguments) -> status``.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

from tplint import __version__
from tplint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

# What shells show for programs that Ctrl-C, or the reader of their output, has stopped.
INTERRUPTED, READER_GONE = 130, 141
FINDINGS, USAGE, INTERNAL = 1, 2, 3
# Objects between two searches for garbage. A run holds fewer at once, and next to none of them in cycles.
_SEARCH_AFTER = 300_000


def program() -> NoReturn:
    """Run one command as a process, and end that with the exit status.

    The process ends as it is: to take the interpreter apart costs a tenth of a short run, and leaves nothing that the
    system would not. What others want done at the end is done; where a debugger or a profiler looks on it ends as ever.
    """
    status = main()
    if not _is_watched():
        try:
            atexit._run_exitfuncs()  # noqa: SLF001 - as `multiprocessing` does it before it ends a process in this way
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        except (OSError, ValueError):  # the interpreter says it
            sys.exit(status)
        os._exit(status)
    sys.exit(status)


def _is_watched() -> bool:
    """Whether a debugger, a profiler or what measures coverage has something to do when the program has ended."""
    monitoring = getattr(sys, "monitoring", None)  # since Python 3.12, with six places for tools
    tools = [monitoring.get_tool(number) for number in range(6)] if monitoring is not None else []
    return sys.gettrace() is not None or sys.getprofile() is not None or bool(sys.flags.inspect) or any(tools)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 clean, 1 findings, 2 the user's mistake, 3 tplint's own.

    Without ``argv`` it is the process's own: then the searches for garbage are spared that would find none, and the
    last one when the interpreter ends, which together take a sixth of a run.
    """
    if argv is not None:
        return _status(list(argv))
    gc.set_threshold(_SEARCH_AFTER)
    status = _status(sys.argv[1:])
    gc.freeze()
    return status


def _status(arguments: list[str]) -> int:
    """Run one command, and say what went wrong."""
    from tplint.cli import terminal  # noqa: PLC0415 - nothing else has to be loaded to be interrupted

    try:
        try:
            status = _run(arguments)
        finally:  # argparse ends the program itself
            terminal.flush()
    except UsageError as error:
        terminal.complain(str(error))
        return USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        terminal.abandon_output()
        return READER_GONE
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets a text to report it with
        from tplint.cli import crash  # noqa: PLC0415 - only after one

        crash.report(error, arguments)
        return INTERNAL
    return status


def _run(arguments: list[str]) -> int:
    """Find the command that the first argument names, ``check`` if it names none."""
    match arguments:
        case ["--version" | "-V", *_]:
            from tplint.cli import terminal  # noqa: PLC0415 - one command of several

            terminal.write([f"tplint {__version__}"])
            return 0
        case [first, *_] if first.partition("=")[0] == "--print-completion":
            from tplint.cli import completion  # noqa: PLC0415 - once in a user's life

            return completion.run(arguments)
        case [("diagnose" | "explain" | "pin" | "rules" | "show") as name, *rest]:
            from importlib import import_module  # noqa: PLC0415 - one command of several

            status: int = import_module(f"{__name__}.{name}").run(rest)
            return status
        case ["check", *rest] | rest:
            from tplint.cli import check  # noqa: PLC0415 - one command of several

            return check.run(rest)
