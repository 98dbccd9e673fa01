"""What an upload to a wrong URL of PyPI's hosts comes to, by the uploader's own behaviour."""

from __future__ import annotations

from tplint.metadata.versions import at_least
from tplint.model import Known
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Upload
    from tplint.uploaders.indexes import EndpointFault

_TWINE = frozenset({"pypa/gh-action-pypi-publish", "twine"})
_UV_FOLLOWS_SINCE = (0, 9, 18)
# Before, it takes a redirect for success: https://github.com/python-poetry/poetry/blob/2.5.1/src/poetry/publishing/uploader.py
_POETRY_COMPLAINS_SINCE = (1, 8)
_POETRY = 'poetry would stop with "Redirects are not supported. Is the URL missing a trailing slash?"'
_INVALID = "It appears you're trying to upload to pypi.org but have an invalid URL"


class Answer(NamedTuple):
    """Whether the upload certainly fails, and what the uploader says or does; empty where its words are not known."""

    fails: bool
    consequence: str = ""


def answer(upload: Upload, url: str, fault: EndpointFault) -> Answer:
    """What becomes of an upload to ``url``: no uploader copes with another host or path."""
    twine = upload.uploader.name in _TWINE
    match fault.kind:
        case "slash":
            if twine:
                return Answer(
                    fails=True, consequence='twine would stop with "Your repository URL is missing a trailing slash"'
                )
            if upload.uploader.name == "poetry":
                return Answer(fails=True, consequence=_POETRY if _complains_of_redirects(upload) else "")
            return Answer(fails=_stops_at_redirect(upload))
        case "scheme":
            return Answer(fails=False, consequence="twine uses `https` in its place" if twine else "")
        case "host" | "path" if twine and "python.org" not in url and "//upload." not in url:
            return Answer(fails=True, consequence=f'twine would stop with "{_INVALID}"')
        case _:
            return Answer(fails=True)


def _complains_of_redirects(upload: Upload) -> bool:
    """Whether this release of poetry says so; older ones upload nothing in silence."""
    version = upload.uploader.version
    return not isinstance(version, Known) or at_least(version.value, _POETRY_COMPLAINS_SINCE)


def _stops_at_redirect(upload: Upload) -> bool:
    """Older releases of uv do not follow redirects; of other tools it is not known what they do."""
    version = upload.uploader.version
    return (
        upload.uploader.name == "uv" and isinstance(version, Known) and not at_least(version.value, _UV_FOLLOWS_SINCE)
    )
