"""python-semantic-release → what the tags of its releases are like, by the project's files.

https://python-semantic-release.readthedocs.io/en/latest/configuration/configuration.html
"""

from __future__ import annotations

import re

from tplint.documents.nodes import Document
from tplint.platforms.github.tag_filters import PREFIXED, VERSIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.load import Files

_FILES = ("pyproject.toml", "setup.cfg")
_FORMAT = r"(?m)^[ \t]*tag_format[ \t]*=[ \t]*[\"']?([^\"'{}\n]*)\{version\}[\"']?[ \t]*$"
# It may name another token there, or say that git has one of its own.
_OF_REMOTE = "semantic_release.remote"


def settings(files: Files) -> tuple[Document, ...]:
    """The files that it goes by where it is not told of another one; as text, for one line of them matters."""
    found = (files.read(path) for path in _FILES)
    return tuple(Document(source, ()) for source in found if source is not None)


def tags(found: tuple[Document, ...], *, told: bool = False) -> tuple[tuple[str, ...], ...]:
    """What the tags of its releases are like; empty where it may sign in otherwise than it is told to.

    ``told`` is true where it goes by a file that is not read, so that nothing is known of the tags.
    """
    texts = [each.source.text for each in found if each.source.path in _FILES]
    if any(_OF_REMOTE in text for text in texts):
        return ()
    starts = [start for text in texts for start in re.findall(_FORMAT, text)]
    if told or not texts or len(starts) > 1:
        return (VERSIONS,)
    if not any("tag_format" in text for text in texts):
        return ((PREFIXED,),)
    return ((f"{starts[0]}1.2.3",),) if starts else (VERSIONS,)
