"""What a platform refuses to load, as a fact: the same for all platforms."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.source import Place


class Fault(NamedTuple):
    """Something for which a platform refuses a file: ``what`` a clause, ``words`` what it says, ``remedy`` what to do.

    ``remedy`` is an imperative clause.
    """

    at: Place
    what: str
    words: str
    remedy: str
