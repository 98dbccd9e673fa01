"""Migrations of GitLab pipelines in any layout: what is not a credential stays as it was, to the byte."""

from __future__ import annotations

import re
import shutil
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import corpus
from fixes import comments, fixed, identity, repository
from tplint.documents import yaml
from tplint.documents.source import decode
from tplint.fixing import writing
from tplint.fixing.edits import apply

if TYPE_CHECKING:
    from pathlib import Path

PIPELINE = ".gitlab-ci.yml"
ON_GITLAB = '[remote "origin"]\n\turl = https://gitlab.com/harbour-lab/tide-tables.git\n'
NOTES = st.sampled_from(["", "", "", "  # a note", " #note: 'x' \"y\""])
# Ways of a job to sign in; `{s}` is one step of indentation, `{n}` a comment or none.
SIGNING_IN = [
    [
        "variables:{n}\n{s}TWINE_USERNAME: __token__{n}\n{s}TWINE_PASSWORD: $TOKEN{n}",
        "script:\n- twine upload dist/*{n}",
    ],
    ["variables:\n{s}TWINE_PASSWORD: '$TOKEN'{n}\n{s}PIP_QUIET: \"1\"{n}", "script:{n}\n{s}- twine upload dist/*"],
    ["script:\n- twine upload -u __token__ -p $TOKEN dist/*{n}\n- echo done{n}"],
    ['script:\n- |{n}\n{s}twine upload \\\n{s}{s}--password "$TOKEN" \\\n{s}{s}dist/*\n{s}echo done'],
    ["script:\n- TWINE_PASSWORD=$TOKEN twine upload dist/*{n}"],
    ["script:\n- 'twine upload dist/* -p $TOKEN'{n}"],
    ["variables:{n}\n{s}UV_PUBLISH_TOKEN: $TOKEN", "script: uv publish{n}"],
    ["script: >-{n}\n{s}uv publish\n{s}--token $TOKEN"],
    ["variables: {{TWINE_PASSWORD: $TOKEN}}{n}", "script:\n- twine upload dist/*"],
    ["variables:\n{s}TWINE_PASSWORD: $TOKEN", "script:\n- echo $TWINE_PASSWORD | wc\n- twine upload dist/*"],
    ["script:\n- export TWINE_PASSWORD=$TOKEN\n- twine upload dist/*"],
    ["id_tokens:{n}\n{s}PYPI_ID_TOKEN:\n{s}{s}aud: testpypi{n}", "script:\n- twine upload dist/*"],
    ["id_tokens:\n{s}MY_TOKEN:{n}\n{s}{s}aud: 'pypi'", "script:\n- twine upload dist/*"],
]
GLOBALS = [
    "",
    "variables:{n}\n{s}A: b{n}",
    "variables:\n{s}TWINE_USERNAME: __token__{n}\n{s}A: b",
    "variables: {{A: b}}",
]


@st.composite
def pipelines(draw: st.DrawFn) -> str:
    """A pipeline that publishes, in any layout; every piece is valid wherever it stands."""
    step = " " * draw(st.integers(1, 5))

    def filled(pattern: str, indent: str) -> list[str]:
        text = re.sub(r"\{n\}", lambda _: draw(NOTES), pattern).format(s=step)
        return [indent + line if line else "" for line in text.split("\n")]

    job = [
        filled("image: python:3.13{n}", step),
        filled("before_script:{n}\n- pip install twine uv", step),
        filled(draw(st.sampled_from(["environment: pypi{n}", "environment:{n}\n{s}name: 'pypi'", ""])), step),
        filled(draw(st.sampled_from(["rules:\n- if: $CI_COMMIT_TAG{n}", "only: [tags]{n}", ""])), step),
        *(filled(part, step) for part in draw(st.sampled_from(SIGNING_IN))),
    ]
    name = draw(st.sampled_from(["publish", "'publish it'", '"publish"']))
    blocks = [
        filled(draw(st.sampled_from(GLOBALS)), ""),
        filled("test:{n}\n{s}script:\n{s}{s}- pytest{n}", ""),
        [f"# left of the job\n{name}:{draw(NOTES)}", *chain(*draw(st.permutations(job)))],
    ]
    lines = "\n".join(chain(*draw(st.permutations(blocks)))).split("\n")
    end = draw(st.sampled_from(["\n", "\r\n"]))
    kept = [line for line in lines if line or draw(st.booleans())]
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(kept) + draw(st.sampled_from(["", end, end * 2]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pipelines())
def test_fixes_hold_in_any_layout_of_a_pipeline(tmp_path: Path, text: str) -> None:
    source = decode(PIPELINE, text.encode())
    yaml.parse(source)
    root = repository(tmp_path, **{PIPELINE: text, ".git__config": ON_GITLAB})
    outcome = fixed(root)
    assert outcome.refused == ()
    event(", ".join(sorted({finding.code for finding in outcome.fixed})))
    made = outcome.after.get(PIPELINE, source)
    assert (made.bom, "\r\n" in made.text) == (source.bom, "\r\n" in source.text)
    assert not re.search("(?<!\r)\n", made.text) or "\r\n" not in source.text
    assert sorted(comments(made)) == sorted(comments(source))
    if len(outcome.fixed) == 1 and (done := outcome.fixed[0].fix) is not None:
        assert apply(source, done.edits) == made.text
    assert not re.search(r"\$TOKEN", made.text) or not any(finding.code == "TP103" for finding in outcome.fixed)
    repository(tmp_path, **{PIPELINE: writing.encoded(made).decode()})
    assert fixed(root).after == {}


# --- real pipelines --------------------------------------------------------------------------------------------------


def real() -> list[Path]:
    """The repositories with a pipeline, which are fixed as if they were on gitlab.com."""
    return sorted({path.parent for path in corpus.FOLDER.rglob(PIPELINE)}) if corpus.FOLDER.exists() else []


@corpus.needed
@pytest.mark.parametrize("root", real(), ids=lambda path: "/".join(path.relative_to(corpus.FOLDER).parts[1:]))
def test_fixes_of_a_real_pipeline_hold(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path, symlinks=True, dirs_exist_ok=True)
    repository(tmp_path, **{".git__config": ON_GITLAB})
    outcome = fixed(tmp_path)
    assert outcome.refused == ()
    for path, source in outcome.after.items():
        yaml.parse(source)
        assert sorted(comments(source)) == sorted(comments(outcome.before[path]))
        (tmp_path / path).write_bytes(writing.encoded(source))
    again = fixed(tmp_path)
    assert again.after == {}
    assert not {identity(finding) for finding in again.report.findings} & set(map(identity, outcome.fixed))
