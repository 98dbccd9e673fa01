"""Git remotes and declared publishers → the GitLab project that runs a pipeline, as far as it is known.

A remote tells only where its host is certainly GitLab's: gitlab.com, a host that is called so, or one that a declared
publisher names as its issuer. A mirror's remote on another host says nothing.
"""

from __future__ import annotations

from tplint.model import Known, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.model import Fact, Publisher, Remote

_GITLAB = "gitlab.com"


class Project(NamedTuple):
    """A project of an instance: the instance's host, and the path of the project with its groups."""

    host: Fact[str]
    path: Fact[str]


def project(remotes: Iterable[Remote], publishers: Iterable[Publisher]) -> Project:
    """The project that the remotes on GitLab hosts name; a fork's is another one than its parent's."""
    hosts = {_host(publisher) for publisher in publishers if publisher.kind == "gitlab"}
    named = [remote for remote in remotes if is_gitlab(remote.host) or remote.host in hosts]
    paths = {(remote.host, remote.path.removesuffix(".git").lower()) for remote in named if "/" in remote.path}
    if len(paths) != 1:
        why = "git remotes name different projects" if paths else "no git remote names a GitLab project"
        return Project(Unknown(why), Unknown(why))
    first = next(remote for remote in named if "/" in remote.path)
    return Project(Known(first.host), Known(first.path.removesuffix(".git").strip("/")))


def is_gitlab(host: str) -> bool:
    """Whether a host certainly runs GitLab, by its name."""
    return host == _GITLAB or host.startswith("gitlab.")


def _host(publisher: Publisher) -> str:
    issuer = publisher.fields.get("issuer_url", "") or f"https://{_GITLAB}"
    return issuer.removeprefix("https://").partition("/")[0].lower()
