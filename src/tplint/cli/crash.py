"""An unexpected exception → a short text on standard error that can be reported as an issue."""

from __future__ import annotations

import os

from tplint import __version__
from tplint.checking.faults import calls, told
from tplint.cli.terminal import say
from tplint.reporters.cells import message, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tplint.findings import Fault

ISSUES = "https://github.com/tplint/tplint/issues/new"
_MOST = 3


def report(error: Exception, arguments: Sequence[str]) -> None:
    """Say what happened and how to report it; with ``TPLINT_DEBUG=1``, the whole traceback before that."""
    if os.environ.get("TPLINT_DEBUG", "0") not in {"", "0"}:
        from traceback import format_exception  # noqa: PLC0415 - only after a crash

        say("".join(format_exception(error)))
    what = _short(told(error))
    say(
        "\n".join(
            (*_issue(what, [what, *_places(calls(error))], arguments), "TPLINT_DEBUG=1 shows the whole traceback.")
        )
    )


def report_faults(faults: Sequence[Fault], arguments: Sequence[str]) -> None:
    """Say which rules failed on which files, and how to report it; what the other rules found is reported as ever."""
    lines = []
    for fault in faults[:_MOST]:
        lines += [_failed(fault), *_places(fault.calls)]
    if len(faults) > _MOST:
        lines.append(f"and {len(faults) - _MOST} more")
    say("\n".join((*_issue(_failed(faults[0]), lines, arguments), "All other findings are reported.")))


def _failed(fault: Fault) -> str:
    return _short(f"{fault.rule} failed on {fault.path or 'the repository'}: {fault.error}")


def _issue(what: str, told_of_it: Iterable[str], arguments: Sequence[str]) -> Iterator[str]:
    """What happened, and the text to report it with."""
    import platform  # noqa: PLC0415 - only after a crash
    from shlex import join  # noqa: PLC0415 - the same

    python = f"{platform.python_implementation()} {platform.python_version()}"
    yield f"tplint: internal error: {what}"
    yield f"This is a fault of tplint, not of your repository. Please report it at {ISSUES} with this text:"
    yield ""
    yield f"    tplint {__version__}, {python}, {platform.platform(terse=True)}"
    yield f"    {visible(f'$ tplint {join(arguments)}'.rstrip())}"
    yield from (f"    {line}" for line in told_of_it)
    yield ""


def _short(text: str) -> str:
    """A line of bearable length, without control characters."""
    return message(text)


def _places(of: Iterable[str]) -> Iterator[str]:
    return (f"  at {call}" for call in of)
