"""Changed files → the disk: each as a whole or not at all, in its place, with its mode, and never outside."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress

from tplint.errors import UsageError
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.source import Source

_BOM = "\ufeff"


class _Target(NamedTuple):
    """A file to replace: ``data`` is written ``beside`` it first. ``real`` is where it is, behind all links."""

    path: str
    real: str
    beside: str
    before: bytes
    data: bytes


def write(root: str, before: Mapping[str, Source], after: Mapping[str, Source]) -> None:
    """Replace files of the repository at ``root``; ``before`` is what was read of each.

    All new texts are written beside their files and onto the disk before the first one takes its place, so neither a
    full disk nor a stopped process leaves a part of one. Raises ``UsageError`` where a file lies outside the
    repository, is not the one that was read any more, or cannot be written; then nothing is changed.
    """
    targets = [_target(root, path, before[path], source) for path, source in sorted(after.items())]
    try:
        for target in targets:
            _prepare(target)
        for target in targets:  # again, for writing took its time
            _check(root, target)
        for target in targets:
            with _refusing(target.path):
                os.replace(target.beside, target.real)
        for folder in sorted({os.path.dirname(target.real) for target in targets}):
            _settle(folder)
    finally:
        for target in targets:
            with suppress(OSError):
                os.unlink(target.beside)


def encoded(source: Source) -> bytes:
    """The bytes of a file, with the byte order mark that it had."""
    return ((_BOM if source.bom else "") + source.text).encode("utf-8")


def _target(root: str, path: str, before: Source, after: Source) -> _Target:
    """Where a file really is; links within the repository are followed, so that they stay links."""
    with _refusing(path):
        real = os.path.realpath(os.path.join(root, path), strict=True)
        # What a stopped process leaves is no workflow, and says so by its ending.
        beside = os.path.join(os.path.dirname(real), f".tplint-{os.urandom(8).hex()}.disabled")
        target = _Target(path, real, beside, encoded(before), encoded(after))
        _check(root, target)
        return target


def _check(root: str, target: _Target) -> None:
    """Raise ``UsageError`` where a file lies outside the repository or is not the one that was read."""
    path, real = target.path, target.real
    with _refusing(path):
        if not real.startswith(os.path.join(os.path.realpath(root), "")) or not stat.S_ISREG(os.lstat(real).st_mode):
            raise UsageError(f"`{path}` is not changed: it lies outside the repository")
        if not os.access(real, os.W_OK):
            raise UsageError(f"`{path}` is not changed: it is write-protected")
        with open(real, "rb") as file:
            is_same = file.read() == target.before
        if not is_same or os.path.realpath(os.path.join(root, path)) != real:
            raise UsageError(f"`{path}` is not changed: somebody else has changed it meanwhile")


def _prepare(target: _Target) -> None:
    """Write the new text beside the file, with the file's owner and mode where that is allowed."""
    with _refusing(target.path):
        status = os.stat(target.real)
        descriptor = os.open(target.beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as file:
            file.write(target.data)
            file.flush()
            os.fsync(file.fileno())
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(target.beside, status.st_uid, status.st_gid)
        os.chmod(target.beside, stat.S_IMODE(status.st_mode))


def _settle(folder: str) -> None:
    """Bring the folder's new names onto the disk, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _refusing(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write `{path}`: {error.strerror or error}") from error
