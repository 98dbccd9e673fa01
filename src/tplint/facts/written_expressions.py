"""An upload → the expression that it sends as it is written: `secrets.TOKEN` without `${{ }}`, `$TOKEN` in an input."""

from __future__ import annotations

import re

from tplint.model import Known
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.source import Place
    from tplint.model import Upload

_CONTEXT = r"\$?\{?[ ]*((?:secrets|vars)\.[A-Za-z_]\w*)[ ]*\}?"
_VARIABLE = r"\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})"


class Written(NamedTuple):
    """The text that is sent for a credential; ``meant`` is the value's name, empty where that is not known."""

    text: str
    meant: str
    at: Place


def written_expression(upload: Upload) -> Written | None:
    """A credential on GitHub that is the text of an expression; inputs of actions know no variables of a shell."""
    credential = upload.credential
    if upload.platform != "github" or not upload.signs_in_by("token", "password") or not isinstance(credential, Known):
        return None
    if credential.value.secret or not credential.at:
        return None
    at = credential.at[0]
    text = at.text.strip("\"'")
    found = re.fullmatch(_CONTEXT, text)
    if found or (credential.value.carrier.startswith("input ") and re.fullmatch(_VARIABLE, text)):
        return Written(text, found[1] if found else "", at)
    return None
