"""A failed run's log, beside the repository and its declared publishers → the error, and what differs.

Pure: the command line reads log and repository. Claims are compared by PyPI's own rules, ``tplint.pypi``.
"""

from __future__ import annotations

import re

from tplint import pypi
from tplint.diagnosis import claims_shown, logs, presented
from tplint.model import Known
from tplint.pypi import catalogue
from tplint.records import NamedTuple
from tplint.registration.forms import project_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tplint.diagnosis.logs import Flow, Log
    from tplint.diagnosis.presented import Run, RunIndex
    from tplint.model import Publisher, Repository, Upload
    from tplint.pypi.catalogue import Entry, Hit

_MISMATCH = "publisher-mismatch"
# Categories of which the claims tell more than the error.
_OF_CLAIMS = frozenset({_MISMATCH, "reusable-workflow", "gitlab-publisher-mismatch"})
_INDEX = re.compile(r"(?P<test>test\.)?pypi\.org/(?:legacy|_/|manage|project)|audience:? (?P<audience>test)?pypi\b")
# The run's own ref, in an answer that names the references that would match.
_EXPECTED_REF = re.compile(r"@(refs/[^'\"\\\s]+)")
_MAX_QUOTE = 240
_MAX_NAME = 100
# How alike two names are (1 is the same) of which one is a slip of the hand: `tidetables` and `tidetable`.
_NEAR = 0.85
# The rules that find what a comparison tells of a mismatch.
_RULES: Mapping[str, tuple[str, ...]] = {
    "workflow-filename-changed": ("TP201", "TP202"),
    "environment-missing-in-job": ("TP402",),
    "environment-mismatch": ("TP402",),
    "publisher-typo": ("TP203",),
    "repository-moved": ("TP203",),
    "repository-letter-case": ("TP203",),
}
_NAMES = {
    "github": (("repository", ("owner", "repository")), ("workflow", ("workflow_filename",))),
    "gitlab": (("project", ("namespace", "project")), ("pipeline", ("workflow_filepath",))),
}
# Differences that no field of the form has, and the row that they belong to.
_ROW_OF = {
    "repository_owner": "repository",
    "repository_owner_id": "repository",
    "sub": "project",
    "issuer_url": "instance",
    "job_workflow_ref": "workflow ref",
    "ci_config_ref_uri": "pipeline ref",
    "event_name": "event",
}


class Found(NamedTuple):
    """An error of the log: its entry in the catalogue with the log's values, and the line that it begins in."""

    category: str
    who: str
    title: str
    cause: str
    remedy: str
    line: int
    quote: str
    source: str
    rules: tuple[str, ...]


class Row(NamedTuple):
    """A line of a comparison; ``presented`` is None where it is not known, ``why`` is empty where both agree."""

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
    """What a log says: ``found`` has the decisive error first.

    ``is_mismatch`` says that PyPI found no publisher for the run. ``comparisons`` begin with the nearest publisher.
    ``uploads`` are those of the repository that the run was, as far as its files tell, each job once. ``project`` is
    the project on the index, empty where it is not known, as ``index_name`` is; ``length`` counts the log's lines.
    """

    found: tuple[Found, ...]
    is_mismatch: bool
    run: Run | None
    comparisons: tuple[Comparison, ...]
    uploads: tuple[Upload, ...]
    project: str
    index_name: RunIndex
    length: int


def diagnose(log: Log, repository: Repository | None = None) -> Diagnosis:
    """Explain a log; ``repository`` adds what its files and its declared publishers say of the run. Never raises."""
    flow = logs.flow(log.lines)
    hits = _telling(catalogue.find(flow.text))
    index = _index(flow, hits)
    run = presented.run(_answered(_claims(log, flow, hits), hits), index)
    is_mismatch = bool(hits) and _is_mismatch(hits[0].entry)
    if run is None and is_mismatch and repository is not None:
        upload = presented.only_upload(repository, index)
        run = presented.would_present(upload, repository) if upload is not None else None
    comparisons: tuple[Comparison, ...] = ()
    uploads: tuple[Upload, ...] = ()
    if run is not None and repository is not None:
        fitting = _uploads(run, repository)
        run = _on_index(run, fitting)
        uploads = tuple({upload.job.id: upload for upload in reversed(fitting)}.values())[::-1]
        comparisons = _comparisons(run, repository.publishers) if is_mismatch or not hits else ()
    found = [_found(hit, flow) for hit in hits]
    if found:
        found[0] = _of_category(found[0], _refined(hits, run, comparisons, flow), run)
    project = _project(repository, comparisons, uploads)
    index = run.index_name if run is not None else index
    return Diagnosis(tuple(found), is_mismatch, run, comparisons, uploads, project, index, log.length)


