"""Metadata of a project's folder → the version that its distributions have, as far as the files tell."""

from __future__ import annotations

import re

from tplint.documents.source import Pointer
from tplint.model import Known, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.documents.source import Source
    from tplint.documents.toml import TomlDocument
    from tplint.model import Fact, Project

    Read = Callable[[str], Source | None]

_SETUPTOOLS, _HATCH = ("tool", "setuptools_scm"), ("tool", "hatch", "version")
# https://setuptools-scm.readthedocs.io/en/latest/extending/#setuptools_scmlocal_scheme
_WITH_LOCAL_PART = ("node-and-date", "node-and-timestamp")
_SETTINGS = ("hatch.toml", "uv.toml")
_HOLDING = "core-metadata-version|exclude-newer|build-constraint-dependencies"


class Version(NamedTuple):
    """The version of the distributions of a folder.

    ``static`` is the one that the files give. ``source`` is the tool that takes it from git instead, ``setuptools-scm``
    or ``hatch-vcs``; ``has_local_part`` whether the version of a commit without a tag then ends in ``+g…``. ``at`` is
    where the files say either. ``is_held_back`` is true where `hatch.toml` or `uv.toml` decide which release of the
    build backend is taken, or which metadata it writes.
    """

    folder: str
    static: Fact[str]
    source: str
    has_local_part: Fact[bool]
    at: Pointer | None
    is_held_back: bool = False


def versions(projects: Iterable[Project], read: Read) -> Iterator[Version]:
    """The versions of projects; one that is made by code or by a plugin is Unknown."""
    for project in projects:
        beside = {f"{folder}/{name}".lstrip("/") for folder in (project.folder, "") for name in _SETTINGS}
        held = any(re.search(_HOLDING, source.text) for path in beside if (source := read(path)) is not None)
        yield _version(project, read)._replace(is_held_back=held)


def _version(project: Project, read: Read) -> Version:
    from tplint.documents import toml  # noqa: PLC0415 - a repository may have no metadata

    source = read(f"{project.folder}/pyproject.toml" if project.folder else "pyproject.toml")
    unknown = Version(project.folder, Unknown("no file gives a static version"), "", Known(False), None)
    try:
        document = toml.parse(source) if source is not None else None
    except toml.NotToml:
        return unknown
    if document is None:
        return unknown
    for keys in (("project", "version"), ("tool", "poetry", "version")):
        written = toml.value(document.data, keys)
        if isinstance(written, str) and toml.value(document.data, ("tool", "poetry-dynamic-versioning")) is None:
            return unknown._replace(static=Known(written), at=Pointer(document.source, keys))
    return _from_git(project.backend, document, unknown)


def _from_git(backend: str, document: TomlDocument, unknown: Version) -> Version:
    from tplint.documents.toml import value  # noqa: PLC0415 - as above

    data, dynamic = document.data, value(document.data, ("project", "dynamic"))
    if not isinstance(dynamic, list) or "version" not in dynamic:
        return unknown
    if backend.startswith("hatchling") and value(data, (*_HATCH, "source")) == "vcs":
        local = _has_local_part(value(data, (*_HATCH, "raw-options", "local_scheme")))
        return Version(
            unknown.folder, unknown.static, "hatch-vcs", local, Pointer(document.source, (*_HATCH, "source"))
        )
    if backend.startswith("setuptools") and isinstance(value(data, _SETUPTOOLS), dict):
        local = _has_local_part(value(data, (*_SETUPTOOLS, "local_scheme")))
        return Version(
            unknown.folder, unknown.static, "setuptools-scm", local, Pointer(document.source, _SETUPTOOLS, "key")
        )
    return unknown


def _has_local_part(scheme: object) -> Fact[bool]:
    if scheme is None or scheme in _WITH_LOCAL_PART:
        return Known(True)
    return Known(False) if scheme == "no-local-version" else Unknown("a scheme of its own makes the local part")
