"""tplint: the linter for PyPI Trusted Publishing."""

__version__ = "0.1.0.dev0"
