"""Repository → each upload with what it presents, PyPI's answer, and the values for PyPI's form. For ``show``."""

from __future__ import annotations

from tplint import pypi
from tplint.documents.source import Pointer, position, resolve
from tplint.facts.reuse import attestation_conflict, other_ref
from tplint.model import ACCEPTED, INDEXES, PLATFORMS, Known, Unknown
from tplint.pypi.names import normalize
from tplint.records import NamedTuple
from tplint.registration.forms import declared_names, name_for, named, project_name, publisher, registration
from tplint.registration.verdicts import answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Fact, Publisher, Repository, Upload
    from tplint.registration.forms import Registration
    from tplint.registration.verdicts import Answer

SIGNS_IN = {
    "oidc": "trusted publishing",
    "token": "a stored token",
    "password": "a user name and a password",
    "empty": "an empty credential",
    "both": "a stored credential beside forced trusted publishing",
    "none": "nothing",
    "unpassed": "a secret that the calling job does not pass",
}
PENDING = (
    "PyPI's page for a project that does not exist yet cannot be filled in by a link. A user may have 3 pending "
    "publishers at once; PyPI deletes each after 30 days, and takes only one for the same identity."
)


class FormRow(NamedTuple):
    """A field of PyPI's form by its label, and what to type into it; an empty value stays empty."""

    label: str
    value: Fact[str]


class Presentation(NamedTuple):
    """An upload as ``show`` has it.

    ``name`` is the repository's. ``registration`` and ``publisher`` (which PyPI would store) are None where the upload
    does not certainly go to PyPI or TestPyPI, ``answer`` also where it certainly presents no identity token.
    """

    upload: Upload
    name: Fact[str]
    project: Fact[str]
    registration: Registration | None
    publisher: Fact[pypi.Publisher] | None
    answer: Answer | None

    @property
    def index_shown(self) -> str:
        """The index for people."""
        return INDEXES.get(self.upload.index_name) or shown(self.upload.target, "url")

    @property
    def uploader(self) -> str:
        """The tool with the version that the repository pins, where it pins one."""
        name, version = self.upload.uploader.name, self.upload.uploader.shown_version
        if not isinstance(version, Known) or not version.value:
            return name
        return f"{name}{'@' if '/' in name else ' '}{version.value}"


def presentations(repository: Repository, given: str = "") -> tuple[Presentation, ...]:
    """Every upload of a repository; ``given`` is its ``owner/name`` where the user says it."""
    return tuple(_presentation(upload, repository, given) for upload in repository.uploads)


def _presentation(upload: Upload, repository: Repository, given: str) -> Presentation:
    name = Known(given) if given else _certain(name_for(upload, repository), upload, repository)
    upload = named(upload, name)
    project = project_name(upload, repository)
    if upload.platform not in ACCEPTED or not upload.goes_to("pypi", "testpypi"):
        return Presentation(upload, name, project, None, None, None)
    found = registration(upload, repository, name)
    judged = answer(upload, repository, name) if upload.may_present_token() else None
    if _at_other_ref(upload):
        return Presentation(upload, name, project, None, None, judged)
    return Presentation(upload, name, project, found, publisher(found), judged)


def _certain(name: Fact[str], upload: Upload, repository: Repository) -> Fact[str]:
    """A repository's name, unless it is declared in other letter case: remotes and URLs work in any."""
    if not isinstance(name, Known):
        return name
    own = name.value.rpartition("/")[2]
    declared = declared_names(repository.publishers, upload.platform)
    same = [each for each in declared if each.lower() == name.value.lower()]
    if upload.platform == "gitlab" or not same or any(each.rpartition("/")[2] == own for each in same):
        return name
    return Unknown(f"the configuration spells it `{same[0]}`, remotes or URLs `{name.value}`")


def form_rows(presentation: Presentation) -> tuple[FormRow, ...]:
    """What to type into the form of a project's page, in the form's words and order; nothing where none is concerned.

    Values are spelled as PyPI keeps and shows them.
    """
    found, stored = presentation.registration, presentation.publisher
    if found is None:
        return ()
    values = dict(found.fields)
    if isinstance(stored, Known):
        values = {name: Known(value) for name, value in stored.value.fields.items()}
    fields = pypi.form_fields(found.kind)
    return tuple(FormRow(field.label, values.get(field.name, Known(field.default))) for field in fields)


def link(presentation: Presentation) -> Fact[str]:
    """The address of the project's publishing page with the form filled in; Unknown where a value is not known."""
    match presentation.publisher:
        case Known(stored):
            return Known(pypi.prefilled_link(stored, index=presentation.upload.index_name))
        case Unknown() as unknown:
            return unknown
        case _:
            return Unknown("the upload does not certainly go to PyPI or TestPyPI")


def pending_link(presentation: Presentation) -> str:
    """The address of the page for projects that do not exist yet."""
    return pypi.pending_link(presentation.upload.index_name)


# --- for people -----------------------------------------------------------------------------------------------------


def chain(upload: Upload) -> tuple[str, ...]:
    """The workflow files through which an upload is reached, from the outside in, and its job."""
    return (*(call.pipeline.file_name for call in upload.calls), upload.pipeline.file_name, upload.job.id)


