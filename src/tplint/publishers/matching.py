"""Uploads and declared publishers → which of them PyPI would bring together, by PyPI's own rules (`tplint.pypi`)."""

from __future__ import annotations

from tplint import pypi
from tplint.facts.possible_tokens import made_for
from tplint.facts.sending import certainly_sent, sent
from tplint.facts.trusted_publishing import uses_trusted_publishing
from tplint.model import Known, Match, Unknown
from tplint.platforms.file_names import differs_in_spelling
from tplint.publishers.declarations import is_sound, issuers, stored
from tplint.publishers.form_fields import (
    FORMS,
    NAMES,
    declared_file,
    file_field,
    full_name,
    included_files,
    presented_file,
)
from tplint.pypi.names import is_valid, normalize
from tplint.records import NamedTuple
from tplint.remembered import by_identity
from tplint.repository import identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Fact, Project, Publisher, Repository, Upload
    from tplint.repository import Identity


# --- which publishers an upload has ---------------------------------------------------------------------------------


def matches(repository: Repository) -> Iterator[Match]:
    """Compare every upload that uses trusted publishing with the publishers declared for its index.

    Publishers that PyPI's form refuses are left out; where only such are left, nothing is said of the upload. One that
    is declared for another repository than remotes and the projects' URLs name does not match.

    A declared file that is there may be GitLab's top-level file by a setting of the project, unless another pipeline
    includes it; then nothing is said of the uploads that present another file.
    """
    uploads = repository.uploads
    included = {path for upload in uploads for path in included_files(upload.pipeline)} | set(repository.absent)
    read = {upload.pipeline.path for upload in uploads}
    known = [
        _Declared(publisher, is_sound(publisher), this_repository(publisher, repository))
        for publisher in repository.publishers
    ]
    for upload in uploads:
        declared = [each for each in known if upload.goes_to(each.publisher.index_name)]
        own = [each for each in declared if each.publisher.kind == upload.platform]
        if not uses_trusted_publishing(upload) or not any(each.sound for each in own or declared):
            continue
        if upload.platform == "gitlab" and not _is_top_level(upload, own, included, read):
            continue
        found = _match(upload, [each for each in own if each.sound], sent(upload, repository))
        if found.publishers or all(each.sound for each in own):
            yield found


def _is_top_level(upload: Upload, own: list[_Declared], included: set[str], read: set[str]) -> bool:
    """Whether an upload of GitLab certainly presents the file that it is read from, beside these publishers."""
    path = upload.pipeline.path
    declared = {each.publisher.fields.get("workflow_filepath", "") for each in own} - {path}
    return (
        bool(own)
        and path not in included
        and all(each in included or (each not in read and differs_in_spelling(each, path)) for each in declared)
    )


def used(match: Match) -> tuple[Publisher, ...]:
    """The accepted publishers whose projects the token covers: those that name the environment, where some do."""
    specific = tuple(publisher for publisher in match.publishers if publisher.fields.get("environment"))
    known = isinstance(match.upload.job.environment, Known)
    return specific if specific and known else match.publishers


class _Declared(NamedTuple):
    """A publisher, whether a token could match it, and the repository that this is where it is not the publisher's."""

    publisher: Publisher
    sound: bool
    elsewhere: Identity | None


class _Comparison(NamedTuple):
    """A publisher beside an upload: PyPI's names of the fields that differ, and PyPI's answer.

    The answer is empty where only the repository is another, which PyPI is not asked about.
    """

    publisher: Publisher
    fields: tuple[str, ...]
    error: str


def _match(upload: Upload, declared: list[_Declared], project: Fact[Project]) -> Match:
    compared = [_comparison(upload, each.publisher, each.elsewhere) for each in declared]
    accepted = tuple(comparison.publisher for comparison in compared if not comparison.fields)
    if accepted:
        return Match(upload, accepted)
    from tplint.pypi.kinds import no_publisher  # noqa: PLC0415 - most runs know of no publisher

    if not compared:
        return Match(upload, (), None, ("kind",), no_publisher())
    nearest = min(compared, key=lambda comparison: _distance(upload, project, comparison))
    return Match(upload, (), nearest.publisher, nearest.fields, nearest.error or no_publisher())


def _comparison(upload: Upload, publisher: Publisher, elsewhere: Identity | None) -> _Comparison:
    fields, error = compare(upload, publisher)
    if elsewhere is None:
        return _Comparison(publisher, fields, error)
    differing = tuple(field for field, _ in differing_names(publisher, elsewhere))
    return _Comparison(publisher, (*differing, *fields), error)


