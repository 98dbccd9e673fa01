"""TP527, what its page does not show: the events of one release, the conditions for each, and what PyPI refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from judged import PUBLISH, job, workflow
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path

BUILD = "      - run: python -m build\n"
WITH = "        with: "
BOTH = "{push: {tags: ['v*']}, release: {types: [published]}}"
DEFAULT = "release"
MAKE = "      - uses: release-drafter/release-drafter@v6\n"
ATTACH = "      - run: gh release create 1 dist/*\n"


def project(backend: str) -> str:
    return f'[build-system]\nrequires = []\nbuild-backend = "{backend}"\n[project]\nname = "teapot"\nversion = "1"\n'


def findings(tmp_path: Path, *workflows: str, backend: str = "setuptools.build_meta") -> list[str]:
    """The events that each finding names; of a note with the level before it."""
    named = {f".github/workflows/w{number}.yml": text for number, text in enumerate(workflows)}
    root = lay(tmp_path, {**named, "pyproject.toml": project(backend)})
    found = lint(root, "TP527").findings
    return [
        f"{'note ' if each.level == 'note' else ''}{each.message.partition(': for ')[2].replace('`', '')}"
        for each in found
    ]


ALL = ["created, published and released"]
TAG = ["push of a tag and release"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("release", ALL),
        ("[release, workflow_dispatch]", ALL),
        ("{release: {types: [published, released]}}", ["published and released"]),
        ("{release: {types: [released, published, created, edited]}}", ALL),
        ("{release: {types: [created, published]}}", ["note created and published"]),
        ("{release: {types: [created, released]}}", ["note created and released"]),
        ("{release: {types: [published]}}", []),
        ("{release: {types: published}}", []),
        ("{release: {types: [released, prereleased]}}", []),
        ("{release: {types: [published, prereleased]}}", []),
        ("{release: {types: [published, edited, deleted]}}", []),
        ("{release: {types: ['${{ x }}', published]}}", []),
    ],
)
def test_activities_of_one_release(on: str, expected: list[str], tmp_path: Path) -> None:
    assert findings(tmp_path, workflow(job(BUILD + PUBLISH), on=on)) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (BOTH, TAG),
        ("[push, release]", TAG),
        ("{push: {tags: '*'}, release: {types: [created]}}", TAG),
        ("{push: {tags: ['[0-9]+.[0-9]+.[0-9]+']}, release: {types: [released]}}", TAG),
        ("{push: {branches: [main], tags: ['v*.*.*']}, release: {types: [published]}}", TAG),
        ("{push: {tags: ['nightly', 'v*']}, release: {types: [published]}}", TAG),
        ("{push: {tags: ['**']}, release: {types: [published, released]}}", TAG),
        ("{push: {branches: [main]}, release: {types: [published]}}", []),
        ("{push: {tags: ['v*rc*']}, release: {types: [published]}}", []),
        ("{push: {tags: ['test-*']}, release: {types: [published]}}", []),
        ("{push: {tags: ['v*', '!v*rc*']}, release: {types: [published]}}", TAG),
        ("{push: {tags: ['v*', '!v*.*']}, release: {types: [published]}}", []),
        ("{push: {tags-ignore: ['v*']}, release: {types: [published]}}", []),
        ("{push: {tags: ['v*']}, release: {types: [prereleased]}}", []),
        ("{push: {tags: ['v*']}, release: {types: [edited]}}", []),
        ("{push: {tags: ['v*']}, workflow_dispatch: }", []),
    ],
)
def test_a_tag_and_its_release(on: str, expected: list[str], tmp_path: Path) -> None:
    assert findings(tmp_path, workflow(job(BUILD + PUBLISH), on=on)) == expected


@pytest.mark.parametrize(
    ("on", "condition", "expected"),
    [
        (DEFAULT, "startsWith(github.ref, 'refs/tags/v')", ALL),
        (DEFAULT, "github.event_name == 'release' && !contains(github.ref_name, 'rc')", ALL),
        (DEFAULT, "github.repository == 'teapots/teapot'", ALL),
        (DEFAULT, "github.event.action != 'created'", ["published and released"]),
        (DEFAULT, "github.event.action == 'published'", []),
        (DEFAULT, "github.event.release.prerelease == false", []),
        (DEFAULT, "github.actor == 'me'", []),
        (DEFAULT, "vars.PUBLISH == 'yes'", []),
        (DEFAULT, "contains(github.ref_name, 'rc')", []),
        (BOTH, "startsWith(github.ref, 'refs/tags/')", TAG),
        (BOTH, "github.ref_type == 'tag' && github.repository_owner == 'teapots'", TAG),
        (BOTH, "github.event_name == 'release' || startsWith(github.ref, 'refs/tags/v')", TAG),
        (BOTH, "github.event_name == 'release'", []),
        (BOTH, "github.event_name == 'push'", []),
        (BOTH, "github.event.action == 'published'", []),
        (BOTH, "github.event.release.tag_name != ''", []),
        (BOTH, "contains(github.ref_name, 'rc')", []),
        (BOTH, "github.ref == 'refs/tags/nightly' || github.event_name == 'release'", []),
    ],
)
@pytest.mark.parametrize("place", ["step", "job", "needed job"])
def test_conditions(place: str, on: str, condition: str, expected: list[str], tmp_path: Path) -> None:
    line = f'if: "{condition}"'
    text = {
        "step": workflow(job(BUILD + PUBLISH + f"        {line}\n"), on=on),
        "job": workflow(job(BUILD + PUBLISH, line), on=on),
        "needed job": workflow(job(BUILD, line, name="build"), job(PUBLISH, "needs: build"), on=on),
    }[place]
    assert findings(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (BUILD + PUBLISH, ALL),
        (BUILD + PUBLISH + WITH + "{skip-existing: false}\n", ALL),
        (BUILD + PUBLISH + WITH + "{skip-existing: true}\n", []),
        (BUILD + PUBLISH + WITH + "{skip_existing: true}\n", []),
        (BUILD + PUBLISH + WITH + "{skip-existing: '${{ x }}'}\n", []),
        (BUILD + PUBLISH + WITH + "{repository-url: https://test.pypi.org/legacy/}\n", ALL),
        (BUILD + PUBLISH + WITH + "{repository-url: https://pypi.example.com/}\n", []),
        (BUILD + PUBLISH + WITH + "{repository-url: '${{ vars.INDEX }}'}\n", []),
        (BUILD + PUBLISH + "        continue-on-error: true\n", []),
        (BUILD + "      - run: twine upload dist/*\n", ALL),
        (BUILD + "      - run: twine upload --skip-existing dist/*\n", []),
        (BUILD + "      - run: twine upload dist/* || true\n", []),
        (BUILD + "      - run: test -e new && twine upload dist/*\n", []),
        (BUILD + "      - run: |\n          [ -e new ] || exit 0\n          twine upload dist/*\n", []),
        (BUILD + "      - run: uv publish\n", ALL),
        (BUILD + "      - run: uv publish --check-url https://pypi.org/simple/\n", []),
        (BUILD + "      - run: uv publish\n        env: {UV_PUBLISH_CHECK_URL: https://pypi.org/simple/}\n", []),
        (BUILD + "      - run: hatch publish\n", []),
        ("      - run: ./test.sh || exit 1\n" + BUILD + PUBLISH, ALL),
        (BUILD + PUBLISH + "      - run: curl https://pypi.org/pypi/teapot/json\n", ALL),
        ("      - run: curl https://pypi.org/pypi/teapot/json\n" + BUILD + PUBLISH, []),
        ('      - run: test "$GITHUB_EVENT_NAME" = push\n' + BUILD + PUBLISH, []),
        ("      - uses: fkirc/skip-duplicate-actions@v5\n" + BUILD + PUBLISH, []),
        ("      - uses: ./.github/actions/look\n" + BUILD + PUBLISH, []),
        (PUBLISH, []),
        ("      - run: gh release download\n" + BUILD + PUBLISH, []),
        (BUILD + "        if: github.event.action == 'created'\n" + PUBLISH, []),
        ("      - uses: hynek/build-and-inspect-python-package@v2\n" + PUBLISH, []),
        (BUILD + "        env: {SOURCE_DATE_EPOCH: 0}\n" + PUBLISH, []),
    ],
)
def test_what_is_refused_again(steps: str, expected: list[str], tmp_path: Path) -> None:
    assert findings(tmp_path, workflow(job(steps))) == expected


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("setuptools.build_meta", ALL),
        ("flit_core.buildapi", ALL),
        ("pdm.backend", ALL),
        ("hatchling.build", []),
        ("poetry.core.masonry.api", []),
        ("uv_build", []),
        ("maturin", []),
    ],
)
def test_builds_that_differ(backend: str, expected: list[str], tmp_path: Path) -> None:
    assert findings(tmp_path, workflow(job(BUILD + PUBLISH)), backend=backend) == expected


@pytest.mark.parametrize("on", [DEFAULT, BOTH])
@pytest.mark.parametrize(
    ("concurrency", "count"),
    [
        ("concurrency: publish", 1),
        ("concurrency: {group: publish}", 1),
        ("concurrency: {group: publish, cancel-in-progress: false}", 1),
        ("concurrency: {group: publish, cancel-in-progress: true}", 0),
        ("concurrency: {group: publish, cancel-in-progress: '${{ x }}'}", 0),
    ],
)
def test_runs_that_cancel_each_other(on: str, concurrency: str, count: int, tmp_path: Path) -> None:
    steps = BUILD + PUBLISH
    assert len(findings(tmp_path / "a", workflow(job(steps), head=f"{concurrency}\n", on=on))) == count
    assert len(findings(tmp_path / "b", workflow(job(steps, concurrency), on=on))) == count


@pytest.mark.parametrize(
    ("on", "other", "expected"),
    [
        (DEFAULT, workflow(job(MAKE), on="push"), []),
        (BOTH, workflow(job(MAKE), on="push"), []),
        (DEFAULT, workflow(job(ATTACH)), ALL),
        (DEFAULT, workflow(job("      - run: git push origin gh-pages\n"), on="push"), ALL),
        (BOTH, workflow(job("      - run: git push --tags\n"), on="push"), []),
        (BOTH, workflow(job(ATTACH)), []),
        (BOTH, workflow(job("      - run: pytest\n"), on="push"), TAG),
    ],
)
def test_releases_that_a_workflow_makes(on: str, other: str, expected: list[str], tmp_path: Path) -> None:
    assert findings(tmp_path, workflow(job(BUILD + PUBLISH), on=on), other) == expected


def test_what_adds_files_to_the_release_makes_none(tmp_path: Path) -> None:
    assert findings(tmp_path / "a", workflow(job(BUILD + PUBLISH + ATTACH))) == ALL
    assert findings(tmp_path / "b", workflow(job(BUILD + PUBLISH + ATTACH), on=BOTH)) == []


@pytest.mark.parametrize(("others", "expected"), [("workflow_dispatch", ALL), ("push", [])])
def test_a_called_workflow_adds_files_to_the_release(others: str, expected: list[str], tmp_path: Path) -> None:
    called = workflow(job(BUILD + PUBLISH + ATTACH), on="workflow_call")
    call = "  call:\n    uses: ./.github/workflows/w0.yml\n"
    assert findings(tmp_path, called, workflow(call), workflow(call, on=others)) == expected


def test_one_finding_for_a_trigger(tmp_path: Path) -> None:
    testpypi = PUBLISH + WITH + "{repository-url: https://test.pypi.org/legacy/}\n"
    text = workflow(job(BUILD + testpypi, name="test"), job(BUILD + PUBLISH))
    root = lay(tmp_path, {".github/workflows/w.yml": text, "pyproject.toml": project("setuptools")})
    [found] = lint(root, "TP527").findings
    [upload] = found.related
    assert resolve(upload.at).start == text.rindex("pypa/")


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ("${{ github.event_name == 'push' && 'https://test.pypi.org/legacy/' || '' }}", []),
        ("${{ github.event_name == 'workflow_dispatch' && 'https://test.pypi.org/legacy/' || '' }}", TAG),
    ],
)
def test_an_index_for_each_event(index: str, expected: list[str], tmp_path: Path) -> None:
    steps = BUILD + PUBLISH + f'{WITH}\n          repository-url: "{index}"\n'
    on = "{push: {tags: ['v*']}, release: {types: [published]}, workflow_dispatch: }"
    assert findings(tmp_path, workflow(job(steps), on=on)) == expected


def test_a_called_workflow(tmp_path: Path) -> None:
    called = workflow(job(BUILD + PUBLISH), on="workflow_call")
    caller = "on: {on}\njobs:\n  call:\n    if: {condition}\n    uses: ./.github/workflows/w0.yml\n"
    always, on_push = "github.ref_type == 'tag'", "github.event_name == 'push'"
    assert findings(tmp_path / "a", called, caller.format(on=BOTH, condition=always)) == TAG
    assert findings(tmp_path / "b", called, caller.format(on=BOTH, condition=on_push)) == []
    assert findings(tmp_path / "c", called, caller.format(on=DEFAULT, condition=always)) == ALL


def test_uploads_of_two_workflows_are_not_compared(tmp_path: Path) -> None:
    on_tag = workflow(job(BUILD + PUBLISH), on="{push: {tags: ['v*']}}")
    on_release = workflow(job(BUILD + PUBLISH), on="{release: {types: [published]}}")
    assert findings(tmp_path, on_tag, on_release) == []
