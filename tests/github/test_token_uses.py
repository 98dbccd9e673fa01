"""What a job needs an identity token for, beside uploading to PyPI."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from limits import within
from tplint.documents.nodes import Mapping, Span
from tplint.documents.source import Place, Source
from tplint.model import Action, Input, Known, Script, Step, Unknown, Value
from tplint.platforms.github.token_uses import runs_unread, token_uses

AT = Place(Source(".github/workflows/x.yml", ""), 0, 0)
NODE = Mapping((), Span(0, 0))


def step(run: Action | Script, within: str = "") -> Step:
    return Step("", "", run, Known(True), AT, NODE, within=within)


def action(name: str, inputs: dict[str, str] | None = None) -> Step:
    given = {
        key: Input(Value(text, Unknown("an expression") if "${{" in text else Known(text), AT), AT)
        for key, text in (inputs or {}).items()
    }
    return step(Action(name, "v1", MappingProxyType(given), MappingProxyType({}), AT))


def script(text: str, unread: str = "") -> Step:
    return step(Script((), text, AT, MappingProxyType({}), unread=unread))


USES = [
    (action("aws-actions/configure-aws-credentials", {"role-to-assume": "arn:aws:iam::1:role/x"}), True),
    (
        action("aws-actions/configure-aws-credentials", {"role-to-assume": "arn", "aws-access-key-id": "${{ x }}"}),
        False,
    ),
    (action("aws-actions/configure-aws-credentials", {"aws-access-key-id": "${{ x }}"}), False),
    (action("google-github-actions/auth", {"workload_identity_provider": "projects/1"}), True),
    (action("google-github-actions/auth", {"credentials_json": "${{ x }}"}), False),
    (action("azure/login", {"client-id": "1", "tenant-id": "2"}), True),
    (action("azure/login", {"creds": "${{ x }}"}), False),
    (action("actions/attest-build-provenance", {"subject-path": "dist/*"}), True),
    (action("hynek/build-and-inspect-python-package"), False),
    (action("hynek/build-and-inspect-python-package", {"attest-build-provenance-github": "true"}), True),
    (action("hynek/build-and-inspect-python-package", {"attest-build-provenance-github": "${{ x }}"}), True),
    (action("ossf/scorecard-action"), False),
    (action("ossf/scorecard-action", {"publish_results": "true"}), True),
    (action("codecov/codecov-action", {"token": "${{ x }}"}), False),
    (action("codecov/codecov-action", {"use_oidc": "true"}), True),
    (action("qltysh/qlty-action/coverage"), True),
    (action("hashicorp/vault-action", {"method": "jwt"}), True),
    (action("hashicorp/vault-action", {"method": "token"}), False),
    (action("actions/github-script", {"script": "core.setOutput('t', await core.getIDToken('pypi'))"}), True),
    (action("actions/github-script", {"script": "core.info('hello')"}), False),
    (action("actions/github-script", {"script": "await require('./release.js')()"}), None),
    (action("actions/checkout"), False),
    (action("docker://ghcr.io/pypa/gh-action-pypi-publish"), False),
    (action("pypa/gh-action-pypi-publish"), False),
    (action("someone/some-action"), None),
    (action("./.github/actions/build"), None),
    (script('curl -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" $URL'), True),
    (script("cosign sign-blob dist/x.whl"), True),
    (script("npm publish --provenance"), True),
    (script("python -m build\ntwine check dist/*"), False),
    (script("make release"), None),
    (script("echo hello", unread="it could not be read"), None),
]


@pytest.mark.parametrize(("given", "needed"), USES)
def test_what_needs_a_token(given: Step, needed: bool | None) -> None:  # noqa: FBT001 - a table's column
    found = token_uses([action("actions/checkout"), given])
    if needed is None:
        assert isinstance(found, Unknown)
    else:
        assert isinstance(found, Known)
        assert bool(found.value) is needed


def test_a_certain_use_wins_over_an_unknown_action() -> None:
    assert token_uses([action("someone/some-action"), action("actions/deploy-pages")]) == Known(
        ("actions/deploy-pages",)
    )


def test_the_steps_of_a_composite_action_stand_for_it() -> None:
    inner = action("actions/checkout")._replace(within=".github/actions/build/action.yml")
    assert token_uses([action("./.github/actions/build"), inner]) == Known(())


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("./release.sh", True),
        ("bash -eux scripts/release.sh", True),
        ("python scripts/release.py --yes", True),
        ("python -u scripts/release.py", True),
        ("uv run scripts/release.py", True),
        ("TAG=v1 ./release", True),
        ("ci/publish.sh", True),
        ("tox -e release", True),
        ("uvx nox -s release", True),
        ("cd docs && make html", True),
        ("python -m tox", True),
        ("npm run build", True),
        ("hatch run release", True),
        ("pip install tox make", False),
        ("pip install ./dist/*.whl", False),
        ("rm -rf ./dist", False),
        ("# ./release.sh", False),
        (". .venv/bin/activate\npython -m build", False),
        ("source venv/bin/activate", False),
        ("python -m build && twine upload dist/*", False),
        ("npm ci", False),
        ("hatch build", False),
        ("", False),
    ],
)
def test_scripts_that_run_what_is_not_read(text: str, unread: bool) -> None:  # noqa: FBT001 - a table's column
    assert runs_unread(text) is unread


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("python " + "-o " * 50_000, True),  # a line that is too long to be read
        ("a=" * 50_000, False),
        ("\n" * 100_000, False),
        ("(" * 100_000, False),
        ("a/" * 50_000, False),
    ],
)
def test_texts_made_to_hurt_take_linear_time(text: str, unread: bool) -> None:  # noqa: FBT001 - a table's column
    with within(2):  # quadratic time would be minutes
        assert runs_unread(text) is unread
