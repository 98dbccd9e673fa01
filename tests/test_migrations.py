"""Stored tokens → trusted publishing: what goes, what comes, what stays for people, and what PyPI has to be told."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fixes import PUBLISH, STORED, WORKFLOW, after, fixed, reading, repository
from publishing import SAMPLE, declaration
from tplint import pypi
from tplint.cli import main
from tplint.model import Known
from tplint.possible_tokens import possible_tokens
from tplint.presentations import presentations

if TYPE_CHECKING:
    from tplint.presentations import Presentation

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "migrations" / "gitlab"
PIPELINE = ".gitlab-ci.yml"
ON_GITLAB = '[remote "origin"]\n\turl = https://gitlab.com/harbour-lab/tide-tables.git\n'
TIDE_TABLES = {"project_name": "tide-tables", "namespace": "harbour-lab", "project": "tide-tables"}
FORM = (
    "Namespace harbour-lab · Project name tide-tables · Top-level pipeline file path .gitlab-ci.yml · Environment name"
)


# --- a pipeline of two deployments, from end to end ------------------------------------------------------------------


@pytest.fixture
def deployments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FIXTURE / "before", tmp_path, dirs_exist_ok=True)
    repository(tmp_path, **{".git__config": ON_GITLAB})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("deployments")
def test_both_deployments_are_told_what_to_drop_and_what_to_add(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--format", "json"]) == 1
    titles = {
        finding["code"] + finding["message"][:28]: finding["fix"]["title"]
        for finding in json.loads(capsys.readouterr().out)["findings"]
    }
    assert titles == {
        "TP103job `deploy_test_pypi` signs": (
            "register this pipeline as a trusted publisher, give the job `environment: testpypi` and the identity token"
            " `TESTPYPI_ID_TOKEN` with `aud: testpypi`, and drop `TWINE_USERNAME` and `TWINE_PASSWORD`, in the"
            " project's CI/CD variables too (TestPyPI's form: Namespace `harbour-lab`, Project name `tide-tables`,"
            " Top-level pipeline file path `.gitlab-ci.yml`, Environment name `testpypi`)"
        ),
        "TP103job `deploy_pypi` signs in t": (
            "register this pipeline as a trusted publisher, give the job `environment: pypi` and the identity token"
            " `PYPI_ID_TOKEN` with `aud: pypi`, and drop `TWINE_USERNAME` and `TWINE_PASSWORD`, in the project's"
            " CI/CD variables too (PyPI's form: Namespace `harbour-lab`, Project name `tide-tables`, Top-level"
            " pipeline file path `.gitlab-ci.yml`, Environment name `pypi`)"
        ),
    }


def test_both_deployments_are_repaired_at_once(deployments: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fix", "--unsafe-fixes", "--fail-on", "note"]) == 0
    assert (deployments / PIPELINE).read_text() == (FIXTURE / "after" / PIPELINE).read_text()
    capsys.readouterr()
    assert main(["--fail-on", "note"]) == 0
    assert main(["--diff", "--unsafe-fixes"]) == 0
    assert main(["show"]) == 0
    shown = capsys.readouterr().out
    assert [index for index in ("testpypi", "pypi") if f"{FORM} {index} ·" in shown] == ["testpypi", "pypi"]


@pytest.mark.usefixtures("deployments")
def test_the_indexes_accept_the_repaired_jobs_with_the_forms_values() -> None:
    main(["--fix", "--unsafe-fixes", "--quiet"])
    shown = presentations(reading(Path(), {}))
    assert [(each.upload.index_name, each.upload.job.environment) for each in shown] == [
        ("testpypi", Known("testpypi")),
        ("pypi", Known("pypi")),
    ]
    assert [token.audiences for each in shown for token in each.upload.job.id_tokens] == [
        Known(("testpypi",)),
        Known(("pypi",)),
    ]
    assert all(accepts(each, each) for each in shown)
    assert not accepts(shown[0], shown[1])


def accepts(registered: Presentation, presented: Presentation) -> bool:
    """Whether the index takes every token of one upload with the form filled in for another one."""
    assert isinstance(registered.publisher, Known)
    publishers, upload = (registered.publisher.value,), presented.upload
    tokens = [token for claims in upload.claims for token in possible_tokens(claims, upload, publishers)]
    verdicts = [pypi.verify(publishers, token, index=upload.index_name) for token in tokens]
    return bool(verdicts) and all(verdict.accepted for verdict in verdicts)


# --- GitLab ----------------------------------------------------------------------------------------------------------

JOB = """\
publish:
  image: python:3.13
{}  before_script:
    - pip install twine uv pdm maturin poetry
  rules:
    - if: $CI_COMMIT_TAG
