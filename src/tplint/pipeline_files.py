"""Configuration and declared publishers → GitLab's top-level pipeline files: which are there, and which are not."""

from __future__ import annotations

import re

from tplint.config import Config, mistake, quoted
from tplint.discover import is_file
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.load import Files
    from tplint.model import Publisher

_DEFAULT = Config().gitlab_ci_file
MISNAMED = ".gitlab-ci.yaml"
# A plain path: GitLab's setting may also name another project's file, or an address.
_PATH = r"(?!/|\.{1,2}/)(?:[\w.+ -]+/)*[\w.+ -]+\.ya?ml"


class PipelineFiles(NamedTuple):
    """Paths of top-level files: ``present``, declared by publishers and ``absent``, and ``misnamed``, or empty.

    A file is misnamed where it is called as GitLab's own is but for the extension, and nothing says that it is loaded.
    """

    present: tuple[str, ...]
    absent: tuple[str, ...]
    misnamed: str


def pipeline_files(reader: Files, config: Config, publishers: Iterable[Publisher]) -> PipelineFiles:
    """The project's own top-level file, and those that declared publishers name.

    Raises ``UsageError`` where the configuration names a file that is not there.
    """
    own = config.gitlab_ci_file
    named = [publisher.fields.get("workflow_filepath", "") for publisher in publishers if publisher.kind == "gitlab"]
    known = {path: _is_there(reader, path) for path in dict.fromkeys((own, *named)) if path}
    if config.source is not None and own != _DEFAULT and known.get(own) is False:
        message = f"there is no file {quoted(own)}, which `gitlab-ci-file` names"
        raise mistake(config.source, (*config.keys, "gitlab-ci-file"), message)
    present = tuple(path for path, there in known.items() if there)
    absent = tuple(path for path in dict.fromkeys(named) if known.get(path) is False)
    misnamed = "" if present or own != _DEFAULT or MISNAMED in named else MISNAMED
    return PipelineFiles(present, absent, misnamed if misnamed and _is_there(reader, misnamed) else "")


def _is_there(reader: Files, path: str) -> bool | None:
    """Whether a file is in the repository; None where its path is no plain one, so that it may be anywhere."""
    if is_file(reader.root, path):
        return True
    return False if path in {_DEFAULT, MISNAMED} or re.fullmatch(_PATH, path) else None
