"""TP521: a pinned uploader refuses the Metadata version that the newest build backend writes."""

from __future__ import annotations

import re

from tplint.findings import Related, Rule
from tplint.model import Known
from tplint.sending import sent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.backends import Backend
    from tplint.findings import Finding
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP521",
    name="uploader-too-old-for-metadata",
    level="warning",
    summary="the uploader is pinned to a release that refuses Metadata 2.4, which the unpinned build backend writes",
    platforms=(),
)

_ACTION = "pypa/gh-action-pypi-publish"
_ACTION_SINCE, _TWINE_SINCE = (1, 12, 3), (6, 1)
# What keeps a build from taking the newest backend although its requirement allows it.
_HELD_BACK = re.compile(r"no-isolation|PIP_CONSTRAINT|build-constraint|UV_BUILD_CONSTRAINT|--constraints?\b|\s-c\s")


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload by the action before v1.12.3, or by a twine that is certainly older than 6.1."""
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi") or not _is_too_old(upload):
            continue
        from tplint.backends import writes_metadata_2_4  # noqa: PLC0415 - only where the uploader is old

        project = sent(upload, repository)
        backend = writes_metadata_2_4(project.value) if isinstance(project, Known) else project
        if isinstance(backend, Known) and not _HELD_BACK.search(upload.pipeline.document.source.text):
            yield _finding(upload, backend.value)


def _is_too_old(upload: Upload) -> bool:
    version, able = upload.uploader.version, upload.uploader.can_trusted_publish
    if upload.uploader.name == _ACTION and isinstance(version, Known):
        from tplint.uploaders.versions import at_least, release  # noqa: PLC0415 - likewise

        return release(version.value) is not None and not at_least(version.value, _ACTION_SINCE)
    # twine learned trusted publishing and Metadata 2.4 in the same release, 6.1
    return upload.uploader.name == "twine" and able == Known(False)


def _finding(upload: Upload, backend: Backend) -> Finding:
    version = upload.uploader.version
    shown = version.value if isinstance(version, Known) else "before 6.1"
    is_action = upload.uploader.name == _ACTION
    needed = "v1.12.3" if is_action else "6.1"
    return RULE.finding(
        upload.at,
        f"{'the publish action' if is_action else 'twine'} {shown} refuses Metadata 2.4, which `{backend.name}` writes",
        label=f"reads Metadata 2.4 since {needed}",
        related=(Related(backend.at, "the newest release that this allows builds the distributions"),),
        consequence='it would stop with "InvalidDistribution: Metadata is missing required fields: Name, Version"',
        fix="use the newest release of the action" if is_action else "use twine 6.1 or newer",
    )
