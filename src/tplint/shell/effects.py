"""What builtins of the shell change: the words of a command and the scope before it → the scope after it."""

from __future__ import annotations

import re

from tplint.model import Known, Unknown
from tplint.shell.scope import enter, forget, unset, without_arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.model import Fact, Word
    from tplint.shell.scope import Scope

# The folder of the checkout, by the names that GitHub and GitLab give it.
_CHECKOUT = re.compile(
    r"\"?(?:\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR)\}?|\$\{\{\s*github\.workspace\s*\}\})\"?((?:/[^\s\"$`]*)?)\"?"
)
# Files of installed programs, and of the user's shell, that people source to find tools.
SETS_PATHS = re.compile(
    r"(?:(?:.*[/\\])?(?:bin|Scripts)[/\\])?[Aa]ctivate(?:\.ps1)?"
    r"|(?:~|\$\{?HOME\}?|/home/\w+|/root)\"?/\.(?:cargo/env|local/bin/env|bashrc|bash_profile|profile|zshrc)"
    r"|.*(?:/nvm|/conda|/mamba|/micromamba|emsdk_env)\.sh|/opt/.*"
)
_EVALUATE = frozenset({"eval", "iex", "invoke-expression"})
_SHELL_HOOKS = re.compile(r"ssh-agent|shellenv|shell\.bash|init\s|init\)|activate|hook")


def change_folder(words: tuple[Word, ...], scope: Scope) -> Scope:
    """``cd`` and ``pushd``."""
    arguments = [word for word in words[1:] if not word.raw.startswith("-") or word.raw == "-"]
    stack = (*scope.folders, scope.folder) if words[0].raw == "pushd" else scope.folders
    if not arguments:
        return scope._replace(folder=Unknown("the script changes to the home folder", origins=("shell",)))
    if checkout := _CHECKOUT.fullmatch(arguments[0].raw):
        folder: Fact[str] = enter(Known(""), Known(checkout[1].lstrip("/"), arguments[0].at))
    else:
        folder = enter(scope.folder, arguments[0].fact)
    return scope._replace(folder=folder, folders=stack)


def leave_folder(_words: tuple[Word, ...], scope: Scope) -> Scope:
    """``popd``."""
    if not scope.folders:
        return scope._replace(folder=Unknown("the script changes the folder by `popd`", origins=("shell",)))
    return scope._replace(folder=scope.folders[-1], folders=scope.folders[:-1])


def set_options(words: tuple[Word, ...], scope: Scope) -> Scope:
    """``set -euo pipefail``, ``set +e``; behind ``set -- a b`` the arguments are not followed."""
    expects = ""
    for word in words[1:]:
        if expects:
            scope = _option(scope, word.raw, on=expects == "-")
            expects = ""
        elif word.raw[:1] in {"-", "+"} and word.raw not in {"--", "-"}:
            for letter in word.raw[1:]:
                scope = _option(scope, letter, on=word.raw[0] == "-")
            expects = word.raw[0] if "o" in word.raw else ""
        else:
            scope = without_arguments(scope)
    return scope


def _option(scope: Scope, name: str, *, on: bool) -> Scope:
    match name:
        case "e" | "errexit":
            return scope._replace(errexit=on)
        case "pipefail":
            return scope._replace(pipefail=on)
        case "a" | "allexport":
            return scope._replace(allexport=on)
        case _:
            return scope


def read_input(words: tuple[Word, ...], scope: Scope) -> Scope:
    """``read``, ``mapfile``, ``printf -v``, ``getopts``: their variables come from outside the files."""
    command = words[0].raw
    if command == "printf" and (len(words) < 3 or words[1].raw != "-v"):  # noqa: PLR2004 - `printf -v NAME`
        return scope
    names = [word.raw for word in words[1:] if word.raw.isidentifier()]
    return forget(scope, names[:1] if command == "printf" else names, f"set by `{command}`", words[0].at)


def end(words: tuple[Word, ...], scope: Scope) -> Scope:
    """``exit``: a status that is certainly not zero is a failure, any other may be a good end."""
    status = words[1].fact if len(words) > 1 else Known("0")
    fails = isinstance(status, Known) and status.value.isdigit() and int(status.value) != 0
    return scope._replace(ended=True, may_have_ended=scope.may_have_ended or not fails)


def shift(_words: tuple[Word, ...], scope: Scope) -> Scope:
    """``shift``: what comes then is not followed."""
    return without_arguments(scope)


def unset_names(words: tuple[Word, ...], scope: Scope) -> Scope:
    """``unset`` where the grammar sees an ordinary command."""
    for word in words[1:]:
        scope = unset(scope, word.raw)
    return scope


BUILTINS: dict[str, Callable[[tuple[Word, ...], Scope], Scope]] = {
    "cd": change_folder,
    "pushd": change_folder,
    "popd": leave_folder,
    "set": set_options,
    "shift": shift,
    "exit": end,
    **dict.fromkeys(("read", "mapfile", "readarray", "printf", "getopts"), read_input),
    "unset": unset_names,
}


def evaluates(line: str) -> bool:
    """Whether a command runs text that is made while the script runs; not what programs print to set themselves up."""
    name = line.lstrip().partition(" ")[0].lower()
    return name in _EVALUATE and _SHELL_HOOKS.search(line) is None


def unread(words: tuple[Word, ...]) -> str:
    """Why a command may set variables that the files do not show, or empty."""
    name, first = words[0].raw, words[1].raw if len(words) > 1 else ""
    if name in {"source", "."} and first and not SETS_PATHS.fullmatch(first.strip("\"'")):
        return f"`{name} {first}` runs a file that is not read"
    if name.lower().endswith(".ps1") and not SETS_PATHS.fullmatch(name):
        return f"`{name}` is not read"
    if evaluates(" ".join(word.raw for word in words)):
        return f"`{name}` runs text that is made while the script runs"
    return ""
