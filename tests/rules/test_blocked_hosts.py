"""TP537 blocked-host: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, TESTPYPI, findings, job, levels, run, workflow

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = (
    *("upload.pypi.org:443", "fulcio.sigstore.dev:443", "tuf-repo-cdn.sigstore.dev:443"),
    *("ghcr.io:443", "pkg-containers.githubusercontent.com:443"),
)
MINT = "permissions: {id-token: write}"


def hardened(*hosts: str, mode: str = "egress-policy: block", more: str = "") -> str:
    listed = "".join(f"            {host}\n" for host in hosts)
    allowed = f"          allowed-endpoints: >\n{listed}" if listed else ""
    return f"      - uses: step-security/harden-runner@v2\n{more}        with:\n          {mode}\n{allowed}"


def without(host: str) -> tuple[str, ...]:
    return tuple(each for each in NEEDED if not each.startswith(host))


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("upload.pypi.org", "uploads to `upload.pypi.org`"),
        ("fulcio.sigstore.dev", "signs attestations at `fulcio.sigstore.dev`"),
        ("tuf-repo-cdn.sigstore.dev", "signs attestations at `tuf-repo-cdn.sigstore.dev`"),
        ("ghcr.io", "gets the image of its action from `ghcr.io`"),
    ],
)
def test_each_host(host: str, said: str, tmp_path: Path) -> None:
    text = workflow(job(hardened(*without(host)) + PUBLISH, MINT))
    message = f"job `publish` {said}, which `step-security/harden-runner` blocks"
    assert findings(tmp_path, "TP537", text) == [("error", message)]


@pytest.mark.parametrize(
    "hosts",
    [
        NEEDED,
        ("*.pypi.org", "*.sigstore.dev", "ghcr.io", "*.githubusercontent.com:443"),
        (" ".join(NEEDED),),
        tuple(map(str.upper, NEEDED)),
        ("${{ vars.HOSTS }}",),
    ],
)
def test_lists_that_have_all(hosts: tuple[str, ...], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP537", workflow(job(hardened(*hosts) + PUBLISH, MINT))) == []


def test_a_list_in_lines(tmp_path: Path) -> None:
    text = workflow(job(hardened(*NEEDED) + PUBLISH, MINT))
    assert levels(tmp_path, "TP537", text.replace("endpoints: >", "endpoints: |")) == []


@pytest.mark.parametrize(
    ("mode", "more", "expected"),
    [
        ("egress-policy: block", "", ["error"]),
        ("disable-sudo: true", "", ["error"]),
        ("egress-policy: audit", "", []),
        ("egress-policy: ${{ vars.POLICY }}", "", []),
        ("policy: ours", "", []),
        ("use-policy-store: true", "", []),
        ("egress-policy: block", "        if: github.event_name == 'push'\n", []),
        ("egress-policy: block", "        if: vars.HARDEN\n", []),
    ],
)
def test_whether_it_blocks(mode: str, more: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(hardened(mode=mode, more=more) + PUBLISH, MINT))
    assert levels(tmp_path, "TP537", text) == expected


@pytest.mark.parametrize(
    ("key", "runner"),
    [("container: python:3.13", "ubuntu-latest"), ("timeout-minutes: 5", "ubuntu-slim"), ("timeout-minutes: 5", "own")],
)
def test_where_it_does_not_run(key: str, runner: str, tmp_path: Path) -> None:
    assert levels(tmp_path, "TP537", workflow(job(hardened("a.b") + PUBLISH, MINT, key, runner=runner))) == []


def test_testpypi(tmp_path: Path) -> None:
    missing = workflow(job(hardened(*NEEDED) + PUBLISH + TESTPYPI, MINT))
    named = workflow(job(hardened("test.pypi.org", *without("upload")) + PUBLISH + TESTPYPI, MINT))
    assert levels(tmp_path / "a", "TP537", missing) == ["error"]
    assert levels(tmp_path / "b", "TP537", named) == []


def test_a_token_makes_no_attestations(tmp_path: Path) -> None:
    token = PUBLISH + "        with: {password: '${{ secrets.TOKEN }}'}\n"
    hosts = ("upload.pypi.org", "ghcr.io", "pkg-containers.githubusercontent.com")
    assert levels(tmp_path, "TP537", workflow(job(hardened(*hosts) + token, MINT))) == []


def test_a_release_that_builds_its_image(tmp_path: Path) -> None:
    text = workflow(job(hardened("upload.pypi.org") + PUBLISH.replace("release/v1", "v1.10.3"), MINT))
    assert levels(tmp_path, "TP537", text) == []


@pytest.mark.parametrize(("hosts", "expected"), [("upload.pypi.org", []), ("pypi.org", ["error"])])
def test_commands(hosts: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(hardened(hosts) + run("uv publish dist/*"), MINT))
    assert levels(tmp_path, "TP537", text) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("prevent: true, allowed-hosts: pypi.org upload.pypi.org", ["error"]),
        ("prevent: true, allowed-hosts: upload.pypi.org *.sigstore.dev", []),
        ("allowed-hosts: pypi.org", []),
    ],
)
def test_cimon(given: str, expected: list[str], tmp_path: Path) -> None:
    guard = f"      - uses: cycodelabs/cimon-action@v0\n        with: {{{given}}}\n"
    assert levels(tmp_path, "TP537", workflow(job(guard + PUBLISH, MINT))) == expected


def test_a_pattern_of_many_stars_is_read_in_no_time(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP537", workflow(job(hardened("*a" * 400 + "*z") + PUBLISH, MINT))) == ["error"]
