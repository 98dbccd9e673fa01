"""What PyPI does with trusted publishers: registers them, verifies tokens against them, and says why it refuses.

Each name is loaded when it is first asked for: most runs need no more of PyPI than how it compares names.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.pypi.kinds import SERVER_ERROR, Claims, Difference, Field, Issuer, Publisher
    from tplint.pypi.links import form_values, pending_link, prefilled_link
    from tplint.pypi.names import is_stdlib, is_valid, normalize, ultranormalize
    from tplint.pypi.publishers import InvalidPublisher, form_fields, publisher
    from tplint.pypi.uploads import upload_error
    from tplint.pypi.verification import Verdict, verify

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

_HOMES = {
    "kinds": ("SERVER_ERROR", "Claims", "Difference", "Field", "Issuer", "Publisher"),
    "links": ("form_values", "pending_link", "prefilled_link"),
    "names": ("is_stdlib", "is_valid", "normalize", "ultranormalize"),
    "publishers": ("InvalidPublisher", "form_fields", "publisher"),
    "uploads": ("upload_error",),
    "verification": ("Verdict", "verify"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
