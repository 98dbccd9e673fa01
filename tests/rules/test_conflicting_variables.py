"""TP519: variables of `uv publish` that exclude each other, or an option of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import levels
from publishing_job import findings, workflow

if TYPE_CHECKING:
    from pathlib import Path

TOKEN, USER, PASSWORD = (
    'UV_PUBLISH_TOKEN: "${{ secrets.T }}"',
    "UV_PUBLISH_USERNAME: __token__",
    "UV_PUBLISH_PASSWORD: x",
)


@pytest.mark.parametrize(
    ("env", "command", "expected"),
    [
        ([TOKEN, USER], "uv publish", ["error"]),
        ([TOKEN, PASSWORD], "uv publish", ["error"]),
        ([TOKEN, USER, PASSWORD], "uv publish", ["error", "error"]),
        ([TOKEN], "uv publish --username __token__", ["error"]),
        ([USER], "uv publish --token x", ["error"]),
        ([TOKEN, "UV_PUBLISH_USERNAME: ''"], "uv publish", ["error"]),
        (["UV_PUBLISH_TOKEN: ''", USER], "uv publish", ["error"]),
        (["UV_PUBLISH_URL: https://test.pypi.org/legacy/"], "uv publish --index testpypi", ["error"]),
        ([TOKEN], "uv publish", []),
        ([TOKEN], "uv publish --token x", []),
        ([USER, PASSWORD], "uv publish", []),
        ([TOKEN, "TWINE_USERNAME: __token__"], "uv publish", []),
        ([TOKEN, USER], "uv build", []),
        ([TOKEN], "if true; then export UV_PUBLISH_USERNAME=x; fi; uv publish", []),
        ([TOKEN], "export UV_PUBLISH_USERNAME=x; unset UV_PUBLISH_TOKEN; uv publish", []),
        ([TOKEN, USER], "unset UV_PUBLISH_TOKEN; uv publish", []),
        ([TOKEN, USER], "env -u UV_PUBLISH_USERNAME uv publish", []),
        ([TOKEN, USER], "sudo uv publish", []),
        ([TOKEN, USER], "make release", []),
        ([TOKEN, USER, "UV_PUBLISH_URL: https://pypi.example.org/"], "uv publish", []),
        (["UV_PUBLISH_INDEX: x", "UV_PUBLISH_URL: https://test.pypi.org/legacy/"], "uv publish", []),
    ],
)
def test_variables_that_exclude_each_other(env: list[str], command: str, expected: list[str], tmp_path: Path) -> None:
    given = "".join(f"          {each}\n" for each in env)
    text = workflow(f"      - run: {command}\n        env:\n{given}")
    assert levels(tmp_path, "TP519", text, Makefile="unexport UV_PUBLISH_TOKEN\nrelease:\n\tuv publish\n") == expected


def test_the_place_is_where_the_second_one_is_set(tmp_path: Path) -> None:
    on = f"on: release\nenv:\n  {USER}\n"
    text = workflow(f"      - run: uv publish\n        env: {{{TOKEN}}}\n", on=on)
    assert [(line, message.rpartition(": ")[2]) for _, line, message in findings(tmp_path, "TP519", text)] == [
        (3, "`UV_PUBLISH_TOKEN` and `UV_PUBLISH_USERNAME` exclude each other")
    ]
