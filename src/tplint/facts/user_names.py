"""An upload → the user name that it is given in so many words, and where."""

from __future__ import annotations

from tplint.model import Action, Known
from tplint.uploaders.action_release import is_since
from tplint.uploaders.pypi_publish_action import ATTESTATIONS_SINCE, NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.source import Place
    from tplint.model import Upload


def user_name(upload: Upload) -> tuple[str, Place] | None:
    """A user name other than ``__token__`` that the upload certainly signs in with, and its place.

    The empty string counts for the action alone, which takes it for a person's name (since v1.10 at the latest).
    """
    if isinstance(upload.credential, Known) and upload.credential.value.user is not None:
        return upload.credential.value.user
    if upload.uploader.name == NAME and isinstance(upload.run, Action) and upload.signs_in_by("token"):
        user = upload.run.inputs.get("user")
        if (
            user is not None
            and user.value.fact == Known("")
            and is_since(upload.run, ATTESTATIONS_SINCE) == Known(True)
        ):
            return "", user.value.at
    return None
