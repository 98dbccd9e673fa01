"""What publishes, as texts for tests: workflows and their jobs, and the publishers that are declared for them."""

from __future__ import annotations

PROJECT = '[project]\nname = "demo"\nversion = "1.0"\n'
REMOTE = '[remote "origin"]\n\turl = https://github.com/octo/demo.git\n'
TAGS = "push: {tags: [v*]}"

# Steps, and what may follow one.
UPLOAD = "      - uses: pypa/gh-action-pypi-publish@release/v1\n"
TEST = "        with:\n          repository-url: https://test.pypi.org/legacy/\n"

# It has two findings: its job has no environment, and the action's version may move.
UNGUARDED = """\
on:
  release:
    types: [published]
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v5
        with: {name: dist, path: dist}
      - uses: pypa/gh-action-pypi-publish@release/v1
"""

# Fields of a publisher for `declaration`, beside an environment.
SAMPLE = {"project_name": "sampleproject", "owner": "octo-org", "repository": "sampleproject"}

_FORMS = {
    "github": {"owner": "octo", "repository": "demo", "workflow-filename": "publish.yml"},
    "gitlab": {"namespace": "octo", "project": "demo", "workflow-filepath": ".gitlab-ci.yml"},
    "google": {"email": "a@example.org"},
}


def job(name: str = "publish", *, steps: str = UPLOAD, environment: str = "pypi", more: str = "") -> str:
    """A job that may request a token, with further lines before its permissions."""
    env = f"    environment: {environment}\n" if environment else ""
    return (
        f"  {name}:\n    runs-on: ubuntu-latest\n{env}{more}    permissions: {{id-token: write}}\n    steps:\n{steps}"
    )


def workflow(*jobs: str, on: str = TAGS, top: str = "") -> str:
    """A workflow of these jobs, or of one that publishes, with further lines before them."""
    return f"on:\n  {on}\n{top}jobs:\n" + "".join(jobs or (job(),))


def declaration(kind: str = "github", /, **fields: str | bool) -> str:
    """A publisher in `pyproject.toml`: the project ``demo`` of the owner ``octo``, but for these fields."""
    given = {key.replace("_", "-"): value for key, value in fields.items()}
    values: dict[str, str | bool] = {"project-name": "demo", "kind": kind, **_FORMS[kind], **given}
    written = {key: f'"{value}"' if isinstance(value, str) else str(value).lower() for key, value in values.items()}
    return "".join(["\n[[tool.tplint.publishers]]\n", *(f"{key} = {value}\n" for key, value in written.items())])
