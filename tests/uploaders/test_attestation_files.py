"""Attestations beside what `uv publish` uploads: made for certain, of these files, and not taken away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, action, shown

if TYPE_CHECKING:
    from scenes import Scenes
    from tplint.model import Action

ACTION = "astral-sh/attest-action@v0"


@pytest.mark.parametrize(
    ("script", "steps", "expected"),
    [
        ("uv publish", (action(ACTION),), True),
        ("uv publish dist/*.whl", (action(ACTION),), True),
        ("uv publish wheels/*", (action(ACTION, paths="wheels/*"),), True),
        ("uv publish", (action(ACTION, paths="dist/*.whl"),), True),
        ("uv publish", (action(ACTION), action("astral-sh/setup-uv@v7"), ("", "ls dist")), True),
        ("python -m pypi_attestations sign dist/*\nuv publish", (), True),
        ("cd dist\nuvx pypi-attestations sign *\nuv publish *", (), True),
        ("uv publish", (("", "rm -f dist/*.attestation"), action(ACTION)), True),
        ("uv publish wheels/*", (action(ACTION),), None),
        ("uv publish", (action(ACTION, paths="wheels/*"),), None),
        ("uv publish", (action(ACTION, paths="${{ inputs.paths }}"),), None),
        ("uv publish dist/*.tar.gz", (action(ACTION, paths="dist/*.whl"),), None),
        ("uv publish", (action(ACTION), ("", "rm dist/*.attestation")), None),
        ("uv publish", (action(ACTION), ("", "make clean")), None),
        ("rm -f dist/*.attestation\nuv publish", (action(ACTION),), None),
        ("pypi-attestations sign wheels/*\nuv publish", (), None),
        ("if [ -n $SIGN ]; then pypi-attestations sign dist/*; fi\nuv publish", (), None),
        ("uv publish", (("", "test -n $SIGN && pypi-attestations sign dist/*"),), None),
        ("pypi-attestations verify dist/*\nuv publish", (), False),
        ("pip install pypi-attestations\nuv publish", (), False),
        ("uv publish", (("", "echo attested"),), False),
    ],
)
def test_attestations_beside_the_files(
    scenes: Scenes,
    script: str,
    steps: tuple[Action | tuple[str, str], ...],
    expected: bool | None,  # noqa: FBT001 - a row
) -> None:
    assert shown(scenes.upload(script, Job(steps=steps)).attestations) is expected
