"""Identity tokens of GitLab jobs → the same ones with the audience that PyPI asks for, or the name that tools read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.nodes import Scalar, get
from tplint.edits import RenameKey, ReplaceScalar
from tplint.layout import NotEditable, path_to
from tplint.remedies import fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.edits import Change
    from tplint.findings import Fix
    from tplint.layout import Path
    from tplint.model import IdToken, Upload


def redirected(upload: Upload, token: IdToken) -> Fix:
    """Make a token for the upload's index; a list is left to people."""

    def changes() -> Iterator[Change]:
        path = _path(upload, token)
        if not isinstance(get(upload.job.node, "id_tokens", token.name, "aud"), Scalar):
            raise NotEditable("the audience is a list")
        yield ReplaceScalar((*path, "aud"), upload.index_name)

    title = f"set `aud: {upload.index_name}` for `{token.name}`"
    return fix(title, "safe", upload.pipeline.document, changes())


def renamed(upload: Upload, token: IdToken, name: str) -> Fix:
    """Give a token the name that the tools look for, where nothing else in the file speaks of it."""

    def changes() -> Iterator[Change]:
        if token.at.source.text.count(token.name) != 1:
            raise NotEditable("the token's name stands elsewhere, too")
        yield RenameKey(_path(upload, token), name)

    return fix(f"rename `{token.name}` to `{name}`", "safe", upload.pipeline.document, changes())


def _path(upload: Upload, token: IdToken) -> Path:
    """The path of a token that stands in its own job; one that is inherited may serve others."""
    document, node = upload.pipeline.document, upload.job.node
    if token.at.source != document.source or not node.span.start <= token.at.start < node.span.end:
        raise NotEditable("the token is inherited")
    return (*path_to(document, node), "id_tokens", token.name)
