"""The cases of `docs/guides.md`: for the id of each row of its tables what is claimed, after which changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guide_claims import Add, Form, G, Lint, Log, Move, P, Show, Silent, Swap, W

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guide_claims import Changes, Check

# --- the changes that cases share -----------------------------------------------------------------------------------

REFUSED = "Publisher with matching claims was not found"
NO_PERMISSION = Swap(
    W,
    "    environment: pypi\n    permissions:\n      id-token: write\n",
    "    environment: pypi\n    permissions: {}\n",
)
PASSWORD = Add(W, "        with:\n          password: ${{ secrets.PYPI_API_TOKEN }}\n")
OTHER_NAME = Swap(P, 'name = "kelp-count"\nversion', 'name = "kelp-counter"\nversion')
BY_RELEASE = Swap(W, '  push:\n    tags: ["v*"]\n  workflow_dispatch:\n', "  release:\n    types: [published]\n")
GITHUB = {"kind": "github", "owner": "brackish-lab", "repository": "kelp-count", "workflow_filename": "publish.yml"}
GITLAB = {"kind": "gitlab", "namespace": "brackish-lab/field/tools", "project": "kelp-count"}
PUBLISHER = """
[[tool.tplint.publishers]]
kind = "github"
project-name = "{}"
owner = "brackish-lab"
repository = "kelp-count"
workflow-filename = "publish.yml"
environment = "{}"
"""
DOWNLOAD = """\
      - uses: actions/download-artifact@v5
        with:
          name: dist
          path: dist
"""
PUBLISH = "      - uses: pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2\n"
TWINE = '      - run: twine upload dist/*\n        env: {TWINE_PASSWORD: ""}\n'
CALLED = f"""\
on: workflow_call
jobs:
  upload:
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {{id-token: write}}
    steps:
{DOWNLOAD}{PUBLISH}"""
NIGHTLY = """
on: {schedule: [{cron: 5 4 * * *}]}
jobs:
  nightly:
    runs-on: ubuntu-latest
    permissions: {contents: write}
    steps:
      - uses: actions/checkout@v5
      - run: COMMAND
        env: {GH_TOKEN: "${{ github.token }}"}
"""
CALL = "  pypi:\n    needs: testpypi\n    permissions: {id-token: write}\n    uses: ./.github/workflows/upload.yml\n"
JOB = (
    "  pypi:\n    needs: testpypi\n    runs-on: ubuntu-latest\n    environment: pypi\n    permissions:\n"
    f"      id-token: write\n    steps:\n{DOWNLOAD}{PUBLISH}"
)


def nightly(command: str) -> Add:
    """Add a workflow that runs a command with the job's own token."""
    return Add(".github/workflows/nightly.yml", NIGHTLY.replace("COMMAND", command))


def declared(old: str, new: str) -> Changes:
    """Change what the publishers are declared as."""
    return (Swap(P, old, new),)


def said(text: str, fixture: str = "github") -> Lint:
    """A guide says something that is not so."""
    return Lint("TP602", (Add(G, f"\n## Trusted publishing on PyPI\n\n{text}\n"),), fixture=fixture)


# --- the cases: one for each row, by its id -------------------------------------------------------------------------

