"""TP527: one release starts the same upload more than once, and PyPI refuses all but the first."""

from __future__ import annotations

from tplint.findings import Related, Rule
from tplint.platforms.github.starts.repeated_events import repeated
from tplint.platforms.github.starts.repeated_uploads import is_refused_again

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.findings import Finding
    from tplint.model import Repository, Upload
    from tplint.platforms.github.starts.repeated_events import Repeated

RULE = Rule(
    code="TP527",
    name="repeated-release",
    level="warning",
    summary="one release starts the same upload more than once, and PyPI refuses all but the first",
)


def check(repository: Repository) -> Iterator[Finding]:
    """One finding for each trigger that is too much, at the first upload to PyPI that it repeats."""
    found: dict[Place, Finding] = {}
    for upload in sorted(repository.alternatives, key=lambda upload: not upload.goes_to("pypi")):
        again = repeated(upload, repository) if upload.goes_to("pypi", "testpypi") else None
        if again is not None and again.triggers[0].at not in found and is_refused_again(upload, repository):
            found[again.triggers[0].at] = _finding(upload, again)
    yield from found.values()


def _finding(upload: Upload, again: Repeated) -> Finding:
    trigger, *others = again.triggers
    names = [f"`{name}`" for name in again.names]
    workflow = trigger.at.source.path.rpartition("/")[2]
    return RULE.finding(
        trigger.at,
        f"one release starts `{workflow}` more than once: for {', '.join(names[:-1])} and {names[-1]}",
        label="a release with a new tag pushes the tag, too" if others else "activities of one release",
        related=(
            *(Related(other.at, "and starts the same upload") for other in others),
            Related(upload.at, "every run uploads here"),
        ),
        consequence='all runs but the first end with PyPI\'s "400 File already exists"',
        fix="keep one of the two events: `release` with `types: [published]`, or `push` with `tags`"
        if others
        else "listen for one activity: `types: [published]`",
        level="note" if again.unless_draft else None,
    )
