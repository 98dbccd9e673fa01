"""What PyPI does with trusted publishers: registers them, verifies tokens against them, and says why it refuses."""

from __future__ import annotations

from tplint.pypi.kinds import SERVER_ERROR, Claims, Difference, Field, Issuer, Publisher
from tplint.pypi.links import form_values, pending_link, prefilled_link
from tplint.pypi.names import is_stdlib, is_valid, normalize, ultranormalize
from tplint.pypi.publishers import InvalidPublisher, form_fields, publisher
from tplint.pypi.uploads import upload_error
from tplint.pypi.verify import Verdict, verify

__all__ = [
    "SERVER_ERROR",
    "Claims",
    "Difference",
    "Field",
    "InvalidPublisher",
    "Issuer",
    "Publisher",
    "Verdict",
    "form_fields",
    "form_values",
    "is_stdlib",
    "is_valid",
    "normalize",
    "pending_link",
    "prefilled_link",
    "publisher",
    "ultranormalize",
    "upload_error",
    "verify",
]
