"""Repairs that maintainers made: what tplint's fixes of the broken side present, beside what the repaired side does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import corpus
from fixes import fixed_real, presented, reading, scopes

if TYPE_CHECKING:
    from tplint.model import Fact, Repository

pytestmark = corpus.needed

# What differs between our fixes and theirs, and why. Nothing: they made the same change.
SAME: frozenset[str] = frozenset()
# They had no environment, and TP401 recommends one (or TP103's migration makes one).
ENVIRONMENT = frozenset({"environment"})
# They mended something else, and went on with the stored token, which TP103 replaces.
TOKEN = frozenset({"credential", "permission", "environment"})
# Likewise; the job could mint an identity token already.
TOKEN_BESIDE_PERMISSION = frozenset({"credential", "environment"})
# They gave the workflow another trigger, or the job or file another name, beside what the fix changes.
EVENTS = frozenset({"events"})
NAMES = frozenset({"jobs"})

DIFFERENCES = {
    "Seekr-Technologies__seekr-hatchery__acffe2ab": SAME,
    "VaitaR__aiochainscan__e51c9b7d": SAME,
    "google__garf__5959186d": SAME,
    "jim-wyatt__msn-weather-wrapper__31dc8a4d": SAME,
    "jim-wyatt__msn-weather-wrapper__95de255d": SAME,
    "kdpisda__django-rls__95cb2351": SAME,
    "tortoise__tortoise-orm__0cb82bb4": SAME,
    "PyCQA__bandit__23d269a6": ENVIRONMENT,
    "cycodehq__cycode-cli__bb222623": ENVIRONMENT,
    "fastapi__typer__6c6259c0": ENVIRONMENT,
    "google__garf__fad838cd": ENVIRONMENT,
    "pypa__twine__1908be70": ENVIRONMENT,
    "PyGithub__PyGithub__620c8399": TOKEN,
    "PyGithub__PyGithub__e3e07d74": TOKEN,
    "python-jsonschema__check-jsonschema__dcd3c4fc": TOKEN,
    "sqlfluff__sqlfluff__91d2bd0d": TOKEN,
    "urllib3__urllib3__f8fada5e": TOKEN,
    # Trusted publishing was given up for a token: TP102 goes the other way.
    "developer0hye__pdfplumber-rs__269c8e81": TOKEN,
    "svalench__fastapi_viewsets__fc40b868": TOKEN,
    "svalench__fastapi_viewsets__1e8b7dd7": TOKEN,
    # The step was in the wrong shape, so that it was no upload; they gave it the token, and a trigger by hand.
    "PyGithub__PyGithub__035c88f1": TOKEN_BESIDE_PERMISSION | EVENTS,
    # They called the environment `release`, and went from the tool to the action, at a ref that is not known.
    "pydantic__pydantic-core__de128b4f": TOKEN_BESIDE_PERMISSION,
    "dougborg__statuspro-openapi-client__b7f0d7b9": ENVIRONMENT | EVENTS,
    "aria-ml__dataeval__68503ffb": EVENTS,
    "PQCrypta__pqc-binary-format__69a8bca0": NAMES,
    "python-jsonschema__check-jsonschema__f1dce871": NAMES,
    "zopefoundation__zope.interface__862ada37": NAMES,
}


def entries() -> list[dict[str, str]]:
    folder = corpus.FOLDER / "history"
    return [each for each in corpus.history() if all((folder / each[side]).is_dir() for side in ("before", "after"))]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["id"])
def test_the_fixed_side_presents_what_the_repaired_one_does_but_for_what_is_known(entry: dict[str, str]) -> None:
    broken, repaired = (corpus.FOLDER / "history" / entry[side] for side in ("before", "after"))
    outcome = fixed_real(broken)
    assert bool(outcome.after) == (entry["id"] in DIFFERENCES)
    if outcome.after:
        ours, theirs = reading(broken, dict(outcome.after)), reading(repaired, {})
        assert differences(ours, theirs) == DIFFERENCES[entry["id"]]
        assert not withheld(ours, theirs)


def differences(ours: Repository, theirs: Repository) -> set[str]:
    """What the uploads of two readings do not have in common."""
    one, other = presented(ours), presented(theirs)
    found = {"jobs"} if one.keys() != other.keys() else set()
    for job in one.keys() & other.keys():
        (credential, permission, claims), (credential_2, permission_2, claims_2) = one[job], other[job]
        found |= {"credential"} if credential != credential_2 else set()
        found |= {"permission"} if permission != permission_2 else set()
        names = [claim for each in differing(claims, claims_2) for claim in each]
        found |= {"environment" if name == "environment" else "events" for name in names}
    return found


def differing(claims: object, others: object) -> list[set[str]]:
    """The names of the claims that differ, event by event."""
    assert isinstance(claims, tuple)
    assert isinstance(others, tuple)
    found = [{"events"}] if len(claims) != len(others) else []
    for one, other in zip(claims, others, strict=False):
        found.append({name for name in one.keys() | other.keys() if value(one, name) != value(other, name)})
    return found


def value(claims: dict[str, Fact[str]], name: str) -> Fact[str] | None:
    return claims.get(name)


def withheld(ours: Repository, theirs: Repository) -> dict[tuple[str, str], set[str]]:
    """What jobs that upload by our fix may do less than by theirs: `contents` for a checkout that is not there."""
    one, other = scopes(ours), scopes(theirs)
    jobs = {(upload.pipeline.path, upload.job.id) for upload in ours.uploads} & one.keys() & other.keys()
    lost = {job: {scope for scope, given in other[job].items() if scope not in one[job]} for job in jobs}
    return {job: found for job, missing in lost.items() if (found := missing - {"contents"})}
