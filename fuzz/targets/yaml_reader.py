"""The YAML reader: bytes → a tree whose spans lie in the text and in each other, or ``NotYaml`` with a place."""

from __future__ import annotations

from targets import samples
from tplint.documents import nodes, yaml
from tplint.documents.source import decode


def seeds() -> list[bytes]:
    """Files of every style."""
    return [
        samples.WORKFLOW.encode(),
        samples.PIPELINE.encode(),
        samples.INCLUDED.encode(),
        "\ufeffa: 'b'\r\n? [c, {d: e}]\r\n: |+\r\n  x\r\n\r\n".encode(),
        b"%YAML 1.2\n---\n- &a !!str x\n- *a\n- !<tag:x> {? k : v, w}\n...\n--- >-\n  folded\n   more\n",
        b"a: \"\\u0041\\\n  b\"\nb: 'it''s'\n\"c\" : -\nc:\n - - - d\n#e\n",
        b"<<: [*a, *b]\n&x a: &y\n!t b: !!null\n",
        b"a: [b:1, &x:y c:d:2]\ne: {f:g: *x:y}\n",
    ]


def check(data: bytes) -> None:
    """Read, walk, and find what encloses places of it."""
    try:
        source = decode("w.yml", data)
        document = yaml.parse(source)
    except UnicodeDecodeError:
        return
    except yaml.NotYaml as error:
        assert error.message
        assert 0 <= error.offset <= max(len(data), 1)
        return
    length = len(source.text)
    stack = [root for root in document.roots if root is not None]
    for _ in range(20_000):  # a tree with its aliases expanded may be larger
        if not stack:
            break
        node = stack.pop()
        assert 0 <= node.span.start <= node.span.end <= length, node.span
        stack += nodes.items(node)
        if isinstance(node, nodes.Mapping):
            stack += [part for pair in node.pairs for part in pair]
    assert list(nodes.duplicates(document)) == list(nodes.duplicates(document._replace(has_repeats=True)))
    for root in document.roots:
        for offset in range(0, length, max(1, length // 16)):
            list(nodes.enclosing(root, offset))
