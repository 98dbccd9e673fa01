"""What commands do to the workspace, and which release a ref of the publish action is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_kinds import kinds
from tplint.documents.source import Place, Source
from tplint.model import Action, Known
from tplint.uploaders.action_release import is_since


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("python -m build", "build"),
        ("pyproject-build .", "build"),
        ("uv build --all-packages", "build"),
        ("uv --directory lib build", "build"),
        ("hatch build", "build"),
        ("maturin sdist -o dist", "build"),
        ("python setup.py -q sdist", "build"),
        ("conda build recipe", "unknown"),
        ("uvx cibuildwheel", "build"),
        ("cargo build --release", "build"),
        ("python -m pytest", "test"),
        ("python -m unittest discover", "test"),
        ("coverage run -m pytest", "test"),
        ("coverage report", "nothing"),
        ("nox -s tests", "test"),
        ("tox", "test"),
        ("tox -e release", "unknown"),
        ("pip install .", "project"),
        ("pip install .[test]", "project"),
        ("python -m pip install --upgrade pip", "tool"),
        ("pip install 'build @ git+https://example.com/build'", "tool"),
        ("pip install -f wheels/ build", "tool"),
        ("pip install --group test", "project"),
        ("pip install --group publish", "tool"),
        ("pip install -r $FILE", "unknown"),
        ("FILE=release.txt; pip install -r $FILE", "tool"),
        ("pip list", "nothing"),
        ("uv pip install -e .", "project"),
        ("uv pip install twine", "tool"),
        ("ARGS='pip install'; uv $ARGS .", "project"),
        ("uv sync --only-group publish", "tool"),
        ("GROUP=publish; uv sync --only-group $GROUP", "tool"),
        ("uv sync --only-group $GROUP", "unknown"),
        ("uv lock", "unknown"),
        ("poetry install --only release", "tool"),
        ("poetry config virtualenvs.create false", "nothing"),
        ("poetry lock", "unknown"),
        ("twine check dist/*", "nothing"),
        ("python --version", "nothing"),
        ("python -c 'import x'", "unknown"),
        ("git describe --tags", "nothing"),
        ("git clone https://example.com/x", "files"),
        ("gh release download v1", "files"),
        ("gh auth status", "nothing"),
        ("echo hello", "nothing"),
        ("echo x=1 >> $GITHUB_OUTPUT", "nothing"),
        ("echo x > file", "files"),
        ("rm -rf dist", "files"),
        ("sudo apt-get install -y jq", "tool"),
        ("make dist", "unknown"),
        ("$TOOL run", "unknown"),
    ],
)
def test_kind_of_a_command(script: str, expected: str) -> None:
    assert kinds(script)[-1] == expected


@given(
    st.lists(st.sampled_from(["uv", "pip", "poetry", "install", "sync", "-r", "--only", "-e", "$X", "", "tox", "git"]))
)
def test_no_command_line_is_too_odd(words: list[str]) -> None:
    kinds(" ".join(words))


@pytest.mark.parametrize(
    ("ref", "comment", "minimum", "expected"),
    [
        ("release/v1", "", (1, 12, 3), True),
        ("v1.12.3", "", (1, 12, 3), True),
        ("v1.12.2", "", (1, 12, 3), False),
        ("v1.12", "", (1, 12, 3), None),
        ("release/v1.8", "", (1, 7, 1), True),
        ("master", "", (1, 7, 1), False),
        ("master", "", (1, 4, 1), True),
        ("v1", "", (1, 7, 1), None),
        ("topic", "", (1, 7, 1), None),
        ("67339c736fd9354cd4f8cb0b744f2b82a74b5c70", "", (1, 12, 3), True),
        ("1" * 40, "", (1, 7, 1), None),
        ("1" * 40, " # v1.13.0", (1, 7, 1), True),
        ("1" * 40, " # v1.13.0", (1, 12, 3), None),
        ("1" * 40, " # v1.8.0", (1, 7, 1), None),
    ],
)
def test_release_of_a_ref(ref: str, comment: str, minimum: tuple[int, ...], expected: bool | None) -> None:  # noqa: FBT001 - an expected value
    uses = f"pypa/gh-action-pypi-publish@{ref}"
    at = Place(Source("x.yml", uses + comment), 0, len(uses))
    fact = is_since(Action("pypa/gh-action-pypi-publish", ref, {}, {}, at), minimum)
    assert (fact.value if isinstance(fact, Known) else None) == expected
