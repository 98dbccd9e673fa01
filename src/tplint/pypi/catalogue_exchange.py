"""Catalogue: what PyPI answers to an identity token at ``/_/oidc/mint-token``. For ``catalogue``.

Source: warehouse at 6b621571 (2026-08-21), ``warehouse/oidc/views.py``, ``services.py`` and ``models/``.
"""

from __future__ import annotations

from tplint.pypi.catalogue import ANSWER, FATAL, SYMPTOM, Entry
from tplint.pypi.kinds import NO_PUBLISHER

_DOCS = "https://docs.pypi.org/trusted-publishers/troubleshooting/"
_MODELS = "https://github.com/pypi/warehouse/blob/6b621571/warehouse/oidc/models"
_VIEWS = "https://github.com/pypi/warehouse/blob/6b621571/warehouse/oidc/views.py"
_CREATION = "https://docs.pypi.org/trusted-publishers/creating-a-project-through-oidc/"
_REGISTER = "Compare the publisher's fields on PyPI with what the run presented, and correct the side that is wrong."

# --- the token is valid, and no publisher matches ---------------------------------------------------------------------

_MISMATCHES = (
    Entry(
        "customised-oidc-sub",
        "PyPI",
        "PyPI refused the token: its subject is not of the usual form (invalid-publisher)",
        ("claim",),
        r"check failed for required claim \\?['\"]sub\b",
        "The organisation, repository or project has its own template for the `sub` claim. For GitHub PyPI has not "
        "looked at `sub` since January 2026; for GitLab it has to begin with `project_path:namespace/project`.",
        "Set the template back to the default (GitHub: Settings, Actions, OIDC; GitLab: "
        "`ci_id_token_sub_claim_components` begins with `project_path`), or, where GitHub's token was refused before "
        "2026, run the release again.",
        f"{_MODELS}/gitlab.py",
        ANSWER,
    ),
    Entry(
        "pull-request-target",
        "PyPI",
        "PyPI refused the token: the run was started by `pull_request_target` (invalid-publisher)",
        ("pull_request_target",),
        r"publishing from a workflow invoked via \W{0,3}pull_request_target\W{0,3} is not supported",
        "PyPI has taken no token of this event since March 2026: such a run has the repository's rights and can run "
        "a stranger's code.",
        "Publish from `release`, or from `push` of a tag, in a workflow that no pull request starts.",
        f"{_MODELS}/github.py",
        ANSWER,
        ("TP108",),
    ),
    Entry(
        "reusable-workflow",
        "PyPI",
        "PyPI refused the token: the job ran in a reusable workflow of another repository or ref (invalid-publisher)",
        ("job_workflow_ref",),
        r"the (?P<claim>job_workflow_ref) claim does not match, expecting one of \[(?P<expected>[^\]]{0,900})\], "
        r"got \\?['\"](?P<got>[^'\"]{1,400})",
        "The publisher was found, but the file that the job is written in ({got|job_workflow_ref}) is not that of the "
        "publisher's repository at the run's own ref. PyPI does not support publishing from reusable workflows.",
        "Move the job that uploads into the workflow that calls; it may go on calling a reusable workflow that builds. "
        "Within one repository a call by `uses: ./.github/workflows/…` at least has the same ref.",
        f"{_MODELS}/github.py",
        ANSWER,
        ("TP206",),
    ),
    Entry(
        "gitlab-publisher-mismatch",
        "PyPI",
        "PyPI refused the token: the pipeline file's address differs from the publisher's (invalid-publisher)",
        ("ci_config_ref_uri",),
        r"the (?P<claim>ci_config_ref_uri) claim does not match, expecting one of \[(?P<expected>[^\]]{0,900})\], "
        r"got \\?['\"](?P<got>[^'\"]{1,400})",
        "GitLab's claim is {got|ci_config_ref_uri}: PyPI compares host, namespace, project, path and ref exactly. "
        "The publisher is registered in other letter case, or the pipeline's configuration stands in another project.",
        "Enter namespace, project and path on PyPI exactly as the claim has them; a configuration from another "
        "project cannot match.",
        f"{_MODELS}/gitlab.py",
        ANSWER,
    ),
    Entry(
        "google-token-without-email",
        "PyPI",
        "PyPI refused the token: Google's service account is not named in it (invalid-publisher)",
        ("(missing",),
        r"\(missing claim \\?['\"]email",
        "PyPI finds a Google publisher by the claim `email`, which Google leaves out where an account is impersonated, "
        "unless it is asked for it.",
        "Ask for it: `gcloud auth print-identity-token --audiences=pypi --impersonate-service-account=… "
        "--include-email` (over the API `includeEmail: true`), or have twine do it, by `GOOGLE_SERVICE_ACCOUNT_NAME`.",
        "https://cloud.google.com/sdk/gcloud/reference/auth/print-identity-token",
        ANSWER,
    ),
    Entry(
        "pypi-side-bug",
        "PyPI",
        "PyPI refused the token: it found no claim {claim|of those it needs} in it (invalid-publisher)",
        ("(missing",),
        r"\(missing claim \\?['\"](?P<claim>\w{1,60})",
        "GitHub and GitLab put this claim into every token, so no setting of the repository takes it out: a fault of "
        "the index or the platform, or a token from elsewhere.",
        "Run the job again, and see https://status.python.org and the platform's status page; do not change the "
        "publisher for it.",
        f"{_MODELS}/_core.py",
        ANSWER,
    ),
    Entry(
        "unsupported-issuer",
        "PyPI",
        "PyPI refused the token: its issuer is not the one that this kind of publisher has (invalid-publisher)",
        ("issuer",),
        r"jwt issuer \\?['\"](?P<issuer>[^'\"]{1,300})\\?['\"] does not match expected issuer",
        "The token was issued by {issuer|another server}: PyPI takes GitHub's tokens from github.com alone, not from "
        "an Enterprise Server or an enterprise's own issuer.",
        "Publish from github.com, or with an API token.",
        f"{_MODELS}/_core.py",
        ANSWER,
        ("TP115",),
    ),
    Entry(
        "unreadable-workflow-claim",
        "PyPI",
        "PyPI refused the token: it found no workflow file in the claims (invalid-publisher)",
        ("oidc",),
        r"could not (?:job )?extract workflow filename from oidc claims",
        "`job_workflow_ref` (GitHub) or `ci_config_ref_uri` (GitLab) does not name a file that ends in `.yml` or "
        "`.yaml`; on GitLab the configuration comes from a URL or another project.",
        "Keep the configuration in a `.yml` or `.yaml` file of the same repository.",
        f"{_MODELS}/github.py",
        ANSWER,
    ),
    Entry(
        "empty-ref-claims",
        "PyPI",
        "PyPI refused the token: it carries neither a ref nor a commit (invalid-publisher)",
        ("claims",),
        r"the (?:ref|ref_path) and sha claims are empty",
        "The event that started the run belongs to no branch, tag or commit, so that PyPI cannot tell which version "
        "of the workflow ran.",
        "Start the publishing run by a release, a tag or `workflow_dispatch`.",
        f"{_MODELS}/github.py",
        ANSWER,
    ),
    Entry(
        "publisher-mismatch",
        "PyPI",
        "PyPI refused the token: no publisher matches (invalid-publisher)",
        ("claims", "strategies", "corresponding", "invalid-publisher"),
        rf"publisher with matching claims was not found|all lookup strategies exhausted"
        rf"|{NO_PUBLISHER}(?! ?\()"
        rf"|(?<!assert ['\"])invalid-publisher(?!\W{{0,6}}(?:description\W{{1,6}})?{NO_PUBLISHER} ?\()",
        "The token is genuine, but no publisher is registered with this owner, repository, workflow file and "
        "environment (of GitLab: namespace, project, pipeline file and environment): none at all on this index, or "
        "one of the values differs.",
        _REGISTER,
        _DOCS,
        ANSWER,
        ("TP201", "TP202", "TP203", "TP204", "TP402"),
    ),
    Entry(
        "publisher-mismatch",
        "PyPI",
        "PyPI refused the token: no publisher matches (invalid-publisher)",
        ("corresponding",),
        rf"{NO_PUBLISHER} ?\((?P<reason>[^)]{{1,300}})",
        "The token is genuine, but PyPI found no publisher for it, because: {reason|a claim differs}.",
        _REGISTER,
        _DOCS,
        ANSWER,
        ("TP204",),
    ),
)

