"""Other CI systems: which commands and settings are uploads, where they go, and how they sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from systems import ALL, FILES, UNACCEPTED, findings, lay, only, repository, running

from tplint import engine
from tplint.config import load
from tplint.discover import ELSEWHERE, KINDS
from tplint.model import PLATFORMS, Action, Known, Unknown
from tplint.platforms.elsewhere.read import SYSTEMS

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.model import Upload

STORED = "twine upload -u __token__ -p $PYPI_API_TOKEN dist/*"
ALWAYS = "uv publish --trusted-publishing always"
MINT = (
    "TOKEN=$(curl -d token=$OIDC https://pypi.org/_/oidc/mint-token | jq -r .token) &&"
    " twine upload -u __token__ -p $TOKEN dist/*"
)


def signs_in(upload: Upload) -> tuple[str, str]:
    """The kind and the carrier of a credential; why it is not known."""
    credential = upload.credential
    return (credential.value.kind, credential.value.carrier) if isinstance(credential, Known) else ("?", credential.why)


# --- all systems ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", ALL)
def test_a_token_of_the_settings_is_a_stored_token(tmp_path: Path, system: str) -> None:
    files = running(system, STORED)
    upload = only(tmp_path, files)
    assert (upload.platform, upload.index_name, signs_in(upload)) == (system, "pypi", ("token", "`--password`"))
    assert upload.at.text.startswith("twine upload")
    assert findings(tmp_path, files) == []


@pytest.mark.parametrize("system", UNACCEPTED)
def test_that_there_is_no_credential_is_never_known(tmp_path: Path, system: str) -> None:
    upload = only(tmp_path, running(system, "twine upload dist/*"))
    assert signs_in(upload) == ("?", f"settings of {PLATFORMS[upload.platform]} may hold a credential")


@pytest.mark.parametrize("system", ALL)
@pytest.mark.parametrize("command", [ALWAYS, MINT])
def test_trusted_publishing_that_is_certainly_meant(tmp_path: Path, system: str, command: str) -> None:
    files = running(system, command)
    assert signs_in(only(tmp_path, files))[0] == "oidc"
    codes = [finding.partition(" ")[0] for finding in findings(tmp_path, files)]
    assert codes == ([] if system in {"google", "jenkins"} else ["TP115"])


@pytest.mark.parametrize("system", ALL)
def test_another_index_is_nobodys_business(tmp_path: Path, system: str) -> None:
    files = running(system, "twine upload --repository-url https://nexus.example/pypi/ -u bob -p $NEXUS dist/*")
    assert only(tmp_path, files).index_name == "other"
    assert findings(tmp_path, files) == []


@pytest.mark.parametrize("system", ALL)
@pytest.mark.parametrize("command", ["pytest", "twine check dist/*", "echo twine upload", "uv publish --dry-run"])
def test_what_uploads_nothing(tmp_path: Path, system: str, command: str) -> None:
    found = repository(tmp_path, running(system, command))
    assert (found.uploads, found.undecided) == ((), ())


@pytest.mark.parametrize("system", ALL)
def test_a_file_that_does_not_speak_of_uploading_is_not_parsed(tmp_path: Path, system: str) -> None:
    path, _ = FILES[system]
    assert repository(tmp_path, {path: "[a, : {b"}).problems == ()


@pytest.mark.parametrize("system", sorted(set(ALL) - {"jenkins"}))
def test_a_broken_file_is_a_warning(tmp_path: Path, system: str) -> None:
    path, _ = FILES[system]
    assert findings(tmp_path, {path: "twine upload\n[a, : {b\n"}) == [f"TP001 warning {path}:2"]


@pytest.mark.parametrize("system", ALL)
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("twine upload -u bob -p $SECRET dist/*", "TP110 error"),
        ("twine upload --repository-url https://pypi.org/legacy/ -p $SECRET dist/*", "TP509 error"),
        ("uv publish --trusted-publishing --token $SECRET", "TP519 error"),
        ("twine upload --attestations -p $SECRET dist/*", "TP505 error"),
    ],
)
def test_what_fails_on_every_system_is_said_of_every_one(tmp_path: Path, system: str, command: str, code: str) -> None:
    assert [finding.rpartition(" ")[0] for finding in findings(tmp_path, running(system, command))] == [code]


def test_a_script_of_the_repository_is_opened(tmp_path: Path) -> None:
    files = {**running("circleci", "./ci/release.sh"), "ci/release.sh": "twine upload -p $PYPI dist/*\n"}
    assert only(tmp_path, files).at.text == "./ci/release.sh"


def test_a_script_that_is_not_there_is_an_open_question(tmp_path: Path) -> None:
    (open_question,) = repository(tmp_path, running("circleci", "./publish_to_pypi.sh")).undecided
    assert open_question.why == "`./publish_to_pypi.sh`: it is not in the repository"


def test_uploads_elsewhere_are_counted(tmp_path: Path) -> None:
    reader = lay(tmp_path, {**running("circleci", STORED), **running("travis", STORED)})
    assert engine.lint(str(tmp_path), config=load(str(tmp_path), reader.read)).uploads == len(("circleci", "travis"))


def test_what_one_file_sets_is_a_setting_in_another(tmp_path: Path) -> None:
    given = "twine upload -u __token__ -p $TOKEN dist/*"
    files = {**running("circleci", f"TOKEN=$(cat x); {given}"), **running("travis", given)}
    found = {each.platform: each.credential for each in repository(tmp_path, files).uploads}
    assert [isinstance(each, Unknown) for each in found.values()] == [True, False]


def test_every_place_of_the_table_has_a_reader() -> None:
    places = [glob.replace("*", "x") for glob, kind in KINDS if kind == ELSEWHERE and glob != "activestate.yaml"]
    assert [place for place in places if sum(place.startswith(system.files) for system in SYSTEMS) != 1] == []


# --- what one system has ---------------------------------------------------------------------------------------------

CIRCLECI = [
    ("steps: [run: 'twine upload -p $T dist/*']", ("token", "`--password`")),
    ("steps: [{run: {name: x, command: 'twine upload -p $T dist/*'}}]", ("token", "`--password`")),
    ("steps: [{when: {condition: c, steps: [run: 'twine upload -p $T dist/*']}}]", ("token", "`--password`")),
    (
        "steps: [{run: {command: twine upload dist/*, environment: {TWINE_PASSWORD: $T}}}]",
        ("token", "`TWINE_PASSWORD`"),
    ),
    ("environment: {TWINE_PASSWORD: abc}\n    steps: [run: twine upload dist/*]", ("token", "`TWINE_PASSWORD`")),
    ("environment: [{TWINE_PASSWORD: abc}]\n    steps: [run: twine upload dist/*]", ("token", "`TWINE_PASSWORD`")),
    ("executor: e\n    steps: [run: twine upload dist/*]", ("token", "`TWINE_PASSWORD`")),
    ("executor: {name: e}\n    steps: [run: twine upload dist/*]", ("token", "`TWINE_PASSWORD`")),
    ("steps: [up]", ("token", "`--password`")),
    ("steps: [{up: {x: y}}]", ("token", "`--password`")),
    ("<<: *base", ("token", "`--password`")),
    ("steps: [run: 'twine upload -p << parameters.t >> dist/*']", "?"),
    ("steps: [run: 'echo export T=$(x) >> $BASH_ENV', run: 'twine upload -p $T dist/*']", "?"),
]


@pytest.mark.parametrize(("job", "expected"), CIRCLECI)
def test_circleci(tmp_path: Path, job: str, expected: object) -> None:
    text = f"""\
