"""The code blocks of documents, as tests: files are written, sessions typed, examples run, and all in one folder.

A document is read from top to bottom. A block with a title is a file: it is written, or, where a command has made or
changed it before, compared. A ``console`` block is a session, whose output may have gaps (a line ``…``). A comment
``<!-- repository: URL -->`` begins a new folder, a checkout of that repository.
"""

from __future__ import annotations

import doctest
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import tplint
from tplint import errors
from tplint.cli import arguments, main
from tplint.cli.commands import parsers
from tplint.documents import yaml
from tplint.documents.source import Source

if TYPE_CHECKING:
    import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
# Programs that documents may tell readers to type, and that tests do not run.
PROGRAMS = frozenset(
    {"cat", "gh", "git", "mkdir", "pip", "pipx", "pre-commit"}
    | {"pytest", "python", "python3", "uvx", "validate-pyproject"}
)

_FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<language>[\w-]*)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<text>.*?)^ *(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_REPOSITORY = re.compile(r"^<!-- repository: (\S+) -->$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block: its language, its title (empty: none), its text, and its line in the document."""

    language: str
    title: str
    text: str
    line: int


def blocks(document: str, language: str | None = None) -> list[Block]:
    """The fenced blocks of a document, of one language or of all."""
    found = []
    for match in _FENCE.finditer(document):
        indent = match["indent"]
        text = "".join(line.removeprefix(indent) for line in match["text"].splitlines(keepends=True))
        line = document.count("\n", 0, match.start()) + 1
        found.append(Block(match["language"], match["title"] or "", text, line))
    return [block for block in found if language in (None, block.language)]


def repositories(document: str) -> list[tuple[str, str]]:
    """The parts of a document with the address of the repository that each is about, empty for none.

    Lines of other parts are left empty, so that a block's line is that of the document.
    """
    marks = [(0, ""), *((match.start(), match[1]) for match in _REPOSITORY.finditer(document))]
    ends = [start for start, _ in marks[1:]] + [len(document)]
    parts = [
        ("\n" * document.count("\n", 0, start) + document[start:end])
        for (start, _), end in zip(marks, ends, strict=True)
    ]
    return [(address, part) for (_, address), part in zip(marks, parts, strict=True)]


def check_out(address: str, folder: Path) -> None:
    """Make a folder that looks like a checkout of a repository; empty, but for the fixtures of tplint."""
    shutil.copytree(CHECKOUT / "fixtures", folder / "fixtures")
    if address:
        (folder / ".git").mkdir()
        (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
        (folder / ".git" / "config").write_text(f'[remote "origin"]\n  url = {address}\n', "utf-8")


class Reader:
    """Someone who does in a folder, which has to be the current one, what a document says."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.status = 0
        self.globals: dict[str, object] = {}

    def follow(self, document: str) -> None:
        """Read the document and try all of it."""
        for block in blocks(document):
            self._try(block)

    def _try(self, block: Block) -> None:
        try:
            self._file(block) if block.title else self._snippet(block)
        except (AssertionError, errors.UsageError) as error:
            raise AssertionError(f"the block of line {block.line}: {error}") from error

    def _snippet(self, block: Block) -> None:
        match block.language:
            case "console":
                self.session(block.text)
            case "pycon":
                self._examples(block.text)
            case "python":
                compile(block.text, "document", "exec")
            case "sh":
                check_commands(block.text)
            case "toml":
                self._configuration(block.text)
            case "yaml":
                assert yaml.parse(Source("document.yml", block.text)).root is not None
            case "json":
                json.loads(block.text)
            case "text":
                pass
            case other:
                raise AssertionError(f"no test reads blocks of the language {other!r}")

    def _file(self, block: Block) -> None:
        path = self.folder / block.title
        if path.exists():
            assert path.read_text("utf-8") == block.text
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, "utf-8")

    def session(self, text: str) -> None:
        """Type the lines that begin with `$`, and compare what is printed."""
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            printed = self._type(command)
            assert_shown(shown, printed)

    def _type(self, command: str) -> str:
        if command == "echo $?":
            return f"{self.status}\n"
        words = shlex.split(command)
        assert words[0] == "tplint", command
        self.capsys.readouterr()
        self.status = main(words[1:])
        captured = self.capsys.readouterr()
        return captured.out + captured.err

    def _examples(self, text: str) -> None:
        test = doctest.DocTestParser().get_doctest(text, self.globals, "document", None, 0)
        said: list[str] = []
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        runner = doctest.DocTestRunner(verbose=False, optionflags=flags)
        runner.run(test, out=said.append, clear_globs=False)
        self.globals.update(test.globs)
        assert not said, "".join(said)

    def _configuration(self, text: str) -> None:
        folder = self.folder / "configured"
        folder.mkdir()
        (folder / "pyproject.toml").write_text(text, "utf-8")
        tplint.check(str(folder))
        shutil.rmtree(folder)


def assert_shown(shown: str, printed: str) -> None:
    """Fail unless a document shows what is printed; a line `…` stands for any lines."""
    parts = re.split(r"^…\n", shown, flags=re.MULTILINE)
    place = 0
    for number, part in enumerate(parts):
        found = printed.find(part, place) if number else (0 if printed.startswith(part) else -1)
        assert found >= 0, f"this is not printed there:\n{part}\nbut:\n{printed[place:]}"
        place = found + len(part)
    assert not parts[-1] or printed.endswith(parts[-1]), f"this is not the end:\n{parts[-1]}\nbut:\n{printed[place:]}"


def check_commands(text: str) -> None:
    """Fail for a command that nobody knows, and for one of tplint's with arguments that it does not take."""
    for line in text.replace("\\\n", " ").splitlines():
        for command in re.split(r"&&|\|", line.partition(" #")[0]):
            words = shlex.split(command.partition(" >")[0], comments=True)
            if not words:
                continue
            program = words[0].rpartition("/")[2]
            if program == "tplint":
                _check_arguments(words[1:])
            else:
                assert program in PROGRAMS, f"no test knows the program {program!r}"


def _check_arguments(words: list[str]) -> None:
    if words and words[0].startswith(("--print-completion", "--version")):
        return
    known = parsers()
    name = words[0] if words and words[0] in known else "check"
    arguments.parse(known[name], words[1:] if words and words[0] == name else words)
