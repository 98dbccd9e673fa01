"""What each uploader says where it finds no identity token, no credential or one too many: an upload → a clause."""

from __future__ import annotations

from tplint.model import Known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Credential, PlatformName, Upload

_WORDS: dict[PlatformName, dict[str, str]] = {
    "github": {
        "pypa/gh-action-pypi-publish": 'the action would stop with "missing or insufficient OIDC token permissions"',
        "twine": 'twine would stop with "GitHub: missing or insufficient OIDC token permissions"',
        "publib": 'publib would stop with "missing or insufficient OIDC token permissions"',
        "uv": 'uv would stop with "Failed to obtain OIDC token: is the `id-token: write` permission missing?"',
        "pdm": 'pdm would stop with "Username and password are required"',
        "maturin": 'maturin would stop with "Credentials not found and non-interactive mode is enabled"',
        "PyO3/maturin-action": 'maturin would stop with "Credentials not found and non-interactive mode is enabled"',
    },
    "gitlab": {
        "twine": 'twine would stop with "GitLab: Environment variable {} not found"',
        "publib": 'publib would stop with "GitLab: Environment variable {} not found"',
        "uv": 'uv would find no token ("ID token variable not found: {}"), and stop',
        "pdm": 'pdm would stop with "Username and password are required"',
    },
}
# Tools and versions that cannot do trusted publishing.
_UNABLE = {
    "poetry": 'poetry would upload without a credential, and PyPI would answer "403 Forbidden"',
    "hatch": 'hatch would stop with "Missing required option: user", or with a question that nobody answers',
    "flit": 'flit would stop with "Could not find username for upload."',
    "rye": 'rye would stop with "an access token is required"',
    "publib": "publib would stop for want of `TWINE_USERNAME` and `TWINE_PASSWORD`",
    "setup.py upload": "setuptools has no `upload` command any more: 75.0.0 removed it",
    "twine": "twine would ask for an API token, and nobody answers",
    "uv": 'uv would stop with "Missing credentials for …"',
    "pypa/gh-action-pypi-publish": "the action would send an empty password, which PyPI refuses",
}
# What uv calls what it refuses beside `--trusted-publishing always`, by the option or variable; a token is both others.
_CALLED_BY_UV = {
    "`--username`": "a username",
    "`UV_PUBLISH_USERNAME`": "a username",
    "`--keyring-provider`": "the keyring",
    "`UV_KEYRING_PROVIDER`": "the keyring",
}
_OTHERS = "the upload would end without credentials"


def without_token(upload: Upload, variable: str) -> str:
    """What an upload's tool says without a token; ``variable`` is the one that it looks for on GitLab."""
    words = _WORDS[upload.platform].get(upload.uploader.name, _OTHERS)
    return words.format(variable)


def without_credential(upload: Upload) -> str:
    """What a tool that cannot do trusted publishing says, or does, without a credential."""
    if upload.uploader.hindered and upload.uploader.name == "twine":
        return 'twine would stop with "This environment is not supported for trusted publishing"'
    return _UNABLE.get(upload.uploader.name, _OTHERS)


def missing_words(upload: Upload) -> tuple[str, str, str]:
    """What an upload without a credential lacks: at its place, in a message, and in a remedy."""
    credential = upload.credential
    beside = credential.value.carrier if isinstance(credential, Known) else ""
    if beside and upload.uploader.name in {"hatch", "flit", "publib"}:
        return "user name", f"a user name beside {beside}", "the user name `__token__`"
    return "password or token", "a credential", "a token"


def is_alone(credential: Credential) -> bool:
    """Whether uv refuses it by itself, as it does without a password."""
    return credential.carrier in _CALLED_BY_UV


def refused_by_uv(credential: Credential) -> str:
    """What uv says of a credential beside `--trusted-publishing always`."""
    called = _CALLED_BY_UV.get(credential.carrier, "a username and a password")
    return f'uv would stop with "{called} are not allowed when using trusted publishing"'