x: &base {{steps: [run: 'twine upload -p $T dist/*']}}
executors: {{e: {{environment: {{TWINE_PASSWORD: abc}}}}}}
commands: {{up: {{steps: [run: 'twine upload -p $T dist/*']}}}}
jobs:
  publish:
    {job}
"""
    found = signs_in(only(tmp_path, {".circleci/config.yml": text}))
    assert found == expected or (expected == "?" and found[0] == "?")


OWN_MACHINES = [
    (".circleci/config.yml", "jobs: {a: {resource_class: octo/mine, steps: [run: COMMAND]}}"),
    (".circleci/config.yml", "jobs: {a: {steps: [run: gcloud auth login, run: COMMAND]}}"),
    (".circleci/config.yml", "executors: {e: {resource_class: o/m}}\njobs: {a: {executor: e, steps: [run: COMMAND]}}"),
    ("azure-pipelines.yml", "jobs: [{job: a, pool: Mine, steps: [script: COMMAND]}]"),
    ("azure-pipelines.yml", "pool: Mine\njobs: [{job: a, steps: [script: COMMAND]}]"),
    ("appveyor.yml", "build_cloud: mine\ndeploy_script: [COMMAND]"),
    (".buildkite/pipeline.yml", "steps: [{command: COMMAND, agents: {queue: mine}}]"),
    (".buildkite/pipeline.yml", "agents: {queue: mine}\nsteps: [{command: COMMAND}]"),
    ("azure-pipelines.yml", "jobs: [{job: a, pool: {name: Mine}, steps: [script: COMMAND]}]"),
    ("bitbucket-pipelines.yml", "pipelines: {default: [step: {runs-on: self.hosted, script: [COMMAND]}]}"),
]


@pytest.mark.parametrize(("path", "text"), OWN_MACHINES)
def test_a_machine_of_ones_own_may_be_googles(tmp_path: Path, path: str, text: str) -> None:
    files = {path: text.replace("COMMAND", ALWAYS)}
    assert signs_in(only(tmp_path, files))[0] == "oidc"
    assert findings(tmp_path, files) == []


AZURE = [
    ("steps: [bash: 'twine upload -p $(token) dist/*']", ("token", "`--password`")),
    ("steps: [{script: twine upload dist/*, env: {TWINE_PASSWORD: $(token)}}]", ("token", "`TWINE_PASSWORD`")),
    ("variables: {TWINE_PASSWORD: abc}\nsteps: [{script: twine upload dist/*}]", ("token", "`TWINE_PASSWORD`")),
    ("jobs: [{job: a, steps: [pwsh: 'twine upload -p $(token) dist/*']}]", ("token", "`--password`")),
    ("stages: [{stage: s, jobs: [{job: a, steps: [script: twine upload -p $(T) x]}]}]", ("token", "`--password`")),
    (
        "jobs: [{deployment: a, strategy: {runOnce: {deploy: {steps: [script: twine upload -p $(T) x]}}}}]",
        ("token", "`--password`"),
    ),
    ("jobs:\n  - ${{ if x }}:\n    - {job: a, steps: [script: twine upload -p $(T) x]}", ("token", "`--password`")),
    ("steps:\n  - ${{ if x }}:\n    - script: twine upload -p $(T) x", ("token", "`--password`")),
    ("steps: [{task: Bash@3, inputs: {script: twine upload -p $(T) x}}]", ("token", "`--password`")),
]


@pytest.mark.parametrize(("text", "expected"), AZURE)
def test_azure(tmp_path: Path, text: str, expected: tuple[str, str]) -> None:
    assert signs_in(only(tmp_path, {"azure-pipelines.yml": text})) == expected


def test_a_service_connection_of_azure_is_a_credential_for_an_index_that_is_not_known(tmp_path: Path) -> None:
    text = """\
