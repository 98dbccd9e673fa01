"""The fixture of the recognisers' tests."""

from __future__ import annotations

import pytest
from scenes import Scenes


@pytest.fixture
def scenes() -> Scenes:
    """Looks at scripts and actions."""
    return Scenes()
