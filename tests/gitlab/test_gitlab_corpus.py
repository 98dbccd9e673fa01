"""Real pipelines beside the checkout: all are read, and uploads to PyPI are found where they are, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, value_of

import corpus
from tplint.load import Files
from tplint.platforms.gitlab.identity import project
from tplint.platforms.gitlab.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.platforms.readings import Reading

pytestmark = corpus.needed

# The jobs that upload to PyPI, TestPyPI, or another index, of every repository with such a job.
UPLOADS = {
    "repos/CommonRoad__commonroad-scenario-designer": {
        "push_to_internal_pipy_registry": "other",
        "push_to_external_pipy_test_registry": "testpypi",
        "push_to_external_pipy_release_registry": "pypi",
    },
    "repos/DTUWindEnergy__PyWake@20241121": {"pypi_linux": "pypi"},
    "repos/FZJ-IEK3-VSA__FINE": {"pypi-upload": "pypi"},
    "repos/GFZ__arosics": {"deploy_pypi": "pypi"},
    "repos/aria-ml__dataeval@20240318": {"publish to repository": "other"},
    "repos/espressif__esp-ppq": {"publish_pypi": "pypi"},
    "repos/gwpy__ligotimegps": {"twine": "pypi"},
    "repos/kouk__permifrost": {"publish": "pypi"},
    "repos/kouk__permifrost@20191122": {"publish": "pypi"},
    "repos/lscsoft__bilby@20241004": {"pypi-release": "pypi"},
    "repos/python-gitlab__python-gitlab@20210502": {"deploy": "pypi"},
    "repos/vtnsi__resonaate": {"publish-pkg": "other"},
    "history/aria-ml__dataeval__68503ffb/before": {"publish": "other"},
    "history/aria-ml__dataeval__68503ffb/after": {"publish": "other"},
}


def top_level_files() -> list[Path]:
    """The pipelines of the corpus; one repository keeps its own in a folder, by a setting."""
    patterns = ("repos/*", "negatives/*", "docs/*", "history/*/*")
    roots = [path for pattern in patterns for path in corpus.FOLDER.glob(pattern)]
    found = [path / name for path in roots for name in (TOP, f".gitlab/{TOP}")]
    return sorted(path for path in found if path.is_file())


def folder(path: Path) -> str:
    """The repository of a top-level file, relative to the corpus."""
    relative = path.relative_to(corpus.FOLDER)
    return relative.as_posix().removesuffix(f"/{TOP}").removesuffix("/.gitlab")


def found_in(path: Path) -> tuple[Files, Reading]:
    """What a pipeline does."""
    root = corpus.FOLDER / folder(path)
    files = Files(str(root))
    return files, read(files, path.relative_to(root).as_posix(), project((), ()))


@pytest.mark.parametrize("path", top_level_files(), ids=folder)
def test_a_real_pipeline(path: Path) -> None:
    files, reading = found_in(path)
    assert not files.problems
    indexes = {upload.job.id: value_of(upload.target).name for upload in reading.alternatives}
    assert indexes == UPLOADS.get(folder(path), {})
    assert not reading.unreachable


def test_a_mint_by_hand_with_inputs_and_variables() -> None:
    _, reading = found_in(corpus.FOLDER / "repos" / "gwpy__ligotimegps" / TOP)
    (upload,) = reading.uploads
    credential = value_of(upload.credential)
    assert (credential.kind, credential.minted, value_of(upload.job.can_mint)) == ("oidc", True, True)
    assert value_of(upload.job.environment) is ...  # from a variable of the file
    assert {event.ref_type for event in upload.events} == {"tag"}
