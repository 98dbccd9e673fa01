"""GitHub's expression language: text → a tree, its canonical form (which reads as the same) and a fact."""

from __future__ import annotations

from tplint.platforms.github.expressions import (
    ExpressionError,
    canonical,
    condition_expression,
    descendants,
    template,
    value_expression,
)
from tplint.platforms.github.expressions.parser import parse

_SEEDS = (
    "github.event_name == 'release' && !startsWith(github.ref, 'refs/tags/v') || always()",
    "${{ fromJSON('[1, 2.5e3, \"a\", null]')[0] != 0x1F }}",
    "contains(github.event.*.labels, 'x') && (inputs['dry-run'] || -1.5 < +Infinity)",
    "${{ format('{0}-{{1}}', matrix.os, needs.a.outputs.b) }}-${{ env.A }}",
    "toJSON(github) >= hashFiles('**/*.lock', 'it''s') && NaN <= cancelled()",
    "secrets.A || vars[format('B')] || ((((true))))",
)


def seeds() -> list[bytes]:
    """Expressions of every form."""
    return [text.encode() for text in _SEEDS]


def check(data: bytes) -> None:
    """Read as a condition and as a value."""
    text = data.decode("utf-8", "replace")
    assert "".join(part if isinstance(part, str) else text[part.start : part.end] for part in template(text)) == text
    for read in (condition_expression, value_expression):
        try:
            tree = read(text)
        except ExpressionError as error:
            assert str(error)
            continue
        assert list(descendants(tree))
        try:
            # Names that it makes lower-case may be literals then, and the brackets that it puts may go too deep.
            said = canonical(parse(canonical(tree)))
            again = canonical(parse(said))
        except ExpressionError:
            continue
        assert again == said, said
