"""TP516 misplaced-distributions: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay
from judged import CHECKOUT, MATRIX, PUBLISH, job, levels, run, workflow

if TYPE_CHECKING:
    from pathlib import Path


def store(path: str, name: str = "dist") -> str:
    if path.startswith("{"):
        lines = (line.strip("'") for line in path.strip("{}").split(","))
        path = "".join(["|", *(f"\n            {line}" for line in lines)])
    with_ = f"        with:\n          name: {name}\n          path: {path}\n"
    return job(f"{CHECKOUT}      - uses: actions/upload-artifact@v4\n{with_}", name="build")


def fetch(inputs: str, ref: str = "v5") -> str:
    return f"      - uses: actions/download-artifact@{ref}\n        with: {{{inputs}}}\n"


@pytest.mark.parametrize(
    ("stored", "before", "upload", "expected"),
    [
        ("dist/", fetch("name: dist"), PUBLISH, ["error"]),
        ("./dist", fetch("name: dist, path: ."), PUBLISH, ["error"]),
        ("dist/*", fetch("name: dist"), PUBLISH, ["error"]),
        ("wheelhouse/*.whl", fetch("name: dist"), PUBLISH, ["error"]),
        ("dist/", fetch("name: dist"), "      - run: uvx twine upload dist/*\n", ["error"]),
        ("dist/", fetch("name: dist"), "      - run: uvx twine upload *.whl\n", []),
        ("dist/", fetch("name: dist") + "      - run: ls -R\n", PUBLISH, ["error"]),
        ("dist/", CHECKOUT + fetch("name: dist"), PUBLISH, ["error"]),
        ("dist/", fetch("name: dist, path: files"), PUBLISH, ["error"]),
        ("dist/", fetch("name: dist, path: dist/"), PUBLISH, []),
        ("'packages/*/dist/'", fetch("name: dist, path: dist"), PUBLISH, ["error"]),
        ("{dist/,libs/x/dist/}", fetch("name: dist, path: dist"), PUBLISH, ["error"]),
        ("{dist/,libs/x/dist/}", fetch("name: '${{ vars.X }}', path: dist"), PUBLISH, []),
        ("{dist/*.whl,wheelhouse/*.whl}", fetch("name: dist, path: dist"), PUBLISH, ["error"]),
        ("{dist/,CHANGELOG.md}", fetch("name: dist, path: dist"), PUBLISH, ["error"]),
        ("{dist/,dist/more/}", fetch("name: dist, path: dist"), PUBLISH, []),
        ("{dist/,'*.whl'}", fetch("name: dist, path: dist"), PUBLISH, []),
        ("{dist/*.whl,dist/*.tar.gz}", fetch("name: dist, path: dist"), PUBLISH, []),
        ("{dist/a.whl,dist/b.tar.gz}", fetch("name: dist, path: dist"), PUBLISH, []),
        ("{dist/,'!dist/*.txt'}", fetch("name: dist, path: dist"), PUBLISH, []),
        ("{dist/,/tmp/dist/}", fetch("name: dist, path: dist"), PUBLISH, []),
        ("'dist/**/*.whl'", fetch("name: dist, path: dist"), PUBLISH, []),
        ("dist/", fetch("name: dist, path: ./dist"), PUBLISH, []),
        ("dist/", fetch("name: dist"), PUBLISH + "        with: {packages-dir: .}\n", []),
        ("dist/", fetch("name: other"), PUBLISH, []),
        ("dist/", fetch("path: ."), PUBLISH, ["error"]),
        ("dist/", fetch("path: .", "v4"), PUBLISH, []),
        ("dist/", fetch("path: ., pattern: 'd*'"), PUBLISH, []),
        ("dist/", fetch("path: x"), PUBLISH, []),
        ("dist/", fetch("path: x"), PUBLISH + "        with: {packages-dir: x/dist}\n", ["error"]),
        ("dist/", fetch("path: x"), PUBLISH + "        with: {packages-dir: x}\n", []),
        ("build", fetch("path: ."), PUBLISH, []),
        ("dist/", fetch("merge-multiple: true"), PUBLISH, ["error"]),
        ("build", fetch("name: dist"), PUBLISH, []),
        (".", fetch("name: dist"), PUBLISH, []),
        ("'**/*.whl'", fetch("name: dist"), PUBLISH, []),
        ("${{ env.OUT }}", fetch("name: dist"), PUBLISH, []),
        ("dist/", fetch("name: dist, run-id: 1, github-token: x"), PUBLISH, []),
        ("dist/", fetch("name: dist", "v1"), PUBLISH, []),
        ("dist/", fetch("name: dist, path: '${{ vars.X }}'"), PUBLISH, []),
        ("dist/", fetch("name: dist") + "      - run: mkdir dist && mv *.whl dist\n", PUBLISH, []),
        ("dist/", fetch("name: dist") + "      - uses: owner/unknown@v1\n", PUBLISH, []),
        ("dist/", fetch("name: dist"), "      - run: flit publish\n", []),
        ("dist/", fetch("name: dist"), "      - run: mv *.whl dist && twine upload dist/*\n", []),
        ("dist/", fetch("name: dist") + fetch("name: dist, path: dist"), PUBLISH, []),
        ("dist/", "", PUBLISH, []),
    ],
)
def test_where_distributions_go(stored: str, before: str, upload: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(store(stored), job(before + upload, "needs: build"))
    assert levels(tmp_path, "TP516", text) == expected


@pytest.mark.parametrize(
    "other",
    [
        job("      - uses: actions/upload-artifact@v4\n        with: {name: docs, path: html}\n", name="docs"),
        job("      - uses: owner/stores@v1\n", name="docs"),
        "  docs:\n    uses: owner/stores/.github/workflows/x.yml@v1\n",
    ],
)
def test_several_artifacts_have_folders_of_their_own(other: str, tmp_path: Path) -> None:
    upload = job(fetch("path: .") + PUBLISH, "needs: build")
    assert levels(tmp_path, "TP516", workflow(store("dist/"), other, upload)) == []
    built_often = store("dist/").replace("    steps:", f"    {MATRIX}\n    steps:")
    assert levels(tmp_path / "matrix", "TP516", workflow(built_often, upload)) == []


@pytest.mark.parametrize(
    ("inputs", "second", "expected"),
    [
        ("path: dist", store("dist/", "wheels"), ["error"]),
        ("path: ./dist/", store("dist/", "'wheels-${{ github.sha }}'"), ["error"]),
        ("path: dist, merge-multiple: true", store("dist/", "wheels"), []),
        ("path: dist, pattern: 'w*'", store("dist/", "wheels"), []),
        ("path: dist, pattern: '*s*'", store("dist/", "wheels"), ["error"]),
        ("path: dist, pattern: '{dist,wheels}'", store("dist/", "wheels"), []),
        ("path: dist, pattern: '*s*'", store("dist/", "'wheels-${{ github.sha }}'"), []),
        ("path: dist", store("dist/", "dist"), []),
        ("path: dist", store("dist/", "wheels").replace("    steps:", "    if: vars.X\n    steps:"), []),
    ],
)
def test_artifacts_in_folders_within_the_one_that_is_uploaded(
    inputs: str, second: str, expected: list[str], tmp_path: Path
) -> None:
    upload = job(fetch(inputs) + "      - run: ls -lh dist\n" + PUBLISH, "needs: [build, more]")
    text = workflow(store("dist/"), second.replace("  build:", "  more:", 1), upload)
    assert levels(tmp_path, "TP516", text) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (fetch("path: dist", "v4"), ["error"]),
        (fetch("path: dist, pattern: 'w*'", "v4.1.7"), ["error"]),
        (fetch("path: dist, pattern: 'w*'", "fa0a91b85d4f404e444e00e005971372dc801d16"), ["error"]),
        (fetch("path: dist, pattern: 'w*', merge-multiple: true", "v4"), []),
        (fetch("path: dist, pattern: 'w*', merge-multiple: '${{ vars.X }}'", "v4"), []),
        (fetch("path: dist, pattern: 'w*', run-id: 1, github-token: x", "v4"), []),
        (fetch("path: dist, pattern: 'w*'", "v5"), []),
        (fetch("path: dist, pattern: 'w*'", "main"), []),
        (fetch("path: .", "v4"), []),
        (fetch("path: dist", "v4") + "      - run: mv dist/*/* dist\n", []),
        (fetch("path: dist", "v4") + fetch("name: wheels, path: dist", "v4"), []),
    ],
)
def test_v4_makes_a_folder_even_for_one_artifact(before: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(store("dist/", "wheels"), job(before + PUBLISH, "needs: build"))
    assert levels(tmp_path, "TP516", text) == expected


WORKSPACE = '[project]\nname = "all"\n[tool.uv.workspace]\nmembers = ["libs/*"]\nexclude = ["libs/old"]\n'
OF_MEMBER = "        working-directory: libs/core\n"
FROM_MEMBER = "        with: {packages-dir: libs/core/dist/}\n"


def workspace(tmp_path: Path, root: str = WORKSPACE, member: str = "") -> Path:
    core = f'[project]\nname = "core"\n{member}'
    files = {"pyproject.toml": root, "libs/core/pyproject.toml": core, "libs/old/pyproject.toml": core}
    lay(tmp_path, {**files, "libs/other/README": ""})
    return tmp_path


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (run("uv build", OF_MEMBER) + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv build --wheel -p 3.13", OF_MEMBER) + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv build libs/core") + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv build --package core") + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv build --directory libs/core") + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv build --project=libs/core") + PUBLISH + FROM_MEMBER, ["error"]),
        (run("cd libs/core && uv build") + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv sync && uv build", OF_MEMBER) + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv build && uv publish", OF_MEMBER), ["error"]),
        (run("uv build", OF_MEMBER) + run("uv publish libs/core/dist/*"), ["error"]),
        (run("uv build -o out", OF_MEMBER) + PUBLISH + FROM_MEMBER, ["error"]),
        (run("uv build", OF_MEMBER) + PUBLISH, []),
        (run("uv build -o dist", OF_MEMBER) + PUBLISH + FROM_MEMBER, []),
        (run("uv build --out-dir libs/core/dist") + PUBLISH + FROM_MEMBER, []),
        (run("uv build --out-dir $OUT", OF_MEMBER) + PUBLISH + FROM_MEMBER, []),
        (run("uv build $MORE", OF_MEMBER) + PUBLISH + FROM_MEMBER, []),
        (run("uv build dist/x.tar.gz") + PUBLISH + FROM_MEMBER, []),
        (run("uv build", "        env: {UV_PROJECT: libs/old}\n") + PUBLISH + FROM_MEMBER, []),
        (run("uv build", "        working-directory: '${{ vars.X }}'\n") + PUBLISH + FROM_MEMBER, []),
        (run("uv build", "        working-directory: libs/old\n") + PUBLISH + FROM_MEMBER, []),
        (run("uv build libs/old") + PUBLISH + "        with: {packages-dir: libs/old/dist/}\n", []),
        (run("python -m build", OF_MEMBER) + PUBLISH + FROM_MEMBER, []),
        (run("uv build", OF_MEMBER) + run("mv dist libs/core") + PUBLISH + FROM_MEMBER, []),
        (run("uv build", OF_MEMBER) + run("python -m build", OF_MEMBER) + PUBLISH + FROM_MEMBER, []),
        (run("uv build", OF_MEMBER) + PUBLISH + "        with: {packages-dir: libs/core}\n", []),
        (run("uv build", OF_MEMBER) + run("poetry publish", OF_MEMBER), []),
        ("      - uses: astral-sh/setup-uv@v3\n        with: {version: 0.4.10}\n" + run("uv build", OF_MEMBER)
         + PUBLISH + FROM_MEMBER, []),
    ],
)  # fmt: skip
def test_uv_builds_members_at_the_root(steps: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(CHECKOUT + steps))
    assert levels(workspace(tmp_path), "TP516", text) == expected


@pytest.mark.parametrize(
    ("root", "member", "others", "expected"),
    [
        (WORKSPACE, "", {}, ["error"]),
        (WORKSPACE.replace("libs/*", "libs/core"), "", {}, ["error"]),
        (WORKSPACE.replace("libs/*", "./libs/core"), "", {}, []),
        (WORKSPACE.replace("libs/*", "libs/core/"), "", {}, []),
        (WORKSPACE.replace("libs/old", "lib*"), "", {}, []),
        (WORKSPACE.replace("libs/*", "apps/*"), "", {}, []),
        ('[project]\nname = "all"\n', "", {}, []),
        (WORKSPACE, "[tool.uv.workspace]\n", {}, []),
        (WORKSPACE, "[tool.uv]\nmanaged = false\n", {}, []),
        (WORKSPACE, "", {"libs/pyproject.toml": "[tool.x]\n"}, []),
    ],
)
def test_which_folders_are_members(
    root: str, member: str, others: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    lay(workspace(tmp_path, root, member), others)
    text = workflow(job(CHECKOUT + run("uv build", OF_MEMBER) + PUBLISH + FROM_MEMBER))
    assert levels(tmp_path, "TP516", text) == expected


def kept(inputs: str) -> str:
    return f"      - uses: actions/upload-artifact@v4\n        with: {{{inputs}}}\n"


@pytest.mark.parametrize(
    ("build", "fetched", "expected"),
    [
        (run("uv build", OF_MEMBER) + kept("name: x, path: libs/core/dist/"), "name: x", ["error"]),
        (run("uv build", OF_MEMBER) + kept("name: x, path: libs/core/dist/*.whl"), "pattern: x*", ["error"]),
        (run("uv build", OF_MEMBER) + kept("name: x, path: libs/core/dist/"), "", ["error"]),
        (run("uv build", OF_MEMBER) + kept("name: x, path: dist/"), "name: x", []),
        (run("uv build", OF_MEMBER) + kept("name: x, path: libs/core"), "name: x", []),
        (run("uv build", OF_MEMBER) + kept("name: x, path: '${{ vars.X }}'"), "name: x", []),
        (run("uv build", OF_MEMBER) + kept("name: y, path: libs/core/dist/"), "name: x", []),
        (
            run("uv build", OF_MEMBER) + kept("name: x, path: libs/core/dist/"),
            "name: x, run-id: 1, github-token: y",
            [],
        ),
        (kept("name: x, path: libs/core/dist/") + run("uv build", OF_MEMBER), "name: x", []),
        (run("make", OF_MEMBER) + run("uv build", OF_MEMBER) + kept("name: x, path: libs/core/dist/"), "name: x", []),
        (
            "      - uses: hynek/build-and-inspect-python-package@v2\n" + kept("name: x, path: dist"),
            "name: x",
            ["error"],
        ),
        ("      - uses: hynek/build-and-inspect-python-package@v2\n" + kept("name: x, path: dist"), "", []),
    ],
)
def test_artifacts_that_nothing_fills(build: str, fetched: str, expected: list[str], tmp_path: Path) -> None:
    upload = job(fetch(f"path: dist, merge-multiple: true, {fetched}") + PUBLISH, "needs: build")
    text = workflow(job(CHECKOUT + build, name="build"), upload)
    assert levels(workspace(tmp_path), "TP516", text) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (PUBLISH, ["error"]),
        (run("twine upload dist/*"), ["error"]),
        (PUBLISH + "        with: {packages-dir: '${{ steps.x.outputs.dist }}'}\n", []),
        (run("mkdir dist && cp /tmp/*.whl dist") + PUBLISH, []),
        (run("python -m build") + PUBLISH, []),
        (fetch("name: Packages, path: dist") + PUBLISH, []),
        ("      - uses: owner/unknown@v1\n" + PUBLISH, []),
    ],
)
def test_an_action_that_builds_outside_the_workspace(steps: str, expected: list[str], tmp_path: Path) -> None:
    inspect = "      - uses: hynek/build-and-inspect-python-package@v2\n        id: x\n"
    assert levels(tmp_path, "TP516", workflow(job(CHECKOUT + inspect + steps))) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python -m build python", ["error"]),
        ("python -m build --wheel ./python/", ["error"]),
        ("cd python && python -m build .", ["error"]),
        ("python -m build", []),
        ("python -m build .", []),
        ("python -m build --outdir dist python", []),
        ("python -m build $FOLDER", []),
        ("python -m build python extra", []),
        ("python -m build python/example-1.0.tar.gz", []),
    ],
)
def test_the_folder_that_is_built_has_the_distributions(command: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP516", workflow(job(CHECKOUT + run(command) + PUBLISH))) == expected