def _distance(upload: Upload, project: Fact[Project], comparison: _Comparison) -> tuple[int, ...]:
    """How far a publisher is from an upload: by what differs, then by the file's name, then the project's.

    Owner and name of another repository are one difference; with as many, that of this one is nearer for the same file.
    """
    publisher, fields, _ = comparison
    declared = declared_file(publisher)
    near = differs_in_spelling(declared, presented_file(upload)) or declared in _callers(upload)
    name = project.value.name if isinstance(project, Known) else project
    same = isinstance(name, Known) and normalize(name.value) == normalize(publisher.project_name)
    elsewhere = not NAMES.isdisjoint(fields)
    count = len(set(fields) - NAMES) + elsewhere
    return (count, file_field(publisher) in fields and not near, elsewhere, not same)


def compare(upload: Upload, publisher: Publisher) -> tuple[tuple[str, ...], str]:
    """PyPI's names of the fields in which a publisher differs from what an upload presents, and PyPI's answer.

    What the files do not decide (an environment from an expression) is taken to agree, and so are owner and
    repository, which TP203 compares with the git remotes. The publisher is one that PyPI's form takes.
    """
    row = stored(publisher)
    verdict = pypi.verify([row], _claims(upload, row), index=publisher.index_name, issuers=issuers(publisher))
    fields = dict.fromkeys(difference.field for difference in verdict.differences)
    return tuple(fields), verdict.error or ""


def _claims(upload: Upload, row: pypi.Publisher) -> dict[str, object]:
    """The claims of an upload's token, with the publisher's own values for what the files do not decide."""
    claims, event = made_for(row), upload.events[0] if upload.events else None
    if upload.platform == "gitlab":
        file = f"//{upload.pipeline.path}@{claims['ref_path']}"
        claims["ci_config_ref_uri"] = str(claims["ci_config_ref_uri"]).partition("//")[0] + file
    else:
        if event is not None and event.exact:
            claims["ref"] = event.ref
        claims["job_workflow_ref"] = f"{claims['repository']}/{upload.pipeline.path}@{claims['ref']}"
    match upload.job.environment:
        case Known(name):
            claims["environment"] = name
    return claims


# --- why an upload has none -----------------------------------------------------------------------------------------


def cause(match: Match, repository: Repository) -> str:
    """The code of the one rule that says why an upload has no publisher; empty where it has one, or TP204 says it."""
    publisher = match.nearest
    if publisher is None:
        return ""
    if is_misspelt(match) and not _is_used(publisher, repository):
        return "TP202"
    if declared_file(publisher) in _callers(match.upload):
        return "TP206"
    if not NAMES.isdisjoint(match.fields):
        return "TP203"
    if match.fields == ("environment",):
        return "" if _is_of_other_project(match, publisher, repository) else "TP402"
    return "TP201" if file_field(publisher) in match.fields and names_no_uploader(publisher, repository) else ""


def _is_of_other_project(match: Match, publisher: Publisher, repository: Repository) -> bool:
    """Whether an upload sends another project than a publisher's, which has uploads of its own."""
    if not _is_used(publisher, repository):
        return False
    project = certainly_sent(match.upload, repository)
    name = project.value.name if isinstance(project, Known) else project
    return isinstance(name, Known) and normalize(name.value) != normalize(publisher.project_name)


def _is_used(publisher: Publisher, repository: Repository) -> bool:
    """Whether a publisher has uploads of its own, so that no other is what it was meant for."""
    return any(publisher in match.publishers for match in repository.matches)


def explained(code: str, repository: Repository) -> Iterator[tuple[Match, Publisher]]:
    """The matches of which the rule of a code says why they are none, each with the publisher that comes nearest."""
    for match in repository.matches:
        if match.nearest is not None and cause(match, repository) == code:
            yield match, match.nearest


def naming_caller(upload: Upload, repository: Repository) -> Match | None:
    """The match of an upload whose nearest publisher names a file that calls the upload's workflow."""
    return next((match for match, _ in explained("TP206", repository) if match.upload.at == upload.at), None)


def is_misspelt(match: Match) -> bool:
    """Whether the nearest publisher names the upload's file with the other extension, or in other letter case."""
    return match.nearest is not None and differs_in_spelling(declared_file(match.nearest), presented_file(match.upload))


def _callers(upload: Upload) -> frozenset[str]:
    """The files through which an upload's workflow is called."""
    return frozenset(call.pipeline.file_name for call in upload.calls) - {upload.pipeline.file_name}


def names_no_uploader(publisher: Publisher, repository: Repository) -> bool:
    """Whether a publisher's workflow is certainly not there, or certainly uploads nothing to its index.

    On GitLab, whether its file is not there, or another pipeline includes it, so that uploads present that one.
    """
    if publisher.kind == "gitlab":
        file = declared_file(publisher)
        return file in repository.absent or any(file in included_files(each) for each in repository.pipelines)
    declared = publisher.fields["workflow_filename"]
    path = f".github/workflows/{declared}"
    pipeline = repository.pipeline(path)
    if pipeline is None:
        return all(problem.path != path for problem in repository.problems)
    if pipeline in repository.untriggered:
        return False
    return (
        all(upload.pipeline.path != path for upload in possible_uploads(publisher, repository))
        and all(undecided.at.source.path != path for undecided in repository.undecided)
        and all(isinstance(job.token_uses, Known) and not job.calls for job in pipeline.jobs)
    )