"""
TWINE = """\
  variables:
    TWINE_USERNAME: __token__
    TWINE_PASSWORD: $PYPI_TOKEN
  script:
    - twine upload dist/*
"""
PYPI = "  environment: pypi\n  id_tokens:\n    PYPI_ID_TOKEN:\n      aud: pypi\n"
SCRIPT = "  script:\n    - {}\n"


def migrated(root: Path, text: str, **files: str) -> str | None:
    """A pipeline after all fixes of TP103; None where it stays as it is."""
    return after(repository(root, **{PIPELINE: text, ".git__config": ON_GITLAB, **files}), "TP103", path=PIPELINE)


@pytest.mark.parametrize(
    ("job", "wanted"),
    [
        (TWINE, PYPI + SCRIPT.format("twine upload dist/*")),
        (TWINE.replace("__token__", "$PYPI_USER"), PYPI + SCRIPT.format("twine upload dist/*")),
        (
            TWINE.replace("variables:\n", "variables:\n    A: b  # kept\n"),
            PYPI + "  variables:\n    A: b  # kept\n" + SCRIPT.format("twine upload dist/*"),
        ),
        (
            "  environment:\n    name: release\n" + TWINE,
            "  environment:\n    name: release\n"
            + PYPI.partition("\n")[2]
            + SCRIPT.format("twine upload dist/*"),
        ),
        (SCRIPT.format("twine upload -u __token__ -p $PYPI_TOKEN dist/*"), PYPI + SCRIPT.format("twine upload dist/*")),
        (
            SCRIPT.format("'python -m twine upload dist/* --username=__token__ --password=\"$PYPI_TOKEN\"'"),
            PYPI + SCRIPT.format("'python -m twine upload dist/*'"),
        ),
        (
            SCRIPT.format("TWINE_USERNAME=__token__ TWINE_PASSWORD=$PYPI_TOKEN twine upload dist/*"),
            PYPI + SCRIPT.format("twine upload dist/*"),
        ),
        (
            SCRIPT.format("twine upload -u $TWINE_USERNAME -p ${TWINE_PASSWORD} dist/*"),
            PYPI + SCRIPT.format("twine upload dist/*"),
        ),
        (SCRIPT.format("uv publish --token $PYPI_TOKEN"), PYPI + SCRIPT.format("uv publish")),
        (
            "  variables: \n    UV_PUBLISH_TOKEN: $PYPI_TOKEN\n" + SCRIPT.format("uv publish"),
            PYPI + SCRIPT.format("uv publish"),
        ),
        (
            "  variables:\n    PDM_PUBLISH_PASSWORD: $PYPI_TOKEN\n" + SCRIPT.format("pdm publish"),
            PYPI + SCRIPT.format("pdm publish"),
        ),
        (
            "  variables:\n    PASS: $PYPI_TOKEN\n" + SCRIPT.format("twine upload -u __token__ -p $PASS dist/*"),
            PYPI + SCRIPT.format("twine upload dist/*"),
        ),
        # what something else may use, or what stands where nothing can be removed
        (TWINE.replace("twine upload", "echo $TWINE_PASSWORD | md5sum; twine upload"), None),
        (TWINE + "  after_script:\n    - ./notify $TWINE_PASSWORD\n", None),
        (SCRIPT.format("export TWINE_PASSWORD=$PYPI_TOKEN\n    - twine upload dist/*"), None),
        (TWINE.replace("    TWINE_USERNAME: __token__\n    TWINE_PASSWORD: $PYPI_TOKEN\n", "    <<: *token\n"), None),
        ("  variables: {TWINE_PASSWORD: $PYPI_TOKEN}\n" + SCRIPT.format("twine upload dist/*"), None),
        (TWINE.replace("variables:\n    TWINE", "variables: &these\n    TWINE") + "  cache: {key: *these}\n", None),
        (SCRIPT.format("twine upload -p $A dist/a/*\n    - twine upload -p $B dist/b/*"), None),
        (TWINE + "    - twine upload --repository-url https://pypi.example.org/ dist/*\n", None),
        (TWINE.replace("twine upload", "pip install 'twine<6' && twine upload"), None),
        (SCRIPT.format("poetry publish --username __token__ --password $PYPI_TOKEN"), None),
        (SCRIPT.format("MATURIN_PYPI_TOKEN=$PYPI_TOKEN maturin upload dist/*"), None),
    ],
)  # fmt: skip
def test_a_job_of_gitlab_is_migrated_or_left_to_people(job: str, wanted: str | None, tmp_path: Path) -> None:
    head = ".token: &token\n  TWINE_PASSWORD: $PYPI_TOKEN\n" if "*token" in job else ""
    text = migrated(tmp_path, head + JOB.format(job))
    assert text == (None if wanted is None else JOB.format(wanted.replace("  variables: \n", "")))


@pytest.mark.parametrize("around", ["image: python:3.13\n", "default:\n  image: python:3.13\n"])
def test_new_keys_stand_among_those_of_the_job_itself(around: str, tmp_path: Path) -> None:
    text, wanted = (
        around + JOB.format(job).replace("  image: python:3.13\n", "  stage: deploy\n")
        for job in (TWINE, PYPI + SCRIPT.format("twine upload dist/*"))
    )
    assert migrated(tmp_path, text) == wanted


@pytest.mark.parametrize(("image", "can"), [("python:3.7-slim", False), ("python:3.13", True), ("alpine", True)])
def test_a_python_that_gets_an_old_twine_is_left_to_people(image: str, can: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table's column
    assert (migrated(tmp_path, JOB.format(TWINE).replace("python:3.13", image)) is not None) == can


def test_a_job_that_uploads_to_both_indexes_gets_both_tokens(tmp_path: Path) -> None:
    script = SCRIPT.format("twine upload -r testpypi -p $TEST_TOKEN dist/*\n    - twine upload -p $PYPI_TOKEN dist/*")
    tokens = "    TESTPYPI_ID_TOKEN:\n      aud: testpypi\n    PYPI_ID_TOKEN:\n      aud: pypi\n"
    wanted = f"  environment: pypi\n  id_tokens:\n{tokens}" + SCRIPT.format(
        "twine upload -r testpypi dist/*\n    - twine upload dist/*"
    )
    assert migrated(tmp_path, JOB.format(script)) == JOB.format(wanted)


BY_RULES = """\
publish:
  image: python:3.13
{}  before_script:
    - pip install twine
  script:
    - twine upload dist/*
  rules:
    - if: $CI_COMMIT_TAG
      variables:
        TWINE_REPOSITORY: pypi
{}    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      variables:
        TWINE_REPOSITORY: testpypi
{}"""


def test_a_job_whose_rules_choose_the_index_gets_both_tokens(tmp_path: Path) -> None:
    stored = [f"        TWINE_PASSWORD: ${name}_TOKEN\n" for name in ("PYPI", "TEST_PYPI")]
    tokens = "    PYPI_ID_TOKEN:\n      aud: pypi\n    TESTPYPI_ID_TOKEN:\n      aud: testpypi\n"
    made = migrated(tmp_path, BY_RULES.format("", *stored))
    assert made == BY_RULES.format(f"  environment: pypi\n  id_tokens:\n{tokens}", "", "")


def test_what_several_alternatives_read_is_removed_once(tmp_path: Path) -> None:
    options = "    PASS: $PYPI_TOKEN\n"
    text = BY_RULES.format("  variables:\n" + options, "", "").replace("dist/*", "-p $PASS dist/*")
    tokens = "    PYPI_ID_TOKEN:\n      aud: pypi\n    TESTPYPI_ID_TOKEN:\n      aud: testpypi\n"
    assert migrated(tmp_path, text) == BY_RULES.format(f"  environment: pypi\n  id_tokens:\n{tokens}", "", "")


GLOBAL = "variables:\n  TWINE_PASSWORD: $PYPI_TOKEN\n\n"
PLAIN = JOB.format(SCRIPT.format("twine upload dist/*"))


@pytest.mark.parametrize(
    ("other", "goes"),
    [
        ("", True),
        ("test:\n  script:\n    - pytest\n", True),
        ("check:\n  script:\n    - twine check dist/*\n", False),
        ("notify:\n  script:\n    - curl -H $TWINE_PASSWORD https://example.org\n", False),
        ("child:\n  trigger:\n    include: child.yml\n", False),
        ("registry:\n  script:\n    - twine upload --repository-url https://pypi.example.org/ dist/*\n", False),
        ("include:\n  - project: harbour-lab/templates\n    file: release.yml\n", False),
        (".hidden:\n  script:\n    - echo $TWINE_PASSWORD\n", False),
    ],
)
def test_a_variable_of_all_jobs_goes_where_one_alone_can_use_it(other: str, goes: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table's column
    child = {"child.yml": "build:\n  script:\n    - make\n"}
    text = migrated(tmp_path, GLOBAL + PLAIN + other, **child)
    wanted = "\n" + JOB.format(PYPI + SCRIPT.format("twine upload dist/*")) + other
    assert text == (wanted if goes else None)


def test_a_user_name_of_all_jobs_stays_where_another_one_needs_it(tmp_path: Path) -> None:
    text = "variables:\n  TWINE_USERNAME: __token__\n" + JOB.format(
        TWINE.replace("    TWINE_USERNAME: __token__\n", "")
    )
    other = "registry:\n  script:\n    - twine upload --repository-url https://pypi.example.org/ dist/*\n"
    made = migrated(tmp_path, text + other)
    assert made is not None
    assert made.startswith("variables:\n  TWINE_USERNAME: __token__\npublish:\n")
    assert "TWINE_PASSWORD" not in made


def test_jobs_that_share_a_variable_change_together(tmp_path: Path) -> None:
    rehearsal = PLAIN.replace("publish:", "rehearse:").replace("dist/*", "-r testpypi dist/*")
    made = migrated(tmp_path, GLOBAL + rehearsal + PLAIN)
    assert made is not None
    assert "TWINE_PASSWORD" not in made
    assert [index for index in ("testpypi", "pypi") if f"aud: {index}\n" in made] == ["testpypi", "pypi"]


@pytest.mark.parametrize("shared", [True, False])
def test_a_job_whose_finding_is_ignored_keeps_its_token(*, shared: bool, tmp_path: Path) -> None:
    own = JOB.format(TWINE.replace("    TWINE_USERNAME: __token__\n", "") if shared else TWINE)
    rehearsal = own.replace("publish:", "rehearse:").replace("dist/*", "-r testpypi dist/*")
    head = "variables:\n  TWINE_USERNAME: __token__\n" if shared else ""
    made = migrated(tmp_path, f"{head}{rehearsal}# tplint: ignore[TP103] not yet\n{own}")
    assert (made is None) == shared
    assert made is None or made.endswith(own)


def test_a_job_of_an_included_file_is_changed_there(tmp_path: Path) -> None:
    root = repository(tmp_path, **{
        PIPELINE: "include:\n  - local: ci/release.yml\n", "ci/release.yml": "", ".git__config": ON_GITLAB,
    })  # fmt: skip
    (root / "ci").mkdir(exist_ok=True)
    (root / "ci" / "release.yml").write_text(JOB.format(TWINE))
    made = after(root, "TP103", path="ci/release.yml")
    assert made == JOB.format(PYPI + SCRIPT.format("twine upload dist/*"))


DEPLOY = """\
.deploy:
  before_script:
    - pip install twine
  variables:
    TWINE_PASSWORD: $PYPI_TOKEN
    PIP_QUIET: "1"
  script:
    - twine upload dist/*
  rules:
    - if: $CI_COMMIT_TAG

"""
BARE = DEPLOY.replace("    TWINE_PASSWORD: $PYPI_TOKEN\n", "")
EXTENDING = "publish:\n  extends: .deploy\n{}"
NEW = "  environment: pypi\n  id_tokens:\n    PYPI_ID_TOKEN:\n      aud: pypi\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (DEPLOY + EXTENDING.format(""), BARE + EXTENDING.format(NEW)),
        (
            BARE
            + EXTENDING.format("  variables:\n    TWINE_PASSWORD: $PYPI_TOKEN\n"),
            BARE + EXTENDING.format(NEW),
        ),
        # the template's would come into force
        (DEPLOY + EXTENDING.format("  variables:\n    TWINE_PASSWORD: $OTHER_TOKEN\n"), None),
        # another job extends it, too
        (
            DEPLOY
            + EXTENDING.format("")
            + "elsewhere:\n  extends: .deploy\n  variables:\n    TWINE_REPOSITORY_URL: https://pypi.example.org/\n",
            None,
        ),
        # the command is the template's
        (
            BARE.replace("dist/*", "-p $PYPI_TOKEN dist/*")
            + EXTENDING.format(""),
            None,
        ),
        # an anchor instead of `extends`
        (DEPLOY.replace(".deploy:", ".deploy: &deploy") + "publish:\n  <<: *deploy\n", None),
    ],
)  # fmt: skip
def test_what_a_job_extends_is_changed_where_it_alone_does(text: str, wanted: str | None, tmp_path: Path) -> None:
    assert migrated(tmp_path, text) == wanted


def test_both_jobs_that_extend_an_entry_are_migrated(tmp_path: Path) -> None:
    rehearsal = "rehearse:\n  extends: .deploy\n{}  variables:\n    TWINE_REPOSITORY: testpypi\n"
    wanted = BARE + rehearsal.format(NEW.replace("PYPI_ID", "TESTPYPI_ID").replace(": pypi", ": testpypi"))
    made = migrated(tmp_path, DEPLOY + rehearsal.format("") + EXTENDING.format(""))
    assert made == wanted + EXTENDING.format(NEW)


def test_a_stored_token_beside_an_identity_token_is_dropped(tmp_path: Path) -> None:
    text = JOB.format(PYPI + TWINE)
    root = repository(tmp_path, **{PIPELINE: text, ".git__config": ON_GITLAB})
    assert after(root, "TP102", path=PIPELINE) == JOB.format(PYPI + SCRIPT.format("twine upload dist/*"))


TOKENS = "  id_tokens:\n    {}\n"


@pytest.mark.parametrize(
    ("code", "text", "wanted"),
    [
        ("TP105", "MY_TOKEN: {aud: pypi}", "PYPI_ID_TOKEN: {aud: pypi}"),
        ("TP105", "MY_TOKEN:\n      aud: pypi", "PYPI_ID_TOKEN:\n      aud: pypi"),
        ("TP105", "PYPI_ID_TOKEN:\n      aud: testpypi  # wrong", "PYPI_ID_TOKEN:\n      aud: pypi  # wrong"),
        ("TP105", "PYPI_ID_TOKEN:\n      aud: [pypi]", None),
        ("TP105", "PYPI_ID_TOKEN:\n      aud:\n        - pypi", None),
        ("TP101", "VAULT_ID_TOKEN:\n      aud: https://vault.example.org", None),
    ],
)
def test_an_identity_token_is_corrected_or_left_to_people(
    code: str, text: str, wanted: str | None, tmp_path: Path
) -> None:
    publish = JOB.format(TOKENS.format(text) + SCRIPT.format("twine upload dist/*"))
    other = "rehearse:\n" + TOKENS.format("PYPI_ID_TOKEN:\n      aud: pypi") + SCRIPT.format("uv publish")
    root = repository(tmp_path, **{PIPELINE: publish + other, ".git__config": ON_GITLAB})
    found = fixed(root, select=(code,))
    assert found.refused == ()
    changed = {path: source.text for path, source in found.after.items()}
    assert changed == ({} if wanted is None else {PIPELINE: publish.replace(text, wanted) + other})
    assert (wanted is None) == bool([finding for finding in found.report.findings if finding.code == code])


def test_a_token_that_a_script_speaks_of_keeps_its_name(tmp_path: Path) -> None:
    job = JOB.format(TOKENS.format("MY_TOKEN:\n      aud: pypi") + SCRIPT.format("twine upload dist/*"))
    text = f"{job}# MY_TOKEN is for PyPI\n"
    assert after(repository(tmp_path, **{PIPELINE: text, ".git__config": ON_GITLAB}), "TP105", path=PIPELINE) is None


def test_a_token_beside_forced_trusted_publishing_is_dropped(tmp_path: Path) -> None:
    text = JOB.format(PYPI + SCRIPT.format("uv publish --trusted-publishing always --token $PYPI_TOKEN"))
    root = repository(tmp_path, **{PIPELINE: text, ".git__config": ON_GITLAB})
    assert after(root, "TP102", path=PIPELINE) == text.replace(" --token $PYPI_TOKEN", "")


@pytest.mark.parametrize(
    ("url", "reported"),
    [
        ("https://gitlab.com/harbour-lab/tide-tables.git", True),
        ("https://gitlab.example.org/harbour-lab/tide-tables.git", False),
        ("https://github.com/harbour-lab/tide-tables.git", False),
    ],
)
def test_only_instances_that_pypi_accepts_are_migrated(url: str, reported: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table's column
    config = f'[remote "origin"]\n\turl = {url}\n'
    made = migrated(tmp_path, JOB.format(TWINE), **{".git__config": config})
    assert (made is not None) == reported


def test_an_instance_that_is_declared_is_migrated_and_named(tmp_path: Path) -> None:
    declared = declaration("gitlab", **TIDE_TABLES, environment="pypi", issuer_url="https://gitlab.example.org")
    config = '[remote "origin"]\n\turl = https://gitlab.example.org/harbour-lab/tide-tables.git\n'
    root = repository(tmp_path, **{PIPELINE: JOB.format(TWINE), ".git__config": config, "pyproject.toml": declared})
    outcome = fixed(root, select=("TP103",))
    assert outcome.after[PIPELINE].text == JOB.format(PYPI + SCRIPT.format("twine upload dist/*"))
    (title,) = [finding.fix.title for finding in outcome.fixed if finding.fix]
    assert title.endswith("Environment name `pypi`, GitLab instance `https://gitlab.example.org`)")


def test_a_migrated_job_of_gitlab_runs_in_the_declared_publishers_environment(tmp_path: Path) -> None:
    declared = '[project]\nname = "tide-tables"\n' + declaration("gitlab", **TIDE_TABLES, environment="Release")
    made = migrated(tmp_path, JOB.format(TWINE), **{"pyproject.toml": declared})
    assert made == JOB.format(PYPI.replace("pypi", "Release", 1) + SCRIPT.format("twine upload dist/*"))


# --- GitHub ----------------------------------------------------------------------------------------------------------

SIGNED_OUT = "    environment: pypi\n    permissions:\n      id-token: write\n    steps:"
RUN = "      - run: {}\n"
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


# --- what PyPI has to be told ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("deployments")
@pytest.mark.parametrize("shape", ["text", "json", "sarif", "concise"])
def test_the_forms_values_are_said_beside_the_report(shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--fix", "--unsafe-fixes", "--format", shape])
    printed = capsys.readouterr()
    said = printed.err.partition("register before the next release")[2].splitlines()
    assert [line.strip() for line in said[1::3]] == [
        ".gitlab-ci.yml, job deploy_test_pypi, on TestPyPI:",
        ".gitlab-ci.yml, job deploy_pypi, on PyPI:",
    ]
    for line, index in zip(said[2::3], ("testpypi", "pypi"), strict=True):
        assert line.strip().startswith(f"{FORM} {index} ")
    assert [line.strip().partition("/manage")[0] for line in said[3::3]] == [
        "https://test.pypi.org",
        "https://pypi.org",
    ]
    assert "register before" not in printed.out
    if shape in {"json", "sarif"}:
        json.loads(printed.out)
    main(["--fix", "--unsafe-fixes"])
    assert "register" not in capsys.readouterr().err


def test_an_upload_of_a_declared_publisher_is_not_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = '[project]\nname = "sampleproject"\n' + declaration(**SAMPLE, environment="pypi")
    config = '[remote "origin"]\n\turl = https://github.com/octo-org/sampleproject.git\n'
    text = STORED.format(RUN.format("uv publish --token ${{ secrets.T }}"))
    repository(tmp_path, publish=text, **{"pyproject.toml": declared, ".git__config": config})
    monkeypatch.chdir(tmp_path)
    main(["--fix", "--unsafe-fixes", "--quiet"])
    assert "secrets" not in (tmp_path / WORKFLOW).read_text()
    assert "register before" not in capsys.readouterr().err


def test_a_migration_leaves_nothing_that_another_rule_calls_an_error(tmp_path: Path) -> None:
    shutil.copytree(FIXTURE / "before", tmp_path, dirs_exist_ok=True)
    repository(tmp_path, **{".git__config": ON_GITLAB})
    outcome = fixed(tmp_path)
    assert [finding.code for finding in outcome.fixed] == ["TP103", "TP103"]
    assert outcome.report.findings == ()
