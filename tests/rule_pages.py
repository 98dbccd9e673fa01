"""Reading of rule pages for the tests: a page's sections, and the files of its examples."""

from __future__ import annotations

import os
import re
from shutil import which
from subprocess import run
from typing import TYPE_CHECKING, NamedTuple

import pytest

from folders import lay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADINGS = ("What", "Why", "Bad", "Report", "Fixed", "Good", "Not reported", "References")
OPTIONAL = frozenset({"Fixed", "References"})

_FENCE = re.compile(r"^```\w*(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_RELEASED = re.compile(r"(?P<path>.+) at (?P<tag>v[\d.]+)")


class Page(NamedTuple):
    """A rule's page: its title line and the text of each section."""

    title: str
    sections: dict[str, str]

    def examples(self, heading: str) -> list[dict[str, str]]:
        """The repositories of a section: path → text. A line `or` between blocks begins another repository."""
        parts = re.split(r"^or\b.*$", self.sections.get(heading, ""), flags=re.MULTILINE)
        found = [{m["title"]: m["text"] for m in _FENCE.finditer(part) if m["title"]} for part in parts]
        return [files for files in found if files]

    def reports(self) -> list[str]:
        """The expected outputs, one for each repository of Bad."""
        return [match["text"] for match in _FENCE.finditer(self.sections.get("Report", "")) if not match["title"]]

    def fixed(self) -> list[tuple[str, dict[str, str]]]:
        """What fixing makes of the repositories of Bad that it changes: the option in the line above, and the files."""
        parts = re.split(r"^With `(--fix[ a-z-]*)`:$", self.sections.get("Fixed", ""), flags=re.MULTILINE)
        found = zip(parts[1::2], parts[2::2], strict=True)
        return [(option, {m["title"]: m["text"] for m in _FENCE.finditer(text)}) for option, text in found]


def read_page(path: Path) -> Page:
    """Split a page at its `##` headings."""
    title, *sections = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    named = (section.partition("\n") for section in sections)
    return Page(title.strip(), {heading.strip(): text for heading, _, text in named})


def write_repository(folder: Path, files: dict[str, str]) -> Path:
    """Lay out an example as a repository. `.git/config` among the files is written too.

    A file called `path at v1.0` is none of today's: it is what git has of the path at that tag.
    """
    released = {match["path"]: text for name, text in files.items() if (match := _RELEASED.fullmatch(name))}
    if released:
        tag = next(match["tag"] for name in files if (match := _RELEASED.fullmatch(name)))
        release(write_repository(folder, released), tag)
        for name in released:
            (folder / name).unlink()
    return lay(folder, {name: text for name, text in files.items() if not _RELEASED.fullmatch(name)})


def written_examples(path: Path, folder: Path) -> Iterator[Path]:
    """The repositories of a page's Bad and Good, laid out below a folder."""
    page = read_page(path)
    for number, files in enumerate([*page.examples("Bad"), *page.examples("Good")]):
        yield write_repository(folder / str(number), files)


def release(folder: Path, tag: str) -> None:
    """Commit what is in a folder, which becomes a git repository if it is none, and tag it."""
    if not (folder / ".git" / "HEAD").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", tag)
    git(folder, "tag", tag)


def git(folder: Path, *words: str, **environment: str) -> str:
    """What git prints; without the settings of whoever runs the tests. Skips the test where there is no git."""
    if which("git") is None:
        pytest.skip("there is no git")
    settings = ("-c", "user.name=tester", "-c", "user.email=tester@example.org", "-c", "init.defaultBranch=main")
    isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", *settings, *words]
    return run(command, cwd=folder, env=kept | isolated, check=True, capture_output=True, text=True).stdout
