"""Findings → what stays of their places when lines move: for the baseline, and for programs that follow alerts."""

from __future__ import annotations

from collections import Counter

from tplint.documents.nodes import FOLDED, LITERAL, Mapping, Scalar, Sequence, get, near, text
from tplint.documents.source import Pointer, line_text, position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Place
    from tplint.findings import Finding

# What tells the items of a list apart better than their positions, which change when one is added.
_DESIGNATIONS = ("id", "name", "uses", "project-name", "repo", "local")
MAX_DESIGNATION = 80


def logical_place(at: Place | Pointer, place: Place, document: Document | None) -> str:
    """The keys that lead to a place, joined by slashes; where there are none, a checksum of the line's text.

    ``place`` is where ``at`` points to, ``document`` the tree of its file, if that is YAML.
    """
    if isinstance(at, Pointer):
        return "/".join(_pointed(at))
    roots = document.roots if document else ()
    root = next((root for root in roots if root is not None and _holds(root, place)), None)
    return "/".join(_keys(root, place)) if root else _checksum(place)


def _pointed(at: Pointer) -> Iterator[str]:
    """The keys of a pointer, in which tables of an array go by their names."""
    for number, key in enumerate(at.keys):
        yield key if isinstance(key, str) else f"[{_named_table(at, at.keys[: number + 1])}]"


def _named_table(at: Pointer, keys: tuple[str | int, ...]) -> str:
    from tplint.documents import toml  # noqa: PLC0415 - only for places in arrays of TOML

    table = toml.read(at.source, *keys)
    names = [table.get(name) for name in _DESIGNATIONS] if isinstance(table, dict) else [table]
    return next((name[:MAX_DESIGNATION] for name in names if isinstance(name, str)), "")


def _holds(node: Node, place: Place) -> bool:
    return node.bounds[0] <= place.start and place.end <= max(node.bounds)


def _keys(node: Node | None, place: Place) -> Iterator[str]:
    """The keys and items from a node to a place, and in a script the line's text too."""
    while node is not None:
        found: Node | None = None
        match node:
            case Mapping():
                for key, value in near(node, place.start):
                    if key.bounds[0] <= place.start and place.end <= max(key.bounds[1], value.bounds[1]):
                        yield text(key) or ""
                        found = value if place.start >= value.bounds[0] else None
                        break
            case Sequence(items=members):
                found = next((member for member in members if _holds(member, place)), None)
                if found is not None:
                    yield f"[{_named(found)}]"
            case Scalar(style=style):
                if style in {LITERAL, FOLDED}:
                    yield _checksum(place)
        node = found


def _named(item: Node) -> str:
    """An item of a list by its name; a reference to an action goes without the version."""
    if isinstance(item, Scalar):
        return item.value[:MAX_DESIGNATION].partition("\n")[0]
    names = (text(get(item, name)) for name in _DESIGNATIONS)
    return next((name.partition("@")[0][:MAX_DESIGNATION] for name in names if name), "")


def _checksum(place: Place) -> str:
    """A line's text as eight digits: it may hold what is not to be repeated elsewhere, and be long."""
    from zlib import crc32  # noqa: PLC0415 - only for places in scripts and prose

    line = line_text(place.source, position(place.source, place.start).line)
    return f"{crc32(' '.join(line.split()).encode('utf-8', 'surrogatepass')):08x}"


class Fingerprints:
    """Gives each finding of a run a fingerprint of its own: the same ones again as long as the places are the same."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, finding: Finding, path: str) -> str:
        """The fingerprint, in hexadecimal digits, of a finding in a file; of several that are alike by their order."""
        from hashlib import sha256  # noqa: PLC0415 - only where a report asks for it

        identity = "\n".join((finding.code, path, finding.logical or finding.message))
        self._seen[identity] += 1
        digest = sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return f"{digest}:{self._seen[identity]}"
