"""Markdown's text → its headings, paragraphs, tables and code as places of lines: the blocks of CommonMark 0.31.

Line by line, as https://spec.commonmark.org/0.31.2/#appendix-a-parsing-strategy has it, with the tables of
https://github.github.com/gfm/#tables-extension-. Nothing inside a line is looked at, and HTML is passed over.
"""

from __future__ import annotations

import re

from tplint.documents.source import lines_with_offsets
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Kind: TypeAlias = "Literal['heading', 'text', 'row', 'code']"
Leaf: TypeAlias = "Literal['', 'text', 'row', 'code', 'fence', 'html']"
Span: TypeAlias = "tuple[int, int]"

# Quotes and items of lists inside each other: each line is held against all of them. What opens more is text.
MAX_DEPTH = 20
_QUOTE = 0
_CODE = 4  # columns before a line of code
_SHORTEST_RULE = 3
_OF_LEAVES = frozenset("#`~<=-*_|:")
_OF_CONTAINERS = frozenset(">-+*0123456789")
_HEADING = re.compile(r"#{1,6}(?= |$)")
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_ITEM = re.compile(r"(?:[-+*]|(?P<number>[0-9]{1,9})[.)])(?= |$)")
_DELIMITERS = r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|?"
_PIPE = r"(?<!\\)\|"
# How HTML begins, and what ends it; nothing: a blank line does.
_ENDS = (("<!--", ("-->",)), ("<?", ("?>",)), ("<![CDATA[", ("]]>",)))
_RAW = frozenset({"script", "pre", "style", "textarea"})
_END_OF_RAW = ("</script>", "</pre>", "</style>", "</textarea>")
_ELEMENTS = (
    " address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link"
    " main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead"
    " title tr track ul "
)
_NAME = r"</?([a-zA-Z][a-zA-Z0-9]*)(?= |/?>|$)"
# A line of any other tag, which begins HTML where no paragraph or table goes on.
_TAG = r"""(?x)(?:</[A-Za-z][A-Za-z0-9-]*[ ]*|<[A-Za-z][A-Za-z0-9-]*
    (?:[ ]+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:[ ]*=[ ]*(?:[^"'=<>`\x00-\x20]+|'[^']*'|"[^"]*"))?)*[ ]*/?)>"""
# The definition of a link; parentheses in its destination have to be balanced, too.
_DEFINITION = r"""(?x)\[(?=[^\]]*[^\s\]])(?:[^\[\]\\]|\\[\s\S]){1,999}\]:[ \t]*\n?[ \t]*
    (?:<(?:[^<>\n\\]|\\.)*>|(?P<bare>[^<\x00-\x20\x7f][^\x00-\x20\x7f]*))
    (?:(?:[ \t]+|[ \t]*\n[ \t]*)
        (?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\((?:[^()\\]|\\[\s\S])*\)))?
    [ \t]*(?:\n|\Z)"""


class Block(NamedTuple):
    """A heading with its ``level``, a paragraph, a table or a block of code; ``spans`` are its lines in the text.

    Of a heading it is the first line, of a table the whole lines; of the others what stands between markup and blanks.
    """

    kind: Kind
    spans: list[Span]
    level: int = 0


def blocks(text: str) -> list[Block]:
    """The blocks of a document in its order, however deep in quotes and lists; never raises."""
    reader = _Reader(text)
    for start, written in lines_with_offsets(text):
        reader.read(start, written)
    reader.close(0)
    return reader.found


