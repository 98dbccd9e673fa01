"""One fixture → its report in each format, without what changes with a release. For the test and for the update."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from tplint import __version__
from tplint.cli import main
from tplint.cli.options import FORMATS
from tplint.reporters.sarif_rules import semantic

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent / "golden"
FIXTURE = FOLDER / "repository"
_ENDINGS = {"json": "json", "sarif": "sarif", "gitlab": "json", "markdown": "md"}


def golden_files() -> Iterator[tuple[Path, str]]:
    """The files with what belongs into them."""
    for name in FORMATS:
        yield FOLDER / f"{name}.{_ENDINGS.get(name, 'txt')}", _normal(name, _printed("--format", name))
    yield FOLDER / "text-coloured.txt", _printed("--color", "always")
    with mock.patch("tplint.cli.terminal.columns", return_value=40):
        yield FOLDER / "text-narrow.txt", _printed()
    yield FOLDER / "sarif-on-github.sarif", _normal("sarif", _printed("--format", "sarif", GITHUB_ACTIONS="true"))


def _printed(*arguments: str, **environment: str) -> str:
    """What a run on the fixture prints; of the environment only what is given counts."""
    before = Path.cwd()
    output = io.StringIO()
    os.chdir(FIXTURE)
    try:
        with mock.patch.dict(os.environ, environment, clear=True), contextlib.redirect_stdout(output):
            main([".", *arguments])
    finally:
        os.chdir(before)
    return output.getvalue()


def _normal(name: str, text: str) -> str:
    if name == "sarif":
        document = json.loads(text)
        for rule in document["runs"][0]["tool"]["driver"]["rules"]:
            _shorten(rule)
        text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    for version in (semantic(__version__), __version__):
        text = text.replace(f'ersion": "{version}"', 'ersion": "VERSION"')
    return text


def _shorten(rule: dict[str, Any]) -> None:
    """Leave out what a rule's page says: it has tests of its own, and changes more often than the format."""
    rule["fullDescription"]["text"] = rule["fullDescription"]["text"].partition(" ")[0] + " …"
    rule["help"] = {key: value.partition("\n")[0] for key, value in rule["help"].items()}
