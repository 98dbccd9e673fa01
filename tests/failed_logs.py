"""Logs of uploads that PyPI refused, for the tests of ``tplint diagnose``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MISS = "valid token, but no corresponding publisher (Publisher with matching claims was not found)"
CLAIMS = {
    "sub": "repo:octo/pkg:environment:pypi",
    "repository": "octo/pkg",
    "repository_owner": "octo",
    "repository_owner_id": "1234",
    "workflow_ref": "octo/pkg/.github/workflows/publish.yml@refs/tags/v1",
    "job_workflow_ref": "octo/pkg/.github/workflows/publish.yml@refs/tags/v1",
    "ref": "refs/tags/v1",
    "environment": "pypi",
}


def action_log(claims: Mapping[str, str | None]) -> str:
    """The log of gh-action-pypi-publish for these claims."""
    shown = "".join(f"* `{name}`: `{value or 'MISSING'}`\n" for name, value in claims.items())
    return (
        "Error: Trusted publishing exchange failure: \nToken request failed: the server refused the request for the "
        f"following reasons:\n\n* `invalid-publisher`: {MISS}\n\nThe claims rendered below are **for debugging "
        f"purposes only**.\n\n{shown}\nSee https://docs.pypi.org/trusted-publishers/troubleshooting/ for more help.\n"
    )