class _Reader:
    """What is open after a line: containers (quotes and items of lists), and in the last of them a leaf."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Block] = []
        self.start, self.written, self.line = 0, "", ""  # of this line; tabs expanded, and nothing blank behind it
        self.containers: list[int] = []  # columns that an item's lines are indented by, or ``_QUOTE``
        self.is_bare = False  # whether the last item has nothing but its marker yet
        self.leaf: Leaf = ""
        self.spans: list[Span] = []
        self.until: tuple[str, ...] = ()  # what closes a fence or HTML
        self.above: tuple[str, Span] | None = None  # the paragraph's last line, if it may be the header of a table

    def read(self, start: int, written: str) -> None:
        """Take the next line."""
        self.start, self.written = start, written
        self.line = rest = written.rstrip(" \t").expandtabs(4)
        matched = len(self.containers)
        if matched and (rest or self.is_bare or _QUOTE in self.containers):  # all items go on with a blank line
            matched, rest = self._matching(rest)
            self.is_bare = False
            if matched < len(self.containers) and self.leaf != "text":
                self.close(matched)
        if self.leaf in {"code", "fence", "html"} and self._goes_on(rest):
            return
        left = rest.lstrip(" ")
        while left and len(rest) - len(left) < _CODE:
            if left[0] in _OF_LEAVES and self._opens_leaf(left, matched):
                return
            inside = self._inside_new(rest, left, matched) if left[0] in _OF_CONTAINERS else None
            if inside is None:
                break
            rest, matched = inside, len(self.containers)
            left = rest.lstrip(" ")
        if left:
            self._add(left, len(rest) - len(left), matched)
        elif self.leaf:
            self.close(matched)

    def close(self, kept: int) -> None:
        """Close the leaf, and the containers but the first ones."""
        if self.leaf == "text":
            self.spans = _without_definitions(self.text, self.spans)
        if self.spans and self.leaf and self.leaf != "html":
            self.found.append(Block("code" if self.leaf == "fence" else self.leaf, self.spans))
        self.leaf, self.spans, self.above = "", [], None
        del self.containers[kept:]

    def _matching(self, rest: str) -> tuple[int, str]:
        """How many of the containers go on with a line, and what the line has behind their markup."""
        for number, width in enumerate(self.containers):
            left = rest.lstrip(" ")
            indent = len(rest) - len(left)
            if width == _QUOTE and left[:1] == ">" and indent < _CODE:
                rest = left[2:] if left[1:2] == " " else left[1:]
            elif width != _QUOTE and indent >= width:
                rest = rest[width:]
            elif width == _QUOTE or left or (self.is_bare and number == len(self.containers) - 1):
                return number, rest
        return len(self.containers), rest

    def _goes_on(self, rest: str) -> bool:
        """Whether a line belongs to the code or HTML that is open: it is added, or closes it."""
        left = rest.lstrip(" ")
        is_indented = len(rest) - len(left) >= _CODE
        if self.leaf == "html":
            is_last = _has(rest, self.until) if self.until else not left
        else:
            is_last = self.leaf == "fence" and not is_indented and _closes(left, *self.until)
        if is_last or (self.leaf == "code" and left and not is_indented):
            self.close(len(self.containers))
            return is_last
        if left and self.leaf != "html":
            self._append(left)
        return True

    def _opens_leaf(self, left: str, matched: int) -> bool:
        """Whether a line begins or is a block that is no paragraph; ``left`` has its markup first."""
        goes_on = self.leaf == "text" and matched == len(self.containers)
        if goes_on and left[0] in "|:-=" and (self._is_table(left) or self._is_underline(left)):
            return True
        if left[0] == "#" and (marker := _HEADING.match(left)):
            self.close(matched)
            start, end = _title(self.text, self._span(left[marker.end() :]))
            if start < end:
                self.found.append(Block("heading", [(start, end)], marker.end()))
            return True
        if left[0] in "`~" and (marker := _FENCE.match(left)):
            self.close(matched)
            self.leaf, self.until = "fence", (marker[0],)
            return True
        if left[0] == "<" and (until := _html(left, of_any_tag=self.leaf not in {"text", "row"})) is not None:
            self.close(matched)
            if not _has(left, until):
                self.leaf, self.until = "html", until
            return True
        if left[0] in "*-_" and not left.strip(f"{left[0]} ") and left.count(left[0]) >= _SHORTEST_RULE:
            self.close(matched)
            return True
        return False

    def _is_underline(self, left: str) -> bool:
        """Whether a line makes a heading of the paragraph above it; one of nothing but definitions is none."""
        if left[0] in "|:" or left.strip(left[0]):
            return False
        self.spans = _without_definitions(self.text, self.spans)
        if not self.spans:
            return False
        self.found.append(Block("heading", self.spans[:1], 1 if left[0] == "=" else 2))
        self.spans = []
        self.close(len(self.containers))
        return True

    def _is_table(self, left: str) -> bool:
        """Whether a line makes the last line of the paragraph above it the header of a table."""
        if self.above is None or left == "-" or left.startswith("- ") or not re.fullmatch(_DELIMITERS, left):
            return False
        header, whole = self.above
        pipes = [match.start() for match in re.finditer(_PIPE, header)]
        if len(pipes) + 1 - (0 in pipes) - (len(header) - 1 in pipes) != len(re.findall("-+", left)):
            return False
        self.spans.pop()
        self.close(len(self.containers))
        self.leaf, self.spans = "row", [whole]
        return True

    def _inside_new(self, rest: str, left: str, matched: int) -> str | None:
        """What a line has behind the markup of a quote or item that it opens; None if it opens none."""
        if matched >= MAX_DEPTH:
            return None
        if left[0] == ">":
            self.close(matched)
            self.containers.append(_QUOTE)
            return left[2:] if left[1:2] == " " else left[1:]
        marker = _ITEM.match(left)
        if marker is None:
            return None
        content = left[marker.end() :]
        goes_on = self.leaf == "text" and matched == len(self.containers)
        if goes_on and (not content or int(marker["number"] or 1) != 1):
            return None
        self.close(matched)
        blanks = len(content) - len(content.lstrip(" "))
        if not 0 < blanks <= _CODE:  # a marker alone, or code behind it
            blanks = 1
        self.is_bare = not content
        self.containers.append(len(rest) - len(left) + marker.end() + blanks)
        return content[blanks:]

    def _add(self, left: str, indent: int, matched: int) -> None:
        """Add a line that opens no block but code or a paragraph to what is open."""
        if self.leaf != "text" and indent >= _CODE:
            self.close(matched)
            self.leaf = "code"
        whole = (self.start, self.start + len(self.written))
        if self.leaf == "row":
            self.spans.append(whole)
            return
        if not self.leaf:
            self.leaf = "text"
        is_header = "|" in left and indent < _CODE and matched == len(self.containers)
        self.above = (left, whole) if is_header else None
        self._append(left)

    def _append(self, left: str) -> None:
        start, end = self._span(left)
        if start < end:
            self.spans.append((start, end))

    def _span(self, left: str) -> Span:
        """Where the end of a line stands in the text, without the blanks around it."""
        if "\t" not in self.written and left and not left[0].isspace() and not left[-1].isspace():
            end = self.start + len(self.line)
            return end - len(left), end
        at = len(self.line) - len(left)
        if "\t" in self.written:
            at = _offset(self.written, at)
        rest = self.written[at:].rstrip()
        end = self.start + at + len(rest)
        return end - len(rest.lstrip()), end


def _title(text: str, span: Span) -> Span:
    """A heading's line without the marks that close it."""
    written = text[span[0] : span[1]]
    bare = written.rstrip("#")
    return (span[0], span[0] + len(bare.rstrip())) if not bare or bare[-1] in " \t" else span


