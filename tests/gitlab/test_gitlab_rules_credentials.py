"""What the rules on credentials and identity say of GitLab pipelines, clause by clause, and where they are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import REMOTE, TOP, declared, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CODES = (
    *("TP101", "TP103", "TP105", "TP107", "TP113"),
    *("TP201", "TP202", "TP203", "TP204", "TP205", "TP301", "TP402", "TP403"),
)
GIT = ".git/config"
PYPI = "PYPI_ID_TOKEN: {aud: pypi}"


def job(*script: str, tokens: str | None = PYPI, more: str = "", name: str = "publish") -> str:
    """A job that publishes; in a file of its own it is the whole pipeline."""
    lines = [f"{name}:", "  rules: [{if: $CI_COMMIT_TAG}]"]
    lines += [f"  id_tokens: {{{tokens}}}"] if tokens is not None else []
    lines += [f"  {line}" for line in more.splitlines()]
    return "\n".join((*lines, "  script:", *(f"    - {line}" for line in script), ""))


TWINE = "twine upload dist/*"
AUDIENCES = [
    (job(TWINE), False),
    (job(TWINE, tokens="PYPI_ID_TOKEN: {aud: PyPI}"), True),
    (job(TWINE, tokens="PYPI_ID_TOKEN: {aud: testpypi}"), True),
    (job(TWINE, tokens="PYPI_ID_TOKEN: {aud: [pypi]}"), True),
    (job(TWINE, tokens="PYPI_ID_TOKEN: {aud: [$A]}"), True),
    (job("uv publish", tokens="PYPI_ID_TOKEN: {aud: [pypi, testpypi]}"), True),
    (job("uv publish --trusted-publishing always", tokens="TOKEN: {aud: pypi}"), True),
    (job("pdm publish", tokens="TOKEN: {aud: pypi}"), True),
    (job("twine upload -r testpypi dist/*", tokens="PYPI_ID_TOKEN: {aud: testpypi}"), True),
    (".p: {id_tokens: {PYPI_ID_TOKEN: {aud: x}}}\n" + job(TWINE, tokens=None, more="extends: .p"), True),
    ("default: {id_tokens: {TOKEN: {aud: pypi}}}\n" + job(TWINE, tokens=None), True),
    (job("curl -LsSf https://astral.sh/uv/install.sh | sh", "uv publish", tokens="TOKEN: {aud: pypi}"), True),
    # What is not known: variables, what a script does by itself, other tokens, another credential.
    (job(TWINE, tokens="PYPI_ID_TOKEN: {aud: $A}"), False),
    (job(TWINE, tokens="PYPI_ID_TOKEN: {aud: $A}", more="variables: {A: x}"), False),
    (job(TWINE, tokens="SIGSTORE_ID_TOKEN: {aud: sigstore}"), False),
    (job(TWINE, tokens="TOKEN: {aud: [pypi]}"), False),
    (job("export TWINE_PASSWORD=$(mint $TOKEN)", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("export PYPI_ID_TOKEN=$TOKEN", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("./ci/mint.sh", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("curl https://example.org/install.sh | sh", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("python ci/mint.py", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("python -m ci.mint", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("source ci/mint", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("make token", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("cp pypirc ~/.pypirc", TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("twine upload -p $OTHER dist/*", tokens="PYPI_ID_TOKEN: {aud: x}"), False),
    (job("poetry publish", tokens="PYPI_ID_TOKEN: {aud: x}"), False),
    (job("twine upload --repository-url https://example.org/ dist/*", tokens="PYPI_ID_TOKEN: {aud: x}"), False),
    ("include: [{project: g/p, file: a.yml}]\n" + job(TWINE, tokens="TOKEN: {aud: pypi}"), False),
    (job("a", more="artifacts: {reports: {dotenv: a}}", name="a") + job(TWINE, tokens="TOKEN: {aud: pypi}"), False),
]


@pytest.mark.parametrize(("pipeline", "expected"), AUDIENCES)
def test_the_token_is_not_the_one_that_the_index_takes(tmp_path: Path, pipeline: str, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    codes = [finding[:5] for finding in said(tmp_path, pipeline, *CODES)]
    assert codes == ["TP105"] * expected


BOTH = f"{PYPI}, TESTPYPI_ID_TOKEN: {{aud: testpypi}}"
REUSED = [
    (job("twine upload a/*", "twine upload b/*"), 1),
    (job("twine upload a/* && twine upload b/*"), 1),
    (job("twine upload a/*", "uv publish b/*", "uv publish c/*"), 2),
    (job("twine upload a/* || twine upload a/*"), 0),
    (job("for d in a b; do twine upload $d/*; done"), 0),
    (job("twine upload a/*", "twine upload -r testpypi a/*", tokens=BOTH), 0),
    (job("twine upload -p $A a/*", "twine upload b/*"), 0),
    (job("twine upload a/*", "twine upload b/*", tokens=None), 0),
    (
        job("export TWINE_PASSWORD=$(curl https://pypi.org/_/oidc/mint-token)", "twine upload a/*", "twine upload b/*"),
        0,
    ),
    (job("twine upload a/*") + job("twine upload b/*", name="other"), 0),
    (job("twine upload a/*", more="after_script: [twine upload b/*]"), 0),
]


@pytest.mark.parametrize(("pipeline", "count"), REUSED)
def test_a_token_is_exchanged_twice(tmp_path: Path, pipeline: str, count: int) -> None:
    assert [finding[:5] for finding in said(tmp_path, pipeline, *CODES)] == ["TP113"] * count


ALWAYS = "uv publish --trusted-publishing always"
OWN = """\
  rules: [{if: $CI_COMMIT_TAG}]
  id_tokens: {VAULT_ID_TOKEN: {aud: vault}}
  script: [twine upload dist/*]
"""
MISSING = [
    ({TOP: job(TWINE, tokens=None)}, []),
    ({TOP: job("uv publish", tokens=None)}, []),
    ({TOP: job(ALWAYS, tokens=None)}, [f"TP101 {TOP}:1"]),
    ({TOP: job(ALWAYS, tokens="SIGSTORE_ID_TOKEN: {aud: sigstore}")}, [f"TP101 {TOP}:1"]),
    ({TOP: job("twine upload -r testpypi d/*", tokens=PYPI)}, []),
    ({TOP: job("uv publish --trusted-publishing always --index testpypi", tokens=PYPI)}, []),
    ({TOP: job(ALWAYS, tokens="PYPI_ID_TOKEN: {aud: $A}")}, []),
    ({TOP: "include: [{project: g/p, file: a.yml}]\n" + job(ALWAYS, tokens=None)}, []),
    ({TOP: job(TWINE) + job(TWINE, tokens=None, name="b")}, [f"TP101 {TOP}:6"]),
    ({TOP: job("twine upload -r testpypi d/*", tokens=None) + job(TWINE, name="b")}, []),
    ({TOP: f"default: {{id_tokens: {{{PYPI}}}}}\n" + job(TWINE, tokens="A: {aud: a}")}, [f"TP101 {TOP}:2"]),
    (
        {TOP: f"default: {{id_tokens: {{{PYPI}}}}}\n" + job(TWINE, tokens=None, more="inherit: {default: false}")},
        [f"TP101 {TOP}:2"],
    ),
    ({TOP: "default: {id_tokens: {B: {aud: b}}}\n" + job(TWINE, tokens="A: {aud: a}")}, []),
    # A template's token that the job loses, or forgets; not where such a token is exchanged by hand.
    ({TOP: f".t: &t\n  id_tokens: {{{PYPI}}}\npublish:\n  <<: *t\n" + OWN}, [f"TP101 {TOP}:3"]),
    ({TOP: f".t: {{id_tokens: {{{PYPI}}}}}\n" + job(TWINE, tokens=None)}, [f"TP101 {TOP}:2"]),
    (
        {TOP: "include: t.yml\n" + job(TWINE, tokens=None), "t.yml": f".t: {{id_tokens: {{{PYPI}}}}}\n"},
        [f"TP101 {TOP}:2"],
    ),
    ({TOP: ".t: {id_tokens: {T: {aud: testpypi}}}\n" + job(TWINE, tokens=None)}, []),
    (
        {
            TOP: f".t: {{id_tokens: {{{PYPI}}}, script: [curl https://pypi.org/_/oidc/mint-token]}}\n"
            + job(TWINE, tokens=None)
        },
        [],
    ),
    (
        {
            TOP: f".t: {{id_tokens: {{{PYPI}}}}}\n"
            + job("echo $PYPI_ID_TOKEN", name="mint", tokens=None, more="extends: .t")
            + job(TWINE, tokens=None)
        },
        [],
    ),
    ({TOP: job("echo $PYPI_ID_TOKEN", name="mint") + job(TWINE, tokens=None)}, []),
    ({TOP: job(TWINE, tokens=None), "tplint.toml": declared()}, [f"TP101 {TOP}:1"]),
    ({TOP: job(TWINE, tokens=None), "tplint.toml": declared(index="testpypi")}, ["TP205 tplint.toml:6"]),
    ({TOP: job("twine upload -p $A d/*", tokens=None), "tplint.toml": declared()}, ["TP103 .gitlab-ci.yml:4"]),
]


INPUTS = [
    ("testpypi", "", True),
    ("pypi", "", False),
    ("testpypi", ", inputs: {audience: pypi}", False),
    ("pypi", ", inputs: {audience: testpypi}", True),
    ("pypi", ", inputs: {audience: $AUDIENCE}", False),
]


@pytest.mark.parametrize(("default", "given", "expected"), INPUTS)
def test_an_include_gives_the_audience(tmp_path: Path, default: str, given: str, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    header = f"spec: {{inputs: {{audience: {{default: {default}}}}}}}\n---\n"
    files = {
        TOP: f"include: [{{local: publish.yml{given}}}]\nvariables: {{AUDIENCE: testpypi}}\n",
        "publish.yml": header + job(TWINE, tokens="PYPI_ID_TOKEN: {aud: '$[[ inputs.audience ]]'}"),
    }
    assert said(tmp_path, files, "TP105") == ["TP105 publish.yml:5"] * expected


def test_an_include_gives_the_name(tmp_path: Path) -> None:
    header = "spec: {inputs: {index: {default: MINE}}}\n---\n"
    tokens = "'$[[ inputs.index ]]_ID_TOKEN': {aud: pypi}"
    files = {TOP: "include: publish.yml\n", "publish.yml": header + job(TWINE, tokens=tokens)}
    assert said(tmp_path, files, "TP105") == ["TP105 publish.yml:5"]


@pytest.mark.parametrize(("files", "expected"), MISSING)
def test_a_job_has_no_token(tmp_path: Path, files: Mapping[str, str], expected: list[str]) -> None:
    assert said(tmp_path, files, *CODES) == expected


UNABLE = [
    (job("poetry publish"), ["TP107"]),
    (job("pip install twine==5.1.1", TWINE), ["TP107"]),
    (job("pip install uv==0.8.17", ALWAYS), ["TP107"]),
    (job("poetry publish", tokens=None), []),
    (job("poetry publish", tokens="PYPI_ID_TOKEN: {aud: x}"), []),
    (job("poetry config pypi-token.pypi $(mint)", "poetry publish"), []),
    (job("./mint.sh", "poetry publish"), []),
    ("default: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\n" + job("poetry publish", tokens=None), []),
]


@pytest.mark.parametrize(("pipeline", "codes"), UNABLE)
def test_a_tool_cannot_use_the_token(tmp_path: Path, pipeline: str, codes: list[str]) -> None:
    assert [finding[:5] for finding in said(tmp_path, pipeline, *CODES)] == codes


STORED = job("twine upload -p $TOKEN d/*", tokens=None)
HOSTS = [
    ({TOP: STORED}, []),
    ({TOP: STORED, GIT: REMOTE.format("github.com")}, []),
    ({TOP: STORED, GIT: REMOTE.format("gitlab.com")}, ["TP103"]),
    ({TOP: STORED.replace("TOKEN", "CI_PYPI_TOKEN"), GIT: REMOTE.format("gitlab.com")}, ["TP103"]),
    ({TOP: STORED.replace("TOKEN", "CI_JOB_TOKEN"), GIT: REMOTE.format("gitlab.com")}, []),
    ({TOP: STORED, GIT: REMOTE.format("gitlab.example.org")}, []),
    ({TOP: STORED, "tplint.toml": declared()}, ["TP103"]),
    ({TOP: STORED, GIT: REMOTE.format("gitlab.example.org"), "tplint.toml": declared()}, []),
    ({TOP: STORED, GIT: REMOTE.format("git.example.org"),
      "tplint.toml": declared(issuer_url="https://git.example.org")}, ["TP103"]),
    ({TOP: job("twine upload -p $TOKEN d/*"), GIT: REMOTE.format("gitlab.com")}, []),
    ({TOP: job("twine upload -p $CI_JOB_TOKEN d/*", tokens=None), GIT: REMOTE.format("gitlab.com")}, []),
    ({TOP: job("source x", "twine upload -p $TOKEN d/*", tokens=None), GIT: REMOTE.format("gitlab.com")}, []),
]  # fmt: skip


@pytest.mark.parametrize(("files", "codes"), HOSTS)
def test_a_stored_token_where_the_host_is_known(tmp_path: Path, files: Mapping[str, str], codes: list[str]) -> None:
    assert [finding[:5] for finding in said(tmp_path, files, *CODES)] == codes


IN_ENVIRONMENT = job(TWINE, more="environment: pypi")
LEAVES = "artifacts: {paths: [dist/]}"
OTHER = '[project]\nname = "other"\nversion = "1.0"\n'
HERE = REMOTE.format("gitlab.com")
MATCHES = [
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(environment="pypi")}, []),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared()}, ["TP403 tplint.toml:6"]),
    ({TOP: job(TWINE), "tplint.toml": declared(environment="pypi")}, [f"TP402 {TOP}:1"]),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(environment="PyPI")}, [f"TP402 {TOP}:4"]),
    ({TOP: job(TWINE, more="environment: $E"), "tplint.toml": declared(environment="pypi")}, []),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(environment="pypi"), GIT: HERE}, []),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(environment="pypi"), GIT: HERE.replace("demo", "moved")},
     ["TP203 tplint.toml:5"]),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(environment="pypi"), GIT: REMOTE.format("github.com")}, []),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(".gitlab-ci.yaml", environment="pypi")}, ["TP202 tplint.toml:6"]),
    # The file that is declared is included, is another one that may be the top-level file, or is not there.
    ({TOP: "include: ci/p.yml\n", "ci/p.yml": IN_ENVIRONMENT, "tplint.toml": declared("ci/p.yml", environment="pypi")},
     ["TP201 tplint.toml:6"]),
    ({TOP: "include: ci/p.yml\n", "ci/p.yml": IN_ENVIRONMENT, "tplint.toml": declared(environment="pypi")}, []),
    ({TOP: "include: ci/p.yml\n", "ci/p.yml": IN_ENVIRONMENT, "tplint.toml": declared("ci/p.yml", environment="x")},
     ["TP201 tplint.toml:6"]),
    ({TOP: IN_ENVIRONMENT, "ci/p.yml": IN_ENVIRONMENT, "tplint.toml": declared("ci/p.yml", environment="pypi")}, []),
    ({TOP: IN_ENVIRONMENT, "ci/p.yml": "a: {script: x}", "tplint.toml": declared("ci/p.yml", environment="x")}, []),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared("ci/p.yml", environment="pypi")}, ["TP201 tplint.toml:6"]),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared("ci/p.yml", environment="x")}, ["TP201 tplint.toml:6"]),
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared("ci/p.yml@group/x.yml", environment="pypi")}, []),
    # Instances of one's own.
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(environment="x", issuer_url="https://gitlab.example.org")},
     [f"TP402 {TOP}:4"]),
    # Another project's name; not where another job may build another project.
    ({TOP: IN_ENVIRONMENT, "tplint.toml": declared(environment="pypi"), "pyproject.toml": OTHER},
     ["TP301 pyproject.toml:2"]),
    ({TOP: job("cd sub && python -m build -o ../dist", tokens=None, name="build", more=LEAVES) + IN_ENVIRONMENT,
      "tplint.toml": declared(environment="pypi"), "pyproject.toml": OTHER}, []),
    # A job that is not made for trusted publishing has another credential, in GitLab's settings.
    ({TOP: job("poetry publish", tokens=None, more="environment: pypi"), "tplint.toml": declared(environment="pypi")},
     []),
    ({TOP: job("poetry publish", tokens=None), "tplint.toml": declared(environment="pypi")}, ["TP205 tplint.toml:7"]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), MATCHES)
def test_declared_publishers(tmp_path: Path, files: Mapping[str, str], expected: list[str]) -> None:
    assert said(tmp_path, files, *CODES) == expected