def possible_uploads(publisher: Publisher, repository: Repository) -> Iterator[Upload]:
    """The uploads that go, or may go, to a publisher's index, whether or not their conditions can hold."""
    for upload in repository.written_uploads:
        if upload.goes_to(publisher.index_name) or isinstance(upload.target, Unknown):
            yield upload


# --- whose repository it is -----------------------------------------------------------------------------------------


def this_repository(publisher: Publisher, repository: Repository) -> Identity | None:
    """The repository, as the remote or URL that comes nearest names it, where none names the publisher's."""
    named = _named(publisher, repository)
    if not named or any(_is_same(identity, publisher) for identity in named):
        return None
    return min(named, key=lambda identity: len(differing_names(publisher, identity)))


def differing_names(publisher: Publisher, identity: Identity) -> tuple[tuple[str, str], ...]:
    """The names of a publisher's repository that are others than a repository's: PyPI's field, and the name there."""
    pairs = zip(FORMS[publisher.kind].names, identity[:2], strict=True)
    return tuple((field, name) for field, name in pairs if publisher.fields.get(field, "").lower() != name.lower())


def is_of_this_repository(publisher: Publisher, repository: Repository) -> bool:
    """Whether a remote or URL names a publisher's repository; where none names any, whether all publishers do."""
    named = _named(publisher, repository)
    if named:
        return any(_is_same(identity, publisher) for identity in named)
    return len(_named_by_publishers(repository.publishers)[publisher.kind]) == 1


@by_identity(4)
def _named_by_publishers(publishers: tuple[Publisher, ...]) -> dict[str, set[str]]:
    """The repositories that publishers of each kind name."""
    found: dict[str, set[str]] = {}
    for each in publishers:
        if each.kind in FORMS:
            found.setdefault(each.kind, set()).add(full_name(each).lower())
    return found


def differing_case(publisher: Publisher, repository: Repository) -> Iterator[tuple[str, str, str]]:
    """The names of a publisher's repository that every remote and URL spells in other letter case.

    Each as PyPI's field, the spelling, and what has it. PyPI spells the owner on GitHub as GitHub does, however it was
    typed.
    """
    same = [identity for identity in _named(publisher, repository) if _is_same(identity, publisher)]
    for position, field in enumerate(FORMS[publisher.kind].names if same else ()):
        if field != "owner" and all(identity[position] != publisher.fields[field] for identity in same):
            yield field, same[0][position], same[0].origin


def _named(publisher: Publisher, repository: Repository) -> tuple[Identity, ...]:
    """The repositories that remotes and URLs name on the publisher's platform."""
    if publisher.kind not in FORMS:
        return ()
    issuer = publisher.fields.get("issuer_url", "").removeprefix("https://").partition("/")[0]
    return identities(repository.remotes, repository.projects, issuer or FORMS[publisher.kind].host)


def _is_same(identity: Identity, publisher: Publisher) -> bool:
    return identity.name.lower() == full_name(publisher).lower()


def of_same_workflow(upload: Upload, repository: Repository) -> tuple[Publisher, ...]:
    """The publishers declared for an upload's platform, index and file, whatever their environment."""
    return tuple(
        publisher
        for publisher in repository.publishers
        if publisher.kind == upload.platform
        and upload.goes_to(publisher.index_name)
        and declared_file(publisher) == presented_file(upload)
        and this_repository(publisher, repository) is None
    )


# --- what an upload sends -------------------------------------------------------------------------------------------


def uncovered(
    repository: Repository, *, of_several: bool
) -> Iterator[tuple[Match, Project, str, tuple[Publisher, ...]]]:
    """The accepted uploads of a project that none of the accepted publishers has: its name, and these publishers.

    With ``of_several`` those whose identity other projects are, or may be, uploaded with, too; else the others. Names
    that no project can have are TP303's.
    """
    for match in repository.matches:
        project, publishers = certainly_sent(match.upload, repository), used(match)
        if not publishers or not isinstance(project, Known) or not isinstance(project.value.name, Known):
            continue
        name = project.value.name.value
        covered = {normalize(publisher.project_name) for publisher in publishers if is_valid(publisher.project_name)}
        if (
            is_valid(name)
            and covered
            and normalize(name) not in covered
            and _sends_several(match, repository) == of_several
        ):
            yield match, project.value, name, publishers


def _sends_several(match: Match, repository: Repository) -> bool:
    """Whether the uploads that present the same identity send, or may send, more projects than one."""
    accepted = (other for other in repository.matches if other.publishers == match.publishers)
    projects = [certainly_sent(other.upload, repository) for other in accepted]
    return any(project != projects[0] for project in projects)
