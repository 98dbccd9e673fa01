"""Long files that libyaml refuses: what YAML allows is read by the other parser, which is never asked for very much."""

from __future__ import annotations

import pytest

from tplint.documents import yaml
from tplint.documents.nodes import get, texts
from tplint.documents.source import Source

COMMENTS = "# why this is so\n" * 10_000
COLON = "needs: [web:lint]\n"  # which libyaml takes for a mistake


def test_a_long_file_is_read() -> None:
    root = yaml.parse(Source("x.yml", COMMENTS + COLON)).root
    assert texts(get(root, "needs")) == ("web:lint",)


REFUSED = {
    "too long": COMMENTS * 3 + COLON,
    "too many values": "- a\n" * yaml.MAX_NODES_IN_PYTHON + "- [web:lint]\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_the_refusal_is_that_of_the_first_parser(text: str) -> None:
    with pytest.raises(yaml.NotYaml, match="found unexpected ':' while scanning a plain scalar"):
        yaml.parse(Source("x.yml", text))


def test_what_both_parsers_refuse_is_shown_where_the_one_that_got_further_stopped() -> None:
    text = COLON + "script:\n  - 'a' b\n"
    with pytest.raises(yaml.NotYaml, match="block collection") as refusal:
        yaml.parse(Source("x.yml", text))
    assert refusal.value.offset == text.index("b\n")
