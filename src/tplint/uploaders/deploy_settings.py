"""Uploads and credentials that other CI systems offer as steps of their own: providers, pipes, tasks, build scripts."""

from __future__ import annotations

from tplint.commands.folders import inside
from tplint.model import Action, Credential, Known, Unknown, Uploader
from tplint.uploaders import credentials
from tplint.uploaders.indexes import ENDPOINTS, PYPI, index_at, index_of
from tplint.uploaders.sightings import Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Fact, Index
    from tplint.uploaders.credentials import Carrier
    from tplint.uploaders.sightings import Surroundings

_TWINE_AUTHENTICATE = "task twineauthenticate"
_CONNECTIONS = ("pythonUploadServiceConnection", "externalFeeds", "artifactFeed", "artifactFeeds")


def recognise_provider(action: Action, around: Surroundings) -> Iterator[Sighting]:
    """Travis' `provider: pypi`: it builds in the root (https://github.com/travis-ci/dpl)."""
    user = credentials.of_input(action, "username") or credentials.of_input(action, "user")
    url = credentials.of_input(action, "server")
    yield _by_password(action, "provider `pypi`", url, _stored(action, "password", user, around), Known("dist"))


def recognise_pipe(action: Action, around: Surroundings) -> Iterator[Sighting]:
    """Bitbucket's `atlassian/pypi-publish`: it builds in its folder (https://bitbucket.org/atlassian/pypi-publish)."""
    user, folder = credentials.of_input(action, "PYPI_USERNAME"), credentials.of_input(action, "FOLDER")
    url, base = credentials.of_input(action, "REPOSITORY"), folder.fact if folder is not None else Known(".")
    credential = _stored(action, "PYPI_PASSWORD", user, around)
    yield _by_password(action, "atlassian/pypi-publish", url, credential, inside(base, "dist"))


def _by_password(
    action: Action, name: str, url: Carrier | None, credential: Fact[Credential], folder: Fact[str]
) -> Sighting:
    """Both write the user name and the password into a `.pypirc`, and call twine: no token is ever exchanged."""
    named = credentials.filled(url)
    target = index_of(named.fact if named is not None else None)
    return Sighting(
        Uploader(name, Known(action.ref), Known(False)), target, credential, Known(False), folder, action.at
    )


def _stored(action: Action, name: str, user: Carrier | None, around: Surroundings) -> Fact[Credential]:
    secret = credentials.of_input(action, name)
    if secret is None:
        return Unknown("its password is not in the file", action.at)
    return credentials.stored(secret, around, user)


def service_connection(around: Surroundings) -> Known[Credential] | None:
    """The credential that Azure's task puts into the `.pypirc` that it names; None where the job has no such task."""
    for step in reversed(around.steps):
        if isinstance(step.run, Action) and step.run.name == _TWINE_AUTHENTICATE:
            given = next((step.run.inputs[name] for name in _CONNECTIONS if name in step.run.inputs), None)
            named = f" `{given.value.raw}`" if given is not None else ""
            return Known(Credential("token", f"service connection{named}"), step.run.at)
    return None


def recognise_activestate(action: Action, _: Surroundings) -> Iterator[Sighting]:
    """ActiveState's `pypi_publisher`, which signs in by the identity token of its platform alone."""
    host = credentials.filled(credentials.of_input(action, "pypi_uri"))
    target = PYPI if host is None else _at_host(host.fact)
    folder = Unknown("ActiveState builds the wheel from its own catalogue")
    credential = Known(Credential("oidc"), action.at)
    yield Sighting(
        Uploader("pypi_publisher", Known(""), Known(True)), target, credential, Known(False), folder, action.at
    )


def _at_host(fact: Fact[str]) -> Fact[Index]:
    """The index of a host's name, with the URL that it takes uploads at."""
    index = fact.map(lambda host: index_at(f"https://{host.removeprefix('https://')}"))
    return index.map(lambda known: known._replace(url=ENDPOINTS.get(known.name, known.url)))
