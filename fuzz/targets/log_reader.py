"""The log reader: any bytes → a diagnosis, shown as text and as JSON."""

from __future__ import annotations

import io
import json
from unicodedata import category

from tplint.cli import diagnose as command
from tplint.diagnosis.comparison import diagnose
from tplint.diagnosis.logs import read
from tplint.reporters import diagnosis_json, diagnosis_text
from tplint.reporters.paint import painter

_LOG = """\
publish\tPublish\t2026-01-02T03:04:05.1234567Z ##[group]Run pypa/gh-action-pypi-publish
publish\tPublish\t2026-01-02T03:04:06.1234567Z \x1b[31m::error::Trusted publishing exchange failure: %0AToken request failed: the server refused the request for the following reasons:
* `invalid-publisher`: valid token, but no corresponding publisher (Publisher with matching claims was not found)
* `sub`: `repo:octo/sampleproject:environment:pypi`
* `repository`: `octo/sampleproject`
* `repository_owner`: `octo`
* `repository_owner_id`: `123`
* `workflow_ref`: `octo/sampleproject/.github/workflows/publish.yml@refs/tags/v1`
* `job_workflow_ref`: `octo/sampleproject/.github/workflows/publish.yml@refs/tags/v1`
* `ref`: `refs/tags/v1`
* `environment`: `MISSING`
"""
_OTHERS = (
    "HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/ Invalid or non-existent authentication information.",
    "╭─ error ─╮\n│ 400 File already exists ('a-1.tar.gz', with blake2_256 hash 'x'). See https://pypi.org/help/#file-name-reuse │\n╰─╯",
    '{"message": "Token request failed", "errors": [{"code": "invalid-pending-publisher", "description": "x"}]}',
    "error: Failed to obtain token for trusted publishing\n  Caused by: ACTIONS_ID_TOKEN_REQUEST_URL is not set",
    "ci_config_ref_uri: gitlab.com/a/b//.gitlab-ci.yml@refs/heads/main project_path: a/b",
)
# Control characters, bidirectional marks, halves of characters, and what some terminals take for line ends.
_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def seeds() -> list[bytes]:
    """Logs as the tools and runners write them."""
    return [_LOG.encode(), _LOG.encode("utf-16"), *(text.encode() for text in _OTHERS)]


def check(data: bytes) -> None:
    """Read, diagnose without a repository, and show."""
    diagnosis = diagnose(read(command._decoded(io.BytesIO(data))), None)  # noqa: SLF001 - what the command itself calls
    shown = [*diagnosis_text.render(diagnosis, None, "log", painter(colour=False), None)]
    document = diagnosis_json.render(diagnosis, None)
    assert not any(category(sign) in _STEERING for line in (*shown, *document.splitlines()) for sign in line), shown
    json.loads(document)
