"""Catalogue: what uploaders say in their own words of credentials and addresses. For ``catalogue``.

Source: gh-action-pypi-publish v1.14, twine 7.0, uv 0.13, pdm 2.29, maturin 1.16, poetry 2.5, hatch 1.18, flit 4.2.
"""

from __future__ import annotations

from tplint.pypi.catalogue import FATAL, SYMPTOM, Entry

_USING = "https://docs.pypi.org/trusted-publishers/using-a-publisher/"
_ACTION = "https://github.com/pypa/gh-action-pypi-publish#readme"
_TWINE = "https://twine.readthedocs.io/"
_UV = "https://docs.astral.sh/uv/guides/package/#publishing-your-package"
_ENDPOINTS = (
    "Upload to `https://upload.pypi.org/legacy/` (TestPyPI: `https://test.pypi.org/legacy/`), with the final `/`."
)
_CANNOT = "It cannot do trusted publishing, so `id-token: write` does not help it."

_CREDENTIALS = (
    Entry(
        "mixed-credentials",
        "uv",
        "uv refused to publish: a credential is given beside forced trusted publishing",
        ("trusted",),
        r"(?:a username|a password|the keyring)[^.]{0,60} (?:are|is) not allowed when using trusted publishing",
        "With `--trusted-publishing always` no user name, token or keyring may be set, not even an empty one; "
        "`UV_PUBLISH_TOKEN` from an empty secret counts.",
        "Remove `UV_PUBLISH_TOKEN`, `UV_PUBLISH_USERNAME` and `UV_PUBLISH_PASSWORD` from the step, or the option.",
        _UV,
        FATAL,
        ("TP102", "TP104"),
    ),
    Entry(
        "mixed-credentials",
        "gh-action-pypi-publish",
        "trusted publishing was not tried: the step has a password, and that was refused",
        ("explicit",),
        r"\bexplicit password was also set, disabling trusted publishing\b(?=.{0,4000}?\b403\b)",
        "The publish action exchanges an identity token only where it is given no `password`.",
        "Remove `user` and `password` from the step, and register the publisher on PyPI; or renew the token that the "
        "secret holds.",
        _ACTION,
        FATAL,
        ("TP102",),
    ),
    Entry(
        "tool-does-not-support-oidc",
        "flit",
        "flit has no credential",
        ("username", "password"),
        r"could not find (?:username|password) for upload\b",
        _CANNOT + " flit reads `FLIT_USERNAME` and `FLIT_PASSWORD`.",
        "Build with flit and upload with gh-action-pypi-publish, `uv publish` or twine; or give flit an API token with "
        "the user name `__token__`.",
        "https://flit.pypa.io/en/stable/upload.html",
        FATAL,
        ("TP107",),
    ),
    Entry(
        "tool-does-not-support-oidc",
        "hatch",
        "hatch has no credential",
        ("option:", "aborted", "hatch"),
        r"missing required option: (?:user|auth)|(?:enter your credentials|username for [^.]{0,200}):[^.]{0,80}aborted"
        r"|\bhatch[ /]publish\b(?=(?:(?!hatch[ /]publish).){0,4000}\bnokeyringerror: no recommended backend)",
        _CANNOT + " hatch reads `HATCH_INDEX_USER` and `HATCH_INDEX_AUTH`.",
        "Build with hatch and upload with gh-action-pypi-publish, `uv publish` or twine; or give hatch an API token "
        "with the user name `__token__`.",
        "https://hatch.pypa.io/latest/publish/",
        FATAL,
        ("TP107",),
    ),
    Entry(
        "tool-does-not-support-oidc",
        "poetry",
        "PyPI refused poetry's upload: it brought no valid credential",
        ("403:",),
        r"http error 403: (?:forbidden|invalid)[^|]{0,200}(?:\| b\W{1,3}[^|]{0,200}(?:html|invalid))"
        r"|publishing [^()]{1,120} \([^)]{1,80}\) to (?:pypi|testpypi|https://(?:upload|test)\.pypi\.org\S{0,40})"
        r".{0,600}http error 403: (?:forbidden|invalid or non-existent)",
        _CANNOT + " poetry reads `POETRY_PYPI_TOKEN_PYPI`, and uploads without a credential where there is none.",
        "Build with poetry and upload with gh-action-pypi-publish, `uv publish` or twine; or give poetry an API token.",
        "https://github.com/python-poetry/poetry/issues/7940",
        FATAL,
        ("TP107",),
    ),
    Entry(
        "missing-credential",
        "poetry",
        "poetry is given no token: the variable or secret is empty",
        ("retrieve", "pypi-token."),
        r"unable to retrieve the password for poetry-repository-[\w.-]{0,40}pypi[\w.-]{0,40} from the key ?ring"
        r"|there is no pypi-token\.[\w.-]{1,60} setting\b",
        "Without `POETRY_PYPI_TOKEN_PYPI` poetry looks into the keyring, which does not open here, and `poetry config "
        "pypi-token.pypi` asks for a setting where nothing follows. A secret that does not exist is an empty text. "
        + _CANNOT,
        "Check the secret's name and where it is defined (`testpypi` has `POETRY_PYPI_TOKEN_TESTPYPI`); or build with "
        "poetry and upload with gh-action-pypi-publish, `uv publish` or twine.",
        "https://python-poetry.org/docs/repositories/#configuring-credentials",
        FATAL,
        ("TP107",),
    ),
    Entry(
        "missing-credential",
        "publib",
        "publib has no {variable|user name or password}",
        ("publishers)",),
        r"\bmissing (?P<variable>twine_(?:username|password)) \(required when not using trusted publishers\)",
        "`publib-pypi` signs in with `TWINE_USERNAME` and `TWINE_PASSWORD` unless `PYPI_TRUSTED_PUBLISHER` is set. A "
        "secret that does not exist is an empty text.",
        "Set `PYPI_TRUSTED_PUBLISHER` to `true` in a job with `id-token: write`, and register the workflow with PyPI; "
        "in projen that is `trustedPublishing: true` of `publishToPypi`. Or check where the secrets are defined.",
        "https://github.com/cdklabs/publib#pypi",
        FATAL,
        ("TP107",),
    ),
    Entry(
        "missing-credential",
        "twine",
        "twine is given {option|an option} without a value",
        ("argument",),
        r"\btwine(?: upload)?: error: argument (?P<option>-[pu]/--(?:password|username)): expected one argument",
        "The variable or the secret behind it is empty: it does not exist under this name, or not for this run (one of "
        "a fork, or of a job without the environment that has the secret).",
        "For trusted publishing leave out `-u`, `-p`, `TWINE_USERNAME` and `TWINE_PASSWORD`; for an API token check "
        "the secret's name, and hand it over as `TWINE_PASSWORD`.",
        _TWINE,
        FATAL,
        ("TP104",),
    ),
    Entry(
        "tool-does-not-support-oidc",
        "rye",
        "rye has no access token",
        ("access",),
        r"an access token is required",
        _CANNOT,
        "Build with rye and upload with gh-action-pypi-publish, `uv publish` or twine.",
        "https://rye.astral.sh/",
        FATAL,
        ("TP107",),
    ),
    Entry(
        "tool-does-not-support-oidc",
        "setuptools",
        "setuptools has no upload command",
        ("removed,", "invalid"),
        r"the (?:upload|register) command has been removed,|invalid command \W?upload\b",
        "`setup.py upload` is gone, and never could do trusted publishing.",
        "Build with `python -m build` and upload with gh-action-pypi-publish, `uv publish` or twine.",
        _USING,
        FATAL,
        ("TP107",),
    ),
    Entry(
        "missing-credential",
        "python-semantic-release",
        "python-semantic-release has no credential",
        ("credentials",),
        r"missing credentials for uploading to artifact repository",
        "Version 7 uploads with a token alone; version 8 and newer upload nothing to PyPI.",
        "Use version 8 or newer for the release, and gh-action-pypi-publish, `uv publish` or twine for the upload.",
        "https://python-semantic-release.readthedocs.io/",
        FATAL,
        ("TP107",),
    ),
    Entry(
        "missing-credential",
        "uv",
        "uv has a password, and no user name for it",
        ("password,",),
        r"attempted to publish with a password, but no username",
        "`UV_PUBLISH_PASSWORD` or `--password` is given alone.",
        "For trusted publishing remove it; an API token belongs in `UV_PUBLISH_TOKEN`, which needs no user name.",
        _UV,
        FATAL,
        ("TP102", "TP104"),
    ),
    Entry(
        "missing-credential",
        "the uploader",
        "the uploader has no credential for {url|the index}",
        ("credential", "password", "enter"),
        r"missing credentials for:? (?P<url>\S{1,200})|credential not found for (?:api token|password|username)"
        r"|credentials not found and non-interactive mode|username and password are required"
        r"|could not determine credentials for configured repository"
        r"|enter your api token:|enter your (?:username|password):(?=.{0,2000}?\beoferror\b)",
        "No password or token is set, and trusted publishing did not happen: `id-token: write` is missing, no "
        "publisher matches (uv and pdm hide PyPI's answer), the URL is not exactly PyPI's, or the tool is too old "
        "(twine before 6.1, uv before 0.4.16).",
        "Check the job's permissions and the URL. With `uv publish --trusted-publishing always` the log says why the "
        "exchange failed.",
        _USING,
        SYMPTOM,
        ("TP101", "TP107", "TP509"),
    ),
    Entry(
        "invalid-credential",
        "the uploader",
        "the index refused the upload's credential",
        ("forbidden", "unauthorized", "and/or"),
        r"\b40[13](?: client error)?:? (?:forbidden|unauthorized)[^|]{0,120}(?:pypi\.org|/legacy)"
        r"|(?:pypi\.org|/legacy)[^|]{0,160}\b40[13](?: client error)?:? (?:forbidden|unauthorized)"
        r"|\b(?:uv publish|twine upload|(?:maturin|flit|hatch|pdm|poetry) (?:publish|upload))\b[^|]{0,200}"
        r"\b40[13](?: client error)?:? (?:forbidden|unauthorized)"
        r"|username and/or password are (?:possibly )?wrong",
        "The index knows no such token, or the token is not for this project; the reason stands beside it in the log "
        "where the tool prints it (twine: `--verbose`).",
        "For trusted publishing remove every password and token of the step; for an API token check the secret's "
        "name, its scope, and that it is of this index.",
        "https://pypi.org/help/#invalid-auth",
        SYMPTOM,
        ("TP102", "TP104", "TP107", "TP110"),
    ),
)

