"""Text of a script → whether it runs programs that are neither known tools nor in the text: what they do is unread."""

from __future__ import annotations

import re
from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINE = 4_000  # a longer line is none that people wrote
# Developers' tools: they sign in nowhere, ask for no identity token, and leave nothing for an uploader.
_TOOLS = frozenset({
    "bandit", "basedpyright", "black", "build", "check-manifest", "check-wheel-contents", "cibuildwheel", "codespell",
    "compileall", "coverage", "ensurepip", "flake8", "flit", "hatch", "http", "isort", "json", "maturin", "mkdocs",
    "mypy", "nuitka", "pdm", "pip", "pip-audit", "poetry", "pre-commit", "pyinstaller", "pylint", "pyproject-build",
    "pyright", "pytest", "ruff", "semantic-release", "setuptools", "setuptools-scm", "site", "sphinx", "sphinx-build",
    "sysconfig", "tarfile", "towncrier", "twine", "ty", "unittest", "uv", "venv", "virtualenv", "wheel", "zipfile",
})  # fmt: skip
_CONTINUED = r"\\\n|(?<=\|)[ \t]*\n"
_RUN = (
    r"\bpython[\d.]*[ \t]+(?:-[A-LN-Za-ln-z]\w*[ \t]+)*-m[ \t]*(?P<module>[A-Za-z_][\w.]*)"
    r"|\b(?:poetry|uv|pdm|rye)[ \t]+run[ \t]+(?:(?:-{1,2}(?:extra|group|only-group|python|with|package|p)[ =](?!-)\S+"
    r"|-[\w-]+)[ \t]+)*(?P<program>(?!python)[A-Za-z_][\w.-]*)(?=[\s;&|)]|$)"
)
_FETCHERS = ("curl", "wget", "irm", "iwr", "invoke-")
_FETCHING = r"(?i)\b(?:curl|wget|irm|iwr|invoke-webrequest|invoke-restmethod)\b"
_INTO_SHELL = (
    r"\|[ \t]*(?:sudo[ \t]+(?:-\w+[ \t]+)*)?(?:(?:(?:ba|z|da)?sh|iex)\b|python[\d.]*(?![\w.]|[ \t]+-[cm]))"
    r"|(?:\b(?:(?:ba|z|da)?sh|source|python[\d.]*)|(?:^|[;&|({])[ \t]*\.)[ \t]+(?:-\S+[ \t]+)*<\([ \t]*(?:curl|wget)\b"
    r"|\b(?:ba|z|da)?sh[ \t]+-\w*c[ \t]+[\"']?(?:\$\(|`)[ \t]*(?:curl|wget)\b"
)
# Scripts that install a program, by their names.
_INSTALLERS = r"(?i)install|rustup|\bget\b|pyenv|codecov|download"
_SIGNS = ("login", "log-in", "signin", "sign-in", "cred")
_SIGNING_IN = r"(?:^|[\s_-])(?:log-?in|sign-?in|creds?|credentials?)(?=[\s_;&|)\"'-]|$)"
_PIPED = r"\b(?:echo|printf)\b[^|;&]*\|(?!\|)"
# What signs in somewhere else, or only speaks of it.
_ELSEWHERE = (
    r"\b(?:az|cargo|docker|echo|gh|git|helm|hf|huggingface-cli|npm|oras|pnpm|podman|printf|security|xcrun|yarn)\b"
)


def has_long_line(text: str) -> bool:
    """Whether a line is too long to be looked at: what it runs is not known."""
    return len(text) > MAX_LINE and any(len(line) > MAX_LINE for line in _lines(text))


def fetches(text: str) -> bool:
    """Whether a script runs another one that it fetches, other than to install a program."""
    return any(
        re.search(_FETCHING, line) and re.search(_INTO_SHELL, line) and not re.search(_INSTALLERS, line)
        for line in _lines_with(_FETCHERS, text)
    )


def signs_in(text: str) -> bool:
    """Whether a script runs a program whose name or words say that it signs in, and it is not known where."""
    lines = (re.sub(_PIPED, "", line) for line in _lines_with(_SIGNS, text))
    return any(re.search(_SIGNING_IN, line) and not re.search(_ELSEWHERE, line) for line in lines)


def unknown_programs(text: str) -> Iterator[str]:
    """The modules (`python -m NAME`) and entry points (`uv run NAME`) that a script runs, but for known tools."""
    for line in _lines_with(("-m", "run"), text):
        for found in re.finditer(_RUN, line) if not _has_tools_alone(line.split()) else ():
            name = found["module"] or found["program"]
            if not is_tool(name):
                yield name


def is_tool(name: str) -> bool:
    """Whether a module or program is one of those that everybody knows."""
    return name.partition(".")[0].replace("_", "-").lower() in _TOOLS


def _has_tools_alone(words: list[str]) -> bool:
    """Whether nothing behind `-m` is unknown, and nothing is run otherwise; it spares the pattern for most scripts."""
    modules = [word for before, word in pairwise(words) if before == "-m"]
    glued = any(word.startswith("-m") and word != "-m" for word in words)
    return not glued and "run" not in words and _TOOLS.issuperset(modules)


def _lines_with(signs: tuple[str, ...], text: str) -> Iterator[str]:
    lower = text.lower()
    if not any(sign in lower for sign in signs):
        return iter(())
    return (line for line in _lines(text) if len(line) <= MAX_LINE)


def _lines(text: str) -> list[str]:
    """The lines without comments, continued ones as one."""
    said = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return re.sub(_CONTINUED, " ", said).splitlines()
