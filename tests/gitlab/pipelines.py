"""Pipelines for tests: files of a repository, and what comes of them as plain lists, dictionaries and strings."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from tplint.load import Files
from tplint.model import Known
from tplint.platforms.gitlab.identity import project
from tplint.platforms.gitlab.pipeline import compose
from tplint.platforms.gitlab.read import read
from tplint.platforms.gitlab.trees import Items, Table, Text, is_null

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tplint.model import Fact
    from tplint.platforms.gitlab.pipeline import Composed
    from tplint.platforms.gitlab.read import Reading
    from tplint.platforms.gitlab.trees import Value

TOP = ".gitlab-ci.yml"
GAP = "<gap>"


def repository(root: Path, files: Mapping[str, str]) -> Files:
    """A repository with these files."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return Files(str(root))


def composed(root: Path, files: Mapping[str, str]) -> Composed:
    """The pipeline of these files, which is one that GitLab takes."""
    reader = repository(root, files)
    found = compose(reader, TOP)
    assert found is not None, reader.problems
    return found


def plain(value: Value) -> Any:  # a tree of lists, dictionaries and strings
    """A value without its places."""
    match value:
        case Text():
            return None if is_null(value) else value.value
        case Items(items=items):
            return [plain(item) for item in items]
        case Table(entries=entries):
            return {name: plain(entry.value) for name, entry in entries.items()}
        case _:
            return GAP


def reading(root: Path, files: Mapping[str, str]) -> Reading:
    """What the pipeline of these files does."""
    return read(repository(root, files), TOP, project((), ()))


def value_of(fact: Fact[Any]) -> Any:  # whatever the fact is about
    """The value of a fact; an ellipsis where it is not known."""
    return fact.value if isinstance(fact, Known) else ...
