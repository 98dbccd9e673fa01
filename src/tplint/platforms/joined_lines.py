"""Pieces of a script that a system joins by line ends → the function from offsets in the whole to places in files."""

from __future__ import annotations

from bisect import bisect_right

from tplint.documents.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    OfPiece = Callable[[int, int], Place]


def places(lengths: Sequence[int], of_piece: Callable[[int], OfPiece], whole: Place) -> OfPiece:
    """Make the function from ``start, end`` in the joined pieces to a place.

    ``lengths`` are theirs, ``of_piece`` gives the function of one by its number. A stretch over several pieces leads
    from the first to the last where both stand in one file, in order, else to the first; ``whole`` is for none.
    """
    starts: list[int] = []
    length = 0
    for each in lengths:
        starts.append(length)
        length += each + 1
    known: dict[int, OfPiece] = {}

    def at(start: int, end: int) -> Place:
        index = bisect_right(starts, start) - 1
        if index < 0 or end > starts[index] + lengths[index]:
            return across(index, start, end)
        if index not in known:
            known[index] = of_piece(index)
        return known[index](start - starts[index], end - starts[index])

    def across(index: int, start: int, end: int) -> Place:
        if index < 0 or not lengths:
            return whole
        last = max(bisect_right(starts, end) - 1, index)
        first_at = at(start, min(end, starts[index] + lengths[index]))
        last_at = at(starts[last], min(end, starts[last] + lengths[last]))
        if first_at.source.path != last_at.source.path or last_at.end < first_at.start:
            return first_at
        return Place(first_at.source, first_at.start, last_at.end)

    return at
