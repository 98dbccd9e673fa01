"""``tplint diagnose``: a failed run's log → the error, what the run presented beside what is declared, the repair."""

from __future__ import annotations

import os
import sys

from tplint.cli import arguments, repositories, terminal
from tplint.discover import repository_root
from tplint.errors import UsageError
from tplint.reporters.cells import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from tplint.cli.arguments import Parser
    from tplint.diagnosis.comparison import Diagnosis
    from tplint.model import Repository

_NO_ERROR = 1
# The log's name where it is piped in, and where somebody pastes it.
_STANDARD_INPUT = frozenset({"", "-"})
_BLOCK = 1 << 20
_EPILOG = """\
exit status:
  0 an error was found and explained   1 no known error in the log   2 a mistake in the call   3 a fault of tplint
"""


def run(words: Sequence[str]) -> int:
    """Explain a log; returns 0 for one with a known error, 1 for any other, and raises ``UsageError``."""
    options = arguments.parse(parser(), words)
    if options.root is not None and not os.path.exists(options.root):
        raise UsageError(f"no such path: `{options.root}`")
    diagnosis, repository = _diagnose(options.log, options.root)
    if options.format == "json":
        from tplint.reporters import diagnosis_json  # noqa: PLC0415 - one format of two

        terminal.write_document([diagnosis_json.render(diagnosis, repository)])
    else:
        from tplint.reporters import diagnosis_text  # noqa: PLC0415 - one format of two
        from tplint.reporters.paint import painter  # noqa: PLC0415 - the same

        paint = painter(colour=terminal.colours_output("auto"))
        name = "" if options.log in _STANDARD_INPUT else options.log
        terminal.write(diagnosis_text.render(diagnosis, repository, name, paint, terminal.columns()))
    return 0 if diagnosis.found else _NO_ERROR


def parser() -> Parser:
    """What the command takes."""
    made = arguments.parser("tplint diagnose", "Explain why a run could not publish, from its log.", _EPILOG)
    made.add_argument(
        "log", nargs="?", default="", metavar="LOG", help="a file, or - for a text to paste (default: what is piped in)"
    )
    made.add_argument("--root", metavar="PATH", help="the repository of the run (default: around here)")
    made.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    return made


def _diagnose(name: str, path: str | None) -> tuple[Diagnosis, Repository | None]:
    from tplint.diagnosis.comparison import diagnose  # noqa: PLC0415 - the arguments may be wrong
    from tplint.diagnosis.logs import read  # noqa: PLC0415 - the same

    log = read(_blocks(name))
    repository = _repository(path)
    return diagnose(log, repository), repository


def _repository(path: str | None) -> Repository | None:
    """The repository of the run. One that nobody named, and whose configuration is wrong, is left out with a word."""
    try:
        return repositories.read(repository_root(path or os.curdir))[0]
    except UsageError as error:
        if path is not None:
            raise
        terminal.say(visible(f"tplint: the repository here is left out: {error}"))
        return None


# --- reading ----------------------------------------------------------------------------------------------------------


def _blocks(name: str) -> Iterator[str]:
    """The log's text, piece by piece; raises ``UsageError`` where there is none to read."""
    if name in _STANDARD_INPUT:
        is_typed = sys.stdin is not None and sys.stdin.isatty()
        if sys.stdin is None or (is_typed and not name):
            raise UsageError(
                "no log is given: name a file, pipe one in (gh run view RUN --log-failed | tplint diagnose), or paste "
                "one after `tplint diagnose -`"
            )
        if is_typed:
            terminal.say("paste the log, and end it with Ctrl-D on a line of its own (on Windows Ctrl-Z)")
        yield from _decoded(sys.stdin.buffer)
        return
    try:
        with open(name, "rb") as file:
            yield from _decoded(file)
    except FileNotFoundError as error:
        raise UsageError(f"no such file: `{name}` (to paste a text: `tplint diagnose -`)") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read `{name}`: {getattr(error, 'strerror', None) or error}") from error


def _decoded(file: BinaryIO) -> Iterator[str]:
    """UTF-8, or UTF-16 as PowerShell writes it; what is neither is replaced."""
    import codecs  # noqa: PLC0415 - after the arguments

    block = file.read(_BLOCK)
    is_wide = block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if is_wide else "utf-8-sig")("replace")
    while block:
        yield decoder.decode(block)
        block = file.read(_BLOCK)
    yield decoder.decode(b"", final=True)
