"""Catalogue: what GitHub and GitLab say of a workflow or job that cannot publish. For ``catalogue``."""

from __future__ import annotations

from tplint.pypi.catalogue import FATAL, SYMPTOM, Entry

_ACTION = "https://github.com/pypa/gh-action-pypi-publish#readme"
_GITHUB = "https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax"
_REUSE = "https://docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations"
_ENVIRONMENTS = "https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments"
_ARTIFACT = "https://github.com/actions/upload-artifact#readme"
_RETIRED = r"actions/(?:up|down)load-artifact@v[123]\b"

_WORKFLOWS = (
    Entry(
        "reusable-call-permissions",
        "GitHub",
        "GitHub refused the workflow: the calling job grants less than the called one asks for",
        ("requesting",),
        r"is requesting ['\"]?(?P<asked>[a-z-]{2,40}: (?:read|write)(?:, [a-z-]{2,40}: (?:read|write)){0,20})['\"]?,? "
        r"but is only allowed(?: ['\"]?(?P<allowed>[a-z-]{2,40}: \w{4,5}(?:, [a-z-]{2,40}: \w{4,5}){0,20}))?",
        "A called workflow cannot have more permissions than the job that calls it, and that one grants only "
        "{allowed|less}: a `permissions` block takes away every scope that it does not name.",
        "Name {asked|what the called one asks for} in the `permissions` of the calling job, or ask for less in the "
        "called one.",
        _REUSE,
        FATAL,
        ("TP106", "TP005"),
    ),
    Entry(
        "action-not-found",
        "GitHub",
        "GitHub does not find the action {action|that the step names}",
        ("resolve", "missing"),
        rf"(?:unable to resolve action|missing download info for) \W?(?!{_RETIRED})(?P<action>[\w./@-]{{1,140}})"
        r"(?:\W?,? ?(?:unable to find version|repository not found|action not found|not found))?",
        "The action has no such tag, branch or commit, or is private. gh-action-pypi-publish has `release/v1` and "
        "tags like `v1.14.0`, but no `v1`, `v1.14` or `main`; since v8 setup-uv has tags of whole releases only.",
        "Name a tag that the action has, or the full commit of a release: `pypa/gh-action-pypi-publish@release/v1`, "
        "`astral-sh/setup-uv@v8.1.0`.",
        _ACTION,
        FATAL,
        ("TP502", "TP528"),
    ),
    Entry(
        "action-not-allowed",
        "GitHub",
        "GitHub does not let the workflow use {action|an action}",
        ("allowed",),
        r"(?P<action>[\w.-]{1,60}/[\w./-]{1,100}@[\w./-]{1,100})['\"]? (?:is|are) not allowed "
        r"(?:to be used in|in|because all actions must be pinned)\b",
        "The organisation's or repository's policy (Settings, Actions, General) admits certain actions alone, or none "
        "that is not pinned to a full commit.",
        "Write the full 40 characters of a commit behind every action's `@`, or have an owner admit "
        "`pypa/gh-action-pypi-publish@*`; else upload by `uv publish` or twine, which are no actions.",
        "https://docs.github.com/organizations/managing-organization-settings/"
        "disabling-or-limiting-github-actions-for-your-organization",
        FATAL,
        ("TP503",),
    ),
    Entry(
        "unexpected-input",
        "GitHub",
        "the action does not know an input that it is given: {input|see the message}",
        ("input(s)",),
        r"unexpected input\(s\) (?P<input>[^\[\]]{1,300}?), valid inputs are \[[^\]]{0,900}"
        r"(?:packages.dir|repository.url|vcs_release)",
        "The release that the step names has no such input, and ignores it. Hyphenated inputs of "
        "gh-action-pypi-publish (`packages-dir`) came with v1.7.1; python-semantic-release has had none for PyPI since "
        "its version 8, which uploads nothing there.",
        "Use `pypa/gh-action-pypi-publish@release/v1`, and let it upload what python-semantic-release has built.",
        _ACTION,
        SYMPTOM,
    ),
    Entry(
        "environment-protection",
        "GitHub",
        "GitHub did not start the job: the environment does not admit this branch or tag",
        ("deploy",),
        r"is not allowed to deploy to (?!github-pages\b)[^|]{1,255}? due to environment protection rules",
        "The environment's deployment branches and tags do not have the ref of this run.",
        "Add the tag's pattern in Settings, Environments, or start the run from a ref that is admitted.",
        _ENVIRONMENTS,
    ),
    Entry(
        "environment-protection",
        "GitHub",
        "GitHub did not start the job: a protection rule of its environment was not satisfied",
        ("deployment",),
        r"deployment was rejected or didn.?t satisfy other protection rules"
        r"|deployment (?:was )?(?:rejected|not allowed)[^.]{0,100}environment",
        "A reviewer refused the run, the ref is not among the environment's deployment branches and tags, or another "
        "rule stopped it.",
        "See the environment's rules in Settings, Environments, and the run's page for who refused it.",
        _ENVIRONMENTS,
        SYMPTOM,
    ),
    Entry(
        "undispatchable-workflow",
        "GitHub",
        "GitHub did not start the workflow that was to publish",
        ("workflow_dispatch", "named"),
        r"workflow does not have \W?workflow_dispatch\W? trigger|could not find any workflows named",
        "The workflow that is to be started has no `workflow_dispatch` on its default branch, or another name.",
        "Add the trigger there, or name the workflow's file.",
        _GITHUB,
        FATAL,
        ("TP515",),
    ),
    Entry(
        "missing-permission",
        "GitHub",
        "the job's token may not start another workflow",
        ("integration",),
        r"\bworkflow dispatch event: [^|]{0,60}\bresource not accessible by integration\b",
        "The job's token lacks `actions: write`: a `permissions` block does not name it, or there is none and the "
        "repository's default is to read alone.",
        "Add `actions: write` to the `permissions` of the job that starts the workflow.",
        _GITHUB,
        FATAL,
        ("TP515",),
    ),
    Entry(
        "missing-permission",
        "GitHub",
        "the job's token may not do what a step asks of GitHub",
        ("integration",),
        r"\bresource not accessible by integration\b",
        "The token lacks a permission. A `permissions` block, such as one with `id-token: write` alone, takes away "
        "every scope that it does not name; runs of forks' pull requests can only read.",
        "Add the scope that the step needs to the job's `permissions`: `contents: write` for releases, "
        "`actions: write` to start workflows, `pull-requests: write` for pull requests.",
        _GITHUB,
    ),
    Entry(
        "protected-branch",
        "GitHub",
        "GitHub refused what the job pushes: {ref|the branch} is protected",
        ("gh006:", "gh013:"),
        r"\berror: gh0(?:06: protected branch update failed|13: repository rule violations found) for "
        r"(?P<ref>refs/[\w./-]{1,200}\w)",
        "A branch protection or a ruleset wants a pull request or checks first, which the release tool's commit has "
        "not. Whether the upload was done by then depends on the order of the steps.",
        "Push with the token of an app or a person whom the rule exempts (Settings, Rules; `token` of the checkout), "
        "or let the version come from the tag (setuptools-scm, hatch-vcs), so that nothing has to be pushed.",
        "https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets",
    ),
    Entry(
        "immutable-release",
        "GitHub",
        "GitHub refused a release's asset: the release is published and immutable",
        ("immutable",),
        r"\bcannot upload assets to an immutable release",
        "The repository has immutable releases switched on: a release takes no files after it was published. PyPI has "
        "no part in it.",
        "Create the release as a draft, upload the files, and publish it then; let the job that uploads to PyPI not "
        "depend on it.",
        "https://docs.github.com/code-security/concepts/supply-chain-security/immutable-releases",
    ),
    Entry(
        "invalid-workflow-file",
        "GitHub",
        "GitHub refused the workflow file {path|as invalid}",
        ("valid", "syntax"),
        r"invalid workflow file:? (?P<path>[\w./-]{1,200})|the workflow is not valid\. (?P<path2>[\w./-]{1,200})"
        r"|you have an error in your yaml syntax on line \d+",
        "The file breaks GitHub's syntax at the place that the message names; no job of it runs.",
        "Correct it; `tplint` and actionlint name the place.",
        _GITHUB,
        FATAL,
        ("TP001", "TP004", "TP005"),
    ),
    Entry(
        "missing-contents-read",
        "GitHub",
        "the checkout may not read the repository",
        ("fatal:", "found", "contents:"),
        r"fatal: repository \W?https://github\.com/\S{1,200}\W? not found|remote: repository not found"
        r"|error: repository not found|will not have \W?contents: read\W?",
        "A `permissions` block takes away what it does not name: with `id-token: write` alone a private repository "
        "cannot be checked out. PyPI itself never says that a repository was not found.",
        "Add `contents: read` to the same block.",
        _GITHUB,
    ),
)

