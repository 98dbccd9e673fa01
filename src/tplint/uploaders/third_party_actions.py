"""Other published actions that upload to an index: which input carries the credential, and where they upload to."""

from __future__ import annotations

from tplint.model import Credential, Known, Unknown, Uploader
from tplint.records import NamedTuple
from tplint.uploaders import credentials
from tplint.uploaders.hidden import Traces, reason_for_doubt
from tplint.uploaders.indexes import index_of
from tplint.uploaders.sightings import Sighting, Suspicion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Action, Fact, Index
    from tplint.uploaders.sightings import Surroundings


class UploadingAction(NamedTuple):
    """An action that uploads with a stored token: inputs by what they carry, in lower case as GitHub compares them.

    ``url`` is empty where it uploads to PyPI alone, and ``to_pypi`` false where its default may be another index.
    ``needs`` is an input without which, or with the value ``skip``, it uploads nothing.
    """

    tokens: tuple[str, ...]
    users: tuple[str, ...] = ()
    url: str = ""
    needs: str = ""
    to_pypi: bool = True


_ACTIONS = {
    "jrubics/poetry-publish": UploadingAction(
        ("pypi_token", "repository_password"), ("repository_username",), "repository_url"
    ),
    "etils-actions/pypi-auto-publish": UploadingAction(("pypi-token",), needs="pypi-token"),
    "etils-actions/pypi-build-publish": UploadingAction(("pypi-token",)),
    "code-specialist/pypi-poetry-publish": UploadingAction(
        ("publish_registry_password",), ("publish_registry_username",), "publish_registry", to_pypi=False
    ),
    "coveooss/pypi-publish-with-poetry": UploadingAction(("pypi-token",)),
}
DEPLOY = "casperdcl/deploy-pypi"
FINALIZE = "jupyter-server/jupyter_releaser/.github/actions/finalize-release"
# What it was called in jupyter_releaser 1; whether that version mints tokens has not been looked up.
FINALIZE_1 = "jupyter-server/jupyter_releaser/.github/actions/publish-release"
OPEN_ASTRONOMY = "openastronomy/github-actions-workflows/.github/workflows/publish"
# They have `pypi` in the name, and build, check or mint only.
_HARMLESS = ("pypa/", "hynek/", "tschm/")
_SPEAKING = ("publish", "upload", "release", "deploy")
TRACES = Traces(("PYPI_TOKEN", "TWINE_"), (".pypirc",))


def recognise(action: Action, around: Surroundings) -> Iterator[Sighting | Suspicion]:
    """The upload of an action, or the suspicion that its name raises."""
    if action.name in _ACTIONS:
        yield from _by_token(action, _ACTIONS[action.name], around)
    elif action.name == DEPLOY:
        yield from _deploy(action, around)
    elif action.name in {FINALIZE, FINALIZE_1}:
        yield from _finalize(action, around)
    elif action.name.startswith(OPEN_ASTRONOMY):
        yield Suspicion(action.at, "the reusable workflow of OpenAstronomy uploads with the secret `pypi_token`")
    elif _sounds_like_upload(action, around):
        yield Suspicion(action.at, f"`{action.name}` may upload to PyPI, and what it does is not known")


def _by_token(action: Action, known: UploadingAction, around: Surroundings) -> Iterator[Sighting]:
    if known.needs and (needed := credentials.of_input(action, known.needs)) is not None:
        if needed.text in {"", "skip"}:
            return
    elif known.needs:
        return
    secret = credentials.filled(*(credentials.of_input(action, name) for name in known.tokens))
    user = credentials.filled(*(credentials.of_input(action, name) for name in known.users))
    credential: Fact[Credential] = Known(Credential("none"), action.at)
    if secret is not None:
        credential = credentials.stored(secret, around, user)
    url = credentials.filled(credentials.of_input(action, known.url)) if known.url else None
    target = index_of(url.fact if url else None)
    if url is None and not known.to_pypi:
        target = Unknown("the action's default index is not known", action.at)
    yield _sighting(action, target, credential, trusts=False)


def _sighting(action: Action, target: Fact[Index], credential: Fact[Credential], *, trusts: bool) -> Sighting:
    version: Fact[str] = Known(action.ref, action.at) if action.ref else Unknown("it has no ref", action.at)
    folder = Unknown("the action builds what it uploads", action.at)
    return Sighting(Uploader(action.name, version, Known(trusts)), target, credential, Known(False), folder, action.at)


def _deploy(action: Action, around: Surroundings) -> Iterator[Sighting]:
    """It mints by hand where `password` is empty."""
    upload = credentials.of_input(action, "upload")
    if upload is not None and upload.text == "false":
        return
    url = credentials.filled(credentials.of_input(action, "url"))
    password = credentials.filled(credentials.of_input(action, "password"))
    credential: Fact[Credential] = Known(Credential("oidc"), action.at)
    if password is not None:
        credential = credentials.stored(password, around, credentials.of_input(action, "user"))
    yield _sighting(action, index_of(url.fact if url else None), credential, trusts=True)


def _finalize(action: Action, around: Surroundings) -> Iterator[Sighting]:
    """An identity token wins over `PYPI_TOKEN`: that decides alone where the job certainly cannot mint one."""
    dry = credentials.of_input(action, "dry_run")
    if dry is not None and dry.text == "true":
        return
    held = next((name for name in ("PYPI_TOKEN", "PYPI_TOKEN_MAP", "TWINE_PASSWORD") if name in action.env), "")
    doubt = f"an identity token wins over `{held}` where the job can mint one" if held else ""
    if not doubt and action.name == FINALIZE_1:
        doubt = "how jupyter_releaser 1 signs in is not known"
    doubt = doubt or reason_for_doubt(around, TRACES)
    credential: Fact[Credential] = Unknown(doubt, action.at) if doubt else Known(Credential("oidc"), action.at)
    if held == "PYPI_TOKEN" and around.can_mint == Known(value=False):
        value = action.env[held].value
        credential = credentials.stored(credentials.Carrier(f"`{held}`", value.fact, value.raw, (value.at,)), around)
    url = action.env.get("TWINE_REPOSITORY_URL")
    yield _sighting(action, index_of(url.value.fact if url else None), credential, trusts=True)


def _sounds_like_upload(action: Action, around: Surroundings) -> bool:
    """Whether the name of an unknown action says that it uploads to PyPI; composite actions of ours are opened."""
    name = action.name.lower()
    if name.startswith("./"):
        return "pypi" in name and not any(around.read(f"{name[2:]}/action.{end}") for end in ("yml", "yaml"))
    return "pypi" in name and any(word in name for word in _SPEAKING) and not name.startswith(_HARMLESS)
