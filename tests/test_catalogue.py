"""The catalogue of errors: every entry has a message that it explains, also when that is wrapped, coloured or long."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limits import within
from messages import MESSAGES, MISS
from tplint import logs
from tplint.pypi import catalogue


def hits(text: str) -> tuple[catalogue.Hit, ...]:
    return catalogue.find(logs.flow(logs.read([text]).lines).text)


@pytest.mark.parametrize(("message", "category"), MESSAGES)
def test_a_message_has_its_cause(message: str, category: str) -> None:
    assert hits(message)[0].entry.category == category


@pytest.mark.parametrize(("message", "category"), MESSAGES)
def test_a_message_is_found_wrapped_and_framed_by_rich(message: str, category: str) -> None:
    lines = textwrap.wrap(message.replace("`", ""), 72, break_long_words=False, break_on_hyphens=False)
    wrapped = "\n".join(f"\x1b[31m         {line:<72}\x1b[0m" for line in lines)
    assert hits(f"\x1b[31mERROR   \x1b[0m\n{wrapped}\n")[0].entry.category == category


def test_every_entry_explains_a_message_by_a_sign_of_its_own() -> None:
    explained = {hit.entry for message, _ in MESSAGES for hit in hits(message)}
    assert [entry.title for entry in catalogue.entries() if entry not in explained] == []
    for message, _ in MESSAGES:
        text = logs.flow(logs.read([message]).lines).text
        for entry in catalogue.entries():
            if re.search(entry.pattern, text.lower()):
                assert any(sign in text.lower() for sign in entry.signs), (message, entry.pattern)


@pytest.mark.parametrize("entry", catalogue.entries(), ids=lambda entry: entry.title)
def test_an_entry_is_complete(entry: catalogue.Entry) -> None:
    groups = re.compile(entry.pattern).groupindex
    holes = re.findall(r"\{(\w+)\|", entry.title + entry.cause + entry.remedy)
    assert set(holes) <= set(groups)
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", entry.category)
    assert entry.signs
    assert all(sign == sign.lower() and " " not in sign for sign in entry.signs)
    assert entry.source.startswith("https://")
    assert all(re.fullmatch(r"TP\d{3}", code) for code in entry.rules)
    assert entry.cause.endswith((".", "?", ")"))
    assert entry.remedy.endswith(".")
    assert not entry.title.endswith(".")


def test_holes_are_filled_or_have_their_own_words() -> None:
    assert catalogue.filled("project {project|this one} is", {"project": "a"}) == "project `a` is"
    assert catalogue.filled("project {project|this one} is", {}) == "project this one is"


def test_what_pypi_answered_comes_before_what_a_tool_said() -> None:
    log = f"* `invalid-publisher`: {MISS} (Missing claim 'jti')\nerror: Failed to obtain token for trusted publishing"
    assert [hit.entry.category for hit in hits(log)] == ["pypi-side-bug", "token-exchange-failed"]


def test_of_two_answers_the_last_comes_first() -> None:
    log = "File already exists ('a.whl', with blake2_256\n" + "ok\n" * 9 + "Invalid distribution file.\n"
    assert [hit.entry.category for hit in hits(log)] == ["invalid-distribution", "file-already-exists"]


@pytest.mark.parametrize(
    "log",
    [
        "",
        "Successfully built a-1.tar.gz and a-1-py3-none-any.whl",
        "Uploading a-1.tar.gz\n100% 10.2/10.2 kB\nView at:\nhttps://pypi.org/project/a/1/",
        "ERROR: Could not find a version that satisfies the requirement nothing",
        "error: externally-managed-environment",
        "E   AssertionError: assert 'invalid' == 'valid'",
        "curl: (22) The requested URL returned error: 403",
        "Notice: Generating and uploading digital attestations",
    ],
)
def test_other_logs_have_no_known_error(log: str) -> None:
    assert hits(log) == ()


PIECES = st.sampled_from(
    [message for message, _ in MESSAGES] + ["(", "[", "'", '"', " ", "403", "a" * 50, "\n", "publish ", "gcp: ", "is "]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=30).map("".join))
def test_any_text_is_searched_and_places_are_in_it(text: str) -> None:
    flow = logs.flow(logs.read([text]).lines)
    for hit in catalogue.find(flow.text):
        assert 0 <= hit.start < hit.end <= len(flow.text)


@pytest.mark.parametrize(
    "piece",
    ["publish ", "invalid value for ", "github: http ", "403 forbidden ", "id_tokens, ", "ghcr.io/a ", "self-managed "],
)
def test_no_repetition_makes_the_search_slow(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    with within(10):
        catalogue.find(text)
