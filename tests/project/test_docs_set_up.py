"""The guides to trusted publishing are right: the form's values fit the files, and PyPI takes what the jobs present."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from snippets import CHECKOUT, blocks, check_out, repositories
from tplint import pypi
from tplint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = CHECKOUT / "docs" / "set-up"
KINDS = {"github": "github", "gitlab": "gitlab", "google-cloud": "google", "activestate": "activestate"}
NOW = 1_780_000_000
SHA = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"


def tables(document: str) -> list[dict[str, str]]:
    """The values that a guide gives for each form, by the form's labels; the first is PyPI's."""
    found = []
    for table in re.findall(r"^\| Field[^|]*\| Value \|\n(?:\|.*\n)+", document, re.MULTILINE):
        rows = re.findall(r"^\| ([^|]+?) \| `([^`]+)`[^|]*\|$", table, re.MULTILINE)
        found.append({label.partition(" (")[0]: value for label, value in rows})
    return found


def registered(kind: str, values: dict[str, str]) -> pypi.Publisher:
    """The publisher that PyPI's form makes of a guide's table."""
    pending = "PyPI Project Name" in values
    names = {field.label: field.name for field in pypi.form_fields(kind, pending=pending)}
    fields = {names[label]: value for label, value in values.items()}
    return pypi.publisher({"kind": kind, "project_name": "sampleproject", **fields, "pending": pending})


@pytest.mark.parametrize("guide", KINDS)
def test_the_form_takes_the_values(guide: str) -> None:
    forms = tables((FOLDER / f"{guide}.md").read_text("utf-8"))
    assert forms
    for values in forms:
        publisher = registered(KINDS[guide], values)
        asked = {field.label for field in pypi.form_fields(publisher.kind, pending=publisher.pending)}
        assert set(values) == asked


def uploads(guide: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What `tplint show` says of the uploads in a guide's files."""
    document = (FOLDER / f"{guide}.md").read_text("utf-8")
    check_out("".join(address for address, _ in repositories(document)), folder)
    for block in blocks(document):
        if block.title:
            (folder / block.title).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.title).write_text(block.text, "utf-8")
    assert main(["show", "--format", "json", str(folder)]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["uploads"]
    return found


def presented(claims: dict[str, str]) -> dict[str, object]:
    """The claims of one run: with a tag for any tag, and with the commit, times and identifier that no file tells."""
    tags = {name: value.replace("*", "v1.0") for name, value in claims.items()}
    return {**tags, "sha": SHA, "jti": "1", "iat": NOW, "exp": NOW + 300}


@pytest.mark.parametrize("guide", KINDS)
def test_the_form_has_what_the_files_say(guide: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = uploads(guide, tmp_path / "checkout", capsys)
    forms = tables((FOLDER / f"{guide}.md").read_text("utf-8"))
    for upload, values in zip(found, forms, strict=True):
        assert upload["credential"] == "oidc"
        known = {row["label"]: row["value"] for row in upload["publisher"]["form"] if isinstance(row["value"], str)}
        given = {label: value for label, value in known.items() if value}
        assert given
        assert given == {label: values[label] for label in given}


@pytest.mark.parametrize("guide", ["github", "gitlab"])
def test_the_jobs_present_what_the_guide_registers(
    guide: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = uploads(guide, tmp_path / "checkout", capsys)
    forms = tables((FOLDER / f"{guide}.md").read_text("utf-8"))
    assert [upload["index"] for upload in found] == ["pypi", "testpypi"]
    for upload, values in zip(found, forms, strict=True):
        shown = {row["label"]: row["value"] for row in upload["publisher"]["form"]}
        assert {label: value for label, value in values.items() if label != "PyPI Project Name"} == shown
        publisher = registered(guide, values)
        assert upload["claims"]
        for claims in upload["claims"]:
            verdict = pypi.verify([publisher], presented(claims), index=upload["index"], now=NOW)
            assert verdict.accepted, verdict.error
            assert verdict.token_projects == ("sampleproject",)


@pytest.mark.parametrize("guide", ["github", "gitlab"])
def test_the_jobs_of_one_index_are_refused_by_the_other(
    guide: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = uploads(guide, tmp_path / "checkout", capsys)
    forms = tables((FOLDER / f"{guide}.md").read_text("utf-8"))
    for upload, values in zip(found, reversed(forms), strict=True):
        claims = presented(upload["claims"][0])
        assert not pypi.verify([registered(guide, values)], claims, index=upload["index"], now=NOW).accepted
