"""Uploads of today beside those of the last release → which of them present another identity now."""

from __future__ import annotations

from tplint.facts.trusted_publishing import uses_trusted_publishing
from tplint.model import Known, Unknown
from tplint.publishers.form_fields import FORMS, presented_file
from tplint.records import NamedTuple
from tplint.repository import identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.model import Project, Release, Remote, Repository, Upload
    from tplint.repository import Identity


class Change(NamedTuple):
    """An upload, and what it was at the last release."""

    upload: Upload
    before: Upload

    @property
    def only_adds_environment(self) -> bool:
        """Whether the job has an environment now and had none, and all else is as it was."""
        return self.upload.pipeline.path == self.before.pipeline.path and not _environment(self.before)


class Move(NamedTuple):
    """An upload, its repository as it is called today, and as the project's URLs called it at the last release."""

    upload: Upload
    now: Identity
    before: Identity


class _Presented(NamedTuple):
    """What PyPI looks a publisher up by, within one repository."""

    index_name: str
    path: str
    environment: str


def changes(repository: Repository, release: Release) -> Iterator[Change]:
    """Uploads by trusted publishing whose workflow file or environment was another one at the release.

    An upload counts as one of then where it took the place of one: no upload presents now what that one did, and only
    one comes into question. Uploads beside declared publishers are left to the rules that compare these.
    """
    then, now = _by_identity(release.uploads), _by_identity(undeclared(repository))
    gone = {key: upload for key, upload in then.items() if not _may_be_presented(key, repository.alternatives)}
    for key, upload in now.items():
        if key.path in release.unread or _may_be_presented(key, release.alternatives):
            continue
        before = _replaced(key, upload, gone)
        if before is not None:
            yield Change(upload, before)


def differing(upload: Upload, other: Upload) -> str:
    """What an upload presents, as far as it is not what the other one does."""
    files = presented_file(upload), presented_file(other)
    environments = _shown_environment(upload), _shown_environment(other)
    what = "pipeline file" if upload.platform == "gitlab" else "workflow"
    file = f"{what} `{files[0]}`" if files[0] != files[1] else ""
    return " with ".join(filter(None, (file, environments[0] if environments[0] != environments[1] else "")))


def _shown_environment(upload: Upload) -> str:
    environment = upload.job.environment
    name = environment.value if isinstance(environment, Known) else None
    return f"environment `{name}`" if name else "no environment"


def undeclared(repository: Repository) -> tuple[Upload, ...]:
    """The uploads by trusted publishing to indexes for which no publishers are declared."""
    judged = {match.upload.at for match in repository.matches}
    return tuple(each for each in repository.uploads if uses_trusted_publishing(each) and each.at not in judged)


def _by_identity(uploads: Iterable[Upload]) -> dict[_Presented, Upload]:
    found: dict[_Presented, Upload] = {}
    for upload in uploads:
        if uses_trusted_publishing(upload) and isinstance(upload.job.environment, Known):
            key = _Presented(upload.index_name, upload.pipeline.path, _environment(upload))
            found.setdefault(key, upload)
    return found


def _environment(upload: Upload) -> str:
    """The environment as PyPI compares it; empty where there is none, or it is not known."""
    environment = upload.job.environment
    name = environment.value if isinstance(environment, Known) else None
    return (name if upload.platform == "gitlab" else name.lower()) if name else ""


def _may_be_presented(key: _Presented, uploads: Iterable[Upload]) -> bool:
    """Whether one of these uploads presents, or may present, an identity."""
    return any(
        upload.pipeline.path == key.path
        and (isinstance(upload.target, Unknown) or upload.index_name == key.index_name)
        and (isinstance(upload.credential, Unknown) or upload.signs_in_by("oidc"))
        and (isinstance(upload.job.environment, Unknown) or _environment(upload) == key.environment)
        for upload in uploads
    )


def _replaced(key: _Presented, upload: Upload, gone: dict[_Presented, Upload]) -> Upload | None:
    """The upload whose place another one took: in the same file, in a job of the same name, or the only one."""
    candidates = {other: before for other, before in gone.items() if other.index_name == key.index_name}
    same_file = [before for other, before in candidates.items() if other.path == key.path]
    same_job = [before for before in candidates.values() if before.job.id == upload.job.id]
    found = same_file or same_job or list(candidates.values())
    return found[0] if len(found) == 1 else None


def move(repository: Repository, release: Release) -> Move | None:
    """The repository's new name: all remotes and URLs agree on it, and at the release all URLs agreed on another.

    Owner or name is still the same; else the URLs of then may have been those of a template. The upload is the first.
    """
    uploads = undeclared(repository)
    host = FORMS[uploads[0].platform if uploads else "github"].host
    now, before = _named(repository.remotes, repository.projects, host), _named((), release.projects, host)
    if not uploads or now is None or before is None or not any(map(uses_trusted_publishing, release.uploads)):
        return None
    same = [first.lower() == second.lower() for first, second in zip(now[:2], before[:2], strict=True)]
    return Move(uploads[0], now, before) if same.count(True) == 1 else None


def _named(remotes: tuple[Remote, ...], projects: tuple[Project, ...], host: str) -> Identity | None:
    found = identities(remotes, projects, host)
    return found[0] if len({identity.name.lower() for identity in found}) == 1 else None
