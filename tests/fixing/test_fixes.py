"""Fixes of GitHub workflows and of metadata, beside those of the pages of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixes import DECLARED, LINKED, MENDED, MISSING, PUBLISH, STORED, after, fixed, repository
from publishing import SAMPLE, declaration

if TYPE_CHECKING:
    from pathlib import Path


ACTION = """\
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          user: __token__
          password: ${{ secrets.TOKEN }}  # rotate
          skip-existing: true
"""
COMMAND = "      - run: {}\n"
OVER_LINES = r"""|
          twine upload \
            --username __token__ \
            --password ${{ secrets.T }} \
            dist/*"""
STEP_IN_FLOW = f"      {PUBLISH}        with: {{password: '${{{{ secrets.TOKEN }}}}', skip-existing: true}}\n"
TWINE = """\
      - run: twine upload dist/*
        env:
          TWINE_USERNAME: __token__
          TWINE_PASSWORD: ${{ secrets.TOKEN }}
"""


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (ACTION, f"{PUBLISH}        with:\n          # rotate\n          skip-existing: true\n"),
        (ACTION.replace("          skip-existing: true\n", "").replace("  # rotate", ""), PUBLISH),
        (TWINE, "- run: twine upload dist/*\n"),
        (TWINE.replace("env:", "env:\n          A: b"), "- run: twine upload dist/*\n        env:\n          A: b\n"),
        (ACTION.replace("release/v1", "v1.5.0"), None),
        (STEP_IN_FLOW, None),
        (TWINE.replace("twine upload", "echo $TWINE_PASSWORD; twine upload"), None),
        (TWINE.replace("twine upload", "twine upload -u __token__"), "- run: twine upload dist/*\n"),
        (COMMAND.format("uv publish --token ${{ secrets.TOKEN }}"), "- run: uv publish\n"),
        (COMMAND.format('uv publish -t="${{ secrets.TOKEN }}" dist/*'), "- run: uv publish dist/*\n"),
        (COMMAND.format("twine upload -u __token__ -p ${{ secrets.TOKEN }} dist/*"), "- run: twine upload dist/*\n"),
        (
            COMMAND.format("twine upload -u __token__ -p $PASS dist/*\n        env:\n          PASS: ${{ secrets.T }}"),
            "- run: twine upload dist/*\n",
        ),
        (
            COMMAND.format(OVER_LINES),
            "- run: |\n          twine upload \\\n            dist/*\n",
        ),
        (COMMAND.format("twine upload -u somebody -p ${{ secrets.TOKEN }} dist/*"), None),
        (COMMAND.format("twine upload -p ${{ secrets.TOKEN }} a; twine upload -p ${{ secrets.TOKEN }} b"), None),
        (ACTION + ACTION.replace("secrets.TOKEN", "secrets.OTHER"), None),
        (ACTION + "      - run: twine upload --repository-url https://pypi.example.org/ dist/*\n", None),
    ],
)  # fmt: skip
def test_a_stored_token_is_removed_where_nothing_else_can_use_it(
    before: str, wanted: str | None, tmp_path: Path
) -> None:
    text = after(repository(tmp_path, publish=STORED.format(before)), "TP103")
    if wanted is None:
        assert text is None
    else:
        assert text is not None
        assert text.endswith(wanted)
        assert (
            "    runs-on: ubuntu-latest\n    environment: pypi\n    permissions:\n      id-token: write\n    steps:"
            in text
        )


def test_a_migrated_job_keeps_what_it_may_do(tmp_path: Path) -> None:
    text = STORED.format(ACTION).replace("jobs:\n", "permissions:\n  packages: read\n  contents: write\n\njobs:\n")
    made = after(repository(tmp_path, publish=text), "TP103")
    assert made is not None
    assert "    permissions:\n      packages: read\n      contents: write\n      id-token: write\n" in made


def test_a_migrated_job_runs_in_the_declared_publishers_environment(tmp_path: Path) -> None:
    declared = '[project]\nname = "sampleproject"\n' + declaration(**SAMPLE, environment="release")
    made = after(repository(tmp_path, publish=STORED.format(ACTION), **{"pyproject.toml": declared}), "TP103")
    assert made is not None
    assert "    environment: release\n" in made
    without = declared.replace('environment = "release"\n', "")
    made = after(repository(tmp_path, **{"pyproject.toml": without}), "TP103")
    assert made is not None
    assert "environment" not in made


def test_a_migration_says_what_to_register(tmp_path: Path) -> None:
    root = repository(tmp_path, publish=STORED.format(ACTION), **{
        ".git__config": '[remote "origin"]\n\turl = https://github.com/octo-org/sampleproject.git\n',
    })  # fmt: skip
    titles = [finding.fix.title for finding in fixed(root, select=("TP103",)).fixed if finding.fix]
    values = "Owner `octo-org`, Repository name `sampleproject`, Workflow name `publish.yml`, Environment name `pypi`"
    assert [title.endswith(f"(PyPI's form: {values})") for title in titles] == [True]


def test_a_first_permissions_block_is_unsafe_and_keeps_the_checkout(tmp_path: Path) -> None:
    text = MISSING.replace("    permissions:\n      contents: read\n", "").replace(
        "steps:\n", "steps:\n      - uses: actions/checkout@v5\n"
    )
    root = repository(tmp_path, publish=text)
    assert fixed(root, unsafe=False).after == {}
    made = after(root, "TP101")
    assert made is not None
    assert "    environment: pypi\n    permissions:\n      contents: read\n      id-token: write\n    steps:\n" in made


@pytest.mark.parametrize("permissions", ["permissions: {contents: read}", "permissions: {}", "permissions: read-all"])
def test_permissions_that_are_no_block_are_left_to_people(permissions: str, tmp_path: Path) -> None:
    text = MISSING.replace("permissions:\n      contents: read", permissions)
    outcome = fixed(repository(tmp_path, publish=text))
    assert outcome.after == {}
    assert {finding.fix.safety for finding in outcome.report.findings if finding.fix and finding.code == "TP101"} == {
        "manual"
    }


def test_a_workflow_with_nothing_but_the_identity_token_keeps_the_rest_shut(tmp_path: Path) -> None:
    text = """\
on: {push: {tags: [v1]}}
permissions:
  id-token: write
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
    wanted = text.replace("  id-token: write\njobs", "  id-token: none\njobs").replace(
        "  publish:\n    runs-on: ubuntu-latest\n",
        "  publish:\n    runs-on: ubuntu-latest\n    permissions:\n      id-token: write\n",
    )
    assert after(repository(tmp_path, publish=text), "TP112") == wanted


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("${{ github.ref_type == 'tag' }} && true", "github.ref_type == 'tag' && true"),
        ("${{ github.ref == 'x' || inputs.force }} && true", "(github.ref == 'x' || inputs.force) && true"),
        ('"!${{ cancelled() }}"', '"!cancelled()"'),
        ("|\n      ${{ github.ref_type == 'tag' }}", "github.ref_type == 'tag'"),
        ("github.ref == 'refs/heads/${{ inputs.branch }}'", None),
    ],
)  # fmt: skip
def test_a_guard_becomes_one_expression(condition: str, wanted: str | None, tmp_path: Path) -> None:
    text = MENDED.replace("    steps:", f"    if: {condition}\n    steps:")
    made = after(repository(tmp_path, publish=text), "TP523")
    assert made == (None if wanted is None else text.replace(condition, wanted))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("repository_url: https://test.pypi.org/legacy/", "repository-url: https://test.pypi.org/legacy/"),
        ("'skip_existing': true", "'skip-existing': true"),
        ("skip_existing: true\n          skip-existing: true", "skip-existing: true"),
        ("skip_existing: true\n          skip-existing: ''", None),
    ],
)  # fmt: skip
def test_a_deprecated_input_is_renamed_or_dropped(given: str, wanted: str | None, tmp_path: Path) -> None:
    text = MENDED + f"        with:\n          {given}\n"
    made = after(repository(tmp_path, publish=text), "TP510")
    assert made == (None if wanted is None else MENDED + f"        with:\n          {wanted}\n")


CALLED = MISSING.replace("release:\n    types: [published]", "workflow_call:")
CALLING = """\
on: push
{}jobs:
  publish:
    uses: ./.github/workflows/publish.yml
"""


READ, WRITE = "contents: read", "contents: write"
PACKAGES = "packages: read"
OF_JOB = "    permissions:\n      {}\n"


@pytest.mark.parametrize(
    ("whole", "asked", "given", "of_job", "wanted", "safe"),
    [
        ("", READ, READ, "", [READ], True),
        ("", READ, "", "", [READ], False),
        ("", WRITE, "", "", [WRITE], False),
        ("permissions: {}\n", WRITE, READ, "", [WRITE], False),
        ("", READ, PACKAGES, "", [PACKAGES, READ], False),
        ("", READ, "", READ, [READ], True),
        ("", READ, "", WRITE, [WRITE], True),
        ("", WRITE, "", READ, [WRITE], False),
        ("", WRITE, "", PACKAGES, [PACKAGES, WRITE], False),
        # what the workflow asks for counts, even where each job has permissions of its own
        ("permissions:\n  packages: read\n", READ, "", "", [PACKAGES, READ], False),
        ("permissions:\n  contents: write\n", READ, READ, "", [WRITE], False),
    ],
)
def test_a_calling_job_gives_what_the_called_workflow_asks_for(
    whole: str,
    asked: str,
    given: str,
    of_job: str,
    wanted: list[str],
    safe: bool,  # noqa: FBT001 - a row
    tmp_path: Path,
) -> None:
    top = f"permissions:\n  {given}\n" if given else ""
    text = CALLING.format(top) + (OF_JOB.format(of_job) if of_job else "")
    called = (
        whole
        + CALLED.replace("contents: read\n", f"{asked}\n      id-token: write\n")
        + "        with: {attestations: false}\n"
    )
    root = repository(tmp_path, publish=called, calling=text)
    made = after(root, "TP005", "TP106", path=".github/workflows/calling.yml")
    assert made == CALLING.format(top) + OF_JOB.format("\n      ".join((*wanted, "id-token: write")))
    assert (fixed(root, unsafe=False, select=("TP106",)).after != {}) == safe


def test_a_job_that_gets_a_scope_keeps_its_identity_token(tmp_path: Path) -> None:
    start = (
        "on: push\npermissions:\n  id-token: write\n  contents: read\njobs:\n  start:\n    runs-on: ubuntu-latest\n"
        "{}    steps:\n      - run: gh workflow run publish.yml\n        env: {{GH_TOKEN: '${{{{ github.token }}}}'}}\n"
    )
    started = MENDED.replace("release:\n    types: [published]", "workflow_dispatch:")
    root = repository(tmp_path, publish=started, start=start.format(""))
    made = after(root, "TP515", path=".github/workflows/start.yml")
    scopes = "    permissions:\n      id-token: write\n      contents: read\n      actions: write\n"
    assert made == start.format(scopes)


@pytest.mark.parametrize(("whole", "also"), [("", "`contents: write`"), ("permissions: read-all\n", "17 more scopes")])
def test_a_fix_says_all_that_it_gives(whole: str, also: str, tmp_path: Path) -> None:
    called = whole + CALLED.replace("contents: read\n", "contents: write\n      id-token: write\n")
    root = repository(tmp_path, publish=called, calling=CALLING.format("permissions: {contents: read}\n"))
    (found,) = fixed(root, unsafe=False, select=("TP106",)).report.findings
    assert found.fix is not None
    assert found.fix.title == f"add `id-token: write` and {also} to the `permissions` of job `publish`"


def test_a_fix_gives_scopes_no_level_that_they_do_not_take(tmp_path: Path) -> None:
    called = "permissions: write-all\n" + CALLED.replace("contents: read\n", "id-token: write\n")
    root = repository(tmp_path, publish=called, calling=CALLING.format("permissions: {contents: read}\n"))
    made = after(root, "TP106", path=".github/workflows/calling.yml")
    assert made is not None
    given = {line.strip() for line in made.splitlines()}
    assert {"models: read", "vulnerability-alerts: read", "code-quality: write"} <= given


BUILT = MENDED.replace(
    "jobs:\n",
    "jobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/upload-artifact@v3\n\n",
).replace("    environment", "    needs: build\n    environment")


@pytest.mark.parametrize(
    ("text", "can"),
    [
        (BUILT, True),
        (BUILT.replace("steps:", "strategy: {matrix: {os: [a, b]}}\n    steps:", 1), False),
        (BUILT.replace("@v3", "@a8a3f3ad30e3422c9c7b888a15615d19a852ae32 # v3.1.3"), False),
        (BUILT.replace("download-artifact@v5", "download-artifact@9bc31d5ccc31df68ecc42ccf4149144866c47d8a"), False),
    ],
)
def test_artifact_actions_are_replaced_together_or_not_at_all(text: str, can: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table's column
    made = after(repository(tmp_path, publish=text), "TP518")
    assert made == (text.replace("upload-artifact@v3", "upload-artifact@v7") if can else None)


@pytest.mark.parametrize(
    ("name", "declared", "linked", "wanted"),
    [
        ("sampleproject", "sampelproject", "sampleproject", ("sampleproject", "sampleproject")),
        ("sampelproject", "sampleproject", "sampleproject", ("sampleproject", "sampleproject")),
        ("sampleproject", "sampelproject", "other", None),
        ("sampleproject", "otherproject", "sampleproject", None),
    ],
)
def test_the_side_that_is_clearly_a_typo_is_changed(
    name: str, declared: str, linked: str, wanted: tuple[str, str] | None, tmp_path: Path
) -> None:
    url = LINKED.format(linked)
    root = repository(tmp_path, publish=MENDED, **{"pyproject.toml": DECLARED.format(name, url, declared)})
    made = after(root, "TP301", path="pyproject.toml")
    assert made == (None if wanted is None else DECLARED.format(wanted[0], url, wanted[1]))


@pytest.mark.parametrize("quoted", ["'sampelproject'", '"sampelproject"', "r'sampelproject'"])
def test_a_name_in_setup_py_is_changed_in_its_quotes(quoted: str, tmp_path: Path) -> None:
    setup = f"from setuptools import setup\n\nsetup(name={quoted},  # the name\n      version='1')\n"
    linked = MENDED.replace(
        "environment: pypi", "environment:\n      name: pypi\n      url: https://pypi.org/p/sampleproject"
    )
    declared = DECLARED.partition("{}\n")[2]
    root = repository(
        tmp_path, publish=linked, **{"setup.py": setup, "pyproject.toml": declared.format("sampleproject")}
    )
    made = after(root, "TP301", path="setup.py")
    assert made == setup.replace("sampelproject", "sampleproject")


def test_a_link_with_a_typo_is_corrected(tmp_path: Path) -> None:
    linked = MENDED.replace(
        "environment: pypi", "environment:\n      name: pypi\n      url: https://pypi.org/p/sampelproject/"
    )
    project = '[project]\nname = "Sample.Project"\n'
    made = after(repository(tmp_path, publish=linked, **{"pyproject.toml": project}), "TP301")
    assert made == linked.replace("sampelproject", "Sample.Project")
