"""Python files: ``setup.py`` → the project's name, whose place says it; and where the expressions of any file stand."""

from __future__ import annotations

import ast
from contextlib import suppress

from tplint.documents import python
from tplint.documents.source import Place, Source
from tplint.metadata import setup_py
from tplint.model import Known

_SEEDS = (
    "from setuptools import setup\nsetup(name='demo', version=\"1.0\", **{'a': 1})\n",
    "import setuptools as s, sys\nNAME = 'de' \\\n  'mo'\nsetuptools.setup(\n  name=NAME,\n)\nmatch x:\n  case 1: pass\n",
    "from skbuild import setup\nkw = dict(name='é\u2028', x=[1, *y])\nkw['ext'] = f'{a!r:>{b}}'\nsetup(**kw)\n",
    "def setup(**kw):\n\tglobal N\n\tN = (yield)\n\f\r\nclass C(setup()): name: str = 'a'\nsetuptools.setup(name=N)\r",
)


def seeds() -> list[bytes]:
    """A file for each way in which a name is given."""
    return [text.encode() for text in _SEEDS]


def check(data: bytes) -> None:
    """Read the name, and place every expression."""
    source = Source("setup.py", data.decode("utf-8", "replace"))
    found = setup_py.name(source)
    if found is not None and isinstance(found.name, Known):
        assert isinstance(found.at, Place)
        assert ast.literal_eval(f"({found.at.text})") == found.name.value
    with suppress(python.NotPython):
        for node in python.nodes(python.parse(source)):
            if isinstance(node, ast.expr):
                at = python.place(source, node)
                assert 0 <= at.start <= at.end <= len(source.text)
