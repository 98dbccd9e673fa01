"""An exception → what can be told of it, as values that other processes and the reports can pass on."""

from __future__ import annotations

from tplint.findings import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FRAMES = 6


def fault(rule: str, path: str, error: Exception) -> Fault:
    """A rule's failure on a file; ``path`` is empty where the file is not known."""
    return Fault(rule, path, told(error), tuple(calls(error)))


def told(error: BaseException) -> str:
    """The exception's name and the first line of what it says."""
    return f"{type(error).__name__}: {error}".partition("\n")[0].removesuffix(": ")


def calls(error: BaseException) -> Iterator[str]:
    """The innermost calls, innermost first, by their modules' paths: folders above them are the user's own affair."""
    from traceback import extract_tb  # noqa: PLC0415 - only after a failure

    for call in list(reversed(extract_tb(error.__traceback__)))[:_FRAMES]:
        parts = call.filename.replace("\\", "/").split("/")
        own = len(parts) - 1 - parts[::-1].index("tplint") if "tplint" in parts else len(parts) - 2
        yield f"{'/'.join(parts[max(own, 0) :])}:{call.lineno} in {call.name}"
