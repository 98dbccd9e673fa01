"""The rules of names and environments: the clauses and exceptions that their pages do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from publishing import PROJECT, TAGS, TEST, UPLOAD, declaration, job, workflow
from workflows_by_name import CHECKOUT, GIT, found

if TYPE_CHECKING:
    from pathlib import Path


# --- TP301, TP303, TP304, TP306 -------------------------------------------------------------------------------------

ENVIRONMENT = declaration(environment="pypi")


@pytest.mark.parametrize(
    ("publishers", "expected"),
    [
        ((declaration(project_name="Demo"),), []),
        ((declaration(project_name="other"),), ["error pyproject.toml:2"]),
        ((declaration(project_name="other"), declaration()), []),
        ((declaration(project_name="other"), declaration(project_name="third")), ["error pyproject.toml:2"]),
        ((declaration(project_name="other", environment="pypi"), declaration()), ["error pyproject.toml:2"]),
        ((declaration(project_name="other", workflow_filename="x.yml"),), []),
    ],
)
def test_names_that_no_publisher_of_the_identity_covers(
    tmp_path: Path, publishers: tuple[str, ...], expected: list[str]
) -> None:
    assert found(tmp_path, "TP301", {"publish.yml": workflow()}, *publishers) == expected


@pytest.mark.parametrize(
    ("name", "pending", "lines"),
    [
        ("demo", False, []),
        ("-demo", False, [6]),
        ("démo", False, [6]),
        ("statistics", False, []),
        ("statistics", True, [6]),
        ("Xml.Etree", True, [6]),
    ],
)
def test_declared_names_that_pypi_refuses(
    tmp_path: Path,
    name: str,
    pending: bool,  # noqa: FBT001 - a table
    lines: list[int],
) -> None:
    publishers = declaration(project_name=name) + "pending = true\n" * pending
    expected = [f"error pyproject.toml:{line}" for line in lines]
    assert found(tmp_path, "TP303", {"publish.yml": workflow()}, publishers) == expected
    assert found(tmp_path, "TP003", {"publish.yml": workflow()}, publishers) == []


@pytest.mark.parametrize(("name", "reported"), [("demo", False), ("demo!", True), ("{{ name }}", False)])
def test_uploaded_names_that_pypi_refuses(tmp_path: Path, name: str, reported: bool) -> None:  # noqa: FBT001 - a table
    metadata = PROJECT.replace("demo", name)
    expected = ["error pyproject.toml:2"] * reported
    assert found(tmp_path, "TP303", {"publish.yml": workflow()}, **{"pyproject.toml": metadata}) == expected


def test_an_unknown_name_is_a_note_only_where_the_rule_is_selected(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n'}
    assert found(tmp_path, "TP304", {"publish.yml": workflow()}, **files) == ["note publish.yml:9"]
    assert found(tmp_path, "TP30", {"publish.yml": workflow()}, **files) == []


SCM = (
    '[build-system]\nrequires = ["setuptools-scm"]\nbuild-backend = "setuptools.build_meta"\n'
    '[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n'
)
HATCH = (
    '[build-system]\nrequires = ["hatch-vcs"]\nbuild-backend = "hatchling.build"\n'
    '[project]\nname = "demo"\ndynamic = ["version"]\n[tool.hatch.version]\nsource = "vcs"\n'
)
BUILD = CHECKOUT + "      - run: pipx run build\n"
MAIN = "push: {branches: [main]}"


@pytest.mark.parametrize(
    ("metadata", "on", "steps", "expected"),
    [
        (SCM, MAIN, BUILD, ["warning"]),
        (SCM, "schedule: [{cron: '0 0 * * *'}]", BUILD, ["warning"]),
        (SCM + 'local_scheme = "node-and-timestamp"\n', MAIN, BUILD, ["warning"]),
        (SCM + 'local_scheme = "no-local-version"\n', MAIN, BUILD, []),
        (SCM + 'local_scheme = "dirty-tag"\n', MAIN, BUILD, []),
        (SCM, TAGS, BUILD, []),
        (SCM, "push:", BUILD, []),
        (SCM, MAIN + "\n  workflow_dispatch:", BUILD, []),
        (SCM, MAIN, BUILD + "      - run: git tag v1\n", []),
        (SCM, MAIN, BUILD.replace("pipx", "SETUPTOOLS_SCM_PRETEND_VERSION=1 pipx"), []),
        (SCM, MAIN, BUILD + "        env: {SETUPTOOLS_SCM_OVERRIDES_FOR_DEMO: '{}'}\n", []),
        (SCM, MAIN, BUILD + "      - uses: someone/bump@v1\n", []),
        (SCM, MAIN, CHECKOUT, []),
        (HATCH, MAIN, BUILD, ["warning"]),
        (HATCH + 'raw-options.local_scheme = "no-local-version"\n', MAIN, BUILD, []),
        (HATCH.replace("vcs", "regex"), MAIN, BUILD, []),
        (PROJECT.replace("1.0", "1.0+cpu"), TAGS, BUILD, ["error"]),
        (PROJECT.replace("1.0", "0.0.0+placeholder"), TAGS, BUILD, []),
        (PROJECT.replace("1.0", "1.0+cpu"), TAGS, CHECKOUT + "      - run: ./build.sh\n", []),
        (PROJECT.replace("1.0", "1.0+cpu"), TAGS, BUILD + "      - run: sed -i s/+cpu// pyproject.toml\n", []),
        (PROJECT, TAGS, CHECKOUT + "      - run: python setup.py sdist --formats=gztar,zip\n", ["error"]),
        (PROJECT, TAGS, CHECKOUT + "      - run: python setup.py sdist --formats=gztar\n", []),
        (PROJECT, TAGS, CHECKOUT + "      - run: python setup.py sdist --formats=zip -d elsewhere\n", []),
    ],
)
def test_versions_and_formats_that_pypi_refuses(
    tmp_path: Path, metadata: str, on: str, steps: str, expected: list[str]
) -> None:
    workflows = {"publish.yml": workflow(job(steps=steps + UPLOAD), on=on)}
    findings = found(tmp_path, "TP306", workflows, **{"pyproject.toml": metadata})
    assert [finding.partition(" ")[0] for finding in findings] == expected


LOCAL_CFG = "[metadata]\nname = demo\nversion = 1.0+cpu\n"


@pytest.mark.parametrize(
    ("setup_cfg", "setup_py", "expected"),
    [
        (LOCAL_CFG, "from setuptools import setup\nsetup()\n", ["error setup.cfg:3"]),
        (LOCAL_CFG, "from setuptools import setup\nsetup(version=version())\n", []),
        (LOCAL_CFG.replace("1.0+cpu", "attr: demo.__version__"), "setup()\n", []),
        (LOCAL_CFG.replace("1.0+cpu", "1.0"), "setup()\n", []),
        (LOCAL_CFG.replace("[metadata]", "[metadata"), "setup()\n", []),
    ],
)
def test_a_local_version_in_setup_cfg(tmp_path: Path, setup_cfg: str, setup_py: str, expected: list[str]) -> None:
    files = {"setup.cfg": setup_cfg, "setup.py": setup_py, "pyproject.toml": "[tool.ruff]\n"}
    assert found(tmp_path, "TP306", {"publish.yml": workflow(job(steps=BUILD + UPLOAD))}, **files) == expected


def test_a_link_stands_at_the_name_that_is_uploaded(tmp_path: Path) -> None:
    linked = "\n      name: pypi\n      url: https://pypi.org/p/dmeo"
    workflows = {"publish.yml": workflow(job(environment=linked))}
    assert found(tmp_path, "TP301", workflows) == ["warning pyproject.toml:2"]
    assert found(tmp_path, "TP301", workflows, declaration(project_name="dmeo")) == ["error pyproject.toml:2"]


def test_a_name_that_no_project_can_have_is_left_to_one_rule(tmp_path: Path) -> None:
    publisher = declaration(project_name="demo-")
    assert found(tmp_path, "TP3", {"publish.yml": workflow()}, publisher) == ["error pyproject.toml:6"]
    metadata = PROJECT.replace("demo", "demo-") + declaration()
    assert found(tmp_path, "TP3", {"publish.yml": workflow()}, **{"pyproject.toml": metadata}) == [
        "error pyproject.toml:2"
    ]


def test_an_upload_under_a_condition_may_be_of_a_tagged_commit(tmp_path: Path) -> None:
    guarded = workflow(job(steps=BUILD + UPLOAD, more="    if: github.event.head_commit.message == 'x'\n"), on=MAIN)
    assert found(tmp_path, "TP306", {"publish.yml": guarded}, **{"pyproject.toml": SCM}) == []


# --- TP401 to TP406 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "steps", "environment", "publishers", "expected"),
    [
        (TAGS, UPLOAD, "", (), ["warning publish.yml:4"]),
        (TAGS, UPLOAD, "pypi", (), []),
        (TAGS, UPLOAD, "${{ vars.X }}", (), []),
        (TAGS, UPLOAD + TEST, "", (), []),
        (TAGS, UPLOAD, "", (declaration(),), ["warning publish.yml:4"]),
        (TAGS, UPLOAD, "", (ENVIRONMENT,), []),
        (TAGS, UPLOAD, "", (declaration(environment="pypi", workflow_filename="x.yml"),), []),
        (MAIN, UPLOAD, "", (), []),
    ],
)
def test_missing_environments(
    tmp_path: Path, on: str, steps: str, environment: str, publishers: tuple[str, ...], expected: list[str]
) -> None:
    workflows = {"publish.yml": workflow(job(steps=steps, environment=environment), on=on)}
    assert found(tmp_path, "TP401", workflows, *publishers) == expected


@pytest.mark.parametrize(
    ("environments", "publishers", "expected"),
    [
        (["pypi"], (declaration(),), ["warning pyproject.toml:10"]),
        (["pypi"], (ENVIRONMENT,), []),
        (["pypi"], (declaration(), ENVIRONMENT), ["warning pyproject.toml:10"]),
        (["pypi"], (declaration(), declaration(project_name="x", environment="pypi")), []),
        (["pypi", "release"], (declaration(),), ["warning pyproject.toml:10"]),
        (["pypi", ""], (declaration(),), []),
        (["pypi", "${{ vars.X }}"], (declaration(),), []),
        ([""], (declaration(),), []),
        (["a,b"], (declaration(),), []),
    ],
)
def test_publishers_that_could_name_an_environment(
    tmp_path: Path, environments: list[str], publishers: tuple[str, ...], expected: list[str]
) -> None:
    jobs = [job(f"job{i}", environment=environment) for i, environment in enumerate(environments)]
    assert found(tmp_path, "TP403", {"publish.yml": workflow(*jobs)}, *publishers) == expected


@pytest.mark.parametrize(
    ("test", "real", "reported"),
    [
        ("pypi", "pypi", True),
        ("PyPI", "pypi", True),
        ("testpypi", "pypi", False),
        ("", "", False),
        ("${{ vars.X }}", "${{ vars.X }}", False),
    ],
)
def test_environments_that_both_indexes_share(
    tmp_path: Path,
    test: str,
    real: str,
    reported: bool,  # noqa: FBT001 - a table
) -> None:
    workflows = {
        "test.yml": workflow(job(steps=UPLOAD + TEST, environment=test)),
        "publish.yml": workflow(job(environment=real)),
    }
    assert found(tmp_path, "TP404", workflows) == ["note test.yml:6"] * reported


@pytest.mark.parametrize(
    ("environment", "publishers", "expected"),
    [
        ("a,b", (), ["warning publish.yml:6"]),
        ("a,b", (declaration(),), ["warning publish.yml:6"]),
        ("a,b", (ENVIRONMENT,), ["error publish.yml:6"]),
        ("a,b", (ENVIRONMENT, declaration()), ["warning publish.yml:6"]),
        ("a,b", (declaration(environment="pypi", workflow_filename="x.yml"),), ["warning publish.yml:6"]),
        ("a/b", (ENVIRONMENT,), []),
        ("${{ vars.X }}", (), []),
    ],
)
def test_environments_that_no_publisher_can_name(
    tmp_path: Path, environment: str, publishers: tuple[str, ...], expected: list[str]
) -> None:
    workflows = {"publish.yml": workflow(job(environment=environment))}
    assert found(tmp_path, "TP405", workflows, *publishers) == expected
    if environment == "a,b":
        assert found(tmp_path, "TP402", workflows, *publishers) == []


def test_an_environment_of_another_repositorys_publisher_is_not_compared(tmp_path: Path) -> None:
    publishers = declaration(environment="pypi", repository="elsewhere")
    files = {".git/config": GIT.format("octo/demo")}
    workflows = {"publish.yml": workflow(job(environment="release"))}
    assert found(tmp_path, "TP402", workflows, publishers, **files) == []
    assert found(tmp_path, "TP402", workflows, ENVIRONMENT, **files) == ["error publish.yml:6"]


@pytest.mark.parametrize(
    ("on", "condition", "expected"),
    [
        ("[push, pull_request]", "github.ref == 'refs/heads/main'", ["warning pyproject.toml:7"]),
        ("push", "github.event_name == 'push' && github.ref_name == 'main'", []),  # a tag may be called so
        ("{push: {branches: ['**']}}", "github.ref_name == 'main'", ["warning pyproject.toml:7"]),
        ("push", "github.ref == 'refs/heads/main' && vars.NIGHTLY", []),
        ("push", "github.ref == 'refs/heads/main' || github.ref_type == 'tag'", []),
        ("[push, workflow_dispatch]", "github.ref == 'refs/heads/main'", []),
    ],
)
def test_a_branch_that_only_a_condition_names(on: str, condition: str, expected: list[str], tmp_path: Path) -> None:
    guarded = workflow(job(steps=BUILD + UPLOAD, more=f"    if: {condition}\n"), on=on)
    assert found(tmp_path, "TP306", {"publish.yml": guarded}, **{"pyproject.toml": SCM}) == expected