def address(at: Place) -> str:
    """``path:line`` of a place."""
    return f"{at.source.path}:{position(at.source, at.start).line}"


def declared_at(declared: Publisher) -> str:
    """``path:line`` of a declared publisher."""
    return address(resolve(Pointer(declared.source, declared.keys)))


def signs_in(upload: Upload) -> str:
    """How an upload signs in, in words."""
    if not isinstance(upload.credential, Known):
        return f"not known ({upload.credential.why})"
    credential = upload.credential.value
    how = SIGNS_IN[credential.kind]
    if credential.kind == "oidc" and upload.job.can_mint == Known(False) and upload.platform in ACCEPTED:
        return f"{how}, but the job may not request an identity token"
    return f"{how}, by {credential.carrier}" if credential.carrier else how


def presented(presentation: Presentation) -> Iterator[tuple[str, str]]:
    """What PyPI compares of the token, by people's names; all but the ref is the same for every event."""
    upload = presentation.upload
    claims = upload.claims[0] if upload.claims else {}
    if upload.platform not in {"github", "gitlab"}:
        yield from ((name, shown(claims[name])) for name in claims if name not in {"iss", "email_verified"})
        return
    environment = claims.get("environment")
    reference = "job_workflow_ref" if upload.platform == "github" else "ci_config_ref_uri"
    file = upload.pipeline.file_name
    yield "repository", shown(claims.get("repository") or claims.get("project_path") or presentation.name)
    ref = _at_other_ref(upload) or _refs(upload)
    yield "workflow", f"{file}  ({reference} \N{HORIZONTAL ELLIPSIS}/{file}@{ref})"
    yield "environment", "none" if environment is None else shown(environment)
    yield "event", ", ".join(dict.fromkeys(event.shown for event in upload.events)) or "none starts it"


def _at_other_ref(upload: Upload) -> str:
    """The ref of a called workflow of this repository that no run has, if it is one."""
    if upload.platform != "github" or not upload.calls:
        return ""

    return other_ref(upload)


def _refs(upload: Upload) -> str:
    refs = (event.ref + ("" if event.exact else "*") for event in upload.events)
    return " or ".join(dict.fromkeys(refs)) or "the ref of the run"


def verdict(presentation: Presentation) -> Iterator[str]:
    """PyPI's answer in words: the first line says it, those after it why."""
    if presentation.answer is None:
        if presentation.upload.platform not in ACCEPTED and presentation.upload.goes_to("pypi", "testpypi"):
            yield f"it accepts no identity tokens of {PLATFORMS[presentation.upload.platform]}"
        return
    judgement, publishers, nearest = presentation.answer
    condition = "" if presentation.upload.signs_in_by("oidc") else "if it presents a token, "
    if ref := _at_other_ref(presentation.upload):
        yield f"{condition}refused, whatever is declared: it is called at {ref}, and its runs have other refs"
        return
    match judgement.accepted:
        case Unknown(why=why):
            yield f"not known: {why}"
        case Known(True):
            places = " and ".join(map(declared_at, publishers))
            yield f"{condition}accepted, by the publisher{'s' * (len(publishers) > 1)} declared at {places}"
            yield from _uncovered(presentation)
            if judgement.refused_events:
                yield f"but not on {', '.join(judgement.refused_events)}: {judgement.error}"
        case _:
            yield f"{condition}refused: {judgement.error}"
            if nearest is not None:
                yield from _differences(presentation.answer, declared_at(nearest))
    yield from _torn(presentation.upload)


def _torn(upload: Upload) -> Iterator[str]:
    """That no publisher serves an upload with attestations in a called workflow: they name the caller (TP206)."""
    if conflict := attestation_conflict(upload):
        yield conflict


def is_uncovered(presentation: Presentation) -> bool:
    """Whether PyPI accepts the upload's token, which is for other projects than the one that is uploaded."""
    given, project = presentation.answer, presentation.project
    if given is None or given.judgement.accepted != Known(True) or not isinstance(project, Known):
        return False
    return normalize(project.value) not in map(normalize, given.judgement.projects)


def _uncovered(presentation: Presentation) -> Iterator[str]:
    """That the project of an accepted upload is none of those that its token is for."""
    if presentation.answer is not None and is_uncovered(presentation):
        projects = " and ".join(presentation.answer.judgement.projects)
        yield f"but the token may upload to {projects} only, not to {shown(presentation.project)}"


def _differences(given: Answer, declared: str) -> Iterator[str]:
    labels = _labels(given)
    for difference in given.judgement.differences:
        name = labels.get(difference.field, difference.field)
        expected = " or ".join(difference.expected) or "nothing that a token can present"
        yield f"{name}: {expected} at {declared}, {difference.presented or 'nothing'} presented"


def _labels(given: Answer) -> dict[str, str]:
    kind = given.nearest.kind if given.nearest is not None else "github"
    return {field.name: field.label for field in pypi.form_fields(kind)}


def shown(fact: Fact[object], attribute: str = "") -> str:
    """A fact for people."""
    if not isinstance(fact, Known):
        return f"not known ({fact.why})"
    return str(getattr(fact.value, attribute) if attribute else fact.value)
