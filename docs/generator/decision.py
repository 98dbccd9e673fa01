"""How PyPI decides: each sentence of the tables is what ``tplint.pypi`` answers to the case that it describes."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from generator.markdown import code, pre, table
from tplint import pypi
from tplint.pypi.kinds import NO_PUBLISHER
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.pypi import Publisher, Verdict

NOW = 1_780_000_000
_REF = "refs/tags/v1.0"
_SHA = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
GITHUB = {
    "iss": "https://token.actions.githubusercontent.com",
    "aud": "pypi",
    "iat": NOW,
    "exp": NOW + 300,
    "jti": "1",
    "repository": "octo-org/sampleproject",
    "repository_owner": "octo-org",
    "repository_owner_id": "1234",
    "job_workflow_ref": f"octo-org/sampleproject/.github/workflows/publish.yml@{_REF}",
    "event_name": "push",
    "ref": _REF,
    "sha": _SHA,
    "environment": "pypi",
}
_FIELDS = {
    "kind": "github",
    "owner": "octo-org",
    "repository": "sampleproject",
    "workflow_filename": "publish.yml",
    "environment": "pypi",
    "repository_owner_id": "1234",
    "project_name": "sampleproject",
}
GITLAB = {
    "iss": "https://gitlab.com",
    "aud": "pypi",
    "iat": NOW,
    "exp": NOW + 300,
    "jti": "1",
    "project_path": "octo-group/sampleproject",
    "sub": f"project_path:octo-group/sampleproject:ref_type:tag:ref:{_REF}",
    "ci_config_ref_uri": f"gitlab.com/octo-group/sampleproject//.gitlab-ci.yml@{_REF}",
    "ref_path": _REF,
    "sha": _SHA,
    "environment": "pypi",
}
_GITLAB_FIELDS = {
    "kind": "gitlab",
    "namespace": "octo-group",
    "project": "sampleproject",
    "workflow_filepath": ".gitlab-ci.yml",
    "environment": "pypi",
    "project_name": "sampleproject",
}


class Step(NamedTuple):
    """A question that PyPI asks of a token, and a case in which the answer is no: changes of claims and of the rest."""

    question: str
    example: str
    claims: Mapping[str, object] = {}
    server: Mapping[str, Any] = {}
    pending: Mapping[str, object] | None = None


def publisher(**changes: object) -> Publisher:
    """The GitHub publisher of the examples, as registered."""
    return pypi.publisher({**_FIELDS, **changes})


def ask(*publishers: Publisher, claims: Mapping[str, object] = GITHUB, **server: Any) -> Verdict:
    """PyPI's answer to a token with these claims."""
    return pypi.verify(publishers, claims, now=NOW, **server)


_OTHER_ISSUER = "https://github.example.com"
STEPS = (
    Step(
        "Is it a JSON Web Token that names its issuer?",
        "a script sent an empty variable",
        {"iss": None},
    ),
    Step(
        "Is the issuer GitHub, GitLab, Google or ActiveState, or one that an organisation has had registered?",
        "a GitLab of one's own that is not registered",
        {"iss": "https://gitlab.example.com"},
    ),
    Step(
        "Is trusted publishing switched on for this issuer?",
        "PyPI's administrators have switched it off",
        server={"flags": ("disallow-oidc",)},
    ),
    Step(
        "Is the token genuine, in time (30 seconds either way), and made for this index? Its audience is one string: "
        "`pypi`, or `testpypi` for TestPyPI.",
        "a token with GitHub's default audience",
        {"aud": "https://github.com/octo-org"},
    ),
    Step(
        "If a **pending** publisher matches: can its project be created? PyPI looks for one by the questions below, "
        "creates the project at once, and goes on without a word where there is none.",
        "the project has been created in the meantime",
        server={"projects": ("Sample.Project",)},
        pending={"project_name": "sample-project"},
    ),
    Step(
        "Is the issuer the one of this kind of publisher? (GitLab's may differ.)",
        "an issuer that an organisation has had registered for GitHub",
        {"iss": _OTHER_ISSUER},
        {"issuers": (pypi.Issuer(_OTHER_ISSUER, "github"),)},
    ),
    Step(
        "Are all claims there that this kind needs?",
        "a token without the event",
        {"event_name": None},
    ),
    Step(
        "Is a publisher registered with these values, and with this environment or none?",
        "the workflow is `release.yml`, and `publish.yml` is registered",
        {"job_workflow_ref": f"octo-org/sampleproject/.github/workflows/release.yml@{_REF}"},
    ),
    Step(
        "Is the job written in that file, at the run's own tag, branch or commit?",
        "the job is in a reusable workflow, called at another ref",
        {"job_workflow_ref": "octo-org/sampleproject/.github/workflows/publish.yml@refs/heads/main"},
    ),
    Step(
        "Is the token used for the first time?",
        "two uploads of one GitLab job exchange the same token",
        server={"used_tokens": ("1",)},
    ),
    Step(
        "Was the run started by anything but `pull_request_target`?",
        "a workflow with `on: pull_request_target`",
        {"event_name": "pull_request_target"},
    ),
)


