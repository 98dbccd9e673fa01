"""An unexpected exception → a short text on standard error that can be reported as an issue."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tplint import __version__
from tplint.cli.terminal import say
from tplint.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ISSUES = "https://github.com/tplint/tplint/issues/new"
_FRAMES = 6


def report(error: Exception, arguments: Sequence[str]) -> None:
    """Say what happened and how to report it; with ``TPLINT_DEBUG=1``, the whole traceback before that."""
    if os.environ.get("TPLINT_DEBUG", "0") not in {"", "0"}:
        from traceback import format_exception  # noqa: PLC0415 - only after a crash

        say("".join(format_exception(error)))
    say("\n".join(_lines(error, arguments)))


def _lines(error: Exception, arguments: Sequence[str]) -> Iterator[str]:
    yield f"tplint: internal error: {_named(error)}"
    yield f"This is a fault of tplint, not of your repository. Please report it at {ISSUES} with this text:"
    yield ""
    yield from (f"    {line}" for line in _issue(error, arguments))
    yield ""
    yield "TPLINT_DEBUG=1 shows the whole traceback."


def _issue(error: Exception, arguments: Sequence[str]) -> Iterator[str]:
    import platform  # noqa: PLC0415 - only after a crash
    from shlex import join  # noqa: PLC0415 - the same

    from tplint.reporters.cells import visible  # noqa: PLC0415 - the same

    python = f"{platform.python_implementation()} {platform.python_version()}"
    yield f"tplint {__version__}, {python}, {platform.platform(terse=True)}"
    yield visible(f"$ tplint {join(arguments)}".rstrip())
    yield _named(error)
    yield from _places(error.original if isinstance(error, InternalError) else error)


def _named(error: Exception) -> str:
    """The exception and the first line of what it says, of bearable length."""
    from tplint.reporters.cells import message  # noqa: PLC0415 - only after a crash

    return message(f"{type(error).__name__}: {error}".partition("\n")[0]).removesuffix(": ")


def _places(error: BaseException) -> Iterator[str]:
    """The innermost calls, innermost first, by their modules' paths: folders above them are the user's own affair."""
    from traceback import extract_tb  # noqa: PLC0415 - only after a crash

    for call in list(reversed(extract_tb(error.__traceback__)))[:_FRAMES]:
        parts = call.filename.replace("\\", "/").split("/")
        own = len(parts) - 1 - parts[::-1].index("tplint") if "tplint" in parts else len(parts) - 2
        yield f"  at {'/'.join(parts[max(own, 0) :])}:{call.lineno} in {call.name}"
