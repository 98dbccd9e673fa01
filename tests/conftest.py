"""Settings of the property tests (a busy machine is no failure, a run in CI can be repeated), and shared fixtures."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from scenes import Scenes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

settings.register_profile(
    "tplint",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("tplint")

# Its assertions are those of the tests.
pytest.register_assert_rewrite("guide_claims")


def pytest_collection_finish() -> None:
    """Thousands of tests live until the end: to look for garbage among them again and again takes a tenth of a run."""
    gc.freeze()


@pytest.fixture
def scenes() -> Scenes:
    """Looks at scripts and actions, for the recognisers' tests."""
    return Scenes()


@pytest.fixture(scope="session")
def package_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Skip what installs packages where none can be had: an installer would try for minutes."""
    folder: Path = tmp_path_factory.mktemp("index")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "0", "--timeout", "15"]
    done = subprocess.run(
        [*command, "--dest", str(folder), "libcst", "ruamel.yaml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("no index of packages can be reached")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PIP_NO_COMPILE", "0")  # which is how pip is told to compile nothing
        yield
