"""A command of a script → the tool that it runs, without wrappers, with the environment the tool sees."""

from __future__ import annotations

import posixpath
import re

from tplint.model import Known
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Command, Variable, Word

_PYTHON = r"(?:python|pypy)(?:\d+(?:\.\d+)?)?(?:\.exe)?|py(?:\.exe)?"
# A program below a folder that a variable holds: `${PREFIX}twine`, `"$VENV/bin/twine"`.
_BELOW_VARIABLE = re.compile(r'"?(?:\$\{[^{}]+\}"?/?|\$\w+"?/)(?:[\w.-]+/)*(?P<name>[A-Za-z][\w.-]*)"?')
_PYTHON_VALUED = ("-W", "-X", "--check-hash-based-pycs")


class Invocation(NamedTuple):
    """A tool's command line: ``words`` follow the program's name.

    ``requested`` is the tool's requirement that a runner was asked for (``twine==6.1``), ``isolated`` why the
    environment and the home folder of the job are not seen, both empty where there is nothing to say. ``named`` is the
    program as the command names it, with its folder.
    """

    program: str
    words: tuple[Word, ...]
    env: Mapping[str, Variable]
    command: Command
    requested: str = ""
    isolated: str = ""
    named: str = ""


def invocation(command: Command) -> Invocation | None:
    """The tool that a command runs; None where its name is not known.

    ``python -m twine`` is ``twine``, ``python setup.py`` is ``setup.py``; any other script of Python is ``python``.
    """
    from tplint.shell import unwrap  # noqa: PLC0415 - only for scripts that hold a word of an uploader

    peeled = unwrap(command.words)
    program = _program(*peeled.words[:2]) if peeled.words else ""
    if not program:
        return None
    words = peeled.words[1:]
    if program.startswith("py") and re.fullmatch(_PYTHON, program):
        program, words = _module(words)
    isolated = peeled.isolated or _from_file(command, peeled.words)
    env = {} if isolated else command.env
    if peeled.env or peeled.removed:
        env = {name: value for name, value in {**env, **peeled.env}.items() if name not in peeled.removed}
    first = peeled.words[0]
    named = first.fact.value if isinstance(first.fact, Known) else first.raw.strip("\"'")
    return Invocation(program, words, env, command, peeled.requested, isolated, named)


def _from_file(command: Command, words: tuple[Word, ...]) -> str:
    """Why `uv run` adds variables to the environment of what it runs; empty where it does not."""
    runs = "UV_ENV_FILE" in command.env and words != command.words and "uv" in command.argv
    return "`UV_ENV_FILE` adds variables that are not in the files" if runs else ""


def _program(word: Word, argument: Word | None = None) -> str:
    """The name of the program that a command's first word leads to; empty where it is not known.

    What a variable holds is Python where `-m` follows, as in `$PY -m twine`: no other program names modules so.
    """
    if isinstance(word.fact, Known):
        return posixpath.basename(word.fact.value.replace("\\", "/")).lower().removesuffix(".exe")
    if below := _BELOW_VARIABLE.fullmatch(word.raw):
        return below["name"].lower().removesuffix(".exe")
    return "python" if argument is not None and argument.fact == Known("-m") else ""


def _module(words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    """What the Python interpreter is asked to run."""
    position = 0
    while position < len(words):
        fact = words[position].fact
        text = fact.value if isinstance(fact, Known) else ""
        if text == "-m" and position + 1 < len(words):
            name = words[position + 1].fact
            return _spelled(name.value if isinstance(name, Known) else ""), words[position + 2 :]
        if text.startswith("-m") and len(text) > len("-m"):
            return _spelled(text[2:]), words[position + 1 :]
        if text == "-c" or not text:
            break
        if not text.startswith("-") or text == "-":
            is_setup = posixpath.basename(text) == "setup.py"
            return ("setup.py", words[position + 1 :]) if is_setup else ("python", words[position:])
        position += 2 if text in _PYTHON_VALUED else 1
    return "python", ()


def _spelled(module: str) -> str:
    """The command that a module's name stands for."""
    return module.lower().replace("_", "-")
