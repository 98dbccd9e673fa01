"""Uploads → the publisher that PyPI would have to be told of for each, as facts. For ``show`` and ``pin``."""

from __future__ import annotations

from tplint import pypi
from tplint.facts.sending import sent
from tplint.model import Known, Unknown
from tplint.publishers.form_fields import FORMS, full_name, presented_file
from tplint.records import NamedTuple
from tplint.repository import BY_URL, identities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tplint.model import Fact, IndexName, PlatformName, Publisher, Repository, Upload
    from tplint.repository import Identity


class Registration(NamedTuple):
    """What PyPI's form would have to be given for an upload.

    ``fields`` has the form's fields by PyPI's names, in its order; ``project`` is the project whose page has the form,
    or that a pending publisher creates.
    """

    index_name: IndexName
    kind: str
    project: Fact[str]
    fields: Mapping[str, Fact[str]]


# The fields of the forms that know no repositories, by the claims that have them; Google's subject may stay empty.
_ACCOUNTS: dict[PlatformName, tuple[str, ...]] = {
    "google": ("email",),
    "activestate": ("organization", "project", "actor"),
}


# --- which repository it is -----------------------------------------------------------------------------------------


def repository_name(repository: Repository, platform: PlatformName, given: str = "") -> Fact[str]:
    """The repository's ``owner/name`` on a platform: as ``given``, or as git remotes and project URLs agree.

    Where they disagree, the declared publishers decide, if they name one of the repositories, and then the one name
    that both a remote and a URL have: other URLs lead to a tracker, or to a sibling. PyPI spells the owner as the
    platform does and compares the name exactly, so two spellings of a name are a disagreement too. It is empty where
    PyPI knows the platform by something else than repositories, or not at all.
    """
    if given:
        return Known(given)
    form = FORMS.get(platform)
    if form is None:
        return Known("")
    named = identities(repository.remotes, repository.projects, form.host)
    names = tuple(dict.fromkeys(identity.name for identity in named))
    declared = declared_names(repository.publishers, platform)
    chosen = [name for name in declared if name in names]
    if len(chosen) == 1:
        return Known(chosen[0])
    own = _common(named)
    if len({(identity.owner.lower(), identity.repository) for identity in own}) == 1:
        return Known(own[0].name)
    if not names and len(declared) == 1:
        return Known(declared[0])
    if not names:
        return Unknown("no git remote and no project URL names the repository")
    said = ", ".join(f"`{identity.name}` by {identity.origin}" for identity in named)
    return Unknown(f"git remotes and project URLs name different repositories: {said}")


def _common(named: tuple[Identity, ...]) -> tuple[Identity, ...]:
    """Of several repositories those that both remotes and URLs name, in every spelling; all where there is none."""
    by_urls, by_remotes = (
        {each.name.lower() for each in named if (each.origin == BY_URL) is of_urls} for of_urls in (True, False)
    )
    return tuple(each for each in named if each.name.lower() in by_urls & by_remotes) or named


def name_for(upload: Upload, repository: Repository, given: str = "") -> Fact[str]:
    """The name of the repository that an upload runs in: as above, or as its claims have it."""
    name = repository_name(repository, upload.platform, given)
    claimed = upload.claims[0].get("project_path") if upload.claims else None
    return claimed if isinstance(name, Unknown) and isinstance(claimed, Known) else name


def declared_names(publishers: Iterable[Publisher], platform: PlatformName) -> tuple[str, ...]:
    """The repositories that the declared publishers of a platform name, each once."""
    own = (publisher for publisher in publishers if publisher.kind == platform and platform in FORMS)
    named = (each for each in own if all(map(each.fields.get, FORMS[platform].names)))
    return tuple(dict.fromkeys(map(full_name, named)))


def named(upload: Upload, name: Fact[str]) -> Upload:
    """The upload with the claims that its token has in a repository of this name."""
    if upload.platform == "github":
        from tplint.platforms.github.claims import claims  # noqa: PLC0415 - one platform of two

        made = claims(upload.pipeline, upload.job, upload.calls, upload.events, name, upload.target)
        return upload._replace(claims=made)
    if upload.platform != "gitlab" or isinstance(name, Unknown):
        return upload
    return upload._replace(claims=tuple(_on_gitlab(claims, name) for claims in upload.claims))


