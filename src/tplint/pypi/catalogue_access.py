"""Catalogue: what PyPI answers to an upload because of who uploads, and to what. For ``catalogue``.

Source: warehouse at 6b621571 (2026-08-21), ``warehouse/forklift/legacy.py``, in the order of its checks.
"""

from __future__ import annotations

from tplint.pypi.catalogue import ANSWER, Entry

_DOCS = "https://docs.pypi.org/trusted-publishers/troubleshooting/"
_LEGACY = "https://github.com/pypi/warehouse/blob/6b621571/warehouse/forklift/legacy.py"
_HELP = "https://pypi.org/help/"
_ENDPOINT = r"https://(?:upload|test)\.pypi\.org/legacy"

ENTRIES = (
    Entry(
        "pending-publisher-missing-for-new-project",
        "PyPI",
        "PyPI refused the upload: the token may not create the project",
        ("identities", "non-user"),
        r"non-user (?:identities|accounts?) can ?not create new projects",
        "The token was minted, but the name in the distribution's metadata is that of no project on this index. "
        "Either the pending publisher is registered under another name, or the workflow uploads a second project that "
        "has no pending publisher. (On 2024-03-13 an incident on PyPI gave the same words to valid API tokens.)",
        "Compare the name in the metadata with the publisher's project name. For a new project register a pending "
        "publisher with exactly that name; if a wrong name was used up, delete the empty project that it created. "
        "Several new projects need distinct environments, or are created one after another.",
        _DOCS,
        ANSWER,
        ("TP301", "TP307"),
    ),
    Entry(
        "too-many-new-projects",
        "PyPI",
        "PyPI refused the upload: it would be one new project too many (429)",
        ("many", "429"),
        r"\btoo many new projects created|\b429(?: client error:?)? too many requests\b[^|]{0,40}" + _ENDPOINT,
        "An account can create four projects in 24 hours, and so can an IP address; one that is made anew after it was "
        "deleted counts again. Uploads to projects that exist are not limited.",
        "Do not try again at once: wait until the last new project is 24 hours old. A pending publisher's first upload "
        "creates its project without this limit.",
        _LEGACY,
        ANSWER,
    ),
    Entry(
        "token-scope-wrong-project",
        "PyPI",
        "PyPI refused the upload: the token is not valid for project {project|this project}",
        ("scoped",),
        r"(?:oidc scoped|project-scoped) token is not valid for project:? \\?['\"](?P<project>[^'\"]{1,100})",
        "The token covers the projects that list the matching publisher (or the project of the API token), and "
        "{project|this project} is not among them: a second project of the same workflow, another name, or a more "
        "specific publisher that was chosen.",
        "Register the same publisher for {project|the project} too, on its own publishing page, or upload only what "
        "the token is for.",
        _DOCS,
        ANSWER,
        ("TP301", "TP307"),
    ),
    Entry(
        "token-expired",
        "PyPI",
        "PyPI refused the upload: the token has expired",
        ("expired",),
        r"(?:invalid api token|macaroon)\W{1,3}(?:[^.]{0,200})?token is expired|\btoken is expired\b",
        "A minted token is valid for 15 minutes, and more passed between the exchange and this file's upload. "
        "gh-action-pypi-publish mints once, before it signs and uploads all files.",
        "Mint and upload in one step, and build in another job. Where there are very many or large files, give each "
        "job some of them, or upload by twine itself, which renews the token (6.2 and newer).",
        _DOCS,
        ANSWER,
    ),
    Entry(
        "uploads-not-permitted",
        "PyPI",
        "PyPI refused the upload: {project|the project} takes no uploads from this token",
        ("allowed",),
        r"the given token isn.?t allowed to upload to project \\?['\"](?P<project>[^'\"]{1,100})",
        "The project is archived or in quarantine, so that its publishers may not upload.",
        "Unarchive the project in its settings on PyPI, or ask PyPI's administrators.",
        f"{_HELP}#project-name",
        ANSWER,
    ),
    Entry(
        "not-a-maintainer",
        "PyPI",
        "PyPI refused the upload: the account may not upload to {project|this project}",
        ("allowed",),
        r"(?:the )?user \\?['\"](?P<user>[^'\"]{0,100})\\?['\"] isn.?t allowed to upload to project "
        r"\\?['\"](?P<project>[^'\"]{1,100})",
        "The upload signed in by an API token of an account that has no role in the project: somebody else owns the "
        "name, or the account has lost its role.",
        "Choose another name, have an owner add the account, or register a publisher and upload without a token.",
        f"{_HELP}#project-name",
        ANSWER,
        ("TP103",),
    ),
    Entry(
        "password-upload",
        "PyPI",
        "PyPI refused the upload: it takes no account's name and password",
        ("username/password", "password-based"),
        r"username/password authentication is no longer supported|password-based uploads disabled",
        "The user name is another than `__token__`. PyPI has taken only API tokens and trusted publishing since 2024.",
        "Remove user name and password and use trusted publishing; with an API token the user name is `__token__`.",
        f"{_HELP}#apitoken",
        ANSWER,
        ("TP110",),
    ),
    Entry(
        "invalid-credential",
        "PyPI",
        "PyPI refused the upload: it does not know the credential",
        ("non-existent", "invalid"),
        r"invalid or non-existent authentication information"
        r"|invalid api token: (?!token is expired|project-scoped token is not|oidc scoped token is not)\w[^.<]{0,80}",
        "No token, an empty or garbled one, one that was revoked, or one of the other index (PyPI and TestPyPI share "
        "none). A secret that does not exist is an empty text, and twine, uv and maturin take that for a token. A tool "
        "without trusted publishing (poetry, hatch, flit) signs in with nothing.",
        "For trusted publishing remove every password, token and `*_PASSWORD`/`*_TOKEN` variable of the step, and use "
        "a tool that can do it; for an API token check the secret's name, scope and index.",
        f"{_HELP}#invalid-auth",
        ANSWER,
        ("TP102", "TP104", "TP107", "TP114"),
    ),
    Entry(
        "unverified-account",
        "PyPI",
        "PyPI refused the upload: the account's e-mail address or second factor is not in order",
        ("verified", "factor"),
        r"does not have (?:a verified (?:primary )?email address|two.factor authentication enabled)"
        r"|two.factor authentication (?:is required|must be enabled)|must enable two.factor authentication to upload",
        "The upload signed in by an API token of an account that PyPI does not let upload.",
        "Verify the address and set up two-factor authentication, or upload by trusted publishing, which needs "
        "neither at the upload.",
        f"{_HELP}#verified-email",
        ANSWER,
    ),
    Entry(
        "uploads-closed",
        "PyPI",
        "PyPI takes no uploads at the moment",
        ("uploads",),
        r"read-only mode: uploads are temporarily disabled|new uploads are temporarily disabled",
        "PyPI's administrators have stopped uploads for a time.",
        "Wait, see https://status.python.org, and run the job again.",
        f"{_HELP}#admin-intervention",
        ANSWER,
    ),
    Entry(
        "organization-inactive",
        "PyPI",
        "PyPI refused the upload: the organisation that owns the project is not active",
        ("inactive",),
        r"organization account owning this project is inactive",
        "The organisation's account on PyPI is not active, for instance because a payment is due.",
        "Have an owner of the organisation see to it on PyPI.",
        _LEGACY,
        ANSWER,
    ),
)
