"""A project → its build backend, where nothing keeps that from being a new one, and the core metadata it writes."""

from __future__ import annotations

import re

from tplint.documents import toml
from tplint.documents.source import Pointer
from tplint.metadata.projects import ANY_SETUPTOOLS
from tplint.metadata.versions import allowed, at_least
from tplint.model import Known, Unknown
from tplint.pypi.names import normalize
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place, Source
    from tplint.metadata.versions import Release
    from tplint.model import Fact, Pipeline, Project

# The first release of each backend that writes such metadata for every project, by builds of one whose metadata needs
# nothing newer than 2.1 (November 2026). pdm-backend, uv_build, maturin and others write what the project needs.
_SINCE: dict[str, tuple[tuple[Release, tuple[int, int]], ...]] = {
    "hatchling": (((1, 32), (2, 5)), ((1, 27), (2, 4))),
    "flit-core": (((4,), (2, 5)), ((3, 11), (2, 4))),
    "setuptools": (((77,), (2, 4)),),
    "poetry-core": (((2, 2, 1), (2, 4)),),
}
_BACKENDS = {"hatchling": "hatchling", "flit_core": "flit-core", "setuptools": "setuptools", "poetry": "poetry-core"}
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;]*)")
# What keeps a build from taking the newest backend although its requirement allows it, or the backend from writing what
# it writes by itself: in a pipeline, and in a project's settings.
_HELD_BACK = re.compile(
    r"no-isolation|PIP_CONSTRAINT|build[-_]constraint|--constraints?\b"
    r"|\b(?:pip|uv)\b(?:(?!\bpython|sh -)(?:[^\n;&|]|(?<=\\)\r?\n)){0,200}(?<!\s)\s{1,200}-c\s"
    r"|exclude[-_]newer|core-metadata-version",
    re.IGNORECASE,
)


# Frontends that install the backend for the build, the newest release of setuptools where nothing is required.
_FRONTEND = (
    r"(?:-m|\bpipx run|\buvx|\buv) +build\b|\bpyproject-build\b|\bcibuildwheel\b|build-and-inspect-python-package"
)
# What builds with the setuptools that is there, and Pythons that setuptools 77 does not support.
_OLDER = r"\bsetup\.py\b|\b(?:python-version\b|(?i:py[\w-]*)[\"']?:)[^\n]{0,200}\b(?:2\.7|3\.[0-8])\b"


class Backend(NamedTuple):
    """A build backend that is not pinned to one release: its project's name, where it is required, what it writes.

    ``is_required`` is false of setuptools for a project without `[build-system]`; then it stands where the name does.
    """

    name: str
    at: Place | Pointer
    metadata: tuple[int, int]
    is_required: bool = True


def backend_of(project: Project) -> Fact[Backend]:
    """The backend of a project, if it certainly writes core metadata of a known version."""
    source = _pyproject(project)
    if source is not None and _HELD_BACK.search(source.text):
        return Unknown("the project's settings decide which metadata is written")
    if project.backend == ANY_SETUPTOOLS and project.names:
        at, metadata = project.names[0].at, _SINCE["setuptools"][0][1]
        return Known(Backend("setuptools", at, metadata, is_required=False))
    if source is None:
        return Unknown("no `pyproject.toml` with the project's name requires a build backend")
    wanted = _BACKENDS.get(re.split(r"[.:]", project.backend)[0], "")
    for position, requirement in enumerate(_requires(source)):
        parts = _REQUIREMENT.match(requirement)
        if parts is None or normalize(parts[1]) != wanted:
            continue
        written = next((metadata for since, metadata in _SINCE[wanted] if _takes_since(since, parts[2])), None)
        if written is not None:
            return Known(Backend(wanted, Pointer(source, ("build-system", "requires", position)), written))
        return Unknown(f"`{requirement}` does not take a release of which that is known")
    return Unknown("the build backend is not among the requirements that are known")


def backend_in(pipeline: Pipeline, project: Project) -> Fact[Backend]:
    """The backend of a project, if a pipeline that builds it takes the newest release that the project allows."""
    found = backend_of(project)
    if isinstance(found, Known) and not _is_installed(found.value, pipeline.document.source.text):
        return Unknown("the pipeline decides which metadata is written")
    return found


def _is_installed(backend: Backend, pipeline: str) -> bool:
    """Whether a pipeline of this text builds with the newest release of a backend that its project allows."""
    if _HELD_BACK.search(pipeline):
        return False
    return backend.is_required or (re.search(_FRONTEND, pipeline) is not None and not re.search(_OLDER, pipeline))


def _pyproject(project: Project) -> Source | None:
    sources = (name.at.source for name in project.names)
    return next((source for source in sources if source.path.endswith("pyproject.toml")), None)


def _requires(source: Source) -> Iterator[str]:
    found = toml.read(source, "build-system", "requires")
    for requirement in found if isinstance(found, list) else ():
        yield requirement if isinstance(requirement, str) else ""


def _takes_since(since: Release, specifier: str) -> bool:
    """Whether the newest release that a specifier allows is at least this one; one that pins a release does not."""
    bounds = allowed(specifier)
    if bounds is None or bounds.exact:
        return False
    high = bounds.high
    return high is None or (high != since and at_least(".".join(map(str, high)), since))
