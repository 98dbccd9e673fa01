"""Catalogue: what PyPI answers to an upload because of its files, or without a reason. For ``catalogue``.

Source: warehouse at 6b621571 (2026-08-21), ``warehouse/forklift/legacy.py``, in the order of its checks.
"""

from __future__ import annotations

from tplint.pypi.catalogue import ANSWER, SYMPTOM, Entry

_LEGACY = "https://github.com/pypi/warehouse/blob/6b621571/warehouse/forklift/legacy.py"
_HELP = "https://pypi.org/help/"
_BUILD = "Build with a current build backend, which names files as PyPI wants them, and upload those alone."
_ENDPOINT = r"https://(?:upload|test)\.pypi\.org/legacy"
# What stands behind a status that has no reason beside it.
_NO_REASON = (
    r"(?!\W*(?:40\d )?(?:bad request|forbidden|unauthorized|not found|error|warning|note|info|html|traceback|process"
    r"|exit|job|cleaning|make|post|when|while|during|after|because|but|and|for|on|in|at|to|with)\b)"
)
# The link with which PyPI's sentences on metadata end.
_SPECIFIED = r"(?:[^|]{0,300}?specifications/core-metadata for more)?"
# What twine says of an upload that PyPI refused without words: the file's name stands before it, and may tell enough.
_REFUSED = rf"(?:(?!uploading |response from ).){{0,2000}}?\b400 bad request from {_ENDPOINT}/? \W{{0,3}}bad request"
_OF_LOCAL_VERSION = r"uploading [\w.]{1,100}-(?P<version3>[\w.!]{1,60}\+[\w.]{1,60}?)(?:-[\w.-]{1,80}\.whl|\.tar\.gz) "
_OF_OTHER_PLATFORM = (
    r"uploading [\w.]{1,100}-[\w.!]{1,60}-[\w.-]{3,60}-(?P<tag2>linux_(?!armv[67]l)\w{2,20}|pyodide_\w{2,40})\.whl "
)
# A name of several parts, which are joined by `_` in the name of a file.
_OF_OTHER_NAME = (
    r"uploading \w{1,80}(?:(?:\.\w{1,60}){1,8}-\d[\w.!]{0,60}-[\w.-]{3,120}\.whl"
    r"|(?:[.-]\w{1,60}){1,8}-\d[\w.!]{0,60}\.tar\.gz) "
)
_SENTENCE = r"[^\s<(,;:.`|][^|]{2,200}?\.(?= |$)"

# --- what is uploaded -------------------------------------------------------------------------------------------------

