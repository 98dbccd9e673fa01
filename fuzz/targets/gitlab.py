"""GitLab's composition: files that include, extend and refer to each other → a report, whatever they say."""

from __future__ import annotations

from targets import samples
from tplint.config import Config
from tplint.engine import lint
from tplint.reporters.json import render

_START = ".gitlab-ci.yml"
_WIDE = """\
workflow:
  rules: [{if: '$CI_PIPELINE_SOURCE == "merge_request_event"', when: never}, {if: $CI_COMMIT_TAG, variables: {A: b}}, {when: always}]
variables: {WHERE: testpypi, NAME: {value: a, options: [a, b], expand: false}, BOTH: "$WHERE-$NAME-${CI_COMMIT_REF_NAME}"}
default: {image: python, id_tokens: {PYPI_ID_TOKEN: {aud: [pypi]}}, before_script: [!reference [.set, script], [pip install uv]]}
cache: &cache {key: $NAME, paths: [dist]}
.set: {script: ["export TWINE_PASSWORD=$TOKEN", [["echo a"], "echo b"]]}
build:
  stage: build
  cache: *cache
  inherit: {default: [image], variables: [NAME]}
  artifacts: {paths: [dist/], reports: {dotenv: a.env}}
  script: python -m build
send:
  needs: [{job: build, artifacts: true}, {pipeline: $UP, job: x}]
  parallel: {matrix: [{INDEX: [pypi, testpypi], OS: x}, {INDEX: $WHERE}]}
  environment: {name: $INDEX/$NAME, url: https://pypi.org/p/x}
  rules: [{if: '$INDEX =~ /^test/i && ($A || !$B)', changes: [x/*]}, {exists: [y]}, !reference [.rules, rules]]
  script:
    - >
      uv publish --index $INDEX
      --trusted-publishing always
    - - twine upload -r "$WHERE" dist/*
  after_script: [curl --header "JOB-TOKEN: $CI_JOB_TOKEN" $URL]
child:
  trigger: {include: [{local: child.yml}, {artifact: a.yml, job: build}], strategy: depend, forward: {pipeline_variables: true}}
"""


def seeds() -> list[bytes]:
    """Pipelines of one file and of several."""
    return [
        samples.PIPELINE.encode(),
        samples.joined({_START: samples.PIPELINE, "ci/publish.yml": samples.INCLUDED}),
        samples.joined({_START: _WIDE, "child.yml": "up: {id_tokens: {P: {aud: x}}, script: [uv publish]}\n"}),
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