_COMMANDS = (
    Entry(
        "missing-file",
        "Python",
        "a step reads {file|a file} which the checkout does not have",
        ("directory",),
        r"can.t open file \W?(?P<file>[^'\"]{1,200}?)\W?: \[errno 2\] no such file or directory"
        r"|could not open requirements file: \[errno 2\] no such file or directory: \W?(?P<file2>[^'\"\s]{1,200})",
        "It was removed or has moved, and the workflow still names it: a `setup.py`, most often, for which "
        "`pyproject.toml` stands today.",
        "Build with `python -m build`, or name the file that is there; the version is still free.",
        "https://packaging.python.org/en/latest/discussions/setup-py-deprecated/",
        SYMPTOM,
        ("TP534",),
    ),
    Entry(
        "missing-python",
        "actions/setup-python",
        "there is no Python {version|of that version} for the runner",
        ("architecture",),
        r"the version \W?(?P<version>[\w.~<>=* -]{1,40}?)\W? with architecture \W?\w{1,10}\W? was not found",
        "Python 3.1 is a `3.10` without quotes, which YAML reads as a number; others are too old for the image, "
        "or not released.",
        'Put the version in quotes (`"3.10"`), or name one that the runner has; the version is still free.',
        "https://github.com/actions/setup-python/blob/main/docs/advanced-usage.md#specifying-a-python-version",
        SYMPTOM,
        ("TP535",),
    ),
    Entry(
        "missing-gh-token",
        "gh",
        "gh has no token: `GH_TOKEN` is not set",
        ("gh_token",),
        r"to use github cli in a github actions workflow, set the gh_token environment variable",
        "GitHub hands the job's token to no command by itself.",
        "Give the step `env: {GH_TOKEN: '${{ github.token }}'}`, and the job the permissions that the command needs.",
        "https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/use-github-cli",
        FATAL,
    ),
)

