"""Where what an upload sends comes from: the project in the root under its name, or perhaps something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_jobs import BUILD, CHECKOUT, origin, run, uses
from folders import lay, read
from publishing import PROJECT, UPLOAD, job, workflow
from tplint.facts.sending import certainly_sent, sent
from tplint.model import Known, Unknown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "steps",
    [
        CHECKOUT + uses("octo/setup-things@v1", file="versions.txt") + BUILD,
        run("# sed -i s/demo/other/ pyproject.toml") + BUILD,
        run("grep name pyproject.toml > names.txt") + BUILD,
        run("sed -n 's/demo/other/p' pyproject.toml") + BUILD,
        run('sed -i "s/^version = .*/version = \\"$TAG\\"/" pyproject.toml') + BUILD,
        run('sed -i "s/0\\.0\\.0/${TAG}/" pyproject.toml') + BUILD,
        run("python scripts/set_version.py") + BUILD,
        run("pytest tests/test_names.py") + BUILD,
        BUILD + run("python scripts/smoke.py", "cp pyproject.toml /tmp/"),
        uses("octo/other@v1", cache_glob="pyproject.toml") + BUILD,
        uses("actions/checkout@v5", repository="octo/data", path="data") + BUILD,
        uses("actions/checkout@v5", repository="${{ github.repository }}") + BUILD,
        run("gh release download v1 -D assets") + BUILD,
        *(
            run(command)
            for command in (
                "pipx run build",
                "uv build",
                "uvx --from build pyproject-build",
                "poetry build",
                "hatch build",
                "flit build",
                "pip wheel --no-deps -w dist .",
                "python setup.py sdist bdist_wheel",
                "python -m cibuildwheel --output-dir dist",
                "maturin sdist",
            )
        ),
        run("uv build --python 3.13 --python-preference only-managed --sdist 2>&1 | tee log.txt"),
        run('cd "$GITHUB_WORKSPACE/"', "uv build"),
        run("cd ${{ github.workspace }}", "uv build"),
        run("python -m build", more="        working-directory: ./\n"),
        run("python -m build --sdist --wheel --outdir dist/ ."),
        run("uv build --wheel --out-dir build/wheels"),
        run("uv build --package demo"),
        run("uv build --sdist --package='Demo' -o dist"),
        BUILD + run("cd docs", "npm ci", "npm run build"),
        BUILD + run("ls -R", more="        working-directory: dist-check\n"),
        BUILD + run('cd "$(mktemp -d)"', "pip install $GITHUB_WORKSPACE/dist/*.whl", "pytest"),
        BUILD + uses("octo/action-discord@v1", args="Published ${{ github.ref_name }} at https://example.org"),
        uses("PyO3/maturin-action@v1", args="--release --out dist -i ${{ matrix.python || '3.10 3.11' }}"),
        uses("pypa/cibuildwheel@v3", package_dir="dist/${{ needs.sdist.outputs.name }}"),
        uses("pypa/cibuildwheel@v3"),
        uses("hynek/build-and-inspect-python-package@v2"),
        uses("RalfG/python-wheels-manylinux-build@v0.7.1", package_path="."),
        CHECKOUT + run("pip install twine", "ls dist", "twine check dist/*"),
    ],
)
def test_what_is_sent_certainly_is_the_project_of_the_root(tmp_path: Path, steps: str) -> None:
    assert origin(tmp_path, steps) == ""


@pytest.mark.parametrize(
    "step",
    [
        run("""sed -i 's/^name = "demo"/name = "demo-nightly"/' pyproject.toml"""),
        run("sed --in-place -e 's/demo/demo-nightly/' -e 's/^version.*//' pyproject.toml"),
        run("sed -i \\", "  s/demo/demo-cpu/ \\", "  setup.cfg"),
        run('bash -c "sed -i s/demo/other/ pyproject.toml"'),
        run("""perl -pi -e 's/"demo"/"other"/' pyproject.toml"""),
        run("toml set --toml-path=pyproject.toml project.name other"),
        run("""tomlq -i -t '.project.name = "other"' pyproject.toml"""),
        run("dasel put -f pyproject.toml -v other project.name"),
        run("python - <<'E'", "p = Path('pyproject.toml')", "p.write_text(p.read_text().replace('a', 'b'))", "E"),
        run("""python -c "open('pyproject.toml', 'w').write(text)" """),
        run(
            "V=$(sed -n 's/^version = .(.*)./X/p' demo.py)",
            "python - <<'E'",
            "p = Path('pyproject.toml')",
            "p.write_text(re.sub('name = .demo.', 'name = other', p.read_text()))",
            "E",
        ),
        run(
            "(Get-Content pyproject.toml).replace('a', 'b') | Set-Content pyproject.toml", more="        shell: pwsh\n"
        ),
        run("cp pyproject-nightly.toml pyproject.toml"),
        run("cat > pyproject.toml <<E", "[project]", "E"),
        run("git apply nightly.patch"),
        run("python .github/scripts/rename.py"),
        run("./scripts/nightly.sh"),
        run("bash tools/nightly.sh other"),
        run("scripts/nightly"),
        uses("octo/find-and-replace@v1", find="demo"),
        uses("octo/edit@v1", file="pyproject.toml"),
    ],
)
def test_a_name_that_may_be_rewritten_before_the_build_is_not_known(tmp_path: Path, step: str) -> None:
    assert origin(tmp_path, step + BUILD) == "a job may write the project's metadata anew"


@pytest.mark.parametrize(
    "steps",
    [
        run("hatch -p client build dist"),
        run("poetry -C sub build && mv sub/dist dist"),
        run("flit -f sub/pyproject.toml build"),
        run("make -C sub dist"),
        run("make dist"),
        run("python -m cibuildwheel sub --output-dir dist"),
        run("pip wheel --no-deps -w dist ./sub"),
        run("nox -s build"),
        run("python tools.py"),
        run("pip download --no-deps -d dist demo"),
        run("gh release download v1 -D dist"),
        run("docker run -v $PWD:/io image /io/build-wheels"),
        uses("robinraju/release-downloader@v1", repository="octo/other"),
        uses("dawidd6/action-download-artifact@v11", workflow="wheels.yml"),
        uses("actions/github-script@v8", script="download()"),
    ],
)
def test_without_a_step_that_builds_the_root_nothing_is_known(tmp_path: Path, steps: str) -> None:
    assert origin(tmp_path, CHECKOUT + steps) == "no step certainly builds the project"


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (uses("actions/checkout@v5", repository="octo/other") + BUILD, "a job takes files from another"),
        (uses("actions/checkout@v5", repository="octo/other", path=".") + BUILD, "a job takes files from another"),
        (uses("actions/download-artifact@v5", run_id="${{ inputs.run }}"), "a job takes files from another"),
        (run("for p in sub; do python -m build $p -o dist; done"), "a job may build another project"),
        (run("python -m build ./sub"), "a job may build another project"),
        (run('cd "$GITHUB_WORKSPACE/sub"', "uv build"), "a job may build another project"),
        (run("uv build --python 3.13 sub"), "a job may build another project"),
        (BUILD + run("cd sub", "make dist"), "a job may build another project"),
        (BUILD + run("cd sub", "sh build.sh"), "a job may build another project"),
        (BUILD + run("uv build --package other"), "a job may build another project"),
        (run("uv build --package demo", "uv build --package demo-plugin"), "a job may build another project"),
        (BUILD + run("if (", "cd sub", "uv build"), "a job may build another project"),
        (uses("PyO3/maturin-action@v1", args="--out dist -m ${{ matrix.manifest }}"), "a job may build another"),
        (uses("PyO3/maturin-action@v1", args="--out dist --manifest-path sub/Cargo.toml"), "a job may build another"),
        (run("python -m build", more="        working-directory: ./sub\n"), "a job may build another project"),
        (uses("RalfG/python-wheels-manylinux-build@v0.7.1", package_path="sub"), "a job may build another project"),
    ],
)
def test_other_repositories_runs_and_folders(tmp_path: Path, steps: str, why: str) -> None:
    assert origin(tmp_path, steps).startswith(why)


def test_a_registration_still_has_the_name_of_the_files(tmp_path: Path) -> None:
    files = {".github/workflows/publish.yml": workflow(job(steps=run("make dist") + UPLOAD)), "pyproject.toml": PROJECT}
    repository = read(lay(tmp_path, files))
    project = sent(repository.uploads[0], repository)
    assert isinstance(project, Known)
    assert project.value.name == Known("demo")


@pytest.mark.parametrize(
    ("build", "why"),
    [
        ("python -m build", ""),
        ("python -m build packages/other --outdir dist", "a job may build another project than the one in the root"),
        ("sh scripts/unread.sh", "no step certainly builds the project"),
    ],
)
def test_jobs_that_the_call_of_a_reusable_workflow_waits_for(build: str, why: str, tmp_path: Path) -> None:
    build_job = f"  build:\n    runs-on: ubuntu-latest\n    steps:\n{CHECKOUT}{run(build)}"
    call = "  call:\n    needs: build\n    permissions: {id-token: write}\n    uses: ./.github/workflows/publish.yml\n"
    fetch = uses("actions/download-artifact@v5", name="dist", path="dist")
    files = {
        ".github/workflows/release.yml": workflow(build_job, call),
        ".github/workflows/publish.yml": workflow(job(steps=fetch + UPLOAD), on="workflow_call:"),
        "pyproject.toml": PROJECT,
    }
    repository = read(lay(tmp_path, files))
    (upload,) = repository.uploads
    project = certainly_sent(upload, repository)
    assert (project.why if isinstance(project, Unknown) else "") == why


@pytest.mark.parametrize(
    ("upload", "why"),
    [
        (uses("PyO3/maturin-action@v1", command="upload", args="--non-interactive wheels-*/*"), ""),
        (uses("PyO3/maturin-action@v1", command="upload", args="--skip-existing dist/*"), ""),
        (run("uv publish 'wheels-*/*'"), ""),
        (run("twine upload ./dist-*/*.whl"), ""),
        (run("twine upload sub/wheels-*/*"), "`sub/wheels-*` may hold the distributions of another project"),
        (run("cd sub", "twine upload wheels-*/*"), "`sub/wheels-*` may hold the distributions of another project"),
        (run("twine upload $DIST/wheels-*/*"), "the folder of the distributions is not known"),
        (uses("PyO3/maturin-action@v1", command="publish", args="-m sub/Cargo.toml"), "a job may build another"),
    ],
)
def test_folders_of_artifacts_hold_the_project_that_the_run_builds(upload: str, why: str, tmp_path: Path) -> None:
    found = origin(tmp_path, uses("PyO3/maturin-action@v1", args="--out dist"), upload)
    assert found.startswith(why)
    assert bool(found) is bool(why)
