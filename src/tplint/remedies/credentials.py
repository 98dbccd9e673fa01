"""Uploads with stored credentials → what is removed, so that their tools try trusted publishing."""

from __future__ import annotations

from tplint.documents.nodes import Mapping, text
from tplint.facts.identity_tokens import stands_in
from tplint.fixing.edits import MAX_LENGTH, CutFromScalar, DeletePair
from tplint.fixing.layout import NotEditable, find
from tplint.remedies import document_of, fix
from tplint.remedies.carriers import carriers, may_stay, mentions
from tplint.remedies.places import entry_at, scalar_at
from tplint.remedies.uses import other_use, use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tplint.documents.nodes import Document
    from tplint.documents.source import Place
    from tplint.findings import Fix
    from tplint.fixing.edits import Change
    from tplint.fixing.layout import Path
    from tplint.model import Repository, Upload
    from tplint.remedies.carriers import Carriers


def removed(title: str, repository: Repository, upload: Upload) -> Fix:
    """Remove an upload's stored credential; its job can mint."""
    return fix(title, "unsafe", document_of(upload), without_credentials(repository, [upload]))


def without_credentials(repository: Repository, group: Sequence[Upload]) -> Iterator[Change]:
    """Remove what carries the credentials of uploads that change together, all of them written in one file.

    Variables that only the removed parts read go with them. Raises ``NotEditable`` where something else may need what
    would be removed, and where PyPI would refuse the identity token that takes its place.
    """
    if any(event.name == "pull_request_target" for upload in group for event in upload.events):
        raise NotEditable("PyPI takes no identity tokens of `pull_request_target`")
    if any(len(upload.job.at.source.text) > MAX_LENGTH for upload in group):
        raise NotEditable("the file is too long")
    found = [(upload, carriers(upload)) for upload in group]
    places = dict.fromkeys(place for _, carried in found for place in carried.places)
    document, gone = document_of(group[0]), "\n".join(place.text for place in places)
    keys: dict[Place, None] = {}
    parts = dict.fromkeys(part for _, carried in found for part in carried.parts)
    yield from (CutFromScalar(scalar_at(document, part), part.text) for part in parts)
    for upload, carried in found:
        _refuse_elsewhere(document, upload, carried)
        keys |= dict.fromkeys(given.key for given in carried.inputs)
        keys |= dict.fromkeys(_variables(repository, group, carried, gone))
        keys |= dict.fromkeys(_left_over(repository, group, upload, gone))
    yield from _deleted(document, keys)


def _refuse_elsewhere(document: Document, upload: Upload, carried: Carriers) -> None:
    """What a job runs may be written in another one, or in an entry that several extend."""
    for at in (*carried.parts, *(given.key for given in carried.inputs)):
        if at.source != document.source or not stands_in(upload.job, at):
            raise NotEditable("the credential is written elsewhere")


def _variables(repository: Repository, group: Sequence[Upload], carried: Carriers, gone: str) -> Iterator[Place]:
    """The keys of the variables that the tool reads; one that does no harm stays where others may read it."""
    for name, variable in carried.variables.items():
        of = use(repository, group, name, variable, gone)
        why = other_use(of)
        if not why:
            yield variable.key
        elif not (of.is_shared and may_stay(name)):
            raise NotEditable(why)


def _left_over(repository: Repository, group: Sequence[Upload], upload: Upload, gone: str) -> Iterator[Place]:
    """The keys of variables that only the removed parts read."""
    for name, variable in upload.run.env.items():
        if variable.level != "script" and mentions(gone, name):
            of = use(repository, group, name, variable, gone)
            if not other_use(of):
                yield variable.key


def _deleted(document: Document, keys: Iterable[Place]) -> Iterator[Change]:
    """Delete entries, and the entry that holds them where none is left."""
    holders: dict[Path, list[str]] = {}
    for key in keys:
        *holder, name = entry_at(document, key)
        holders.setdefault(tuple(holder), []).append(str(name))
    for path, names in holders.items():
        node = find(document, path)
        assert isinstance(node, Mapping)
        if {text(pair.key) for pair in node.pairs} <= set(names):
            yield DeletePair(path)
        else:
            yield from (DeletePair((*path, name)) for name in names)
