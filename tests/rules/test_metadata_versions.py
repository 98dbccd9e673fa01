"""TP521 uploader-too-old-for-metadata: what its page does not show, clause by clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import PUBLISH, findings, job, workflow

if TYPE_CHECKING:
    from pathlib import Path


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
        (PUBLISH.replace("release/v1", "v1.12"), [], []),  # there is no such ref, and TP502 says so
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
        (
            "      - run: V=$(uv run python -c 'import x')\n" + PUBLISH.replace("release/v1", "v1.8.14"),
            ["2.5"],
            ["2.4"],
        ),
        ("      - run: uv pip install x -c pins.txt\n" + PUBLISH.replace("release/v1", "v1.8.14"), [], []),
        (
            "      - run: |\n          pip install \\\n            build \\\n            -c pins.txt\n"
            + PUBLISH.replace("release/v1", "v1.8.14"),
            [],
            [],
        ),
        (
            "      - run: >\n          pip install build\n          -c pins.txt\n"
            + PUBLISH.replace("release/v1", "v1.8.14"),
            [],
            [],
        ),
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
