"""Jobs that build what another one uploads, and whether their project is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folders import lay, read
from publishing import PROJECT, UPLOAD, job, workflow
from tplint.facts.sending import certainly_sent
from tplint.model import Unknown

if TYPE_CHECKING:
    from pathlib import Path

CHECKOUT = "      - uses: actions/checkout@v5\n"
BUILD = "      - run: python -m build\n"


def run(*lines: str, more: str = "") -> str:
    """A step that runs a script."""
    return "      - run: |\n" + "".join(f"          {line}\n" for line in lines) + more


def uses(name: str, /, **inputs: str) -> str:
    """A step that uses an action."""
    given = "".join(f"          {key.replace('_', '-')}: {value}\n" for key, value in inputs.items())
    return f"      - uses: {name}\n" + (f"        with:\n{given}" if given else "")


def origin(folder: Path, steps: str, upload: str = UPLOAD) -> str:
    """Why the project that a job behind an upload builds is not certain; empty where it is."""
    build = f"  build:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"
    fetch = uses("actions/download-artifact@v5", name="dist", path="dist")
    publish = job(steps=fetch + upload, more="    needs: build\n")
    text = workflow(build, publish)
    repository = read(lay(folder, {".github/workflows/publish.yml": text, "pyproject.toml": PROJECT}))
    (found,) = repository.uploads
    project = certainly_sent(found, repository)
    return project.why if isinstance(project, Unknown) else ""
