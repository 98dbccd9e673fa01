"""The rules TP525 and TP526: artifacts that are asked for and not there, and those that nobody asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import UPLOAD, job, workflow

if TYPE_CHECKING:
    from pathlib import Path

BUILD = "      - run: pipx run build\n"
MATRIX = "    strategy: {matrix: {os: [a, b]}}\n"
CALLED = ".github/workflows/called.yml"


def store(inputs: str, ref: str = "v4") -> str:
    return f"      - uses: actions/upload-artifact@{ref}\n        with: {{{inputs}}}\n"


def fetch(inputs: str, ref: str = "v5", more: str = "") -> str:
    return f"      - uses: actions/download-artifact@{ref}\n        with: {{path: dist, {inputs}}}\n{more}"


def builder(stored: str, name: str = "build", more: str = "") -> str:
    """A job that builds and stores."""
    return job(name, steps=BUILD + stored, environment="", more=more)


def publisher(fetched: str, needs: str = "build", environment: str = "pypi", more: str = "") -> str:
    """The job that uploads what it has fetched."""
    waits = f"    needs: {needs}\n" if needs else ""
    return job(steps=fetched + UPLOAD, environment=environment, more=waits + more)


def codes(root: Path, *jobs: str, on: str = "release:", select: str = "TP525", **files: str) -> list[str]:
    """The codes that the rules report on a workflow, and on others that are named after their stems."""
    others = {f".github/workflows/{stem}.yml": text for stem, text in files.items()}
    lay(root, {".github/workflows/publish.yml": workflow(*jobs, on=on), **others})
    return [finding.code for finding in lint(root, *select.split()).findings]


@pytest.mark.parametrize(
    ("stored", "fetched", "expected"),
    [
        ("name: dist, path: dist", "name: dist", []),
        ("path: dist", "name: artifact", []),
        ("path: dist", "name: dist", ["TP525"]),
        ("name: dist, path: dist", "name: Dist", []),
        ("name: dist, path: dist", "name: dists", ["TP525"]),
        ("name: dist, path: dist", "name: 'dist*'", ["TP525"]),
        ("name: dist, path: dist", "name: a/dist", ["TP525"]),
        ("name: dist, path: dist", "name: '${{ vars.NAME }}'", []),
        ("name: dist, path: dist", "name: 'wheels-${{ vars.NAME }}'", ["TP525"]),
        ("name: '${{ vars.NAME }}', path: dist", "name: dist", []),
        ("name: 'dist-${{ vars.NAME }}', path: dist", "name: dist", ["TP525"]),
        ("name: 'dist-${{ vars.NAME }}', path: dist", "name: dist-3", []),
        ("name: 'dist-${{ vars.NAME }}-x', path: dist", "name: 'dist-${{ inputs.name }}-y'", ["TP525"]),
        ("name: 'dist-${{ vars.NAME }}-x', path: dist", "name: '${{ vars.OTHER }}-x'", []),
        ("name: 'a[1]', path: dist", "name: 'a[1]'", []),
        ("name: dist, path: dist", "name: dists, github-token: '${{ github.token }}', run-id: 1", []),
        ("name: dist, path: dist", "name: dists, run-id: 1", ["TP525"]),
        ("name: dist, path: dist", "artifact-ids: 1", []),
        ("name: dist, path: dist", "pattern: 'dist*'", []),
        ("name: dist, path: dist", "pattern: 'wheel*'", ["TP525"]),
        ("name: dist, path: dist", "pattern: '{dist,wheel}*'", []),
        ("name: dist, path: dist", "pattern: '!(x)'", []),
        ("name: dist, path: dist", "merge-multiple: true", []),
    ],
)
def test_names_and_patterns(stored: str, fetched: str, expected: list[str], tmp_path: Path) -> None:
    found = codes(tmp_path, builder(store(stored)), publisher(fetch(fetched)))
    assert found == expected


@pytest.mark.parametrize(
    ("fetched", "expected"),
    [
        (fetch("name: x"), ["TP525"]),
        (fetch("name: x", "v3"), []),
        (fetch("name: x", more="        continue-on-error: true\n"), []),
        (fetch("name: x", more="        if: vars.X\n"), []),
        (fetch("name: x", more="        if: github.event_name == 'release'\n"), ["TP525"]),
        (fetch("name: x", more="        if: github.event_name == 'push'\n"), []),
        (fetch("pattern: x") + fetch("name: dist"), []),
        (fetch("pattern: x") + "      - run: ./fill\n", []),
    ],
)
def test_downloads_that_fail(fetched: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, builder(store("name: dist, path: dist")), publisher(fetched)) == expected


def test_a_download_behind_the_upload_is_not_its_business(tmp_path: Path) -> None:
    steps = fetch("name: dist") + UPLOAD + fetch("name: x")
    assert codes(tmp_path, builder(store("name: dist, path: dist")), job(steps=steps, more="    needs: build\n")) == []


INSPECT = "      - uses: hynek/build-and-inspect-python-package@v2\n"
SIGN = "      - uses: sigstore/gh-action-sigstore-python@v3\n"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("      - uses: actions/setup-python@v5\n", ["TP525"]),
        ("      - uses: pypa/cibuildwheel@v3.2\n", ["TP525"]),
        (INSPECT, ["TP525"]),
        (SIGN, ["TP525"]),
        ("      - uses: owner/unknown@v1\n", []),
        ("      - uses: ./.github/actions/own\n", []),
        ("      - uses: actions/upload-artifact/merge@v4\n", []),
    ],
)
def test_actions_that_may_store(step: str, expected: list[str], tmp_path: Path) -> None:
    """A job beside is enough."""
    other = job("other", steps=step, environment="")
    found = codes(tmp_path, builder(store("name: dist, path: dist")), other, publisher(fetch("name: x")))
    assert found == expected


@pytest.mark.parametrize(
    ("step", "fetched", "expected"),
    [
        (INSPECT, "name: package", ["TP525"]),
        (INSPECT, "name: Packages", []),
        (INSPECT, "name: Packages-linux", []),
        (INSPECT, "name: '${{ vars.NAME }}'", []),
        (INSPECT, "pattern: wheels-*", ["TP525"]),
        (INSPECT, "pattern: Pack*", []),
        (INSPECT, "path: dist", []),
        (SIGN, "name: signing-artifacts-build", []),
        (SIGN, "name: package", ["TP525"]),
        (INSPECT + "      - uses: owner/unknown@v1\n", "name: package", []),
    ],
)
def test_actions_that_store_by_themselves(step: str, fetched: str, expected: list[str], tmp_path: Path) -> None:
    build = job("build", steps="      - uses: actions/checkout@v5\n" + step, environment="")
    assert codes(tmp_path, build, publisher(fetch(fetched))) == expected


CALL = "  other:\n    uses: ./.github/workflows/called.yml\n"


@pytest.mark.parametrize(
    ("call", "stored", "expected"),
    [
        (CALL, "name: x, path: dist", []),
        (CALL, "name: y, path: dist", ["TP525"]),
        (CALL, "name: '${{ inputs.name }}', path: dist", []),
        ("  other:\n    uses: ./.github/workflows/none.yml\n", "name: y, path: dist", []),
        ("  other:\n    uses: owner/other/.github/workflows/called.yml@v1\n", "name: y, path: dist", []),
    ],
)
def test_called_workflows_store_in_the_same_run(call: str, stored: str, expected: list[str], tmp_path: Path) -> None:
    called = workflow(builder(store(stored)), on="workflow_call: {inputs: {name: {type: string}}}")
    own = builder(store("name: dist, path: dist"))
    assert codes(tmp_path, own, call, publisher(fetch("name: x")), called=called) == expected


def test_a_workflow_that_others_may_call_is_part_of_their_runs(tmp_path: Path) -> None:
    jobs = builder(store("name: dist, path: dist")), publisher(fetch("name: x"))
    assert codes(tmp_path, *jobs, on="{release: , workflow_call: }") == []


def test_workflows_that_call_each_other_have_an_end(tmp_path: Path) -> None:
    called = workflow(CALL.replace("other", "again"), builder(store("name: y, path: dist")), on="workflow_call:")
    assert codes(tmp_path, CALL, publisher(fetch("name: x"), "other"), called=called) == ["TP525"]


@pytest.mark.parametrize(
    ("early", "expected"),
    [
        (publisher(fetch("name: dist"), needs="", environment=""), ["TP525"]),
        (publisher(fetch("name: dist"), needs=""), []),  # its reviewers may take longer than the build
        (publisher(fetch("name: dist"), needs="test", environment=""), []),
        (publisher("      - uses: actions/checkout@v5\n" + fetch("name: dist"), "", ""), ["TP525"]),
        (publisher("      - run: make -j docs\n" + fetch("name: dist"), "", ""), []),
        (publisher(BUILD + store("name: dist, path: dist") + fetch("name: dist"), "", ""), []),
    ],
)
def test_jobs_that_do_not_wait(early: str, expected: list[str], tmp_path: Path) -> None:
    """What comes later is found by luck, except by a job that looks for it at once."""
    test = job("test", steps="      - run: pytest\n", environment="")
    assert codes(tmp_path, builder(store("name: dist, path: dist")), test, early) == expected


def test_a_job_of_a_called_workflow_waits_with_its_caller(tmp_path: Path) -> None:
    called = workflow(publisher(fetch("name: dist"), "", ""), on="workflow_call:")
    call = CALL + "    needs: build\n    permissions: {id-token: write}\n"
    assert codes(tmp_path, builder(store("name: dist, path: dist")), call, called=called) == []


def test_steps_that_certainly_store_nothing_do_not_count(tmp_path: Path) -> None:
    never = store("name: dist, path: dist") + "        if: false\n"
    steps = store("name: log, path: log") + never
    assert codes(tmp_path, builder(steps), publisher(fetch("name: dist"))) == ["TP525"]


@pytest.mark.parametrize(
    ("inputs", "expected"), [("name: x", []), ("name: x*", ["TP525"]), ("name: x, run-id: 1", ["TP525"])]
)
def test_where_nothing_is_stored(inputs: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, publisher(fetch(inputs), needs="")) == expected


def test_a_job_whose_failure_counts_as_none_delays_nothing(tmp_path: Path) -> None:
    inspect = job("inspect", steps=fetch("name: x"), environment="", more="    continue-on-error: true\n")
    jobs = builder(store("name: dist, path: dist")), inspect, publisher(fetch("name: dist"), "[build, inspect]")
    assert codes(tmp_path, *jobs) == []


# --- TP526 ----------------------------------------------------------------------------------------------------------

SDIST = builder(store("name: sdist, path: dist/*.tar.gz"), "sdist")
ONLY_SDIST = publisher(fetch("name: sdist"), "[build, sdist]")


def forgotten(root: Path, *jobs: str, **files: str) -> list[str]:
    return codes(root, *jobs, select="TP525 TP526", **files)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("name: wheels, path: wheelhouse/*.whl", ["TP526"]),
        ("name: 'wheels-${{ matrix.os }}', path: wheelhouse/*.whl", ["TP526"]),
        ("name: wheels, path: dist/", ["TP526"]),
        ("name: wheels, path: ./dist/*", ["TP526"]),
        ("name: wheels, path: |-\n              dist/*.whl\n              dist/*.tar.gz\n          ", ["TP526"]),
        ("name: wheels, path: coverage.xml", []),
        ("name: wheels, path: '${{ vars.DIST }}'", []),
        ("path: wheelhouse/*.whl", ["TP526"]),
        ("name: '${{ vars.NAME }}', path: wheelhouse/*.whl", []),
    ],
)
def test_what_stays_behind(stored: str, expected: list[str], tmp_path: Path) -> None:
    step = (
        store(stored)
        if "\n" not in stored
        else store("X").replace("{X}", "\n          " + stored.replace(", ", "\n          "))
    )
    assert forgotten(tmp_path, builder(step, more=MATRIX), SDIST, ONLY_SDIST) == expected


UNKNOWN = "      - uses: owner/unknown@v1\n"
KEEP = store("name: kept, path: dist/")
WHEELS = builder(store("name: wheels, path: dist/*.whl"))


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        ((WHEELS, SDIST, ONLY_SDIST), ["TP526"]),
        ((WHEELS, SDIST, publisher(fetch("name: sdist"), "sdist")), []),
        ((WHEELS, SDIST, publisher(fetch("pattern: '*s*'"), "[build, sdist]")), []),
        ((WHEELS, SDIST, publisher(fetch("merge-multiple: true"), "[build, sdist]")), []),
        ((WHEELS, SDIST, publisher(BUILD, "[build, sdist]")), []),
        ((WHEELS, SDIST, ONLY_SDIST, job("test", steps=fetch("name: wheels"), environment="")), []),
        ((WHEELS, SDIST, ONLY_SDIST, job("test", steps=UNKNOWN)), ["TP526"]),
        ((WHEELS, SDIST, ONLY_SDIST, job("test", steps=UNKNOWN, more="    needs: build\n")), []),
        ((WHEELS, SDIST, ONLY_SDIST, job("test", steps=UNKNOWN, more="    needs: publish\n")), []),
        ((WHEELS + UNKNOWN, SDIST, ONLY_SDIST), []),
        ((WHEELS.replace("steps:\n", f"steps:\n{UNKNOWN}"), SDIST + UNKNOWN, ONLY_SDIST), ["TP526"]),
        ((WHEELS, SDIST, publisher(fetch("name: sdist") + UNKNOWN, "[build, sdist]")), []),
        ((WHEELS.replace("pipx run build", "pyinstaller"), SDIST, ONLY_SDIST), []),
        ((WHEELS.replace("pipx run build", "cargo build"), SDIST, ONLY_SDIST), []),
        ((WHEELS + "        if: github.event_name == 'push'\n", SDIST, ONLY_SDIST), []),
        ((WHEELS, SDIST, publisher(fetch("name: sdists"), "[build, sdist]")), ["TP525"]),
        ((WHEELS, SDIST, publisher(fetch("name: sdist") + BUILD + KEEP, "[build, sdist]")), ["TP526"]),
        ((SDIST, publisher(fetch("name: sdist") + BUILD + KEEP, "sdist")), []),
        ((SDIST.replace("steps:\n", f"steps:\n{KEEP}"), publisher(fetch("name: sdist"), "sdist")), []),
        ((SDIST.replace("steps:\n", f"steps:\n{BUILD}{KEEP}"), publisher(fetch("name: sdist"), "sdist")), []),
        ((WHEELS + "      - run: gh release upload v1 dist/*\n", SDIST, ONLY_SDIST), []),
        ((WHEELS.replace("pipx run build", "CIBW_PLATFORM=pyodide cibuildwheel"), SDIST, ONLY_SDIST), []),
        ((WHEELS.replace("pipx run build", "pipx run build --release"), SDIST, ONLY_SDIST), ["TP526"]),
    ],
)
def test_who_might_take_it(jobs: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert forgotten(tmp_path, *jobs) == expected


def test_what_a_called_workflow_stores_may_be_for_others(tmp_path: Path) -> None:
    called = workflow(WHEELS, on="workflow_call:")
    call = CALL.replace("other:", "build:")
    assert forgotten(tmp_path, call, SDIST, ONLY_SDIST, called=called) == []


@pytest.mark.parametrize(
    ("fetched", "more", "expected"),
    [
        ("name: sdist", (), ["TP526"]),
        ("pattern: '*s*'", (), []),
        ("name: '${{ inputs.name }}'", (), []),
        ("name: sdist", (job("test", steps=fetch("name: wheels"), environment=""),), []),
        ("name: sdist", (job("test", steps=UNKNOWN),), []),
    ],
)
def test_a_called_workflow_uploads(fetched: str, more: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    called = workflow(publisher(fetch(fetched), ""), on="{workflow_call: {inputs: {name: {type: string}}}}")
    call = CALL + "    needs: [build, sdist]\n    permissions: {id-token: write}\n    with: {name: sdist}\n"
    assert forgotten(tmp_path, WHEELS, SDIST, call, *more, called=called) == expected


@pytest.mark.parametrize(
    "steps",
    [
        "      - run: gh run download -n wheels\n",
        "      - uses: dawidd6/action-download-artifact@v6\n",
        fetch("name: wheels, run-id: 1, github-token: x"),
    ],
)
def test_other_workflows_may_take_it_later(steps: str, tmp_path: Path) -> None:
    later = workflow(job("later", steps=steps), on="workflow_dispatch:")
    assert forgotten(tmp_path, WHEELS, SDIST, ONLY_SDIST, later=later) == []
