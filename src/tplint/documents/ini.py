"""INI text (``setup.cfg``, ``tox.ini``) → values, by configparser; and the places of keys, each checked by it too."""

from __future__ import annotations

import re

from tplint.documents.source import Unreadable
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from configparser import RawConfigParser

    from tplint.documents.source import Source

_SECTION = r"\[(?P<name>.+)\]"
_OPTION = r"\s*(?P<key>[^\s=:][^=:\n]*)[=:]"
_COMMENTS = ("#", ";")


class NotIni(Unreadable):
    """The text is no INI file."""


class IniDocument(NamedTuple):
    """An INI file: its sections, each with values by key in lower case; of a key that stands twice the last counts."""

    source: Source
    sections: dict[str, dict[str, str]]


class _Option(NamedTuple):
    """Where the file may set a key: the lines' text, the key and the value, in code points."""

    section: str
    name: str
    lines: tuple[int, int]
    key: tuple[int, int]
    value: tuple[int, int]


def parse(source: Source) -> IniDocument:
    """Read the values of an INI file, without interpolation; raises ``NotIni``."""
    parser = _parser()
    from configparser import Error, MissingSectionHeaderError, ParsingError  # noqa: PLC0415 - loaded with the parser

    try:
        parser.read_string(source.text)
    except MissingSectionHeaderError as error:
        raise NotIni(
            "there is no section header before the first key", _line_start(source.text, error.lineno)
        ) from error
    except ParsingError as error:
        line = next((number for number, _ in getattr(error, "errors", ())), getattr(error, "lineno", 1))
        raise NotIni("this line is neither a section nor `key = value`", _line_start(source.text, line)) from error
    except (Error, ValueError, AttributeError) as error:
        raise NotIni(str(error).partition("\n")[0], 0) from error
    return IniDocument(source, {section: _values(parser, section) for section in parser.sections()})


def _values(parser: RawConfigParser, section: str) -> dict[str, str]:
    return {key: value or "" for key, value in parser.items(section, raw=True)}


def _parser() -> RawConfigParser:
    """The reader that setuptools uses, except that a key or section may stand twice."""
    from configparser import RawConfigParser  # noqa: PLC0415 - only where there is such a file

    return RawConfigParser(strict=False)


def _line_start(text: str, line: int) -> int:
    """The offset of a line as configparser counts them: lines end at line feeds only."""
    start = 0
    for _ in range(line - 1):
        end = text.find("\n", start)
        if end < 0:
            break
        start = end + 1
    return start


def span(document: IniDocument | Source, keys: tuple[str | int, ...], part: str = "value") -> tuple[int, int]:
    """Find the code points of the value of ``(section, key)``, or with ``part="key"`` of the key.

    What cannot be found, or does not read as the value that the parser found, is shown at the section's header, and
    else at the file's start.
    """
    try:
        source, sections = parse(document) if not isinstance(document, IniDocument) else document
    except NotIni:
        return 0, 0
    section = str(keys[0]) if keys else ""
    expected = sections.get(section, {}).get(str(keys[1]).lower()) if len(keys) > 1 else None
    if expected is not None:
        for option in reversed(list(_options(source.text))):
            is_it = (option.section, option.name) == (section, str(keys[1]).lower())
            if is_it and _agrees(source.text[slice(*option.lines)], option.name, expected):
                return option.key if part == "key" else option.value
    return _header(source.text, section)


def _agrees(lines: str, key: str, expected: str) -> bool:
    """Whether these lines alone set the key to the expected value."""
    from configparser import Error  # noqa: PLC0415 - loaded with the parser

    parser = _parser()
    try:
        parser.read_string(f"[section]\n{lines}")
    except (Error, ValueError, AttributeError):
        return False
    return _values(parser, "section") == {key: expected} if parser.has_section("section") else False


def _header(text: str, section: str) -> tuple[int, int]:
    """The first header of a section."""
    for start, line in _lines(text):
        header = re.match(_SECTION, line.strip())
        if header and header["name"] == section:
            begin = start + len(line) - len(line.lstrip())
            return begin, begin + header.end()
    return 0, 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the offset of its start."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _options(text: str) -> Iterator[_Option]:
    """Every place that looks like a key with a value, in the order of the file."""
    section = ""
    lines = [entry for entry in _lines(text) if not entry[1].lstrip().startswith(_COMMENTS)]
    for number, (start, line) in enumerate(lines):
        header = re.match(_SECTION, line.strip())
        if header:
            section = header["name"]
        elif option := re.match(_OPTION, line):
            end = _end(lines, number)
            key = (start + option.start("key"), start + len(line[: option.end("key")].rstrip()))
            value = _value(text, start + option.end(), max(start + option.end(), end))
            yield _Option(section, option["key"].strip().lower(), (start + _indentation(line), end), key, value)


def _end(lines: list[tuple[int, str]], number: int) -> int:
    """Where an option ends that starts in this line: lines that are indented deeper go on with its value."""
    start, line = lines[number]
    end, depth = start + len(line.rstrip()), _indentation(line)
    for following, more in lines[number + 1 :]:
        if not more.strip():
            continue
        if _indentation(more) <= depth:
            break
        end = following + len(more.rstrip())
    return end


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def _value(text: str, start: int, end: int) -> tuple[int, int]:
    """A value without the white space before its first line."""
    written = text[start:end]
    return start + len(written) - len(written.lstrip()), end