def refused(*steps: Step) -> str:
    """PyPI's error where the answers to some questions are no; empty where it refuses nothing."""
    claims: dict[str, object] = dict(GITHUB)
    server: dict[str, Any] = {}
    publishers = [publisher()]
    for step in reversed(steps):
        claims.update(step.claims)
        server.update(step.server)
        if step.pending is not None:
            publishers.append(publisher(**step.pending, pending=True))
    return ask(*publishers, claims=claims, **server).error or ""


def steps() -> str:
    """The questions as a figure: each with the error that ends it there."""
    return "\n".join(_figure())


def _figure() -> Iterator[str]:
    yield '<ol class="decision">'
    for step in STEPS:
        yield f'<li><p class="question">{_inline(step.question)}</p>'
        yield f'<p class="refusal"><span>No</span> {pre(refused(step))}<br><small>For example: {_inline(step.example)}.'
        yield "</small></p></li>"
    assert not refused()
    yield '<li class="accepted"><p class="question">PyPI mints an API token. It is valid for 15 minutes, and for '
    yield "<strong>all projects of the publisher that was chosen</strong>, and for no others.</p></li>"
    yield "</ol>"


def _inline(text: str) -> str:
    """Markdown's code spans and bold text, in HTML."""
    shown = html.escape(text, quote=False)
    for mark, tag in (("**", "strong"), ("`", "code")):
        parts = shown.split(mark)
        shown = "".join(f"<{tag}>{part}</{tag}>" if place % 2 else part for place, part in enumerate(parts))
    return shown


# --- environments -----------------------------------------------------------------------------------------------------


def environments() -> str:
    """What comes of a publisher's environment and a job's, for GitHub and GitLab."""
    rows = []
    for registered, job in (
        ("", ""),
        ("", "pypi"),
        ("pypi", "pypi"),
        ("pypi", "PyPI"),
        ("pypi", "release"),
        ("pypi", ""),
    ):
        github = ask(publisher(environment=registered), claims={**GITHUB, "environment": job or None})
        gitlab = pypi.publisher({**_GITLAB_FIELDS, "environment": registered})
        other = ask(gitlab, claims={**GITLAB, "environment": job or None})
        rows.append((code(registered) or "(empty: any)", code(job) or "none", _answer(github), _answer(other)))
    return table(("Publisher's environment", "Job's environment", "GitHub", "GitLab"), rows)


def _answer(verdict: Verdict) -> str:
    return "accepted" if verdict.accepted else "**refused**"


def choice() -> str:
    """Which of two publishers that differ in the environment is used, and what the token may upload to."""
    both = (publisher(), publisher(environment="", project_name="otherproject"))
    rows = []
    for job in ("pypi", "release", ""):
        verdict = ask(*both, claims={**GITHUB, "environment": job or None})
        chosen = verdict.publisher
        assert chosen is not None
        used = (
            f"the one with {code(chosen.fields['environment'])}" if chosen.fields["environment"] else "the one for any"
        )
        rows.append((code(job) or "none", used, ", ".join(map(code, verdict.token_projects))))
    return table(("Job's environment", "Publisher that is used", "The token may upload to"), rows)


# --- letter case ------------------------------------------------------------------------------------------------------

_GITHUB_CASES = {
    "Owner": {
        "repository": "Octo-Org/sampleproject",
        "repository_owner": "Octo-Org",
        "job_workflow_ref": f"Octo-Org/sampleproject/.github/workflows/publish.yml@{_REF}",
    },
    "Repository name": {
        "repository": "octo-org/SampleProject",
        "job_workflow_ref": f"octo-org/SampleProject/.github/workflows/publish.yml@{_REF}",
    },
    "Workflow name": {"job_workflow_ref": f"octo-org/sampleproject/.github/workflows/Publish.yml@{_REF}"},
    "Environment name": {"environment": "PyPI"},
}
_GITLAB_CASES = {
    "Namespace": {
        "project_path": "Octo-Group/sampleproject",
        "sub": f"project_path:Octo-Group/sampleproject:ref_type:tag:ref:{_REF}",
        "ci_config_ref_uri": f"gitlab.com/Octo-Group/sampleproject//.gitlab-ci.yml@{_REF}",
    },
    "Project name": {
        "project_path": "octo-group/SampleProject",
        "sub": f"project_path:octo-group/SampleProject:ref_type:tag:ref:{_REF}",
        "ci_config_ref_uri": f"gitlab.com/octo-group/SampleProject//.gitlab-ci.yml@{_REF}",
    },
    "Top-level pipeline file path": {
        "ci_config_ref_uri": f"gitlab.com/octo-group/sampleproject//.GitLab-CI.yml@{_REF}"
    },
    "Environment name": {"environment": "PyPI"},
}
_CASE_NOTES = {
    ("GitHub", "Owner"): "matters, but can be typed in any: the form asks GitHub, and stores its spelling",
    (
        "GitHub",
        "Environment name",
    ): "does not matter: the form stores lower case, and the claim is compared in lower case",
}


