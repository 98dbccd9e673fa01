"""Markdown and reStructuredText as sections of lines: every line is found where the file has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents.markdown import sections
from tplint.documents.source import Source

MARKDOWN = """\
# Release `guide`

One
  two

## On PyPI

> - **Owner**: `a`
>   more

1. Fill in
   - [ ] Repo: b
   ```text
   Owner: x

   Repo: y
   ```

| Field | Value |
| --- | --- |
| Owner | `x` |

Set it up
---------

Done.
"""
RST = """\
#######
Release
#######

Publish on PyPI
===============

- **Owner**: ``a``

Run::

    gh workflow run x.yml

.. note:: Mind the
   environment.

.. code-block:: yaml

   on: push

Last words.
"""


def shown(text: str, path: str = "GUIDE.md") -> list[tuple[tuple[str, ...], list[tuple[str, str]]]]:
    return [
        (section.titles, [(line.kind, line.text) for line in section.lines])
        for section in sections(Source(path, text))
        if section.lines
    ]


def test_markdown_sections_and_lines() -> None:
    assert shown(MARKDOWN) == [
        (("Release `guide`",), [("text", "One"), ("text", "two")]),
        (
            ("Release `guide`", "On PyPI"),
            [
                ("text", "**Owner**: `a`"),
                ("text", "more"),
                ("text", "Fill in"),
                ("text", "[ ] Repo: b"),
                ("code", "Owner: x"),
                ("code", "Repo: y"),
                ("row", "| Field | Value |"),
                ("row", "| Owner | `x` |"),
            ],
        ),
        (("Release `guide`", "Set it up"), [("text", "Done.")]),
    ]


def test_restructuredtext_sections_and_lines() -> None:
    assert shown(RST, "docs/release.rst") == [
        (
            ("Release", "Publish on PyPI"),
            [
                ("text", "- **Owner**: ``a``"),
                ("text", "Run::"),
                ("code", "gh workflow run x.yml"),
                ("text", ".. note:: Mind the"),
                ("text", "environment."),
                ("text", ".. code-block:: yaml"),
                ("code", "on: push"),
                ("text", "Last words."),
            ],
        ),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_hold_with_every_line_end(end: str) -> None:
    text = MARKDOWN.replace("\n", end)
    lines = [line for section in sections(Source("a.md", text)) for line in section.lines]
    assert [text[line.start : line.end] for line in lines] == [line.text for line in lines]
    assert "Owner: x" in {line.text for line in lines}


@given(st.text(alphabet="#-*`|>:\n\r\t =~ab.0\x00\u2028", max_size=120), st.sampled_from(["a.md", "a.rst"]))
def test_any_text_gives_lines_within_it(text: str, path: str) -> None:
    for section in sections(Source(path, text)):
        for line in section.lines:
            assert 0 <= line.start < line.end <= len(text)
            assert line.text == line.text.strip() or line.kind == "row"
