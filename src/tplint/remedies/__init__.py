"""What rules found → fixes with edits, one module for each kind of thing that is changed. Only loaded for a finding.

Where a file's layout does not allow the edits, or what they would have to keep is not known, the fix is ``manual``.
"""

from __future__ import annotations

from tplint.documents.yaml import parse
from tplint.findings import Fix
from tplint.fixing.edits import edits
from tplint.fixing.layout import NotEditable, path_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from tplint.documents.nodes import Document
    from tplint.fixing.edits import Change
    from tplint.fixing.layout import Path
    from tplint.model import Step, Upload


def fix(title: str, safety: Literal["safe", "unsafe"], document: Document, changes: Iterable[Change]) -> Fix:
    """A fix by changes of one file; ``manual`` where they, or the one who makes them, raise ``NotEditable``."""
    try:
        made = edits(document, changes)
    except NotEditable:
        return Fix(title)
    return Fix(title, safety, made)


def document_of(upload: Upload) -> Document:
    """The file that an upload's job is written in: on GitLab it may be one that the pipeline includes."""
    document, source = upload.pipeline.document, upload.job.at.source
    return document if source == document.source else parse(source)


def step_path(document: Document, step: Step) -> Path:
    """The path of a step; raises ``NotEditable`` for one of a composite action, which other workflows may use."""
    if step.at.source != document.source:
        raise NotEditable("the step is written in another file")
    return path_to(document, step.node)