def letter_case() -> str:
    """Whether a value that differs in letter case alone still matches."""
    registered = {"GitHub": (publisher(), GITHUB, _GITHUB_CASES)}
    registered["GitLab"] = (pypi.publisher(_GITLAB_FIELDS), GITLAB, _GITLAB_CASES)
    rows = []
    for platform, (stored, claims, cases) in registered.items():
        for field, changes in cases.items():
            is_same = ask(stored, claims={**claims, **changes}).accepted
            how = _CASE_NOTES.get((platform, field), "does not matter" if is_same else "**matters**")
            assert how.startswith("does not") == is_same
            rows.append((platform, field, how))
    return table(("Platform", "Field of PyPI's form", "Letter case"), rows)


# --- reusable workflows -----------------------------------------------------------------------------------------------

_HERE = "octo-org/sampleproject/.github/workflows"
_THERE = "octo-org/shared/.github/workflows"
REUSABLE = (
    ("the workflow that runs, nothing is called", f"{_HERE}/publish.yml@{_REF}", "publish.yml", ""),
    ("`uses: ./.github/workflows/upload.yml`", f"{_HERE}/upload.yml@{_REF}", "publish.yml", ""),
    ("`uses: ./.github/workflows/upload.yml`", f"{_HERE}/upload.yml@{_REF}", "upload.yml", ""),
    (
        "`uses: octo-org/sampleproject/.github/workflows/upload.yml@main`, on a tag",
        f"{_HERE}/upload.yml@refs/heads/main",
        "upload.yml",
        "",
    ),
    ("`uses: octo-org/shared/.github/workflows/upload.yml@v1`", f"{_THERE}/upload.yml@refs/tags/v1", "publish.yml", ""),
    ("`uses: octo-org/shared/.github/workflows/upload.yml@v1`", f"{_THERE}/upload.yml@refs/tags/v1", "upload.yml", ""),
    (
        "`uses: octo-org/shared/.github/workflows/upload.yml@v1`",
        f"{_THERE}/upload.yml@refs/tags/v1",
        "upload.yml",
        "shared",
    ),
)


def reusable_workflows() -> str:
    """What PyPI answers to a job in a called workflow, by what is registered."""
    rows = []
    for called, reference, registered, repository in REUSABLE:
        stored = publisher(workflow_filename=registered, repository=repository or "sampleproject")
        verdict = ask(stored, claims={**GITHUB, "job_workflow_ref": reference})
        shown = f"{repository or 'sampleproject'} · {registered}"
        rows.append((called, code(shown), _reason(verdict)))
    return table(("The job that uploads is in", "Registered: repository · workflow", "PyPI says"), rows)


def _reason(verdict: Verdict) -> str:
    """PyPI's answer without what is the same in every miss; the expected references, with their long hash, left out."""
    if verdict.accepted:
        return "accepted"
    reason = (verdict.error or "").removeprefix(f"invalid-publisher: {NO_PUBLISHER} (").removesuffix(")")
    return f"**refused**: {reason.partition(', expecting')[0]}"


# --- pending publishers -----------------------------------------------------------------------------------------------


def pending() -> str:
    """What comes of a pending publisher that matches, by its project's name."""
    cases: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("newproject", "the name is free", {}),
        ("newproject", "a project of this name exists", {"projects": ("New.Project", "newproject")}),
        ("newproject", "a project has a name that looks alike", {"projects": ("new-pr0ject",)}),
        ("newproject", "the name is prohibited", {"prohibited": ("newproject",)}),
    )
    rows = []
    for name, case, server in cases:
        row = pypi.publisher({**_FIELDS, "project_name": name}, form=False)._replace(pending=True)
        verdict = ask(row, **server)
        made = f"accepted: {code(name)} is created, and the token may upload to it"
        rows.append((case, made if verdict.accepted else code(verdict.error or "")))
    return table(("When the run comes", "PyPI says"), rows)
