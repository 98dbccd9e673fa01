"""TP306: the version or the format of the distributions is one that PyPI refuses."""

from __future__ import annotations

from tplint.facts.sending import sent
from tplint.facts.untagged import is_never_tagged
from tplint.findings import Related, Rule
from tplint.jobs.builds import builds_as_written, zip_sdists
from tplint.model import Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Pointer
    from tplint.findings import Finding
    from tplint.metadata.distributions import Version
    from tplint.model import Repository, Upload

RULE = Rule(
    code="TP306",
    name="refused-file-name",
    level="error",
    summary="PyPI refuses the files for their version, which has a local part, or for their format",
    platforms=(),
)

_LOCAL = "PyPI would answer \"The use of local versions in '{}' is not allowed.\""


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each `.zip` sdist that is built for an upload, and for each version that has a local part."""
    for upload in repository.uploads:
        if not upload.goes_to("pypi", "testpypi"):
            continue
        for at in zip_sdists(upload):
            yield RULE.finding(
                at,
                "the source distribution is built as `.zip`",
                label="PyPI takes `.tar.gz` only",
                related=(Related(upload.at, "uploaded here"),),
                consequence='PyPI would answer "Invalid source distribution filename: …"',
                fix="build it with `python -m build --sdist`",
            )
        project = sent(upload, repository)
        if isinstance(project, Known) and builds_as_written(upload):
            for version in repository.versions:
                if version.folder == project.value.folder and version.at is not None:
                    yield from _local(upload, version, version.at, repository)


def _local(upload: Upload, version: Version, at: Pointer, repository: Repository) -> Iterator[Finding]:
    related = (Related(upload.at, "uploaded here"),)
    match version.static:
        case Known(static) if "+" in static and static.partition("+")[0].strip("0."):  # 0.0.0+x stands for another
            message = f"version `{static}` has a local part, `+{static.partition('+')[2]}`"
            words = _LOCAL.format(static)
            yield RULE.finding(at, message, related=related, consequence=words, fix="remove the local part")
        case Unknown() if version.has_local_part == Known(True) and is_never_tagged(upload, repository):
            yield RULE.finding(
                at,
                f"`{version.source}` gives a commit without a tag a version with a local part",
                label="ends in `+g…`, the commit",
                related=(Related(upload.at, "uploads only commits without a tag"),),
                consequence=_LOCAL.format("1.2.dev3+g0123abc"),
                fix='set `local_scheme = "no-local-version"`',
                level="warning",
            )
