"""What a file may spend on scripts that the grammar does not understand: each once, and no more because of others."""

from __future__ import annotations

import pytest

from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown
from tplint.shell import read_script
from tplint.shell.syntax import MAX_LENGTH

BROKEN = "echo a\nif b; then\n".ljust(MAX_LENGTH - 20, "#")
TOO_MUCH = "too much of its file is not understood"


def unread(source: Source, text: str) -> str:
    return read_script(
        text,
        place=lambda start, end: Place(source, start, end),
        env={},
        hole=Unknown,
        folder=Known("."),
    ).unread


def spent(source: Source) -> None:
    for i in range(3):
        unread(source, f"{BROKEN}{i}")
    assert unread(source, f"{BROKEN}3") == TOO_MUCH


def test_a_script_that_is_read_again_says_the_same() -> None:
    source = Source("a.yml", "")
    first = unread(source, BROKEN)
    assert first.startswith("its syntax is not understood")
    assert {unread(source, BROKEN) for _ in range(9)} == {first}
    spent(source)
    assert unread(source, BROKEN) == first


@pytest.mark.parametrize("others", [1, 200])
def test_other_files_neither_take_nor_renew_a_share(others: int) -> None:
    source = Source("a.yml", "")
    spent(source)
    for i in range(others):
        assert unread(Source("a.yml", ""), f"if a{i}; then\n").startswith("its syntax is not understood")
    assert unread(source, f"{BROKEN}3") == TOO_MUCH
