"""The distributions: what is in them, that two builds are one, and that what is installed from the wheel works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from functools import lru_cache
from pathlib import Path
from shutil import copytree, which
from typing import TYPE_CHECKING, NamedTuple

import pytest
import tomli

from copies import CHECKOUT, copied
from tplint import __version__

if TYPE_CHECKING:
    from email.message import Message

METADATA = tomli.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
CLASSIFIER = "Programming Language :: Python :: 3."
VERSIONS = [f"3.{each.removeprefix(CLASSIFIER)}" for each in METADATA["project"]["classifiers"] if CLASSIFIER in each]

pytestmark = pytest.mark.slow


class Built(NamedTuple):
    """A wheel and a source distribution, and what they are made of."""

    wheel: Path
    sdist: Path
    sources: Path


def build(sources: Path, folder: Path) -> Built:
    """The distributions of a copy of a checkout, built in this environment."""
    copied(folder / "checkout", sources)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "dist")],
        cwd=folder / "checkout",
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"},
        check=True,
        capture_output=True,
    )
    (wheel,), (sdist,) = (folder / "dist").glob("*.whl"), (folder / "dist").glob("*.tar.gz")
    return Built(wheel, sdist, folder / "checkout")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(CHECKOUT, tmp_path_factory.mktemp("built"))


def names(distribution: Path) -> set[str]:
    """The paths of the files in a distribution, from its own root."""
    if distribution.suffix == ".whl":
        with zipfile.ZipFile(distribution) as wheel:
            return set(wheel.namelist())
    with tarfile.open(distribution) as sdist:
        return {member.name.partition("/")[2] for member in sdist if member.isfile()}


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_the_wheel_has_the_whole_package_and_nothing_else(built: Built) -> None:
    sources = built.sources / "src"
    files = {
        path.relative_to(sources).as_posix() for path in sources.rglob("*") if path.suffix in {".py", ".md", ".typed"}
    }
    assert {"tplint/py.typed", "tplint/rules/missing_id_token.md"} <= files
    about = f"tplint-{__version__}"
    assert names(built.wheel) == {
        *files,
        "tplint/tplint.schema.json",
        f"{about}.data/data/share/man/man1/tplint.1",
        *(
            f"{about}.dist-info/{name}"
            for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
        ),
    }


def test_the_source_distribution_has_what_tests_and_integrations_need(built: Built) -> None:
    found = names(built.sdist)
    for path in ("src", "tests", "fixtures", "schemas", "man", "templates", "gitlab", "docs"):
        files = (file for file in (built.sources / path).rglob("*") if file.is_file())
        wanted = {file.relative_to(built.sources).as_posix() for file in files}
        assert wanted, path
        assert wanted <= found
    assert {"README.md", "CHANGELOG.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml", "pyproject.toml"} <= found
    assert not [name for name in found if "cache" in name or name.startswith((".venv", "dist/"))]


def test_the_metadata_are_complete(built: Built) -> None:
    about = metadata(built.wheel)
    assert (about["Name"], about["Version"]) == ("tplint", __version__)
    assert about["Requires-Python"] == f">={VERSIONS[0]}"
    assert about["License-Expression"] == "MIT"
    assert about["Description-Content-Type"] == "text/markdown"
    assert {"completion", "test"} <= set(about.get_all("Provides-Extra") or ())


def test_two_builds_are_the_same_byte_for_byte(built: Built, tmp_path: Path) -> None:
    again = build(built.sources, tmp_path)
    for first, second in ((built.wheel, again.wheel), (built.sdist, again.sdist)):
        assert first.name == second.name
        assert first.read_bytes() == second.read_bytes()


# --- installed ------------------------------------------------------------------------------------------------------


@lru_cache
def python(version: str) -> str | None:
    """An interpreter of this version: the one that runs the tests, one on the path, or one of pyenv's."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = [which(f"python{version}"), *sorted(map(str, root.glob(f"versions/{version}.*/bin/python")))]
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        found.insert(0, sys.executable)
    for program in filter(None, found):
        code = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
        ran = subprocess.run([program, "-I", "-c", code], capture_output=True, text=True, check=False)
        if ran.stdout.strip() == version:  # a shim of pyenv may stand for a version that is not chosen
            return program
    return None


@pytest.fixture(scope="module", params=VERSIONS)
def installed(request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment with the wheel and what it needs."""
    program = python(request.param)
    if program is None:
        pytest.skip(f"Python {request.param} is not installed")
    folder = tmp_path_factory.mktemp(f"python{request.param}")
    subprocess.run([program, "-I", "-m", "venv", "--without-pip", str(folder)], check=True, capture_output=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-I", "-m", "pip", "--python", str(programs / "python")]
    subprocess.run([*pip, "install", "-q", "--disable-pip-version-check", str(built.wheel)], check=True)
    return programs


@pytest.mark.usefixtures("package_index")
def test_the_installed_program_works(installed: Path, tmp_path: Path) -> None:
    copytree(CHECKOUT / "fixtures" / "broken", tmp_path / "broken")

    def tplint(*arguments: str, status: int = 0) -> str:
        ran = subprocess.run(
            [str(installed / "tplint"), *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert ran.returncode == status, ran.stdout + ran.stderr
        return ran.stdout if status < 2 else ran.stderr

    assert tplint("--version") == f"tplint {__version__}\n"
    assert "error TP101 missing-id-token" in tplint("broken", status=1)
    assert "signs in     trusted publishing" in tplint("show", "broken")
    assert tplint("explain", "TP101").startswith("# TP101 missing-id-token\n")
    assert "missing-id-token" in tplint("rules")
    assert json.loads(tplint("broken", "--format", "sarif", status=1))["version"] == "2.1.0"
    assert "pip install 'tplint[completion]'" in tplint("--print-completion", "bash", status=2)
    assert tplint("broken", "--select", "TP101", status=1) != tplint("broken", "--fix", "--select", "TP101")
    assert tplint("broken", "--select", "TP101").startswith("no findings")


@pytest.mark.usefixtures("package_index")
def test_what_is_installed_is_the_wheel_s(installed: Path, tmp_path: Path) -> None:
    code = "import tplint, sys; print(tplint.__file__)\nfor _ in tplint.check('.').findings: sys.exit('a finding')"
    ran = subprocess.run(
        [str(installed / "python"), "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(ran.stdout.strip()).is_relative_to(installed.parent)
    assert (installed.parent / "share" / "man" / "man1" / "tplint.1").is_file()
    ran = subprocess.run(
        [str(installed / "python"), "-I", "-m", "tplint", "--version"], capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"tplint {__version__}\n"
