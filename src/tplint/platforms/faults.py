"""What a platform refuses to load, or a tool to do, as a fact: the same for all of them."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.source import Place


class Fault(NamedTuple):
    """Something for which a platform refuses a file, or a tool a command.

    ``what`` is a clause, ``words`` what the platform or the tool says (empty if not known), ``remedy`` an imperative
    clause.
    """

    at: Place
    what: str
    words: str
    remedy: str