steps:
  - task: TwineAuthenticate@1
    inputs: {pythonUploadServiceConnection: to-pypi}
  - script: twine upload -r to-pypi --config-file $(PYPIRC_PATH) dist/*
"""
    upload = only(tmp_path, {"azure-pipelines.yml": text})
    assert signs_in(upload) == ("token", "service connection `to-pypi`")
    assert isinstance(upload.target, Unknown)
    assert findings(tmp_path, {"azure-pipelines.yml": text}) == []


BITBUCKET = [
    ("default: [step: {script: [twine upload -p $T dist/*]}]", "pypi", "token"),
    ("branches: {main: [parallel: [step: {script: [twine upload -p $T dist/*]}]]}", "pypi", "token"),
    ("custom: {x: [parallel: {steps: [step: {script: [twine upload -p $T dist/*]}]}]}", "pypi", "token"),
    ("tags: {v*: [stage: {steps: [step: {script: [twine upload -p $T dist/*]}]}]}", "pypi", "token"),
    ("default: [step: {script: [export TWINE_PASSWORD=$T, twine upload dist/*]}]", "pypi", "token"),
]


@pytest.mark.parametrize(("pipelines", "index", "kind"), BITBUCKET)
def test_bitbucket(tmp_path: Path, pipelines: str, index: str, kind: str) -> None:
    upload = only(tmp_path, {"bitbucket-pipelines.yml": f"pipelines: {{{pipelines}}}"})
    assert (upload.index_name, signs_in(upload)[0]) == (index, kind)


PIPES = [
    ("PYPI_USERNAME: __token__, PYPI_PASSWORD: $P", "pypi", "token"),
    ("PYPI_USERNAME: bob, PYPI_PASSWORD: $P", "pypi", "password"),
    ("PYPI_USERNAME: $U, PYPI_PASSWORD: $P", "pypi", "token"),
    ("PYPI_PASSWORD: $P, REPOSITORY: 'https://test.pypi.org/legacy/'", "testpypi", "token"),
    ("PYPI_PASSWORD: $P, REPOSITORY: $R", "other", "token"),
    ("FOLDER: core", "pypi", "?"),
]


@pytest.mark.parametrize(("variables", "index", "kind"), PIPES)
def test_the_pipe_of_bitbucket(tmp_path: Path, variables: str, index: str, kind: str) -> None:
    script = f"[pytest, {{pipe: atlassian/pypi-publish:0.4.0, variables: {{{variables}}}}}]"
    upload = only(tmp_path, {"bitbucket-pipelines.yml": f"pipelines: {{default: [step: {{script: {script}}}]}}"})
    assert (upload.index_name, signs_in(upload)[0], upload.uploader.version) == (index, kind, Known("0.4.0"))


BUILDKITE = [
    "- {command: 'twine upload -p $$PYPI dist/*'}",
    "- {commands: [pip install twine, 'twine upload -p $$PYPI dist/*']}",
    "- {group: g, steps: [{command: 'twine upload -p $$PYPI dist/*'}]}",
    "- wait\n- {label: x, env: {TWINE_PASSWORD: $$P}, command: twine upload dist/*}",
]


@pytest.mark.parametrize("steps", BUILDKITE)
@pytest.mark.parametrize("top", ["{}", "steps:\n{}", "env: {{A: b}}\nsteps:\n{}"])
def test_buildkite(tmp_path: Path, steps: str, top: str) -> None:
    assert signs_in(only(tmp_path, {".buildkite/release.yml": top.format(steps)}))[0] == "token"


TRAVIS = [
    ("deploy: {provider: pypi, user: __token__, password: {secure: abc}}", "pypi", "token"),
    ("deploy: {provider: pypi, username: __token__, password: $PYPI_PASSWORD}", "pypi", "token"),
    ("deploy: [{provider: pypi, user: bob, password: {secure: abc}}]", "pypi", "password"),
    ("deploy: {provider: pypi, password: {secure: abc}, server: 'https://test.pypi.org/legacy/'}", "testpypi", "token"),
    ("deploy: {provider: pypi, password: {secure: abc}, server: 'https://nexus.example/'}", "other", "token"),
    ("deploy: {provider: pypi, on: {tags: true}}", "pypi", "?"),
    ("deploy: {provider: script, script: twine upload -p $T dist/*}", "pypi", "token"),
    ("env: {global: [TWINE_PASSWORD=abc X=y]}\nscript: twine upload dist/*", "pypi", "token"),
    ("env: {global: {TWINE_PASSWORD: {secure: abc}}}\nscript: twine upload dist/*", "pypi", "token"),
    ("env: {matrix: [TWINE_PASSWORD=abc]}\nscript: twine upload dist/*", "pypi", "?"),
    ("jobs: {include: [{deploy: {provider: pypi, password: {secure: abc}}}]}", "pypi", "token"),
    ("matrix: {include: [{script: twine upload -p $T dist/*}]}", "pypi", "token"),
]


@pytest.mark.parametrize(("text", "index", "kind"), TRAVIS)
def test_travis(tmp_path: Path, text: str, index: str, kind: str) -> None:
    upload = only(tmp_path, {".travis.yml": text})
    assert (upload.index_name, signs_in(upload)[0]) == (index, kind)


def test_a_users_name_at_travis_is_refused_by_pypi(tmp_path: Path) -> None:
    text = "deploy:\n  provider: pypi\n  user: bob\n  password:\n    secure: abc\n"
    assert findings(tmp_path, {".travis.yml": text}) == ["TP110 error .travis.yml:3"]


def test_jobs_that_share_their_steps_are_one_upload(tmp_path: Path) -> None:
    text = "after_success: [twine upload -p $T dist/*]\njobs: {include: [{script: a}, {script: b}]}"
    assert only(tmp_path, {".travis.yml": text}).job.id == "default"


APPVEYOR = [
    ("deploy_script: [twine upload -u __token__ -p %PYPI% dist\\*]", "token"),
    ("deploy_script: [cmd: twine upload -u %USER_OF_PYPI% -p %PYPI% dist\\*]", "token"),
    ("deploy_script: ['ps: twine upload']\non_success: [ps: 'twine upload -p $env:PYPI dist/*']", "token"),
    ("environment: {TWINE_PASSWORD: {secure: abc}}\non_success: [twine upload dist/*]", "token"),
    ("environment: {global: {TWINE_PASSWORD: {secure: abc}}}\non_success: [twine upload dist/*]", "token"),
    ("environment: {matrix: [{TWINE_PASSWORD: abc}]}\non_success: [twine upload dist/*]", "?"),
]


@pytest.mark.parametrize(("text", "kind"), APPVEYOR)
def test_appveyor(tmp_path: Path, text: str, kind: str) -> None:
    assert signs_in(only(tmp_path, {"appveyor.yml": text}))[0] == kind
    assert findings(tmp_path, {"appveyor.yml": text}) == []


def test_a_block_of_powershell_is_an_open_question(tmp_path: Path) -> None:
    text = "deploy_script:\n  - ps: if ($env:TAG) { twine upload dist/* }\n"
    (open_question,) = repository(tmp_path, {"appveyor.yml": text}).undecided
    assert open_question.why.startswith("a script that names an upload is not read")


JENKINS = [
    ("sh 'twine upload -p $T dist/*'", "token"),
    ('sh "twine upload -p \\$T dist/*"', "token"),
    ('sh """\n  twine upload -p ${T} dist/*\n"""', "token"),
    ("sh(script: 'twine upload -p $T dist/*', returnStatus: true)", "token"),
    ("sh script: 'twine upload -p $T dist/*'", "token"),
    ("bat 'twine upload -u %U% -p %T% dist'", "token"),
    ("environment {\n TWINE_PASSWORD = credentials('pypi')\n}\nsh 'twine upload dist/*'", "token"),
    ("withCredentials([string(credentialsId: 'a', variable: 'TWINE_PASSWORD')]) { sh 'twine upload dist/*' }", "token"),
    ("// sh 'x'\nsh 'twine upload dist/*' /* it's */", "?"),
]


