"""tplint: the linter for PyPI Trusted Publishing."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.config import Config
    from tplint.findings import Report

__version__ = "0.1.0"
__all__ = ["__version__", "check"]


def check(root: str | os.PathLike[str], config: Config | None = None) -> Report:
    """Lint the repository at a folder.

    Without ``config`` the repository's own is read. Raises ``tplint.errors.UsageError`` for a mistake in it, and where
    there is no such folder. A rule that fails, which is a bug of tplint, is among the report's ``faults``.
    """
    from tplint import engine  # noqa: PLC0415 - `import tplint` costs nothing
    from tplint.config import load  # noqa: PLC0415 - the same
    from tplint.errors import UsageError  # noqa: PLC0415 - the same
    from tplint.load import Files  # noqa: PLC0415 - the same
    from tplint.rules import Names  # noqa: PLC0415 - the same

    root = os.fspath(root)
    if not os.path.isdir(root):
        raise UsageError(f"no such folder: `{root}`")
    if config is None:
        config = load(root, Files(root).read, known=Names(engine.rules))
    return engine.lint(root, config=config)
