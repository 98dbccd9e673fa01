"""Reading of rule pages for the tests: a page's sections, and the files of its examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ("What", "Why", "Bad", "Report", "Fixed", "Good", "Not reported", "References")
OPTIONAL = frozenset({"Fixed", "References"})

_FENCE = re.compile(r"^```\w*(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


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


def read_page(path: Path) -> Page:
    """Split a page at its `##` headings."""
    title, *sections = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    named = (section.partition("\n") for section in sections)
    return Page(title.strip(), {heading.strip(): text for heading, _, text in named})


def write_repository(folder: Path, files: dict[str, str]) -> Path:
    """Lay out an example as a repository. `.git/config` among the files is written too."""
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder
