"""What rules found → fixes with edits, one module for each kind of thing that is changed. Only loaded for a finding.

Where a file's layout does not allow the edits, or what they would have to keep is not known, the fix is ``manual``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tplint.edits import edits
from tplint.findings import Fix
from tplint.layout import NotEditable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.documents.nodes import Document
    from tplint.edits import Change


def fix(title: str, safety: Literal["safe", "unsafe"], document: Document, changes: Iterable[Change]) -> Fix:
    """A fix by changes of one file; ``manual`` where they, or the one who makes them, raise ``NotEditable``."""
    try:
        made = edits(document, changes)
    except NotEditable:
        return Fix(title)
    return Fix(title, safety, made)
