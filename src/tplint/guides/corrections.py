"""What PyPI does, and what to write, for each statement of guides that it does not do (``tplint.guides.myths``)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# kind → what is wrong, and what to write. The facts: https://docs.pypi.org/trusted-publishers/
CORRECTIONS: Mapping[str, tuple[str, str]] = {
    "subject-pattern": (
        "PyPI's form has no subject, and PyPI does not compare the token's `sub` for GitHub",
        "take the subject out; to restrict what may publish, register an environment and protect it on GitHub",
    ),
    "ref-field": (
        "PyPI's form has no field for a branch or tag",
        "take it out; to restrict what may publish, register an environment and protect it",
    ),
    "workflow-path": (
        "PyPI's form takes the workflow's file name, without folders",
        "write `{name}`",
    ),
    "path-in-words": (
        "PyPI's form takes the workflow's file name, without folders",
        "give the file's name alone",
    ),
    "workflow-title": (
        "PyPI's form takes the workflow's file name, not its title",
        "write `{name}`",
    ),
    "no-new-projects": (
        "trusted publishing can create a project: a pending publisher does with the first upload",
        "tell the reader to add a pending publisher at https://pypi.org/manage/account/publishing/",
    ),
    "empty-project": (
        "PyPI has no page that creates a project: a pending publisher or a first upload does",
        "tell the reader to add a pending publisher at https://pypi.org/manage/account/publishing/",
    ),
    "pending-for-existing": (
        "it has the project created before, and PyPI's form refuses a pending publisher for a project that exists",
        "add a pending publisher for a project that does not exist yet, or a publisher in an existing one's settings",
    ),
    "mixing-refused": (
        "a password switches trusted publishing off: PyPI never sees the identity token, nor can it refuse that",
        "say that with a password the job does not use trusted publishing",
    ),
    "blank-forbids-environment": (
        "a publisher without an environment matches a job in any environment, and one without",
        "say that a blank environment matches every job",
    ),
    "pending-reserves-name": (
        "a pending publisher does not reserve the project's name: whoever uploads first has it",
        "say that the name is free until the first upload",
    ),
    "project-name-case": (
        "PyPI compares project names in their normalized form, without letter case, `-`, `_` and `.`",
        "drop the remark",
    ),
    "workflow-ref-compared": (
        "PyPI compares `job_workflow_ref`, the file that holds the job; for a reusable workflow that is another file",
        "name `job_workflow_ref` instead",
    ),
    "invented-error": (
        "PyPI has no such error: whatever differs, it answers `invalid-publisher`",
        "quote PyPI's words: `valid token, but no corresponding publisher`",
    ),
    "shared-accounts": (
        "TestPyPI is an index of its own, with its own accounts, projects and publishers",
        "tell the reader to register at https://test.pypi.org/account/register/ too",
    ),
    "enabled-identity-tokens": (
        "GitLab has nothing to enable: the job's `id_tokens` is all that it takes",
        "take the step out, and show `id_tokens`",
    ),
    "discouraged-event": (
        "PyPI refuses the identity tokens of `pull_request_target` since March 2026",
        "say that PyPI refuses it",
    ),
    "gitlab-python": (
        "trusted publishing from GitLab needs no certain Python: an uploader that supports it is enough",
        "name the uploader instead: twine 6.1 or newer, or uv",
    ),
    "lower-case-owner": (
        "an owner need not be written in lower case: PyPI takes over GitHub's own spelling",
        "drop the remark",
    ),
}
