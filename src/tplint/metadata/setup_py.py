"""``setup.py`` → the name that its ``setup()`` call gives, where it may give one. Few files get past this module."""

from __future__ import annotations

import re

from tplint.documents.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.source import Source
    from tplint.model import ProjectName

_CALL = r"(?<!\w)setup\s*\("


def name(source: Source) -> ProjectName | None:
    """The name that a ``setup.py`` gives the project; None where it calls no ``setup()`` or gives none there."""
    called = re.search(_CALL, source.text)
    if called is None or not ("name" in source.text or "**" in source.text):
        return None
    from tplint.metadata.setup_calls import name_in_calls  # noqa: PLC0415 - loads `ast`

    return name_in_calls(source, Place(source, called.start(), called.end() - 1))
