"""The results on real repositories are the reviewed ones; nothing of the repositories stands here but codes and places.

The repositories are not part of the project. Where they do not lie beside the checkout, these tests are skipped.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus import FOLDER, REVIEWED, entries, findings, history, needed, read, repaired

pytestmark = needed

WANTED: dict[str, Any] = json.loads(REVIEWED.read_text("utf-8"))

# Errors of repositories that were released with exactly these files, each with the proof that the error is true.
PROVEN: dict[str, str] = {}

# The codes that name what was broken, for the repairs that can be seen in the files; the side they repair is silent.
REPAIRS = {
    "PyGithub__PyGithub__035c88f1": "TP005",
    "pydantic__pydantic-core__1802ea53": "TP502",
    "google__garf__fad838cd": "TP101",
    "jim-wyatt__msn-weather-wrapper__31dc8a4d": "TP515",
    "jim-wyatt__msn-weather-wrapper__95de255d": "TP515",
    "jupyter-server__jupyter_releaser__da3c38e5": "TP005",
    "kdpisda__django-rls__95cb2351": "TP101",
    "launchdarkly__python-server-sdk__d3a04885": "TP210",
    "pydantic__pydantic-core__de128b4f": "TP502",
    "python-jsonschema__check-jsonschema__dcd3c4fc": "TP522",
    "python-poetry__poetry__f5777bb0": "TP516",
    "samuelcolvin__watchfiles__85997dda": "TP519",
    "urllib3__urllib3__79a2a30f": "TP518",
    "urllib3__urllib3__f8fada5e": "TP112",
    "zizmorcore__zizmor__872fd217": "TP005",
    "zizmorcore__zizmor__b79c9dc8": "TP005",
    "developer0hye__pdfplumber-rs__269c8e81": "TP102",
    "jcrist__msgspec__8c59e8bd": "TP517",
    "udapaana__shlesha__b9a525f7": "TP517",
    "rappdw__redblackgraph__83e26982": "TP001",
    "svalench__fastapi_viewsets__1e8b7dd7": "TP514",
    "strands-agents__sdk-python__a8059193": "TP004",
    "tortoise__tortoise-orm__0cb82bb4": "TP502",
    "Seekr-Technologies__seekr-hatchery__acffe2ab": "TP103",
    "Seekr-Technologies__seekr-hatchery__256df890": "TP109",
    "pydantic__logfire__2ee74595": "TP506",
    "python-gitlab__python-gitlab__7be09e52": "TP103",
    "cycodehq__cycode-cli__bb222623": "TP537",
}
# Repairs that can be seen in the files, and that tplint does not report, each with its reason.
MISSED = {
    "anthropics__anthropic-sdk-python__6213e772": "the upload is in a script that the corpus leaves out",
    "aria-ml__dataeval__68503ffb": "the job has an environment, which may guard it: TP508 is silent then",
    "pypa__twine__1908be70": "the fault is in a job that makes provenance, not in publishing",
}


@pytest.mark.parametrize("name", [path.name for path in entries("repos")])
def test_repository_is_as_reviewed(name: str) -> None:
    assert findings(FOLDER / "repos" / name) == WANTED["repos"].get(name, [])


@pytest.mark.parametrize("name", [path.name for path in entries("negatives")])
def test_what_does_not_publish_is_silent(name: str) -> None:
    assert findings(FOLDER / "negatives" / name) == []


@pytest.mark.parametrize("entry", history(), ids=lambda entry: entry["id"])
def test_repair_is_as_reviewed(entry: dict[str, Any]) -> None:
    assert repaired(entry) == WANTED["history"][entry["id"]]


# The repaired side has another fault of the same code, which the next repair of that repository mends.
STILL_BROKEN = {
    "jim-wyatt__msn-weather-wrapper__31dc8a4d",
    "jupyter-server__jupyter_releaser__da3c38e5",
    "zizmorcore__zizmor__872fd217",
}


def test_repairs_that_can_be_seen_are_reported() -> None:
    wrong = {
        entry["id"]: code
        for entry in history()
        if (code := REPAIRS.get(entry["id"]))
        and entry["id"] not in STILL_BROKEN
        and code not in repaired(entry)[entry["broken_side"]]
    }
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(STILL_BROKEN))
def test_a_repair_that_leaves_another_fault_mends_its_own(name: str) -> None:
    sides = [set(findings(FOLDER / "history" / name / side)) for side in ("before", "after")]
    assert [finding for finding in sides[0] - sides[1] if finding.startswith(REPAIRS[name])]


def test_every_repair_that_the_files_show_is_reported_or_explained() -> None:
    visible = {entry["id"] for entry in history() if entry["static"] == "yes"}
    assert visible - set(REPAIRS) == set(MISSED)


def test_errors_of_released_repositories_are_proven() -> None:
    index = json.loads((FOLDER / "repos" / "INDEX.json").read_text("utf-8"))
    released = {entry["entry"] for entry in index if entry.get("publish_files_changed_since_last_tag") == []}
    errors = {name for name, found in WANTED["repos"].items() if any(" error " in finding for finding in found)}
    assert errors & released == set(PROVEN)


def test_few_uploads_by_workflows_are_undecided() -> None:
    uploads = undecided = 0
    for path in entries("repos"):
        repository = read(path)
        known = {upload.at for upload in repository.written_uploads}
        uploads += sum(at.source.path.startswith(".github/") for at in known)
        undecided += len({each.at for each in repository.undecided if each.at.source.path.startswith(".github/")})
    assert uploads > 100
    assert undecided < uploads / 10