_FILES = (
    Entry(
        "filename-used-before",
        "PyPI",
        "PyPI refused the upload: the file's name was used by one that has been deleted",
        ("previously", "filename"),
        # The message ends with the same link as that of a file that is there.
        r"(?:filename (?:was previously used|has already been used)|previously used by a file that has since been "
        r"deleted)(?:[^|]{0,120}?#file-name-reuse)?",
        "A name is never free again, not even after the file or the release was deleted.",
        "Raise the version.",
        f"{_HELP}#file-name-reuse",
        ANSWER,
    ),
    Entry(
        "file-already-exists",
        "PyPI",
        "PyPI refused the upload: a file of this name is there already",
        ("exists", "file-name-reuse", "index"),
        r"(?:\b400[^|]{0,80} |client error: |error 400: |legacy/? )file already exists"
        r"|file already exists(?: \(\W?(?P<file>[^',)]{1,200})\W{0,3} with blake2|\. see https://(?:test\.)?pypi\.org)"
        r"|#file-name-reuse|local file and index file do not match",
        "The version was released before: by this run's first attempt, another workflow, or another run that the same "
        "release started. PyPI never replaces a file.",
        "Raise the version, or, to finish an upload that broke off, run it with `skip-existing: true` "
        "(`--skip-existing`, uv: `--check-url`).",
        f"{_HELP}#file-name-reuse",
        ANSWER,
        ("TP527",),
    ),
    Entry(
        "release-too-old",
        "PyPI",
        "PyPI refused the upload: the release is older than 14 days",
        ("uploading",),
        r"uploading new files to releases older than",
        "A release takes no new files after 14 days (since July 2026).",
        "Make a new release with all files.",
        "https://blog.pypi.org/",
        ANSWER,
    ),
    Entry(
        "second-sdist",
        "PyPI",
        "PyPI refused the upload: the release has a source distribution already",
        ("sdist",),
        r"only one sdist may be uploaded per release",
        "Two source distributions were built, often with different names or endings.",
        "Build the source distribution once, and upload one folder with one of them.",
        _LEGACY,
        ANSWER,
    ),
    Entry(
        "local-version",
        "PyPI",
        "PyPI refused the upload: {version|the version} is a local version",
        ("versions", "/legacy"),
        r"(?:the use of local versions in (?:<version\()?\W{0,6}(?P<version>[\w.+!-]{1,100})"
        r"|(?:\W(?P<version2>[\w.+!-]{1,100})\W{1,2} is an invalid value for version\. error: )?"
        rf"can(?:no|.?)t use pep 440 local versions){_SPECIFIED}"
        rf"|{_OF_LOCAL_VERSION}{_REFUSED}",
        "What stands behind `+` (`1.2.dev3+gabc`) is for local builds. setuptools-scm and its relatives add it where "
        "the checkout is not exactly at the tag, is shallow, or was changed by the build.",
        'Check out with `fetch-depth: 0` and at the tag, or leave it out (`local_scheme = "no-local-version"`).',
        "https://packaging.python.org/specifications/version-specifiers/#local-version-identifiers",
        ANSWER,
        ("TP306",),
    ),
    Entry(
        "file-too-large",
        "PyPI",
        "PyPI refused the upload: the file is too large",
        ("large",),
        r"file too large\W|\b413\b[^.]{0,40} too large",
        "A file may have 100 MB, unless PyPI has raised the project's limit.",
        "Leave out of the distribution what is not needed, or ask for a higher limit on the project's page.",
        f"{_HELP}#file-size-limit",
        ANSWER,
    ),
    Entry(
        "file-too-large",
        "PyPI",
        "PyPI refused the upload: project {project|of this name} has no room for it",
        ("large",),
        r"project size too large(?:\. limit for project \W?(?P<project>[\w.-]{1,100}))?",
        "All files of all releases together may have 10 GB, unless PyPI has raised the project's limit.",
        "Delete releases that nobody needs (their file names are not free again), publish fewer or smaller wheels, or "
        "ask for a higher limit on the project's page.",
        f"{_HELP}#project-size-limit",
        ANSWER,
    ),
    Entry(
        "invalid-filename",
        "PyPI",
        "PyPI refused the upload: the file's name does not follow from the project's name and version",
        ("filename", "/legacy"),
        r"invalid (?:source distribution|wheel|distribution) filename|start filename for \W?(?P<project>[^'\"]{1,100})"
        r"|filename \W?[^'\"]{1,200}\W? (?:is invalid, should be|should contain the normalized project name)"
        rf"|version in filename should be|{_OF_OTHER_NAME}{_REFUSED}",
        "A source distribution is called `name-version.tar.gz` and a wheel begins with the name, both with the "
        "normalised name (lower case, `_`) and the version as in the metadata.",
        _BUILD,
        "https://packaging.python.org/specifications/binary-distribution-format/#file-name-convention",
        ANSWER,
    ),
    Entry(
        "unsupported-platform-tag",
        "PyPI",
        "PyPI refused the wheel: it takes no platform tag {tag|like this one}",
        ("unsupported", "/legacy"),
        r"has an unsupported platform tag \\?['\"]?(?P<tag>[^'\"\s.]{1,80})"
        rf"|{_OF_OTHER_PLATFORM}{_REFUSED}",
        "A wheel that was built on Linux itself is tagged `linux_x86_64`, which says nothing of the system it needs. "
        "Of Pyodide's wheels PyPI takes those that are tagged `pyemscripten_…`.",
        "Build with cibuildwheel, or in a manylinux container with auditwheel (maturin: `--compatibility`), or leave "
        "the wheel out. What was uploaded before it is there: go on with `skip-existing: true` (`--skip-existing`).",
        "https://packaging.python.org/specifications/platform-compatibility-tags/",
        ANSWER,
    ),
    Entry(
        "invalid-metadata",
        "PyPI",
        "PyPI refused the upload: {dependency|a dependency} is required by its address",
        ("dependency",),
        rf"can.?t have direct dependency(?:\W{{1,4}}(?P<dependency>\w[\w.-]{{0,100}}))?{_SPECIFIED}",
        "The project requires `name @ git+https://…` or the like, perhaps for an extra. PyPI takes requirements by "
        "name and version alone.",
        "Require a release (`name>=1.2`), and publish one where there is none. What only developers need belongs in "
        "`[dependency-groups]`, an address for them in `[tool.uv.sources]`, which are not published.",
        "https://packaging.python.org/specifications/dependency-specifiers/",
        ANSWER,
    ),
    Entry(
        "invalid-metadata",
        "PyPI",
        "PyPI refused the upload: it takes no classifier {classifier|like this one}",
        ("classifier",),
        r"(?:['\"](?P<classifier>[^'\"|]{1,120})\\?['\"] is not a valid classifier"
        rf"|\bthe classifier \\?['\"](?P<classifier2>[^'\"|]{{1,120}})\\?['\"] has been deprecated){_SPECIFIED}",
        "Only those of PyPI's list can be used, letter by letter; one that begins with `Private ::` is meant to keep a "
        "project from PyPI. `twine check` does not look at them.",
        "Correct it in pyproject.toml, as https://pypi.org/classifiers/ has it, and build again.",
        "https://pypi.org/classifiers/",
        ANSWER,
    ),
    Entry(
        "invalid-metadata",
        "PyPI or the uploader",
        "the metadata has {field|a field} of version {version|2.4}, and says that it is of {older|an older one}",
        ("introduced",),
        r"\b(?P<field>[\w-]{1,40}) introduced in metadata version (?P<version>\d\.\d), not (?P<older>\d\.\d)"
        rf"{_SPECIFIED}",
        "An older release of the build backend or of the uploader mixed the two up: what pyproject.toml says is right.",
        "Build again with the newest release of the build backend (see what `[build-system]` pins), and upload with "
        "the newest release of the uploader.",
        "https://packaging.python.org/specifications/core-metadata/",
        ANSWER,
    ),
    Entry(
        "invalid-metadata",
        "PyPI",
        "PyPI refused the upload: the metadata has a value that it does not take",
        ("valid", "classifier", "render", "license-file", "characters", "core-metadata"),
        r"(?:is an invalid value for (?P<field>[\w-]{1,40})|unknown classifier|['\"] is not a valid url"
        r"|the description failed to render|license-file \S{1,200} does not exist in distribution"
        r"|invalid value for (?P<field2>classifiers?|name|(?:metadata_)?version|summary|description|project_urls)\b"
        r"|\w\W{0,2} field must be \d+ characters or less|(?P<field3>\w{1,40}): invalid uri\b"
        rf"|is invalid for ['\"](?P<field4>[\w-]{{1,40}})['\"](?=[^|]{{0,60}} see https://packaging)){_SPECIFIED}"
        r"|specifications/core-metadata for more",
        "The field {field|that the message names} of the distribution's metadata is not what its specification says.",
        "Correct it in pyproject.toml, build again, and run `twine check --strict dist/*` before the upload.",
        "https://packaging.python.org/specifications/core-metadata/",
        ANSWER,
    ),
    Entry(
        "invalid-distribution",
        "PyPI",
        "PyPI refused the upload: it does not take an archive like this one: {reason|see the message}",
        ("archive",),
        r"\b(?:zip|tar) archive not accepted: (?!duplicate\b)(?P<reason>[^.|<]{1,100})",
        "The archive has what different programs read differently, so that PyPI takes none like it: what built or "
        "repaired the file, or an upload that was cut off, made it so.",
        "Build it again with the newest release of the build backend and of the tools that change wheels afterwards "
        "(auditwheel, delocate, maturin, a script of one's own).",
        "https://docs.pypi.org/archives",
        ANSWER,
    ),
    Entry(
        "invalid-distribution",
        "PyPI",
        "PyPI refused the upload: the file is no sound distribution",
        ("invalid", "required", "digest", "'source'"),
        r"use 'source' as python version|include at least one message digest"
        r"|invalid distribution file\b|invalid value for (?:filetype|pyversion|\w{2,12}_digest|content)\b"
        r"|does not contain the required (?:record|metadata) file|has invalid entry points defined"
        r"|invalid file extension\b[^|]{0,60}pypi|invalid file extension: |digest supplied does not match a digest",
        "The file is broken, was changed after it was built, or is no source distribution or wheel.",
        _BUILD,
        _LEGACY,
        ANSWER,
    ),
)

