"""`package.json` of a jsii library → the Python project that `jsii-pacmak` makes of it.

https://aws.github.io/jsii/user-guides/lib-author/configuration/targets/python/
"""

from __future__ import annotations

import json
import re

from tplint.documents.source import Place
from tplint.model import Known, Project, ProjectName

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Source

READER = "`jsii.targets.python` of package.json"
BACKEND = "jsii-pacmak"


def project(package: Source) -> Project | None:
    """The project of a folder with this `package.json`; None where no distribution for Python is made of it."""
    try:
        data = json.loads(package.text)
    except (ValueError, RecursionError):
        return None
    name = _value(data, "jsii", "targets", "python", "distName")
    found = re.search(rf'"distName"\s*:\s*({re.escape(json.dumps(name))})', package.text)
    if not isinstance(name, str) or found is None:
        return None
    at = Place(package, *found.span(1))
    folder = package.path.rpartition("/")[0]
    return Project(folder, Known(name, at), at, (ProjectName(Known(name), at, READER),), BACKEND, dict(_urls(data)))


def _urls(data: object) -> Iterator[tuple[str, str]]:
    """The addresses that the metadata for Python gets, too."""
    for label, keys in (("Homepage", ("homepage",)), ("Source", ("repository", "url")), ("Source", ("repository",))):
        url = _value(data, *keys)
        if isinstance(url, str) and "://" in url:
            yield label, url.removeprefix("git+")


def _value(data: object, *keys: str) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data
