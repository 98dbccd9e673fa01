"""An upload and publishers → what PyPI would answer to its token, as far as the files decide it (`tplint.pypi`)."""

from __future__ import annotations

from tplint import pypi
from tplint.facts.possible_tokens import ELSEWHERE, made_for, possible_tokens
from tplint.model import Known, Unknown
from tplint.publishers.declarations import is_sound, stored
from tplint.publishers.form_fields import FORMS, full_name
from tplint.pypi.names import normalize
from tplint.records import NamedTuple
from tplint.registration.forms import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tplint.facts.possible_tokens import Claims
    from tplint.model import Fact, IndexName, Publisher, Repository, Upload
    from tplint.pypi import Difference, Verdict


# The claims that decide where they are not known, on the platforms that have them.
_TELLING = ("job_workflow_ref", "email", "organization")


class Judgement(NamedTuple):
    """PyPI's answer to an upload's tokens.

    ``accepted`` is false where every event's token is refused; ``refused_events`` are those that are, where others are
    accepted. ``chosen`` are the publishers that PyPI picks, ``projects`` those that the minted tokens may upload to.
    ``error`` is PyPI's refusal, and ``differences`` what keeps the nearest publisher from matching.
    """

    accepted: Fact[bool]
    chosen: tuple[pypi.Publisher, ...] = ()
    projects: tuple[str, ...] = ()
    error: str = ""
    differences: tuple[Difference, ...] = ()
    refused_events: tuple[str, ...] = ()


class Answer(NamedTuple):
    """A judgement by the declared publishers: those that match, or the one that comes nearest."""

    judgement: Judgement
    publishers: tuple[Publisher, ...] = ()
    nearest: Publisher | None = None


# --- the declared publishers ----------------------------------------------------------------------------------------


def answer(upload: Upload, repository: Repository, name: Fact[str]) -> Answer:
    """What PyPI would say to an upload if it had been told of the declared publishers, and of no other."""
    declared = [each for each in repository.publishers if upload.goes_to(each.index_name)]
    if not declared:
        hint = " (`tplint pin` declares it)" if upload.signs_in_by("oidc") else ""
        return Answer(Judgement(Unknown(f"no publisher is declared for this index{hint}")))
    sound = [(publisher, registered(publisher, name)) for publisher in declared if is_sound(publisher)]
    judgement = judge(upload, name, [row for _, row in sound])
    if judgement.accepted == Known(False) and len(sound) < len(declared):
        return Answer(Judgement(Unknown("PyPI's form would refuse a publisher that is declared (`tplint check`)")))
    nearest = judgement.differences[0].publisher if judgement.differences else None
    return Answer(
        judgement,
        tuple(publisher for publisher, row in sound if _is_among(row, judgement.chosen)),
        next((publisher for publisher, row in sound if row == nearest), None),
    )


def _is_among(row: pypi.Publisher, chosen: Iterable[pypi.Publisher]) -> bool:
    return any(row.fields == other.fields for other in chosen)


def registered(publisher: Publisher, name: Fact[str]) -> pypi.Publisher:
    """The row that PyPI has for a declared publisher that its form takes, the owner as the platform spells it."""
    owner = name.value.partition("/")[0] if isinstance(name, Known) else ""
    is_same = publisher.kind == "github" and publisher.fields["owner"].lower() == owner.lower()
    return stored(publisher, owner_login=owner) if is_same else stored(publisher)


# --- all tokens of an upload ----------------------------------------------------------------------------------------


