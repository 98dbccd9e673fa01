"""A tool's command line → the file, or the module of Python, that it runs."""

from __future__ import annotations

import posixpath
import re

from tplint.commands.options import visible
from tplint.shell import tool_name, unwrap
from tplint.shell.effects import SETS_PATHS
from tplint.shell.wrappers import script_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.commands.invocations import Invocation
    from tplint.model import Word

_SHELLS = frozenset({"bash", "sh", "zsh", "dash", "source", "."})
# They run a file where its name says that it is in their language, or else what is written behind an option.
_LANGUAGES = frozenset({"node", "perl", "powershell", "pwsh", "python", "ruby"})
_RUNNERS = frozenset({"pdm", "poetry", "rye", "uv"})
# Programs of environments, and what sets these up.
INSTALLED = re.compile(r"(?:^|/)(?:bin|Scripts)/")
NO_SHELL_SCRIPT = (".py", ".js", ".cjs", ".mjs", ".ts", ".rb", ".pl", ".ps1")


def file_of(call: Invocation) -> tuple[str, tuple[Word, ...] | None] | None:
    """The path of the file that a command runs, as it is written, and the file's arguments; None for a program.

    A script that is read in without arguments has those of the script that does it.
    """
    words = call.words
    if call.program not in _SHELLS and call.program not in _LANGUAGES:
        path = _own_path(call)
        return (path, words) if path else None
    texts = [visible(word) for word in words]
    at = next((index for index, text in enumerate(texts) if not text.startswith("-")), len(texts))
    path = texts[at] if at < len(texts) else "<("
    if (
        path.startswith("<(")
        or {"-c", "-s"}.intersection(texts)
        or script_word(call.command.words) is not None
        or (call.program in _LANGUAGES and not path.endswith(NO_SHELL_SCRIPT))
    ):
        return None
    if call.program not in {"source", "."}:
        return path, words[at + 1 :]
    return (path, words[at + 1 :] or None) if not SETS_PATHS.fullmatch(path) else None


def own_file(call: Invocation) -> str:
    """The path of a file that a command runs and that certainly is no installed program; empty where there is none."""
    found = file_of(call)
    return found[0] if found is not None and not INSTALLED.search(found[0]) else ""


def module_of(call: Invocation) -> str:
    """The module that Python runs by `-m`, or the name behind `uv run` and its like; empty for other commands."""
    name, (first, *others) = tool_name(unwrap(call.command.words).words), map(visible, call.command.words)
    runs = name != posixpath.basename(call.named) or (first in _RUNNERS and "run" in others)
    return name if runs and not name.startswith("python") else ""


def _own_path(call: Invocation) -> str:
    """The path of a program that is no installed one, as far as its path tells; runners take a name in their folder."""
    path = call.named.replace("\\", "/")
    is_there = "/" in path or (path.endswith((".sh", *NO_SHELL_SCRIPT)) and call.command.words[0].raw != path)
    is_tool = call.program == "setup.py" or posixpath.basename(path).lower().removesuffix(".exe") != call.program
    return path if is_there and not is_tool and not path.startswith(("/", "~")) and "$" not in path else ""
