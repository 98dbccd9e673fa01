"""The two ways a run ends without findings: the user's mistake (exit status 2) and ours (exit status 3)."""

from __future__ import annotations


class UsageError(Exception):
    """A bad option, a bad configuration or a path that does not exist; its text is one line for standard error."""


class InternalError(Exception):
    """A rule failed on a file: ``rule`` is its code, ``path`` the file or empty, ``original`` what it raised."""

    def __init__(self, rule: str, path: str, original: BaseException) -> None:
        super().__init__(f"{rule} failed on {path or 'the repository'}: {type(original).__name__}: {original}")
        self.rule = rule
        self.path = path
        self.original = original
