"""TP511: `skip-existing` on an upload to PyPI makes a release that was not uploaded look like one that was."""

from __future__ import annotations

from tplint.findings import Rule
from tplint.model import Action, Known
from tplint.uploaders.pypi_publish_action import NAME, effective, release_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload, Word

RULE = Rule(
    code="TP511",
    name="skip-existing-hides-release",
    level="note",
    summary="an upload to PyPI skips files that exist there, so a forgotten version number looks like a release",
    platforms=("github", "gitlab"),
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each upload to PyPI that certainly skips existing files."""
    for upload in repository.uploads:
        at = _switched_on(upload) if upload.goes_to("pypi") else None
        if at is not None:
            yield RULE.finding(
                at,
                f"job `{upload.job.id}` skips files that PyPI has already",
                label="a release whose version was not raised ends green, and nothing is uploaded",
                fix="leave it out for PyPI; a run that uploads nothing should fail",
            )


def _switched_on(upload: Upload) -> Place | None:
    """The input or the flag that says so; the action takes anything but `false` as yes."""
    if upload.uploader.name == "uv":
        return None  # it refuses the flag (TP519)
    if upload.command is not None:
        return _flag(upload.command.words)
    if isinstance(upload.run, Action) and upload.uploader.name == "PyO3/maturin-action":
        from tplint.uploaders.maturin import words_of  # noqa: PLC0415 - only for its action

        return _flag(words_of(upload.run))
    if not isinstance(upload.run, Action) or upload.run.name != NAME:
        return None
    given = effective(upload.run, "skip-existing", release_of(upload.run))
    on = given is not None and isinstance(given.fact, Known) and given.fact.value.lower() != "false"
    return given.at[0] if on and given is not None else None


def _flag(words: Iterable[Word]) -> Place | None:
    return next((word.at for word in words if word.fact == Known("--skip-existing")), None)
