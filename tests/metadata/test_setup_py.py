"""setup.py: the name that setup() is given, without running anything."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents.source import Source, resolve
from tplint.metadata import setup_py
from tplint.model import Known

FROM = "from setuptools import setup\n"


def read(text: str) -> str | None:
    """The name, ``? why`` where it is Unknown, None where there is none."""
    found = setup_py.name(Source("setup.py", text))
    if found is None:
        return None
    assert found.reader == "setup()"
    return found.name.value if isinstance(found.name, Known) else f"? {found.name.why}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (FROM + 'setup(name="x", version="1")', "x"),
        (FROM + "setup(name='''x''')", "x"),
        (FROM + 'setup(name="a" "b")', "ab"),
        (FROM + 'setup(name="a", **more)', "a"),
        (FROM + 'if windows:\n  setup(name="x")\nelse:\n  setup(name="x", ext=1)', "x"),
        (FROM + 'def main():\n  setup(name="x")', "x"),
        ('import setuptools\nsetuptools.setup(name="x")', "x"),
        ('import setuptools\nsetuptools.setup(**{"name": "x", "version": v})', "x"),
        (
            'try:\n  from skbuild import setup\nexcept E:\n  from distutils.core import setup\nsetup(name="x")',
            "x",
        ),
        ('from distutils.core import *\nsetup(name="x")', "x"),
        (FROM + 'NAME = "x"\nsetup(name=NAME)', "x"),
        (FROM + 'name = "x"\nsetup(name=name, url=y.name)', "x"),
        (FROM + 'kw = dict(name="x", version=1)\nkw["ext"] = 2\nsetup(**kw)', "x"),
        ('import setuptools\ndef setup():\n  setuptools.setup(name="x")\nsetup()', "x"),
    ],
)
def test_literal_name_is_known(text: str, name: str) -> None:
    assert read(text) == name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (FROM + 'setup(name=f"x{y}")', "? it is set from an expression"),
        (FROM + "setup(name=find())", "? it is set from an expression"),
        (FROM + 'setup(name="a" + "b")', "? it is set from an expression"),
        (FROM + "setup(name=about.NAME)", "? it is set from an expression"),
        (FROM + 'setup(name=b"x")', "? it is set from an expression"),
        (FROM + 'if nightly:\n  setup(name="x")\nelse:\n  setup(name="y")', "? it calls `setup()` more than once"),
        ('from helper import setup\nsetup(name="x")', "? `setup` comes from `helper`"),
        ('from .core import setup\nsetup(name="x")', "? `setup` comes from `core`"),
        (FROM + "setup(**options())", "? it is set through `**`"),
        (FROM + 'setup(**{"name": "x", **more})', "? it is set through `**`"),
        (FROM + 'kw = dict(name="x")\nkw["name"] = "y"\nsetup(**kw)', "? it is set from `**kw`"),
        (FROM + 'kw = dict(name="x")\nkw.update(more)\nsetup(**kw)', "? it is set from `**kw`"),
        (FROM + 'kw = dict(name="x")\nchange(kw)\nsetup(**kw)', "? it is set from `**kw`"),
        ("print 'name'\nsetup(name='x')", "? it cannot be parsed"),
        ('setup(name="x"', "? it cannot be parsed"),
        (FROM + "setup(name=" + "(" * 5000 + ")" * 5000 + ")", "? it cannot be parsed"),
        (FROM + "setup(name=" + "-" * 5000 + "1)", "? it is nested too deeply"),
        (FROM + "setup(name=x" + ".a" * 20_000 + ")", "? it is nested too deeply"),
        (FROM + "setup(name=" + "a and " * 20_000 + "b)", "? it is set from an expression"),
        (FROM + "setup(name='x')\n" * 9, "? it calls `setup()` more than once"),
        (FROM + "setup(name='x')" + "\n#" * 200_000, "? it is too long"),
    ],
)
def test_name_that_is_not_literal_is_unknown(text: str, why: str) -> None:
    assert read(text) == why


@pytest.mark.parametrize(
    "disturbance",
    [
        'if nightly: N = "y"',
        "def f(N): pass",
        "for N in x: pass",
        "with x as N: pass",
        "from x import N",
        "import N.x",
        "from x import *",
        'N += "y"',
        "del N",
        "(N := 1)",
        "[0 for N in x]",
        "class N: pass",
        "exec(x)",
        'globals()["N"] = 1',
        "match x:\n  case N: pass",
    ],
)
def test_constant_that_may_be_set_elsewhere_is_unknown(disturbance: str) -> None:
    assert read(f'{FROM}N = "x"\n{disturbance}\nsetup(name=N)') == "? it is set from `N`"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "import django\nname = 1\ndjango.setup(name='x')",
        FROM + "setup()",
        FROM + "setup(cmdclass={}, author='name')",
        "# setup(name='x')",
        "do_setup(name='x')",
    ],
)
def test_file_that_gives_no_name_has_none(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_place_counts_code_points(newline: str) -> None:
    source = Source("setup.py", newline.join(['# "é"', "from setuptools import setup", 'setup(name="naïve")']))
    found = setup_py.name(source)
    assert found is not None
    assert source.text[found.at.start : found.at.end] == '"naïve"'  # type: ignore[union-attr] # it is a Place


def test_libcst_is_not_loaded_for_a_name_that_is_read() -> None:
    program = (
        "import sys; from tplint.metadata import setup_py; from tplint.documents.source import Source\n"
        "assert setup_py.name(Source('setup.py', 'from setuptools import setup; setup(name=1)'))\n"
        "sys.exit('libcst' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        FROM + "setup(name=x)\n" * 12_000,
        FROM + "setup(name=x)\n" * 8 + "x = 1\n" * 25_000,
        FROM + f"setup({', '.join(['**x'] * 39_000)})",
        FROM + f"setup({', '.join(['**x'] * 8)})\n" + "x\n" * 40_000,
    ],
    ids=["calls", "assignments", "arguments", "mentions"],
)
def test_files_that_are_made_to_hurt_take_no_time(text: str) -> None:
    begun = time.process_time()
    assert str(read(text)).startswith("? ")
    assert time.process_time() - begun < 2


@given(
    st.lists(
        st.sampled_from(["setup", "(", ")", "name", "=", "'x'", "**", "{", "}", "\n", " ", "N", ":", ","]), max_size=25
    )
)
def test_a_name_in_odd_text_stands_where_it_is_said_to(parts: list[str]) -> None:
    found = setup_py.name(Source("setup.py", "".join(parts)))
    if found is not None and isinstance(found.name, Known):
        assert "'x'" in resolve(found.at).text