CASES: Mapping[str, tuple[Check, ...]] = {
    # Requirements
    "account": (),
    "actions-enabled": (Lint("TP208", (Move(W, ".github/workflows/release/publish.yml"),)),),
    "metadata": (
        Show("→ PyPI project kelp-count"),
        Lint("TP303", (Swap(P, 'name = "kelp-count"', 'name = "kelp-count-"'),)),
    ),
    "local-upload": (),
    "id-token": (Lint("TP101", (NO_PERMISSION,)),),
    "publisher-registered": (
        Lint("TP204", (), (Add(P, PUBLISHER.format("kelp-count", "pypi")),), "invalid-publisher"),
    ),
    "no-password": (Lint("TP102", (PASSWORD,)),),
    "stored-secret": (
        Lint("TP103", (NO_PERMISSION, PASSWORD)),
        Lint("TP104", (Swap(W, JOB, JOB.replace(PUBLISH, TWINE)),)),
    ),
    "token-without-permission": (
        Lint("TP111", (Swap(W, "      contents: read\n", "      contents: read\n      id-token: write\n"),)),
    ),
    # Setting up the publisher
    "form-page": (
        Show("https://pypi.org/manage/project/kelp-count/settings/publishing/?provider=github&owner=brackish-lab"),
        Show("new project https://pypi.org/manage/account/publishing/"),
    ),
    "form-values": (Show("Owner brackish-lab · Repository name kelp-count · Workflow name publish.yml"),),
    "project-name-field": (Lint("TP301", (OTHER_NAME,)),),
    "owner-field": (Lint("TP203", declared('owner = "brackish-lab"', 'owner = "brackish-labs"')),),
    "repository-field": (
        Lint("TP203", declared('repository = "kelp-count"', 'repository = "kelp"')),
        Lint("TP003", declared('repository = "kelp-count"', 'repository = "Kelp-Count"')),
    ),
    "workflow-field": (
        Lint("TP201", declared("publish.yml", "release.yml")),
        Lint("TP202", declared("publish.yml", "publish.yaml")),
    ),
    "workflow-without-extension": (
        Lint("TP003", declared("publish.yml", "publish")),
        Form({**GITHUB, "workflow_filename": "publish"}, "Workflow name must end with .yml or .yaml"),
    ),
    "environment-field": (Lint("TP402", declared('environment = "pypi"', 'environment = "release"')),),
    "environment-empty": (Lint("TP403", declared('environment = "pypi"\n', "")),),
    "environment-guard": (
        Lint("TP401", (Swap(W, "    environment: pypi\n", ""), *declared('environment = "pypi"\n', ""))),
    ),
    "environment-rules": (Log("deployment", "environment-protection", "Add the tag's pattern in Settings"),),
    "pending-then-active": (
        Log("as-declared", "publisher-mismatch", "a pending one expires after 30 days"),
    ),
    "claims-to-fields": (
        Log("matching-claims", "publisher-typo", "brackish-lab/kelp-count brakish-lab/kelp-count", "matching-claims"),
    ),
    "guide-values": (Lint("TP601", (Swap(G, "**Owner**: `brackish-lab`", "**Owner**: `brackish-labs`"),)),),
    # The workflow
    "action-ref": (
        Lint("TP502", (Swap(W, "dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2", "v1"),)),
        Lint("TP503", (Swap(W, "dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2", "release/v1"),)),
    ),
    "permission-of-workflow": (
        Lint(
            "TP112",
            (
                Swap(W, "permissions: {}", "permissions:\n  contents: read\n  id-token: write"),
                Swap(W, "    permissions:\n      contents: read\n", ""),
            ),
        ),
    ),
    "builds-first": (Lint("TP512", (Swap(W, JOB, JOB.replace(DOWNLOAD, "")),)),),
    "tag-starts-it": (
        Lint(
            "TP507",
            (
                Swap(W, '    tags: ["v*"]\n  workflow_dispatch:\n', "    branches: [main]\n"),
                Swap(W, "  pypi:\n", "  pypi:\n    if: startsWith(github.ref, 'refs/tags/')\n"),
            ),
        ),
    ),
    "release-starts-it": (
        Lint(
            "TP520",
            (BY_RELEASE, nightly("gh release create v${{ github.run_id }}")),
            (BY_RELEASE,),
        ),
    ),
    "started-by-hand": (
        Lint("TP603", (Swap(G, "gh workflow run publish.yml", "gh workflow run release.yml"),)),
        Lint("TP603", (Swap(W, "workflow_dispatch", "release"),)),
        Lint("TP515", (nightly("gh workflow run publish.yml"),)),
        Log("no-dispatch", "undispatchable-workflow", "Add the trigger"),
    ),
    "new-version": (Log("file-exists", "file-already-exists", "Raise the version"),),
    "watch-the-run": (),
    # GitLab
    "gitlab-form": (
        Show("Project name kelp-count · Top-level pipeline file path .gitlab-ci.yml", "gitlab"),
        Form({**GITLAB, "workflow_filepath": ".gitlab-ci.yml"}),
    ),
    "gitlab-path": (
        Log("gitlab-claims", "workflow-filename-changed", "top-level file be ci/release.yml", "gitlab",
            declared(".gitlab-ci.yml", "ci/release.yml")),
        Form({**GITLAB, "workflow_filepath": "/.gitlab-ci.yml"}, "cannot start or end with /"),
    ),
    "gitlab-environment": (
        Lint(
            "TP601", (Swap(G, "- **Environment name**: `pypi`", "- **Environment name**: `release`"),), fixture="gitlab"
        ),
        Log("gitlab-environment", "environment-mismatch", "differs: PyPI takes a job of this environment", "gitlab"),
    ),
    "gitlab-id-tokens": (
        Log("gitlab-no-id-token", "missing-gitlab-id-token", "id_tokens: PYPI_ID_TOKEN: aud: pypi", "gitlab"),
    ),
    "gitlab-oidc-setting": (said("Enable OIDC in GitLab, if it is not yet.", "gitlab"),),
    "gitlab-variables": (Show("variables of the GitLab project, group or instance may hold a credential", "gitlab"),),
    "gitlab-echo": (
        Show("workflow .gitlab-ci.yml (ci_config_ref_uri", "gitlab"),
        Log("gitlab-claims", "publisher-mismatch", "pipeline .gitlab-ci.yml .gitlab-ci.yml", "gitlab"),
    ),
    "gitlab-tag-and-manual": (Show("event push of a tag, web", "gitlab"),),
    "gitlab-short-lived": (Log("token-expired", "token-expired", "valid for 15 minutes"),),
    "gitlab-revoke": (),
    # TestPyPI
    "testpypi-account": (
        said("TestPyPI shares accounts with PyPI."),
        Log("testpypi-token", "invalid-credential", "PyPI and TestPyPI share none"),
    ),
    "testpypi-publisher": (
        Show("https://test.pypi.org/manage/project/kelp-count/settings/publishing/?provider=github"),
    ),
    "testpypi-environment": (
        Lint("TP404", (Swap(W, "environment: testpypi", "environment: pypi"),)),
        Lint("TP402", declared('environment = "testpypi"', 'environment = "test-pypi"')),
    ),
    "testpypi-job": (
        Lint("TP513", (Swap(W, "        with:\n          repository-url: https://test.pypi.org/legacy/\n", ""),)),
    ),
    "testpypi-guide": (Lint("TP601", (Swap(G, "environment name `testpypi`", "environment name: `test-pypi`"),)),),
    "testpypi-rehearsal": (),
    # Checklists
    "check-project-exists": (),
    "check-publisher": (Show("PyPI says accepted, by the publisher declared at pyproject.toml"),),
    "check-project-name": (
        Lint("TP301", (), declared("kelp-tally", "kelp-count"), "project-name-mismatch"),
        Lint("TP601", (), declared("kelp-tally", "kelp-count"), "project-name-mismatch"),
    ),
    "check-owner-and-repository": (
        Lint("TP203", (), declared("brakish-lab", "brackish-lab"), "matching-claims"),
    ),
    "check-workflow": (Lint("TP202", (), declared("publish.yaml", "publish.yml"), "yaml-for-yml"),),
    "check-environment": (
        Lint("TP402", (), declared('"release"', '"pypi"'), "pending-but-failing"),
        Lint("TP601", (), (Swap(G, "`release`", "`pypi`"),), "pending-but-failing"),
    ),
    # Troubleshooting
    "invalid-publisher": (
        Log("invalid-publisher", "publisher-mismatch", "publish.yml nightly.yml", "invalid-publisher"),
        Lint("TP204", (), (Add(P, PUBLISHER.format("kelp-count", "pypi")),), "invalid-publisher"),
    ),
    "older-wording": (Log("without-claims", "publisher-mismatch", "no publisher is registered with this owner"),),
    "matching-claims": (
        Log("matching-claims", "publisher-typo", "add a publisher on PyPI, if these are", "matching-claims"),
        Lint("TP203", (), declared("brakish-lab", "brackish-lab"), "matching-claims"),
    ),
    "non-user-identities": (
        Log("non-user-identities", "pending-publisher-missing-for-new-project", "exactly that name",
            "non-user-identities"),
        Lint("TP301", (), declared("kelpcount", "kelp-count"), "non-user-identities"),
    ),
    "pending-but-failing": (
        Log("pending-but-failing", "environment-mismatch", "`environment: release`", "pending-but-failing"),
        Lint("TP402", (), (Swap(W, "environment: pypi", "environment: release"),), "pending-but-failing"),
    ),
    "project-name-mismatch": (
        Log("project-name-mismatch", "token-scope-wrong-project", "`kelp-tally` is not among", "project-name-mismatch"),
        Lint("TP301", (), declared("kelp-tally", "kelp-count"), "project-name-mismatch"),
    ),
    "repository-not-found": (
        Log("repository-not-found", "repository-moved", "brackish-lab/kelpcount-py ← differs", "repository-not-found"),
        Lint("TP203", (), declared("kelpcount-py", "kelp-count"), "repository-not-found"),
        Log("checkout", "missing-contents-read", "PyPI itself never says that a repository was not found"),
    ),
    "yaml-for-yml": (
        Log("yaml-for-yml", "workflow-filename-changed", "rename .github/workflows/publish.yml to", "yaml-for-yml"),
        Lint("TP202", (), (Move(W, ".github/workflows/publish.yaml"),), "yaml-for-yml"),
        Lint("TP601", (), (Swap(G, "publish.yaml", "publish.yml"),), "yaml-for-yml"),
    ),
    "token-mixed": (
        Log("token-mixed-with-oidc", "invalid-credential", "remove every password, token", "token-mixed-with-oidc"),
        Lint("TP102", (), (Swap(W, PASSWORD.text, ""),), "token-mixed-with-oidc"),
        Log("uv-mixed", "mixed-credentials", "Remove `UV_PUBLISH_TOKEN`"),
    ),
    "forbidden": (Log("testpypi-token", "invalid-credential", "check the secret's name, scope and index"),),
    "token-verification": (Log("invalid-token", "invalid-token", "never a list"),),
    "run-again": (),
    # Statements that are wrong
    "wrong-no-new-projects": (said("Trusted publishing cannot create a new project; upload one by hand first."),),
    "wrong-empty-project": (
        said('Click "Add new project" and enter its name.'),
        Show("new project https://pypi.org/manage/account/publishing/"),
    ),
    "wrong-pending-for-existing": (
        said('Click "Add new project" first.\n\nThen click "Add a new pending publisher".'),
        Form({**GITHUB, "project_name": "kelp-count", "pending": True}, "This project already exists", ("kelp-count",)),
        Log("pending-form", "project-name-taken", "add the publisher on its own publishing page"),
    ),
    "wrong-account-password": (
        Log("password", "password-upload", "with an API token the user name is `__token__`"),
        Lint("TP110", (NO_PERMISSION, PASSWORD, Add(W, "          user: brackish\n")), (NO_PERMISSION, PASSWORD)),
    ),
    "wrong-subject": (said("- Owner: `brackish-lab`\n- Subject: `repo:brackish-lab/kelp-count:ref:refs/tags/v*`"),),
    "wrong-branch-field": (
        said("- Owner: `brackish-lab`\n- Repository name: `kelp-count`\n- Branch: `main`\n- Environment: `pypi`"),
    ),
    "wrong-workflow-path": (
        Lint("TP602", (Swap(G, "**Workflow filename**: `", "**Workflow filename**: `.github/workflows/"),)),
        Form({**GITHUB, "workflow_filename": W}, "Workflow filename must be a filename only, without directories"),
    ),
    "wrong-lower-case": (
        said("The owner must be lower-case."),
        said("The project name is case-sensitive."),
        Silent((Swap(P, 'project-name = "kelp-count"', 'project-name = "Kelp_Count"'),)),
        Silent((Swap(W, "environment: pypi", "environment: PyPI"),)),
    ),
    "wrong-workflow-ref": (
        said("- Workflow: `publish.yml` (from `workflow_ref`)"),
        Log("called-workflow", "reusable-workflow", "PyPI looks at the called workflow"),
        Lint("TP206", (Swap(W, JOB, CALL), Add(".github/workflows/upload.yml", CALLED))),
    ),
    "wrong-mixing-refused": (
        said("`invalid-publisher` comes of using both `id-token: write` and `password`."),
        Lint("TP102", (PASSWORD,)),
    ),
    "wrong-environment-error": (
        said('Another trusted publisher is meant. Error: "Environment mismatch"'),
        Log("environment", "environment-mismatch", REFUSED),
    ),
    "wrong-blank-environment": (said("If the environment is left blank, the job must not have one."),),
    "wrong-name-reserved": (said("A pending publisher reserves the project name."),),
    "wrong-many-pending": (
        Lint("TP305", (
            Add(P, PUBLISHER.format("kelp-maps", "first") + "pending = true\n"),
            Add(P, PUBLISHER.format("kelp-tides", "first") + "pending = true\n"),
        )),
    ),
    "wrong-pull-request-target": (
        said("For publishing `pull_request_target` is discouraged."),
        Lint("TP108", (Swap(W, "workflow_dispatch", "pull_request_target"),)),
    ),
    "wrong-gitlab-python": (said("Make sure the deploy job has Python 3.11+ for OIDC.", "gitlab"),),
    "wrong-gitlab-path": (
        Lint("TP601", (Swap(G, "`.gitlab-ci.yml`", "`.gitlab/.gitlab-ci.yml`"),), fixture="gitlab"),
        Log("gitlab-claims", "workflow-filename-changed", ".gitlab-ci.yml .gitlab/.gitlab-ci.yml ← differs", "gitlab",
            declared('".gitlab-ci.yml"', '".gitlab/.gitlab-ci.yml"')),
    ),
}  # fmt: skip
