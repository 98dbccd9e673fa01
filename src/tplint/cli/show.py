"""``tplint show``: every upload, how it signs in, and what it would present to PyPI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tplint.cli import arguments, terminal
from tplint.discover import repository_root
from tplint.errors import UsageError
from tplint.reporters.cells import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tplint.model import Fact, Repository, Upload
    from tplint.reporters.paint import Paint

_SIGNS_IN = {
    "oidc": "trusted publishing",
    "token": "a stored token",
    "password": "a user name and a password",
    "empty": "an empty credential",
    "both": "a stored credential beside forced trusted publishing",
    "none": "nothing",
}
_STEP = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
_INDEXES = {"pypi": "PyPI", "testpypi": "TestPyPI"}


def run(words: Sequence[str]) -> int:
    """Print the uploads of one or several repositories; returns 0, raises ``UsageError`` for a path that is none."""
    from tplint.reporters.paint import painter  # noqa: PLC0415 - not before the arguments are right

    parser = arguments.parser("tplint show", "Show every upload, and what it would present to PyPI.")
    parser.add_argument("path", nargs="?", default=os.curdir, metavar="PATH", help="a repository (default: here)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    options = arguments.parse(parser, words)
    if not os.path.exists(options.path):
        raise UsageError(f"no such path: `{options.path}`")
    repository = _read(repository_root(options.path))
    if options.format == "json":
        import json  # noqa: PLC0415 - one format of two

        terminal.write_document([json.dumps(document(repository), ensure_ascii=False, indent=2)])
    else:
        terminal.write(_text(repository, painter(colour=terminal.colours_output("auto"))))
    return 0


def _read(root: str) -> Repository:
    from tplint import engine  # noqa: PLC0415 - loads the platforms
    from tplint.config import load  # noqa: PLC0415 - the same
    from tplint.load import Files  # noqa: PLC0415 - the same
    from tplint.rules import Names  # noqa: PLC0415 - the same

    files = Files(root)
    return engine.read(files, load(root, files.read, known=Names(engine.rules)))


def document(repository: Repository) -> dict[str, Any]:
    """The uploads as JSON: version 1 of the format. A fact that is not known is ``{"unknown": why}``."""
    return {"version": 1, "uploads": [_upload(upload, repository) for upload in repository.uploads]}


def _upload(upload: Upload, repository: Repository) -> dict[str, Any]:
    from tplint.documents.source import position  # noqa: PLC0415 - only where there is an upload
    from tplint.matching import sent  # noqa: PLC0415 - the same

    return {
        "platform": upload.platform,
        "path": upload.at.source.path,
        "job": upload.job.id,
        "line": position(upload.at.source, upload.at.start).line,
        "uploader": upload.uploader.name,
        "version": _json(upload.uploader.version),
        "index": _json(upload.target, "name"),
        "index_url": _json(upload.target, "url"),
        "credential": _json(upload.credential, "kind"),
        "carrier": _json(upload.credential, "carrier"),
        "environment": _json(upload.job.environment),
        "project": _json(_project(sent(upload, repository))),
        "when": upload.when,
        "claims": [{name: _json(value) for name, value in claims.items()} for claims in upload.claims],
    }


def _project(fact: Fact[Any]) -> Fact[Any]:
    from tplint.model import Known  # noqa: PLC0415 - only where there is an upload

    return fact.value.name if isinstance(fact, Known) else fact


def _json(fact: Fact[Any], attribute: str = "") -> Any:
    from tplint.model import Known  # noqa: PLC0415 - only where there is an upload

    if not isinstance(fact, Known):
        return {"unknown": fact.why}
    return getattr(fact.value, attribute) if attribute else fact.value


def _text(repository: Repository, paint: Paint) -> Iterator[str]:
    if not repository.uploads:
        yield "no uploads found"
    for i, upload in enumerate(repository.uploads):
        if i:
            yield ""
        yield from _shown(upload, repository, paint)
    for undecided in repository.undecided:
        from tplint.documents.source import position  # noqa: PLC0415 - only where there is one

        where = position(undecided.at.source, undecided.at.start)
        yield ""
        yield paint("note", f"{visible(undecided.at.source.path)}:{where.line}:{where.column}: could not be decided")
        yield f"  {visible(undecided.why)}"


def _shown(upload: Upload, repository: Repository, paint: Paint) -> Iterator[str]:
    from tplint.matching import sent  # noqa: PLC0415 - only where there is an upload

    target = _INDEXES.get(upload.index_name) or _value(upload.target, "url")
    project = _value(_project(sent(upload, repository)))
    chain = [*(call.pipeline.file_name for call in upload.calls), upload.pipeline.file_name, upload.job.id]
    head = f"{_STEP.join(chain)}{_STEP}{upload.uploader.name} → {target} project {project}"
    yield paint("path", visible(head)) + (f"  ({visible(upload.when)})" if upload.when else "")
    yield f"  signs in     {visible(_signs_in(upload))}"
    yield from _presented(upload)


def _signs_in(upload: Upload) -> str:
    from tplint.model import Known  # noqa: PLC0415 - only where there is an upload

    if not isinstance(upload.credential, Known):
        return f"not known: {upload.credential.why}"
    credential = upload.credential.value
    how = _SIGNS_IN[credential.kind]
    return f"{how}, by {credential.carrier}" if credential.carrier else how


def _presented(upload: Upload) -> Iterator[str]:
    """The claims that PyPI compares, by people's names for them; all but the ref are the same for every event."""
    claims = upload.claims[0]
    environment = claims.get("environment")
    rows = {
        "repository": _value(claims["repository"]),
        "workflow": f"{upload.pipeline.file_name}  (job_workflow_ref …/{upload.pipeline.file_name}@{_refs(upload)})",
        "environment": "none" if environment is None else _value(environment),
        "event": ", ".join(dict.fromkeys(event.shown for event in upload.events)),
    }
    for i, (name, value) in enumerate(rows.items()):
        label = "presents" if i == 0 else ""
        yield f"  {label:<12} {name:<12} {visible(value)}"


def _refs(upload: Upload) -> str:
    refs = (event.ref + ("" if event.exact else "*") for event in upload.events)
    return " or ".join(dict.fromkeys(refs)) or "the ref of the run"


def _value(fact: Fact[Any], attribute: str = "") -> str:
    from tplint.model import Known  # noqa: PLC0415 - only where there is an upload

    if not isinstance(fact, Known):
        return f"not known ({fact.why})"
    return str(getattr(fact.value, attribute) if attribute else fact.value)
