"""Catalogue: what PyPI, uploaders and Sigstore say of attestations. For ``catalogue``.

Source: warehouse at 6b621571 (2026-08-21), gh-action-pypi-publish v1.14, sigstore-python 4.5.
"""

from __future__ import annotations

from tplint.pypi.catalogue import ANSWER, FATAL, Entry

_ATTESTATIONS = "https://docs.pypi.org/attestations/"
_ACTION = "https://github.com/pypa/gh-action-pypi-publish#readme"
_SIGSTORE = "https://docs.sigstore.dev/"

# --- what PyPI answers ------------------------------------------------------------------------------------------------

_ANSWERS = (
    Entry(
        "attestations-with-token",
        "PyPI",
        "PyPI refused the upload: attestations need trusted publishing",
        ("attestations",),
        r"(?:invalid attestations? supplied during upload: )?attestations are only supported when using trusted pub",
        "The upload sent attestations and signed in by an API token.",
        "Use trusted publishing, or send no attestations (gh-action: `attestations: false`; twine: without "
        "`--attestations`; uv: `--no-attestations`).",
        _ATTESTATIONS,
        ANSWER,
        ("TP505",),
    ),
    Entry(
        "attestations-reusable-workflow",
        "PyPI",
        "PyPI refused the attestation: it was made in another workflow than the publisher's",
        ("publisher", "build", "policies"),
        r"build config uri \((?P<built>[^)]{1,400})\)? (?:does not|doesn.?t) match (?:the )?expected trusted publisher "
        r"\((?P<publisher>[^)]{1,200})|does not match expected trusted publisher \((?P<expected>[^)]{1,200})"
        r"|certificate.?s build config uri"
        r"|included attestation: verification failed: 0 of \d policies succeeded",
        "The certificate names the workflow that was started, the publisher the one that the job is written in: the "
        "upload runs in a reusable workflow. The exchange of the token and the check of the attestation cannot both "
        "match.",
        "Move the job that uploads into the workflow that is started and register that file on PyPI; or keep the "
        "reusable workflow and set `attestations: false`.",
        "https://docs.pypi.org/trusted-publishers/troubleshooting/#reusable-workflows-on-github",
        ANSWER,
        ("TP206",),
    ),
    Entry(
        "invalid-attestation",
        "PyPI",
        "PyPI refused the attestation: {reason|it could not be verified}",
        ("attestation",),
        r"invalid attestations? supplied during upload: "
        r"(?!.{0,200}(?:build config uri|expected trusted publisher|0 of \d policies))"
        r"(?P<reason>(?:could not verify|malformed|a maximum|unknown error"
        r"|attestation with unsupported|attestations? (?:are )?not|multiple attestations)[^.]{0,200})"
        r"|invalid attestations? supplied during upload"
        r"(?!.{0,200}(?:build config uri|expected trusted publisher|0 of \d policies))",
        "The attestation does not belong to this file or publisher, is broken, or there is more than one of its kind. "
        "Files that were changed or renamed after they were signed no longer match.",
        "Sign and upload the files in one step, unchanged; upload without attestations until that works.",
        _ATTESTATIONS,
        ANSWER,
    ),
)

# --- what signs the files --------------------------------------------------------------------------------------------

_MAKERS = (
    Entry(
        "repeated-publish-action",
        "gh-action-pypi-publish",
        "the distributions have publish attestations already: the action, or another tool, made them before",
        ("attestation",),
        r"already ha(?:s|ve) (?:a )?publish attestations?"
        r"|unknown distribution format:? \W{0,3}[^'\"\s]{1,200}\.publish\.attestation\b",
        "The first upload of the job, or a step such as `astral-sh/attest-action`, left its attestations beside the "
        "files, which the action does not overwrite.",
        "Upload to each index in a job of its own, or set `attestations: false` for one of them; the action needs no "
        "other step that signs.",
        _ACTION,
        FATAL,
        ("TP506",),
    ),
    Entry(
        "missing-attestation",
        "twine",
        "twine has no attestation for {file|a file}",
        ("attestations",),
        r"upload with attestations requested, but (?P<file>\S{1,200}) has no associated attestations",
        "gh-action-pypi-publish signs wheels and `.tar.gz` files alone, and the folder has another file: a `.zip`, "
        "which PyPI takes no more, or one that was signed nowhere.",
        "Have nothing but wheels and one `.tar.gz` in the folder, or set `attestations: false`.",
        _ACTION,
        FATAL,
        ("TP306",),
    ),
    Entry(
        "old-uploader-version",
        "gh-action-pypi-publish",
        "the publish action takes distributions for none",
        ("distributions",),
        r"look like distributions but are not actually files",
        "Release 1.10.0 of the action mixed up files and folders when it signs them.",
        "Use 1.10.1 or newer: `pypa/gh-action-pypi-publish@release/v1`.",
        _ACTION,
    ),
    Entry(
        "sigstore-failure",
        "Sigstore",
        "what signs the files is too old to verify Sigstore's keys",
        ("unsignedmetadataerror", "signed", "tuf"),
        r"\bunsignedmetadataerror\b|\broot was signed by \d+/\d+ keys|\bfailed to refresh tuf metadata",
        "sigstore-python brings the keys of Sigstore's root as they were at its release. Sigstore changed them in "
        "August 2026, and older releases (`sigstore/gh-action-sigstore-python@v3.0.0`) trust none of the new ones.",
        "Use `sigstore/gh-action-sigstore-python@v3.5.0` or newer and `pypa/gh-action-pypi-publish@release/v1`; by "
        "hand `pip install -U sigstore`.",
        "https://github.com/sigstore/sigstore-python/issues/1887",
    ),
    Entry(
        "sigstore-failure",
        "Sigstore",
        "the identity token expired before all files were signed",
        ("expiredidentity",),
        r"\bexpiredidentity\b",
        "One identity token signs all files of a step, and lives for a few minutes: the files were too many, or "
        "Sigstore was slow.",
        "Run the job again. With dozens of wheels publish some of them in each of several jobs, with `skip-existing: "
        "true`, or set `attestations: false`.",
        "https://github.com/pypa/gh-action-pypi-publish/issues/415",
    ),
    Entry(
        "sigstore-failure",
        "Sigstore",
        "Sigstore's service failed while the files were signed",
        (".sigstore.", "tlog"),
        r"\b5\d\d server error: [^|]{0,60}for url: https://[\w.-]{1,60}\.sigstore\.dev"
        r"|(?:timeout|timed out|failed) at:? https://[\w.-]{1,60}\.sigstore\.dev"
        r"|(?:host=\W|connection to )[\w.-]{1,60}\.sigstore\.dev\W[^|]{0,200}timed out"
        r"|\berror (?:fetching|creating) tlog entry",
        "The certificate or the entry in the public log (fulcio, rekor) could not be had: an incident, or the network.",
        "See https://status.sigstore.dev, and run the job again: gh-action-pypi-publish uploads nothing before all "
        "files are signed. For a release that cannot wait set `attestations: false`.",
        _SIGSTORE,
    ),
)

ENTRIES = (*_ANSWERS, *_MAKERS)