_PROGRAMS = (
    Entry(
        "uploader-not-installed",
        "the shell",
        "the job does not have {tool|the uploader}",
        ("twine", "uv:", "poetry:", "pdm:", "hatch:", "flit:", "maturin:", "named"),
        # The action's own script finds no twine where an earlier step has set `PATH` for its container too.
        r"(?<![\w./-])(?<!twine-upload\.sh: line \d\d: )(?P<tool>twine|uv|poetry|pdm|hatch|flit|maturin): "
        r"(?:command )?not found(?! (?:in|on|for|at)\b)"
        r"|\bno module named \W?(?P<tool2>twine|build)(?:\b(?![.\w])|\.__main__;)"
        r"|\bfailed to spawn: \W?(?P<tool3>twine)\b"
        r"|\bthe term \W(?P<tool4>twine)\W is not recognized|\W(?P<tool5>twine)\W is not recognized as an internal",
        "No step of this job installs it, or it went into an environment that this step does not use: each job has a "
        "machine of its own.",
        "Install it in the job that runs it (`python -m pip install twine build`, `astral-sh/setup-uv`), or call it as "
        "`uvx twine` or `pipx run twine`; gh-action-pypi-publish brings its own.",
        _USING,
        rules=("TP536",),
    ),
)

_ADDRESSES = (
    Entry(
        "wrong-index-url",
        "twine",
        "the upload's URL is not PyPI's endpoint",
        (
            *("invalid", "redirect", "relative", "method", "attempted", "upload.pypi.org/simple", "pypi.org/legacy"),
            *("upload.pypi.", "upload.test.pypi.", "test.upload.pypi.", "endpoint,", "redirected", "redirects"),
            *("deprecated", "deprecated.", "pypi.python.org"),
        ),
        r"trying to upload to \S{1,100} but have an invalid url|redirectdetected"
        r"|attempted to redirect to|relative url without a base|\b405\b[^.]{0,30}method not allowed"
        r"|upload\.pypi\.org/simple|\b404\b[^|]{0,60}//(?:pypi\.org/legacy|(?:upload|test)\.pypi\.org/legacy(?!/))"
        r"|an upload was attempted to \S{1,60} but the expected upload url is"
        r"|(?://|host=\W)(?:upload\.pypi\.(?!org\b)[a-z]+|(?:upload\.test|test\.upload)\.pypi\.org\b)"
        r"|post requests are not supported by the endpoint, are you using the simple index url"
        r"|redirected url is not in the same realm|request was redirected, but (?:no )?location header"
        r"|redirects are not supported\. is the url missing a trailing slash"
        r"|uploading to th[eo]se sites is deprecated|client error: gone for url: https://(?:test)?pypi\.python\.org"
        r"|invalid repository url: scheme was required",
        "Only two addresses take uploads. One without the final `/`, or one on `pypi.org`, redirects or refuses, and "
        "twine tries no trusted publishing there; `pypi.python.org` is switched off, and other hosts of such names do "
        "not exist.",
        _ENDPOINTS,
        _USING,
        FATAL,
        ("TP509",),
    ),
    Entry(
        "unknown-repository",
        "the uploader",
        "the uploader does not know the repository {name|that it is told to upload to}",
        (".pypirc", "defined", "missing", "index"),
        r"missing \W?(?P<name>[\w.-]{1,60})\W? section from \S{0,60}\.pypirc"
        r"|repository (?P<name2>[\w.-]{1,60}) is not defined|missing repository config of (?P<name3>\S{1,60})"
        r"|failed to get registry (?P<name4>\S{1,60}) in \.pypirc"
        r"|index not found: |no indexes were found, can.?t use index|index is missing a publish url",
        "Names of repositories are a tool's own settings: poetry and flit do not know `testpypi`, uv wants "
        "`[[tool.uv.index]]` with a `publish-url`.",
        "Configure the name (`poetry config repositories.NAME URL`, `.pypirc`, `[[tool.uv.index]]`), or give the URL.",
        _TWINE,
    ),
    Entry(
        "refused-command-line",
        "the uploader",
        "the uploader refuses its command line",
        (
            *("--skip-existing", "--trusted-publishing", "-r/--repository", "flit_index_url"),
            *("unsupportedconfiguration", "--attestations", "unexpected", "required:"),
        ),
        r"unsupportedconfiguration|does not support [^.]{0,120}--skip-existing"
        r"|unrecognized arguments: [^|]{0,100}--(?:trusted-publishing|attestations)"
        r"|unexpected argument \W?--[\w-]{1,30}\W? found\b(?=.{0,300}?\busage: uv publish\b)"
        r"|--trusted-publishing[^.]{0,100}(?:invalid value|possible values|value is required)"
        r"|invalid value \S{1,60} for \W?--trusted-publishing"
        r"|following arguments are required: [^.]{0,40}-r/--repository|either flit_index_url or --repository"
        r"|\btwine upload: error: the following arguments are required: dist\b",
        "An option does not go with this index, has a value that it does not know, or is empty because a variable is; "
        "or a secret that is written into the command has a character at which the shell ends it (`&`, `;`, `#`).",
        "Correct the option: twine's `--skip-existing` works with PyPI and TestPyPI alone, and uv has `--check-url` "
        "with the index's simple address instead; uv's `--trusted-publishing` takes `automatic`, `always` or `never`, "
        "and twine, which needs no such option, does not know it.",
        _TWINE,
        FATAL,
        ("TP519",),
    ),
)

ENTRIES = (*_CREDENTIALS, *_PROGRAMS, *_ADDRESSES)
