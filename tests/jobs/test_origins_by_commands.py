"""Where what an upload sends comes from: what commands do, not what texts of scripts look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from build_jobs import BUILD, CHECKOUT, origin, run
from folders import lay, read
from publishing import PROJECT, UPLOAD, job, workflow
from tplint.facts.sending import certainly_sent
from tplint.model import Known, Unknown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "steps",
    [
        run("""sed -i 's/^description = .*/description = "nightly"/' pyproject.toml""") + BUILD,
        run("""sed -i -e 's/dependencies=/& /' -e 's/^version.*//' setup.cfg""") + BUILD,
        run("""grep -q 'sed -i s/demo/other/ pyproject.toml' notes""") + BUILD,
        run("echo 'patch -p1'") + BUILD,
        run("cp pyproject.toml backup/") + BUILD,
        run("venv/bin/python -m build"),
        run("echo done > log", "mkdir -p dist", "cat log"),
        run("$x = (Get-ChildItem dist | Select -First 1)", more="        shell: pwsh\n") + BUILD,
    ],
)
def test_what_is_sent_certainly_has_the_name_of_the_files(tmp_path: Path, steps: str) -> None:
    assert origin(tmp_path, steps) == ""


@pytest.mark.parametrize(
    "step",
    [
        run("cp ci/pyproject.toml ."),
        run("uv run rename.py"),
        run('"$HOME/bin/../x" || bash "$TOOLS/rename.sh"'),
        run("xargs -n1 perl rename.pl < names"),
        run("sed -i 's/name = \"demo\"/x/' pyproject.toml"),
        run("print(open('pyproject.toml').read())", more="        shell: python\n"),
        run("open('pyproject.toml', 'a').write(x)", more="        shell: python\n"),
    ],
)
def test_what_may_write_another_name(tmp_path: Path, step: str) -> None:
    assert origin(tmp_path, step + BUILD) == "a job may write the project's metadata anew"


@pytest.mark.parametrize(
    "steps",
    [
        run("poetry build -C sub"),
        run("flit build -f sub.toml"),
        run("hatch build -p client"),
        run("./build"),
        run("cargo build --release", "mv target/x dist"),
        run("echo 'then: python -m build'", "make dist"),
        run("python setup.py build_ext", "make dist"),
    ],
)
def test_what_certainly_builds_nothing_of_the_root(tmp_path: Path, steps: str) -> None:
    assert origin(tmp_path, CHECKOUT + steps) == "no step certainly builds the project"


@pytest.mark.parametrize(
    ("script", "is_certain"),
    [
        ("poetry --build publish", True),
        ("poetry publish --build -r testpypi", True),
        ("make dist\npoetry publish", False),
        ("flit publish", True),
        ("hatch build\nhatch publish", True),
        ("make dist\nhatch publish", False),
    ],
)
def test_uploaders_that_build(tmp_path: Path, script: str, is_certain: bool) -> None:  # noqa: FBT001 - a column of the table
    text = workflow(job(steps=run(*script.splitlines())))
    repository = read(lay(tmp_path, {".github/workflows/publish.yml": text, "pyproject.toml": PROJECT}))
    (upload,) = repository.uploads
    assert isinstance(certainly_sent(upload, repository), Known) is is_certain


@pytest.mark.parametrize(
    ("script", "is_certain"),
    [
        ("cd sub && python -m build", True),
        ("python -m build sub", True),
        ("pip wheel --no-deps -w sub/dist ./sub", True),
        ("cd sub\ncd ..\npython -m build -o sub/dist", False),
        ("python -m build other -o sub/dist", False),
        ("python -m build -o sub/dist", False),
    ],
)
def test_a_project_in_a_folder_is_built_there(tmp_path: Path, script: str, is_certain: bool) -> None:  # noqa: FBT001 - a column of the table
    upload = f"{UPLOAD.rstrip()}\n        with:\n          packages-dir: sub/dist\n"
    files = {
        ".github/workflows/publish.yml": workflow(job(steps=run(*script.splitlines()) + upload)),
        "pyproject.toml": PROJECT + '[tool.uv.workspace]\nmembers = ["sub", "other"]\n',
        "sub/pyproject.toml": PROJECT.replace("demo", "demo-sub"),
        "other/pyproject.toml": PROJECT.replace("demo", "demo-other"),
    }
    repository = read(lay(tmp_path, files))
    project = certainly_sent(repository.uploads[0], repository)
    if is_certain:
        assert isinstance(project, Known)
        assert project.value.name == Known("demo-sub")
    else:
        assert project == Unknown("no step certainly builds the project")
