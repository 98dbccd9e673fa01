"""A repository before and after fixes → the uploads whose publisher PyPI has to be told of before the next release."""

from __future__ import annotations

from tplint.model import Known
from tplint.registration.presentations import presentations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.model import Repository, Upload
    from tplint.registration.presentations import Presentation


def due_registrations(before: Repository, after: Repository) -> Iterator[Presentation]:
    """The uploads that came to use trusted publishing and that no declared publisher is known to accept, each once."""
    known = {_identity(upload) for upload in before.uploads if _presents_token(upload)}
    for presentation in presentations(after):
        upload = presentation.upload
        if _presents_token(upload) and _identity(upload) not in known:
            known.add(_identity(upload))
            if presentation.answer is None or presentation.answer.judgement.accepted != Known(True):
                yield presentation


def _presents_token(upload: Upload) -> bool:
    """Whether an upload shows PyPI an identity token as far as is known; a job of GitLab has to have one to show."""
    return (
        upload.goes_to("pypi", "testpypi")
        and upload.may_present_token()
        and (upload.platform == "github" or upload.job.can_mint == Known(True))
    )


def _identity(upload: Upload) -> tuple[str, str, str]:
    return upload.pipeline.path, upload.job.id, upload.index_name
