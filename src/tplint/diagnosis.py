"""A failed run's log, beside the repository and its declared publishers → the error, what differs, and the repair.

Pure: the command line reads the log (``logs``) and the repository, and prints. All comparing of claims is PyPI's own,
``tplint.pypi.verify``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from tplint import claims_shown, logs
from tplint.model import Known
from tplint.pypi import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tplint.logs import Flow, Log
    from tplint.model import Publisher, Repository, Upload
    from tplint.pypi.catalogue import Hit

# What is said of a run without a claim: that the log does not show it, which is not that the token has none.
UNKNOWN = None

IndexOrNone: TypeAlias = Literal["pypi", "testpypi", ""]

_MISMATCH = "publisher-mismatch"
_MISMATCHES = frozenset({_MISMATCH, "reusable-workflow", "gitlab-publisher-mismatch", "customised-oidc-sub"})
_INDEX = re.compile(r"(?P<test>test\.)?pypi\.org/(?:legacy|_/|manage|project)|audience (?P<audience>test)?pypi\b")
_MAX_QUOTE = 300
# Stands for a commit in claims: PyPI compares it with nothing but itself.
_COMMIT = "0" * 40


class Found(NamedTuple):
    """An error of the log: its entry in the catalogue, filled with its values, and the line that it begins in."""

    category: str
    who: str
    title: str
    cause: str
    remedy: str
    line: int
    quote: str
    source: str
    rules: tuple[str, ...]


class Run(NamedTuple):
    """What a run presented to PyPI.

    ``fields`` are PyPI's names of a publisher's fields with the values that would have matched: an empty environment
    is none, a field that is absent is not known. ``claims`` are those of the token, as shown, None where it has none.
    ``caller`` is the file that was started, where the job is written in another. ``from_log`` is false where the claims
    are worked out from the repository's files, because the log shows none.
    """

    kind: str
    index: IndexOrNone
    fields: Mapping[str, str]
    claims: Mapping[str, str | None]
    caller: str = ""
    from_log: bool = True


class Row(NamedTuple):
    """A line of the comparison; ``presented`` is None where it is not known, ``why`` is empty where both agree."""

    name: str
    presented: str | None
    declared: str
    why: str


class Comparison(NamedTuple):
    """A declared publisher beside the run; ``fields`` are PyPI's names of what differs."""

    publisher: Publisher
    rows: tuple[Row, ...]
    fields: tuple[str, ...]


class Diagnosis(NamedTuple):
    """What a log says: the decisive error first.

    ``uploads`` are those of the repository that the run was, as far as its files tell; ``comparisons`` begin with the
    nearest publisher. ``project`` is the project on the index, where it is known.
    """

    found: tuple[Found, ...]
    run: Run | None
    comparisons: tuple[Comparison, ...]
    uploads: tuple[Upload, ...]
    project: str
    length: int

    @property
    def is_mismatch(self) -> bool:
        """Whether PyPI found no publisher, so that comparing the claims tells why."""
        return bool(self.found) and self.found[0].rank_of_claims


def diagnose(log: Log, repository: Repository | None = None) -> Diagnosis:
    """Explain a log; ``repository`` adds what its files and its declared publishers say of the run."""
    flow = logs.flow(log.lines)
    hits = _decisive(catalogue.find(flow.text))
    index = _index(flow, hits)
    run = _run(log, flow, hits, index)
    needs_claims = bool(hits) and hits[0].entry.category in _MISMATCHES
    if repository is not None and run is None and needs_claims:
        run = _would_present(repository, index)
    comparisons = _comparisons(run, repository) if needs_claims or not hits else ()
    found = tuple(_found(hit, flow) for hit in hits)
    if found:
        found = (_refined(found[0], hits[0], run, comparisons, flow), *found[1:])
    uploads = _uploads(run, repository)
    return Diagnosis(found, run, comparisons, uploads, _project(repository, comparisons, uploads), log.length)
