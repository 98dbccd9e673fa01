"""The rules TP514 to TP523, what their pages do not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lint
from rule_pages import write_repository

if TYPE_CHECKING:
    from pathlib import Path

PUBLISH = "      - uses: pypa/gh-action-pypi-publish@release/v1\n"
TESTPYPI = "        with: {repository-url: https://test.pypi.org/legacy/}\n"
CHECKOUT = "      - uses: actions/checkout@v5\n"


def job(steps: str, *keys: str, name: str = "publish", runner: str = "ubuntu-latest") -> str:
    extra = "".join(f"    {key}\n" for key in keys)
    return f"  {name}:\n    runs-on: {runner}\n{extra}    steps:\n{steps}"


def workflow(*jobs: str, on: str = "release", head: str = "") -> str:
    return f"on: {on}\n{head}jobs:\n{''.join(jobs)}"


def findings(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[tuple[str, str]]:
    """Level and message of what a rule says; the workflows are `w0.yml` and so on."""
    named = {f".github/workflows/w{number}.yml": text for number, text in enumerate(workflows)}
    others = {name.replace("__", "."): text for name, text in files.items()}
    root = write_repository(tmp_path, {**named, **others})
    return [(finding.level, finding.message) for finding in lint(root, code).findings]


def levels(tmp_path: Path, code: str, *workflows: str, **files: str) -> list[str]:
    return [level for level, _ in findings(tmp_path, code, *workflows, **files)]


# --- TP514 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "keys", "expected"),
    [
        (PUBLISH + "        continue-on-error: true\n", (), ["warning"]),
        (PUBLISH + "        continue-on-error: ${{ true }}\n", (), ["warning"]),
        (PUBLISH + "        continue-on-error: false\n", (), []),
        (PUBLISH + "        continue-on-error: ${{ vars.TRY }}\n", (), []),
        (PUBLISH, ("continue-on-error: true",), ["warning"]),
        (PUBLISH, ("continue-on-error: ${{ matrix.experimental }}",), []),
        (PUBLISH + TESTPYPI + "        continue-on-error: true\n", (), []),
        ("      - run: uv publish || true\n", (), ["warning"]),
        ("      - run: uv publish || echo failed\n", (), ["warning"]),
        ("      - run: |\n          set +e\n          uv publish\n          echo done\n", (), ["warning"]),
        ("      - run: uv publish || exit 1\n", (), []),
        ("      - run: uv publish || uv publish\n", (), []),
        ("      - run: uv publish\n      - run: twine check dist/* || true\n", (), []),
        ("      - run: twine check dist/* || true\n        continue-on-error: true\n" + PUBLISH, (), []),
        (PUBLISH + "        continue-on-error: true\n", ("continue-on-error: true",), ["warning", "warning"]),
    ],
)
def test_what_hides_a_failed_upload(steps: str, keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP514", workflow(job(steps, *keys))) == expected


# --- TP515 ----------------------------------------------------------------------------------------------------------

GH_ENV = "        env: {GH_TOKEN: '${{ github.token }}'}\n"
UPLOADS = workflow(job(PUBLISH), on="push")
UPLOADS_BY_HAND = workflow(job(PUBLISH), on="workflow_dispatch")


def starter(command: str, permissions: str = "permissions: write-all", token: str = GH_ENV) -> str:
    return workflow(job(f"      - run: {command}\n{token}", permissions, name="start"), on="push")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (UPLOADS, starter("gh workflow run w0.yml"), ["error"]),
        (UPLOADS, starter("gh workflow run .github/workflows/w0.yml -r main -f a=b"), ["error"]),
        (UPLOADS, starter("gh workflow run -r main w0.yml"), ["error"]),
        (UPLOADS, starter("gh workflow run w0.yml || true"), []),
        (UPLOADS, starter("gh workflow run w0.yml -R other/repository"), []),
        (UPLOADS, starter("gh workflow run w0.yml -R ${{ github.repository }}"), ["error"]),
        (UPLOADS, starter("gh workflow run $FILE"), []),
        (UPLOADS, starter("gh workflow list"), []),
        ("name: Ship\n" + UPLOADS, starter("gh workflow run Ship"), ["error"]),
        ("name: Ship\n" + UPLOADS, starter("gh workflow run Other"), []),
        (workflow(job("      - run: pytest\n"), on="push"), starter("gh workflow run w0.yml"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "permissions: {contents: write}"), ["error"]),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "permissions: {actions: write}"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "name: no permissions"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run w0.yml", "permissions: {}", ""), []),
        (
            UPLOADS_BY_HAND,
            starter("gh workflow run w0.yml", "permissions: {}", GH_ENV.replace("github.token", "secrets.BOT")),
            [],
        ),
        (UPLOADS_BY_HAND, starter("gh workflow run W0.yaml"), []),
        (UPLOADS_BY_HAND, starter("gh workflow run pypi-upload.yml"), ["error"]),
        (UPLOADS_BY_HAND, starter("gh workflow run docs.yml"), []),
        (UPLOADS, starter("gh workflow run w0.yml").replace("      - run", "      - if: false\n        run"), []),
    ],
)
def test_workflows_that_cannot_be_started(first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP515", first, second) == expected


WITH_INPUT = workflow(job(PUBLISH), on="{workflow_dispatch: {inputs: {Tag: }}}")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("-f tag=v1", []),
        ("--json < inputs.json", []),
        ("-f $NAME=v1", []),
        ("-f 'tag=version=1'", []),
        ("--ref version=1", []),
        ("-f version=v1", ["`version`"]),
        ("-f version='${{ github.ref_name }}'", ["`version`"]),
        ('--raw-field "version=$V" -f tag=v1', ["`version`"]),
        ("-fversion=v1 --field=dry=$DRY", ["`version` and `dry`"]),
        ("-F tag=@file -f version=1 || true", []),
    ],
)
def test_inputs_that_a_workflow_does_not_declare(options: str, expected: list[str], tmp_path: Path) -> None:
    text = starter(f"|\n          gh workflow run w0.yml {options}")
    assert findings(tmp_path, "TP515", WITH_INPUT, text) == [
        ("error", f"job `start` gives `w0.yml` the input {names}, which it does not declare") for names in expected
    ]


def test_a_workflow_without_inputs_takes_none(tmp_path: Path) -> None:
    assert levels(tmp_path, "TP515", UPLOADS_BY_HAND, starter("gh workflow run w0.yml -f tag=1")) == ["error"]
    other = workflow(job("      - run: make\n"), on="workflow_dispatch")
    assert levels(tmp_path / "other", "TP515", other, starter("gh workflow run w0.yml -f tag=1")) == []


def test_a_workflow_that_starts_an_uploading_one_counts_as_one(tmp_path: Path) -> None:
    between = starter("gh workflow run w0.yml")
    assert levels(tmp_path, "TP515", UPLOADS_BY_HAND, between, starter("gh workflow run w1.yml")) == ["error"]


def test_a_workflow_that_calls_an_uploading_one_counts_as_one(tmp_path: Path) -> None:
    called = workflow(job(PUBLISH), on="workflow_call")
    caller = workflow("  call:\n    uses: ./.github/workflows/w0.yml\n", on="push")
    assert levels(tmp_path, "TP515", called, caller, starter("gh workflow run w1.yml")) == ["error"]


# --- TP516 ----------------------------------------------------------------------------------------------------------


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
    write_repository(tmp_path, {**files, "libs/other/README": ""})
    return tmp_path


def run(command: str, *keys: str) -> str:
    return f"      - run: {command}\n{''.join(keys)}"


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
    write_repository(workspace(tmp_path, root, member), others)
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


MATRIX = "strategy: {matrix: {os: [a, b]}}"

# --- TP517 ----------------------------------------------------------------------------------------------------------


def artifact(inputs: str = "name: x, path: y", ref: str = "v4", keys: str = "") -> str:
    return f"      - uses: actions/upload-artifact@{ref}\n{keys}        with: {{{inputs}}}\n"


@pytest.mark.parametrize(
    ("steps", "keys", "expected"),
    [
        (artifact(), (MATRIX,), ["error"]),
        (artifact("path: y"), (MATRIX,), ["error"]),
        (artifact(ref="ea165f8d65b6e75b540449e92b4886f43607fa02"), (MATRIX,), ["error"]),
        (artifact(ref="0000000000000000000000000000000000000001 # v6.1.0"), (MATRIX,), ["error"]),
        (artifact(ref="0000000000000000000000000000000000000001"), (MATRIX,), []),
        (artifact(ref="v3"), (MATRIX,), []),
        (artifact("name: 'x-${{ matrix.os }}', path: y"), (MATRIX,), []),
        (artifact("name: x, path: y, overwrite: true"), (MATRIX,), []),
        (artifact("name: x, path: y, overwrite: false"), (MATRIX,), ["error"]),
        (artifact("path: y, archive: false"), (MATRIX,), []),
        (artifact(), ("strategy: {matrix: {os: [a]}}",), []),
        (artifact(), ("strategy: {matrix: '${{ fromJSON(vars.M) }}'}",), []),
        (artifact(), ("strategy: {matrix: {os: [a, b], exclude: [{os: a}]}}",), []),
        (artifact(), (), []),
        (artifact(keys="        if: matrix.os == 'a'\n"), (MATRIX,), []),
        (artifact(keys="        if: runner.os != 'Windows'\n"), (MATRIX,), ["error"]),
        (artifact(keys="        if: runner.name != 'a'\n"), (MATRIX,), []),
        (artifact(keys="        if: github.event_name == 'release'\n"), (MATRIX,), ["error"]),
        (artifact(keys="        if: github.event_name == 'push'\n"), (MATRIX,), []),
        (artifact(keys="        if: inputs.keep\n"), (MATRIX,), []),
        (artifact(keys="        continue-on-error: true\n"), (MATRIX,), []),
        (artifact(), (MATRIX, "continue-on-error: true"), []),
        ("      - run: make sdist\n        if: matrix.os == 'a'\n" + artifact(), (MATRIX,), []),
        (
            "      - uses: docker/setup-qemu-action@v3\n        if: matrix.os == 'a'\n" + artifact(),
            (MATRIX,),
            ["error"],
        ),
        (artifact() + artifact(), (), ["error"]),
        (artifact() + artifact("name: z, path: y"), (), []),
    ],
)
def test_names_that_are_written_twice(steps: str, keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(steps, *keys, name="build"), job(PUBLISH, "needs: build"))
    assert levels(tmp_path, "TP517", text) == expected


@pytest.mark.parametrize(
    ("needs", "condition", "expected"),
    [
        ("needs: [a, b]", "name: x", ["error"]),
        ("needs: b", "needs: a", ["error"]),
        ("needs: a", "name: x", []),
        ("needs: [a, b]", "if: always()", ["error"]),
    ],
)
def test_two_jobs_write_one_name(needs: str, condition: str, expected: list[str], tmp_path: Path) -> None:
    jobs = (job(artifact(), name="a"), job(artifact(), condition, name="b"), job(PUBLISH, needs))
    assert levels(tmp_path, "TP517", workflow(*jobs)) == expected


def test_jobs_that_may_have_been_skipped_do_not_collide(tmp_path: Path) -> None:
    jobs = (job(artifact(), name="a"), job(artifact(), name="b"), job(PUBLISH, "needs: [a, b]", "if: always()"))
    assert levels(tmp_path, "TP517", workflow(*jobs)) == []


@pytest.mark.parametrize(("uses", "expected"), [(("one", "two"), ["error"]), (("one",), [])])
def test_a_workflow_that_is_called_twice_writes_its_names_twice(
    uses: tuple[str, ...], expected: list[str], tmp_path: Path
) -> None:
    called = workflow(job(artifact(), name="build"), on="workflow_call")
    calls = "".join(f"  {name}:\n    uses: ./.github/workflows/w0.yml\n" for name in uses)
    caller = workflow(calls, job(PUBLISH, f"needs: [{', '.join(uses)}]"))
    assert levels(tmp_path, "TP517", called, caller) == expected


def test_the_uploads_own_row_is_not_taken_for_all_rows(tmp_path: Path) -> None:
    steps = artifact("name: 'x-${{ matrix.os }}', path: y") + PUBLISH
    assert levels(tmp_path, "TP517", workflow(job(steps, MATRIX))) == []


# --- TP518 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("v1", ["error"]),
        ("v2.3.1", ["error"]),
        ("v3", ["error"]),
        ("a8a3f3ad30e3422c9c7b888a15615d19a852ae32", ["error"]),
        ("0000000000000000000000000000000000000001 # v3.9.9", []),
        ("v3-node20", []),
        ("v4", []),
        ("main", []),
    ],
)
def test_releases_that_are_refused(ref: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(artifact(ref=ref), name="build"), job(PUBLISH, "needs: build"))
    assert levels(tmp_path, "TP518", text) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/o/r.git", ["error"]),
        ("git@github.com-work:o/r.git", ["error"]),
        ("https://git.example.com/o/r.git", []),
    ],
)
def test_enterprise_servers_still_run_them(url: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(artifact(ref="v3") + PUBLISH))
    config = f'[core]\n[remote "origin"]\n\turl = {url}\n'
    write_repository(tmp_path, {".git/config": config})
    assert levels(tmp_path, "TP518", text) == expected


@pytest.mark.parametrize(
    ("keys", "needs", "expected"),
    [
        ((), "needs: build", ["error"]),
        ((), "name: alone", []),
        (("continue-on-error: true",), "needs: build", []),
        ((), "needs: build\n    if: always()", []),
    ],
)
def test_only_jobs_that_the_upload_needs(
    keys: tuple[str, ...], needs: str, expected: list[str], tmp_path: Path
) -> None:
    text = workflow(job(artifact(ref="v3"), *keys, name="build"), job(PUBLISH, needs))
    assert levels(tmp_path, "TP518", text) == expected


# --- TP519 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uv publish --trusted-publishing", ["error"]),
        ("uv publish --trusted-publishing=yes", ["error"]),
        ("uv publish --trusted-publishing always", []),
        ("uv publish --trusted-publishing=automatic dist/*", []),
        ("uv publish --trusted-publishing $MODE", []),
        ("uv publish --token x --username y", ["error"]),
        ("uv publish -t x -p y", ["error"]),
        ("uv publish --username x --password y", []),
        ("uv publish --publish-url https://test.pypi.org/legacy/ --index x", ["error"]),
        ("uv publish --publish-url https://pypi.example.com/ --index x", []),
        ("uv publish --check-url https://pypi.org/simple/", []),
        ("uv publish --package demo", ["error"]),
        ("uv publish --package=demo --trusted-publishing always", ["error"]),
        ("uv publish --all-packages", ["error"]),
        ("uv publish --repository pypi", ["error"]),
        ("uv publish --repository-url https://test.pypi.org/legacy/", ["error"]),
        ("uv publish -r testpypi", ["error"]),
        ("uv publish --yes --no-interaction", ["error", "error"]),
        ("uv publish --build", ["error"]),
        ("uv publish --dist-dir wheels", ["error"]),
        ("uv publish --skip-existing", ["error"]),
        ("uv --yes publish", ["error"]),
        ("uv publish -- --package.whl", []),
        ("uv publish $OPTIONS", []),
        ("uv publish --newer-option dist/*", []),
        ("uv build --package demo", []),
        ("poetry publish --build --no-interaction", []),
        ("uv publish dist/", ["error"]),
        ("uv publish ./dist --no-progress", ["error"]),
        ("uv publish dist wheels/", ["error"]),
        ("uv publish dist/ wheels/*", []),
        ("uv publish dist/demo-1.0.tar.gz", []),
        ("uv publish dist/!(*.zip)", []),
        ("uv publish $FOLDER/", []),
        ("uv publish $OPTIONS dist/", []),
        ("uv publish --newer-option value", []),
        ("uv publish --directory packages/demo", []),
        ("twine upload -r testpypi dist/*", []),
        ("twine upload -r pypi dist/*", []),
        ("twine upload -r pypitest dist/*", ["error"]),
        ("twine upload -r internal dist/*", []),
        ("twine upload -r pypitest --config-file x dist/*", []),
        ("twine upload -r pypitest --repository-url https://test.pypi.org/legacy/ dist/*", []),
        ("twine upload -r $NAME dist/*", []),
        ("poetry publish -r testpypi", ["error"]),
        ("poetry publish -r pypi", ["error"]),
        ("poetry publish", []),
        ("flit publish --repository testpypi", ["error"]),
    ],
)
def test_command_lines_that_are_refused(command: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP519", workflow(job(f"      - run: {command}\n"))) == expected


@pytest.mark.parametrize(
    ("before", "runner", "files"),
    [
        ("      - run: echo '[testpypi]' > ~/.pypirc\n", "ubuntu-latest", {}),
        ("      - run: poetry config repositories.testpypi https://test.pypi.org/legacy/\n", "ubuntu-latest", {}),
        ("      - run: poetry config repositories.$NAME https://test.pypi.org/legacy/\n", "ubuntu-latest", {}),
        ("      - run: ./configure.sh\n", "ubuntu-latest", {}),
        ("      - uses: owner/unknown@v1\n", "ubuntu-latest", {}),
        ("", "self-hosted", {}),
        ("", "ubuntu-latest", {"poetry__toml": "[repositories.testpypi]\nurl = 'https://test.pypi.org/legacy/'\n"}),
    ],
)
def test_repositories_that_something_may_define(
    before: str, runner: str, files: dict[str, str], tmp_path: Path
) -> None:
    command = "twine upload -r test dist/*" if ".pypirc" in before else "poetry publish -r testpypi"
    text = workflow(job(f"{before}      - run: {command}\n", runner=runner))
    assert levels(tmp_path, "TP519", text, **files) == []


def test_a_variable_defines_the_repository(tmp_path: Path) -> None:
    env = "        env: {POETRY_REPOSITORIES_TESTPYPI_URL: https://test.pypi.org/legacy/}\n"
    text = workflow(job(f"      - run: poetry publish -r testpypi\n{env}"))
    assert levels(tmp_path, "TP519", text) == []


# --- TP520 ----------------------------------------------------------------------------------------------------------

ON_RELEASE = workflow(job(PUBLISH), on="{release: {types: [published]}}")
ON_TAG = workflow(job(PUBLISH), on="{push: {tags: ['v*']}, workflow_dispatch: }")
PLEASE = "      - uses: googleapis/release-please-action@v4\n        with: {release-type: python}\n"
GH_CREATE = f'      - run: gh release create "v$VERSION"\n{GH_ENV}'
SIGN_IN = "      - run: echo '${{ secrets.GITHUB_TOKEN }}' | gh auth login --with-token\n"
RELEASE = "      - uses: softprops/action-gh-release@v2\n        with: {body: x, tag_name: 'v${{ inputs.version }}'}\n"
PUSH_TAG = CHECKOUT + '      - run: git push origin "v$VERSION"\n'
AS_BOT = CHECKOUT.replace("@v5\n", "@v5\n        with: {token: '${{ secrets.BOT }}'}\n")
BUMP = "      - uses: commitizen-tools/commitizen-action@master\n        with: {github_token: '${{ secrets.BOT }}'}\n"
TAG_ACTION = "      - uses: owner/tag-action@v1\n        env: {GITHUB_TOKEN: '${{ steps.app.outputs.token }}'}\n"
PUSH = "      - run: git push --follow-tags\n"


@pytest.mark.parametrize(
    ("uploading", "steps", "on", "expected"),
    [
        (ON_RELEASE, PLEASE, "push", ["warning"]),
        (ON_RELEASE, PLEASE.replace("with: {", "with: {token: '${{ secrets.BOT }}', "), "push", []),
        (ON_RELEASE, PLEASE.replace("with: {", "with: {skip-github-release: true, "), "push", []),
        (ON_RELEASE, PLEASE.replace("release-type: python", "config-file: x.json"), "push", []),
        (ON_TAG, PLEASE, "{push: {branches: [main]}}", ["warning"]),
        (ON_RELEASE, GH_CREATE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "$new_version --generate-notes"), "schedule", ["warning"]),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "v${TAG} --generate-notes"), "schedule", ["warning"]),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "$ARGS"), "schedule", []),
        (ON_RELEASE, SIGN_IN + GH_CREATE.replace(GH_ENV, ""), "schedule", ["warning"]),
        (ON_RELEASE, SIGN_IN.replace("GITHUB_TOKEN", "PAT") + GH_CREATE.replace(GH_ENV, ""), "schedule", []),
        (ON_RELEASE, SIGN_IN + GH_CREATE.replace("github.token", "secrets.PAT"), "schedule", []),
        (ON_RELEASE, SIGN_IN + SIGN_IN.replace("GITHUB_TOKEN", "PAT") + GH_CREATE.replace(GH_ENV, ""), "schedule", []),
        (ON_RELEASE, GH_CREATE.replace(GH_ENV, ""), "schedule", []),
        (ON_RELEASE, GH_CREATE.replace("create", "create --draft"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("create", "create -p"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("create", "upload"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("create", "create -R other/x"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace("github.token", "secrets.PAT"), "workflow_dispatch", []),
        (ON_RELEASE, GH_CREATE.replace('"v$VERSION"', "nightly"), "schedule", []),
        (ON_RELEASE, RELEASE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, RELEASE, "{push: {tags: ['v*']}}", ["warning"]),
        (ON_RELEASE, RELEASE.replace("body: x, ", ""), "{push: {tags: ['v*']}}", []),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, draft: true"), "workflow_dispatch", []),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, draft: '${{ inputs.d }}'"), "workflow_dispatch", []),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, draft: false"), "workflow_dispatch", ["warning"]),
        (ON_RELEASE, RELEASE.replace("body: x", "body: x, token: '${{ secrets.PAT }}'"), "workflow_dispatch", []),
        (ON_RELEASE, RELEASE, "{release: , workflow_dispatch: }", []),
        (ON_RELEASE, RELEASE, "workflow_call", []),
        (ON_RELEASE, PUSH_TAG, "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG, "workflow_dispatch", ["warning"]),
        (ON_TAG, PUSH_TAG.replace("v$VERSION", "$VERSION"), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace("v$VERSION", "main"), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace("push origin", "push origin --delete"), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace(CHECKOUT, ""), "workflow_dispatch", []),
        (ON_TAG, PUSH_TAG.replace("@v5\n", "@v5\n        with: {ssh-key: x}\n"), "workflow_dispatch", []),
        (
            ON_TAG,
            PUSH_TAG.replace("@v5\n", "@v5\n        with: {token: '${{ secrets.P }}'}\n"),
            "workflow_dispatch",
            [],
        ),
        (ON_TAG, RELEASE, "{push: {tags: ['v*']}}", []),
        (ON_TAG, RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG.replace("'v*'", "'[0-9]*'"), RELEASE, "workflow_dispatch", []),
        (ON_TAG.replace("'v*'", "'*'"), PUSH_TAG.replace("v$", "$"), "workflow_dispatch", ["warning"]),
        (ON_RELEASE.replace("{release:", "{schedule: [], release:"), PLEASE, "push", []),
        (ON_RELEASE.replace("{release:", "{push: {tags: ['v*']}, release:"), PUSH_TAG, "workflow_dispatch", []),
        (ON_RELEASE, PLEASE + "      - run: gh workflow run w0.yml\n" + GH_ENV, "push", []),
        (ON_RELEASE, PLEASE + "      - run: curl -X POST $API/workflows/w0.yml/dispatches\n", "push", []),
        (ON_TAG, BUMP + RELEASE, "workflow_dispatch", []),
        (ON_TAG, BUMP.replace("secrets.BOT", "github.token") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, BUMP.replace("'${{ secrets.BOT }}'", "''") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, RELEASE + BUMP, "workflow_dispatch", ["warning"]),
        (ON_TAG, TAG_ACTION + GH_CREATE, "workflow_dispatch", []),
        (ON_TAG, TAG_ACTION.replace("steps.app.outputs.token", "github.token") + GH_CREATE, "schedule", ["warning"]),
        (ON_TAG, TAG_ACTION + PUSH_TAG, "workflow_dispatch", ["warning"]),
        (ON_TAG, AS_BOT + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, AS_BOT + PUSH + RELEASE, "workflow_dispatch", []),
        (ON_TAG, AS_BOT + PUSH.replace("push", "pull") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, AS_BOT.replace("token:", "ssh-key:") + PUSH + RELEASE, "workflow_dispatch", []),
        (ON_TAG, CHECKOUT + PUSH.replace("--follow-tags", "origin main") + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_TAG, CHECKOUT + PUSH.replace("push", "push https://$PAT@example.org") + RELEASE, "workflow_dispatch", []),
        (ON_RELEASE, BUMP + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, AS_BOT + PUSH + RELEASE, "workflow_dispatch", ["warning"]),
        (ON_RELEASE, PLEASE + PUBLISH, "push", ["note"]),
        (ON_RELEASE, PLEASE + PUBLISH + TESTPYPI, "push", ["warning"]),
    ],
)
def test_releases_that_start_nothing(uploading: str, steps: str, on: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP520", uploading, workflow(job(steps, name="make"), on=on)) == expected


def test_a_call_starts_the_upload(tmp_path: Path) -> None:
    called = ON_RELEASE.replace("{release:", "{workflow_call: , release:")
    caller = workflow(job(PLEASE, name="make"), "  call:\n    uses: ./.github/workflows/w0.yml\n", on="push")
    assert levels(tmp_path, "TP520", called, caller) == []


# --- TP521 ----------------------------------------------------------------------------------------------------------


def pyproject(backend: str, *requires: str) -> str:
    listed = ", ".join(f'"{requirement}"' for requirement in requires)
    return f'[build-system]\nrequires = [{listed}]\nbuild-backend = "{backend}"\n[project]\nname = "spam"\n'


HATCH = pyproject("hatchling.build", "hatch-vcs", "hatchling")


FLIT = pyproject("flit_core.buildapi", "flit_core >=3.2,<4")
INSPECT = "hynek/build-and-inspect-python-package"


def metadata_refused(found: list[tuple[str, str]]) -> list[str]:
    """The version of core metadata in each message, if all are warnings."""
    assert {level for level, _ in found} <= {"warning"}
    return [message.partition("Metadata ")[2].partition(",")[0] for _, message in found]


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        (HATCH, ["2.5"]),
        (pyproject("hatchling.build", "hatchling>=1.6,<2"), ["2.5"]),
        (pyproject("hatchling.build", "hatchling<1.32"), ["2.4"]),
        (pyproject("hatchling.build", "hatchling<1.27"), []),
        (pyproject("hatchling.build", "hatchling==1.27.0"), []),
        (pyproject("hatchling.build", "hatchling @ https://example.com/h.whl"), []),
        (HATCH + '[tool.hatch.build.targets.wheel]\ncore-metadata-version = "2.3"\n', []),
        (HATCH + '[tool.uv]\nexclude-newer = "2024-01-01"\n', []),
        (HATCH + '[tool.uv]\nbuild-constraint-dependencies = ["hatchling<1.27"]\n', []),
        (pyproject("setuptools.build_meta", "setuptools>=61", "wheel"), ["2.4"]),
        (pyproject("setuptools.build_meta", "setuptools[toml] >= 61; python_version > '3'"), ["2.4"]),
        (pyproject("setuptools.build_meta", "setuptools>=61,<77"), []),
        (FLIT, ["2.4"]),
        (pyproject("flit_core.buildapi", "flit_core >=3.2"), ["2.5"]),
        (pyproject("poetry.core.masonry.api", "poetry-core>=1"), ["2.4"]),
        (pyproject("poetry.core.masonry.api", "poetry-core>=1,<2"), []),
        (pyproject("maturin", "maturin"), []),
        (pyproject("pdm.backend", "pdm-backend"), []),
        ('[project]\nname = "spam"\n', []),
    ],
)
def test_what_backends_write(metadata: str, expected: list[str], tmp_path: Path) -> None:
    text = workflow(job(PUBLISH.replace("release/v1", "v1.12.2")))
    assert metadata_refused(findings(tmp_path, "TP521", text, pyproject__toml=metadata)) == expected


@pytest.mark.parametrize(
    ("step", "of_hatchling", "of_flit_3"),
    [
        (PUBLISH.replace("release/v1", "v1.8.14"), ["2.5"], ["2.4"]),
        (PUBLISH.replace("release/v1", "15c56dba361d8335944d31a2ecd17d700fc7bcbc"), ["2.5"], ["2.4"]),
        (PUBLISH.replace("release/v1", "v1.12.3"), ["2.5"], []),
        (PUBLISH.replace("release/v1", "release/v1.13"), ["2.5"], []),
        (PUBLISH.replace("release/v1", "ba38be9e461d3875417946c167d0b5f3d385a247"), ["2.5"], []),
        (PUBLISH.replace("release/v1", "v1.14.2"), [], []),
        (PUBLISH.replace("release/v1", "0000000000000000000000000000000000000001"), [], []),
        (PUBLISH, [], []),
        ("      - run: pipx run twine==5.1.1 upload dist/*\n", ["2.5"], ["2.4"]),
        ("      - run: pip install 'twine<6'\n      - run: twine upload dist/*\n", ["2.5"], ["2.4"]),
        ("      - run: pipx run twine==5.1.0 upload dist/*\n", ["2.5"], ["2.4"]),
        ("      - run: pipx run twine==5.0.0 upload dist/*\n", [], []),
        ("      - run: pipx run twine==4.0.2 upload dist/*\n", ["2.5"], ["2.4"]),
        ("      - run: pipx run twine==4.0.0 upload dist/*\n", [], []),
        ("      - run: pip install 'twine<5'\n      - run: twine upload dist/*\n", ["2.5"], ["2.4"]),
        ("      - run: pipx run twine==3.7.1 upload dist/*\n", [], []),
        ("      - run: pipx run twine==6.0.1 upload dist/*\n", [], []),
        ("      - run: pipx run twine==6.1.0 upload dist/*\n", ["2.5"], []),
        ("      - run: pip install 'twine<6.1.0'\n      - run: twine upload dist/*\n", [], []),
        ("      - run: pip install 'twine~=6.1'\n      - run: twine upload dist/*\n", ["2.5"], []),
        ("      - run: pip install 'twine>=6,<7.0'\n      - run: twine upload dist/*\n", ["2.5"], []),
        ("      - run: pip install twine==7.0.0\n      - run: twine upload dist/*\n", [], []),
        ("      - run: pip install 'twine>=5'\n      - run: twine upload dist/*\n", [], []),
        ("      - run: pip install twine\n      - run: twine upload dist/*\n", [], []),
        ("      - run: uv publish\n", [], []),
        ("      - run: python -m build --no-isolation\n" + PUBLISH.replace("release/v1", "v1.8.14"), [], []),
        ("      - run: pip install -c pins.txt build\n" + PUBLISH.replace("release/v1", "v1.8.14"), [], []),
        ("      - run: python -c 'import x'\n" + PUBLISH.replace("release/v1", "v1.8.14"), ["2.5"], ["2.4"]),
    ],
)
def test_what_uploaders_refuse(step: str, of_hatchling: list[str], of_flit_3: list[str], tmp_path: Path) -> None:
    for name, metadata, expected in (("h", HATCH, of_hatchling), ("f", FLIT, of_flit_3)):
        found = findings(tmp_path / name, "TP521", workflow(job(step)), pyproject__toml=metadata)
        assert metadata_refused(found) == expected


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("v2", ["2.5"]),
        ("v2.18.0", ["2.5"]),
        ("v1.5.5", ["2.5"]),
        ("d44ca7d91762de7a7d5436ddae667c6da6d1c3df # v2.18.0", ["2.5"]),
        ("d44ca7d91762de7a7d5436ddae667c6da6d1c3df", []),
        ("2abe76da66d0a6a4a227101f9348ee855797cfa5 # v3.0.1", []),
        ("v3.0.1", []),
        ("main", []),
    ],
)
def test_inspections_refuse_it_before_the_upload(ref: str, expected: list[str], tmp_path: Path) -> None:
    build = job(f"      - uses: actions/checkout@v5\n      - uses: {INSPECT}@{ref}\n", name="build")
    text = workflow(build, job(PUBLISH, "needs: build"))
    assert metadata_refused(findings(tmp_path / "h", "TP521", text, pyproject__toml=HATCH)) == expected
    assert findings(tmp_path / "f", "TP521", text, pyproject__toml=FLIT) == []


@pytest.mark.parametrize(
    ("build", "upload"),
    [
        (job(f"      - uses: {INSPECT}@v2\n", name="build"), job(PUBLISH)),
        (job(f"      - uses: {INSPECT}@v2\n", "continue-on-error: true", name="build"), job(PUBLISH, "needs: build")),
        (job(f"      - uses: {INSPECT}@v2\n        if: inputs.look\n", name="build"), job(PUBLISH, "needs: build")),
        (
            job(f"      - uses: {INSPECT}@v2\n        with: {{path: packages/other}}\n", name="build"),
            job(PUBLISH, "needs: build"),
        ),
    ],
    ids=["another job", "may fail", "not always", "another project"],
)
def test_inspections_that_keep_no_upload_back(build: str, upload: str, tmp_path: Path) -> None:
    assert findings(tmp_path, "TP521", workflow(build, upload), pyproject__toml=HATCH) == []


# --- TP522 ----------------------------------------------------------------------------------------------------------

BUILD = job("      - run: make\n", "outputs: {version: '1'}", name="build")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("needs: build", "if: needs.build.outputs.version != ''"), []),
        (("needs: build", "if: needs.Build.Outputs.VERSION != ''"), []),
        (("needs: build", "if: needs['build'].outputs.version"), []),
        (("needs: build", "if: needs.build.result == 'success'"), []),
        (("needs: build", "if: needs.build.outputs.tag"), ["warning"]),
        (("needs: build", "if: ${{ needs.build.outputs.tag && needs.build.outputs.tag != 'x' }}"), ["warning"]),
        (("needs: build", "if: needs.test.result == 'success'"), ["warning"]),
        (("needs: build", "if: needs.test.outputs.a && needs.build.outputs.b"), ["warning", "warning"]),
        (("needs: build", "if: contains(needs.*.result, 'failure')"), []),
        (("needs: build", "if: toJSON(needs) != ''"), []),
        (("needs: build", "if: needs[github.job].outputs.tag"), []),
        (("if: github.ref_nam == 'main' || always()",), ["warning"]),
        (("if: github.event.inputs.anything || always()",), []),
        (("if: github.repository_owner == 'x'",), []),
        (("if: inputs.x || vars.y",), []),
        (("environment: ${{ needs.build.outputs.env }}",), ["warning"]),
        (("needs: build", "environment: {name: '${{ needs.build.outputs.env }}'}"), ["warning"]),
        (("needs: build", "environment: {name: pypi, url: '${{ needs.build.outputs.env }}'}"), []),
    ],
)
def test_what_a_job_reads(keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP522", workflow(BUILD, job(PUBLISH, *keys), on="[push, workflow_dispatch]")) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (PUBLISH + "        if: steps.version.outputs.new\n", ["warning"]),
        ("      - id: version\n        run: make\n" + PUBLISH + "        if: steps.Version.outputs.new\n", []),
        ("      - run: make\n        if: steps.version.outputs.new\n" + PUBLISH, ["warning"]),
        ("      - run: make\n        if: runner.os == 'Linux' && env.X && hashFiles('x')\n" + PUBLISH, []),
        (PUBLISH + "        with: {packages-dir: '${{ steps.out.outputs.folder }}'}\n", ["warning"]),
        (PUBLISH + "        with: {packages-dir: 'a/${{ needs.build.outputs.b }}'}\n", ["warning"]),
        (PUBLISH + "        with: {print-hash: '${{ steps.out.outputs.x }}'}\n", []),
        ("      - run: echo ${{ steps.out.outputs.x }}\n" + PUBLISH, []),
    ],
)
def test_what_steps_read(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP522", workflow(BUILD, job(steps))) == expected


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("./.github/workflows/w0.yml", ["warning"]),
        ("owner/repository/.github/workflows/x.yml@v1", []),
    ],
)
def test_outputs_of_called_workflows(uses: str, expected: list[str], tmp_path: Path) -> None:
    called = workflow(BUILD, on="{workflow_call: {outputs: {version: {value: x}}}}")
    condition = "if: needs.call.outputs.version && needs.call.outputs.tag"
    text = workflow(f"  call:\n    uses: {uses}\n", job(PUBLISH, "needs: call", condition))
    assert levels(tmp_path, "TP522", called, text) == expected


def test_steps_of_composite_actions_have_their_own_ids(tmp_path: Path) -> None:
    action = (
        "runs:\n  using: composite\n  steps:\n    - {id: inner, run: make, shell: bash}\n"
        "    - {if: steps.inner.outputs.x, run: make, shell: bash}\n"
    )
    write_repository(tmp_path, {".github/actions/a/action.yml": action})
    uses = "      - uses: ./.github/actions/a\n"
    assert levels(tmp_path, "TP522", workflow(job(uses + PUBLISH + "        if: steps.inner.outputs.x\n"))) == [
        "warning"
    ]


TOKEN = PUBLISH + "        with: {password: '${{ secrets.PYPI_TOKEN }}'}\n"


@pytest.mark.parametrize(
    ("caller", "keys", "expected"),
    [
        ("", (), ["TP522"]),
        ("    secrets: inherit\n", (), ["TP103"]),
        ("    secrets: {PYPI_TOKEN: '${{ secrets.X }}'}\n", (), ["TP103"]),
        ("    secrets: {pypi_token: '${{ vars.X }}'}\n", (), ["TP103"]),
        ("    secrets: {OTHER: '${{ secrets.PYPI_TOKEN }}'}\n", (), ["TP522"]),
        ("    secrets: {}\n", (), ["TP522"]),
        # an environment has secrets of its own
        ("", ("environment: pypi",), ["TP103"]),
    ],
)
def test_secrets_that_a_caller_passes(caller: str, keys: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    calling = f"on: release\njobs:\n  call:\n    uses: ./.github/workflows/w1.yml\n{caller}"
    called = workflow(job(TOKEN, *keys), on="workflow_call")
    said = [code for code in ("TP103", "TP522") if levels(tmp_path, code, calling, called)]
    assert said == expected


@pytest.mark.parametrize(
    ("outer", "middle", "expected"),
    [
        ("secrets: inherit", "secrets: inherit", []),
        ("secrets: inherit", "secrets: {PYPI_TOKEN: '${{ secrets.A }}'}", []),
        ("secrets: {A: x}", "secrets: {PYPI_TOKEN: '${{ secrets.A }}'}", []),
        ("secrets: {B: x}", "secrets: {PYPI_TOKEN: '${{ secrets.A }}'}", ["warning"]),
        ("secrets: {B: x}", "secrets: {PYPI_TOKEN: '${{ secrets.A || vars.A }}'}", []),
        ("name: x", "secrets: inherit", ["warning"]),
        ("secrets: inherit", "name: x", ["warning"]),
    ],
)
def test_secrets_through_two_calls(outer: str, middle: str, expected: list[str], tmp_path: Path) -> None:
    calls = "on: {}\njobs:\n  call:\n    uses: ./.github/workflows/w{}.yml\n    {}\n".format
    files = (calls("release", 1, outer), calls("workflow_call", 2, middle), workflow(job(TOKEN), on="workflow_call"))
    assert levels(tmp_path, "TP522", *files) == expected


def test_a_secret_of_the_workflow_itself_needs_nobody_to_pass_it(tmp_path: Path) -> None:
    calling = "on: release\njobs:\n  call:\n    uses: ./.github/workflows/w1.yml\n"
    text = workflow(job(TOKEN), on="[workflow_call, workflow_dispatch]")
    assert levels(tmp_path, "TP522", calling, text) == ["warning"]
    assert levels(tmp_path, "TP103", calling, text) == ["warning"]
    assert levels(tmp_path, "TP522", text) == []


# --- TP523 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("${{ github.event_name == 'push' }} && true", ["warning"]),
        ("always() && ${{ github.ref == 'x' }}", ["warning"]),
        ("'!${{ github.event.deleted }}'", ["warning"]),
        ("${{ github.actor }} == 'me'", ["warning"]),
        ("|\n      ${{ github.ref == 'refs/heads/main' }}", ["warning"]),
        ("|-\n      ${{ github.actor == 'me' }}", []),
        ("${{ github.actor == 'me' && always() }}", []),
        ("github.actor == 'me' && always()", []),
        ("${{ 'a' }}", []),
        ("${{ format('{0}x', github.ref) }}", []),
        ("${{ 'github.actor' }} == 'me'", ["warning"]),
    ],
)
def test_conditions_that_are_text(condition: str, expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP523", workflow(job(PUBLISH, f"if: {condition}"), on="[push, release]")) == expected


def test_conditions_of_steps_and_callers(tmp_path: Path) -> None:
    text = "${{ github.actor == 'me' }} && true"
    called = workflow(job(PUBLISH + f"        if: {text}\n"), on="workflow_call")
    caller = workflow(f"  call:\n    if: {text}\n    uses: ./.github/workflows/w0.yml\n", on="push")
    assert levels(tmp_path, "TP523", called, caller) == ["warning", "warning"]
    other = workflow(job(f"      - run: make\n        if: {text}\n" + PUBLISH))
    assert levels(tmp_path / "other", "TP523", other) == []