# --- where the answer says nothing ------------------------------------------------------------------------------------

_SILENT = (
    Entry(
        "index-failure",
        "the uploader",
        "the index failed while it took the upload",
        ("appears", "server", "timed", "gateway", "unavailable", "uploading"),
        r"received \W?5\d\d: [^'\"]{0,60}\W? package upload appears to have failed"
        r"(?!.{0,4000}?\bview at: https://)"
        r"|host=\W(?:upload|test)\.pypi\.org\W[^|]{0,20}: read timed out"
        r"|\b50[0234] server error: [^|]{0,60}for url: https://(?:upload|test)\.pypi\.org/legacy"
        r"|failed to upload the (?:wheel|sdist) with status 50[0234] (?:bad gateway|service unavailable|gateway time)"
        rf"|server error \W?50[0234] [a-z -]{{2,60}}\W{{1,2}}for url:? \W?{_ENDPOINT}"
        rf"|{_ENDPOINT}/? caused by: server returned status code 50[0234]\b"
        # poetry
        r"|- uploading \S{1,200}\.(?:whl|tar\.gz)(?:(?!uploading ).){0,60}? http error 50[0234]:",
        "The index answered with an error of its own. twine tries again by itself; what it has sent stays there.",
        "See https://status.python.org, and run the job again, with `skip-existing: true` (`--skip-existing`) where "
        "some files went through.",
        "https://status.python.org",
    ),
    Entry(
        "connection-failed",
        "the uploader",
        "the connection to the index failed",
        ("/legacy", "connecting"),
        r"- uploading \S{1,200}\.(?:whl|tar\.gz)(?:(?!uploading ).){0,60}? error connecting to repository\b"
        r"|/legacy\b(?:(?!/legacy\b).){0,3000}?(?:\bconnection (?:reset by peer|timed out|refused)|: timed out\b"
        r"|\bcertificate[ _]verify[ _]failed|\beof occurred in violation|\bname or service not known"
        r"|\bnodename nor servname|\bname resolution\b|\bnetwork is unreachable|\bdns error\b)",
        "It broke off, was not answered or refused, the host's name was not found, or its certificate is not one that "
        "is trusted here: the network, a proxy that looks into what it passes on, or an incident. The distributions "
        "have no part in it.",
        "Run the job again, with `skip-existing: true` (`--skip-existing`) where some files went through; behind a "
        "proxy give the tool its certificate (`REQUESTS_CA_BUNDLE`, `SSL_CERT_FILE`). See https://status.python.org.",
        "https://status.python.org",
        SYMPTOM,
    ),
    Entry(
        "upload-refused",
        "the uploader",
        "the index refused the upload: {reason|for a reason of its own}",
        ("/legacy", "says:", "uploaderror"),
        rf"\b40[034] [a-z ]{{2,20}} from {_ENDPOINT}/? {_NO_REASON}(?P<reason>{_SENTENCE})"
        rf"|\b(?:server says: 40[034]|uploaderror\]? http error 40[034]:) {_NO_REASON}(?P<reason2>{_SENTENCE})"
        rf"|client error:? \W?(?:40[034] )?{_NO_REASON}(?P<reason3>[^|]{{3,200}}?)\W? for url:? \W?{_ENDPOINT}",
        "This is the reason that the index gave; tplint does not know it.",
        "Correct what it names. PyPI's own checks stand in its source, to which the link leads.",
        _LEGACY,
        SYMPTOM,
    ),
    Entry(
        "upload-refused",
        "the uploader",
        "the index refused the upload, and the log does not say why",
        ("/legacy", "uploaderror"),
        rf"\b400 bad request\W? (?:from|for url:?) \W?{_ENDPOINT}|\b400 client error: bad request for url: {_ENDPOINT}"
        r"|\buploaderror\]? http error 400: bad request",
        "PyPI gives its reason beside the status, and newer protocols leave that out; the reason is then in the body, "
        "which twine shows only on demand.",
        "Run it again with `verbose: true` (`--verbose`). Most often a file of this name is there already, or the "
        "release is older than 14 days.",
        _LEGACY,
        SYMPTOM,
        ("TP306", "TP506"),
    ),
)

ENTRIES = (*_FILES, *_SILENT)
