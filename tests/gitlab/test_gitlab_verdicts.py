"""PyPI's recorded verdicts on GitLab's tokens, with the claims that are read from a repository made for each case."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pipelines import repository, value_of

from tplint.platforms.gitlab.identity import project
from tplint.platforms.gitlab.read import read
from tplint.pypi import Issuer, publisher, verify
from tplint.repository import remotes

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = 1_700_000_000.0
RECORDING = Path(__file__).resolve().parents[3] / "shared" / "cases" / "pypi-verdicts.json"
ADDRESS = re.compile(r"(?P<host>[^/]+)/(?P<project>.+?)//(?P<path>.+?\.ya?ml)@(?P<ref>.+)")
STARTS = {
    "refs/tags/": "$CI_COMMIT_TAG",
    "refs/heads/": "$CI_COMMIT_BRANCH",
    "refs/merge-requests/": "$CI_PIPELINE_SOURCE == 'merge_request_event'",
}
PIPELINE = """\
publish:
  {environment}
  id_tokens: {{PYPI_ID_TOKEN: {{aud: {audience}}}}}
  rules:
    - if: {start}
  script:
    - twine upload dist/*
"""


def cases() -> list[Any]:
    """The cases about GitLab."""
    if not RECORDING.exists():
        return []
    recorded = json.loads(RECORDING.read_text("utf-8"))
    return [case for case in recorded if any(fields["kind"] == "gitlab" for fields in case["publishers"])]


def obstacle(case: Mapping[str, Any]) -> str:
    """Why no files lead to a token with these claims; empty where some do."""
    claims = case["claims"]
    address, path = ADDRESS.fullmatch(claims["ci_config_ref_uri"] or ""), claims["project_path"]
    reasons = {
        "PyPI's form refuses the publisher, so that no token is shown": case["expect"]["stage"] == "form",
        "the token lacks a claim that GitLab's tokens have": address is None,
        "the token names no ref": not (claims["ref_path"] or "").startswith(tuple(STARTS)),
        "the audience is a list, which the model refuses before": isinstance(claims.get("aud"), list),
    }
    if address is not None:
        reasons |= {
            "the claims spell the project in two ways": address["project"] != path,
            "the file is that of another ref, or of a commit": address["ref"] != claims["ref_path"],
            "the subject is a customised one": not (claims["sub"] or "").startswith(f"project_path:{path}:"),
        }
    return next((why for why, holds in reasons.items() if holds), "")


def presented(root: Path, claims: Mapping[str, Any]) -> dict[str, object]:
    """The claims as the model reads them from a repository that is made for them, with the run's ref filled in."""
    address = ADDRESS.fullmatch(claims["ci_config_ref_uri"])
    assert address is not None
    ref = claims["ref_path"]
    start = next(prefix for prefix in STARTS if ref.startswith(prefix))
    name = claims.get("environment")
    text = PIPELINE.format(
        environment=f"environment: {json.dumps(name.replace('$', '$$'))}" if name else "stage: deploy",
        audience=claims.get("aud", "pypi"),
        start=STARTS[start],
    )
    remote = f'[remote "origin"]\n\turl = https://{address["host"]}/{address["project"]}.git\n'
    files = repository(root, {address["path"]: text, ".git/config": remote})
    (upload,) = read(files, address["path"], project(remotes(str(root)), ())).uploads
    known = {claim: value_of(fact) for claim, fact in upload.claims[0].items() if value_of(fact) is not ...}
    rest = ref.removeprefix(start)
    return {claim: value.removesuffix("*") + rest if value.endswith("*") else value for claim, value in known.items()}


EXPRESSED = [case for case in cases() if not obstacle(case)]


@pytest.mark.skipif(not RECORDING.exists(), reason="the recorded verdicts are not beside the checkout")
@pytest.mark.parametrize("case", EXPRESSED, ids=lambda case: case["id"])
def test_claims_of_the_files_get_the_recorded_verdict(tmp_path: Path, case: dict[str, Any]) -> None:
    claims = presented(tmp_path, case["claims"])
    for name in ("project_path", "ci_config_ref_uri", "ref_path"):
        assert claims[name] == case["claims"][name]
    assert (claims.get("environment"), claims["aud"], claims["iss"]) == (
        case["claims"].get("environment"),
        case["claims"].get("aud", "pypi"),
        case["claims"].get("iss", "https://gitlab.com"),
    )
    issuers = [Issuer(issuer["url"], issuer["type"]) for issuer in case.get("custom_issuers", ())]
    declared = [
        publisher(
            {"project_name": "demo-project", **{name: value for name, value in fields.items() if name != "form"}},
            form=fields.get("form", False),
            issuers=issuers,
        )
        for fields in case["publishers"]
    ]
    of_run = {"sha": case["claims"]["sha"], "jti": "fresh", "iat": NOW, "nbf": NOW, "exp": NOW + 300}
    verdict = verify(declared, {**claims, **of_run}, issuers=issuers, now=NOW)
    assert (verdict.accepted, verdict.error) == (case["expect"]["accepted"], case["expect"]["error"])
    assert verdict.token_projects == tuple(case["expect"].get("token_projects", ()))


@pytest.mark.skipif(not RECORDING.exists(), reason="the recorded verdicts are not beside the checkout")
def test_what_no_files_express() -> None:
    """A case that begins or ceases to be expressed has to be looked at."""
    assert Counter(map(obstacle, cases())) == {
        "": 150,
        "PyPI's form refuses the publisher, so that no token is shown": 26,
        "the audience is a list, which the model refuses before": 5,
        "the claims spell the project in two ways": 16,
        "the file is that of another ref, or of a commit": 29,
        "the subject is a customised one": 7,
        "the token lacks a claim that GitLab's tokens have": 4,
        "the token names no ref": 2,
    }
