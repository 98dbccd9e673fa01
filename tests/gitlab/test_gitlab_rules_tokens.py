"""What the rules on tokens say of GitLab pipelines, and where they are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import PYPI, REMOTE, TAGS, TOP, TWINE, declared, job, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


MIXED = [
    (job("twine upload -p $TOKEN dist/*"), [f"TP102 {TOP}:6"]),
    (job("export TWINE_PASSWORD=$TOKEN", TWINE), [f"TP102 {TOP}:6"]),
    (job("uv publish --trusted-publishing always -t $TOKEN"), [f"TP102 {TOP}:6"]),
    (job(TWINE), []),
    (job("twine upload -p $PYPI_ID_TOKEN dist/*"), []),
    (job("twine upload -p $TOKEN dist/*", more="id_tokens: {PYPI_ID_TOKEN: {aud: testpypi}}"), []),
    (job("twine upload -p $TOKEN dist/*", more="id_tokens: {PYPI_ID_TOKEN: {aud: $A}}"), []),
    (job("./release.sh", "twine upload -p $TOKEN dist/*"), []),
    (job("echo $PYPI_ID_TOKEN | ./sign", "twine upload -p $TOKEN dist/*"), []),
    (job("twine upload -p $TOKEN a/*", "twine upload b/*"), []),
    (job("twine upload -p $TOKEN a/*", "fullrelease"), []),
    (job("poetry publish -u __token__ -p $TOKEN"), [f"TP102 {TOP}:6"]),
    ({TOP: job("twine upload -p $TOKEN d/*"),
      ".git/config": '[remote "origin"]\n\turl = https://gitlab.example.org/g/p.git\n'}, []),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), MIXED)
def test_a_stored_token_beside_an_identity_token(
    tmp_path: Path, files: Mapping[str, str] | str, expected: list[str]
) -> None:
    assert said(tmp_path, files, "TP102") == expected


EMPTY = [
    (job('export TWINE_PASSWORD=""', TWINE), [f"TP104 {TOP}:6"]),
    (job('twine upload -p "" dist/*'), [f"TP104 {TOP}:6"]),
    (job("UV_PUBLISH_TOKEN= uv publish"), [f"TP104 {TOP}:6"]),
    (job(TWINE, more="variables: {TWINE_PASSWORD: ''}"), []),
    (job('twine upload -p "$TOKEN" dist/*', more="variables: {TOKEN: ''}"), []),
]


@pytest.mark.parametrize(("pipeline", "expected"), EMPTY)
def test_an_empty_credential_of_the_script_itself(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP104") == expected


NAMES = [
    (job("twine upload -u me -p $P dist/*"), [f"TP110 {TOP}:6"]),
    (job("uv publish --username me --password $P"), [f"TP110 {TOP}:6"]),
    (job("twine upload -u __token__ -p $P dist/*"), []),
    (job("twine upload -u $U -p $P dist/*", more="variables: {U: me}"), []),
    (job(TWINE, more="variables: {TWINE_USERNAME: me, TWINE_PASSWORD: $P}"), []),
    (job("twine upload -u me -p $P --repository-url https://example.org/ dist/*"), []),
]


@pytest.mark.parametrize(("pipeline", "expected"), NAMES)
def test_a_person_signs_in(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP110") == expected


UPLOADS = job(TWINE, more=f"{PYPI}\n{TAGS}\nenvironment: pypi", name="upload")
IDLE = [
    (job("pytest", more=PYPI, name="test"), [f"TP111 {TOP}:2"]),
    (job("pip install .", "pytest", more=PYPI, name="test"), [f"TP111 {TOP}:2"]),
    (job("pytest", more="id_tokens: {TESTPYPI_ID_TOKEN: {aud: testpypi}}", name="test"), [f"TP111 {TOP}:2"]),
    (job("pytest", more="id_tokens: {VAULT_ID_TOKEN: {aud: vault}}", name="test"), []),
    (job("pytest", more="id_tokens: {PYPI_ID_TOKEN: {aud: [pypi]}}", name="test"), []),
    (job("make", more=PYPI, name="test"), []),
    (job("fullrelease", more=PYPI, name="test"), []),
    (job("python mint.py", more=PYPI, name="test"), []),
    (job("python -m id pypi", more=PYPI, name="test"), []),
    (job('echo "$PYPI_ID_TOKEN" > token', more=PYPI, name="test"), []),
    (job("!reference [.gone, script]", more=PYPI, name="test"), []),
    (".t: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\n" + job("pytest", more="extends: .t", name="test"), []),
    ("default: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\n" + job("pytest", more=TAGS, name="t"), [f"TP112 {TOP}:1"]),
    ("default: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\n" + job("make", more=TAGS, name="t"), []),
    ("default: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\n" + job("pytest", more="id_tokens: {}", name="t"), []),
    ("default: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\n"
     + job("pytest", more="inherit: {default: false}", name="t"), []),
    ("default: {id_tokens: {A: {aud: vault}}}\n" + job("pytest", more=TAGS, name="t"), []),
    ("default: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\nt: {trigger: {project: group/other}}\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("pipeline", "expected"), IDLE)
def test_a_job_has_a_token_that_it_does_not_need(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline + UPLOADS, "TP111", "TP112") == expected


def test_default_tokens_of_an_included_file(tmp_path: Path) -> None:
    files = {
        TOP: "include: b.yml\n" + UPLOADS + job("pytest", more="stage: test", name="test"),
        "b.yml": "# for all jobs\ndefault: {id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}}\n",
    }
    assert said(tmp_path, files, "TP112") == ["TP112 b.yml:2"]


def test_tokens_of_a_pipeline_that_does_not_publish_are_nobodys_business(tmp_path: Path) -> None:
    assert said(tmp_path, job("pytest", more=PYPI, name="test") + job("twine check dist/*"), "TP111", "TP112") == []


TOX = {"tox.ini": "[testenv:publish]\ndeps = twine\ncommands = twine upload dist/*\n{}"}
IGNORED = [
    (job("TWINE_PASSWORD=$T tox -e publish"), "", [f"TP114 {TOP}:6"]),
    (job("export TWINE_PASSWORD=$T", "tox -e publish"), "", [f"TP114 {TOP}:6"]),
    (job("TWINE_PASSWORD=$T tox -e publish"), "pass_env = TWINE_*\n", []),
    (job("tox -e publish", more="variables: {TWINE_PASSWORD: $T}"), "", []),
]


@pytest.mark.parametrize(("pipeline", "passed", "expected"), IGNORED)
def test_a_credential_that_tox_keeps_back(tmp_path: Path, pipeline: str, passed: str, expected: list[str]) -> None:
    ini = TOX["tox.ini"].format(passed)
    assert said(tmp_path, {TOP: pipeline, "tox.ini": ini}, "TP114") == expected


OWN = REMOTE.format("gitlab.example.org")
ISSUERS = [
    ({TOP: job(TWINE), ".git/config": OWN}, [f"TP115 {TOP}:6"]),
    ({TOP: job("uv publish --trusted-publishing always"), ".git/config": OWN}, [f"TP115 {TOP}:6"]),
    ({TOP: job(TWINE), ".git/config": OWN, "tplint.toml": declared()}, [f"TP115 {TOP}:6"]),
    ({TOP: job(TWINE), ".git/config": OWN, "tplint.toml": declared(issuer_url="https://gitlab.example.org")}, []),
    ({TOP: job(TWINE), ".git/config": REMOTE.format("gitlab.com")}, []),
    ({TOP: job(TWINE), ".git/config": REMOTE.format("github.com")}, []),
    ({TOP: job(TWINE), ".git/config": OWN + REMOTE.format("gitlab.com").replace("origin", "mirror")}, []),
    ({TOP: job(TWINE, more=TAGS), ".git/config": OWN}, []),
    ({TOP: job("poetry publish"), ".git/config": OWN}, []),
    ({TOP: job(TWINE)}, []),
]


@pytest.mark.parametrize(("files", "expected"), ISSUERS)
def test_an_instance_that_pypi_does_not_know(tmp_path: Path, files: Mapping[str, str], expected: list[str]) -> None:
    assert said(tmp_path, files, "TP115") == expected


MINT = 'api_token=$(curl -sS https://{}/_/oidc/mint-token -d "{{\\"token\\":\\"$PYPI_ID_TOKEN\\"}}" | jq -r .token)'
QUOTED = (
    "|",
    "        oidc=$(python -m id pypi | jq '.token')",
    '        api=$(curl https://pypi.org/_/oidc/mint-token -d "{\\"token\\": \\"$oidc\\"}" | jq -r .token)',
)
ANSWER = 'resp=$(curl -sS https://pypi.org/_/oidc/mint-token -d "{\\"token\\":\\"$PYPI_ID_TOKEN\\"}")'
BODY = 'api=$(curl https://pypi.org/_/oidc/mint-token -d "{\\"token\\":\\"$oidc\\"}" | jq -r .token)'
GONE = BODY.replace("$oidc", "${CI_JOB_JWT_V2}")
MISUSED = [
    (job("twine upload -p $PYPI_ID_TOKEN dist/*"), [f"TP116 {TOP}:6"]),
    (job("UV_PUBLISH_TOKEN=$PYPI_ID_TOKEN uv publish"), [f"TP116 {TOP}:6"]),
    (job("export TWINE_PASSWORD=${PYPI_ID_TOKEN}", TWINE), [f"TP116 {TOP}:6"]),
    (job(TWINE, more=f"{PYPI}\nvariables: {{TWINE_PASSWORD: $PYPI_ID_TOKEN}}"), [f"TP116 {TOP}:3"]),
    (job("twine upload -p $MY dist/*", more="id_tokens: {MY: {aud: pypi}}"), [f"TP116 {TOP}:4"]),
    (job("twine upload -p $MY --repository-url https://example.org/ d/*", more="id_tokens: {MY: {aud: x}}"), []),
    (job("PYPI_ID_TOKEN=$(./exchange)", "twine upload -p $PYPI_ID_TOKEN dist/*"), []),
    # Exchanges by hand: with another index's host, never read, and as they should be.
    (job(MINT.format("test.pypi.org"), "twine upload -p $api_token dist/*"), [f"TP116 {TOP}:6"]),
    (job(MINT.format("pypi.org"), "twine upload -p $api_token dist/*"), []),
    (job(MINT.format("test.pypi.org"), "twine upload -r testpypi -p $api_token dist/*"), []),
    (job(MINT.format("pypi.org"), TWINE), [f"TP116 {TOP}:6"]),
    (job(MINT.format("pypi.org"), "export TWINE_PASSWORD=$api_token", TWINE), []),
    (job(MINT.format("pypi.org"), TWINE, more="id_tokens: {OTHER: {aud: pypi}}"), [f"TP116 {TOP}:4"]),
    (
        job(
            MINT.format("pypi.org").replace("PYPI_ID", "MY_ID"),
            TWINE,
            more=f"{PYPI[:-1]}, MY_ID_TOKEN: {{aud: pypi}}}}",
        ),
        [],
    ),
    # Audiences that `id` is asked for.
    (job("pip install id", "oidc=$(python -m id PYPI)", BODY, "twine upload -p $api d/*"), [f"TP116 {TOP}:7"]),
    (job("pip install 'id>=1.5' twine", "oidc=$(python -m id PYPI)", BODY, "twine upload -p $api d/*"), []),
    (job("oidc=$(python -m id PYPI)", BODY, "twine upload -p $api d/*"), []),
    (job("oidc=$(python -m id pypi)", BODY, "twine upload -p $api d/*"), []),
    (job("oidc=$(uvx id testpypi)", BODY, "twine upload -p $api d/*"), [f"TP116 {TOP}:6"]),
    (job("oidc=$(python -m id $AUDIENCE)", BODY, "twine upload -p $api d/*"), []),
    (job(MINT.format("pypi.org"), "./upload.sh", TWINE), []),
    # Tokens that GitLab does not have any more; one of its own may be called so.
    (job(GONE, "twine upload -p $api d/*", more="stage: deploy"), [f"TP116 {TOP}:4"]),
    (job("export oidc=$CI_JOB_JWT", BODY, "twine upload -p $api d/*", more="stage: deploy"), [f"TP116 {TOP}:4"]),
    (job("vault login jwt=$CI_JOB_JWT", BODY, "twine upload -p $api d/*", more="stage: deploy"), []),
    (job(GONE, "twine upload -p $api d/*", more="id_tokens: {CI_JOB_JWT_V2: {aud: pypi}}"), []),
    (job(GONE.replace("pypi.org", "$HOST"), "twine upload -p $api d/*", more="stage: deploy"), []),
    # What the answer goes through before nothing reads it, or something does.
    (job(ANSWER, 'api=$(jq -r .token <<< "$resp")', TWINE), [f"TP116 {TOP}:6"]),
    (job(ANSWER, 'api=$(jq -r .token <<< "$resp")', "twine upload -p $api dist/*"), []),
    (job(ANSWER, 'API=$(jq -r .token <<< "$resp")', TWINE), []),
    (job(ANSWER, 'echo "$resp"', TWINE), []),
    (job("\n".join(QUOTED), "twine upload -p $api dist/*"), [f"TP116 {TOP}:7"]),
]


@pytest.mark.parametrize(("pipeline", "expected"), MISUSED)
def test_a_token_is_used_in_a_way_that_leads_nowhere(tmp_path: Path, pipeline: str, expected: list[str]) -> None:
    assert said(tmp_path, pipeline, "TP116") == expected
