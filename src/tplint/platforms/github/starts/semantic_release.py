"""python-semantic-release → what the tags of its releases are like, by the project's files.

https://python-semantic-release.readthedocs.io/en/latest/configuration/configuration.html
"""

from __future__ import annotations

import re

from tplint.documents import toml
from tplint.documents.nodes import Document
from tplint.platforms.github.tag_filters import PREFIXED, VERSIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.load import Files

# Up to version 7 it reads the second one, too.
_FILE, _OLD = "pyproject.toml", "setup.cfg"
_FORMAT = r"([^{}]*)\{version\}"


def settings(files: Files) -> tuple[Document, ...]:
    """The files that it goes by where it is not told of another one; as text, which is no YAML."""
    found = (files.read(path) for path in (_FILE, _OLD))
    return tuple(Document(source, ()) for source in found if source is not None)


def tags(found: tuple[Document, ...], *, told: bool = False) -> tuple[tuple[str, ...], ...]:
    """What the tags of its releases are like; empty where it may sign in otherwise than it is told to.

    ``told`` is true where it goes by a file that is not read, so that nothing is known of the tags.
    """
    sources = {each.source.path: each.source for each in found}
    try:
        table = toml.value(toml.parse(sources[_FILE]).data, ("tool", "semantic_release")) if _FILE in sources else None
    except toml.NotToml:
        return ()
    token = toml.value(table, ("remote", "token"))
    is_other = token is not None and toml.value(token, ("env",)) != "GH_TOKEN"
    if is_other or toml.value(table, ("remote", "ignore_token_for_push")):
        return ()
    is_read = _FILE in sources and (_OLD not in sources or "tag_format" not in sources[_OLD].text)
    given = toml.value(table, ("tag_format",))
    if told or not is_read:
        return (VERSIONS,)
    start = re.fullmatch(_FORMAT, given) if isinstance(given, str) else None
    return ((PREFIXED,),) if given is None else ((f"{start[1]}1.2.3",),) if start is not None else (VERSIONS,)
