"""The blocks of Markdown, held against markdown-it, and against CommonMark where markdown-it departs from it."""

from __future__ import annotations

from bisect import bisect_right
from glob import glob
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from limits import within
from tplint.documents.commonmark import MAX_DEPTH, blocks
from tplint.documents.source import line_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

DOCUMENTS = sorted((*glob("*.md"), *glob("docs/**/*.md", recursive=True), *glob("fixtures/**/*.md", recursive=True)))
# What lines begin and go on with: markup that is whole, begun only, or text. Of this both readers think the same.
STARTS = ("", "", "", "> ", "- ", "2. ", "1) ", "  ", "   ", ">", "> > ", "- - ", "* > ", "> 1. ", "  - ", " > ")
RESTS = (
    *(
        "",
        "",
        "a",
        "a b",
        "# A",
        "## B ##",
        "#c",
        "```",
        "~~~",
        "````",
        "---",
        "***",
        "===",
        "-",
        "- d",
        "1. e",
        "10) f",
    ),
    *("> g", "<div>", "</div>", "<b>", "<!-- h -->", "<http://i>", "`j`", "\\", "+", "    k", "\tl", "| m | n |"),
)


def shown(text: str) -> list[tuple[str, list[str]]]:
    """The blocks of a text as what they are and the lines they have; a heading as its marks."""
    return [
        (kind if kind != "heading" else "#" * level, [text[start:end] for start, end in spans])
        for kind, spans, level in blocks(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n b  \n\nc", [("text", ["a", "b"]), ("text", ["c"])]),
        ("# a #\n####### b\n#\n###\tc#", [("#", ["a"]), ("text", ["####### b"]), ("###", ["c#"])]),
        ("a\nb\n===\nc\n---\n---", [("#", ["a"]), ("##", ["c"])]),
        ("```x\na\n\n ~~~\n````\nb", [("code", ["a", "~~~"]), ("text", ["b"])]),
        ("~~~ ` ~\na\n~~~ b\n", [("code", ["a", "~~~ b"])]),
        ("``` a`b", [("text", ["``` a`b"])]),
        ("    a\n\n\tb\nc\n    d", [("code", ["a", "b"]), ("text", ["c", "d"])]),
        ("> a\nb\n> > c\nd\n\n> ```\ne", [("text", ["a", "b"]), ("text", ["c", "d"]), ("text", ["e"])]),
        ("- a\n\n  b\n- c\n  - d\n\ne", [("text", [line]) for line in "abcde"]),
        ("-\n  a\n-\n\n  b", [("text", ["a"]), ("text", ["b"])]),
        ("1)  a\n\n     b\n   c", [("text", ["a"]), ("text", ["b", "c"])]),
        ("-     a\n-\t\tb", [("code", ["a"]), ("code", ["b"])]),
        ("a\n2. b\n*\n1. c", [("text", ["a", "2. b", "*"]), ("text", ["c"])]),
        ("* * *\n- - a\n_ _ _", [("text", ["a"])]),
        ("<DIV>\na\n\nb", [("text", ["b"])]),
        ("<!-- a\n\nb -->\nc", [("text", ["c"])]),
        ("<pre>\n\na</PRE>b\nc", [("text", ["c"])]),
        ("<?a?>\n<!A>\n<![CDATA[\n\n]]>\nb", [("text", ["b"])]),
        ("a\n<b c='d'>\n\n<b c='d'>\ne\n\n<b> f", [("text", ["a", "<b c='d'>"]), ("text", ["<b> f"])]),
        ("a\n<p>b", [("text", ["a"])]),
        ("x\na | b\n-|-\nc\n> d", [("text", ["x"]), ("row", ["a | b", "c"]), ("text", ["d"])]),
        ("- | a | \\| |  \n  |:-:|--:|\n  b\n    - c", [("row", ["- | a | \\| |  ", "  b"]), ("text", ["c"])]),
        ("a | b\n---\n\n| a |\n|-|-|", [("##", ["a | b"]), ("text", ["| a |", "|-|-|"])]),
        ("[a]: b\n[c]:\n  <d e> 'f\ng'\nh", [("text", ["h"])]),
        ("[a]: b 'c' d", [("text", ["[a]: b 'c' d"])]),
        ("[a]: b\n'c' d\n===", [("#", ["'c' d"])]),
        ("[a]: b(\n\n[ ]: b\n\n[a]: (b\\))", [("text", ["[a]: b("]), ("text", ["[ ]: b"])]),
        ("[a]: b\n===\nc", [("text", ["===", "c"])]),
        ("a\r\nb\r\r\n c\x0c\n", [("text", ["a", "b"]), ("text", ["c"])]),
        ("> - <!--\n>", []),  # markdown-it raises an `IndexError`
        ("", []),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Nothing that cannot interrupt a paragraph begins a block behind a definition that no blank line follows.
        ("[a]: b\n<i>", [("text", ["<i>"])]),
        ("[a]: b\n    c", [("text", ["c"])]),
        ("[a]: b\n2. c", [("text", ["2. c"])]),
        # A line that is indented by four columns goes on with a paragraph, in whichever containers that is.
        ("-    a\n    > b", [("text", ["a", "> b"])]),
        ("> a\n    > b", [("text", ["a", "> b"])]),
        # Lists are looked for before tables, as on GitHub.
        ("- a | b\n--|--", [("text", ["a | b", "--|--"])]),
        ("\x0c\na", [("text", ["a"])]),
    ],
)
def test_where_markdown_it_departs_from_commonmark(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert shown(text) == expected
    assert parsed(text) != numbered(text)


def parsed(text: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """The blocks of a text as markdown-it has them, each line with its number."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.disable("inline")
    return [(kind, lines) for kind, lines in _parsed(parser.parse(text), text) if lines]


def _parsed(tokens: list[Token], text: str) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    level, rows = "", list[tuple[int, str]]()
    written = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for token in tokens:
        first = (token.map or [0])[0] + (token.type == "fence")
        lines = [(number, line.strip()) for number, line in enumerate(token.content.split("\n"), first) if line.strip()]
        match token.type:
            case "heading_open":
                level = "#" * int(token.tag[1:])
            case "heading_close":
                level = ""
            case "table_open":
                level = "row"
            case "tr_open":
                rows.append((first, written[first]))
            case "table_close":
                yield "row", rows
                level, rows = "", []
            case "inline" if level != "row":
                yield (level, lines[:1]) if level else ("text", lines)
            case "fence" | "code_block":
                yield "code", lines


def numbered(text: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """The same of our blocks."""
    starts = line_starts(text)
    return [
        ("#" * level or kind, [(bisect_right(starts, start) - 1, text[start:end]) for start, end in spans])
        for kind, spans, level in blocks(text)
    ]


def test_documents_have_the_blocks_that_markdown_it_finds() -> None:
    assert len(DOCUMENTS) > 20
    for path in DOCUMENTS:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        assert numbered(text) == parsed(text), path


@given(
    st.lists(st.tuples(st.sampled_from(STARTS), st.sampled_from(RESTS)).map("".join), max_size=9),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_lines_have_the_blocks_that_markdown_it_finds(lines: list[str], end: str) -> None:
    text = end.join(lines)
    assert numbered(text) == parsed(text)


@pytest.mark.parametrize("opening", ["> ", "- ", "1. ", "> - "])
def test_what_is_too_deep_is_text(opening: str) -> None:
    depth = MAX_DEPTH // opening.count(" ")
    assert shown(opening * depth + "a") == [("text", ["a"])]
    assert shown(opening * (depth + 1) + "a") == [("text", [f"{opening}a"])]


@pytest.mark.parametrize(
    "text",
    [
        f"{'- ' * MAX_DEPTH}a\n{chr(10) * 400_000}",
        f"{'> ' * 200_000}a",
        "- a\n" * 100_000,
        f"{'> ' * MAX_DEPTH}a\n" * 10_000,
        f"{'- ' * MAX_DEPTH}a\n" + "b\n" * 200_000,
        *("#" * 400_000, "-" * 400_000 + "|", "* " * 200_000 + "a", " " * 400_000 + "a", "\t" * 400_000 + "a"),
        *("[a]: b\n" * 60_000, "[a]: b\n'\n" * 40_000, "[" * 400_000, f"[a]: {'(' * 400_000}", "[\\" * 200_000),
        *("<a b='" * 60_000, f"<a{' b' * 200_000}!>", f"<a{' ' * 400_000}!>", "<!--" * 100_000, "<a b\n" * 80_000),
        *("a|b\n-|-\n" * 40_000, f"{'|' * 200_000}\n{'|-' * 100_000}", f"a|b\n|{'-' * 400_000}x", "a\n=\n" * 80_000),
        "`" * 400_000,
        "```\n" + "``\n" * 120_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_documents_are_read_in_linear_time(text: str) -> None:
    with within(5):
        blocks(text)
