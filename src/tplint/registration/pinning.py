"""Repository → what its declared publishers lack: those to add, those to change, and the uploads left out, with why."""

from __future__ import annotations

from tplint.errors import UsageError
from tplint.facts.reuse import attestation_conflict
from tplint.facts.trusted_publishing import uses_trusted_publishing
from tplint.model import Known, Undecided, Unknown
from tplint.publishers.declarations import is_sound
from tplint.publishers.form_fields import FORMS, NAMES, declared_file, full_name
from tplint.pypi.gitlab import ISSUER
from tplint.pypi.names import normalize
from tplint.records import NamedTuple
from tplint.registration.forms import declared_names, name_for, publisher, registration
from tplint.registration.verdicts import covers, judge, registered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint import pypi
    from tplint.documents.source import Place
    from tplint.model import Fact, IndexName, Publisher, Repository, Upload

# The fields that say which repository publishes; the others say which file and environment of it.
_REPOSITORY = NAMES | {"issuer_url"}


class Wanted(NamedTuple):
    """A publisher that uploads need, as PyPI would store it."""

    index_name: IndexName
    publisher: pypi.Publisher


class Change(NamedTuple):
    """A declared publisher that no upload uses any more, and the values that make it one that is needed."""

    declared: Publisher
    values: Mapping[str, str]


class Plan(NamedTuple):
    """What to do to the declared publishers.

    ``wanted`` are all that the uploads need, ``additions`` those to declare, ``changes`` the declarations to change,
    ``left`` the uploads that no publisher can be worked out for.
    """

    wanted: tuple[Wanted, ...]
    additions: tuple[Wanted, ...]
    changes: tuple[Change, ...]
    left: tuple[Undecided, ...]


def plan(repository: Repository, given: str = "") -> Plan:
    """What the declared publishers lack for the uploads that certainly use trusted publishing.

    ``given`` is the repository's ``owner/name``. Raises ``UsageError`` where it is needed and not given.
    """
    wanted: dict[object, Wanted] = {}
    left: list[Undecided] = []
    settled: set[Place] = set()
    for upload in filter(uses_trusted_publishing, repository.uploads):
        match _wanted(upload, repository, given):
            case Known(found):
                wanted.setdefault(_key(found), found)
                settled.add(upload.at)
            case Unknown(why=why):
                left.append(Undecided(upload.at, why))
    settled |= {each.at for each in left}
    left += (each for each in repository.undecided if each.at not in settled)
    additions, changes = _lacking(tuple(wanted.values()), repository)
    if not given:
        _refuse_other_repository(changes)
    return Plan(tuple(wanted.values()), additions, changes, tuple(dict.fromkeys(left)))


def as_table(wanted: Wanted) -> dict[str, str]:
    """A publisher as a table of the configuration; what is as by default is left out."""
    stored = wanted.publisher
    fields = {name: value for name, value in stored.fields.items() if value and value != ISSUER}
    table = {"index": wanted.index_name, "project-name": stored.project_name, "kind": stored.kind}
    return {**table, **{_key_name(name): value for name, value in fields.items()}}


def _key_name(field: str) -> str:
    return field.replace("_", "-")


# --- what the uploads need ------------------------------------------------------------------------------------------


def _wanted(upload: Upload, repository: Repository, given: str) -> Fact[Wanted]:
    """The publisher that an upload needs; raises ``UsageError`` where only the repository's name is missing."""
    name = _spelled_as_declared(name_for(upload, repository, given), upload, repository, given)
    found = registration(upload, repository, name)
    is_all_else_known = isinstance(found.project, Known) and isinstance(found.fields.get("environment"), Known)
    if isinstance(name, Unknown) and is_all_else_known:
        raise UsageError(f"{name.why}; say which one publishes with `--repository OWNER/NAME`")
    match publisher(found):
        case Known(stored):
            return _judged(upload, stored, name)
        case Unknown() as unknown:
            return unknown


def _spelled_as_declared(name: Fact[str], upload: Upload, repository: Repository, given: str) -> Fact[str]:
    """The name in the letter case of the declared publishers: remotes work in any."""
    if given or isinstance(name, Unknown):
        return name
    declared = declared_names(repository.publishers, upload.platform)
    return next((Known(each) for each in declared if each.lower() == name.value.lower()), name)


def _judged(upload: Upload, stored: pypi.Publisher, name: Fact[str]) -> Fact[Wanted]:
    """The publisher if it lets the upload through, which no publisher does to some."""
    if conflict := attestation_conflict(upload):
        return Unknown(conflict)
    judgement = judge(upload, name, [stored])
    match judgement.accepted:
        case Known(True):
            return Known(Wanted(upload.index_name, stored))
        case Unknown() as unknown:
            return unknown
        case _:
            return Unknown(f"PyPI would refuse it whatever is declared: {judgement.error}")


def _key(wanted: Wanted) -> object:
    stored = wanted.publisher
    return wanted.index_name, stored.kind, normalize(stored.project_name), tuple(stored.fields.values())


# --- what is declared -----------------------------------------------------------------------------------------------


