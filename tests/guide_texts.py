"""Texts of guides, and what is read in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.markdown import sections
from tplint.documents.source import Source
from tplint.guides.registrations import registrations

if TYPE_CHECKING:
    from tplint.guides.records import Registration

INTRO = "# Trusted publishing on PyPI\n\n"

FORM = "- Owner: `harbour-lab`\n- Workflow: `release.yml`\n- Environment: `{}`\n"


def read(text: str, path: str = "GUIDE.md") -> tuple[Registration, ...]:
    return tuple(registrations(sections(Source(path, text)), lambda file: "gone" in file))
