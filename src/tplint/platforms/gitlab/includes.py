"""`include:` → one configuration of many files, those that cannot be read named.

What is included lies below the file that includes it, and files that are included later above those before them
(https://docs.gitlab.com/ci/yaml/includes/).
"""

from __future__ import annotations

import posixpath

from tplint.documents.nodes import Scalar
from tplint.documents.source import Place
from tplint.model import Known
from tplint.platforms.gitlab.inputs import content, declared, filler
from tplint.platforms.gitlab.paths import existence, matching
from tplint.platforms.gitlab.rules import by_rules
from tplint.platforms.gitlab.starts import OPEN
from tplint.platforms.gitlab.trees import Entry, Merger, Refused, Table, Text, get, leaves, place, read, text, texts
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Document
    from tplint.load import Files
    from tplint.platforms.gitlab.trees import Value

# What GitLab allows (https://docs.gitlab.com/ci/yaml/#include).
MAX_INCLUDES = 150
MAX_LENGTH = 20_000_000
_REMOTE = ("project", "remote", "template", "component", "artifact")


class Unread(NamedTuple):
    """An include that is not read: ``kind`` is its keyword, ``what`` names it for people."""

    kind: str
    what: str
    at: Place


class Assembly:
    """What reading one pipeline's files has found so far.

    ``conditions`` are, for each file, the `rules` of the includes that lead to it; empty where one leads to it that has
    none.
    """

    def __init__(self, files: Files) -> None:
        self.files = files
        self.exists = existence(files)
        self.merger = Merger()
        self.count = 0
        self.length = 0
        self.unread: list[Unread] = []
        self.conditions: dict[str, tuple[Value, ...]] = {}


def assembled(assembly: Assembly, path: str) -> Table | None:
    """The configuration of a pipeline file and all that it includes; None if it cannot be read.

    Raises ``Refused``.
    """
    return _file(assembly, path, None, (), ())


def assembled_child(assembly: Assembly, include: Value) -> Table | None:
    """The configuration of a child pipeline: what `trigger: include` names. Raises ``Refused``."""
    key = Text("include", Scalar("include", include.node.span), include.source)
    table = Table({"include": Entry(key, include)}, include.node, include.source)
    below: Value | None = None
    for part in _included(assembly, table, (), ()):
        below = assembly.merger.merge(below, part)
    return below if isinstance(below, Table) else None


def _file(
    assembly: Assembly, path: str, given: Table | None, stack: tuple[str, ...], conditions: tuple[Value, ...]
) -> Table | None:
    document = assembly.files.document(path)
    if document is None:
        return None
    root = content(document)
    if root is None:
        return None
    known = assembly.conditions.get(path, conditions)
    assembly.conditions[path] = known if len(known) <= len(conditions) else conditions
    _weigh(assembly, document)
    table = read(root, document.source, filler(declared(document, given)))
    if not isinstance(table, Table):
        return None
    below: Value | None = None
    for part in _included(assembly, table, (*stack, path), conditions):
        below = assembly.merger.merge(below, part)
    own = table._replace(entries={name: entry for name, entry in table.entries.items() if name != "include"})
    merged = assembly.merger.merge(below, own)
    assert isinstance(merged, Table)
    return merged


def _included(
    assembly: Assembly, table: Table, stack: tuple[str, ...], conditions: tuple[Value, ...]
) -> Iterator[Table]:
    """The configurations that a file includes, in order."""
    for include in leaves(get(table, "include")):
        rules = get(include, "rules")
        runs = by_rules(rules, None, lambda _: OPEN, assembly.exists).runs if rules is not None else Known(True)
        if runs == Known(False):
            continue
        further = conditions if rules is None or runs == Known(True) else (*conditions, rules)
        given = get(include, "inputs")
        for path in _paths(assembly, include):
            _count(assembly, include)
            if stack.count(path) > 1:
                raise Refused(f"includes `{path}`, which leads back to itself without end", place(include))
            part = _file(assembly, path, given if isinstance(given, Table) else None, stack, further)
            if part is not None:
                yield part
            elif path not in assembly.files.problems:
                assembly.unread.append(Unread("local", f"`{path}` is not in the repository", place(include)))


def _count(assembly: Assembly, include: Value) -> None:
    assembly.count += 1
    if assembly.count > MAX_INCLUDES:
        raise Refused(
            f"includes the {MAX_INCLUDES + 1}st file of its pipeline, and {MAX_INCLUDES} are GitLab's limit",
            place(include),
        )


def _weigh(assembly: Assembly, document: Document) -> None:
    assembly.length += len(document.source.text)
    if assembly.length > MAX_LENGTH:
        raise Refused(
            f"is one of files that together are longer than {MAX_LENGTH:,} characters", Place(document.source, 0, 0)
        )


def _paths(assembly: Assembly, include: Value) -> Iterator[str]:
    """The files of the repository that an include names; others are remembered as unread."""
    kind = next((name for name in _REMOTE if get(include, name) is not None), "local")
    target = get(include, kind) if isinstance(include, Table) else include
    written = text(target)
    if kind == "local" and written is not None and written.lower().startswith(("http://", "https://")):
        kind = "remote"
    if kind == "project":
        written = f"{written}: {', '.join(texts(get(include, 'file')))}"
    if kind != "local" or written is None:
        assembly.unread.append(Unread(kind, f"{kind} `{written}`" if written else "an include", place(include)))
    elif "$" in written:
        assembly.unread.append(Unread(kind, f"`{written}`, whose name is not known", place(include)))
    elif "*" in written:
        yield from _matching(assembly, written, include)
    else:
        yield posixpath.normpath(written.lstrip("/")) if written.strip("/") else "."


def _matching(assembly: Assembly, written: str, include: Value) -> Iterator[str]:
    """The files that a path with wildcards names; `*` stays within a folder, `**` does not."""
    found, why = matching(assembly.files, written)
    if why or not found:
        assembly.unread.append(Unread("local", f"`{written}`, {why or 'which names no file'}", place(include)))
    yield from found
