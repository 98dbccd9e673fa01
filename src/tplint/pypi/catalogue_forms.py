"""Catalogue: what PyPI's pages say when a publisher is registered. For ``catalogue``.

Source: warehouse at 6b621571 (2026-08-21), ``warehouse/oidc/forms`` and ``warehouse/accounts/views.py``.
"""

from __future__ import annotations

from tplint.pypi.catalogue import ANSWER, Entry

_ADDING = "https://docs.pypi.org/trusted-publishers/adding-a-publisher/"
_PENDING = "https://docs.pypi.org/trusted-publishers/creating-a-project-through-oidc/"
_DOCS = "https://docs.pypi.org/trusted-publishers/troubleshooting/"

ENTRIES = (
    Entry(
        "project-name-taken",
        "PyPI's form",
        "PyPI registered no pending publisher: the project exists already",
        ("exists",),
        r"this project already exists",
        "A pending publisher is for a project that does not exist yet. Names are compared without letter case, and "
        "with `-`, `_` and `.` as the same.",
        "If the project is yours, add the publisher on its own publishing page; else choose another name.",
        _PENDING,
        ANSWER,
    ),
    Entry(
        "project-name-refused",
        "PyPI's form",
        "PyPI registered no pending publisher: it does not allow the project's name",
        ("isn", "similar", "invalid"),
        r"project name (?:isn.?t allowed|is too similar to an existing project)|invalid project name",
        "The name is prohibited, too like an existing one (`l`, `i` and `1`, `o` and `0`, and separators count as the "
        "same), or that of a module of Python's standard library.",
        "Choose another name, in the metadata too.",
        "https://pypi.org/help/#project-name",
        ANSWER,
        ("TP303",),
    ),
    Entry(
        "pending-publisher-taken",
        "PyPI's form",
        "PyPI registered no pending publisher: one with the same values is registered already",
        ("registered",),
        r"pending trusted publisher matching this configuration has already been registered"
        r"|this (?:trusted )?publisher has already been registered",
        "There is one pending publisher for a repository, workflow and environment, whatever the project.",
        "Create the first project by an upload and then register the next, or give each project its own environment.",
        _PENDING,
        ANSWER,
    ),
    Entry(
        "too-many-pending-publishers",
        "PyPI's form",
        "PyPI registered no pending publisher: three are waiting already",
        ("pending",),
        r"can.?t register more than \d+ pending trusted publishers",
        "An account can have three pending publishers at once; they expire after 30 days.",
        "Use one up by an upload, or delete one.",
        _PENDING,
        ANSWER,
    ),
    Entry(
        "registration-rate-limit",
        "PyPI's form",
        "PyPI registered no publisher: there were too many attempts",
        ("attempted", "rate-limited"),
        r"too many attempted trusted publisher registrations|github has rate-limited this action",
        "An account and an address can register 100 publishers a day.",
        "Wait a day, then ask PyPI's administrators.",
        _DOCS,
        ANSWER,
    ),
    Entry(
        "index-failure",
        "PyPI's form",
        "PyPI registered nothing: {platform|the platform} did not answer its question for the owner",
        ("unexpected",),
        r"unexpected (?:connection )?(?:error|timeout) from (?P<platform>github|activestate)\b",
        "PyPI asks GitHub whether the owner exists, and ActiveState for the organization and the actor.",
        "Send the form again after some minutes.",
        _ADDING,
        ANSWER,
    ),
    Entry(
        "unverified-account",
        "PyPI's form",
        "PyPI registered no pending publisher: the account's e-mail address is not verified",
        ("verified",),
        r"must have a verified email in order to register a pending trusted publisher",
        "A pending publisher creates a project in the account's name, which needs a verified primary address.",
        "Verify the address in the account's settings.",
        "https://pypi.org/help/#openid-connect",
        ANSWER,
    ),
    Entry(
        "publisher-already-registered",
        "PyPI's form",
        "PyPI registered nothing: the project has this publisher already",
        ("registered",),
        r"is already registered with (?P<project>[\w.-]{1,100})",
        "{project|The project} lists a publisher with the same values.",
        "If uploads are still refused, another of the values differs from what the run presents.",
        _ADDING,
        ANSWER,
    ),
    Entry(
        "doc-path-vs-filename",
        "PyPI's form",
        "PyPI refused the form: the workflow's name is a file name without folders",
        ("filename", ".yml"),
        r"workflow (?:filename must be a filename only|name must end with \.yml)|specify workflow filename",
        "For GitHub the field wants `publish.yml`, not `.github/workflows/publish.yml` and not the workflow's title. "
        "(GitLab's field is a path.)",
        "Type the file's name with its ending.",
        _ADDING,
        ANSWER,
        ("TP601",),
    ),
    Entry(
        "invalid-form-value",
        "PyPI's form",
        "PyPI refused the form: a field has a value that it does not take",
        (
            "specify",
            "invalid",
            "organization",
            "top-level",
            ".atom",
            "(maximum",
            "whitespace",
            "non-printable",
            "issuer",
            "activestate",
            "registered",
            "dashes",
        ),
        r"specify github repository owner|(?:invalid|unknown) github user or organization"
        r"|specify (?:repository|project) name|invalid repository name|environment name is too long \(maximum"
        r"|environment name (?:may not [^.]{0,20}whitespace|must not contain non-printable)"
        r"|invalid environment name|specify gitlab namespace|invalid gitlab username|name ends with \.git or \.atom"
        r"|specify top-level pipeline file path|top-level pipeline file path (?:must|cannot)|choose gitlab issuer url"
        r"|activestate (?:organization|actor) not found|invalid activestate project|specify (?:the )?activestate"
        r"|(?:double|leading or trailing) dashes are not allowed in the name"
        r"|the trusted publisher could not be registered",
        "Owner and repository are two fields, each a bare name; the environment is a name without quotes or commas.",
        "Type the values that `tplint show` prints.",
        _ADDING,
        ANSWER,
    ),
)