# --- the token itself -------------------------------------------------------------------------------------------------

_TOKENS = (
    Entry(
        "project-already-exists",
        "PyPI",
        "PyPI refused the token: a pending publisher matches, but its project exists already "
        "(invalid-pending-publisher)",
        ("invalid-pending-publisher", "exists"),
        r"invalid-pending-publisher|valid token, but project already exists",
        "Somebody created the project after the pending publisher was registered; PyPI has now removed the pending "
        "publisher.",
        "If the project is yours, register the publisher on the project's own publishing page; else choose another "
        "name.",
        _CREATION,
        ANSWER,
    ),
    Entry(
        "reused-token",
        "PyPI",
        "PyPI refused the token: it was exchanged before (invalid-reuse-token)",
        ("invalid-reuse-token",),
        r"invalid-reuse-token",
        "An identity token can be exchanged once. GitLab gives a job one token for each `id_tokens` entry, so a "
        "second upload of the same job presents it again.",
        "Upload all files by one command, or give each upload a job of its own.",
        _VIEWS,
        ANSWER,
        ("TP113",),
    ),
    Entry(
        "invalid-token",
        "PyPI",
        "PyPI refused the token: it is not valid for this index (invalid-token)",
        ("invalid-token", "malformed"),
        r"invalid-token|malformed or invalid token",
        "Most often the audience: it has to be the text `pypi` on PyPI and `testpypi` on TestPyPI, never a list. Else "
        "the token has expired, or was changed on its way.",
        "Ask for the token with the audience of the index that is uploaded to (GitLab: `aud: pypi`, not `aud: "
        "[pypi]`; by hand: ask `/_/oidc/audience`), just before the exchange.",
        _DOCS,
        ANSWER,
        ("TP105",),
    ),
    Entry(
        "unsupported-issuer",
        "PyPI",
        "PyPI refused the token: it does not know the issuer (invalid-payload)",
        ("issuer",),
        r"unknown trusted publishing issuer",
        "PyPI takes tokens from github.com, gitlab.com, Google Cloud and ActiveState. A self-managed GitLab, GitHub "
        "Enterprise Server, CircleCI, Buildkite and others are not known to it, but for GitLab instances that an "
        "organisation has had registered.",
        "Publish from one of those platforms, or with an API token kept as a secret; for a self-managed GitLab ask "
        "support+orgs@pypi.org to register the instance for your organisation.",
        _DOCS,
        ANSWER,
        ("TP115",),
    ),
    Entry(
        "malformed-exchange",
        "PyPI",
        "PyPI could not read the token that was sent (invalid-payload)",
        ("malformed", "invalid-payload"),
        r"malformed jwt|invalid-payload\W{0,6}(?:description\W{1,6})?"
        r"(?:[^.]{0,160}(?:input should be|field required|invalid json|validation error|json_invalid))",
        'The request\'s body is not `{"token": "…"}`, or the token is empty: in a script, `jq` without `-r` leaves '
        "quotes around it, and an unset variable leaves nothing.",
        "Let the uploader exchange the token (all but poetry, hatch and flit can), or correct the script: `jq -r "
        ".value`.",
        _DOCS,
        ANSWER,
        ("TP116",),
    ),
    Entry(
        "trusted-publishing-disabled",
        "PyPI",
        "trusted publishing is switched off on the index (not-enabled)",
        ("not-enabled", "functionality", "disabled"),
        r"not-enabled|trusted publishing functionality not enabled"
        r"|repository at (?P<domain>\S{1,200}) has trusted publishing disabled"
        r"|trusted publishing is temporarily disabled",
        "PyPI's administrators have switched it off for a time, for all platforms or for this one.",
        "Wait, see https://status.python.org, and run the job again.",
        _DOCS,
        ANSWER,
    ),
    Entry(
        "project-name-refused",
        "PyPI",
        "PyPI may not create the project {project|of the pending publisher}",
        ("similar", "allowed", "conflicts", "invalid"),
        r"the name \\?['\"](?P<project>[^'\"]{1,100})\\?['\"] "
        r"(?:is too similar to an existing project|isn.?t allowed|conflicts with an existing project|is invalid)",
        "A project's name must be free, must not be confusable with an existing one, and must not be prohibited or "
        "that of a module of Python's standard library.",
        "Choose another name, in the metadata and for the pending publisher alike; for an abandoned name see PEP 541.",
        "https://pypi.org/help/#project-name",
        ANSWER,
        ("TP303",),
    ),
    Entry(
        "registration-closed",
        "PyPI",
        "PyPI creates no new projects at the moment",
        ("registration",),
        r"new (?:project|user) registration temporarily disabled",
        "PyPI's administrators have closed registration for a time.",
        "Wait, see https://status.python.org, and run the job again.",
        "https://pypi.org/help/#admin-intervention",
        ANSWER,
    ),
    Entry(
        "index-failure",
        "the uploader",
        "the index failed while it exchanged the token",
        ("unexpected", "token-minting", "gave", "oidc"),
        r"token request failed: the index produced an unexpected (?P<status>\d{3}) response"
        r"|token response error: the index gave us an invalid response"
        r"|the token-minting request returned invalid json|failed to fetch oidc token: http 5\d\d"
        r"|audience retrieval failed: repository at \S{1,200} responded with unexpected \d{3}"
        r"|failed to fetch: \W?https://(?:test\.)?pypi\.org/_/oidc/(?:audience|mint-token)\b",
        "The index answered with something that is no answer of the exchange: an incident, a proxy in between, or an "
        "index that is not PyPI.",
        "Run the job again, see https://status.python.org, and check the repository's URL.",
        _VIEWS,
    ),
    Entry(
        "exchange-refused",
        "maturin",
        "PyPI refused the identity token, and maturin does not say why",
        ("oidc:",),
        r"failed to resolve pypi token via oidc: (?:[^|.]{0,40}\b422\b|(?:json: )?missing field \W?token\b)",
        "GitHub gave the job a token, and PyPI answered that it does not take it: most often no publisher is "
        "registered with this owner, repository, workflow file and environment.",
        "Compare the publisher on PyPI with what `tplint show` prints. gh-action-pypi-publish, twine and uv print "
        "PyPI's reason and the claims; maturin's own upload is deprecated.",
        _DOCS,
        FATAL,
        ("TP201", "TP202", "TP203", "TP204", "TP402"),
    ),
    Entry(
        "exchange-refused",
        "the uploader",
        "the index refused to exchange the token, and the log does not say why",
        ("unprocessable", "mint-token"),
        r"\b422\b[^.]{0,60}unprocessable entity,? is trusted publishing|pypi returned error code 422 unprocessable"
        r"|unprocessable entity[^|]{0,80}mint-token|\b422\b[^|]{0,100}mint-token|mint-token[^|]{0,100}\b422\b",
        "HTTP status 422 is PyPI's answer to every token that it does not take; the reason stands in the body.",
        "Look for `invalid-publisher` or another of PyPI's codes below it in the log; most often no publisher "
        "matches. gh-action-pypi-publish, twine and uv print code and claims.",
        _DOCS,
        SYMPTOM,
    ),
)

ENTRIES = (*_MISMATCHES, *_TOKENS)
