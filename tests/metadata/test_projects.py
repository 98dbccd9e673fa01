"""Projects: the names that metadata gives, and the one that the build backend uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tplint.documents.source import Source, resolve
from tplint.metadata.projects import problems, projects
from tplint.model import Known

if TYPE_CHECKING:
    from tplint.model import Project


def read_from(files: dict[str, str], *folders: str) -> tuple[Project, ...]:
    sources = {path: Source(path, text) for path, text in files.items()}
    return projects(sources.get, folders or ("",))


def only(files: dict[str, str]) -> Project:
    (project,) = read_from(files)
    return project


def name_of(project: Project) -> str:
    return project.name.value if isinstance(project.name, Known) else f"? {project.name.why}"


BACKEND = '[build-system]\nbuild-backend = "{}"\nrequires = ["{}"]\n'
POETRY = BACKEND.format("poetry.core.masonry.api", "poetry-core")
OLD_POETRY = BACKEND.format("poetry.core.masonry.api", "poetry-core<2")
FLIT = BACKEND.format("flit_core.buildapi", "flit_core")
MATURIN = BACKEND.format("maturin", "maturin")
HATCH = BACKEND.format("hatchling.build", "hatchling")
SETUP = "from setuptools import setup\nsetup(name='from-call')\n"
JSII = """{
  "name": "@a/jsii",
  "repository": {"type": "git", "url": "git+https://github.com/octo/jsii.git"},
  "jsii": {"targets": {"python": {"distName": "j.s-ii", "module": "j_s_ii"}}}
}"""
CFG = "[metadata]\nname = from-cfg\n"


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"pyproject.toml": '[project]\nname = "a"\n'}, "a"),
        ({"pyproject.toml": HATCH + '[project]\nname = "a"\n'}, "a"),
        ({"pyproject.toml": '[project]\nname = "a"\n', "setup.cfg": CFG, "setup.py": SETUP}, "a"),
        ({"setup.cfg": CFG, "setup.py": "from setuptools import setup\nsetup()\n"}, "from-cfg"),
        ({"setup.cfg": CFG, "setup.py": SETUP}, "from-call"),
        ({"setup.py": SETUP}, "from-call"),
        ({"pyproject.toml": "[tool.black]\n", "setup.py": SETUP}, "from-call"),
        ({"pyproject.toml": BACKEND.format("setuptools.build_meta", "setuptools"), "setup.cfg": CFG}, "from-cfg"),
        ({"pyproject.toml": POETRY + '[tool.poetry]\nname = "p"\n'}, "p"),
        ({"pyproject.toml": '[tool.poetry]\nname = "p"\n'}, "p"),
        ({"pyproject.toml": '[tool.flit.metadata]\nmodule = "f"\n'}, "f"),
        ({"pyproject.toml": '[tool.poetry]\nname = "p"\n', "setup.cfg": CFG}, "from-cfg"),
        ({"pyproject.toml": POETRY + '[project]\nname = "a"\n[tool.poetry]\nname = "p"\n'}, "a"),
        ({"pyproject.toml": POETRY + '[project]\nversion = "1"\n[tool.poetry]\nname = "p"\n'}, "p"),
        ({"pyproject.toml": OLD_POETRY + '[project]\nname = "A_a"\n[tool.poetry]\nname = "a-a"\n'}, "A_a"),
        ({"package.json": JSII}, "j.s-ii"),
        ({"package.json": JSII, "setup.py": SETUP}, "from-call"),
        ({"package.json": JSII, "pyproject.toml": "[tool.black]\n"}, "j.s-ii"),
        ({"pyproject.toml": FLIT + '[tool.flit.metadata]\nmodule = "m"\n'}, "m"),
        ({"pyproject.toml": FLIT + '[tool.flit.metadata]\nmodule = "m"\ndist-name = "d"\n'}, "d"),
    ],
)
def test_name_is_the_one_that_the_backend_uses(files: dict[str, str], name: str) -> None:
    project = only(files)
    assert name_of(project) == name
    assert project.at is not None
    assert name in resolve(project.at).text


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (
            {"pyproject.toml": '[project]\ndynamic = ["name"]\n'},
            "? `name` is listed in `dynamic`, which PEP 621 does not allow",
        ),
        ({"pyproject.toml": "[project]\nname = 3\n"}, "? the name is not a string"),
        (
            {"pyproject.toml": '[project]\nversion = "1"\n', "setup.py": SETUP},
            "? `setup.py` gives no name that can be read",
        ),
        ({"setup.py": "from setuptools import setup\nsetup(name=f())\n"}, "? it is set from an expression"),
        ({"setup.py": "import versioneer"}, "? `setup.py` gives no name that can be read"),
        ({"pyproject.toml": MATURIN}, "? maturin takes the name from `Cargo.toml`"),
        ({"pyproject.toml": HATCH}, "? no file gives a static name"),
        ({"pyproject.toml": HATCH, "setup.cfg": CFG}, "? no file gives a static name"),
        (
            {"pyproject.toml": '[build-system]\nbuild-backend = "own"\nbackend-path = ["."]\n', "setup.cfg": CFG},
            "? the build backend is the repository's own",
        ),
        (
            {"pyproject.toml": OLD_POETRY + '[project]\nname = "a"\n[tool.poetry]\nname = "p"\n'},
            "? whether `[project]` or `[tool.poetry]` gives the name depends on poetry-core's version",
        ),
        (
            {"pyproject.toml": '[tool.poetry]\nname = "p"\n', "setup.py": "setup()\n"},
            "? `setup.py` gives no name that can be read",
        ),
        (
            {"pyproject.toml": POETRY + "[tool.poetry]\npackage-mode = false\n"},
            "? Poetry builds no package here (`package-mode`)",
        ),
        ({"setup.cfg": "[metadata]\nname = {{ cookie.name }}\n"}, "? `name` in `setup.cfg` is not a plain name"),
        ({"pyproject.toml": "[project\n"}, "? `pyproject.toml` is not valid TOML"),
    ],
)
def test_name_that_no_file_decides_is_unknown(files: dict[str, str], why: str) -> None:
    assert name_of(only(files)) == why


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"pyproject.toml": "[tool.ruff]\n"},
        {"setup.cfg": "[flake8]\nname = x\n"},
        {"setup.cfg": "[metadata]\nbroken"},
    ],
)
def test_folder_without_metadata_has_no_project(files: dict[str, str]) -> None:
    assert read_from(files) == ()


def test_every_name_is_kept_with_its_place() -> None:
    project = only({"pyproject.toml": '[project]\nname = "a"\n[tool.poetry]\nname = "p"\n', "setup.cfg": CFG})
    assert [(entry.reader, resolve(entry.at).text) for entry in project.names] == [
        ("[project]", '"a"'),
        ("[tool.poetry]", '"p"'),
        ("[metadata] of setup.cfg", "from-cfg"),
    ]


@pytest.mark.parametrize(
    ("files", "urls"),
    [
        ({"pyproject.toml": '[project]\nname="a"\nurls = {Home = "h", Bad = 3}\n'}, {"Home": "h"}),
        (
            {
                "pyproject.toml": POETRY
                + '[tool.poetry]\nname="a"\nrepository = "r"\nhomepage = "h"\nurls = {X = "x"}\n'
            },
            {"homepage": "h", "repository": "r", "X": "x"},
        ),
        ({"setup.cfg": CFG + "url = u\nproject_urls =\n  Source = s?a=b\n  odd\n"}, {"url": "u", "Source": "s?a=b"}),
        (
            {"pyproject.toml": FLIT + '[tool.flit.metadata]\nmodule="a"\nhome-page = "h"\nurls = {S = "s"}\n'},
            {"home-page": "h", "S": "s"},
        ),
        (
            {
                "setup.py": "download_url = 'https://d'\nsetup(\n    url='https://u', "
                "project_urls={\n        'Source': 'https://s',\n    },\n)\n"
            },
            {"url": "https://u", "Source": "https://s"},
        ),
        ({"setup.py": "setup(url=URL, project_urls=URLS)\n"}, {}),
        ({"pyproject.toml": '[project]\nname = "a"\n', "setup.py": "setup(url='https://u')\n"}, {}),
    ],
)
def test_urls_come_from_all_tables(files: dict[str, str], urls: dict[str, str]) -> None:
    assert only(files).urls == urls


def test_folders_and_workspace_members_are_read() -> None:
    member = '[project]\nname = "{}"\n'
    files = {
        "pyproject.toml": '[project]\nname = "r"\n[tool.uv.workspace]\n'
        'members = ["libs/*", "apps/**", "../up"]\nexclude = ["libs/no"]\n',
        "libs/a/pyproject.toml": member.format("a"),
        "libs/no/pyproject.toml": member.format("no"),
        "apps/deep/b/pyproject.toml": member.format("b"),
        "other/setup.cfg": CFG,
        "../up/pyproject.toml": member.format("up"),
    }
    folders = {"libs": ["no", "a", ".x"], "apps": ["deep"], "apps/deep": ["b"]}
    sources = {path: Source(path, text) for path, text in files.items()}
    found = projects(sources.get, (".", "other/"), lambda folder: folders.get(folder, []))
    assert [(project.folder, name_of(project)) for project in found] == [
        ("", "r"),
        ("other", "from-cfg"),
        ("libs/a", "a"),
        ("apps/deep/b", "b"),
    ]
    assert [project.in_workspace for project in found] == [False, False, True, True]


def test_problem_is_at_the_place_where_reading_stopped() -> None:
    sources = {"a/pyproject.toml": Source("a/pyproject.toml", "x = 1\ny = !\n")}
    (problem,) = problems(sources.get, ("", "a"))
    assert (problem.path, problem.message, problem.at.text) == (
        "a/pyproject.toml",
        "is not valid TOML: Invalid value",
        "!",
    )


VALUES = st.recursive(
    st.sampled_from(["1", "'x'", "true", "[]", "{}", "['name']"]),
    lambda value: st.builds("[{}]".format, value),
    max_leaves=3,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["project", "project.name", "project.urls", "project.dynamic", "build-system",
             "build-system.build-backend",
             "build-system.requires", "tool", "tool.poetry", "tool.poetry.urls", "tool.poetry.name",
             "tool.flit.metadata",
             "tool.uv.workspace", "tool.uv.workspace.members"]
        ),
        VALUES,
    )
)  # fmt: skip
def test_values_of_any_type_are_borne(table: dict[str, str]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in table.items())
    source = Source("pyproject.toml", text)
    found = projects({"pyproject.toml": source, "setup.py": Source("setup.py", "")}.get, ("",), lambda _: ["a"])
    assert [project.folder for project in found] == [""]


def test_a_library_of_jsii_has_the_urls_of_its_package() -> None:
    project = only({"package.json": JSII})
    assert project.urls == {"Source": "https://github.com/octo/jsii.git"}
    assert project.backend == "jsii-pacmak"


@pytest.mark.parametrize(
    "text",
    [
        '{"jsii": {"targets": {"java": {}}}}',
        '{"jsii": {"targets": {"python": {"distName": 1}}}}',
        '{"jsii": []}',
        '{"jsii": ',
        '"jsii"',
        '{"jsii":' + "[" * 200_000,
        '{"keywords": ["aws"]}',
    ],
)
def test_other_packages_are_no_projects(text: str) -> None:
    assert read_from({"package.json": text}) == ()
