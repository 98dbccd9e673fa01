"""Files and words that several targets start from, and the folder that whole repositories are written to."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from functools import lru_cache
from tempfile import mkdtemp

# Between the files of a repository in one input: a line with this sign and the file's path.
SIGN = "#@ "

WORKFLOW = """\
name: publish
on:
  release:
    types: [published]
  push:
    tags: ["v*"]
  workflow_dispatch:
    inputs:
      index: {type: choice, options: [pypi, testpypi]}
permissions:
  contents: read
env: &env
  TWINE_USERNAME: __token__
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python -m build
      - uses: actions/upload-artifact@v4
        with: {name: dist, path: dist/}
  publish:
    needs: [build]
    if: ${{ startsWith(github.ref, 'refs/tags/') && inputs.index != 'testpypi' }}
    runs-on: ${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, windows-latest]
    environment:
      name: pypi
    env: *env
    steps:
      - uses: actions/download-artifact@v4
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          password: ${{ secrets.PYPI_TOKEN }}
          skip_existing: true
      - run: |
          twine upload --repository-url https://upload.pypi.org/legacy/ dist/*
          uv publish --token "$PYPI"  # tplint: ignore[TP103] moves soon
"""

SCRIPT = """\
set -euo pipefail
export TWINE_PASSWORD="${{ secrets.PYPI }}"
cd core && python -m build --sdist || exit 1
if [ "$GITHUB_REF" = refs/heads/main ]; then
  for f in dist/*; do twine upload -u __token__ -p "$TWINE_PASSWORD" "$f"; done
fi
cat <<'END' > ~/.pypirc
[pypi]
END
publish() { sudo -E env A=b uv publish --index testpypi "$@"; }
publish --trusted-publishing always dist/*.whl
token=$(curl -sS -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$URL&audience=pypi" | jq -r .value)
"""

PIPELINE = """\
include:
  - local: /ci/publish.yml
    inputs: {stage: deploy}
stages: [build, deploy]
default: &default
  image: python:3.12
.base:
  script:
    - pip install twine
  id_tokens: &tokens
    PYPI_ID_TOKEN:
      aud: pypi
publish:
  extends: [.base]
  stage: deploy
  environment: {name: production, action: start}
  id_tokens: *tokens
  rules:
    - if: $CI_COMMIT_TAG =~ /^v\\d+/ && $CI_PIPELINE_SOURCE != "schedule"
      variables: {A: b}
    - when: never
  script:
    - !reference [.base, script]
    - twine upload dist/*
  parallel:
    matrix:
      - INDEX: [pypi, testpypi]
"""

INCLUDED = """\
spec:
  inputs:
    stage:
      default: test
      options: [test, deploy]
---
upload:
  stage: $[[ inputs.stage | expand_vars ]]
  extends: .base
  script: uv publish
"""


@lru_cache(maxsize=1)
def folder() -> str:
    """A folder of this process's own, in memory where the system has such a place."""
    return mkdtemp(prefix="tplint-fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)  # noqa: S108 - a new folder there


def joined(files: dict[str, str]) -> bytes:
    """The files of a repository as one input."""
    return "".join(f"{SIGN}{path}\n{text}" for path, text in files.items()).encode()


def parted(data: bytes, first: str) -> dict[str, str]:
    """The files of an input; what stands before the first sign is the file ``first``."""
    start, *rest = data.decode("utf-8", "replace").split(SIGN)
    found = {first: start} if start or not rest else {}
    for part in rest:
        path, _, text = part.partition("\n")
        found[path.strip()] = text
    return found


def repository(files: dict[str, str]) -> str:
    """The folder, with these files in it and no others; those whose path is none are left out."""
    root = folder()
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(root)
    inside = os.path.join(os.path.realpath(root), "")
    for path, text in files.items():
        target = os.path.normpath(os.path.join(root, path))
        if target.startswith(inside) and "\0" not in path:
            with suppress(OSError, ValueError):
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "wb") as file:
                    file.write(text.encode("utf-8", "surrogatepass"))
    return root
