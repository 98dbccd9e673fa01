"""Steps and commands that leave the folders of the workspace as they are: what only looks, sets up tools or reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tplint.model import Action, Command, Known, Script

if TYPE_CHECKING:
    from tplint.model import Step, Upload

# Actions that write no distributions; `actions/cache` can bring any folder back, so it is not among them.
_ACTIONS = frozenset(
    {
        "actions/attest",
        "actions/attest-build-provenance",
        "actions/checkout",
        "actions/setup-node",
        "actions/setup-python",
        "actions/upload-artifact",
        "astral-sh/setup-uv",
        "pdm-project/setup-pdm",
        "snok/install-poetry",
        "softprops/action-gh-release",
        "step-security/harden-runner",
    }
)
_LINE = re.compile(
    r"\s*(?:#.*|(?:ls|tree|pwd|echo|du|(?:python3?\s+-m\s+)?pip3?\s+install|uv\s+(?:pip|tool)\s+install|pipx\s+install|"
    r"(?:python3?\s+-m\s+)?twine\s+check|sha256sum)\b(?:[^>|&;`$]|\$\{\{[^{}]*\}\})*|)"
)


def changes_no_files(step: Step) -> bool:
    """Whether a step certainly puts no distributions anywhere: a known action, or a script that only looks."""
    match step.run:
        case Action(name=name):
            return name in _ACTIONS
        case Script(text=text):
            return all(_LINE.fullmatch(line) for line in text.splitlines())
    return False


def quiet_before(upload: Upload) -> bool:
    """Whether what the upload's own script does before it only looks; nothing stands before an action."""
    if not isinstance(upload.run, Command):
        return True
    script = upload.step.run
    if not isinstance(script, Script) or upload.run.folder != Known("."):
        return False
    written = upload.at.source.text[script.at.start : upload.run.at.start]
    _, _, before = written.partition("\n")
    return all(_LINE.fullmatch(line) for line in before.splitlines()) and upload.at.source == script.at.source
