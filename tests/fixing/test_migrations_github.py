"""Stored tokens of GitHub → trusted publishing: what goes, what comes, and what stays for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from fixes import PUBLISH, RUN, STORED, after, fixed, repository

if TYPE_CHECKING:
    from pathlib import Path

SIGNED_OUT = "    environment: pypi\n    permissions:\n      id-token: write\n    steps:"
SECRET = "${{ secrets.T }}"  # noqa: S105 - the name of one


def run(command: str, **env: str) -> str:
    """A step with a command."""
    return f"      - run: {command}\n" + block("env", env)


def uses(action: str, **given: str) -> str:
    """A step with an action and its inputs; `_` stands for `-` in their names."""
    return f"      - uses: {action}\n" + block("with", {name.replace("_", "-"): given[name] for name in given})


def block(key: str, entries: dict[str, str]) -> str:
    lines = "".join(f"          {name}: {value}\n" for name, value in entries.items())
    return f"        {key}:\n{lines}" if entries else ""


ASSIGNED = "|\n          TWINE_PASSWORD='${{ secrets.T }}' \\\n            twine upload dist/*"
MATURIN = uses("PyO3/maturin-action@v1", command="upload", args="dist/*")


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        (run(f"TWINE_USERNAME=__token__ TWINE_PASSWORD={SECRET} twine upload dist/*"), run("twine upload dist/*")),
        (run(ASSIGNED), run("|\n          twine upload dist/*")),
        (
            run("twine upload dist/*", TWINE_USERNAME="${{ secrets.USER }}", TWINE_PASSWORD=SECRET),
            run("twine upload dist/*"),
        ),
        (run("twine upload -u __token__ -p $PASS dist/*", PASS=SECRET, A="b"), run("twine upload dist/*", A="b")),
        (run("uv publish", UV_PUBLISH_USERNAME="__token__", UV_PUBLISH_PASSWORD=SECRET), run("uv publish")),
        (run("pdm publish", PDM_PUBLISH_PASSWORD=SECRET), run("pdm publish")),
        (run(f"pdm publish -u __token__ -P {SECRET}"), run("pdm publish")),
        (run("maturin upload dist/*", MATURIN_PYPI_TOKEN=SECRET), run("maturin upload dist/*")),
        (MATURIN + block("env", {"MATURIN_PYPI_TOKEN": SECRET}), MATURIN),
        (f"      {PUBLISH}" + block("with", {"user": "__token__", "password": SECRET}), f"      {PUBLISH}"),
        (
            f"      {PUBLISH}" + block("env", {"PYPI": SECRET}) + block("with", {"password": "${{ env.PYPI }}"}),
            f"      {PUBLISH}",
        ),
        (
            uses("casperdcl/deploy-pypi@v2", password=SECRET, build="false"),
            uses("casperdcl/deploy-pypi@v2", build="false"),
        ),
        # actions that wrap tools without trusted publishing, tools without it, scripts that set what the tool reads
        (uses("JRubics/poetry-publish@v2.1") + block("with", {"pypi_token": SECRET}), None),
        (uses("coveooss/pypi-publish-with-poetry@v1", pypi_token=SECRET), None),
        (uses("etils-actions/pypi-auto-publish@v1", pypi_token=SECRET), None),
        (run("python -m flit publish", FLIT_PASSWORD=SECRET), None),
        (run(f"|\n          export TWINE_PASSWORD={SECRET}\n          twine upload dist/*"), None),
    ],
)
def test_a_step_of_github_is_migrated_or_left_to_people(step: str, wanted: str | None, tmp_path: Path) -> None:
    made = after(repository(tmp_path, publish=STORED.format(step)), "TP103")
    assert made == (None if wanted is None else STORED.replace("    steps:", SIGNED_OUT).format(wanted))


AROUND = {
    "job": "    env:\n      TWINE_USERNAME: __token__\n      TWINE_PASSWORD: ${{ secrets.T }}\n",
    "workflow": "env:\n  TWINE_USERNAME: __token__\n  TWINE_PASSWORD: ${{ secrets.T }}\n\n",
}
TEST = "  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: {}\n"


@pytest.mark.parametrize(
    ("level", "other", "goes"),
    [
        ("job", "", True),
        ("job", TEST.format("pytest"), True),
        ("job", TEST.format("twine check dist/*"), True),
        ("workflow", "", True),
        ("workflow", TEST.format("pytest"), True),
        ("workflow", TEST.format("twine check dist/*"), False),
        ("workflow", TEST.format("echo $TWINE_PASSWORD"), False),
        ("workflow", TEST.format("twine upload --repository-url https://pypi.example.org/ dist/*"), False),
    ],
)
def test_variables_around_a_step_go_where_it_alone_can_use_them(
    level: str,
    other: str,
    goes: bool,  # noqa: FBT001 - a table's column
    tmp_path: Path,
) -> None:
    plain = STORED.format(RUN.format("twine upload dist/*")) + other
    before, wanted = ("    steps:", "    steps:") if level == "job" else ("jobs:", "\njobs:")
    text = plain.replace(before, AROUND[level] + before, 1)
    made = after(repository(tmp_path, publish=text), "TP103")
    if level == "job":
        wanted = plain.replace("    steps:", SIGNED_OUT, 1)
    else:
        wanted = plain.replace("jobs:", wanted, 1).replace("    steps:", SIGNED_OUT, 1)
    assert made == (wanted if goes else None)


def test_uploads_of_one_job_change_together(tmp_path: Path) -> None:
    uploads = RUN.format("twine upload -r testpypi dist/*") + RUN.format("twine upload dist/*")
    text = STORED.format(uploads).replace("    steps:", AROUND["job"] + "    steps:", 1)
    made = after(repository(tmp_path, publish=text), "TP103")
    assert made == STORED.replace("    steps:", SIGNED_OUT).format(uploads)


@pytest.mark.parametrize(
    "step",
    [
        run(f"twine upload --repository-url https://__token__:{SECRET}@upload.pypi.org/legacy/ dist/*"),
        run(f"uv publish --username __token__ --password {SECRET} --username"),
        uses("pypa/gh-action-pypi-publish@release/v1", password=SECRET) * 2,
        uses("pypa/gh-action-pypi-publish@release/v1", password=SECRET) + run("uv publish -t ${{ secrets.OTHER }}"),
    ],
)
def test_what_cannot_be_told_apart_is_left_to_people(step: str, tmp_path: Path) -> None:
    assert after(repository(tmp_path, publish=STORED.format(step)), "TP103") is None


def test_an_upload_of_a_called_workflow_is_left_to_people(tmp_path: Path) -> None:
    called = STORED.replace('push:\n    tags: ["v*"]', "workflow_call:").format(
        run("uv publish", UV_PUBLISH_TOKEN=SECRET)
    )
    calling = "on: push\njobs:\n  publish:\n    uses: ./.github/workflows/publish.yml\n    secrets: inherit\n"
    root = repository(tmp_path, publish=called, calling=calling)
    outcome = fixed(root, select=("TP103",))
    assert outcome.after == {}
    (title,) = [finding.fix.title for finding in outcome.report.findings if finding.fix]
    assert title.startswith("upload from a job of the calling workflow, and register that as a trusted publisher")


def test_very_many_uploads_are_left_to_people(tmp_path: Path) -> None:
    uploads = [RUN.format(f"twine upload -p ${{{{ secrets.T{number} }}}} dist{number}/*") for number in range(60)]
    assert after(repository(tmp_path, publish=STORED.format("".join(uploads[:40]))), "TP103") is not None
    assert after(repository(tmp_path, publish=STORED.format("".join(uploads))), "TP103") is None


def test_permissions_of_the_checkout_are_kept(tmp_path: Path) -> None:
    text = re.sub(r"actions/download-artifact@v5\n +with:\n +name: dist\n +path: dist", "actions/checkout@v5", STORED)
    step = RUN.format("uv build && uv publish --token ${{ secrets.T }}")
    made = after(repository(tmp_path, publish=text.format(step)), "TP103")
    kept = SIGNED_OUT.replace("      id-token", "      contents: read\n      id-token")
    assert made == text.replace("    steps:", kept).format(RUN.format("uv build && uv publish"))
