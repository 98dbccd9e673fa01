"""Catalogue: what GitHub and GitLab say of a workflow or job that cannot publish. For ``catalogue``."""

from __future__ import annotations

from tplint.pypi.catalogue import FATAL, Entry

_ACTION = "https://github.com/pypa/gh-action-pypi-publish#readme"
_GITHUB = "https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax"
_REUSE = "https://docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations"
_ARTIFACT = "https://github.com/actions/upload-artifact#readme"

_WORKFLOWS = (
    Entry(
        "reusable-call-permissions",
        "GitHub",
        "GitHub refused the workflow: the calling job grants less than the called one asks for",
        ("requesting",),
        r"is requesting \W?[^'\"]{0,200}id-token: write[^.]{0,20} but is only allowed",
        "A called workflow cannot have more permissions than the job that calls it, and that one does not grant "
        "`id-token: write`.",
        "Give the calling job `permissions: id-token: write`, beside what else the called one asks for.",
        _REUSE,
        FATAL,
        ("TP106",),
    ),
    Entry(
        "action-not-found",
        "GitHub",
        "GitHub does not find the action {action|that the step names}",
        ("resolve",),
        r"unable to resolve action \W?(?P<action>[\w./@-]{1,140})\W?,? ?(?:unable to find version|repository not found|"
        r"action not found|not found)?",
        "The action has no such tag, branch or commit, or is private. gh-action-pypi-publish has `release/v1` and "
        "tags like `v1.14.0`, but no `v1` and no `main`.",
        "Use `pypa/gh-action-pypi-publish@release/v1`, or the full commit of a release.",
        _ACTION,
        FATAL,
        ("TP502",),
    ),
    Entry(
        "nested-composite-action",
        "GitHub",
        "the action's image was not found: it is used inside another composite action, or at an odd commit",
        ("manifest", "ghcr.io"),
        r"unable to find image \W?ghcr\.io/[^'\"\s]{1,200}|ghcr\.io/\S{1,200}[^.]{0,120}"
        r"(?:manifest unknown|denied|not found)|manifest unknown[^.]{0,60}ghcr\.io"
        r"|run-pypi-publish-in-docker-container[^.]{0,120}(?:not found|can.?t find|no such)",
        "Since v1.12 gh-action-pypi-publish takes the image's name from the action that is running: inside a composite "
        "action that is the outer one. A pinned commit has an image only where it was released.",
        "Use gh-action-pypi-publish in the workflow itself, at `release/v1` or a release's commit.",
        _ACTION,
        FATAL,
        ("TP210",),
    ),
    Entry(
        "non-linux-runner",
        "GitHub",
        "gh-action-pypi-publish runs on Linux alone",
        ("gnu/linux", "supported"),
        r"this action is only able to run under gnu/linux|container actions? (?:is|are) only supported on linux",
        "The job runs on Windows or macOS.",
        "Build there, pass the files on as an artifact, and upload in a job with `runs-on: ubuntu-latest`.",
        _ACTION,
        FATAL,
        ("TP501",),
    ),
    Entry(
        "runner-without-docker",
        "GitHub",
        "the runner has no Docker, in which gh-action-pypi-publish runs",
        ("docker",),
        r"\bdocker: (?:command )?not found|unable to locate executable file: docker\b",
        "The job runs on one's own runner, in a container, or on an image without Docker (`ubuntu-slim`).",
        "Upload in a job of its own with `runs-on: ubuntu-latest`, or by twine or uv, which need no Docker.",
        _ACTION,
    ),
    Entry(
        "environment-protection",
        "GitHub",
        "GitHub did not start the job: the environment does not admit this branch or tag",
        ("deploy",),
        r"is not allowed to deploy to [^.]{0,100}due to environment protection rules"
        r"|deployment (?:was )?(?:rejected|not allowed)[^.]{0,100}environment",
        "The environment's deployment branches and tags do not have the ref of this run, or a reviewer refused it.",
        "Add the tag's pattern in Settings, Environments, or start the run from a ref that is admitted.",
        "https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments",
    ),
    Entry(
        "undispatchable-workflow",
        "GitHub",
        "GitHub did not start the workflow that was to publish",
        ("workflow_dispatch", "named", "integration"),
        r"workflow does not have \W?workflow_dispatch\W? trigger|could not find any workflows named"
        r"|http 403: resource not accessible by integration|resource not accessible by integration",
        "The workflow has no `workflow_dispatch`, or the job's token may not start runs or make releases "
        "(`actions: write`, `contents: write`).",
        "Add the trigger, or the permission that the step needs.",
        _GITHUB,
        FATAL,
        ("TP515",),
    ),
    Entry(
        "invalid-workflow-file",
        "GitHub",
        "GitHub refused the workflow file {path|as invalid}",
        ("valid", "syntax"),
        r"invalid workflow file:? (?P<path>[\w./-]{1,200})|the workflow is not valid\. (?P<file>[\w./-]{1,200})"
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

_ARTIFACTS = (
    Entry(
        "retired-artifact-action",
        "GitHub",
        "GitHub no longer runs this version of upload-artifact or download-artifact",
        ("deprecated",),
        r"uses a deprecated version of \W?actions/(?P<action>(?:upload|download)-artifact)",
        "Versions 1 to 3 were switched off in January 2025.",
        "Use version 4 or newer of both actions in all jobs.",
        _ARTIFACT,
        FATAL,
        ("TP518",),
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
        r"artifact not found for name: ?(?P<artifact>\S{1,100})|unable to (?:find|download) (?:any )?artifacts?\b"
        r"|no artifacts? found for the associated workflow",
        "The job that builds uploads under another name, was skipped, or is not among the `needs` of this one.",
        "Use one name on both sides, and let the uploading job need the building one.",
        _ARTIFACT,
        FATAL,
        ("TP516",),
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

ENTRIES = (*_WORKFLOWS, *_ARTIFACTS, *_GITLAB)
