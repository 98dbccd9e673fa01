"""A diagnosis → JSON, version 1 of the format, for ``tplint diagnose --format json``."""

from __future__ import annotations

from tplint.diagnosis.remarks import remarks
from tplint.diagnosis.repairs import repairs
from tplint.reporters.json import dump
from tplint.reporters.locations import declared_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tplint.diagnosis.comparison import Comparison, Diagnosis
    from tplint.model import Repository


def render(diagnosis: Diagnosis, repository: Repository | None) -> str:
    """The document's text."""
    return dump(document(diagnosis, repository), indent=2)


def document(diagnosis: Diagnosis, repository: Repository | None) -> dict[str, Any]:
    """The values of the document. What is not known is null, an absent claim or environment ""."""
    run = diagnosis.run
    return {
        "version": 1,
        "lines": diagnosis.length,
        "category": diagnosis.found[0].category if diagnosis.found else None,
        "errors": [{**found._asdict(), "rules": sorted(found.rules)} for found in diagnosis.found],
        "run": run
        and {
            "kind": run.kind,
            "index": run.index_name or None,
            "from": "log" if run.from_log else "repository",
            "fields": dict(run.fields),
            "claims": {name: value or "" for name, value in run.claims.items()},
            "caller": run.caller or None,
            "uploads": [{"path": upload.pipeline.path, "job": upload.job.id} for upload in diagnosis.uploads],
        },
        "project": diagnosis.project or None,
        "comparisons": [_compared(comparison) for comparison in diagnosis.comparisons],
        "remarks": list(remarks(diagnosis, repository)) if repository else [],
        "repairs": [{**repair._asdict(), "link": repair.link or None} for repair in repairs(diagnosis, repository)],
    }


def _compared(comparison: Comparison) -> dict[str, Any]:
    publisher = comparison.publisher
    declared = declared_at(comparison.publisher)
    return {
        "declared": {"path": declared.path, "line": declared.start.line},
        "publisher": {
            "index": publisher.index_name,
            "kind": publisher.kind,
            "project_name": publisher.project_name,
            "pending": publisher.pending,
            **publisher.fields,
        },
        "matches": not comparison.fields,
        "differs": list(comparison.fields),
        "rows": [row._asdict() for row in comparison.rows],
    }
