"""Paths → text and trees: the one place that reads the linted repository's files, within limits, each file once."""

from __future__ import annotations

import os
import stat

from tplint.discover import MAX_FILES, WORKFLOWS, Tree, is_file, is_inside
from tplint.documents.source import Place, Source, decode
from tplint.model import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Document

# What is read of a file at most: of a workflow or an action what GitHub reads (`MaxFileSize` in actions/runner,
# src/Sdk/WorkflowParser/ParseOptions.cs), of other pipelines what GitLab does (`max_yaml_size_bytes`,
# https://docs.gitlab.com/administration/instance_limits/#maximum-size-and-depth-of-cicd-configuration-yaml-files).
_OF_GITHUB, _OF_GITLAB = 1_048_576, 2_097_152
# People write a tenth of it, and the parsers take their time. Of other files, such as lock files, nothing is parsed.
_OF_SETTINGS, _OF_GUIDES, MAX_BYTES = 1_000_000, 500_000, 5_000_000
# What was a regular file a moment ago and is a FIFO by now: nobody waits for its writer.
_FOR_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Files:
    """The files of one repository, read on demand; what cannot be read is remembered as a problem of that path."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.tree = Tree(root)
        self.problems: dict[str, Problem] = {}
        self._raised = 0
        self._sources: dict[str, Source | None] = {}
        self._documents: dict[str, Document | None] = {}

    def raise_limit(self, megabytes: int | None) -> None:
        """Read files of up to this size where less would be read; None leaves the limits as they are."""
        self._raised = (megabytes or 0) * 1_000_000

    @property
    def count(self) -> int:
        """How many files were read."""
        return sum(source is not None for source in self._sources.values())

    def read(self, path: str) -> Source | None:
        """A file's text by its path from the root; None if there is no such file, or it cannot be read."""
        if path not in self._sources:
            path = os.path.normpath(path).replace(os.sep, "/")
            if path not in self._sources:
                self._sources[path] = self._load(path)
        return self._sources[path]

    def sources(self) -> tuple[Source, ...]:
        """The files read so far."""
        return tuple(source for source in self._sources.values() if source is not None)

    def folders(self, path: str) -> tuple[str, ...]:
        """The names of the folders in a folder of the repository; links are left out."""
        if not is_inside(self.root, path):
            return ()
        try:
            with os.scandir(os.path.join(self.root, path)) as entries:
                return tuple(sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False)))
        except (OSError, ValueError):
            return ()

    def parsed(self, path: str) -> Document | None:
        """The trees of a YAML file that has been parsed; None for all others."""
        return self._documents.get(path)

    def document(self, path: str) -> Document | None:
        """A YAML file's trees; None if there is no such file, or it is no YAML."""
        from tplint.documents import yaml  # noqa: PLC0415 - a run without YAML does not need the parser

        source = self.read(path)
        if source is None:
            return None
        if path not in self._documents:
            self._documents[path] = None
            try:
                self._documents[path] = yaml.parse(source, max(yaml.MAX_NODES, self._raised // 5))
            except yaml.NotYaml as error:
                why = "cannot be read" if isinstance(error, yaml.BeyondLimits) else "is not valid YAML"
                self.refuse(source, f"{why}: {error.message}", error.offset)
        return self._documents[path]

    def refuse(self, source: Source, message: str, offset: int) -> None:
        """Remember why a file cannot be read, and where reading stopped."""
        end = min(offset + 1, len(source.text))
        self.problems[source.path] = Problem(message, Place(source, min(offset, end), end), source.path)

    def refuse_from(self, path: str) -> None:
        """Remember that a folder has too many files: those from this one on, by their names, are not read."""
        message = f"holds more than {MAX_FILES:,} files: those from `{path}` on are not read"
        self.refuse(Source(WORKFLOWS, ""), message, 0)

    def _load(self, path: str) -> Source | None:
        if (
            path.startswith(("/", "../"))
            or path == ".."
            or "\0" in path
            or not is_file(self.root, path, self.tree.inside)
        ):
            return None
        limit = max(_limit(path), self._raised)
        try:
            data = _content(os.path.join(self.root, path), limit + 1)
        except OSError as error:
            self.refuse(Source(path, ""), f"cannot be read: {error.strerror or error}", 0)
            return None
        return self._decoded(path, data, limit)

    def _decoded(self, path: str, data: bytes, limit: int) -> Source | None:
        """The text; a refused file keeps what can be shown of it, so that a finding has a place."""
        if len(data) > limit:
            shown = Source(path, data.decode("utf-8", "replace"))
            self.refuse(shown, f"is larger than {limit:,} bytes: the limit, which `max-file-size` raises", 0)
            return None
        try:
            return decode(path, data)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            before = len(data[: error.start].decode("utf-8").replace("\0", ""))
            # UTF-16 without its zeros can be read by people, and searched for what the file is about.
            shown = Source(path, data.decode("utf-8", "replace").replace("\0", ""))
            self.refuse(shown, f"is not UTF-8: byte {error.start}, in line {line}", before)
            return None


def _content(path: str, most: int) -> bytes:
    """What a regular file holds, up to ``most`` bytes; to ask for so many at once would take memory for all of them."""
    descriptor = os.open(path, _FOR_READING)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return b""
        data = os.read(descriptor, min(most, found.st_size + 1))
        while len(data) != found.st_size and len(data) < most and (more := os.read(descriptor, most - len(data))):
            data += more  # it grows meanwhile, or comes in parts
        return data
    finally:
        os.close(descriptor)


def _limit(path: str) -> int:
    """How many bytes of a file are read at most."""
    if path.endswith((".yml", ".yaml")):
        is_of_github = path.startswith(".github/") or path.rpartition("/")[2] in {"action.yml", "action.yaml"}
        return _OF_GITHUB if is_of_github else _OF_GITLAB
    if path.endswith((".md", ".rst")):
        return _OF_GUIDES
    return _OF_SETTINGS if path.endswith((".toml", ".cfg", ".ini", ".py")) else MAX_BYTES
