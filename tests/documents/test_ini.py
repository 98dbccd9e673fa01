"""INI files: values as setuptools reads them, and spans that are checked against them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents import ini
from tplint.documents.source import Pointer, Source, resolve

TEXT = """\
# é\r
[metadata]\r
Name = x-y\r
url=\r
classifiers =
    a
# comment
    b = c

    d
percent = 100%(no)s
[x]
name : 3
  [no section]
[metadata]
name = last
"""


def test_values_are_not_interpolated_and_the_last_of_two_counts() -> None:
    sections = ini.parse(Source("setup.cfg", TEXT)).sections
    assert sections == {
        "metadata": {"name": "last", "url": "", "classifiers": "\na\nb = c\n\nd", "percent": "100%(no)s"},
        "x": {"name": "3\n[no section]"},
    }


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        (("metadata", "name"), "last", "name"),
        (("metadata", "classifiers"), "a\n# comment\n    b = c\n\n    d", "classifiers"),
        (("metadata", "url"), "", "url"),
        (("x", "name"), "3\n  [no section]", "name"),
        (("metadata", "absent"), "[metadata]", "[metadata]"),
        (("x",), "[x]", "[x]"),
        (("absent", "name"), "", ""),
        ((), "", ""),
    ],
)
def test_span_is_the_value_or_the_header(keys: tuple[str | int, ...], value: str, key: str) -> None:
    source = Source("setup.cfg", TEXT)
    assert resolve(Pointer(source, keys)).text == value
    assert resolve(Pointer(source, keys, "key")).text == key


def test_key_in_other_letter_case_is_found() -> None:
    source = Source("setup.cfg", "[metadata]\nNAME = x\n")
    assert resolve(Pointer(source, ("metadata", "name"), "key")).text == "NAME"


@pytest.mark.parametrize(
    ("text", "offset"), [("a = 1\n", 0), ("# c\n\na = 1", 5), ("[x]\na = 1\nnonsense\n", 10), ("[x]\r\nnonsense", 5)]
)
def test_refusal_says_which_line(text: str, offset: int) -> None:
    with pytest.raises(ini.NotIni) as refused:
        ini.parse(Source("tox.ini", text))
    assert refused.value.offset == offset
    assert ini.span(Source("tox.ini", text), ("x", "a")) == (0, 0)


@given(st.text(alphabet=st.sampled_from("ab[]=:#;% \n\r\t\f\0é"), max_size=60))
def test_odd_text_is_read_or_refused(text: str) -> None:
    source = Source("tox.ini", text)
    try:
        document = ini.parse(source)
    except ini.NotIni as refusal:
        assert 0 <= refusal.offset <= len(text)  # noqa: PT017 - it is raised for some texts only
        return
    for section, values in document.sections.items():
        for key, value in values.items():
            start, end = ini.span(document, (section, key))
            assert 0 <= start <= end <= len(text)
            found = text[start:end]
            assert found.startswith("[") or not value.strip() or value.split()[0] in found


def test_line_of_many_spaces_is_read_in_linear_time() -> None:
    source = Source("tox.ini", "[x]\na = 1\n  b" + " " * 200_000 + "\n")
    assert ini.span(source, ("x", "a"))[0] == 8
