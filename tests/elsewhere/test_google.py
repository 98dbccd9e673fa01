"""Google Cloud Build and ActiveState: what a token would say of the account, PyPI's answer, and the form's values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from systems import as_json, findings, lay, only, repository

from tplint.cli import main
from tplint.model import Known
from tplint.registration.presentations import form_rows, presentations

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.model import Fact

ACCOUNT = "publisher@parcel.iam.gserviceaccount.com"
SERVICE_ACCOUNT = f"serviceAccount: projects/parcel/serviceAccounts/{ACCOUNT}\n"
UPLOAD = "steps:\n  - {name: 'python:3.13', entrypoint: twine, args: [upload, 'dist/*']}\n"
PUBLISHER = f"""\
[[publishers]]
project-name = "parcel"
kind = "google"
email = "{ACCOUNT}"
"""


OF_GITHUB = """\
[[publishers]]
project-name = "parcel"
kind = "github"
owner = "octo"
repository = "parcel"
workflow-filename = "publish.yml"
"""


def value(fact: Fact[str]) -> str:
    """The value; the empty string where it is not known."""
    return fact.value if isinstance(fact, Known) else ""


STEPS = [
    ("{name: 'python:3.13', entrypoint: twine, args: [upload, 'dist/*']}", "oidc"),
    ("{name: python, args: [python, -m, twine, upload, dist/x.whl]}", "oidc"),
    ("{name: python, entrypoint: bash, args: ['-c', 'pip install twine && twine upload dist/*']}", "oidc"),
    ("{name: python, entrypoint: /bin/sh, args: [-ec, 'twine upload dist/*']}", "oidc"),
    ("{name: python, script: 'twine upload dist/*'}", "oidc"),
    ("{name: 'ghcr.io/astral-sh/uv:python3.13', args: [uv, publish]}", "oidc"),
    ("{name: ghcr.io/octo/own, args: [uv, publish]}", "?"),
    ("{name: ghcr.io/octo/own, args: [uv, publish, --trusted-publishing=always]}", "oidc"),
    ("{name: python, env: [TWINE_PASSWORD=abc], args: [twine, upload, dist/x]}", "token"),
    ("{name: python, secretEnv: [TWINE_PASSWORD], args: [twine, upload, dist/x]}", "token"),
    ("{name: python, entrypoint: bash, args: [-c, 'twine upload -p $$TOKEN x'], secretEnv: [TOKEN]}", "token"),
    ("{name: python, args: [twine, upload, '-p', $_TOKEN, dist/x]}", "token"),
    ("{name: python, args: [twine, upload, -u, bob, -p, abc, dist/x]}", "password"),
    ("{name: python, args: [uvx, 'twine==5.1.0', upload, dist/x]}", "none"),
]


@pytest.mark.parametrize(("step", "kind"), STEPS)
def test_how_a_step_signs_in(tmp_path: Path, step: str, kind: str) -> None:
    credential = only(tmp_path, {"cloudbuild.yaml": f"steps: [{step}]"}).credential
    assert (credential.value.kind if isinstance(credential, Known) else "?") == kind


def test_a_file_before_it_may_hold_a_credential(tmp_path: Path) -> None:
    steps = "steps: [{name: python, script: 'cat x > ~/.pypirc'}, {name: python, script: twine upload dist/*}]"
    assert not isinstance(only(tmp_path, {"cloudbuild.yaml": steps}).credential, Known)


OTHER = "other@parcel.iam.gserviceaccount.com"
EMAILS = [
    (SERVICE_ACCOUNT, "", ACCOUNT),
    (SERVICE_ACCOUNT.replace("serviceA", "service_a", 1), "", ACCOUNT),
    ("", "", ""),
    ("serviceAccount: projects/parcel/serviceAccounts/1234567890\n", "", ""),
    ("serviceAccount: projects/$PROJECT_ID/serviceAccounts/a@$PROJECT_ID.iam.gserviceaccount.com\n", "", ""),
    ("serviceAccount: [a]\n", "", ""),
    (SERVICE_ACCOUNT, f"GOOGLE_SERVICE_ACCOUNT_NAME={OTHER}", OTHER),
    (SERVICE_ACCOUNT, "GOOGLE_SERVICE_ACCOUNT_NAME=$_ACCOUNT", ""),
]


@pytest.mark.parametrize(("account", "env", "expected"), EMAILS)
def test_the_address_of_the_token(tmp_path: Path, account: str, env: str, expected: str) -> None:
    text = f"{account}options: {{env: [{env}]}}\n{UPLOAD}"
    (claims,) = only(tmp_path, {"cloudbuild.yaml": text}).claims
    assert (value(claims["email"]), value(claims["sub"])) == (expected, "")


def test_arguments_are_placed_where_they_stand(tmp_path: Path) -> None:
    upload = only(tmp_path, {"cloudbuild.yaml": UPLOAD})
    assert upload.at.text == "twine, args: [upload, 'dist/*'"


def test_json_is_read_as_yaml_is(tmp_path: Path) -> None:
    text = as_json('{"steps": [{"name": "python", "args": ["twine", "upload", "dist/x"]}]}')
    assert only(tmp_path, {"cloudbuild.json": text}).index_name == "pypi"


VERDICTS = [
    (PUBLISHER, Known(True)),
    (PUBLISHER.replace("publisher@", "other@"), Known(False)),
    (f'{PUBLISHER}sub = "123"\n', None),
    (OF_GITHUB, Known(False)),
]


@pytest.mark.parametrize(("declared", "accepted"), VERDICTS)
def test_pypis_answer_by_the_declared_publishers(tmp_path: Path, declared: str, accepted: Known[bool] | None) -> None:
    found = repository(tmp_path, {"cloudbuild.yaml": SERVICE_ACCOUNT + UPLOAD, "tplint.toml": declared})
    (shown,) = presentations(found)
    assert shown.answer is not None
    answer = shown.answer.judgement.accepted
    assert (answer if isinstance(answer, Known) else None) == accepted


def test_an_address_that_is_not_known_leaves_the_answer_open(tmp_path: Path) -> None:
    (shown,) = presentations(repository(tmp_path, {"cloudbuild.yaml": UPLOAD, "tplint.toml": PUBLISHER}))
    assert shown.answer is not None
    assert not isinstance(shown.answer.judgement.accepted, Known)


def test_the_values_of_the_form(tmp_path: Path) -> None:
    (shown,) = presentations(repository(tmp_path, {"cloudbuild.yaml": SERVICE_ACCOUNT + UPLOAD}))
    assert form_rows(shown) == (("Email", Known(ACCOUNT)), ("Subject", Known("")))


def test_show_has_the_values_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tmp_path, {"cloudbuild.yaml": SERVICE_ACCOUNT + UPLOAD})
    assert main(["show", str(tmp_path), "--format", "json"]) == 0
    (upload,) = json.loads(capsys.readouterr().out)["uploads"]
    assert (upload["platform"], upload["publisher"]["email"]) == ("google", ACCOUNT)
    assert upload["claims"][0]["email_verified"] == "true"
    for chosen in ("text", "markdown"):
        assert main(["show", str(tmp_path), "--format", chosen]) == 0
        assert ACCOUNT in capsys.readouterr().out
    assert main(["show", str(tmp_path), "--format", "mermaid"]) == 0
    assert "this repository" in capsys.readouterr().out


def test_pin_declares_the_publisher_once(tmp_path: Path) -> None:
    lay(tmp_path, {"cloudbuild.yaml": SERVICE_ACCOUNT + UPLOAD})
    assert main(["pin", str(tmp_path)]) == 0
    text = (tmp_path / "pyproject.toml").read_text("utf-8")
    assert f'kind = "google"\nemail = "{ACCOUNT}"\n' in text
    assert main(["pin", str(tmp_path), "--check"]) == 0
    assert main(["check", str(tmp_path)]) == 0


@pytest.mark.parametrize(
    ("declared", "added"),
    [(f'{PUBLISHER}sub = "123"\n', False), (PUBLISHER.replace("publisher@", "other@"), True)],
)
def test_pin_leaves_what_is_declared(tmp_path: Path, declared: str, *, added: bool) -> None:
    lay(tmp_path, {"cloudbuild.yaml": SERVICE_ACCOUNT + UPLOAD, "tplint.toml": declared})
    assert main(["pin", str(tmp_path)]) == 0
    text = (tmp_path / "tplint.toml").read_text("utf-8")
    assert declared in text
    assert (text != declared) == added


def test_pin_asks_for_no_repository_where_the_address_is_missing(tmp_path: Path) -> None:
    lay(tmp_path, {"cloudbuild.yaml": UPLOAD})
    assert main(["pin", str(tmp_path)]) == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8").count("publishers") == 0


# --- ActiveState ----------------------------------------------------------------------------------------------------

BUILD = 'publish = pypi_publisher(\n  attempt = 1,\n  pypi_uri = "{}",\n  src = wheels\n)\n'
OF_ACTIVESTATE = (
    'index = "{}"\nproject-name = "parcel"\nkind = "activestate"\norganization = "{}"\nproject = "parcel"\n'
)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        (BUILD.format("test.pypi.org"), "testpypi"),
        (BUILD.format(""), "pypi"),
        (BUILD.format("pypi.org"), "pypi"),
        (BUILD.format("packages.example"), "other"),
        ("publish = pypi_publisher(src = wheels)", "pypi"),
        ("publish = pypi_publisher(src = wheels, pypi_uri = uri)", "other"),
    ],
)
def test_a_build_script_uploads(tmp_path: Path, text: str, index: str) -> None:
    upload = only(tmp_path, {"buildscript.as": text})
    assert (upload.platform, upload.index_name, upload.signs_in_by("oidc")) == ("activestate", index, True)
    assert findings(tmp_path, {"buildscript.as": text}) == []


@pytest.mark.parametrize("text", ["main = runtime", "# publish = pypi_publisher(src = wheels)", "my_pypi_publisher(x)"])
def test_a_build_script_that_uploads_nothing(tmp_path: Path, text: str) -> None:
    assert repository(tmp_path, {"buildscript.as": text}).uploads == ()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://platform.activestate.com/octo-org/parcel?branch=main&commitID=1", ("octo-org", "parcel")),
        ("https://platform.activestate.com/octo-org/parcel", ("octo-org", "parcel")),
        ("https://platform.activestate.com/commit/0001", ("", "")),
        ("parcel", ("", "")),
    ],
)
def test_the_project_of_the_platform(tmp_path: Path, address: str, expected: tuple[str, str]) -> None:
    files = {"buildscript.as": BUILD.format(""), "activestate.yaml": f"project: {address}\n"}
    (claims,) = only(tmp_path, files).claims
    assert (value(claims["organization"]), value(claims["project"])) == expected
    (shown,) = presentations(repository(tmp_path, files))
    rows = {row.label: value(row.value) for row in form_rows(shown)}
    assert rows == {"Organization": expected[0], "ActiveState Project name": expected[1], "Actor Username": ""}


@pytest.mark.parametrize(("organization", "accepted"), [("octo-org", True), ("other-org", False)])
def test_pypis_answer_to_activestate(tmp_path: Path, organization: str, *, accepted: bool) -> None:
    declared = f'[[publishers]]\n{OF_ACTIVESTATE.format("pypi", organization)}actor = "octo"\n'
    files = {
        "buildscript.as": BUILD.format(""),
        "activestate.yaml": "project: https://platform.activestate.com/octo-org/parcel\n",
        "tplint.toml": declared,
    }
    (shown,) = presentations(repository(tmp_path, files))
    assert shown.answer is not None
    assert shown.answer.judgement.accepted == Known(accepted)
