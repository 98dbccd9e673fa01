"""GitLab's composition: files that include, extend and refer to each other → a report, whatever they say."""

from __future__ import annotations

from targets import samples
from tplint.config import Config
from tplint.engine import lint
from tplint.reporters.json import render

_START = ".gitlab-ci.yml"


def seeds() -> list[bytes]:
    """Pipelines of one file and of several."""
    return [
        samples.PIPELINE.encode(),
        samples.joined({_START: samples.PIPELINE, "ci/publish.yml": samples.INCLUDED}),
        samples.joined(
            {
                _START: "include: ['*.yml', 'b.yml']\n",
                "b.yml": "include: /.gitlab-ci.yml\na: {script: twine upload x}\n",
            }
        ),
        b".a: {extends: .b}\n.b: {extends: [.a, .c]}\nc:\n  extends: .a\n  script: [!reference [c, script], uv publish]\n",
        b"variables: {A: $B, B: $A}\nx:\n  rules: [{if: '$A == null || ($B =~ $C)'}]\n  script: twine upload $A\n  trigger: {include: x.yml}\n",
    ]


def check(data: bytes) -> None:
    """Lint a repository of these files, and render what is reported."""
    folder = samples.repository(samples.parted(data, _START))
    list(render([lint(folder, config=Config())]))
