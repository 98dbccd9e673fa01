"""What `tplint pin` does to declarations of GitLab's publishers that no upload uses any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tomli
from pipelines import TOP, job

from folders import lay
from publishing import PROJECT, declaration
from tplint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = ("pip install twine", "twine upload dist/*")


@pytest.mark.parametrize(
    ("others", "environments"),
    [
        ("", ["pypi"]),
        (job("make test", more="environment: old", name="test"), ["pypi"]),
        (job(*SCRIPT, more="environment: old", name="again"), ["old", "pypi"]),
        (job(*SCRIPT, more="environment: $E", name="again"), ["old", "pypi"]),
    ],
)
def test_a_left_over_environment_is_changed_unless_an_upload_may_use_it(
    tmp_path: Path, others: str, environments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    metadata = PROJECT + declaration("gitlab", environment="old")
    lay(tmp_path, {TOP: job(*SCRIPT) + others, "pyproject.toml": metadata})
    assert main(["pin", str(tmp_path)]) == 0, capsys.readouterr()
    after = tomli.loads((tmp_path / "pyproject.toml").read_text("utf-8"))
    assert [each["environment"] for each in after["tool"]["tplint"]["publishers"]] == environments
