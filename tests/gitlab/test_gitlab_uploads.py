"""Pipelines → uploads with their facts: environment, identity tokens, credentials, events, places, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pipelines import TOP, reading, repository, value_of

from tplint.documents.source import position
from tplint.model import Publisher, Remote, Unknown
from tplint.platforms.gitlab.identity import project
from tplint.platforms.gitlab.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.documents.source import Source
    from tplint.model import Upload

TWINE = "script: [twine upload dist/*]"
PYPI = "id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}"


def only(root: Path, top: str, **others: str) -> Upload:
    """The one upload of a pipeline."""
    found = reading(root, {TOP: top, **{f"{name}.yml": text for name, text in others.items()}})
    (upload,) = found.uploads
    return upload


ENVIRONMENTS = [
    ("", None),
    ("environment: release", "release"),
    ("environment: {name: Release, url: 'https://x'}", "Release"),
    ("environment: {name: pypi, action: stop}", "pypi"),
    ("environment: {url: 'https://x'}", None),
    ("environment: null", None),
    ("environment: $E", ...),
    ("environment: {name: 'a/${E}'}", ...),
    ("environment: a/$$E", "a/$E"),
    ("environment: review/$CI_COMMIT_REF_SLUG", ...),
    ("environment: $FROM_SETTINGS", ...),
    ("environment: '$[[ inputs.x ]]'", ...),
    ("environment: !reference [.t, environment]", "t"),
    ("environment: !reference [.u, environment]", ...),
    ("environment: $LOOP", ...),
    ("environment: $RAW", ...),
]


@pytest.mark.parametrize(("environment", "expected"), ENVIRONMENTS)
def test_the_environment(tmp_path: Path, environment: str, expected: object) -> None:
    top = f"""\
variables: {{E: pypi, LOOP: $LOOP, RAW: {{value: $E, expand: false}}}}
.t: {{environment: t}}
publish:
  {environment}
  {TWINE}
