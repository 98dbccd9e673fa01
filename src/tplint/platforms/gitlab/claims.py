"""An upload's job → the claims that its identity token would carry: what PyPI sees.

https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
"""

from __future__ import annotations

from tplint.model import Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.model import Event, Fact, Index, Job
    from tplint.platforms.gitlab.identity import Project


def claims(
    path: str, job: Job, events: tuple[Event, ...], project: Project, target: Fact[Index]
) -> tuple[Mapping[str, Fact[str]], ...]:
    """One set of claims for each event: claim → its value as far as the files decide it.

    ``path`` is the top-level pipeline file, whatever file holds the job. A ref of which only the beginning is certain
    ends in ``*``, which no git ref can contain. A claim that a token would not have is absent.
    """
    audience = _audience(job, target)
    return tuple({**_claims(path, job, event, project), "aud": audience} for event in events)


def _audience(job: Job, target: Fact[Index]) -> Fact[str]:
    """What the token that the uploader takes is made for: `<INDEX>_ID_TOKEN`, else the only one there is."""
    if isinstance(target, Unknown):
        return target
    name = f"{target.value.name.upper()}_ID_TOKEN"
    tokens = [token for token in job.id_tokens if token.name == name] or list(job.id_tokens)
    if len(tokens) != 1:
        return Unknown("the job has several identity tokens" if tokens else "the job has no identity token")
    match tokens[0].audiences:
        case Known(audiences, at) if len(audiences) == 1 and not tokens[0].is_list:
            return Known(audiences[0], *at)
        case Known():
            return Unknown("the audience is a list", tokens[0].at)
        case Unknown() as unknown:
            return unknown


def _claims(path: str, job: Job, event: Event, project: Project) -> dict[str, Fact[str]]:
    ref = event.claimed_ref
    found: dict[str, Fact[str]] = {
        "iss": project.host.map(lambda host: f"https://{host}"),
        "project_path": project.path,
        "namespace_path": project.path.map(lambda whole: whole.rpartition("/")[0]),
        "ci_config_ref_uri": _config(path, project, ref),
        "ref_path": ref,
        "ref_type": Known(event.ref_type) if event.ref_type else Unknown("it depends on the event"),
        "pipeline_source": Known(event.name),
        "sub": _subject(project, event),
    }
    if job.environment != Known(None):
        found["environment"] = job.environment.map(str)
    return found


def _config(path: str, project: Project, ref: Fact[str]) -> Fact[str]:
    """``host/group/project//file@ref``."""
    match project.host, project.path:
        case Known(host), Known(whole):
            return ref.map(lambda value: f"{host}/{whole}//{path}@{value}")
        case host, whole:
            return host if isinstance(host, Unknown) else whole


def _subject(project: Project, event: Event) -> Fact[str]:
    """``project_path:group/project:ref_type:tag:ref:v1``."""
    rest = f"ref_type:{event.ref_type}:ref:*" if event.ref_type else "*"
    return project.path.map(lambda whole: f"project_path:{whole}:{rest}")
