"""``tplint pin``: which publishers are declared, whose repository it is, and the options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tomli

from pins import TABLE, pin, repository
from publishing import PROJECT, REMOTE, UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path


def publishers(root: Path) -> list[dict[str, str]]:
    data = tomli.loads((root / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, str]] = data["tool"]["tplint"]["publishers"]
    return found


# --- what is declared -----------------------------------------------------------------------------------------------


def test_a_publisher_is_added_and_a_second_run_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path)
    assert pin(tmp_path) == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == f"{PROJECT}\n{TABLE}"
    assert capsys.readouterr().out == (
        "added to pyproject.toml: PyPI project demo: "
        "Owner octo · Repository name demo · Workflow name publish.yml · Environment name pypi\n"
    )
    assert pin(tmp_path) == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == f"{PROJECT}\n{TABLE}"
    assert capsys.readouterr().out == "nothing to do: pyproject.toml declares what the uploads need\n"


def test_uploads_with_the_same_identity_and_project_need_one_publisher(tmp_path: Path) -> None:
    both = job(environment="PyPI") + job("again")
    test = job(
        "test",
        environment="",
        steps=UPLOAD + "        with:\n          repository-url: https://test.pypi.org/legacy/\n",
    )
    repository(tmp_path, publish=workflow(both, test))
    assert pin(tmp_path) == 0
    assert [(each["index"], each.get("environment")) for each in publishers(tmp_path)] == [
        ("pypi", "pypi"),
        ("testpypi", None),
    ]


@pytest.mark.parametrize(
    ("fields", "options"),
    [
        ({"environment": "pypi"}, ()),
        ({"environment": "PyPI"}, ()),
        ({}, ()),
        ({"owner": "Octo"}, ()),
        ({"repository": "Demo"}, ()),
        ({"project-name": "De_mo", "repository": "demo"}, ("--repository", "octo/demo")),
    ],
)
def test_a_declaration_that_fits_stays_as_it_is(
    tmp_path: Path, fields: dict[str, str], options: tuple[str, ...]
) -> None:
    values = {"project-name": "demo", "kind": "github", "owner": "octo", "repository": "demo"}
    values |= {"workflow-filename": "publish.yml", **fields}
    name = values["project-name"]
    text = PROJECT.replace("demo", name) + "".join(
        ["[[tool.tplint.publishers]]\n", *(f'{key}   = "{value}" # {key}\n' for key, value in values.items())]
    )
    repository(tmp_path, text)
    assert pin(tmp_path, *options) == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == text


OLD = """\
# what PyPI knows
[[tool.tplint.publishers]]
project-name = 'demo'  # the name
kind = "github"
owner =  "octo"
repository = "demo"
workflow-filename = "{file}" # the file
{environment}
# end of publishers