"""
    assert value_of(only(tmp_path, top).job.environment) == expected


TOKENS = [
    ("", (), False),
    (PYPI, (("PYPI_ID_TOKEN", ("pypi",), False),), True),
    ("id_tokens: {X: {aud: testpypi}}", (("X", ("testpypi",), False),), True),
    ("id_tokens: {PYPI_ID_TOKEN: {aud: [pypi]}}", (("PYPI_ID_TOKEN", ("pypi",), True),), False),
    ("id_tokens: {V: {aud: 'https://vault'}}", (("V", ("https://vault",), False),), False),
    ("id_tokens: {P: {aud: $I}}", (("P", ("pypi",), False),), True),
    ("id_tokens: {P: {aud: $FROM_SETTINGS}}", (("P", ..., False),), ...),
    ("id_tokens: {P: {aud: [$FROM_SETTINGS, b]}}", (("P", ..., True),), ...),
    ("id_tokens: {'$[[ inputs.x ]]_ID_TOKEN': {aud: pypi}}", (), ...),
    ("id_tokens: !reference [.u, id_tokens]", (), ...),
    ("extends: .u", (), ...),
]


@pytest.mark.parametrize(("tokens", "expected", "can_mint"), TOKENS)
def test_the_identity_tokens(tmp_path: Path, tokens: str, expected: object, can_mint: object) -> None:
    job = only(tmp_path, f"variables: {{I: pypi}}\npublish:\n  {tokens}\n  {TWINE}\n").job
    assert tuple((token.name, value_of(token.audiences), token.is_list) for token in job.id_tokens) == expected
    assert value_of(job.can_mint) == can_mint


@pytest.mark.parametrize(
    ("include", "can_mint"),
    [("{template: SAST.gitlab-ci.yml}", False), ("{project: g/p, file: a.yml}", ...), ("missing.yml", ...)],
)
def test_an_unread_include_may_bring_tokens(tmp_path: Path, include: str, can_mint: object) -> None:
    job = only(tmp_path, f"include: {include}\npublish: {{{TWINE}}}\n").job
    assert value_of(job.can_mint) == can_mint


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("", ""),
        ("image: python:$V", "python:3.12"),
        ("image: {name: 'ghcr.io/astral-sh/uv:0.8.17', entrypoint: ['']}", "ghcr.io/astral-sh/uv:0.8.17"),
        ("image: $CI_REGISTRY_IMAGE", ...),
    ],
)
def test_the_image(tmp_path: Path, image: str, expected: object) -> None:
    top = f"variables: {{V: '3.12'}}\npublish:\n  {image}\n  {TWINE}\n"
    assert value_of(only(tmp_path, top).job.image) == expected


# Script lines, more of the job, and: index, kind of credential, minted.
SIGNING_IN: list[tuple[str, str, tuple[Any, Any]]] = [
    ("twine upload dist/*", "", ("pypi", ...)),
    ("twine upload dist/*", PYPI, ("pypi", ...)),
    ("twine upload dist/*", "variables: {TWINE_PASSWORD: ''}", ("pypi", ...)),
    ("twine upload dist/*", "variables: {TWINE_PASSWORD: $PYPI_TOKEN}", ("pypi", "token")),
    ("twine upload -p $PYPI_TOKEN dist/*", "", ("pypi", "token")),
    ("twine upload -p $PYPI_TOKEN dist/*", PYPI, ("pypi", "token")),
    ("twine upload -p $PYPI_ID_TOKEN dist/*", PYPI, ("pypi", ...)),
    ("twine upload -p $PYPI_TOKEN dist/*", "secrets: {PYPI_TOKEN: {vault: a/b}}", ("pypi", ...)),
    ("twine upload -r testpypi dist/*", "", ("testpypi", ...)),
    ("uv publish --trusted-publishing always", PYPI, ("pypi", "oidc")),
    ("poetry publish", "", ("pypi", ...)),
    ("twine upload -u gitlab-ci-token -p $CI_JOB_TOKEN dist/*", "", (..., ...)),
    ("twine upload -u gitlab-ci-token -p $PAT dist/*", "", (..., "password")),
    ("twine upload dist/*", "variables: {TWINE_USERNAME: gitlab-ci-token, TWINE_PASSWORD: $CI_JOB_TOKEN}", (..., ...)),
    (
        "twine upload --repository-url ${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/packages/pypi dist/*",
        "",
        ("other", ...),
    ),
    (
        "twine upload dist/*",
        "variables: {TWINE_REPOSITORY_URL: $CI_API_V4_URL/projects/$ID/packages/pypi}",
        ("other", ...),
    ),
    ("twine upload dist/*", "variables: {TWINE_REPOSITORY_URL: $SOMEWHERE}", (..., ...)),
    ("twine upload dist/*", "variables: {TWINE_REPOSITORY_URL: 'https://test.pypi.org/legacy/'}", ("testpypi", ...)),
]


@pytest.mark.parametrize(("line", "job", "expected"), SIGNING_IN)
def test_the_index_and_the_credential(tmp_path: Path, line: str, job: str, expected: object) -> None:
    upload = only(tmp_path, f"publish:\n  {job}\n  script:\n    - {line}\n")
    index, credential = value_of(upload.target), value_of(upload.credential)
    assert (index if index is ... else index.name, credential if credential is ... else credential.kind) == expected


def test_a_variable_that_another_job_may_hand_on_is_no_setting(tmp_path: Path) -> None:
    top = "b: {script: x, artifacts: {reports: {dotenv: e}}}\na: {script: [twine upload -p $TOKEN dist/*]}"
    assert value_of(only(tmp_path, top).credential) is ...


@pytest.mark.parametrize("before", ["source ./env.sh", ". env.sh", 'eval "$(login)"', "read TOKEN", "test -n $TOKEN"])
def test_a_variable_that_a_script_may_set_is_no_setting(tmp_path: Path, before: str) -> None:
    top = f"a:\n  script:\n    - {before}\n    - twine upload -p $TOKEN dist/*\n"
    assert value_of(only(tmp_path, top).credential) is ...


def test_a_mint_by_hand(tmp_path: Path) -> None:
    upload = only(
        tmp_path,
        """\
        publish:
          id_tokens: {PYPI_ID_TOKEN: {aud: pypi}}
          script:
            - token=$(python -m id pypi)
            - answer=$(curl -X POST https://pypi.org/_/oidc/mint-token -d "{\\"token\\":\\"${token}\\"}")
            - export TWINE_PASSWORD=$(jq -r .token <<< "$answer")
            - twine upload dist/*
        """,
    )
    credential = value_of(upload.credential)
    assert (credential.kind, credential.minted) == ("oidc", True)


def test_before_script_and_script_share_a_shell(tmp_path: Path) -> None:
    top = "a: {before_script: ['export TWINE_REPOSITORY=testpypi'], script: ['twine upload dist/*']}"
    assert value_of(only(tmp_path, top).target).name == "testpypi"


def test_after_script_has_its_own_shell(tmp_path: Path) -> None:
    top = "a: {script: ['export TWINE_REPOSITORY=testpypi'], after_script: ['twine upload dist/*']}"
    upload = only(tmp_path, top)
    assert (value_of(upload.target).name, upload.step.name) == ("pypi", "after_script")


def test_places_lead_to_the_file_of_each_line(tmp_path: Path) -> None:
    upload = only(
        tmp_path,
        "include: [{local: t.yml, inputs: {what: dist}}]\na: {script: [pip install twine, !reference [.t, script]]}\n",
        t="spec: {inputs: {what: }}\n---\n.t:\n  script:\n    - ls\n    - twine upload $[[ inputs.what ]]/*\n",
    )
    at = upload.at
    assert (at.source.path, position(at.source, at.start).line, at.text) == (
        "t.yml",
        6,
        "twine upload $[[ inputs.what ]]/*",
    )
    assert value_of(upload.folder) == "dist"
    assert (upload.job.at.source.path, upload.job.at.text, upload.pipeline.path) == (TOP, "a", TOP)


def test_a_script_that_is_not_whole_is_said_to_be(tmp_path: Path) -> None:
    step = only(tmp_path, "a: {script: [!reference [.t, script], 'twine upload dist/*']}").step
    assert getattr(step.run, "unread", "") == "`!reference [.t, script]` leads to nothing in the files"


def test_rows_of_a_matrix_are_uploads_of_their_own(tmp_path: Path) -> None:
    top = """\
        a:
          parallel: {matrix: [{WHERE: [pypi, testpypi], OS: linux}]}
          environment: $WHERE
          script: [twine upload -r $WHERE dist/*]
        """
    found = reading(tmp_path, {TOP: top}).uploads
    assert [(value_of(each.target).name, value_of(each.job.environment), each.when) for each in found] == [
        ("pypi", ..., "for the matrix row `WHERE` = `pypi`, `OS` = `linux`"),
        ("testpypi", ..., "for the matrix row `WHERE` = `testpypi`, `OS` = `linux`"),
    ]


def test_rules_tell_alternatives_apart(tmp_path: Path) -> None:
    top = """\
        a:
          environment: $E
          script: [twine upload -r $E dist/*]
          rules:
            - {if: $CI_COMMIT_TAG, variables: {E: pypi}}
            - {if: $CI_COMMIT_BRANCH, variables: {E: testpypi}}
        """
    found = reading(tmp_path, {TOP: top}).uploads
    assert [(value_of(each.target).name, each.when, each.certain) for each in found] == [
        ("pypi", "on `push of a tag`", True),
        ("testpypi", "on `push of a branch`", True),
    ]


def test_an_upload_that_no_pipeline_reaches(tmp_path: Path) -> None:
    top = f"a: {{{TWINE}, rules: [{{if: $CI_COMMIT_TAG && $CI_COMMIT_BRANCH}}]}}"
    found = reading(tmp_path, {TOP: top})
    assert (len(found.uploads), len(found.unreachable)) == (0, 1)


def test_child_pipelines(tmp_path: Path) -> None:
    top = """\
        variables: {WHERE: testpypi}
        start:
          trigger: {include: [{local: child.yml}]}
          variables: {NAME: release}
          rules: [{if: $CI_COMMIT_TAG}]
        """
    child = """\
        publish:
          environment: $NAME
          script: [twine upload -r $WHERE dist/*]
          rules: [{if: $CI_PIPELINE_SOURCE == "parent_pipeline" && $CI_COMMIT_TAG}]
        """
    found = reading(tmp_path, {TOP: top, "child.yml": child})
    (upload,) = found.uploads
    assert (value_of(upload.target).name, value_of(upload.job.environment)) == ("testpypi", "release")
    assert {(event.name, event.ref_type) for event in upload.events} == {
        (name, "tag") for name in ("push", "web", "schedule", "api", "trigger")
    }
    assert (upload.pipeline.path, upload.at.source.path) == (TOP, "child.yml")


def test_a_child_pipeline_that_starts_itself_ends(tmp_path: Path) -> None:
    top = f"start: {{trigger: {{include: {TOP}}}}}\na: {{{TWINE}}}"
    assert reading(tmp_path, {TOP: top}).uploads


def test_an_unread_include_that_speaks_of_pypi_is_undecided(tmp_path: Path) -> None:
    top = "include: [{component: gitlab.com/g/pypi-publish/pypi@1}, {component: gitlab.com/g/docker/build@1}]"
    found = reading(tmp_path, {TOP: top})
    assert [each.why for each in found.undecided] == [
        "what it includes is not read: component `gitlab.com/g/pypi-publish/pypi@1`"
    ]


ORIGIN = Remote("origin", "gitlab.com", "group/sub/project")


def presented(root: Path, top: str, *remotes: Remote, publishers: tuple[Publisher, ...] = ()) -> dict[str, object]:
    """The claims of the one upload, as values."""
    files = repository(root, {TOP: top, "b.yml": f"a: {{{TWINE}, {PYPI}, only: [tags], environment: Prod}}"})
    (upload,) = read(files, TOP, project(remotes, publishers)).uploads
    return {name: value_of(fact) for name, fact in upload.claims[0].items()}


def test_claims(tmp_path: Path) -> None:
    assert presented(tmp_path, "include: b.yml", ORIGIN) == {
        "iss": "https://gitlab.com",
        "project_path": "group/sub/project",
        "namespace_path": "group/sub",
        "ci_config_ref_uri": "gitlab.com/group/sub/project//.gitlab-ci.yml@refs/tags/*",
        "ref_path": "refs/tags/*",
        "ref_type": "tag",
        "pipeline_source": "push",
        "sub": "project_path:group/sub/project:ref_type:tag:ref:*",
        "environment": "Prod",
        "aud": "pypi",
    }


def declared(source: Source, issuer: str) -> Publisher:
    return Publisher("pypi", "gitlab", "p", {"issuer_url": issuer}, source, ())


IDENTITIES = [
    ((), (), ..., ...),
    ((Remote("origin", "github.com", "o/r"),), (), ..., ...),
    ((ORIGIN,), (), "gitlab.com", "group/sub/project"),
    ((Remote("origin", "gitlab.example.org", "g/p"),), (), "gitlab.example.org", "g/p"),
    ((Remote("origin", "git.example.org", "g/p"),), (), ..., ...),
    ((Remote("origin", "git.example.org", "g/p"),), ("https://git.example.org",), "git.example.org", "g/p"),
    ((ORIGIN, Remote("mirror", "github.com", "o/r")), (), "gitlab.com", "group/sub/project"),
    ((ORIGIN, Remote("ssh", "gitlab.com", "Group/sub/project")), (), "gitlab.com", "group/sub/project"),
    ((ORIGIN, Remote("upstream", "gitlab.com", "other/project")), (), ..., ...),
]


@pytest.mark.parametrize(("remotes", "issuers", "host", "path"), IDENTITIES)
def test_the_project(remotes: tuple[Remote, ...], issuers: tuple[str, ...], host: object, path: object) -> None:
    from tplint.documents.source import Source as File  # noqa: PLC0415 - beside the type of the same name

    found = project(remotes, tuple(declared(File("pyproject.toml", ""), issuer) for issuer in issuers))
    assert (value_of(found.host), value_of(found.path)) == (host, path)


POSSIBLE = [
    ("a: {%s, variables: {P: 'no'}, rules: [{if: $P == 'yes'}]}", True),
    ("variables: {P: 'no'}\nworkflow: {rules: [{if: $P == 'yes'}]}\na: {%s}", True),
    ("a: {%s, rules: [{if: $CI_PIPELINE_SOURCE == 'parent_pipeline'}]}", True),
    ("a: {%s, rules: [{if: $CI_PIPELINE_SOURCE == 'push' && $CI_COMMIT_TAG && $CI_COMMIT_BRANCH}]}", False),
    ("a: {%s, rules: [{if: $CI_PIPELINE_SOURCE == 'merge_request_event' && $CI_COMMIT_TAG}]}", False),
    ("a: {%s, variables: {P: 'no'}, rules: [{if: $P == 'yes' && $CI_COMMIT_TAG && $CI_COMMIT_BRANCH}]}", False),
]


@pytest.mark.parametrize(("top", "possible"), POSSIBLE)
def test_what_the_files_do_not_hold_may_let_a_job_run(tmp_path: Path, top: str, possible: bool) -> None:  # noqa: FBT001 - a row of the table
    found = reading(tmp_path, {TOP: top % TWINE})
    assert (len(found.uploads), len(found.unreachable)) == (possible, not possible)
    assert all(isinstance(upload.condition, Unknown) for upload in found.uploads)
    assert all(upload.condition.at for upload in found.unreachable)


def test_a_pipeline_that_a_job_writes_is_undecided_where_something_speaks_of_pypi(tmp_path: Path) -> None:
    trigger = "a: {trigger: {include: [{artifact: made.yml, job: make}]}}\n"
    assert not reading(tmp_path, {TOP: trigger}).undecided
    (undecided,) = reading(tmp_path, {TOP: trigger + "make: {script: echo pypi}\n"}).undecided
    assert (undecided.at.text, undecided.why) == ("made.yml", "it names a pipeline that another job writes")


IMAGES = [
    ("ghcr.io/astral-sh/uv:0.8.17", False),
    ("ghcr.io/astral-sh/uv:0.8.17-python3.13-bookworm", False),
    ("docker.io/astral/uv:0.8.18-alpine", True),
    ("{name: 'ghcr.io/astral-sh/uv:0.12.5@sha256:0'}", True),
    ("ghcr.io/astral-sh/uv:0.8", ...),
    ("ghcr.io/astral-sh/uv:0.7-bookworm", False),
    ("ghcr.io/astral-sh/uv:0.12", True),
    ("ghcr.io/astral-sh/uv:python3.13-bookworm", ...),
    ("registry.example.org/astral-sh/uv:0.8.17", ...),
    ("python:3.13", ...),
    ("$IMAGE", ...),
]


@pytest.mark.parametrize(("image", "able"), IMAGES)
def test_the_version_that_an_image_of_uv_has(tmp_path: Path, image: str, able: bool) -> None:  # noqa: FBT001 - a row of the table
    (upload,) = reading(tmp_path, {TOP: f"a: {{script: [uv publish], image: {image}}}"}).uploads
    assert value_of(upload.uploader.can_trusted_publish) is able


def test_what_a_script_installs_wins_over_the_image(tmp_path: Path) -> None:
    top = "a: {image: 'ghcr.io/astral-sh/uv:0.8.17', script: [pip install uv==0.9.0, uv publish]}"
    (upload,) = reading(tmp_path, {TOP: top}).uploads
    assert value_of(upload.uploader.version) == "0.9.0"
