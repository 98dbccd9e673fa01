"""TP514 hidden-publish-failure: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, TESTPYPI, job, levels, workflow

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("steps", "keys", "expected"),
    [
        (PUBLISH + "        continue-on-error: true\n", (), ["warning"]),
        (PUBLISH + "        continue-on-error: ${{ true }}\n", (), ["warning"]),
        (PUBLISH + "        continue-on-error: false\n", (), []),
        (PUBLISH + "        continue-on-error: ${{ vars.TRY }}\n", (), []),
        (PUBLISH, ("continue-on-error: true",), ["warning"]),
        (PUBLISH, ("continue-on-error: ${{ matrix.experimental }}",), []),
        (PUBLISH + TESTPYPI + "        continue-on-error: true\n", (), []),
        ("      - run: uv publish || true\n", (), ["warning"]),
        ("      - run: uv publish || echo failed\n", (), ["warning"]),
        ("      - run: |\n          set +e\n          uv publish\n          echo done\n", (), ["warning"]),
        ("      - run: uv publish || exit 1\n", (), []),
        ("      - run: uv publish || uv publish\n", (), []),
        ("      - run: uv publish\n      - run: twine check dist/* || true\n", (), []),
        ("      - run: twine check dist/* || true\n        continue-on-error: true\n" + PUBLISH, (), []),
        (PUBLISH + "        continue-on-error: true\n", ("continue-on-error: true",), ["warning", "warning"]),
    ],
)
def test_what_hides_a_failed_upload(steps: str, keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP514", workflow(job(steps, *keys))) == expected
