"""Catalogue: what uploaders and build backends say in their own words of distributions. For ``catalogue``.

Source: gh-action-pypi-publish v1.14, twine 7.0, uv 0.13, poetry 2.5, hatchling 1.32.
"""

from __future__ import annotations

from tplint.pypi.catalogue import ANSWER, FATAL, SYMPTOM, Entry

_ACTION = "https://github.com/pypa/gh-action-pypi-publish#readme"
_TWINE = "https://twine.readthedocs.io/"

ENTRIES = (
    Entry(
        "old-uploader-version",
        "twine",
        "twine does not know a field or version of the distribution's metadata",
        ("malformed", "fields", "valid", "unsupported", "upgrading"),
        r"unrecognized or malformed field \\?['\"]?(?P<field>[\w-]{1,40})|metadata is missing required fields"
        r"|(?:invaliddistribution: )?(?:invalid distribution metadata: )?\\?['\"]?2\.\d\\?['\"]? is "
        r"(?:not a valid|an invalid value for) metadata.version"
        r"|unsupported metadata.version|(?:invaliddistribution: )?invalid distribution metadata\. try upgrading twine",
        "The build backend writes newer metadata than this twine reads: 2.5 comes from hatchling 1.32 and flit_core 4 "
        "on, 2.4 (`License-File`) from all newer backends.",
        "Use gh-action-pypi-publish v1.14.2 or newer (`release/v1`), `pip install -U twine packaging` (twine 7), or "
        "build-and-inspect-python-package v3.0.1.",
        "https://packaging.python.org/specifications/core-metadata/",
        FATAL,
        ("TP521",),
    ),
    Entry(
        "old-uploader-version",
        "twine",
        "twine does not start: it is older than its libraries",
        ("keyerror:", "twine/__init__.py"),
        r"\bkeyerror: ['\"]home-page['\"]|\btwine/__init__\.py\b(?=.{0,800}?\bkeyerror: ['\"]license['\"])",
        "twine before 5.1.1 looks for fields in its own metadata that are not there, and importlib-metadata 8 and "
        "newer do not let it. The distributions have no part in it.",
        "Use `pypa/gh-action-pypi-publish@release/v1`, or `pip install -U twine`.",
        "https://github.com/pypa/twine/issues/1125",
    ),
    Entry(
        "invalid-distribution",
        "PyPI or hatchling",
        "the archive has {file|a file} twice, which PyPI refuses and newer hatchlings do not build",
        ("duplicate", "second"),
        r"\b(?:zip|tar) archive not accepted: duplicate\b"
        r"|\ba second file is being added to the wheel archive at the same path: \W?(?P<file>[^\s'\"]{0,200}[\w])",
        "The build put it there for two reasons. Mostly `packages` and `force-include` of hatchling name the same "
        "folder, which hatchling before 1.30 wrote twice; or CMake or a script copies what is there already.",
        "Take the folder out of `force-include` (`packages` brings all that is below it and not ignored), or take out "
        "what copies it. `unzip -l dist/*.whl` shows what is there twice.",
        "https://docs.pypi.org/archives",
        ANSWER,
    ),
    Entry(
        "invalid-distribution",
        "twine",
        "twine finds a file unsound: {reason|see the message}",
        ("invaliddistribution:",),
        r"invaliddistribution: (?P<reason>no (?:pkg-info|metadata) in archive\b|too many top-level members in sdist"
        r"|pkg-info is not a regular file|(?:not a known archive|unsupported sdist) format\b)",
        "The file is empty or cut off, is no distribution under its name (a source archive of GitHub's, one archive "
        "within another), or was not made by a build backend.",
        "Look into it (`tar tf dist/*.tar.gz`, `unzip -l dist/*.whl`), and upload what `python -m build` has made, "
        "unchanged.",
        _TWINE,
    ),
    Entry(
        "nothing-to-upload",
        "the uploader",
        "the uploader found no distributions",
        ("pattern)", "dists", "found", "looks", "/github/workspace/", "publish.", ".whl"),
        r"(?:invaliddistribution: )?cannot find file \(or expand pattern\)|no files found to publish|missing dists"
        r"|it looks like there are no python distribution packages"
        r"|no (?:distribution )?packages? found to (?:upload|publish)"
        r"|no such file or directory: ['\"]/github/workspace/[\w./-]{0,80}dist\b"
        r"|no files to publish\. run poetry build first|cannot find any \.whl files in\b",
        "The folder is empty: nothing was built in this job, or the artifact was unpacked somewhere else.",
        "Download the artifact into the folder that the uploader reads (`dist/`), and have nothing but distributions "
        "there.",
        _ACTION,
        FATAL,
        ("TP512", "TP516", "TP525"),
    ),
    Entry(
        "stray-file",
        "twine",
        "a file in the folder is no distribution",
        ("format", "neither", "21)"),
        r"unknown distribution format:? ?\W?(?P<file>[^'\"\s]{0,200})|file is neither a wheel nor a source distribution"
        r"|\bfailed to read from file \S{1,200}: is a directory \(os error 21\)",
        "Everything in the folder is checked and uploaded: signatures, checksums, folders and other tools' files too.",
        "Upload a folder with distributions alone.",
        _ACTION,
        FATAL,
        ("TP516", "TP524"),
    ),
    Entry(
        "invalid-metadata",
        "twine",
        "twine refuses the distribution's metadata",
        ("invaliddistribution", "markup"),
        r"invaliddistribution: (?!.{0,60}(?:unrecognized or malformed|metadata is missing|unknown dist|upload with att"
        r"|cannot find file|metadata.version|invalid json in|cannot upload signed|gpg signature can only))"
        r"|long_description[^.]{0,60}has syntax errors in markup",
        "`twine check` or the upload itself found the metadata unsound.",
        "Have `twine check --strict dist/*` run after the build, and correct what it names.",
        _TWINE,
    ),
    Entry(
        "invalid-metadata",
        "twine",
        "twine finds no description in the distribution's metadata",
        ("long_description",),
        r"\blong_description missing",
        "It is a warning, for which `twine check --strict` alone fails.",
        "Give the project a description (`readme` in pyproject.toml).",
        _TWINE,
        SYMPTOM,
    ),
)
