"""A project's name that is wrong in one file → the right one there, for every kind of file, with its layout kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixes import MENDED, after, repository
from publishing import SAMPLE, declaration
from tplint.documents.source import decode
from tplint.fixing.writing import encoded

if TYPE_CHECKING:
    from pathlib import Path

SETUPTOOLS = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
"""
POETRY = """\
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
"""
PROJECT = '\n[project]\nname = "sampleproject"\nversion = "1.0"\n'
DECLARED = declaration(**SAMPLE, environment="pypi")
# A file whose name for the project is `{}`, with what must stay around it.
FILES = {
    "setup.py": """\
# -*- coding: utf-8 -*-
from setuptools import setup  # no more

setup(
    name={},  # sampelproject, once
    version="1.0",
    description='sampelproject is ünder way',
)
""",
    "setup.cfg": """\
; settings
[metadata]
# sampelproject was the name
name   =   {}
version = 1.0
long_description = file: sampelproject.md

[options]
zip_safe = False
""",
    "pyproject.toml": SETUPTOOLS
    + """
[tool.other]
name = "sampelproject"  # of another tool

[project]   # all of it
version = "1.0"
name   =   {}\t# the name
keywords = ["sampelproject",
  'x']
""",
}
WRITTEN = {
    "setup.py": ['"{}"', "'{}'", "r'{}'", '"""{}"""', 'u"{}"'],
    "setup.cfg": ["{}"],
    "pyproject.toml": ['"{}"', "'{}'"],
}
CASES = [(path, written) for path, forms in WRITTEN.items() for written in forms]
ENDS = ["\n", "\r\n"]


def laid_out(text: str, end: str, *, bom: bool) -> str:
    return ("\ufeff" if bom else "") + text.replace("\n", end)


@pytest.mark.parametrize("end", ENDS, ids=["lf", "crlf"])
@pytest.mark.parametrize("bom", [False, True], ids=["", "bom"])
@pytest.mark.parametrize(("path", "written"), CASES)
def test_the_name_of_the_built_project_is_corrected(
    path: str, written: str, end: str, *, bom: bool, tmp_path: Path
) -> None:
    template = FILES[path]
    if path == "pyproject.toml":
        template += DECLARED
        files = {}
    else:
        files = {"pyproject.toml": SETUPTOOLS + DECLARED}
    wrong, right = (
        laid_out(template.replace("{}", written.format(name)), end, bom=bom)
        for name in ("sampelproject", "sampleproject")
    )
    linked = MENDED.replace(
        "environment: pypi", "environment:\n      name: pypi\n      url: https://pypi.org/p/sampleproject"
    )
    root = repository(tmp_path, publish=linked, **{**files, path: wrong})
    assert bytes_after(root, "TP301", path) == right.encode()


@pytest.mark.parametrize("end", ENDS, ids=["lf", "crlf"])
def test_a_name_that_nothing_builds_is_corrected(end: str, tmp_path: Path) -> None:
    path = "setup.cfg"
    wrong, right = (laid_out(FILES[path].replace("{}", name), end, bom=False) for name in ("other", "sampleproject"))
    root = repository(tmp_path, publish=MENDED, **{"pyproject.toml": SETUPTOOLS + PROJECT, path: wrong})
    assert bytes_after(root, "TP302", path) == right.encode()


@pytest.mark.parametrize(
    ("build", "used", "unused"),
    [(POETRY, "[project]", "[tool.poetry]"), (SETUPTOOLS, "[project]", "[tool.poetry]")],
)
def test_of_two_tables_the_one_that_nothing_builds_is_corrected(
    build: str, used: str, unused: str, tmp_path: Path
) -> None:
    text = f'{build}\n{unused}\nname = \'old-name\'  # once\n\n{used}\nname = "sampleproject"\nversion = "1.0"\n'
    root = repository(tmp_path, publish=MENDED, **{"pyproject.toml": text})
    assert bytes_after(root, "TP302", "pyproject.toml") == text.replace("old-name", "sampleproject").encode()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("NAME = 'sampelproject'  # once\nsetup(name=NAME)\n", "NAME = 'sampleproject'  # once\nsetup(name=NAME)\n"),
        ("setup(name='sampel\\x70roject')\n", "setup(name='sampleproject')\n"),
        ("setup(name='sampel' 'project')\n", None),
    ],
)
def test_a_name_is_corrected_where_it_is_written_out(text: str, wanted: str | None, tmp_path: Path) -> None:
    linked = MENDED.replace(
        "environment: pypi", "environment:\n      name: pypi\n      url: https://pypi.org/p/sampleproject"
    )
    head = "from setuptools import setup\n"
    root = repository(tmp_path, publish=linked, **{"setup.py": head + text, "pyproject.toml": SETUPTOOLS + DECLARED})
    assert bytes_after(root, "TP301", "setup.py") == (None if wanted is None else (head + wanted).encode())


def bytes_after(root: Path, code: str, path: str) -> bytes | None:
    """What fixing would write; None where a file stays as it is."""
    made = after(root, code, path=path)
    if made is None:
        return None
    before = decode(path, (root / path).read_bytes())
    return encoded(before._replace(text=made))
