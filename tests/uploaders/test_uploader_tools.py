"""The other tools and actions: pdm, maturin, poetry, hatch, flit, rye, setup.py, python-semantic-release, curl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenes import Job, action, shown, sign_in, surroundings, variables, where
from tplint.model import Known
from tplint.uploaders import recognise
from tplint.uploaders.sightings import Sighting, Suspicion

if TYPE_CHECKING:
    from scenes import Scenes

S = "${{ secrets.T }}"


@pytest.mark.parametrize(
    ("script", "env", "name", "index", "kind", "folder"),
    [
        ("pdm publish", {}, "pdm", "pypi", "oidc", "dist"),
        ("python -m pdm publish --no-build", {}, "pdm", "pypi", "oidc", "dist"),
        ("pdm publish -r testpypi", {}, "pdm", "testpypi", "oidc", "dist"),
        ("pdm publish", {"PDM_PUBLISH_REPO": "testpypi"}, "pdm", "testpypi", "oidc", "dist"),
        ("pdm publish -r https://a.example/", {}, "pdm", "other", "oidc", "dist"),
        ("pdm publish -r company", {}, "pdm", "?", "?", "dist"),
        ("pdm publish", {"PDM_PUBLISH_PASSWORD": ""}, "pdm", "pypi", "oidc", "dist"),
        ("pdm publish", {"PDM_PUBLISH_PASSWORD": S}, "pdm", "pypi", "token", "dist"),
        ("pdm publish", {"PDM_PUBLISH_USERNAME": "someone"}, "pdm", "pypi", "oidc", "dist"),
        ("pdm publish -u someone -P ${{ secrets.T }}", {}, "pdm", "pypi", "password", "dist"),
        ("pdm publish -d out -p sub", {}, "pdm", "pypi", "oidc", "sub/out"),
        ("pdm config repository.pypi.password x\npdm publish", {}, "pdm", "pypi", "?", "dist"),
        ("maturin upload wheels/*", {}, "maturin", "pypi", "oidc", "wheels"),
        ("uvx maturin upload wheels/*", {}, "maturin", "pypi", "oidc", "wheels"),
        ("python -m maturin publish -o out", {}, "maturin", "pypi", "oidc", "out"),
        ("maturin publish", {"MATURIN_PYPI_TOKEN": ""}, "maturin", "pypi", "empty", "target/wheels"),
        ("maturin publish", {"MATURIN_PYPI_TOKEN": S}, "maturin", "pypi", "token", "target/wheels"),
        ("maturin publish -u __token__ -p ${{ secrets.T }}", {}, "maturin", "pypi", "?", "target/wheels"),
        ("maturin publish", {"MATURIN_PASSWORD": S}, "maturin", "pypi", "?", "target/wheels"),
        ("maturin upload -r testpypi x/*", {}, "maturin", "testpypi", "oidc", "x"),
        ("pip install maturin==0.14.17\nmaturin upload x/*", {}, "maturin", "pypi", "none", "x"),
        ("poetry publish", {}, "poetry", "pypi", "none", "dist"),
        ("poetry -n publish --build", {}, "poetry", "pypi", "none", "dist"),
        ("poetry publish", {"POETRY_PYPI_TOKEN_PYPI": ""}, "poetry", "pypi", "none", "dist"),
        ("poetry publish", {"POETRY_PYPI_TOKEN_PYPI": S}, "poetry", "pypi", "token", "dist"),
        ("poetry publish -u __token__ -p ${{ secrets.T }}", {}, "poetry", "pypi", "token", "dist"),
        ("poetry publish -u someone -p ${{ secrets.T }}", {}, "poetry", "pypi", "password", "dist"),
        ("poetry publish -p ${{ secrets.T }}", {}, "poetry", "pypi", "none", "dist"),
        ("poetry publish -p x", {"POETRY_PYPI_TOKEN_PYPI": S}, "poetry", "pypi", "token", "dist"),
        ("poetry publish", {"POETRY_HTTP_BASIC_PYPI_PASSWORD": S}, "poetry", "pypi", "token", "dist"),
        ("poetry config pypi-token.pypi ${{ secrets.T }}\npoetry publish", {}, "poetry", "pypi", "token", "dist"),
        ("poetry config http-basic.pypi me ${{ secrets.T }}\npoetry publish", {}, "poetry", "pypi", "password", "dist"),
        ("poetry publish -r test", {"POETRY_PYPI_TOKEN_TEST": S}, "poetry", "?", "token", "dist"),
        (
            *("poetry config repositories.test https://test.pypi.org/legacy/\npoetry publish -r test", {}),
            *("poetry", "testpypi", "none", "dist"),
        ),
        ("poetry publish -r t", {"POETRY_REPOSITORIES_T_URL": "https://a.example/"}, "poetry", "other", "none", "dist"),
        ("hatch publish", {}, "hatch", "pypi", "none", "dist"),
        ("hatch publish -r test", {}, "hatch", "testpypi", "none", "dist"),
        ("hatch publish", {"HATCH_INDEX_REPO": "main"}, "hatch", "pypi", "none", "dist"),
        ("hatch publish", {"HATCH_INDEX_AUTH": ""}, "hatch", "pypi", "none", "dist"),
        ("hatch publish", {"HATCH_INDEX_AUTH": S, "HATCH_INDEX_USER": "__token__"}, "hatch", "pypi", "token", "dist"),
        ("hatch publish -u someone -a ${{ secrets.T }} out/*", {}, "hatch", "pypi", "password", "out"),
        ("hatch publish -p other", {}, "hatch", "?", "none", "dist"),
        ("hatch publish -r company", {}, "hatch", "?", "none", "dist"),
        ("flit publish", {}, "flit", "pypi", "none", "dist"),
        ("pipx run flit publish", {"FLIT_PASSWORD": S, "FLIT_USERNAME": "__token__"}, "flit", "pypi", "token", "dist"),
        ("flit publish", {"FLIT_PASSWORD": ""}, "flit", "pypi", "none", "dist"),
        ("flit publish", {"FLIT_INDEX_URL": "https://test.pypi.org/legacy/"}, "flit", "testpypi", "none", "dist"),
        ("flit publish --repository testpypi", {}, "flit", "?", "none", "dist"),
        ("flit -f sub/pyproject.toml publish", {}, "flit", "pypi", "none", "sub/dist"),
        ("rye publish --token ${{ secrets.T }} -y", {}, "rye", "pypi", "token", "dist"),
        ("rye publish -y", {}, "rye", "pypi", "none", "dist"),
        ("rye publish --repository-url https://test.pypi.org/legacy/", {}, "rye", "testpypi", "none", "dist"),
        ("python setup.py sdist bdist_wheel upload", {}, "setup.py upload", "pypi", "none", "dist"),
        ("python3 ./setup.py sdist upload -r testpypi", {}, "setup.py upload", "?", "none", "dist"),
    ],
)
def test_command(
    scenes: Scenes, script: str, env: dict[str, str], name: str, index: str, kind: str, folder: str
) -> None:
    found = scenes.upload(script, Job(env=env))
    assert (found.uploader.name, where(found), sign_in(found), shown(found.folder)) == (name, index, kind, folder)


@pytest.mark.parametrize(
    "script",
    [
        "poetry publish --dry-run",
        "poetry build",
        "poetry config pypi-token.pypi x",
        "hatch build",
        "hatch publish --help",
        "flit build",
        "pdm build",
        "maturin build --release",
        "maturin develop",
        "python setup.py sdist",
        "python setup.py upload_docs",
        "semantic-release publish",
        "pip install python-semantic-release\nsemantic-release publish",
        "pip install python-semantic-release==9.1\nsemantic-release publish",
        "npm publish",
        "cargo publish",
        "docker push x",
        "gh release upload v1 dist/*",
        "curl -F file=@x https://a.example/upload",
        "curl https://upload.pypi.org/legacy/",
    ],
)
def test_what_is_no_upload(scenes: Scenes, script: str) -> None:
    assert scenes.run(script) == []


@pytest.mark.parametrize(
    ("script", "github", "gitlab"),
    [
        ("pip install pdm==2.5.6\npdm publish", False, False),
        ("pip install pdm==2.6.0\npdm publish", True, False),
        ("pip install pdm==2.23.1\npdm publish", True, True),
        ("pip install maturin==0.15.0\nmaturin upload x", True, False),
        ("poetry publish", False, False),
        ("hatch publish", False, False),
        ("flit publish", False, False),
        ("rye publish", False, False),
    ],
)
def test_who_can_publish_by_trust(scenes: Scenes, script: str, *, github: bool, gitlab: bool) -> None:
    assert shown(scenes.upload(script).uploader.can_trusted_publish) is github
    assert shown(scenes.upload(script, Job(platform="gitlab")).uploader.can_trusted_publish) is gitlab


def test_maturin_never_trusts_gitlab_so_a_password_counts(scenes: Scenes) -> None:
    job = Job(platform="gitlab")
    assert sign_in(scenes.upload("maturin upload -u __token__ -p pypi-x wheels/*", job)) == "token"


@pytest.mark.parametrize(
    ("inputs", "env", "kind", "folder"),
    [
        ({"command": "upload", "args": "--non-interactive --skip-existing wheels/*"}, {}, "oidc", "wheels"),
        ({"command": "upload", "args": "dist/*"}, {"MATURIN_PYPI_TOKEN": S}, "token", "dist"),
        ({"command": "publish"}, {}, "oidc", "target/wheels"),
        ({"command": "upload", "args": "dist/*", "working-directory": "python"}, {}, "oidc", "python/dist"),
        ({"command": "publish", "working-directory": "${{ matrix.folder }}"}, {}, "oidc", None),
        ({"command": "upload", "args": "dist/${{ matrix.name }}/*", "maturin-version": "v0.14.1"}, {}, "none", None),
    ],
)
def test_maturin_action(
    scenes: Scenes, inputs: dict[str, str], env: dict[str, str], kind: str, folder: str | None
) -> None:
    (found,) = scenes.use(action("PyO3/maturin-action@v1", **inputs), Job(env=env))
    assert isinstance(found, Sighting)
    assert (found.uploader.name, sign_in(found), shown(found.folder)) == ("PyO3/maturin-action", kind, folder)


def test_maturin_action_builds_by_default(scenes: Scenes) -> None:
    assert scenes.use(action("PyO3/maturin-action@v1", args="--release")) == []
    (found,) = scenes.use(action("PyO3/maturin-action@v1", command="${{ inputs.command }}"))
    assert isinstance(found, Suspicion)


@pytest.mark.parametrize(
    ("uses", "inputs", "index", "kind"),
    [
        ("JRubics/poetry-publish@v2.1", {"pypi_token": S}, "pypi", "token"),
        (
            *("JRubics/poetry-publish@v2.1",),
            *({"pypi_token": S, "repository_url": "https://test.pypi.org/legacy/"}, "testpypi", "token"),
        ),
        ("JRubics/poetry-publish@v2.1", {"repository_password": S, "repository_username": "me"}, "pypi", "password"),
        ("etils-actions/pypi-auto-publish@v1", {"pypi-token": S}, "pypi", "token"),
        ("coveooss/pypi-publish-with-poetry@v2", {"pypi-token": S}, "pypi", "token"),
        ("code-specialist/pypi-poetry-publish@v1", {"publish_registry_password": S}, "?", "token"),
        ("casperdcl/deploy-pypi@v2", {"password": S}, "pypi", "token"),
        ("casperdcl/deploy-pypi@v2", {}, "pypi", "oidc"),
        ("jupyter-server/jupyter_releaser/.github/actions/finalize-release@v2", {}, "pypi", "oidc"),
        ("jupyter-server/jupyter-releaser/.github/actions/finalize-release@v2", {}, "pypi", "oidc"),
        ("jupyter-server/jupyter_releaser/.github/actions/publish-release@v1", {}, "pypi", "?"),
        ("python-semantic-release/python-semantic-release@v7.34.6", {"pypi_token": S}, "pypi", "token"),
        ("relekang/python-semantic-release@v7", {}, "pypi", "?"),
    ],
)
def test_third_party_actions(scenes: Scenes, uses: str, inputs: dict[str, str], index: str, kind: str) -> None:
    (found,) = scenes.use(action(uses, **inputs))
    assert (where(found), sign_in(found)) == (index, kind)


@pytest.mark.parametrize(
    ("uses", "inputs"),
    [
        ("etils-actions/pypi-auto-publish@v1", {}),
        ("etils-actions/pypi-auto-publish@v1", {"pypi-token": "skip"}),
        ("casperdcl/deploy-pypi@v2", {"upload": "false"}),
        ("jupyter-server/jupyter_releaser/.github/actions/finalize-release@v2", {"dry_run": "true"}),
    ],
)
def test_third_party_actions_that_are_switched_off(scenes: Scenes, uses: str, inputs: dict[str, str]) -> None:
    assert scenes.use(action(uses, **inputs)) == []


@pytest.mark.parametrize(
    "uses",
    [
        "someone/upload-to-pypi@v1",
        "someone/pypi-release-action@v1",
        "OpenAstronomy/github-actions-workflows/.github/workflows/publish.yml@v1",
    ],
)
def test_names_that_sound_like_uploads_are_suspicious(scenes: Scenes, uses: str) -> None:
    (found,) = scenes.use(action(uses))
    assert isinstance(found, Suspicion)


def test_finalize_release_with_a_token_depends_on_the_permission(scenes: Scenes) -> None:
    uses = action("jupyter-server/jupyter_releaser/.github/actions/finalize-release@v2")
    (found,) = scenes.use(uses, Job(env={"PYPI_TOKEN": S}))
    assert sign_in(found) == "?"
    around = surroundings(Job())._replace(can_mint=Known(value=False))
    (found,) = recognise(uses._replace(env=variables({"PYPI_TOKEN": S}, "step")), around)
    assert sign_in(found) == "token"


def test_semantic_release_uploads_before_version_8(scenes: Scenes) -> None:
    script = "pip install 'python-semantic-release<8'\nsemantic-release publish"
    assert sign_in(scenes.upload(script, Job(env={"PYPI_TOKEN": S}))) == "token"
    off = {"pyproject.toml": "[tool.semantic_release]\nupload_to_pypi = false\n"}
    assert scenes.run(script, Job(files=off)) == []
    assert scenes.run(f"{script} -D upload_to_pypi=false") == []
    assert scenes.run(f"{script} --define=upload_to_repository=False") == []


@pytest.mark.parametrize(
    ("login", "kind"),
    [
        ("-u __token__:${{ secrets.T }}", "token"),
        ("-u someone:${{ secrets.T }}", "password"),
        ("-H 'Authorization: x'", "?"),
    ],
)
def test_curl(scenes: Scenes, login: str, kind: str) -> None:
    script = f"curl {login} -F :action=file_upload -F content=@dist/x.whl https://test.pypi.org/legacy/"
    found = scenes.upload(script)
    assert (where(found), sign_in(found)) == ("testpypi", kind)
