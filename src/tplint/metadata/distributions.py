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

    source = _beside(project, "pyproject.toml", read)
    unknown = Version(project.folder, Unknown("no file gives a static version"), "", Known(False), None)
    if source is None or toml.read(source, "project") is None:
        unknown = _of_setup_cfg(project, read, unknown)
    if source is None:
        return unknown
    for keys in (("project", "version"), ("tool", "poetry", "version")):
        written = toml.read(source, *keys)
        if isinstance(written, str) and toml.read(source, "tool", "poetry-dynamic-versioning") is None:
            return unknown._replace(static=Known(written), at=Pointer(source, keys))
    return _from_git(project.backend, source, unknown)


def _beside(project: Project, name: str, read: Read) -> Source | None:
    return read(f"{project.folder}/{name}".lstrip("/"))


def _of_setup_cfg(project: Project, read: Read, unknown: Version) -> Version:
    """The version that `setup.cfg` gives to setuptools, unless `setup.py` may give another."""
    source, script = _beside(project, "setup.cfg", read), _beside(project, "setup.py", read)
    if not project.backend.startswith("setuptools") or source is None or "version" not in source.text:
        return unknown
    if script is not None and re.search("version|scm|pbr", script.text):
        return unknown
    from tplint.documents import ini  # noqa: PLC0415 - few projects have their version there

    try:
        written = ini.parse(source).sections.get("metadata", {}).get("version", "")
    except ini.NotIni:
        return unknown
    is_plain = re.fullmatch(r"[\w.!+-]+", written) is not None
    return unknown._replace(static=Known(written), at=Pointer(source, ("metadata", "version"))) if is_plain else unknown


def _from_git(backend: str, source: Source, unknown: Version) -> Version:
    from tplint.documents.toml import read  # noqa: PLC0415 - a repository may have no metadata

    dynamic = read(source, "project", "dynamic")
    if not isinstance(dynamic, list) or "version" not in dynamic:
        return unknown
    if backend.startswith("hatchling") and read(source, *_HATCH, "source") == "vcs":
        local, at = read(source, *_HATCH, "raw-options", "local_scheme"), Pointer(source, (*_HATCH, "source"))
        return unknown._replace(source="hatch-vcs", has_local_part=_has_local_part(local), at=at)
    if backend.startswith("setuptools") and isinstance(read(source, *_SETUPTOOLS), dict):
        local, at = read(source, *_SETUPTOOLS, "local_scheme"), Pointer(source, _SETUPTOOLS, "key")
        return unknown._replace(source="setuptools-scm", has_local_part=_has_local_part(local), at=at)
    return unknown


def _has_local_part(scheme: object) -> Fact[bool]:
    if scheme is None or scheme in _WITH_LOCAL_PART:
        return Known(True)
    return Known(False) if scheme == "no-local-version" else Unknown("a scheme of its own makes the local part")
