"""The user's mistake: the run ends with exit status 2 and one line."""

from __future__ import annotations


class UsageError(Exception):
    """A bad option, a bad configuration or a path that does not exist; its text is one line for standard error."""
