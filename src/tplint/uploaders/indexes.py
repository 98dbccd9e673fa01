"""Where an upload goes: URLs → indexes, shared by all uploaders."""

from __future__ import annotations

from tplint.model import Index, Known, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from tplint.documents.source import Place
    from tplint.model import Fact, IndexName

PYPI_URL = "https://upload.pypi.org/legacy/"
TESTPYPI_URL = "https://test.pypi.org/legacy/"
ENDPOINTS: dict[str, str] = {"pypi": PYPI_URL, "testpypi": TESTPYPI_URL}
PYPI = Known(Index("pypi", PYPI_URL))

_HOSTS: dict[str, IndexName] = {
    "upload.pypi.org": "pypi",
    "pypi.org": "pypi",
    "www.pypi.org": "pypi",
    "pypi.python.org": "pypi",
    "test.pypi.org": "testpypi",
    "testpypi.python.org": "testpypi",
}

FaultKind: TypeAlias = "Literal['host', 'path', 'slash', 'scheme']"


class UndefinedIndex(Unknown):
    """An index under a name that no settings define which were read; ``words`` are the uploader's, empty if not known.

    ``what`` is a clause about it: ``nothing defines the repository `internal` ``.
    """

    __slots__ = ("what", "words")

    def __init__(self, why: str, what: str, words: str, *at: Place) -> None:
        super().__init__(why, *at)
        self.what = what
        self.words = words


class EndpointFault(NamedTuple):
    """What keeps a URL on a PyPI host from being an upload endpoint, the first that applies, and the URL that is meant.

    ``host``: a host that takes no uploads. ``path``: not ``/legacy/``. ``slash``: the last slash is missing, so the
    upload is redirected. ``scheme``: not ``https``.
    """

    kind: FaultKind
    meant: str


class Login(NamedTuple):
    """The user and password that a URL holds; empty strings where it holds none."""

    user: str
    password: str


def index_at(url: str) -> Index:
    """The index that a URL belongs to, by its host."""
    return Index(_HOSTS.get(_host(url), "other"), url)


def index_of(fact: Fact[str] | None) -> Fact[Index]:
    """The index of a URL that may not be known; PyPI where none is given."""
    return PYPI if fact is None else fact.map(index_at)


def undefined(name: str, why: str, words: str, *at: Place) -> Unknown:
    """A repository that nothing read defines; ``why`` goes on after its name, ``words`` have `{}` for it.

    An empty name is for some tools as good as none.
    """
    told = f"repository `{name}` {why}"
    if not name:
        return Unknown(told, *at)
    return UndefinedIndex(told, f"nothing defines the repository `{name}`", words.format(name), *at)


def endpoint_fault(url: str) -> EndpointFault | None:
    """What is wrong with a URL on a PyPI host; None for an upload endpoint and for other hosts' URLs."""
    name = index_at(url).name
    if name == "other" or url == ENDPOINTS[name]:
        return None
    meant = ENDPOINTS[name]
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    path = _without_dots(path)
    if host.rpartition("@")[2].lower() != meant.split("/")[2]:
        return EndpointFault("host", meant)
    if path == "legacy":
        return EndpointFault("slash", meant)
    if path != "legacy/":
        return EndpointFault("path", meant)
    return EndpointFault("scheme", meant) if scheme.lower() != "https" else None


def _without_dots(path: str) -> str:
    """A path as all uploaders ask for it: `.` and `..` are taken out (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    parts = path.split("/")
    for part in parts if parts[-1] not in {".", ".."} else (*parts, ""):
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    return "/".join(kept)


def login_of(url: str) -> Login | None:
    """The credentials inside a URL (``https://user:password@host/``), None if it holds none."""
    authority = url.partition("://")[2].partition("/")[0]
    before, at, _ = authority.rpartition("@")
    if not at:
        return None
    user, _, password = before.partition(":")
    return Login(user, password)


def _host(url: str) -> str:
    authority = url.partition("://")[2].partition("/")[0]
    return authority.rpartition("@")[2].partition(":")[0].lower()
