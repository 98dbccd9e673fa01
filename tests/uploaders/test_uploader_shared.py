"""What all uploaders share: indexes, versions, command lines, the words that files are chosen by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes import Job, action
from tplint.commands.options import grammar, parse
from tplint.documents.source import Place, Source
from tplint.metadata.versions import allowed, at_least, capable, release
from tplint.model import Known, Unknown, Word
from tplint.uploaders import ACTIONS, OTHER_ACTIONS, RUNNERS, TOOLS, WORDS, maturin
from tplint.uploaders.indexes import endpoint_fault, index_at, login_of

if TYPE_CHECKING:
    from scenes import Scenes


@pytest.mark.parametrize(
    ("url", "name", "fault"),
    [
        ("https://upload.pypi.org/legacy/", "pypi", None),
        ("https://test.pypi.org/legacy/", "testpypi", None),
        ("https://upload.pypi.org/legacy", "pypi", "slash"),
        ("https://test.pypi.org/legacy", "testpypi", "slash"),
        ("http://upload.pypi.org/legacy/", "pypi", "scheme"),
        ("https://pypi.org/legacy/", "pypi", "host"),
        ("https://pypi.org/simple/", "pypi", "host"),
        ("https://pypi.python.org/pypi", "pypi", "host"),
        ("https://testpypi.python.org/pypi", "testpypi", "host"),
        ("https://test.pypi.org/simple/", "testpypi", "path"),
        ("https://UPLOAD.pypi.org/legacy/", "pypi", None),
        ("https://u:p@upload.pypi.org/legacy/", "pypi", None),
        ("https://test.pypi.org/legacy/.", "testpypi", None),
        ("https://test.pypi.org/simple/../legacy/", "testpypi", None),
        ("https://test.pypi.org/legacy/..", "testpypi", "path"),
        ("https://test.pypi.org/./legacy", "testpypi", "slash"),
        ("https://test.pypi.org/legacy/.x", "testpypi", "path"),
        ("https://pypi.org.example.com/legacy/", "other", None),
        ("https://pypi.example.com/", "other", None),
        ("", "other", None),
    ],
)
def test_urls(url: str, name: str, fault: str | None) -> None:
    assert index_at(url).name == name
    found = endpoint_fault(url)
    assert (found.kind if found else None) == fault


@pytest.mark.parametrize(
    ("url", "login"),
    [("https://u:p@a.example/", ("u", "p")), ("https://u@a.example/", ("u", "")), ("https://a.example/u:p@", None)],
)
def test_logins_in_urls(url: str, login: tuple[str, str] | None) -> None:
    assert login_of(url) == login


@pytest.mark.parametrize(
    ("specifier", "minimum", "expected"),
    [
        ("==6.1.0", (6, 1), True),
        ("==6.0.1", (6, 1), False),
        ("6.1", (6, 1), True),
        ("@6", (6, 1), None),
        ("@7", (6, 1), True),
        ("@6.0.1", (6, 1), False),
        ("==6.*", (6, 1), None),
        ("==6.0.*", (6, 1), False),
        (">=6.1", (6, 1), True),
        (">6.0", (6, 1), None),
        ("<6.1", (6, 1), False),
        ("<=6.1", (6, 1), None),
        ("~=6.1", (6, 1), True),
        ("~=5.1", (6, 1), False),
        ("^5.0", (6, 1), False),
        ("^6.0", (6, 1), None),
        (">=5,<6", (6, 1), False),
        (">=5,<7", (6, 1), None),
        ("!=6.1", (6, 1), None),
    ],
)
def test_ranges(specifier: str, minimum: tuple[int, ...], *, expected: bool | None) -> None:
    bounds = allowed(specifier)
    assert bounds is not None
    assert bounds.reaches(minimum) is expected


@pytest.mark.parametrize("specifier", [">=x", "<<1", "==", "git+https://a.example"])
def test_what_is_no_specifier(specifier: str) -> None:
    assert allowed(specifier) is None
    assert isinstance(capable("tool", Known(specifier), (1,)), Unknown)


@given(st.tuples(*[st.integers(0, 50)] * 3), st.tuples(*[st.integers(0, 50)] * 3))
def test_an_exact_version_reaches_what_is_not_above_it(
    version: tuple[int, int, int], minimum: tuple[int, int, int]
) -> None:
    text = ".".join(map(str, version))
    bounds = allowed(f"=={text}")
    assert bounds is not None
    assert bounds.reaches(minimum) is (version >= minimum)
    assert at_least(text, minimum) is (version >= minimum)
    assert release(f"v{text}rc1") == version


@given(st.text("012.,<>=!~^@*v ", max_size=20))
def test_no_newer_release_is_reached_more_surely(text: str) -> None:
    bounds = allowed(text)
    if bounds is not None:
        reached = [bounds.reaches((number,)) for number in range(4)]
        assert reached == sorted(reached, key=[True, None, False].index)


def words(*texts: str) -> list[Word]:
    at = Place(Source("x", ""), 0, 0)
    return [Word(text, Unknown("x") if "$" in text else Known(text, at), at) for text in texts]


GRAMMAR = grammar("-r/--repository -p/--password --repository-url", "-h/--help -v/--verbose", abbreviates=True)


@pytest.mark.parametrize(
    ("line", "values", "flags", "arguments"),
    [
        ("-r a b", {"--repository": "a"}, set(), ["b"]),
        ("-ra b", {"--repository": "a"}, set(), ["b"]),
        ("--repository=a b", {"--repository": "a"}, set(), ["b"]),
        ("--rep a", {}, {"--rep"}, ["a"]),
        ("--pass a", {"--password": "a"}, set(), []),
        ("-vh b", {}, {"--verbose", "--help"}, ["b"]),
        ("-vr a", {"--repository": "a"}, {"--verbose"}, []),
        ("-- -r a", {}, set(), ["-r", "a"]),
        ("--other b", {}, {"--other"}, ["b"]),
        ("- b", {}, set(), ["-", "b"]),
    ],
)
def test_command_lines(line: str, values: dict[str, str], flags: set[str], arguments: list[str]) -> None:
    found = parse(words(*line.split()), GRAMMAR)
    assert {name: option.raw for name, option in found.values.items()} == values
    assert set(found.flags) == flags
    assert [word.raw for word in found.arguments] == arguments
    assert not found.unread


@pytest.mark.parametrize(
    ("word", "hides"),
    [("$X", True), ("${X}", True), ("${X}/dist", False), ("$X/*", False), ('"$X"', False), ("dist/$X", False)],
)
def test_words_that_may_hold_options(word: str, *, hides: bool) -> None:
    assert bool(parse(words(word), GRAMMAR).unread) is hides


@given(st.lists(st.text(max_size=8), max_size=8))
def test_any_words_can_be_taken_apart(texts: list[str]) -> None:
    found = parse(words(*texts), GRAMMAR)
    assert len(found.arguments) + len(found.values) <= len(texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", ["a", "b"]),
        ("a ${{ b c }}/d e", ["a", "${{ b c }}/d", "e"]),
        ("${{ a }} ${{ b }}", ["${{ a }}", "${{ b }}"]),
        ("", []),
        ("a ${{ b c", ["a", "${{ b c"]),
    ],
)
def test_expressions_stay_whole(text: str, expected: list[str]) -> None:
    assert re.findall(maturin.PIECES, text) == expected


def test_words_are_lower_case_and_of_the_uploaders() -> None:
    assert list(WORDS) == sorted({word.lower() for word in WORDS})
    for known in (*TOOLS.values(), *ACTIONS.values(), OTHER_ACTIONS, RUNNERS):
        assert set(known.words) <= set(WORDS)


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_action_in_the_table_can_be_looked_at(scenes: Scenes, name: str) -> None:
    assert len(scenes.use(action(f"{name}@v7.1.0", command="upload", user="__token__"), Job())) == 1


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_every_tool_in_the_table_can_be_looked_at(scenes: Scenes, name: str) -> None:
    assert scenes.run(f"{name} --help publish") == []
