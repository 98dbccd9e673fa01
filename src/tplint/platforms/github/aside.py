"""Files beside the workflows: uploads that are written where GitHub loads no workflow from.

GitHub reads the files ``*.yml`` and ``*.yaml`` directly in ``.github/workflows`` and nothing else there:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#about-yaml-syntax-for-workflows
"""

from __future__ import annotations

import re

from tplint.discover import ASIDE, WORKFLOW, Input
from tplint.documents.nodes import Mapping, get, pair
from tplint.platforms.github.read import read
from tplint.uploaders import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.load import Files
    from tplint.model import Fact, Upload

# Names of files and folders that say that what is there is switched off, or a pattern for others to copy.
_OFF = (
    r"(?i)disabled?|bak|bkp|backups?|off|examples?|samples?|templates?|tmpl|tpl|j2|jinja2?|md|markdown|rst"
    r"|old|orig|save|swp|unused|inactive|deprecated|archived?|obsolete|legacy|drafts?|wip|skip(?:ped)?|broken"
)


def aside(files: Files, inputs: Iterable[Input], repository: Fact[str]) -> tuple[Upload, ...]:
    """The uploads in files of ``.github/workflows`` that are workflows but for their folder or extension.

    Files whose name says that they are switched off, and those that are no workflows, are passed over.
    """
    found = [
        Input(path, WORKFLOW)
        for path, kind in inputs
        if kind == ASIDE and not is_switched_off(path) and _is_workflow(files, path)
    ]
    if not found:
        return ()
    reading = read(files, found, repository)
    return (*reading.alternatives, *reading.unreachable)


def is_switched_off(path: str) -> bool:
    """Whether a word in an extension, or in a folder's name, says that the file is not meant to run."""
    *folders, name = path.removeprefix(".github/workflows/").split("/")
    if name.endswith("~") or (name.lower().endswith((".yml", ".yaml")) and not folders):
        return True  # an editor's copy; and what GitHub does with `.YML` is not known
    telling = (*folders, name.partition(".")[2])
    return any(re.fullmatch(_OFF, word) for each in telling for word in re.split(r"[._-]", each))


def _is_workflow(files: Files, path: str) -> bool:
    """Whether a file has ``on`` and ``jobs`` and speaks of an uploader; one that cannot be read is nobody's problem."""
    from tplint.documents import yaml  # noqa: PLC0415 - a repository may have no such file

    source = files.read(path)
    files.problems.pop(path, None)
    if source is None or not any(word in source.text.lower() for word in WORDS):
        return False
    try:
        root = yaml.parse(source).root
    except yaml.NotYaml:
        return False
    return pair(root, "on") is not None and isinstance(get(root, "jobs"), Mapping)
