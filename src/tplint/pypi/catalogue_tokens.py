"""Catalogue: what uploaders say when they get no identity token from the platform, or no audience. For ``catalogue``.

Source: the Python package ``id`` 1.6.1 (twine, pdm, gh-action-pypi-publish), the crate ``ambient-id`` 0.0.11 (uv).
"""

from __future__ import annotations

from tplint.pypi.catalogue import ANSWER, FATAL, SYMPTOM, Entry

_GITHUB = "https://docs.github.com/actions/reference/security/oidc"
_GITLAB = "https://docs.gitlab.com/ci/yaml/#id_tokens"
_USING = "https://docs.pypi.org/trusted-publishers/using-a-publisher/"
_ID = "https://github.com/di/id"
_GRANT = (
    "Give the job that uploads `permissions: id-token: write` (and `contents: read` where it checks out), and the job "
    "that calls it too, if it is in a reusable workflow."
)

ENTRIES = (
    Entry(
        "fork-pull-request",
        "gh-action-pypi-publish",
        "GitHub gave the job no identity token: it was started by a pull request of a fork",
        ("fork", "explicitly"),
        # What was missing stands before it, and needs no explanation of its own.
        r"(?:missing or insufficient oidc token permissions.{0,400}?)?this action was called from a pull request on a "
        r"fork(?:.{0,100}?even if id-token: write is explicitly)?"
        r"|oidc permissions, even if id-token: write is explicitly",
        "GitHub gives runs of forks' pull requests no identity token, whatever the permissions are.",
        "Publish on `release`, or on `push` of a tag; leave the upload out on `pull_request`.",
        _GITHUB,
        ANSWER,
        ("TP109",),
    ),
    Entry(
        "missing-id-token",
        "the uploader",
        "GitHub gave the job no identity token: `id-token: write` is not in force",
        ("oidc", "actions_id_token_request", "id-token:"),
        r"missing or insufficient oidc token permissions|insufficient permissions: missing actions_id_token_request"
        r"|actions_id_token_request_(?:token|url)\W{0,3}(?: environment variable)? (?:was|is|not) (?:unset|not set|set)"
        r"|unable to get actions_id_token_request|missing actions_id_token_request"
        r"|is the id-token: write permission missing"
        r"|(?:make sure|ensure|check) that your (?:workflow|job) has id-token: write configured",
        "No `permissions` block grants it, or one nearer to the job replaces the one that does. "
        "Where a token was meant to be used, its secret is empty, which turns gh-action and pdm to trusted publishing.",
        _GRANT + " If you meant to use an API token, check the name of the secret and where it is defined.",
        _GITHUB,
        FATAL,
        ("TP101", "TP106"),
    ),
    Entry(
        "missing-gitlab-id-token",
        "the uploader",
        "GitLab gave the job no identity token {variable|of the name that the uploader reads}",
        ("_id_token",),
        r"(?:gitlab: )?environment variable (?P<variable>\w{0,60}_id_token) not found"
        r"|id token variable not found: (?P<variable2>\w{0,60}_id_token)",
        "twine, uv and pdm read `PYPI_ID_TOKEN` for PyPI and `TESTPYPI_ID_TOKEN` for TestPyPI. The job's `id_tokens` "
        "has no such entry: it has another name, stands in `default:` while the job has its own, or at the top level.",
        "Give the job `id_tokens: PYPI_ID_TOKEN: aud: pypi` (TestPyPI: `TESTPYPI_ID_TOKEN`, `aud: testpypi`).",
        _GITLAB,
        FATAL,
        ("TP101", "TP105"),
    ),
    Entry(
        "wrong-audience",
        "the uploader",
        "the identity token has audience {got|of another kind}, not {expected|the index's}",
        ("audience",),
        r"token audience claim mismatch(?: \(expected (?P<expected>[^,]{1,60}), got (?P<got>[^)]{1,100}))?",
        "The audience has to be the text `pypi` for PyPI and `testpypi` for TestPyPI; a list is refused, even of one.",
        "Write `aud: pypi` (TestPyPI: `aud: testpypi`) for the entry that the uploader reads.",
        _GITLAB,
        FATAL,
        ("TP105",),
    ),
    Entry(
        "no-identity-token",
        "the uploader",
        "the uploader found no platform that gives it an identity token",
        ("supported", "oidc"),
        r"no oidc token discovered|this environment is not supported for trusted publishing"
        r"|this platform is not supported for trusted publishing via oidc"
        r"|(?:are you in a|not running in a) supported (?:trusted publishing )?(?:environment|platform)",
        "It runs on a platform that it does not know, in a container without the platform's variables, or is too old: "
        "uv before 0.8.18 and pdm before 2.23.1 know GitHub alone, maturin always.",
        "Run the upload in the job itself on GitHub or GitLab with a current uploader, or use an API token.",
        _USING,
        FATAL,
        ("TP107", "TP115"),
    ),
    Entry(
        "platform-token-failure",
        "the uploader",
        "{platform|the platform} gave no identity token",
        ("circleci:", "buildkite:", "gcp:", "github:"),
        r"(?P<platform>circleci|buildkite|gcp|github): (?:could not find|oidc token request|failed to|http|metadata|"
        r"unexpected|malformed|no token)[^.]{0,160}",
        "The platform's own service for identity tokens did not answer as it should. PyPI takes none of CircleCI's "
        "and Buildkite's tokens.",
        "Run the job again; on CircleCI and Buildkite use an API token.",
        _ID,
        FATAL,
        ("TP115",),
    ),
    Entry(
        "index-without-trusted-publishing",
        "the uploader",
        "the index {domain|at this address} does not offer trusted publishing",
        ("indicate", "audience"),
        r"repository at (?P<domain>\S{1,200}) does not indicate trusted publishing support"
        r"|(?:audience|oidc/audience)\W[^.]{0,80}\b404\b|404[^.]{0,60}/_/oidc/audience",
        "No password was given, so the uploader tried trusted publishing; a private index does not know it. For PyPI "
        "the address is wrong.",
        "Give the index's credential; for PyPI use `https://upload.pypi.org/legacy/`, for TestPyPI "
        "`https://test.pypi.org/legacy/`.",
        _USING,
        FATAL,
        ("TP509",),
    ),
    Entry(
        "reusable-workflow",
        "gh-action-pypi-publish",
        "the job runs in a reusable workflow, from which PyPI does not support publishing",
        ("reusable",),
        r"the claims in this token suggest that the calling workflow is a reusable workflow"
        r"|reusable workflows are not (?:currently )?supported by pypi.?s trusted publishing"
        r"|trusted publish(?:ing|ers?) (?:do(?:es)?n.?t|do(?:es)? not|can(?:no|.?)t) support reusable workflows"
        r"|pypi (?:rejects|(?:does not|doesn.?t) (?:\w+ )?(?:support|allow)(?: (?:trusted )?publishing)?) "
        r"(?:from |in )?reusable workflows",
        "PyPI compares the file that the job is written in (`job_workflow_ref`), an attestation names the one that "
        "was started (`workflow_ref`), so that they cannot both match.",
        "Move the job that uploads into the workflow that is started, and register that file on PyPI.",
        "https://docs.pypi.org/trusted-publishers/troubleshooting/#reusable-workflows-on-github",
        SYMPTOM,
        ("TP206",),
    ),
    Entry(
        "publisher-mismatch",
        "the uploader",
        "the run's claims are shown, as uploaders show them where PyPI has found no publisher",
        ("repository_owner:",),
        r"(?<!['\"])\brepository: [\w.-]{1,100}/[\w.-]{1,100}\W{1,4}repository_owner: [\w.-]{1,100}\W{1,4}"
        r"(?:repository_owner_id: \S{1,300}\W{1,4})?(?:job_)?workflow_ref: ",
        "No publisher is registered with these values on the index, or one of the values differs.",
        "Compare the publisher on PyPI with the values, or register one with them.",
        "https://docs.pypi.org/trusted-publishers/troubleshooting/",
        SYMPTOM,
        ("TP201", "TP202", "TP203", "TP204", "TP402"),
    ),
    Entry(
        "token-exchange-failed",
        "the uploader",
        "the exchange of the identity token failed",
        ("trusted", "oidc", "trustedpublishingfailure", "openid", "verification"),
        r"trusted publishing exchange failure|failed to obtain token for trusted publishing"
        r"|failed to get pypi token via (?:github actions )?oidc|failed to resolve pypi token via oidc"
        r"|trustedpublishingfailure"
        r"|error fetching the trusted publishing token|trusted publishing also failed"
        r"|unable to (?:detect|retrieve an?) oidc token (?:for|from) (?:the )?ci platform"
        r"|failed to (?:fetch|obtain) (?:an? )?oidc token|openid connect token retrieval failed"
        r"|\btoken verification failed\b|this generally indicates a trusted publisher configuration error",
        "The platform gave no token, or PyPI did not take it: no publisher matches, or `id-token: write` is missing. "
        "The lines around it say which; pdm and maturin do not print PyPI's reason.",
        "Compare the publisher on PyPI with what `tplint show` says that the job presents, and check the job's "
        "permissions. For PyPI's reason use gh-action-pypi-publish, twine or `uv publish --trusted-publishing always`.",
        "https://docs.pypi.org/trusted-publishers/troubleshooting/",
        SYMPTOM,
        ("TP101", "TP204"),
    ),
)