def _on_gitlab(claims: Mapping[str, Fact[str]], name: Known[str]) -> Mapping[str, Fact[str]]:
    """Claims of a project of this name; on gitlab.com, where PyPI's form begins, unless they say another instance."""
    path, issuer, reference = claims["project_path"], claims["iss"], claims["ci_config_ref_uri"]
    if path == name:
        return claims
    named = {"project_path": name, "iss": issuer if isinstance(issuer, Known) else Known("https://gitlab.com")}
    if isinstance(path, Known) and isinstance(reference, Known):
        reference = Known(reference.value.replace(f"/{path.value}//", f"/{name.value}//", 1))
    return {**claims, **named, "ci_config_ref_uri": reference}


# --- what the form is given -----------------------------------------------------------------------------------------


def registration(upload: Upload, repository: Repository, name: Fact[str]) -> Registration:
    """The values for PyPI's form; ``name`` is the repository's on the upload's platform."""
    fields = _of_repository(named(upload, name), name) if upload.platform in FORMS else _of_account(upload)
    return Registration(upload.index_name, upload.platform, project_name(upload, repository), fields)


def _of_repository(upload: Upload, name: Fact[str]) -> dict[str, Fact[str]]:
    """The fields of a form with repositories, for an upload in the one of this name."""
    form = FORMS[upload.platform]
    fields = dict(zip(form.names, _parts(_presented_name(upload, name)), strict=True))
    fields |= {form.file: Known(presented_file(upload)), "environment": _environment(upload)}
    if upload.platform == "gitlab":
        fields["issuer_url"] = upload.claims[0]["iss"] if upload.claims else Unknown("no event starts it")
    return fields


def _of_account(upload: Upload) -> dict[str, Fact[str]]:
    """The fields of a form without repositories: what the token says of the account that publishes."""
    claims = upload.claims[0] if upload.claims else {}
    fields = {name: claims[name] for name in _ACCOUNTS.get(upload.platform, ()) if name in claims}
    return {**fields, "sub": Known("")} if upload.platform == "google" else fields


def project_name(upload: Upload, repository: Repository) -> Fact[str]:
    """The name of the project whose distributions an upload sends."""
    match sent(upload, repository):
        case Known(project):
            return project.name
        case Unknown() as unknown:
            return unknown


def publisher(registration: Registration) -> Fact[pypi.Publisher]:
    """The publisher that PyPI stores; Unknown where a value is not known, or the form refuses one."""
    labels = {field.name: field.label for field in pypi.form_fields(registration.kind)}
    facts = [(labels[field], fact) for field, fact in registration.fields.items()]
    for label, fact in [("the project", registration.project), *facts]:
        if isinstance(fact, Unknown):
            return Unknown(f"{label} is not known: {fact.why}")
    values = {field: fact.value for field, fact in registration.fields.items() if isinstance(fact, Known)}
    assert isinstance(registration.project, Known)
    project = registration.project.value
    if not pypi.is_valid(project):
        return Unknown(f"`{project}` is no valid project name")
    try:
        return Known(pypi.publisher({"kind": registration.kind, "project_name": project, **values}))
    except pypi.InvalidPublisher as refusal:
        said = "; ".join(f"{labels[field]}: {message}" for field, message in refusal.errors)
        return Unknown(f"PyPI's form refuses it: {said}")


def _presented_name(upload: Upload, name: Fact[str]) -> Fact[str]:
    """The repository of the token: another one's where the workflow is only called from elsewhere."""
    facts = [claims["project_path" if upload.platform == "gitlab" else "repository"] for claims in upload.claims]
    return next((fact for fact in facts if isinstance(fact, Known)), facts[0] if facts else name)


def _parts(name: Fact[str]) -> tuple[Fact[str], Fact[str]]:
    match name:
        case Known(value, at):
            owner, _, repository = value.rpartition("/")
            return Known(owner, *at), Known(repository, *at)
        case Unknown() as unknown:
            return unknown, unknown


def _environment(upload: Upload) -> Fact[str]:
    match upload.job.environment:
        case Known(value, at):
            return Known(value or "", *at)
        case Unknown() as unknown:
            return unknown
