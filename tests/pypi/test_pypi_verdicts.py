"""The library against the verdicts that PyPI's own server gave, where the recording lies beside the checkout."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tplint.pypi import InvalidPublisher, Issuer, publisher, upload_error, verify

if TYPE_CHECKING:
    from tplint.pypi import Publisher, Verdict

RECORDING = Path(__file__).resolve().parents[3] / "shared" / "cases" / "pypi-verdicts.json"


def recorded() -> list[Any]:
    if not RECORDING.exists():
        absent = pytest.mark.skip(reason=f"the recorded verdicts are not there: {RECORDING}")
        return [pytest.param({}, marks=absent, id="recording absent")]
    return [pytest.param(case, id=case["id"]) for case in json.loads(RECORDING.read_text("utf-8"))]


def custom_issuers(case: dict[str, Any]) -> list[Issuer]:
    return [Issuer(issuer["url"], issuer["type"]) for issuer in case.get("custom_issuers", ())]


def register(case: dict[str, Any]) -> list[Publisher]:
    return [
        publisher(
            {"project_name": "demo-project", **{name: value for name, value in fields.items() if name != "form"}},
            form=fields.get("form", False),
            issuers=custom_issuers(case),
            projects=case.get("projects", ()),
            prohibited=case.get("prohibited", ()),
        )
        for fields in case["publishers"]
    ]


def at_time(value: object, now: float) -> object:
    if isinstance(value, str) and value.startswith("@now"):
        return now + int(value.removeprefix("@now"))
    return value


def decide(case: dict[str, Any]) -> Verdict:
    now = time.time()
    return verify(
        register(case),
        {name: at_time(value, now) for name, value in case["claims"].items()},
        index=case.get("audience", "pypi"),
        issuers=custom_issuers(case),
        used_tokens=case.get("used_jti", ()),
        projects=case.get("projects", ()),
        prohibited=case.get("prohibited", ()),
        flags=case.get("flags", ()),
        now=now,
    )


@pytest.mark.parametrize("case", recorded())
def test_decides_as_pypi_decided(case: dict[str, Any]) -> None:
    expected = case["expect"]
    if expected["stage"] == "form":
        with pytest.raises(InvalidPublisher) as refusal:
            register(case)
        assert str(refusal.value) == expected["error"]
        return
    verdict = decide(case)
    # What ends at the upload had its token minted before; of uploads only the names are decided here.
    minted = expected["accepted"] or expected["stage"] == "upload"
    assert (verdict.accepted, verdict.error) == (minted, None if minted else expected["error"])
    assert verdict.token_projects == tuple(expected.get("token_projects", ()))
    if "upload_name" in case:
        existing = [fields["project_name"] for fields in case["publishers"] if not fields.get("pending")]
        assert upload_error(case["upload_name"], verdict.token_projects, projects=existing) == expected["error"]
