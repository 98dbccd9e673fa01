"""What PyPI answers to an upload with a minted token, as far as the names of projects decide it."""

from __future__ import annotations

from tplint.pypi.kinds import HOSTS
from tplint.pypi.names import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

CANNOT_CREATE = (
    "Non-user identities cannot create new projects. This was probably caused by successfully using a pending "
    "publisher but specifying the project name incorrectly (either in the publisher or in your project's metadata). "
    "Please ensure that both match. See: https://docs.pypi.org/trusted-publishers/troubleshooting/"
)


def upload_error(
    name: str,
    token_projects: Iterable[str],
    *,
    projects: Iterable[str] = (),
    archived: Iterable[str] = (),
    index: str = "pypi",
) -> str | None:
    """PyPI's error for an upload whose metadata gives this name, or None where the name is no obstacle.

    ``token_projects`` are those of the verdict, ``projects`` others that exist, ``archived`` those of them that take
    no uploads. A minted token creates no project: a name that does not exist is refused, whatever the token covers.
    """
    covered = {normalize(project) for project in token_projects}
    existing = {normalize(project): project for project in (*projects, *archived, *token_projects)}
    wanted = normalize(name)
    if wanted not in existing:
        return CANNOT_CREATE
    project = existing[wanted]
    if wanted not in covered:
        publisher_scope = f"OIDC scoped token is not valid for project '{project}'"
        project_scope = f"project-scoped token is not valid for project: {project!r}"
        # Each restriction is reported twice: the token embeds it, and the server keeps it.
        return "Invalid API Token: " + ", ".join([publisher_scope, project_scope] * 2)
    if wanted in map(normalize, archived):
        see = f"{HOSTS[index]}/help/#project-name"
        return f"The given token isn't allowed to upload to project '{project}'. See {see} for more information."
    return None
