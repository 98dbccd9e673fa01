"""`pypa/gh-action-pypi-publish`: its inputs alone decide, neither the environment nor a `.pypirc` is read."""

from __future__ import annotations

import re

from tplint.commands.folders import below
from tplint.metadata.versions import at_least, commented, release
from tplint.model import Credential, Known, Unknown, Uploader
from tplint.records import NamedTuple
from tplint.uploaders import credentials
from tplint.uploaders.indexes import PYPI_URL, index_at, index_of
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Action, Fact, Index
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.sightings import Surroundings

NAME = "pypa/gh-action-pypi-publish"
NEWEST = ("release/v1", "unstable/v1")
SUNSET = "master"
TRUSTED_SINCE = (1, 8)
RIGHT_URL_SINCE = (1, 8, 1)  # 1.8.0 uploads to https://pypi.org/legacy/
DASHES_SINCE = (1, 7)  # before, inputs had underscores only
ATTESTATIONS_SINCE = (1, 10)
ATTESTS_SINCE = (1, 11)
# Before, the action was an image that GitHub built; since then it is a composite action that pulls one by its own ref.
PULLS_IMAGE_SINCE = (1, 12)
# Before which release the image's twine refuses metadata that is newer than what. Up to 1.5 the image is built in each
# run, with the newest twine for its Python: https://github.com/pypa/gh-action-pypi-publish/blob/v1.5.2/Dockerfile#L12
_READS: tuple[tuple[tuple[int, ...], tuple[int, int] | None], ...] = (
    ((1, 3), None),
    ((1, 6), (2, 4)),
    ((1, 12, 3), (2, 3)),
    ((1, 14, 2), (2, 4)),
)
# The deprecated spelling of each input; the canonical one wins where it is not empty.
ALIASES = {
    "repository-url": "repository_url",
    "packages-dir": "packages_dir",
    "verify-metadata": "verify_metadata",
    "skip-existing": "skip_existing",
    "print-hash": "print_hash",
}
_VERSION = r"v\d+\.\d+(?:\.\d+)?(?:\w*)"
_BRANCH = r"release/(v1\.\d+)"
_COMMIT = r"[0-9a-f]{40}"
_MISSING = r"v1(?:\.\d+)?|main|release/v1\.\d+\.\d+"
# GitHub looks for whole commits only; no branch or tag of the action looks like a part of one.
_LIKE_COMMIT = r"(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,}"
_SAID = r"(release/v1|unstable/v1|v?\d+\.\d+[\w.]*)"
_PYPI = r"pypi\.org"


class Release(NamedTuple):
    """What a ref of the action stands for, as facts."""

    version: Fact[str]
    trusts: Fact[bool]
    offers_attestations: Fact[bool]
    attests: Fact[bool]


def is_missing_ref(ref: str) -> bool:
    """Whether a ref is known not to exist (November 2026): `v1`, `v1.14`, `main`, and branches of single releases."""
    return re.fullmatch(_MISSING, ref) is not None


def is_broken_commit(ref: str) -> bool:
    """Whether a ref is written as a commit's, and has fewer or more digits than one."""
    return re.fullmatch(_LIKE_COMMIT, ref) is not None and not re.fullmatch(_COMMIT, ref)


def absence(ref: str) -> str:
    """Why the action has no such ref; empty where it may have it."""
    if is_broken_commit(ref):
        return f"a commit has 40 digits, and this has {len(ref)}"
    return "neither a branch nor a tag of the action" if is_missing_ref(ref) else ""


def commit_of_tag_object(ref: str) -> str:
    """The commit of the release whose tag object a ref is, where no image is named after the object; else empty.

    Images are named after commits, branches and tags: https://github.com/pypa/gh-action-pypi-publish/pull/301.
    """
    if not re.fullmatch(_COMMIT, ref):
        return ""
    from tplint.uploaders.pypi_publish_releases import COMMITS, TAG_OBJECTS  # noqa: PLC0415 - for pinned commits only

    version = TAG_OBJECTS.get(ref, "")
    pulls_image = at_least(version, PULLS_IMAGE_SINCE)
    return next((commit for commit, named in COMMITS.items() if pulls_image and named == version), "")


def recognise(action: Action, around: Surroundings) -> Iterator[Sighting]:
    """The upload of the action or of its image."""
    named = release_of(action)
    target = index(action, named)
    sign_in = credential(action, named, around)
    yield Sighting(
        Uploader(NAME, named.version, named.trusts, _reads(named.version)),
        target,
        sign_in,
        attestations(action, named, target, sign_in),
        folder(action, named),
        action.at,
    )


def release_of(action: Action) -> Release:
    """What the action's ref (or the image's tag) says about its version."""
    ref = action.ref
    if action.name != NAME:
        ref = re.sub(r"^(release|unstable)-", r"\1/", ref)
    if ref in NEWEST:
        newest = Known(True, action.at)
        return Release(Known(ref, action.at), newest, newest, newest)
    if ref == SUNSET:
        never = Known(False, action.at)
        return Release(Known(ref, action.at), never, never, never)
    if (version := _version(ref)) is None or is_missing_ref(ref):
        return _undetermined(action, ref)
    facts = (Known(at_least(version, since), action.at) for since in (TRUSTED_SINCE, ATTESTATIONS_SINCE, ATTESTS_SINCE))
    return Release(Known(version, action.at), *facts)


