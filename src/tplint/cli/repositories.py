"""Arguments → one repository, read as a whole. For the commands that show and pin."""

from __future__ import annotations

import os
import re

from tplint.discover import refuse_closed, repository_root
from tplint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tplint.cli.arguments import Parser
    from tplint.config import Config
    from tplint.load import Files
    from tplint.model import Repository

_NAME = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+")


def add_arguments(parser: Parser) -> None:
    """Add the path of the repository, and its name on the platform that hosts it."""
    parser.add_argument("path", nargs="?", default=os.curdir, metavar="PATH", help="a repository (default: here)")
    parser.add_argument(
        "--repository",
        default="",
        metavar="OWNER/NAME",
        help="the repository's name (default: as git remotes and project URLs agree)",
    )


def checked(options: Namespace) -> str:
    """The root of the repository that the arguments name.

    Raises ``UsageError`` where the path or the name is none, and for a folder that may not be read.
    """
    if not os.path.exists(options.path):
        raise UsageError(f"no such path: `{options.path}`")
    if options.repository and not _NAME.fullmatch(options.repository):
        raise UsageError(f"`{options.repository}` is no repository: it has to be OWNER/NAME")
    root = repository_root(options.path)
    refuse_closed(root)
    return root


def read(root: str) -> tuple[Repository, Config, Files]:
    """All that is known of a repository, its configuration and its files; raises ``UsageError`` for a mistake there."""
    from tplint import engine  # noqa: PLC0415 - loads the platforms, and the arguments may be wrong
    from tplint.config import load  # noqa: PLC0415 - the same
    from tplint.load import Files  # noqa: PLC0415 - the same

    files = Files(root)
    known = frozenset(name for rule in engine.rules() for name in (rule.code, rule.name))
    config = load(root, files.read, known=known)
    return engine.read(files, config), config, files
