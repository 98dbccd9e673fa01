"""A project → its build backend, where nothing keeps that from being the newest, which writes Metadata 2.4 or newer."""

from __future__ import annotations

import re

from tplint.model import Known, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Pointer, Source
    from tplint.model import Fact, Project
    from tplint.uploaders.versions import Release

# The first release of each backend that writes Metadata 2.4 for every project, by builds of one whose metadata needs
# nothing newer than 2.1. pdm-backend, uv_build, maturin and others write what the project needs.
_SINCE: dict[str, Release] = {
    "hatchling": (1, 27),
    "flit-core": (3, 11),
    "setuptools": (77,),
    "poetry-core": (2, 2, 1),
}
_BACKENDS = {"hatchling": "hatchling", "flit_core": "flit-core", "setuptools": "setuptools", "poetry": "poetry-core"}
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;]*)")


class Backend(NamedTuple):
    """A build backend that is not pinned to one release: its project's name, and where the repository requires it."""

    name: str
    at: Pointer


def writes_metadata_2_4(project: Project) -> Fact[Backend]:
    """The backend of a project, if it is certainly built by the newest one, which writes Metadata 2.4 or newer."""
    source = _pyproject(project)
    if source is None:
        return Unknown("no `pyproject.toml` with the project's name requires a build backend")
    wanted = _BACKENDS.get(re.split(r"[.:]", project.backend)[0], "")
    for position, requirement in enumerate(_requires(source)):
        parts = _REQUIREMENT.match(requirement)
        if parts is None or re.sub(r"[-_.]+", "-", parts[1]).lower() != wanted:
            continue
        if _takes_since(_SINCE[wanted], parts[2]):
            from tplint.documents.source import Pointer  # noqa: PLC0415 - for one in many projects

            return Known(Backend(wanted, Pointer(source, ("build-system", "requires", position))))
        return Unknown(f"`{requirement}` does not take a release that writes it")
    return Unknown("the build backend is not among the requirements that are known")


def _pyproject(project: Project) -> Source | None:
    sources = (name.at.source for name in project.names)
    return next((source for source in sources if source.path.endswith("pyproject.toml")), None)


def _requires(source: Source) -> Iterator[str]:
    from tplint.documents import toml  # noqa: PLC0415 - only for uploaders that are too old

    try:
        found = toml.value(toml.parse(source).data, ("build-system", "requires"))
    except toml.NotToml:
        return
    for requirement in found if isinstance(found, list) else ():
        yield requirement if isinstance(requirement, str) else ""


def _takes_since(since: Release, specifier: str) -> bool:
    """Whether the newest release that a specifier allows is at least this one; one that pins a release does not."""
    from tplint.uploaders.versions import allowed, at_least  # noqa: PLC0415 - only for uploaders that are too old

    bounds = allowed(specifier)
    if bounds is None or bounds.exact:
        return False
    high = bounds.high
    return high is None or (high != since and at_least(".".join(map(str, high)), since))
