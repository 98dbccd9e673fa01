"""An upload's alternatives → the one a finding speaks of, for people, where it does not hold for all of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tplint.model import Repository, Upload


def occasion(repository: Repository, upload: Upload, holds: Callable[[Repository, Upload], bool]) -> str:
    """The alternative, with a space before it (`` on `release` ``); empty where all alternatives of the place hold."""
    if not upload.when or all(holds(repository, other) for other in repository.uploads if other.at == upload.at):
        return ""
    return f" {upload.when}"
