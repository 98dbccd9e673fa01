"""The words with which guides state what PyPI does not do; ``tplint.guides.myths`` looks for them."""

from __future__ import annotations

from tplint.records import NamedTuple


class Wording(NamedTuple):
    """Words that state a myth, as a verbose pattern for text in lower case.

    It is compiled only for a line that has all parts of one of the ``signs``, the rarest first, in a document that
    speaks of ``beside``, and not of ``without``. ``near`` has to match a line of the same section, ``far`` none.
    """

    kind: str
    signs: tuple[tuple[str, ...], ...]
    words: str
    near: str = ""
    far: str = ""
    beside: str = ""
    without: str = ""


_CLOUDS = r"\baws\b|amazon|\bazure\b|google[ ]cloud|\bgcp\b|vault|\bsts\b|terraform|sigstore|cosign|fulcio"
_VERBS = ("must", "may", "can", "should")
_FORBIDDEN = rf"(?:job|workflow)s?[ ](?:{'|'.join(_VERBS)})(?:[ ]?not|n't)[ ](?:have|use|set|name|declare|specify)"
_NAME = r"(?:the|your|a|this)?\s*(?:project[ ]|package[ ]|pypi[ ])*names?"
# What makes it true that a name is reserved: by the first upload.
_LATER = r"""(?![ ](?:for[ ]you(?:r[ ]\w+)?[ ])?(?:only|on|upon|with|after|once|when)[ ](?:the[ ]|your[ ])?
(?:after|once|when|first|successful)\b)"""
_PUBLISHING = r"trusted[ -]publish|\bpublishers?\b|\boidc\b"
_PROJECT = r"(?:the|your|an?)[ ](?:pypi[ ])?(?:project|package)"
_SET_UP = r"(?:add|configure|set[ ]up|enable|create|register)[ ](?:(?:the|an?|its)[ ])?(?:trusted[ ])?publish"
_OIDC = r"(?:oidc|openid[ ]connect|id[_ ]tokens?|identity[ ]tokens?)"
WORDINGS = (
    Wording(
        "no-new-projects",
        (
            *(("create", "not"), ("create", "n't"), ("register", "not"), ("register", "n't")),
            *(("exist", "before", "must"), ("project must", "exist"), ("to create", "project", "first")),
            *(("unable to", "create"), ("before you can use trusted", "create")),
        ),
        r"""(?:trusted[ ]publish\w*|oidc)[^.]{0,60}?
        (?:can(?:not|'t|[ *_]+not)|(?:does|do|will)(?:n't|[ ]not)|(?:is|are)[ ](?:not[ ]able|unable)[ ]to)[ *_]+
        (?:be[ ]used[ ]to[ ])?(?:create|register)[ ](?:an?[ ]|any[ ]|the[ ])?(?:new[ ]|brand[- ]new[ ])?(?:pypi[ ])?
        (?:projects?|packages?)
        |can(?:not|'t|[ *_]+not)[ *_]+create[ ](?:an?[ ]|any[ ])?(?:new[ ])?(?:pypi[ ])?(?:projects?|packages?)[ ]
        (?:with|by|via|through|using)[ ](?:an?[ ])?trusted[ ]publish
        |(?:projects?|packages?)[ ]can(?:not|'t|[ *_]+not)[ *_]+be[ ]created[ ](?:with|by|via|through|using)[ ]
        (?:an?[ ])?trusted[ ]publish
        |(?:must|need[ ]to|have[ ]to)[ ]create[ ](?:the|your|a)[ ]project\b[^.\n]{0,30}?\bbefore[ ]you[ ]can[ ]use[ ]
        trusted[ ]publish
        |(?:project|package)[^.]{0,60}?must[ ](?:already[ ]|first[ ])?exist\b[^.]{0,40}?\bbefore\b[^.]{0,30}?
        (?:trusted[ ]publish|oidc)
        |^[ *_>-]*project[ ]must[ ](?:already[ ])?exist\b(?=[^.\n]{0,20}?:.*pypi)
        |(?:need|have)[ ]to[ ]create[ ](?:your|the|a)[ ](?:(?:test)?pypi[ ])?project[ ](?:on[ ](?:test)?pypi[ ])?first\b
        """,
    ),
    Wording(
        "no-new-projects",
        (
            *(("requir", "exist", "trusted"), ("only ", "exist", "trusted")),
            *(("upload", "exist", "manual"), ("upload", "exist", "by hand"), ("upload", "first ", "manual")),
            *(("manual upload", "to create"), ("upload", "first ", "before", "trusted")),
            *(("cannot use", "first"), ("can't use", "first"), ("can not use", "first")),
            ("exist", "manual", "release"),
        ),
        rf"""trusted[ ]publish[a-z]*(?:[ *_]+\(oidc\)|[ ]on[ ]pypi|[ ]mechanism)?[ *_]+requires?[ *_]+{_PROJECT}[ ]to
        [ ](?:already[ ])?exist\b
        |trusted[ ]publish[a-z]*[ *_]+(?:only[ ]works|works[ ]only)[ ](?:(?:for|with)[ ]existing[ ](?:project|package)s
        |(?:for|with)[ ](?:project|package)s[ ]that[ ](?:already[ ])?exist
        |(?:once|after|if|when)[ ]{_PROJECT}[ ](?:already[ ])?exists)\b
        |\bif[ ]the[ ](?:project|package)s?[ ]do(?:es)?(?:n't|[ ]not)[ ](?:yet[ ])?exist\b[^.\n]{{0,30}}?
        (?:need[ ]to|have[ ]to|must)[ ](?:upload\b[^.\n]{{0,30}}?\b(?:manually|by[ ]hand)\b
        |(?:do|make)[ ]an?[ ](?:first[ ]|initial[ ])?manual[ ](?:first[ ]|initial[ ])?(?:release|upload|publish)\b)
        |\bmanual[ ]upload[ ](?:once[ ]|first[ ])?to[ ]create[ ]{_PROJECT}\b
        |\bcan(?:[ ]?not|'t)[ ]use[ ]trusted[ ]publish[a-z]*[ ]for[ ](?:the|your|a)[ ](?:very[ ])?first[ ]
        (?:version|release|upload|publish)
        |(?:must|need[ ]to|have[ ]to)[ ]upload[ ](?:the|your|a)[ ](?:very[ ])?first[ ](?:version|release)\b
        [^.\n]{{0,50}}?\bbefore\b[^.\n]{{0,30}}?trusted[ ]publish
        |\bfirst[ ](?:time|release|version)[ *_]+[^.\n]{{0,10}}?(?:must|needs?[ ]to|ha(?:s|ve)[ ]to)[ *_]+(?:be[ ])?
        upload(?:ed)?[ ]manually[ ]to[ ](?:claim|create|register|reserve)\b""",
        near=_PUBLISHING,
        far=r"\bpending\b",
    ),
    Wording(
        "no-new-projects",
        tuple(
            ("before you can", what, verb) for what in ("project", "package") for verb in ("must ", "needs ", "has ")
        ),
        rf"""(?:project|package)[^.\n]{{0,30}}?\b(?:must|needs[ ]to|has[ ]to)[ ](?:already[ ]|first[ ])?
        (?:exist|be[ ]created)\b[^.\n]{{0,30}}?\bbefore[ ]you[ ]can[ ]{_SET_UP}
        |\bbefore[ ]you[ ]can[ ]{_SET_UP}\w*,[ ]{_PROJECT}[ ]must[ ](?:already[ ]|first[ ])?exist\b""",
        without="pending",
    ),
    Wording(
        "no-new-projects",
        (("must ", "exist on pypi"), ("must ", "exist on testpypi")),
        r"""(?:^|(?<=[.:!?*-][ ]))(?:the|your|an?)[ ](?:\S{1,40}[ ])?(?:project|package)[ ]must[ ]
        (?:already[ ]|first[ ])?exist[ ]on[ ](?:test)?pypi\b(?![ ]before\b)""",
        near=_PUBLISHING,
        without="pending",
    ),
    Wording(
        "path-in-words",
        tuple((".github/workflows/", f"workflow {what}") for what in ("name", "filename", "field")),
        r"""(?<!not[ ])(?<!n't[ ])(?<!never[ ])\b(?:enter|type|put|paste|write|set|give|use)[ ][^.\n]{0,40}?
        [`"'\u201c]?\.github/workflows/[\w-]{1,60}\.ya?ml[`"'\u201d]?[ ](?:in|into|as|for)[ ](?:the|pypi's)[ ]
        [*_`"'\u201c]{0,2}workflow[ ](?:(?:file[ ]?)?name|field)\b
        |\b(?:in|into|for)[ ](?:the|pypi's)[ ](?:field[ ])?[*_`"'\u201c]{0,2}workflow[ ](?:(?:file[ ]?)?name|field)
        [*_`"'\u201d]{0,2}(?:[ ]field)?,?[ ](?:enter|type|put|paste|write|use)[ ](?:the[ ](?:full[ ])?path[ ])?
        [`"'\u201c]?\.github/workflows/""",
    ),
    Wording(
        "empty-project",
        (("new project",), ("an empty ", "project"), ("pypi web",), ("pypi's web",)),
        r"""(?:click|press|select|choose|use)\W{1,4}(?:on\W{1,4})?(?:add|create)[ ](?:a[ ])?new[ ]project\b
        |creat(?:e|ing)[ ]an[ ]empty[ ](?:pypi[ ])?project\b
        |creat(?:e|ing)[ ][^.\n]{0,30}?project[^.\n]{0,20}?(?:through|in|on|via|using)
        [ ](?:the[ ])?pypi(?:'s)?[ ]web\b""",
    ),
    Wording(
        "mixing-refused",
        (("id-token", "password"),),
        r"""\b(?:both|together)\b[^.\n]{0,40}?id-token[^.\n]{0,40}?\b(?:and|with)\b[^.\n]{0,20}?\bpassword\b
        |\bid-token:?[ ]write\W[^.\n]{0,30}?(?:together[ ]with|alongside|combined[ ]with)[^.\n]{0,20}?password""",
        near=r"invalid-publisher|no[ ]corresponding[ ]publisher|exchange[ ]failure|matching[ ]claims",
    ),
    Wording(
        "blank-forbids-environment",
        tuple(
            (f"{what} {verb}", "environment") for what in ("job", "jobs", "workflow", "workflows") for verb in _VERBS
        ),
        rf"""(?:blank|empty|without[ ]an?|\bno[ ])[^.;]{{0,60}}?environment[^.;]{{0,60}}?{_FORBIDDEN}
        |environment[^.;]{{0,40}}?(?:blank|empty)[^.;]{{0,60}}?{_FORBIDDEN}""",
    ),
    Wording(
        "blank-forbids-environment",
        (("without an", "environment", "match"), ("empty", "environment", "jobs"), ("blank", "environment", "remove")),
        r"""(?:blank|empty)[ ]environment[ ](?:on[ ]pypi[ ])?(?:only[ ]matches|matches[ ]only)[ ]jobs?[ ]without
        |(?:blank|empty)[ ]environment[^.;\n]{0,30}?\bjobs[ ](?:with|that[ ]have)[ ]an?[ ]environment[ ]are[ ]
        (?:rejected|refused)
        |publisher[ ]without[ ]an[ ]environment[ ](?:does(?:n't|[ ]not)|(?:will|can)[ ]not|cannot|won't)[ ]match
        [^.;\n]{0,20}?\b(?:with|that[ ]has|which[ ]has)[ ]an[ ]environment
        |environment(?:[ ]field)?[ ]is[ ](?:left[ ])?(?:blank|empty),?[ ]remove[ ][^.;\n]{0,4}environment\b""",
    ),
    Wording(
        "pending-reserves-name",
        tuple(("pending publisher", "name", verb) for verb in ("reserve", "claim", "secure", "holds")),
        rf"""pending[ ]publishers?[^.]{{0,40}}?(?<!not[ ])(?<!n't[ ])(?:reserves?|claims?|secures?|holds)\s+{_NAME}\b
        {_LATER}
        |pending[ ]publishers?\b.{{0,120}}?\b(?:lets|allows)[ ]you[ ](?:to[ ])?(?:reserve|claim|secure)[ ]
        {_NAME}\b{_LATER}
        |(?:reserve|claim|secure)\s+{_NAME}[^.]{{0,30}}?(?:by|with|using|via|through)
        [^.]{{0,30}}?pending[ ]publisher
        |\bname[ ](?:is|will[ ]be)[ ](?:reserved|claimed|secured|held)[ ]by[ ](?:the|a|your|this)[ ]
        pending[ ]publisher""",
    ),
    Wording(
        "pending-reserves-name",
        (("pending publisher", "else can", "name"),),
        rf"""pending[ ]publishers?\b[^.\n]{{0,60}}?\b(?:nobody|no[ ]?one)[ ]else[ ]can[ ]
        (?:take|use|register|claim|get)[ ]{_NAME}\b""",
    ),
    Wording(
        "pending-reserves-name",
        (("pypi will reserve", "name"), ("name ", " is claimed"), ("name ", " is reserved"), ("name ", " is now ")),
        rf"""pypi[ ]will[ ]reserve[ ]{_NAME}\b{_LATER}
        |\bname[ ](?:\S{{1,40}}[ ])?is[ ]
        (?:now[ ](?:claimed|reserved)|(?:claimed|reserved)[ ](?:at[ ]this[ ]point|now))\b""",
        near=r"pending[ ]publisher",
    ),
    Wording(
        "project-name-case",
        (("case-sensitive", "name"), ("case sensitive", "name")),
        r"""(?:project|package)[ ]name\b[^.\n]{0,50}?\bcase[- ]sensitive
        |publisher[^.\n]{0,30}?\bexact[ ]name\b[^.\n]{0,40}?\bcase[- ]sensitive""",
    ),
    Wording(
        "ref-field",
        (("must match", "branch", "pypi"),),
        r"\bbranch\b[^.\n]{0,40}?\bmust[ ]match\b[^.\n]{0,50}?\bpypi\b",
    ),
    Wording(
        "workflow-ref-compared",
        (("workflow_ref", "(from "), ("workflow_ref", " match")),
        r"""workflow\b[^\n]{0,40}?\(from[ ]`?workflow_ref\b
        |(?<![\w])`?workflow_ref`?[ ](?:claim[ ])?(?:must|has[ ]to)[ ]match
        |\bpypi[ ]matches[ ](?:the[ ])?`?workflow_ref\b""",
    ),
    Wording(
        "invented-error",
        (("mismatch", "error"), ("not found", "error")),
        r"""\berror\b:?\W{0,4}["\u201c'`](?:project[ ]name|owner|repository|workflow|environment)[ ](?:name[ ])?
        (?:mismatch|not[ ]found)["\u201d'`]""",
        near=r"trusted[ ]publisher",
    ),
    Wording(
        "shared-accounts",
        (("account", "test", "pypi"), ("login", "test", "pypi"), ("credential", "test", "pypi")),
        r"""test\W?pypi\b[^.\n]{0,40}?(?<!not[ ])\b(?:shares?|uses?)[ ](?:the[ ]same|its|your)?[ ]?(?:pypi(?:'s)?[ ])?
        (?:accounts?|login|credentials)[ ](?:as|with|of)[ ](?:the[ ])?(?:main[ ]|real[ ]|production[ ])?pypi""",
    ),
    Wording(
        "enabled-identity-tokens",
        tuple(("gitlab", verb) for verb in ("enable", "activate", "turn on", "switch on", "switched on")),
        rf"""\b(?:enable|activate|turn[ ]on|switch[ ]on)[ ](?:gitlab[ ])?{_OIDC}[^.\n]{{0,20}}?\b(?:in|on|for)[ ]
        (?:your[ ]|the[ ])?gitlab
        |{_OIDC}[ ](?:is|are|must[ ]be|has[ ]to[ ]be|have[ ]to[ ]be)[ ](?:enabled|activated|switched[ ]on)
        [^.\n]{{0,30}}?gitlab""",
        far=_CLOUDS,
    ),
    Wording(
        "gitlab-python",
        (("python 3.1",), ("python3.1",)),
        r"""python[ ]?3\.1[0-9][^.]{0,40}?(?:oidc|trusted|id[_ ]token)
        |(?:make[ ]sure|must|required?)[^.]{0,40}?python[ ]?3\.1[0-9]\+?
        |(?:oidc|trusted|gitlab)[^.\n]{0,50}?\b(?:needs?|requires?|works[ ](?:only[ ])?with)[ ](?:at[ ]least[ ])?
        python[ ]?3\.1[0-9]\+?
        |gitlab,?[ ]python[ ]?3\.1[0-9]\+?[^.\n]{0,20}?\b(?:is[ ])?(?:required|needed)\b""",
        beside="gitlab",
    ),
    Wording(
        "lower-case-owner",
        (("lower", "owner", "case"),),
        r"""\bowner\b(?:[^.\n(]{0,60}\([^)\n]{0,30}lower-?[ ]?case[^)\n]{0,30}\)
        |[^.\n]{0,60}?(?:must|has[ ]to|should|needs?[ ]to)[ ]be[ ](?:all[ ]|in[ ]|(?:written|entered|typed)[ ]in[ ])?
        lower-?[ ]?case)
        |\b(?:write|enter|type|give)[ ](?:the[ ])?owner(?:[ ]name)?[ ]in[ ](?:all[ ])?lower-?[ ]?case
        |\b(?:requires?[ ]the[ ]owner(?:[ ]name)?[ ]to[ ]be|make[ ]sure[ ](?:that[ ])?the[ ]owner(?:[ ]name)?[ ]is)[ ]
        (?:all[ ]|in[ ])?lower-?[ ]?case
        |\buse[ ]the[ ]lower-?[ ]?case[ ]owner\b
        |\bowners[ ]must[ ]be[ ](?:(?:written|entered|typed)[ ])?(?:in[ ])?lower-?[ ]?case""",
    ),
    Wording(
        "discouraged-event",
        (("pull_request_target", "discouraged"), ("pull_request_target", "not recommended")),
        r"""pull_request_target\W[^.\n]{0,40}?(?:\bdiscouraged\b|\bnot[ ]recommended\b)[^\n]{0,60}?(?:publish|pypi)
        |(?:publish|pypi)[^\n]{0,60}?pull_request_target\W[^.\n]{0,40}?(?:\bdiscouraged\b|\bnot[ ]recommended\b)""",
    ),
    Wording(
        "subject-pattern",
        (("subject", "pattern"), ("subject", "repo:")),
        r"""\bsubject\b[^.`]{0,30}\bpatterns?\b|\bsubject\b\W{0,6}(?:[:=]\W{0,4})?repo:[^\s`]*
        |\bsubject(?:[ ]claim)?[ ](?:(?:must|has[ ]to|should)[ ](?:match|be)|as|to)[ ]\W{0,3}repo:[^\s`]*""",
        far=_CLOUDS,
    ),
)
