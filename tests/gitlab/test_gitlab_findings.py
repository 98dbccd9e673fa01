"""A repository with a pipeline, linted: which rules speak, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, declared, said

from tplint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MINTS = "id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}"
SKIPPING = "publish: {script: [twine upload --skip-existing dist/*]}"


CASES = [
    ({TOP: SKIPPING}, [f"TP511 {TOP}:1"]),
    ({TOP: "include: ci/b.yml\n", "ci/b.yml": SKIPPING}, ["TP511 ci/b.yml:1"]),
    ({TOP: "a: {script: x}\n"}, []),
    ({TOP: "a: {script: x\n"}, [f"TP001 {TOP}:2"]),
    ({TOP: "a: {extends: a, script: [twine upload dist/*]}\n"}, [f"TP001 {TOP}:1"]),
    ({TOP: "include: b.yml\n", "b.yml": "include: b.yml"}, ["TP001 b.yml:1"]),
    ({TOP: "include: b.yml\n", "b.yml": "a: [\n"}, ["TP001 b.yml:2"]),
    ({"ci/main.yml": SKIPPING, "tplint.toml": 'gitlab-ci-file = "ci/main.yml"'}, ["TP511 ci/main.yml:1"]),
    ({TOP: SKIPPING, "tplint.toml": 'gitlab-ci-file = "ci/main.yml@group/project"'}, []),
    ({TOP: "# tplint: ignore[TP511]\n" + SKIPPING}, []),
    (
        {TOP: f"publish: {{script: [uv publish --trusted-publishing always], only: [main], {MINTS}}}"},
        [f"TP401 {TOP}:1"],
    ),
    ({TOP: "variables: {TWINE_PASSWORD: ''}\npublish: {script: [twine upload dist/*]}"}, []),
    ({TOP: "publish: {script: [twine upload dist/*], rules: [{when: never}]}"}, []),
]


@pytest.mark.parametrize(("files", "expected"), CASES)
def test_what_is_said(tmp_path: Path, files: Mapping[str, str], expected: list[str]) -> None:
    assert said(tmp_path, files) == expected


def test_a_configured_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"tplint.toml:1: there is no file `ci/main.yml`, which `gitlab-ci-file` nam"):
        said(tmp_path, {TOP: SKIPPING, "tplint.toml": 'gitlab-ci-file = "ci/main.yml"'})


def test_a_pipeline_beside_workflows(tmp_path: Path) -> None:
    workflow = """\
        on: {release: {types: [published]}}
        jobs:
          publish:
            runs-on: ubuntu-latest
            environment: pypi
            permissions: {id-token: write}
            steps:
              - uses: actions/download-artifact@v5
                with: {name: dist, path: dist}
              - uses: pypa/gh-action-pypi-publish@dc37677b2e1c63e2034f94d8a5b11f265b73ba33 # v1.14.2
                with: {skip-existing: true}
        """
    found = said(tmp_path, {TOP: SKIPPING, ".github/workflows/publish.yml": workflow})
    assert found == ["TP511 .github/workflows/publish.yml:11", f"TP511 {TOP}:1"]


def test_a_file_that_a_declared_publisher_names_is_read(tmp_path: Path) -> None:
    found = said(tmp_path, {"ci/release.yml": SKIPPING, "tplint.toml": declared("ci/release.yml")})
    assert "TP511 ci/release.yml:1" in found