# --- the log ----------------------------------------------------------------------------------------------------------


def _telling(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits without those that only say that something failed, where another says what."""
    if any(hit.entry.rank > catalogue.SYMPTOM for hit in hits):
        hits = [hit for hit in hits if hit.entry.rank > catalogue.SYMPTOM or hit.entry.category == "reusable-workflow"]
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.entry.category, hit)
    return tuple(seen.values())


def _is_mismatch(entry: Entry) -> bool:
    return entry.category == _MISMATCH or (entry.category in _OF_CLAIMS and entry.rank == catalogue.ANSWER)


def _index(flow: Flow, hits: Sequence[Hit]) -> RunIndex:
    """The index that the decisive error is of: the last one named before it, else the first after it."""
    at = hits[0].start if hits else len(flow.text)
    found: RunIndex = ""
    for match in _INDEX.finditer(flow.text):
        if found and match.start() > at:
            break
        found = "testpypi" if match["test"] or match["audience"] else "pypi"
    return found


def _claims(log: Log, flow: Flow, hits: Sequence[Hit]) -> Mapping[str, str | None]:
    """The claims shown nearest to the decisive error."""
    line = flow.line_number(hits[0].start) if hits else 0
    text, at = [], 0
    for kept in log.lines:
        if kept.number < line:
            at += len(kept.text) + 1
        text.append(kept.text)
    return claims_shown.nearest(claims_shown.shown("\n".join(text)), at)


def _answered(claims: Mapping[str, str | None], hits: Sequence[Hit]) -> Mapping[str, str | None]:
    """The claims with what PyPI's answer says itself: which one differs, of the repository that it has found."""
    values = hits[0].values if hits else {}
    if not {"claim", "got", "expected"} <= values.keys():
        return claims
    refused = {claim.name: claim.value for claim in claims_shown.shown(f'{values["claim"]}: "{values["got"]}"')}
    home, _, rest = values["expected"].lstrip("\\'\"").partition("/.github/workflows/")
    ref = _EXPECTED_REF.search(rest)
    found = {"repository": home, **({"ref": ref[1]} if ref else {})} if rest else {}
    address = (refused.get("ci_config_ref_uri") or "").partition("//")[0]
    if address and address.lower() in values["expected"].lower():
        found = {"project_path": address.partition("/")[2]}
    return {**found, **claims, **refused}


def _found(hit: Hit, flow: Flow) -> Found:
    entry = hit.entry
    quote = flow.text[hit.start : min(hit.end, hit.start + _MAX_QUOTE)]
    title, cause, remedy = (catalogue.filled(text, hit.values) for text in (entry.title, entry.cause, entry.remedy))
    line = flow.line_number(hit.start)
    return Found(entry.category, entry.who, title, cause, remedy, line, quote, entry.source, entry.rules)


def _of_category(found: Found, category: str, run: Run | None) -> Found:
    """The error with a category that claims or publishers gave it, and with that one's cause where it differs much."""
    if category != found.category and category in _OF_CLAIMS:
        entry = next(entry for entry in reversed(catalogue.entries()) if entry.category == category)
        cause = catalogue.filled(entry.cause, {"got": (run.claims.get("ci_config_ref_uri") if run else None) or ""})
        found = found._replace(cause=cause, remedy=entry.remedy, rules=entry.rules)
    return found._replace(category=category, rules=_RULES.get(category, found.rules))


def _refined(hits: Sequence[Hit], run: Run | None, comparisons: Sequence[Comparison], flow: Flow) -> str:
    """The decisive error's category, as far as claims, publishers and the rest of the log tell more than its words."""
    category = hits[0].entry.category
    if category == "unsupported-issuer" and "gitlab" in flow.text.lower():
        return "gitlab-self-managed"
    if category == "gitlab-publisher-mismatch":
        got, expected = hits[0].values.get("got", ""), hits[0].values.get("expected", "")
        return "gitlab-letter-case" if got not in expected and got.lower() in expected.lower() else category
    if category != _MISMATCH:
        return category
    if (run and run.caller) or any(hit.entry.category == "reusable-workflow" for hit in hits):
        return "reusable-workflow"
    if run and presented.is_elsewhere(run.claims):
        return "gitlab-publisher-mismatch" if run.kind == "gitlab" else "reusable-workflow"
    return _category(comparisons[0], run) if comparisons and run else category


def _category(comparison: Comparison, run: Run) -> str:
    """The category of what differs from the nearest publisher; the general one where several things do.

    A file of another repository or ref comes before all else: no publisher matches it.
    """
    rows = [row for row in comparison.rows if row.why]
    refs = [row for row in rows if row.name in {"workflow ref", "pipeline ref"}]
    if len(rows) != 1 and not refs:
        return _MISMATCH
    row = (refs or rows)[0]
    same = row.presented is not None and row.presented.lower() == row.declared.lower()
    match row.name:
        case "environment":
            return "environment-missing-in-job" if not run.fields.get("environment") else "environment-mismatch"
        case "workflow" | "pipeline":
            return "workflow-filename-changed"
        case "repository" | "project":
            if same:
                return "repository-letter-case"
            return "publisher-typo" if _is_mistyped(row.presented or "", row.declared) else "repository-moved"
        case "workflow ref":
            return "reusable-workflow"
        case "pipeline ref":
            return "gitlab-letter-case" if same else "gitlab-publisher-mismatch"
        case _:
            return _MISMATCH


def _is_mistyped(shown: str, declared: str) -> bool:
    """Whether every part of a name is the other's, or so near that a hand slipped."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for a name that differs

    pairs = list(zip(shown.split("/"), declared.split("/"), strict=False))
    return shown.count("/") == declared.count("/") and all(
        SequenceMatcher(None, one[:_MAX_NAME], other[:_MAX_NAME]).ratio() >= _NEAR for one, other in pairs
    )


# --- the declared publishers ------------------------------------------------------------------------------------------


def _comparisons(run: Run, publishers: Sequence[Publisher]) -> tuple[Comparison, ...]:
    """The run beside each publisher declared for its kind and index, the nearest first."""
    compared = [
        _compare(run, publisher)
        for publisher in publishers
        if publisher.kind == run.kind and run.index_name in {"", publisher.index_name} and publisher.kind in _NAMES
    ]
    return tuple(sorted(compared, key=lambda comparison: sum(bool(row.why) for row in comparison.rows)))


def _compare(run: Run, publisher: Publisher) -> Comparison:
    from tplint.publishers.declarations import form  # noqa: PLC0415 - only where a publisher is declared

    try:
        registered = pypi.publisher(form(publisher))
    except pypi.InvalidPublisher:
        registered = pypi.publisher(form(publisher), form=False)
    index = publisher.index_name if publisher.index_name in {"pypi", "testpypi"} else "pypi"
    verdict = pypi.verify([registered], presented.token(run, publisher), index=index)
    expected = {difference.field: difference.expected for difference in verdict.differences}
    rows = tuple(_rows(run, registered.fields, expected))
    return Comparison(publisher, rows, tuple(expected))


def _rows(run: Run, declared: Mapping[str, str], expected: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    differing = {_ROW_OF.get(field, field) for field in expected}
    for name, fields in _NAMES[run.kind]:
        values = [run.fields[field] for field in fields if field in run.fields]
        shown = "/".join(values) if len(values) == len(fields) else None
        wanted = "/".join(declared[field] for field in fields)
        differs = name in differing or not differing.isdisjoint(fields)
        yield Row(name, shown, wanted, _why(name, run, shown, wanted) if differs else "")
    shown, wanted = run.fields.get("environment"), declared["environment"]
    why = _why("environment", run, shown, wanted) if "environment" in expected else ""
    yield Row("environment", shown, wanted, why)
    yield from _further(run, declared, expected)


def _further(run: Run, declared: Mapping[str, str], expected: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    """The rows that are there only because they differ."""
    for claim, written in (("job_workflow_ref", "job"), ("ci_config_ref_uri", "pipeline")):
        if claim in expected:
            shown = run.claims.get(claim)
            wanted = _reference(shown or "", expected[claim])
            why = f"differs: the {written}'s file is of another repository or ref than the run"
            yield Row(_ROW_OF[claim], shown, wanted, why)
    if "issuer_url" in expected:
        yield Row("instance", run.fields.get("issuer_url"), declared["issuer_url"], "differs: another GitLab")
    if "event_name" in expected:
        yield Row("event", run.claims.get("event_name"), "any other", "PyPI takes no token of this event")


def _reference(shown: str, expected: Sequence[str]) -> str:
    """Of the references that would match, the one at the ref that is shown, else one at a branch or tag."""
    same = [reference for reference in expected if reference.rpartition("@")[2] == shown.rpartition("@")[2]]
    named = [reference for reference in expected if "@refs/" in reference]
    return (*same, *named, *expected, "")[0]


def _why(name: str, run: Run, shown: str | None, wanted: str) -> str:
    if name == "environment":
        if not shown:
            return "differs: the job has no `environment`"
        return "differs: PyPI takes a job of this environment alone"
    if name in {"workflow", "pipeline"}:
        if run.caller and run.caller == wanted:
            return "differs: PyPI looks at the called workflow, in which the job is written"
        return f"differs: PyPI compares the {'file name' if name == 'workflow' else 'path'} exactly"
    if shown is not None and shown.lower() == wanted.lower():
        return "differs in letter case: PyPI compares the name exactly"
    if shown is not None and _is_mistyped(shown, wanted):
        return "differs: one of the two is mistyped, and PyPI compares owner and name exactly"
    if shown is not None and shown.rpartition("/")[2] == wanted.rpartition("/")[2]:
        return "differs: another owner, so it was moved, or the run was a fork's"
    return "differs: PyPI compares owner and name exactly"


# --- the repository ---------------------------------------------------------------------------------------------------


def _uploads(run: Run, repository: Repository) -> tuple[Upload, ...]:
    """The repository's uploads that are written in the run's workflow; of its environment, where any is."""
    file = (run.fields.get("workflow_filename") or run.fields.get("workflow_filepath", "")).rpartition("/")[2]
    uploads = tuple(
        upload
        for upload in repository.alternatives
        if upload.pipeline.file_name == file and (not run.index_name or upload.goes_to(run.index_name))
    )
    return tuple(upload for upload in uploads if _has_environment(upload, run)) or uploads


def _has_environment(upload: Upload, run: Run) -> bool:
    known, ran = upload.job.environment, run.fields.get("environment", "")
    return ran != "" and isinstance(known, Known) and (known.value or "").lower() == ran.lower()


def _on_index(run: Run, uploads: Sequence[Upload]) -> Run:
    """The run on the index of its uploads, where the log names none and the environment tells them from others."""
    names = {upload.index_name for upload in uploads if _has_environment(upload, run)}
    indexes: tuple[RunIndex, ...] = ("pypi", "testpypi")
    return run._replace(index_name=next((index for index in indexes if names == {index}), run.index_name))


def _project(repository: Repository | None, comparisons: Sequence[Comparison], uploads: Sequence[Upload]) -> str:
    """The project on the index: of the nearest publisher, else of the run's uploads, else the only one there is."""
    if comparisons:
        return comparisons[0].publisher.project_name
    names = {project_name(upload, repository) for upload in uploads} if repository is not None else set()
    if repository is not None and not names and len(repository.projects) == 1:
        names = {repository.projects[0].name}
    known = {name.value for name in names if isinstance(name, Known)}
    return known.pop() if len(known) == len(names) == 1 else ""