def judge(upload: Upload, name: Fact[str], publishers: Sequence[pypi.Publisher]) -> Judgement:
    """PyPI's answer to an upload in a repository of this name, by registered publishers.

    Where the files leave a claim open, every value that could make a difference is tried, and the answer is Unknown
    unless it is the same for all.
    """
    names = [name] if isinstance(name, Known) else [*map(Known, _names(upload, publishers)), Known(ELSEWHERE)]
    alternatives = [named(upload, each).claims for each in names]
    events = [_settled(each, upload, publishers) for each in zip(*alternatives, strict=True)]
    if not events:
        return Judgement(Unknown("no event starts it"))
    undecided = next((event for event in events if isinstance(event.accepted, Unknown)), None)
    if undecided is not None:
        return undecided if isinstance(name, Known) else undecided._replace(accepted=name)
    accepted = [event for event in events if event.accepted == Known(True)]
    refused = [event for event in events if event.accepted == Known(False)]
    if not accepted:
        return min(refused, key=lambda event: len(event.differences))._replace(refused_events=())
    return Judgement(
        Known(True),
        tuple(each for event in accepted for each in event.chosen),
        tuple(sorted({project for event in accepted for project in event.projects})),
        refused[0].error if refused else "",
        (),
        tuple(dict.fromkeys(shown for event in refused for shown in event.refused_events)),
    )


def _names(upload: Upload, publishers: Iterable[pypi.Publisher]) -> tuple[str, ...]:
    """The repositories on an upload's platform that publishers name."""
    own = [publisher for publisher in publishers if publisher.kind == upload.platform and publisher.kind in FORMS]
    return tuple(dict.fromkeys(map(full_name, own)))


def _settled(alternatives: tuple[Claims, ...], upload: Upload, publishers: Sequence[pypi.Publisher]) -> Judgement:
    """The answer to the tokens of one event, under all that is open."""
    tokens = [token for claims in alternatives for token in possible_tokens(claims, upload, publishers)]
    index = upload.index_name
    verdicts = [pypi.verify(publishers, token, index=index, issuers=_issuers(publishers)) for token in tokens]
    source = alternatives[0].get("event_name") or alternatives[0].get("pipeline_source")
    event = source.value if isinstance(source, Known) else "a call"
    if all(verdict.accepted for verdict in verdicts):
        chosen = tuple(verdict.publisher for verdict in verdicts if verdict.publisher is not None)
        projects = set.intersection(*(set(verdict.token_projects) for verdict in verdicts))
        return Judgement(Known(True), chosen, tuple(sorted(projects)))
    if any(verdict.accepted for verdict in verdicts):
        return Judgement(Unknown(_why_open(alternatives[0], upload)))
    nearest = min(verdicts, key=lambda verdict: len(verdict.differences))
    is_called = isinstance(alternatives[0].get("repository"), Unknown)
    differences = () if is_called else tuple(_of_nearest(nearest))
    return Judgement(Known(False), (), (), nearest.error or "", differences, (event,))


def _of_nearest(verdict: Verdict) -> Iterator[Difference]:
    """The differences of the publisher that comes nearest, which PyPI's verdict names first."""
    first = verdict.differences[0].publisher if verdict.differences else None
    yield from (difference for difference in verdict.differences if difference.publisher == first)


def _why_open(claims: Claims, upload: Upload) -> str:
    """What leaves PyPI's answer open: the first claim that counts and is not known."""
    match upload.job.environment:
        case Unknown(why=why):
            return f"the environment is not known: {why}"
        case _:
            found = next((claims[name] for name in _TELLING if name in claims), None)
            return found.why if isinstance(found, Unknown) else "a claim is not known"


# --- the token that a publisher is for ------------------------------------------------------------------------------


def covers(publishers: Iterable[pypi.Publisher], wanted: pypi.Publisher, index: IndexName) -> bool:
    """Whether these publishers let the token that ``wanted`` is made for upload to its project."""
    known = tuple(publishers)
    verdict = pypi.verify(known, made_for(wanted), index=index, issuers=_issuers((*known, wanted)))
    return verdict.accepted and normalize(wanted.project_name) in map(normalize, verdict.token_projects)


def _issuers(publishers: Iterable[pypi.Publisher]) -> tuple[str, ...]:
    """The GitLab instances of publishers: an organisation can have any of them registered."""
    issuers = (publisher.fields.get("issuer_url", "") for publisher in publishers)
    return tuple(dict.fromkeys(issuer for issuer in issuers if issuer))