def _lacking(wanted: tuple[Wanted, ...], repository: Repository) -> tuple[tuple[Wanted, ...], tuple[Change, ...]]:
    """The publishers to add and the declarations to change, so that every upload gets a token for its project.

    A publisher with an environment takes the tokens of one without, so each that is new can make another one needed.
    """
    usable = filter(is_sound, repository.publishers)
    rows = [(each.index_name, registered(each, Unknown("as declared"))) for each in usable]
    additions: list[Wanted] = []
    changes: list[Change] = []
    for _ in wanted:
        found = _first_uncovered(wanted, rows)
        if found is None:
            break
        rows.append((found.index_name, found.publisher))
        stale = _stale(found, repository, [change.declared for change in changes])
        if stale is None:
            additions.append(found)
        else:
            changes.append(Change(stale, _values(stale, found)))
    return tuple(additions), tuple(changes)


def _first_uncovered(wanted: tuple[Wanted, ...], rows: list[tuple[IndexName, pypi.Publisher]]) -> Wanted | None:
    for each in wanted:
        same_index = [_spelled_alike(row, each.publisher) for index, row in rows if index == each.index_name]
        if not covers(same_index, each.publisher, each.index_name):
            return each
    return None


def _spelled_alike(row: pypi.Publisher, wanted: pypi.Publisher) -> pypi.Publisher:
    """A row with GitHub's spelling of the owner, which PyPI asks GitHub for; and without the number of an account.

    That is Google's, and narrows a publisher to what no file has.
    """
    if row.kind == wanted.kind == "google":
        return row._replace(fields={**row.fields, "sub": ""})
    owner = wanted.fields.get("owner", "")
    if row.fields.get("owner", "").lower() != owner.lower() or row.kind != wanted.kind:
        return row
    return row._replace(fields={**row.fields, "owner": owner}) if owner else row


def _stale(wanted: Wanted, repository: Repository, taken: list[Publisher]) -> Publisher | None:
    """The nearest declaration for the same project that no upload can use, if it differs in one respect only."""
    near = [
        (len(_values(declared, wanted)), declared)
        for declared in repository.publishers
        if declared not in taken and _is_near(declared, wanted) and _is_idle(declared, wanted, repository)
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _is_near(declared: Publisher, wanted: Wanted) -> bool:
    """Whether a declaration is for the same project, and names another repository, or another file or environment."""
    stored = wanted.publisher
    if (declared.kind, declared.index_name) != (stored.kind, wanted.index_name) or stored.kind not in FORMS:
        return False
    fields = {name.replace("-", "_") for name in _values(declared, wanted)}
    one_respect = fields <= _REPOSITORY or fields.isdisjoint(_REPOSITORY)
    return normalize(declared.project_name) == normalize(stored.project_name) and bool(fields) and one_respect


def _is_idle(declared: Publisher, wanted: Wanted, repository: Repository) -> bool:
    """Whether certainly no upload of this repository presents what the declaration has.

    What is open of an upload that is known, such as its credential, leaves no doubt about its file and environment.
    """
    if not _REPOSITORY.isdisjoint(name.replace("-", "_") for name in _values(declared, wanted)):
        return True
    uploads = (*repository.uploads, *repository.alternatives, *repository.unreachable, *repository.aside)
    places = {upload.at for upload in uploads}
    others = [each for each in repository.undecided if each.at not in places]
    return not any(_may_use(upload, declared) for upload in uploads) and not any(
        _file(each.at.source.path, declared) == declared_file(declared) for each in others
    )


def _may_use(upload: Upload, declared: Publisher) -> bool:
    if isinstance(upload.target, Known) and not upload.goes_to(declared.index_name):
        return False
    environment = declared.fields.get("environment", "")
    match upload.job.environment:
        case Known(name):
            same = environment.lower() in {"", (name or "").lower()}
        case _:
            same = True
    return same and _file(upload.pipeline.path, declared) == declared_file(declared)


def _file(path: str, declared: Publisher) -> str:
    """A file as the kind of publisher names it."""
    return path.rpartition("/")[2] if declared.kind == "github" else path


def _values(declared: Publisher, wanted: Wanted) -> dict[str, str]:
    """The values to write so that a declaration becomes the wanted one, by the configuration's names."""
    values = {name: value for name, value in wanted.publisher.fields.items() if not name.endswith("_id")}
    before = {"issuer_url": ISSUER, **declared.fields}
    same = {"owner"} if before.get("owner", "").lower() == values.get("owner", "").lower() else set()
    if declared.kind == "github" and before.get("environment", "").lower() == values.get("environment", ""):
        same.add("environment")
    return {
        _key_name(name): value for name, value in values.items() if name not in same and before.get(name, "") != value
    }


def _refuse_other_repository(changes: tuple[Change, ...]) -> None:
    """Raise ``UsageError`` for a declaration of another repository: it may have moved, or this may be a fork."""
    for change in changes:
        if not _REPOSITORY.isdisjoint(name.replace("-", "_") for name in change.values):
            raise UsageError(
                f"{change.declared.source.path} declares `{full_name(change.declared)}`, which is not how git remotes "
                "and project URLs name the repository; say which one publishes with `--repository OWNER/NAME`"
            )
