"""Pipelines for tests: files of a repository, and what comes of them as plain lists, dictionaries and strings."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from folders import lay, line, lint
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
    from tplint.platforms.gitlab.trees import Value
    from tplint.platforms.readings import Reading

TOP = ".gitlab-ci.yml"
GAP = "<gap>"


def repository(root: Path, files: Mapping[str, str]) -> Files:
    """A repository with these files."""
    lay(root, {name: dedent(text) for name, text in files.items()})
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


def said(root: Path, files: Mapping[str, str] | str, *select: str) -> list[str]:
    """The findings of these rules, or all, as ``code path:line``; a text alone is the top-level pipeline."""
    repository(root, {TOP: files} if isinstance(files, str) else files)
    return [f"{each.code} {line(each)}" for each in lint(root, *select).findings]


def value_of(fact: Fact[Any]) -> Any:  # whatever the fact is about
    """The value of a fact; an ellipsis where it is not known."""
    return fact.value if isinstance(fact, Known) else ...


# --- pipelines and declarations as texts ---

PYPI = "id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}"
TAGS = "rules: [{if: $CI_COMMIT_TAG}]"
TWINE = "twine upload dist/*"


def job(*script: str, more: str = f"{PYPI}\n{TAGS}\nenvironment: pypi", name: str = "publish") -> str:
    """A job with these keys beside its script, one in a line; the script begins in the line after them."""
    lines = (
        f"{name}:",
        *(f"  {line}" for line in more.splitlines()),
        "  script:",
        *(f"    - {line}" for line in script),
    )
    return "\n".join((*lines, ""))


REMOTE = '[remote "origin"]\n\turl = https://{}/group/demo.git\n'
DECLARED = """\
[[publishers]]
project-name = "demo"
kind = "gitlab"
namespace = "group"
project = "demo"
workflow-filepath = "{path}"
{more}
"""


def declared(path: str = TOP, **more: str) -> str:
    lines = "\n".join(f'{key.replace("_", "-")} = "{value}"' for key, value in more.items())
    return DECLARED.format(path=path, more=lines)