def _undetermined(action: Action, ref: str) -> Release:
    """A ref that no table has. A comment that says which release a commit is, is believed where it is a recent one.

    Tools that update pins keep such comments. Releases that are newer than the table have no other sign.
    """
    unknown = Unknown(f"what `{ref}` of the action is, is not known" if ref else "the action has no ref", action.at)
    if is_missing_ref(ref):
        return Release(Known(ref, action.at), unknown, unknown, unknown)
    said = re.match(_SAID, commented(action._replace(ref=ref)))
    if said is None or not (said[1] in NEWEST or at_least(said[1], ATTESTS_SINCE)):
        return Release(unknown, unknown, unknown, unknown)
    recent = Known(True, action.at)
    return Release(unknown, recent, recent, recent)


def _version(ref: str) -> str | None:
    """The version of an exact tag or of a release's commit; of a minor branch its highest release."""
    if re.fullmatch(_COMMIT, ref):
        from tplint.uploaders.pypi_publish_releases import RELEASES  # noqa: PLC0415 - for pinned commits only

        return RELEASES.get(ref)
    if branch := re.fullmatch(_BRANCH, ref):
        return f"{branch[1].removeprefix('v')}.99"
    return ref.removeprefix("v") if re.fullmatch(_VERSION, ref) and release(ref) else None


def _reads(version: Fact[str]) -> tuple[int, int] | None:
    """The newest core metadata that the twine in the action's image takes, where that is not the newest there is."""
    if not isinstance(version, Known) or release(version.value) is None or is_missing_ref(version.value):
        return None
    return next((newest for before, newest in _READS if not at_least(version.value, before)), None)


def effective(action: Action, name: str, named: Release) -> Carrier | None:
    """An input by its canonical name or its deprecated one; None where neither is given or both are empty."""
    canonical = credentials.of_input(action, name) if _knows_dashes(named.version) else None
    return credentials.filled(canonical, credentials.of_input(action, ALIASES.get(name, name)))


def _knows_dashes(version: Fact[str]) -> bool:
    """Whether the action looks at inputs with dashes; a ref that does not exist, as `v1`, is no old release."""
    match version:
        case Known(value) if release(value) and not is_missing_ref(value):
            return at_least(value, DASHES_SINCE)
    return True


def index(action: Action, named: Release) -> Fact[Index]:
    """`repository-url`; the default of v1.8.0 was the wrong URL."""
    given = effective(action, "repository-url", named)
    if given is not None:
        return index_of(given.fact)
    if action.name != NAME:
        return Unknown("the image has no default for `repository-url`", action.at)
    match named.version:
        case Known(version) if release(version) == (*TRUSTED_SINCE, 0):
            return Known(index_at("https://pypi.org/legacy/"))
        case _:
            return Known(index_at(PYPI_URL))


def credential(action: Action, named: Release, around: Surroundings) -> Fact[Credential]:
    """Trusted publishing if `user` is ``__token__`` (its default) and `password` is empty, whatever else is set."""
    user, password = credentials.of_input(action, "user"), credentials.of_input(action, "password")
    if user is None and action.name != NAME:
        return Unknown("the image has no default for `user`", action.at)
    if password is not None and not password.is_blank:
        return credentials.stored(password, around, user)
    if user is None or user.text == credentials.TOKEN_USER:
        return named.trusts.map(lambda trusts: Credential("oidc" if trusts else "none"))
    if user.text is None:
        return Unknown(f"{user.label} is not known, and only `__token__` goes with trusted publishing", *user.at)
    return Known(credentials.user_only(user), *user.at)


def attestations(action: Action, named: Release, target: Fact[Index], sign_in: Fact[Credential]) -> Fact[bool]:
    """Made unless switched off, since v1.11; only for trusted publishing, and only for URLs of `pypi.org`."""
    given = effective(action, "attestations", named)
    wanted = named.attests if given is None else _wanted(given, named)
    if wanted == Known(False):
        return wanted
    if isinstance(sign_in, Unknown):
        return sign_in
    if isinstance(target, Unknown):
        return target
    if sign_in.value.kind != "oidc" or sign_in.value.minted or not re.search(_PYPI, target.value.url):
        return Known(False, action.at)
    return wanted


def _wanted(given: Carrier, named: Release) -> Fact[bool]:
    """What the input says; only the word `false` switches off."""
    if named.offers_attestations == Known(False):
        return named.offers_attestations
    return given.fact.map(lambda value: value != "false").placed(*given.at)


def folder(action: Action, named: Release) -> Fact[str]:
    """`packages-dir`, which is `dist` by default, relative to the workspace."""
    given = effective(action, "packages-dir", named)
    return below(Known("."), given.fact if given is not None else Known("dist"))
