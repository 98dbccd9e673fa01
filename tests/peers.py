"""Other linters that the tests run, where they are installed: beside the interpreter, or on the path."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import which

import pytest

ZIZMOR = which("zizmor", path=str(Path(sys.executable).parent)) or which("zizmor") or ""
needs_zizmor = pytest.mark.skipif(not ZIZMOR, reason="zizmor is not installed; it takes Python 3.11")