@pytest.mark.parametrize(("text", "kind"), JENKINS)
def test_jenkins(tmp_path: Path, text: str, kind: str) -> None:
    upload = only(tmp_path, {"Jenkinsfile": f"stage('Publish') {{ steps {{ {text} }} }}"})
    assert (upload.job.id, signs_in(upload)[0]) == ("Publish", kind)


@pytest.mark.parametrize(
    "text",
    [
        "// sh 'twine upload dist/*'",
        "/* sh 'twine upload dist/*' */",
        "echo 'sh \"twine upload dist/*\"'",
        "def command = 'twine upload dist/*'",
        "sh command + 'twine upload'",
        "/* sh 'twine upload dist/*'",
        "sh '''twine upload dist/*",
    ],
)
def test_what_jenkins_does_not_run(tmp_path: Path, text: str) -> None:
    assert repository(tmp_path, {"Jenkinsfile": text}).uploads == ()


def test_a_url_of_the_file_is_where_it_goes(tmp_path: Path) -> None:
    text = "environment {\n TWINE_REPOSITORY_URL = 'https://nexus.example/'\n}\nsh 'twine upload dist/*'"
    assert only(tmp_path, {"Jenkinsfile": text}).index_name == "other"


def test_steps_of_other_authors_are_actions(tmp_path: Path) -> None:
    texts = {
        ".circleci/config.yml": "jobs: {a: {steps: [x/pypi-publish: {}]}}",
        ".buildkite/x.yml": "steps: [{command: twine check x, plugins: [sj26/pypi-oidc#v1]}]",
    }
    runs = [step.run for pipeline in repository(tmp_path, texts).pipelines for step in pipeline.jobs[0].steps]
    assert [run.name for run in runs if isinstance(run, Action)] == ["plugin sj26/pypi-oidc", "orb x/pypi-publish"]


HATCHLING = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
PINNED = '[build-system]\nrequires = ["setuptools==70"]\nbuild-backend = "setuptools.build_meta"\n'
PROJECTS = [
    (PINNED + '[project]\nname = "parcel"\nversion = "1.0+local"\n', "TP306 error pyproject.toml"),
    (PINNED + '[project]\nname = "-parcel"\nversion = "1.0"\n', "TP303 error pyproject.toml"),
    (HATCHLING + '[project]\nname = "parcel"\nversion = "1.0"\n', "TP521 warning"),
]


@pytest.mark.parametrize("system", ALL)
@pytest.mark.parametrize(("project", "expected"), PROJECTS)
def test_what_is_wrong_with_the_files_is_said_of_every_system(
    tmp_path: Path, system: str, project: str, expected: str
) -> None:
    command = "pip install build twine==5.1.0 && python -m build && twine upload -p $TOKEN dist/*"
    (finding,) = findings(tmp_path, {**running(system, command), "pyproject.toml": project})
    assert finding.startswith(expected)
