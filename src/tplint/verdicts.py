"""An upload and publishers → what PyPI would answer to its token, as far as the files decide it (`tplint.pypi`)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from tplint.declarations import form, is_sound
from tplint.model import Known, Unknown
from tplint.pypi.names import normalize
from tplint.records import NamedTuple
from tplint.registration import declared_names, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tplint import pypi
    from tplint.model import Fact, IndexName, Publisher, Repository, Upload
    from tplint.pypi import Difference, Verdict

    Claims = Mapping[str, Fact[str]]
    Token = dict[str, object]

# Stand for a commit, a ref, a repository and an environment that nothing declared has.
_COMMIT = "0" * 40
_REF = "refs/tags/v1"
_ELSEWHERE = "another/repository"
_OTHER = "another environment"


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
    if upload.platform != "github":
        return _matched(upload, repository)
    declared = [each for each in repository.publishers if each.kind == "github" and upload.goes_to(each.index_name)]
    if not declared:
        return Answer(Judgement(Unknown("no publisher is declared for this index (`tplint pin` declares it)")))
    sound = [(publisher, registered(publisher, name)) for publisher in declared if is_sound(publisher)]
    judgement = judge(upload, name, [stored for _, stored in sound])
    if judgement.accepted == Known(False) and len(sound) < len(declared):
        return Answer(Judgement(Unknown("PyPI's form would refuse a publisher that is declared (`tplint check`)")))
    nearest = judgement.differences[0].publisher if judgement.differences else None
    return Answer(
        judgement,
        tuple(publisher for publisher, stored in sound if _is_among(stored, judgement.chosen)),
        next((publisher for publisher, stored in sound if stored == nearest), None),
    )


def _matched(upload: Upload, repository: Repository) -> Answer:
    """The answer by the comparison that was made when the repository was read."""
    match = next((match for match in repository.matches if match.upload == upload), None)
    if match is None:
        return Answer(Judgement(Unknown("no publisher is declared for this index")))
    projects = tuple(publisher.project_name for publisher in match.publishers)
    accepted = Known(bool(match.publishers))
    return Answer(Judgement(accepted, (), projects, match.error), match.publishers, match.nearest)


def _is_among(stored: pypi.Publisher, chosen: Iterable[pypi.Publisher]) -> bool:
    return any(stored.fields == other.fields for other in chosen)


def registered(publisher: Publisher, name: Fact[str]) -> pypi.Publisher:
    """The row that PyPI has for a declared publisher that its form takes, the owner as the platform spells it."""
    from tplint import pypi  # noqa: PLC0415 - only where publishers are declared

    fields = form(publisher)
    owner = name.value.partition("/")[0] if isinstance(name, Known) else ""
    if publisher.kind == "github" and publisher.fields["owner"].lower() == owner.lower():
        fields["owner_login"] = owner
    issuer = publisher.fields.get("issuer_url", "")
    return pypi.publisher(fields, issuers=(issuer,) if issuer else ())


# --- all tokens of an upload ----------------------------------------------------------------------------------------


def judge(upload: Upload, name: Fact[str], publishers: Sequence[pypi.Publisher]) -> Judgement:
    """PyPI's answer to an upload on GitHub in a repository of this name, by registered publishers.

    Where the files leave a claim open, every value that could make a difference is tried, and the answer is Unknown
    unless it is the same for all.
    """
    names = [name] if isinstance(name, Known) else [*_candidates(publishers), Known(_ELSEWHERE)]
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


def _candidates(publishers: Iterable[pypi.Publisher]) -> list[Fact[str]]:
    names = (f"{publisher.fields['owner']}/{publisher.fields['repository']}" for publisher in publishers)
    return [Known(name) for name in dict.fromkeys(names)]


def _settled(alternatives: tuple[Claims, ...], upload: Upload, publishers: Sequence[pypi.Publisher]) -> Judgement:
    """The answer to the tokens of one event, under all that is open."""
    from tplint import pypi  # noqa: PLC0415 - only where there is an upload

    tokens = [token for claims in alternatives for token in _tokens(claims, upload, publishers)]
    index = upload.index_name
    verdicts = [pypi.verify(publishers, token, index=index) for token in tokens]
    event = str(tokens[0]["event_name"])
    if all(verdict.accepted for verdict in verdicts):
        chosen = tuple(verdict.publisher for verdict in verdicts if verdict.publisher is not None)
        projects = set.intersection(*(set(verdict.token_projects) for verdict in verdicts))
        return Judgement(Known(True), chosen, tuple(sorted(projects)))
    if any(verdict.accepted for verdict in verdicts):
        return Judgement(Unknown(_why_open(alternatives[0], upload)))
    nearest = min(verdicts, key=lambda verdict: len(verdict.differences))
    is_called = isinstance(alternatives[0]["repository"], Unknown)
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
            found = claims["job_workflow_ref"]
            return found.why if isinstance(found, Unknown) else "a claim is not known"


def _tokens(claims: Claims, upload: Upload, publishers: Sequence[pypi.Publisher]) -> Iterator[Token]:
    """Tokens with these claims: one for each combination of values of what is open."""
    repository, event = claims["repository"], claims["event_name"]
    ref = _filled(claims["ref"])
    for job_workflow_ref, environment in product(
        _workflow_refs(claims, upload, ref), _environments(claims.get("environment"), publishers)
    ):
        # A workflow that is called from elsewhere presents its caller's repository.
        name = repository.value if isinstance(repository, Known) else _ELSEWHERE
        token: Token = {
            "repository": name,
            "repository_owner": name.partition("/")[0],
            "job_workflow_ref": job_workflow_ref,
            "ref": ref,
            "sha": _COMMIT,
            "event_name": event.value if isinstance(event, Known) else "workflow_call",
        }
        yield {**token, "environment": environment} if environment else token


def _filled(ref: Fact[str]) -> str:
    """A ref that a run could have: one with the certain beginning, or any."""
    if not isinstance(ref, Known):
        return _REF
    return f"{ref.value[:-1]}1" if ref.value.endswith("*") else ref.value


def _workflow_refs(claims: Claims, upload: Upload, ref: str) -> tuple[str, ...]:
    fact, own = claims["job_workflow_ref"], claims["ref"]
    if isinstance(fact, Known):
        return (_filled(fact),)
    stem = f"{_name(claims)}/{upload.pipeline.path}@"
    is_the_runs_own = isinstance(own, Unknown) and own.why == fact.why
    return (f"{stem}{ref}",) if is_the_runs_own else (f"{stem}{ref}", f"{stem}refs/heads/another")


def _name(claims: Claims) -> str:
    repository = claims["repository"]
    return repository.value if isinstance(repository, Known) else _ELSEWHERE


def _environments(fact: Fact[str] | None, publishers: Iterable[pypi.Publisher]) -> tuple[str, ...]:
    match fact:
        case None:
            return ("",)
        case Known(value):
            return (value,)
        case Unknown():
            declared = (publisher.fields["environment"] for publisher in publishers)
            return (*dict.fromkeys(name for name in declared if name), _OTHER)


# --- the token that a publisher is for ------------------------------------------------------------------------------


def covers(publishers: Iterable[pypi.Publisher], wanted: pypi.Publisher, index: IndexName) -> bool:
    """Whether these publishers let the token that ``wanted`` is made for upload to its project."""
    from tplint import pypi  # noqa: PLC0415 - only where there is an upload

    issuer = wanted.fields.get("issuer_url", "")
    verdict = pypi.verify(publishers, _presented(wanted), index=index, issuers=(issuer,) if issuer else ())
    return verdict.accepted and normalize(wanted.project_name) in map(normalize, verdict.token_projects)


def _presented(publisher: pypi.Publisher) -> Token:
    """The claims of a token that a publisher on GitHub or GitLab, and no narrower one, is made for."""
    fields = publisher.fields
    token: Token = {"sha": _COMMIT}
    if publisher.kind == "gitlab":
        path, host = f"{fields['namespace']}/{fields['project']}", fields["issuer_url"].removeprefix("https://")
        uri = f"{host}/{path}//{fields['workflow_filepath']}@{_REF}"
        token |= {"iss": fields["issuer_url"], "project_path": path, "ci_config_ref_uri": uri, "ref_path": _REF}
        token["sub"] = f"project_path:{path}:ref_type:tag:ref:v1"
    else:
        name = f"{fields['owner']}/{fields['repository']}"
        reference = f"{name}/.github/workflows/{fields['workflow_filename']}@{_REF}"
        token |= {"repository": name, "repository_owner": fields["owner"], "job_workflow_ref": reference}
        token |= {"ref": _REF, "event_name": "push"}
    return {**token, "environment": fields["environment"]} if fields["environment"] else token
