"""Lines → standard output, standard error or a file. Used by all commands."""

from __future__ import annotations

import os
import sys

from tplint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    ColourChoice = Literal["auto", "always", "never"]

# Characters that are written at once, where nobody looks on.
_PIECE = 16_384
# For terminals whose encoding lacks the signs that frames are drawn with.
_ASCII = str.maketrans({"│": "|", "┆": ":", "├": "+", "─": "-", "·": "-", "…": "~"})


def write(lines: Iterable[str]) -> None:
    """Print lines as they come; raises ``UsageError`` where they cannot be written, ``BrokenPipeError`` unchanged."""
    plain, in_actions = _lacks_signs(), _in_github_actions()
    shown = (line.translate(_ASCII) for line in lines) if plain else lines
    _put_all(map(inert, shown) if in_actions else shown)


def inert(line: str) -> str:
    """A line that a runner of GitHub Actions takes for no workflow command, whatever it quotes from files.

    A command begins with `::`, or has `##[` anywhere (actions/runner, `ActionCommand.cs`).
    """
    line = line.replace("##[", "## [")
    return line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line


def _in_github_actions() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def write_document(lines: Iterable[str]) -> None:
    """Print a document for programs: UTF-8, whatever the terminal's encoding is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    _put_all(lines)


def _put_all(lines: Iterable[str]) -> None:
    """Print lines as they come to a terminal; elsewhere many at once, though buffers are off (`PYTHONUNBUFFERED`)."""
    most = 0 if sys.stdout is not None and sys.stdout.isatty() else _PIECE
    waiting: list[str] = []
    length = 0
    try:
        for line in lines:
            waiting.append(line)
            length += len(line)
            if length >= most:
                piece, waiting, length = "\n".join(waiting), [], 0
                _put(piece)
    finally:  # what was said before a run is interrupted is not lost
        if waiting:
            _put("\n".join(waiting))
    flush()


def _put(line: str) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed")
    try:
        sys.stdout.write(f"{line}\n")
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(error) from error


def flush() -> None:
    """Write what is buffered, so that a full disk or a closed pipe is known before the program ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> UsageError:
    abandon_output()
    return UsageError(f"cannot write to standard output: {error.strerror or error}")


def abandon_output() -> None:
    """Lead what is still buffered nowhere: the interpreter would fail to write it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):  # it is no file, so nothing is written at the end either
        os.close(nowhere)


def complain(message: str) -> None:
    """Print a user's mistake as one line on standard error."""
    from tplint.reporters.cells import visible  # noqa: PLC0415 - only after a mistake

    say(f"tplint: error: {visible(message)}")


def say(text: str) -> None:
    """Print to standard error, if there is one that can be written to."""
    if sys.stderr is not None:
        text = inert(text) if _in_github_actions() else text
        try:
            print(text.encode("utf-8", "backslashreplace").decode("utf-8"), file=sys.stderr)  # noqa: T201 - the one place
        except OSError:
            sys.stderr = None  # the interpreter, too, would fail to write it, and end with a status of its own


def write_file(path: str, lines: Iterable[str]) -> None:
    """Write a file as a whole or not at all; raises ``UsageError`` where it cannot be written.

    The lines are written beside it first, so that a reader, or a run that is stopped, never meets half a report. What
    is there and no regular file (``/dev/stdout``, a pipe) is written to directly. A link of the repository that leads
    out of it is not followed: whoever made the repository may have put it where reports are written.
    """
    from pathlib import Path  # noqa: PLC0415 - only with `--output`

    if _leads_out(path):
        raise UsageError(f"`{path}` is not written: it is a link that leads outside the repository")
    text = "".join(f"{line}\n" for line in lines)
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")
            return
        target = Path(os.path.realpath(path))  # `Path.resolve` fails at links in a circle before Python 3.13
        # A name that nobody can foresee, and no link: the folder may hold what somebody else has put there.
        beside = target.with_name(f".tplint-{os.urandom(8).hex()}.tmp")
        try:
            with beside.open("x", encoding="utf-8") as file:
                file.write(text)
            if target.exists():
                beside.chmod(target.stat().st_mode)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write `{path}`: {error.strerror or error}") from error


def _leads_out(path: str) -> bool:
    """Whether a path that is inside the repository around the current folder, or inside that, leads out over a link."""
    from tplint.discover import repository_root  # noqa: PLC0415 - only where a file is written

    root = repository_root(os.curdir)
    inside, real = (os.path.join(each, "") for each in (root, os.path.realpath(root)))
    return os.path.abspath(path).startswith(inside) and not os.path.realpath(path).startswith(real)


def wants_colour(choice: ColourChoice, environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to colour: by the option, else by the environment, else on a terminal.

    See https://no-color.org, https://force-color.org and https://bixense.com/clicolors.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in {"", "0"} or environment.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        return True
    return is_terminal and environment.get("CLICOLOR") != "0" and environment.get("TERM") != "dumb"


def colours_output(choice: ColourChoice, *, to_file: bool = False) -> bool:
    """Whether to colour the output; what goes to a file only where the option asks for it."""
    if to_file:
        return choice == "always"
    return wants_colour(choice, os.environ, is_terminal=sys.stdout is not None and sys.stdout.isatty())


def columns() -> int | None:
    """How wide the window is that the output is read in; None where it goes elsewhere."""
    wanted = os.environ.get("COLUMNS", "")
    try:
        if sys.stdout is None or not sys.stdout.isatty():
            return None
        return int(wanted) if wanted.isdecimal() and int(wanted) else os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return None


def _lacks_signs() -> bool:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        "│┆├─·…".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    return False
