"""What the rules on files, jobs and environments say of GitLab pipelines, and where they are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import PYPI, REMOTE, TAGS, TOP, TWINE, declared, job, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


OTHER = declared("ci/other.yml")
UNUSED = [
    ({"tplint.toml": declared() + OTHER}, ["TP205 tplint.toml:13"]),
    ({"tplint.toml": declared() + OTHER, "ci/other.yml": job("pytest")}, ["TP205 tplint.toml:13"]),
    ({"tplint.toml": declared() + OTHER, "ci/other.yml": job(TWINE)}, []),
    ({"tplint.toml": declared() + OTHER, "ci/other.yml": "include: {project: g/p, file: a.yml}"}, []),
    (
        {"tplint.toml": declared() + OTHER.replace('"group"', '"another"'), ".git/config": REMOTE.format("gitlab.com")},
        [],
    ),
    ({"tplint.toml": declared() + OTHER, "ci/other.yml": "a: {trigger: {include: [{artifact: x.yml, job: b}]}}"}, []),
    ({"tplint.toml": declared() + declared(environment="pypi")}, []),
    ({"tplint.toml": declared() + declared(environment="Pypi")}, ["TP205 tplint.toml:14"]),
    ({"tplint.toml": declared() + declared(index="testpypi")}, ["TP205 tplint.toml:13"]),
    ({"tplint.toml": OTHER}, []),  # TP201 says it
]


@pytest.mark.parametrize(("files", "expected"), UNUSED)
def test_a_publisher_that_nothing_uses(tmp_path: Path, files: Mapping[str, str], expected: list[str]) -> None:
    assert said(tmp_path, {TOP: job(TWINE), **files}, "TP205") == expected


YAML = ".gitlab-ci.yaml"
FILES = [
    ({YAML: job(TWINE)}, [f"TP208 {YAML}:6"]),
    ({YAML: job(TWINE), TOP: job("pytest")}, []),
    ({YAML: job("pytest")}, []),
    ({YAML: job(TWINE), "tplint.toml": f'gitlab-ci-file = "{YAML}"'}, []),
    ({YAML: job(TWINE), "tplint.toml": declared(YAML)}, []),
    ({YAML: "a: [\n"}, []),
    # `id_tokens` at the top level; a job of that name is one.
    ({TOP: f"{PYPI}\n" + job(TWINE, more=TAGS)}, [f"TP005 {TOP}:1"]),
    ({TOP: "include: b.yml\n", "b.yml": f"{PYPI}\n" + job(TWINE, more=TAGS)}, ["TP005 b.yml:1"]),
    ({TOP: f"spec: {{inputs: {{a: {{default: x}}}}}}\n---\n{PYPI}\n" + job(TWINE, more=TAGS)}, [f"TP005 {TOP}:3"]),
    ({TOP: job("x", name="id_tokens") + job(TWINE)}, []),
    ({TOP: f"default: {{{PYPI}}}\n" + job(TWINE, more=TAGS)}, []),
    ({TOP: f"{PYPI}\n" + job("pytest", more=TAGS)}, []),
    # A key twice, in the file or in one that it includes.
    ({TOP: job(TWINE, more=f"{PYPI}\n{PYPI}")}, [f"TP004 {TOP}:3"]),
    ({TOP: "include: b.yml\n" + job(TWINE), "b.yml": "a: {script: x, script: y}"}, ["TP004 b.yml:1"]),
    ({TOP: "include: b.yml\n" + job("pytest"), "b.yml": "a: {script: x, script: y}"}, []),
]


@pytest.mark.parametrize(("files", "expected"), FILES)
def test_files_that_gitlab_does_not_take_as_they_are_meant(
    tmp_path: Path, files: Mapping[str, str], expected: list[str]
) -> None:
    assert said(tmp_path, files, "TP004", "TP005", "TP208") == expected


ENVIRONMENTS = [
    (job(TWINE, more=f"{PYPI}\n{TAGS}"), [f"TP401 {TOP}:1"]),
    (job("uv publish --trusted-publishing always", more=f"{PYPI}\n{TAGS}"), [f"TP401 {TOP}:1"]),
    (job(TWINE, more=f"{PYPI}\n{TAGS}\nenvironment: $E"), []),
    (job(TWINE, more=TAGS), []),
    (job("twine upload -p $T d/*", more=f"{PYPI}\n{TAGS}"), []),
    (job("twine upload -r testpypi d/*", more="id_tokens: {TESTPYPI_ID_TOKEN: {aud: testpypi}}\n" + TAGS), []),
    ("include: {project: g/p, file: a.yml}\n" + job(TWINE, more=f"{PYPI}\n{TAGS}"), []),
    ("include: {template: Security/SAST.gitlab-ci.yml}\n" + job(TWINE, more=f"{PYPI}\n{TAGS}"), [f"TP401 {TOP}:2"]),
    (job(TWINE, more=f"{PYPI}\n{TAGS}\nextends: .gone"), []),
    (job(TWINE, more=f"{PYPI}\n{TAGS}\nenvironment: a.b"), [f"TP405 {TOP}:4"]),
    (job(TWINE, more=f"{PYPI}\n{TAGS}\nenvironment: {{name: 'a:b', action: prepare}}"), [f"TP405 {TOP}:4"]),
    (job(TWINE, more=f"{TAGS}\nenvironment: a.b"), []),
    (job(TWINE, more=f"{PYPI}\n{TAGS}\nenvironment: testpypi"), [f"TP513 {TOP}:4"]),
    (job(TWINE, more=f"{PYPI}\n{TAGS}\nenvironment: $E\nvariables: {{E: testpypi}}"), []),
]


@pytest.mark.parametrize(("pipeline", "expected"), ENVIRONMENTS)
def test_environments(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP401", "TP405", "TP513") == expected


def test_an_environment_that_cannot_be_declared_is_an_error_where_publishers_name_others(tmp_path: Path) -> None:
    files = {TOP: job(TWINE, more=f"{PYPI}\n{TAGS}\nenvironment: a.b"), "tplint.toml": declared(environment="pypi")}
    assert said(tmp_path, files, "TP405", "TP402") == [f"TP405 {TOP}:4"]


BUILDS = [
    (job("python -m build", TWINE), [f"TP504 {TOP}:6"]),
    (job("pip install .", TWINE), [f"TP504 {TOP}:6"]),
    (job("pytest", TWINE), [f"TP504 {TOP}:6"]),
    (job("pdm publish"), [f"TP504 {TOP}:6"]),
    (job(TWINE, more=f"{PYPI}\nbefore_script: [uv build]"), [f"TP504 {TOP}:3"]),
    (job("pip install twine", "twine check dist/*", TWINE), []),
    (job(TWINE, "python -m build"), []),
    (job("make dist", TWINE), []),
    (job("[ -d dist ] || python -m build", TWINE), []),
    (job("python -m build", TWINE, more=TAGS), []),
    (job("python -m build", "twine upload -p $T dist/*"), []),
    (job(TWINE, more=f"{PYPI}\nafter_script: [pytest]"), []),
]


@pytest.mark.parametrize(("pipeline", "expected"), BUILDS)
def test_a_publishing_job_builds(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP504") == expected


def test_a_build_in_another_file_is_before_the_upload(tmp_path: Path) -> None:
    files = {
        TOP: "include: b.yml\n" + job(TWINE, more=f"{PYPI}\nextends: .b"),
        "b.yml": "\n" * 9 + ".b: {before_script: [python -m build], after_script: [pytest]}\n",
    }
    assert said(tmp_path, files, "TP504") == ["TP504 b.yml:10"]


NEVER = "rules: [{if: $CI_COMMIT_TAG && $CI_COMMIT_BRANCH}]"
BRANCHES = "workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}\n"
REACH = [
    (job(TWINE, more=f"{PYPI}\n{NEVER}"), [f"TP507 {TOP}:3"]),
    (job(TWINE, more=f"{PYPI}\nrules: [{{when: never}}]"), []),
    (job(TWINE, more=f"{PYPI}\nonly: [tags]\nexcept: [tags]"), [f"TP507 {TOP}:3"]),
    (BRANCHES + job(TWINE, more=f"{PYPI}\n{TAGS}"), [f"TP507 {TOP}:4"]),
    (BRANCHES + job(TWINE, more=f"{PYPI}\nonly: [tags]"), [f"TP507 {TOP}:4"]),
    (job(TWINE, more=f"{PYPI}\n{TAGS}"), []),
    # What settings, people, schedules and other pipelines bring.
    (job(TWINE, more=f"{PYPI}\nvariables: {{P: 'no'}}\nrules: [{{if: $P == 'yes'}}]"), []),
    ("variables: {P: ''}\n" + job(TWINE, more=f"{PYPI}\nrules: [{{if: $P}}]"), []),
    (job(TWINE, more=f"{PYPI}\nrules: [{{if: $CI_PIPELINE_SOURCE == 'parent_pipeline'}}]"), []),
    (job(TWINE, more=f"{PYPI}\nrules: [{{if: $CI_COMMIT_TAG, exists: [gone]}}]"), []),
    (job(TWINE, more=f"{PYPI}\nrules: [!reference [.gone, rules]]"), []),
    # Nothing says that the upload goes to PyPI, and not where settings say.
    (job(TWINE, more=NEVER), []),
    (job(TWINE, more=NEVER, name="upload-to-PyPI"), [f"TP507 {TOP}:2"]),
    (job("twine upload --repository-url https://a.example/ d/*", more=NEVER, name="pypi"), []),
    (job("twine upload -r pypi d/*", more=NEVER), [f"TP507 {TOP}:2"]),
]


@pytest.mark.parametrize(("pipeline", "expected"), REACH)
def test_an_upload_that_no_pipeline_has(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP507") == expected


GUARDS = [
    (job(TWINE, more=PYPI), [f"TP508 {TOP}:4"]),
    (job("twine upload --repository-url https://upload.pypi.org/legacy/ d/*", more=""), [f"TP508 {TOP}:3"]),
    (job(TWINE, more=""), []),
    (job(TWINE, more=f"{PYPI}\nenvironment: pypi"), []),
    (job(TWINE, more=f"{PYPI}\n{TAGS}"), []),
    (job(TWINE, more=f"{PYPI}\nrules: [{{when: always}}]"), []),
    (job(TWINE, more=f"{PYPI}\nonly: [main]"), []),
    (job(TWINE, more=f"{PYPI}\nexcept: [tags]"), []),
    (job(TWINE, more=f"{PYPI}\nwhen: manual"), []),
    (BRANCHES + job(TWINE, more=PYPI), []),
    ("include: {template: Workflows/MergeRequest-Pipelines.gitlab-ci.yml}\n" + job(TWINE, more=PYPI), []),
    ("include: {project: g/p, file: a.yml}\n" + job(TWINE, more=PYPI), []),
    (job("[ -n $CI_COMMIT_TAG ] || exit 0", TWINE, more=PYPI), []),
    (job("if x; then twine upload dist/*; fi", more=PYPI), []),
    (job("twine upload -r testpypi d/*", more="id_tokens: {TESTPYPI_ID_TOKEN: {aud: testpypi}}"), []),
]


@pytest.mark.parametrize(("pipeline", "expected"), GUARDS)
def test_an_upload_on_every_push(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP508") == expected


URLS = [
    (job("twine upload --repository-url https://pypi.org/legacy/ d/*"), [f"TP509 {TOP}:6"]),
    (job("uv publish --publish-url https://test.pypi.org/simple/"), [f"TP509 {TOP}:6"]),
    (job(TWINE, more="variables: {TWINE_REPOSITORY_URL: 'https://upload.pypi.org/legacy'}"), [f"TP509 {TOP}:2"]),
    (job("twine upload --repository-url https://upload.pypi.org/legacy/ d/*"), []),
    (job("twine upload --repository-url $CI_API_V4_URL/projects/1/packages/pypi d/*"), []),
    (job("uv publish --check-url https://pypi.org/simple/"), []),
]


@pytest.mark.parametrize(("pipeline", "expected"), URLS)
def test_urls_that_take_no_uploads(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP509") == expected


HIDDEN = [
    (job(TWINE, more="allow_failure: true"), [f"TP514 {TOP}:2"]),
    (job(TWINE, more="rules: [{if: $CI_COMMIT_TAG, allow_failure: true}]"), [f"TP514 {TOP}:2"]),
    ("include: b.yml\n" + job(TWINE, more="extends: .b"), ["TP514 b.yml:1"]),
    (job("twine upload dist/* || true"), [f"TP514 {TOP}:6"]),
    (job("set +e", TWINE, "echo done"), [f"TP514 {TOP}:7"]),
    (job(TWINE, more="allow_failure: false"), []),
    (job(TWINE, more="allow_failure: {exit_codes: 137}"), []),
    (job(TWINE, more="when: manual"), []),
    (job(TWINE, more="when: manual\nallow_failure: true"), []),
    (job(TWINE, more="rules: [{if: $CI_COMMIT_TAG, when: manual, allow_failure: true}]"), []),
    (job(TWINE, more="allow_failure: true\nrules: [{if: $CI_COMMIT_TAG, allow_failure: false}]"), []),
    (job("twine upload -r testpypi d/*", more="allow_failure: true"), []),
]


@pytest.mark.parametrize(("pipeline", "expected"), HIDDEN)
def test_a_refused_release_looks_green(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    files = {TOP: pipeline, "b.yml": ".b: {allow_failure: true}\n"}
    assert said(tmp_path, files, "TP514") == expected


def test_a_zip_of_an_earlier_job_is_refused(tmp_path: Path) -> None:
    builds = job("pip install build", "python setup.py sdist --formats=zip", more="stage: build", name="build")
    pipeline = builds + job(TWINE, more=f"{PYPI}\n{TAGS}\nneeds: [build]")
    assert said(tmp_path, pipeline, "TP306") == [f"TP306 {TOP}:5"]
