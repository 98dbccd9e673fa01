"""Fixes: a workflow → the fixed one, which parses, says what was meant, and needs no other fix of the same kind."""

from __future__ import annotations

from targets import samples
from tplint.config import Config
from tplint.documents import yaml
from tplint.engine import lint
from tplint.fixing import rounds
from tplint.fixing.writing import encoded

_PATH = ".github/workflows/publish.yml"
_METADATA = """\
[project]
name = "sampleproject"
version = "1"
[project.urls]
Source = "https://github.com/octo/sampleproject"
"""


def seeds() -> list[bytes]:
    """Workflows with something to fix."""
    return [
        samples.WORKFLOW.encode(),
        samples.WORKFLOW.replace("\n", "\r\n").encode(),
        samples.joined({_PATH: samples.WORKFLOW, "pyproject.toml": _METADATA}),
        b"on: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    if: ${{ github.ref }} == 'x'\n    steps:\n    - uses: pypa/gh-action-pypi-publish@master\n      with:\n        packages_dir: d # c\n",
        b"on: [release]\njobs:\n  a: # note\n    runs-on: x\n    permissions:\n      contents: read\n\n    steps:\n      - run: uv publish\n      - {uses: actions/upload-artifact@v3}\n",
    ]


def check(data: bytes) -> None:
    """Fix a repository, and fix the result."""
    files = samples.parted(data, _PATH)
    folder = samples.repository(files)
    outcome = rounds.fix(folder, lambda reader: lint(folder, config=Config(), reader=reader), unsafe=True)
    assert not outcome.refused, outcome.refused
    for source in outcome.after.values():
        if source.path.endswith((".yml", ".yaml")):
            yaml.parse(source)
    if not outcome.after:
        return
    again = samples.repository({**files, **{path: encoded(source).decode() for path, source in outcome.after.items()}})
    second = rounds.fix(again, lambda reader: lint(again, config=Config(), reader=reader), unsafe=True)
    if len(outcome.fixed) < rounds.MAX_ROUNDS:
        assert not second.after, (outcome.fixed, second.fixed)
