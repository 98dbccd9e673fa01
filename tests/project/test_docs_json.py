"""The documentation of the JSON format names every key that the programs print, and no other."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from snippets import CHECKOUT
from tplint.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDES = "fixtures/guides"
RUNS: dict[str, list[list[str]]] = {
    "check": [["fixtures/broken", f"{GUIDES}/github", f"{GUIDES}/gitlab"]],
    "show": [["fixtures/broken"], [f"{GUIDES}/gitlab"]],
    "diagnose": [["--root", f"{GUIDES}/yaml-for-yml", f"{GUIDES}/yaml-for-yml/run.log"]],
    "rules": [[]],
}
SECTIONS = dict(
    re.findall(
        r"^## tplint (\w+)\n(.*?)(?=^## |\Z)",
        (CHECKOUT / "docs" / "json.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)


def keys(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all keys in a document; those of positions and unknown facts, which are described once, left out."""
    if isinstance(value, list):
        for item in value:
            yield from keys(item, f"{path}[]")
    elif isinstance(value, dict) and set(value) not in ({"line", "column", "offset"}, {"unknown"}):
        for key, item in value.items():
            yield f"{path}.{key}".removeprefix(".")
            yield from keys(item, f"{path}.{key}")


@pytest.mark.parametrize("command", RUNS)
def test_the_keys_are_those_of_the_output(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(CHECKOUT)
    printed: set[str] = set()
    for arguments in RUNS[command]:
        main([command, *arguments, "--format", "json"])
        printed |= set(keys(json.loads(capsys.readouterr().out)))
    described = re.findall(r"^\| `([^`]+)` \|", SECTIONS[command], re.MULTILINE)
    assert len(described) == len(set(described))
    free = tuple(key.removesuffix("*") for key in described if key.endswith("*"))
    assert printed - set(described) == {key for key in printed - set(described) if key.startswith(free)}
    assert {key for key in described if not key.endswith("*")} <= printed