# about ruff
[tool.ruff]
line-length = 100
"""


@pytest.mark.parametrize(
    ("file", "environment", "changed"),
    [
        ("release.yml", 'environment = "pypi"', 'environment = "pypi"'),
        ("release", 'environment = "pypi"', 'environment = "pypi"'),
        ("publish.yml", 'environment = "release" # env', 'environment = "pypi" # env'),
        ("release.yml", "", 'environment = "pypi"\n'),
    ],
)
def test_a_declaration_that_no_upload_uses_is_changed_in_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, environment: str, changed: str
) -> None:
    repository(tmp_path, PROJECT + OLD.format(file=file, environment=environment))
    assert pin(tmp_path) == 0
    expected = PROJECT + OLD.format(file="publish.yml", environment=changed)
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == expected
    told = capsys.readouterr().out
    assert "changed in pyproject.toml:5: `" in told
    assert told.endswith("PyPI is not told of what has changed: `tplint show` prints the values for its form\n")
    assert pin(tmp_path, "--check") == 0


def test_an_environment_that_the_job_no_longer_has_is_emptied_and_keeps_its_comment(tmp_path: Path) -> None:
    text = PROJECT + OLD.format(file="publish.yml", environment='environment = "release" # env')
    repository(tmp_path, text, publish=workflow(job(environment="")))
    assert pin(tmp_path) == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == text.replace('"release" # env', '"" # env')


@pytest.mark.parametrize(
    "other",
    [
        workflow(job(environment="")),
        workflow(job(environment="${{ vars.ENVIRONMENT }}")),
        workflow(job(steps="      - run: ./publish.sh  # twine upload dist/*\n      - run: eval twine upload $X\n")),
    ],
)
def test_a_declaration_that_another_upload_uses_or_may_use_stays(tmp_path: Path, other: str) -> None:
    text = PROJECT + OLD.format(file="other.yml", environment="")
    repository(tmp_path, text, publish=workflow(), other=other)
    before = publishers(tmp_path)
    assert pin(tmp_path) == 0
    assert publishers(tmp_path)[0] == before[0]


def test_a_project_that_another_publisher_would_take_the_token_of_gets_its_own(tmp_path: Path) -> None:
    other = TABLE.replace('"demo"\nkind', '"other"\nkind')
    general = TABLE.replace('environment = "pypi"\n', "")
    repository(tmp_path, f"{PROJECT}\n{general}\n{other}")
    assert pin(tmp_path) == 0
    assert publishers(tmp_path)[2] == tomli.loads(TABLE)["tool"]["tplint"]["publishers"][0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (workflow(job(environment="${{ vars.E }}")), "Environment name is not known"),
        (workflow(job(environment="a'b")), "PyPI's form refuses it: Environment name: Environment name must not"),
        (workflow(on="pull_request_target:"), "PyPI would refuse it whatever is declared: invalid-publisher"),
        (workflow(on="workflow_call:"), "Owner is not known: the workflow is called from other repositories"),
        (workflow(job(steps="      - run: cd sub && uv build\n" + UPLOAD)), "the project is not known"),
    ],
)
def test_an_upload_whose_publisher_is_not_known_is_named_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    repository(tmp_path, publish=text)
    assert pin(tmp_path) == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == PROJECT
    said, reason = capsys.readouterr().out.splitlines()
    assert said == "nothing to declare: no publisher can be worked out for the uploads"
    assert reason.startswith(".github/workflows/publish.yml:")
    assert why in reason


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ("", "not declared: its attestations name release.yml, so no publisher can match both them and the token"),
        ("        with: {attestations: false}\n", "added to pyproject.toml: PyPI project demo:"),
    ],
)
def test_a_called_file_is_declared_where_no_attestations_name_the_caller(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], inputs: str, said: str
) -> None:
    call = "  call:\n    permissions: {id-token: write}\n    uses: ./.github/workflows/publish.yml\n"
    repository(tmp_path, publish=workflow(job(steps=UPLOAD + inputs), on="workflow_call:"), release=workflow(call))
    assert pin(tmp_path) == 0
    assert said in capsys.readouterr().out


def test_stored_tokens_need_no_publisher(tmp_path: Path) -> None:
    steps = UPLOAD + "        with:\n          password: ${{ secrets.TOKEN }}\n"
    repository(tmp_path, publish=workflow(job(steps=steps)))
    assert pin(tmp_path, "--check") == 0


# --- whose repository it is -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remote", "urls", "said"),
    [
        ("", "", "no git remote and no project URL names the repository; say which one publishes with `--repository"),
        (REMOTE, "https://github.com/other/demo", "`octo/demo` by remote `origin`, `other/demo` by `project.urls`"),
        (
            REMOTE,
            "https://github.com/octo/Demo",
            "name different repositories: `octo/demo` by remote `origin`, `octo/D",
        ),
    ],
)
def test_the_user_is_asked_where_remotes_and_urls_do_not_tell_the_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], remote: str, urls: str, said: str
) -> None:
    repository(tmp_path, f'{PROJECT}\n[project.urls]\nSource = "{urls}"\n')
    (tmp_path / ".git/config").write_text(remote)
    assert pin(tmp_path) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert pin(tmp_path, "--repository", "some/name") == 0
    assert [(each["owner"], each["repository"]) for each in publishers(tmp_path)] == [("some", "name")]


FORK = REMOTE.replace("origin", "upstream") + REMOTE.replace("octo", "me")


@pytest.mark.parametrize(
    ("remote", "urls", "agreed"),
    [
        (REMOTE, ("octo/demo", "octo/issues"), "octo/demo"),
        (REMOTE, ("octo/.github/blob/main/CONDUCT.md", "Octo/demo"), "octo/demo"),
        (FORK, ("octo/demo",), "octo/demo"),
        (FORK, ("octo/demo", "other/plugin"), "octo/demo"),
        (FORK, ("octo/demo", "me/demo"), ""),
        (FORK, ("other/demo",), ""),
        (REMOTE, ("octo/demo", "octo/Demo", "octo/issues"), ""),
        ("", ("octo/demo", "octo/issues"), ""),
    ],
)
def test_other_urls_do_not_count_where_a_remote_and_a_url_agree(
    tmp_path: Path, remote: str, urls: tuple[str, ...], agreed: str
) -> None:
    lines = "".join(f'L{number} = "https://github.com/{url}"\n' for number, url in enumerate(urls))
    repository(tmp_path, f"{PROJECT}\n[project.urls]\n{lines}")
    (tmp_path / ".git/config").write_text(remote)
    assert pin(tmp_path) == (0 if agreed else 2)
    if agreed:
        assert [f"{each['owner']}/{each['repository']}" for each in publishers(tmp_path)] == [agreed]


def test_the_declared_publishers_answer_where_remotes_and_urls_disagree(tmp_path: Path) -> None:
    repository(tmp_path, f'{PROJECT}\n[project.urls]\nSource = "https://github.com/other/demo"\n')
    assert pin(tmp_path, "--repository", "other/demo") == 0
    assert pin(tmp_path, "--check") == 0


def test_the_user_is_asked_before_a_declaration_of_another_repository_is_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path, PROJECT + TABLE.replace("octo", "former"))
    assert pin(tmp_path, "--check") == 2
    assert "pyproject.toml declares `former/demo`" in capsys.readouterr().err
    assert pin(tmp_path, "--repository", "octo/demo") == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == PROJECT + TABLE


@pytest.mark.parametrize("name", ["demo", "octo/", "/demo", "https://github.com/octo/demo", "octo/de mo"])
def test_what_is_no_name_of_a_repository_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    repository(tmp_path)
    assert pin(tmp_path, "--repository", name) == 2
    assert "is no repository: it has to be OWNER/NAME" in capsys.readouterr().err


# --- options --------------------------------------------------------------------------------------------------------


def test_a_dry_run_prints_the_difference_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path)
    assert pin(tmp_path, "--dry-run") == 0
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == PROJECT
    captured = capsys.readouterr()
    added = "".join(f"+{line}\n" for line in ["", *TABLE.splitlines()])
    context = "".join(f" {line}\n" for line in PROJECT.splitlines())
    assert captured.out == f"--- a/pyproject.toml\n+++ b/pyproject.toml\n@@ -1,3 +1,12 @@\n{context}{added}"
    assert captured.err.startswith("would be added to pyproject.toml: PyPI project demo")


def test_a_check_writes_nothing_and_says_by_its_status_whether_something_lacks(tmp_path: Path) -> None:
    repository(tmp_path)
    assert pin(tmp_path, "--check") == 1
    assert pin(tmp_path, "--check", "--dry-run") == 1
    assert (tmp_path / "pyproject.toml").read_text("utf-8") == PROJECT
    assert pin(tmp_path) == 0
    assert pin(tmp_path, "--check") == 0
