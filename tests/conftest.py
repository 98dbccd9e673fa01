"""Settings of the property tests (a busy machine is no failure, a run in CI can be repeated), and shared fixtures."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from scenes import Scenes

settings.register_profile(
    "tplint",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("tplint")


@pytest.fixture
def scenes() -> Scenes:
    """Looks at scripts and actions, for the recognisers' tests."""
    return Scenes()
