"""Commands that mostly look: with some options they write or delete, and those of tools that build may only ask."""

from __future__ import annotations

import pytest

from command_kinds import kinds


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("find dist -name '*.whl'", "nothing"),
        ('find "$FOLDER" -type f', "nothing"),
        ("find dist -name '*.attestation' -delete", "files"),
        ("find dist -fprint names.txt", "files"),
        ("find dist -name '*.attestation' -exec rm {} +", "unknown"),
        ("find dist -okdir rm {} ;", "unknown"),
        ("find dist $WHAT", "unknown"),
        ("sort -u names.txt", "nothing"),
        ("sort -u -odist/names.txt names.txt", "files"),
        ("sort --output=dist/names.txt names.txt", "files"),
        ("tree dist", "nothing"),
        ("tree -o dist/tree.txt", "files"),
        ("uniq -c names.txt", "nothing"),
        ("uniq names.txt dist/names.txt", "files"),
        ("cat names.txt > dist/names.txt", "files"),
        ("cat <<END > dist/names.txt\nx\nEND", "files"),
        ("echo x | tee dist/names.txt", "unknown"),
        ("find dist -name '*.attestation' | xargs rm", "files"),
        ("pytest --version", "nothing"),
        ("python -m build --help", "nothing"),
        ("uv build --help", "nothing"),
        ("tox --version", "nothing"),
        ("tox -e py -- --version", "test"),
        ("python setup.py sdist --help", "build"),
        ("python -m hatchling build", "build"),
        ("hatchling version", "unknown"),
    ],
)
def test_kind_of_a_command(script: str, expected: str) -> None:
    assert kinds(script)[-1] == expected