def _html(left: str, *, of_any_tag: bool) -> tuple[str, ...] | None:
    """What ends the HTML that begins with a line (nothing: a blank line does); None if none begins."""
    for begin, end in _ENDS:
        if left.startswith(begin):
            return end
    if left.startswith("<!"):
        return (">",) if re.match(r"[A-Za-z]", left[2:]) else None
    name = re.match(_NAME, left)
    if name and name[1].lower() in _RAW and left[1] != "/" and not left.startswith("/", name.end()):
        return _END_OF_RAW
    if name and f" {name[1].lower()} " in _ELEMENTS:
        return ()
    return () if of_any_tag and left.endswith(">") and re.fullmatch(_TAG, left) else None


def _closes(left: str, fence: str) -> bool:
    return left.startswith(fence) and not left.strip(fence[0])


def _has(line: str, ends: tuple[str, ...]) -> bool:
    lower = line.lower()
    return any(end in lower for end in ends)


def _offset(written: str, column: int) -> int:
    """Where a column of a line stands that has tabs."""
    at = 0
    for offset, character in enumerate(written):
        if at >= column:
            return offset
        at += 4 - at % 4 if character == "\t" else 1
    return len(written)


def _without_definitions(text: str, spans: list[Span]) -> list[Span]:
    """The lines of a paragraph behind the definitions of links that it begins with."""
    if not spans or text[spans[0][0]] != "[" or "]:" not in text[spans[0][0] : spans[-1][1]]:
        return spans
    written = "\n".join(text[start:end] for start, end in spans)
    definition = re.compile(_DEFINITION)
    at = 0
    while (match := definition.match(written, at)) and _is_balanced(match["bare"] or ""):
        at = match.end()
    return spans[written.count("\n", 0, at) :] if at < len(written) else []


def _is_balanced(destination: str) -> bool:
    depth = 0
    for parenthesis in re.findall(r"\\.|[()]", destination):
        depth += (parenthesis == "(") - (parenthesis == ")")
        if depth < 0:
            return False
    return not depth