_ARTIFACTS = (
    Entry(
        "retired-artifact-action",
        "GitHub",
        "GitHub no longer runs this version of {action|an action}",
        ("deprecated", "resolve", "missing"),
        r"uses a deprecated version of \W?(?P<action>actions/(?:(?:upload|download)-artifact|cache))"
        rf"|(?:unable to resolve action|missing download info for) \W?(?P<action2>{_RETIRED})",
        "Versions 1 to 3 of upload-artifact and download-artifact were switched off in January 2025, versions of cache "
        "before v3.4.0 and v4.2.0 in March 2025.",
        "Use a newer major version: of both artifact actions in all jobs. Where the workflow does so, another action "
        "uses the old one (an old `sigstore/gh-action-sigstore-python`): take a newer release of that.",
        _ARTIFACT,
        FATAL,
        ("TP518", "TP528"),
    ),
    Entry(
        "artifact-name-collision",
        "GitHub",
        "two jobs upload an artifact of the same name",
        ("artifact",),
        r"an artifact with this name already exists on the workflow run",
        "Since version 4 of upload-artifact an artifact is written once.",
        "Give each job of the matrix its own name, and download with `pattern` and `merge-multiple: true`.",
        _ARTIFACT,
        FATAL,
        ("TP517",),
    ),
    Entry(
        "artifact-not-found",
        "GitHub",
        "the artifact with the distributions was not found",
        ("artifact",),
        r"artifact not found for name: ?(?P<artifact>\S{1,100})|unable to find (?:any )?artifacts?\b"
        r"|no artifacts? found for the associated workflow",
        "The job that builds uploads under another name, was skipped, or is not among the `needs` of this one.",
        "Use one name on both sides, and let the uploading job need the building one.",
        _ARTIFACT,
        FATAL,
        ("TP525",),
    ),
    Entry(
        "artifact-download-failed",
        "GitHub",
        "the artifact with the distributions could not be fetched: {reason|its transfer failed}",
        ("artifact",),
        r"\bunable to download artifact\(s\): (?!artifact not found)"
        r"(?:unable to download and extract artifact: )?(?P<reason>[\w -]{3,80})",
        "The artifact is there, and its transfer from GitHub's storage failed.",
        "Run the failed job again; see https://www.githubstatus.com.",
        _ARTIFACT,
    ),
)

_GITLAB = (
    Entry(
        "gitlab-id-tokens-global",
        "GitLab",
        "GitLab takes `id_tokens` in a job or under `default:`, not at the top level",
        ("id_tokens",),
        r"id_tokens\W{0,3} is not a valid global keyword|jobs:? ?id_tokens config|root config contains unknown keys: "
        r"[^.]{0,60}id_tokens",
        "At the top level `id_tokens` is read as a job of that name.",
        "Move it into the job that uploads.",
        "https://docs.gitlab.com/ci/yaml/#id_tokens",
    ),
    Entry(
        "gitlab-self-managed",
        "GitLab",
        "PyPI takes no tokens of a self-managed GitLab",
        ("self-managed", "self-hosted"),
        r"(?:only works|does(?:n.?t| not) work|not (?:currently )?(?:be )?supported?|unsupported)[^.]{0,120}"
        r"self-(?:managed|hosted)|self-(?:managed|hosted)[^.]{0,120}(?:not supported|unsupported|doesn.?t work)",
        "PyPI knows gitlab.com, and beside it only instances that an organisation has had registered.",
        "Publish from gitlab.com or GitHub, use an API token, or ask support+orgs@pypi.org to register the instance.",
        "https://docs.pypi.org/trusted-publishers/adding-a-publisher/",
        FATAL,
        ("TP115",),
    ),
)

ENTRIES = (*_WORKFLOWS, *_COMMANDS, *_ARTIFACTS, *_GITLAB)
