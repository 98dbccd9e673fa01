"""The rules of how the publish action is used: what their pages do not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, levels, reported
from publishing_job import ACTION, JOB, TAG, findings, workflow
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path

SHA = "dc37677b2e1c63e2034f94d8a5b11f265b73ba33"


# --- TP502, TP503, TP510: refs of the action ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "inputs", "expected"),
    [
        ("v1", "", ["error"]),
        ("main", "", ["error"]),
        ("release/v1.12.4", "", ["error"]),
        ("v1", "password: '${{ secrets.T }}'", ["error"]),
        ("main", "repository-url: https://pypi.example.com/", []),
        ("master", "", ["error"]),
        ("master", "password: '${{ secrets.T }}'", ["warning"]),
        ("master", "password: '${{ steps.mint.outputs.token }}'", ["warning"]),
        ("v1.8.0", "", ["error"]),
        ("8ef2b3d46c9ecba901fb2ae21d98e322c4089c4e", "", ["error"]),
        ("v1.8.0", "repository-url: https://upload.pypi.org/legacy/", []),
        ("v1.8.1", "", []),
        ("release/v1", "", []),
        ("unstable/v1", "", []),
        ("release/v1.8", "", []),
        ("some-branch", "", []),
        ("v1.12", "password: '${{ secrets.T }}'", ["error"]),
        ("ed0c539", "", ["error"]),
        ("ed0c539", "password: '${{ secrets.T }}'", ["error"]),
        ("ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e0", "", ["error"]),
        ("ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e", "", []),
        ("ed0c539", "repository-url: https://pypi.example.com/", []),
        ("20221104", "", []),
        ("a892a5a61159132606e93a2fa6f4358831b04d26", "", ["error"]),
        ("6733eb7d741f0b11ec6a39b58540dab7590f9b7d", "password: '${{ secrets.T }}'", ["error"]),
        ("a892a5a61159132606e93a2fa6f4358831b04d26", "repository-url: https://pypi.example.com/", []),
        ("68e62d4871ad9d14a9d55f114e6ac71f0b408ec0", "", []),  # of 1.8.14, which GitHub builds itself
    ],
)
def test_refs_that_do_not_work(ref: str, inputs: str, expected: list[str], tmp_path: Path) -> None:
    steps = f"      - uses: {ACTION}@{ref}\n" + (f"        with:\n          {inputs}\n" if inputs else "")
    assert levels(tmp_path, "TP502", workflow(steps)) == expected


@pytest.mark.parametrize(
    ("uses", "job", "expected"),
    [
        (f"{ACTION}@release/v1", JOB, ["note"]),
        (f"{ACTION}@v1.14.2", JOB, ["note"]),
        (f"{ACTION}@{SHA}", JOB, []),
        (f"{ACTION}@{SHA[:8]}", JOB, []),
        (f"{ACTION}@{SHA[:6]}", JOB, ["note"]),
        (f"{ACTION}@v1", JOB, []),
        (f"{ACTION}@release/v1", JOB.replace("id-token: write", "contents: read"), []),
    ],
)
def test_movable_refs_in_jobs_that_can_mint(uses: str, job: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP503", workflow(f"      - uses: {uses}\n", job=job)) == expected


def test_an_image_by_its_digest_is_pinned(tmp_path: Path) -> None:
    inputs = "        with: {user: __token__, repository-url: https://upload.pypi.org/legacy/}\n"
    image = "docker://ghcr.io/pypa/gh-action-pypi-publish"
    assert levels(tmp_path / "a", "TP503", workflow(f"      - uses: {image}:release-v1\n{inputs}")) == ["note"]
    assert levels(tmp_path / "b", "TP503", workflow(f"      - uses: {image}@sha256:{'0' * 64}\n{inputs}")) == []


@pytest.mark.parametrize(
    ("ref", "inputs", "expected"),
    [
        ("release/v1", "repository_url: https://test.pypi.org/legacy/", ["note"]),
        ("release/v1", "print_hash: true, verify_metadata: true, skip_existing: true", ["note"] * 3),
        ("release/v1", "packages_dir: a, packages-dir: b", ["note"]),
        ("release/v1", "packages-dir: b", []),
        ("v1.7.1", "packages_dir: a", ["note"]),
        ("v1.7.0", "packages_dir: a", []),
        ("v1.6.4", "packages_dir: a", []),
        ("master", "packages_dir: a", []),
        (f"{SHA}", "packages_dir: a", ["note"]),
        (f"{'1' * 40} # v1.13.0", "packages_dir: a", ["note"]),
        (f"{'1' * 40}", "packages_dir: a", []),
        ("release/v1", "repository_url: https://pypi.example.com/", []),
    ],
)
def test_deprecated_inputs(ref: str, inputs: str, expected: list[str], tmp_path: Path) -> None:
    steps = f"      - uses: {ACTION}@{ref}\n        with: {{{inputs}}}\n"
    assert levels(tmp_path, "TP510", workflow(steps)) == expected


# --- TP505 ----------------------------------------------------------------------------------------------------------

TOKEN = "        env: {UV_PUBLISH_TOKEN: '${{ secrets.T }}', TWINE_PASSWORD: '${{ secrets.T }}'}\n"  # noqa: S105 - a secret's name


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (f"      - run: twine upload --attestations dist/*\n{TOKEN}", ["error"]),
        ("      - run: twine upload --attestations dist/*\n", []),
        (f"      - run: twine upload dist/*\n{TOKEN}", []),
        (f"      - uses: astral-sh/attest-action@v0.0.6\n      - run: uv publish\n{TOKEN}", ["error"]),
        (f"      - uses: astral-sh/attest-action@v0.0.6\n      - run: uv publish --no-attestations\n{TOKEN}", []),
        ("      - uses: astral-sh/attest-action@v0.0.6\n      - run: uv publish\n", []),
        (PUBLISH + "        with: {attestations: true, password: '${{ secrets.T }}'}\n", ["warning"]),
        (PUBLISH + "        with: {attestations: false, password: '${{ secrets.T }}'}\n", []),
        (PUBLISH + "        with: {password: '${{ secrets.T }}'}\n", []),
        (PUBLISH + "        with: {attestations: true, password: '${{ steps.a.outputs.b }}'}\n", []),
    ],
)
def test_attestations_with_a_token(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP505", workflow(steps)) == expected


# --- TP506 ----------------------------------------------------------------------------------------------------------


def used(ref: str = "release/v1", inputs: str = "", condition: str = "") -> str:
    lines = f"      - uses: {ACTION}@{ref}\n"
    lines += f"        if: {condition}\n" if condition else ""
    return lines + (f"        with: {{{inputs}}}\n" if inputs else "")


TEST = "repository-url: 'https://test.pypi.org/legacy/'"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (used(inputs=TEST), used(), ["error"]),
        (used("v1.11.0", TEST), used("v1.11.0"), ["error"]),
        (used("v1.10.3", TEST), used("v1.10.3"), []),
        (used(inputs=TEST), used(condition=TAG), ["error"]),
        (used(inputs=TEST, condition=TAG), used(condition=TAG), ["error"]),
        (used(inputs=TEST, condition="github.ref == 'refs/heads/main'"), used(condition=TAG), []),
        (used(inputs=TEST), used(condition="vars.RELEASE == 'yes'"), []),
        (used(inputs=TEST), used(inputs="attestations: false"), []),
        (used(inputs=f"{TEST}, attestations: false"), used(), []),
        (used("v1.12.2", TEST), used("v1.12.2", "attestations: false"), ["error"]),
        (used("v1.12.3", TEST), used("v1.12.3", "attestations: false"), []),
        (used(inputs=TEST), used(inputs="packages-dir: other"), ["warning"]),
        (used(inputs=TEST), used(inputs="packages-dir: '${{ steps.a.outputs.b }}'"), []),
        (used(inputs=TEST), used(inputs="password: '${{ secrets.T }}'"), []),
        (used(inputs="repository-url: 'https://pypi.example.com/'"), used(), []),
        (used(inputs=TEST), f"      - run: rm -f dist/*.attestation\n{used()}", []),
        (used(inputs=TEST), f"      - run: make clean\n{used()}", []),
        (used(inputs=TEST), f"      - run: ls dist\n{used()}", ["error"]),
    ],
)
def test_the_action_twice_in_one_job(first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    on = "on:\n  push:\n    branches: [main]\n    tags: ['v*']\n"
    assert levels(tmp_path, "TP506", workflow(first + second, on=on)) == expected


@pytest.mark.parametrize(
    ("between", "expected"),
    [("", ["*again"]), ("      - run: ls dist\n", ["*again"]), ("      - run: rm dist/*.attestation\n", [])],
)
def test_the_second_run_is_an_alias_of_the_first(between: str, expected: list[str], tmp_path: Path) -> None:
    steps = used().replace("- uses", "- &again\n        uses") + between + "      - *again\n"
    assert [resolve(each.at).text for each in reported(tmp_path, "TP506", workflow(steps))] == expected


ATTEST = "      - uses: astral-sh/attest-action@v0.0.6\n"


@pytest.mark.parametrize(
    ("before", "upload", "expected"),
    [
        (ATTEST, used(), ["error"]),
        ("      - run: python -m pypi_attestations sign dist/*\n", used(), ["error"]),
        (ATTEST, used(inputs="attestations: false"), []),
        (ATTEST, used("v1.10.3"), []),
        (ATTEST, used(inputs="password: '${{ secrets.TOKEN }}'"), []),
        (ATTEST, used(inputs="repository-url: 'https://pypi.example.org/legacy/'"), []),
        (ATTEST + "        with: {paths: wheels/*}\n", used(), []),
        (ATTEST + "        if: vars.SIGN\n", used(), []),
        (ATTEST + "      - run: rm dist/*.attestation\n", used(), []),
    ],
)
def test_the_action_behind_another_tool_that_signs(
    before: str, upload: str, expected: list[str], tmp_path: Path
) -> None:
    assert levels(tmp_path, "TP506", workflow(before + upload)) == expected


def test_inputs_that_choose_one_of_two_uploads(tmp_path: Path) -> None:
    on = "on: {workflow_dispatch: {inputs: {index: {type: choice, options: [pypi, testpypi]}}}}\n"
    steps = used(inputs=TEST, condition="inputs.index == 'testpypi'") + used(condition="inputs.index == 'pypi'")
    assert levels(tmp_path, "TP506", workflow(steps, on=on)) == []


# --- TP509 ----------------------------------------------------------------------------------------------------------


def to(url: str) -> str:
    return f"{PUBLISH}        with: {{repository-url: '{url}'}}\n"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (to("https://upload.pypi.org/legacy/"), []),
        (to("https://test.pypi.org/legacy/"), []),
        (to("https://pypi.org/legacy/"), ["error"]),
        (to("https://pypi.org/simple/"), ["error"]),
        (to("https://test.pypi.org/simple/"), ["error"]),
        (to("https://upload.pypi.org/"), ["error"]),
        (to("https://pypi.python.org/pypi"), ["error"]),
        (to("https://upload.pypi.org/legacy"), ["error"]),
        (to("http://upload.pypi.org/legacy/"), ["warning"]),
        (to("https://upload.pypi.org:443/legacy/"), []),
        (to("https://pypi.example.com/simple/"), []),
        (to("${{ vars.URL }}"), []),
        (f"      - uses: {ACTION}@v1.8.0\n", []),
        ("      - run: twine upload --repository-url https://upload.pypi.org/legacy dist/*\n", ["error"]),
        ("      - run: twine upload --repository-url http://test.pypi.org/legacy/ dist/*\n", ["warning"]),
        ("      - run: uv publish --publish-url https://upload.pypi.org/legacy\n", ["warning"]),
        ("      - run: uvx uv@0.9.17 publish --publish-url https://upload.pypi.org/legacy\n", ["error"]),
        ("      - run: uvx uv@0.9.18 publish --publish-url https://upload.pypi.org/legacy\n", ["warning"]),
        ("      - run: uv publish --publish-url https://pypi.org/simple/\n", ["error"]),
        ("      - run: uv publish --check-url https://pypi.org/simple/\n", []),
    ],
)
def test_urls_on_hosts_of_pypi(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP509", workflow(steps)) == expected


@pytest.mark.parametrize(
    ("read", "given", "line"),
    [
        ("${{ inputs.url }}", "https://pypi.org/simple", 7),
        ("${{inputs.url}}", "'https://pypi.org/simple'", 7),
        ("${{ inputs.url }}", "https://upload.pypi.org/legacy/", 0),
        ("${{ inputs.url }}", "${{ vars.URL }}", 0),
        ("${{ inputs.url || 'x' }}", "https://pypi.org/simple", 0),
    ],
)
def test_a_url_that_a_call_gives_is_reported_there(read: str, given: str, line: int, tmp_path: Path) -> None:
    called = workflow(to(read), on="on: {workflow_call: {inputs: {url: {type: string}}}}\n")
    call = "  call:\n    permissions: {id-token: write}\n    uses: ./.github/workflows/w0.yml\n"
    caller = f"on: push\njobs:\n{call}    with:\n      url: {given}\n"
    assert [(level, at) for level, at, _ in findings(tmp_path, "TP509", called, caller)] == [("error", line)] * bool(
        line
    )


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ("command: upload, args: --non-interactive --skip-existing wheels-*/*", ["note"]),
        ("command: upload, args: '--skip-existing -r testpypi wheels-*/*'", []),
        ("command: upload, args: wheels-*/*", []),
        ("command: build, args: --skip-existing", []),
    ],
)
def test_maturin_action_skips_files_by_its_arguments(inputs: str, expected: list[str], tmp_path: Path) -> None:
    steps = f"      - uses: PyO3/maturin-action@v1\n        with: {{{inputs}}}\n"
    assert levels(tmp_path, "TP511", workflow(steps)) == expected
