"""Stored tokens of GitLab → trusted publishing: what goes, what comes, and what stays for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fixes import ON_GITLAB, PIPELINE, after, fixed, repository
from publishing import declaration

if TYPE_CHECKING:
    from pathlib import Path

TIDE_TABLES = {"project_name": "tide-tables", "namespace": "harbour-lab", "project": "tide-tables"}

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
        ("TP105", "PYPI_ID_TOKEN:\n      aud: [pypi]  # one", "PYPI_ID_TOKEN:\n      aud: pypi  # one"),
        ("TP105", "PYPI_ID_TOKEN:\n      aud:\n        - pypi", "PYPI_ID_TOKEN:\n      aud: pypi"),
        ("TP105", "PYPI_ID_TOKEN:\n      aud:  # who\n        - pypi", None),
        ("TP105", "PYPI_ID_TOKEN:\n      aud: &a [pypi]\n    OTHER: {aud: *a}", None),
        ("TP105", "PYPI_ID_TOKEN:\n      aud: [pypi, sigstore]", None),
        ("TP105", "PYPI_ID_TOKEN: {aud: [pypi]}", None),
        ("TP101", "VAULT:\n      aud: vault", "VAULT:\n      aud: vault\n    PYPI_ID_TOKEN:\n      aud: pypi"),
        ("TP101", "VAULT: {aud: vault}", "VAULT: {aud: vault}\n    PYPI_ID_TOKEN:\n      aud: pypi"),
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
