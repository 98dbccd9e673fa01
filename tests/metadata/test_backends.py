"""The build backend of a project, where its newest releases are allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, read
from tplint.metadata.backends import backend_of
from tplint.model import Known, Unknown

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.model import Fact


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        ('["hatchling"]', Known("hatchling")),
        ('["Hatchling >= 1.20"]', Known("hatchling")),
        ('["hatchling~=1.27"]', Known("hatchling")),
        ('["hatchling>1,<1.27"]', Unknown("`hatchling>1,<1.27` does not take a release of which that is known")),
        ('["hatch-vcs"]', Unknown("the build backend is not among the requirements that are known")),
        ("[1, {}]", Unknown("the build backend is not among the requirements that are known")),
        ('"hatchling"', Unknown("the build backend is not among the requirements that are known")),
    ],
)
def test_backends(requires: str, expected: Fact[str], tmp_path: Path) -> None:
    table = f'[build-system]\nrequires = {requires}\nbuild-backend = "hatchling.build"\n[project]\nname = "x"\n'
    repository = read(lay(tmp_path, {"pyproject.toml": table}))
    found = backend_of(repository.projects[0])
    assert (Known(found.value.name) if isinstance(found, Known) else found) == expected
