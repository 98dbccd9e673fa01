"""What each uploader says where its job gives it no identity token: an upload → a clause, in the tool's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tplint.model import PlatformName, Upload

_WORDS: dict[PlatformName, dict[str, str]] = {
    "github": {
        "pypa/gh-action-pypi-publish": 'the action would stop with "missing or insufficient OIDC token permissions"',
        "twine": 'twine would stop with "GitHub: missing or insufficient OIDC token permissions"',
        "uv": 'uv would stop with "Failed to obtain OIDC token: is the `id-token: write` permission missing?"',
        "pdm": 'pdm would stop with "Username and password are required"',
        "maturin": 'maturin would stop with "Credentials not found and non-interactive mode is enabled"',
        "PyO3/maturin-action": 'maturin would stop with "Credentials not found and non-interactive mode is enabled"',
    },
    "gitlab": {
        "twine": 'twine would stop with "GitLab: Environment variable {} not found"',
        "uv": 'uv would find no token ("ID token variable not found: {}"), and stop',
        "pdm": 'pdm would stop with "Username and password are required"',
    },
}


def without_token(upload: Upload, variable: str = "") -> str:
    """What an upload's tool says without a token; ``variable`` is the one that it looks for on GitLab."""
    words = _WORDS[upload.platform].get(upload.uploader.name, "the upload would end without credentials")
    return words.format(variable)
