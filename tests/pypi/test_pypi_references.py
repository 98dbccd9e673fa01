"""The workflow's file in the claims that name it, as PyPI extracts it."""

from __future__ import annotations

import pytest

import tplint.pypi
from tplint.pypi.github import workflow_filename
from tplint.pypi.gitlab import workflow_filepath


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("o/r/.github/workflows/x.yml@refs/heads/main", "x.yml"),
        ("o/r/.github/workflows/x.yaml@y.yml@refs/tags/v1", "x.yaml@y.yml"),
        ("o/r/.github/workflows/x.yml@refs/heads/b.yml@c", "x.yml"),
        ("o/r/.github/workflows/.yml@refs/tags/v1", ""),
        ("o/r/.github/workflows/.yml.yml@v1", ".yml.yml"),
        ("o/r/.github/workflows/x.YML@v1", ""),
        ("", ""),
    ],
)
def test_workflow_filename_in_a_reference(reference: str, name: str) -> None:
    assert workflow_filename(reference) == name


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("gitlab.com/g/p//.gitlab-ci.yml@refs/heads/main", ".gitlab-ci.yml"),
        ("gitlab.com/g/p//a/b.yaml@refs/tags/v1", "a/b.yaml"),
        ("gitlab.com/g/p//a.yml@refs/heads/b.yml@c", "a.yml@refs/heads/b.yml"),
        ("gitlab.com/g/p//a//b.yml@main", "a//b.yml"),
        ("gitlab.com/g/p//a/.yml@main", ""),
        ("gitlab.com/g/p//.yml@main", ""),
        ("gitlab.com/g/p/a.yml@main", ""),
        ("gitlab.com/g/p//a\n.yml@b.yml@main", "a\n.yml"),
    ],
)
def test_workflow_filepath_in_a_reference(uri: str, path: str) -> None:
    assert workflow_filepath(uri) == path


def test_long_references_take_linear_time() -> None:
    assert not workflow_filename("a" * 1_000_000)
    assert not workflow_filepath("//" * 500_000)


def test_every_promised_name_is_there_and_the_right_one() -> None:
    assert all(getattr(tplint.pypi, name) is not None for name in tplint.pypi.__all__)
    assert tplint.pypi.verify([], {}).accepted is False
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        tplint.pypi.nothing  # noqa: B018 - asking is the test
