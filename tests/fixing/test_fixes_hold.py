"""Fixes in any layout of a workflow, and of all real repositories: findings go, and nothing else changes."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import corpus
from fixes import WORKFLOW, comments, fixed, fixed_real, identity, presented, reading, real, repository, scopes
from peers import ZIZMOR, needs_zizmor
from tplint.documents import yaml
from tplint.documents.source import decode
from tplint.fixing import rounds, writing

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.fixing.rounds import Outcome


# --- any layout of a workflow ----------------------------------------------------------------------------------------

NOTES = st.sampled_from(["", "", "", "  # a note", " #note: 'x' \"y\""])
PERMISSIONS = [
    "",
    "permissions:\n{s}contents: read",
    "permissions:\n{s}packages: write{n}\n{s}id-token: none",
    "permissions: {{}}",
]
# Steps that sign in; `{s}` is one step of indentation, `{n}` a comment or none.
SIGNING_IN = [
    """\
- uses: pypa/gh-action-pypi-publish@release/v1{n}
  with:{n}
  {s}password: ${{{{ secrets.T }}}}{n}""",
    """\
- with:{n}
  {s}user: __token__
  {s}password: '${{{{ secrets.T }}}}'{n}
  {s}skip-existing: true
  uses: pypa/gh-action-pypi-publish@release/v1""",
    "- uses: pypa/gh-action-pypi-publish@release/v1{n}",
    """\
- run: |{n}
  {s}ls dist
  {s}twine upload dist/*
  env:
  {s}TWINE_USERNAME: __token__{n}

  {s}TWINE_PASSWORD: ${{{{ secrets.T }}}}""",
    """\
- uses: pypa/gh-action-pypi-publish@release/v1
  with:
  {s}packages_dir: dist{n}
  {s}password: ${{{{ secrets.T }}}}""",
]


@st.composite
def workflows(draw: st.DrawFn) -> str:
    """A workflow that publishes, in any layout; every piece is valid wherever it stands."""
    step = " " * draw(st.integers(1, 5))

    def filled(pattern: str, indent: str) -> list[str]:
        text = re.sub(r"\{n\}", lambda _: draw(NOTES), pattern).format(s=step)
        return [indent + line if line else "" for line in text.split("\n")]

    job = [
        filled(f"runs-on: {draw(st.sampled_from(['ubuntu-latest', 'ubuntu-24.04']))}{{n}}", step * 2),
        filled(draw(st.sampled_from(["environment: pypi{n}", "environment:{n}\n{s}name: 'pypi'", ""])), step * 2),
        filled(draw(st.sampled_from(PERMISSIONS)), step * 2),
        filled(draw(st.sampled_from(["name: |\n{s}Publish\n{s}  it", "timeout-minutes: 5{n}", ""])), step * 2),
        filled("steps:\n- uses: actions/checkout@v5{n}\n" + draw(st.sampled_from(SIGNING_IN)), step * 2),
    ]
    blocks = [
        ["on:", f"{step}push:", f"{step}{step}tags: ['v*']" + draw(NOTES)],
        filled(draw(st.sampled_from(PERMISSIONS)), ""),
        ["jobs:", "# left of the job", f"{step}'publish':{draw(NOTES)}", *chain(*draw(st.permutations(job)))],
    ]
    lines = list(chain(*draw(st.permutations(blocks))))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    kept = [line for line in lines if line or draw(st.booleans())]
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(kept) + draw(st.sampled_from(["", end, end * 2]))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(workflows())
def test_fixes_hold_in_any_layout(tmp_path: Path, text: str) -> None:
    source = decode(WORKFLOW, text.encode())
    yaml.parse(source)
    root = repository(tmp_path, publish=text)
    outcome = fixed(root)
    assert outcome.refused == ()
    event(", ".join(sorted({finding.code for finding in outcome.fixed})))
    made = outcome.after.get(WORKFLOW, source)
    assert (made.bom, "\r\n" in made.text) == (source.bom, "\r\n" in source.text)
    assert not re.search("(?<!\r)\n", made.text) or "\r\n" not in source.text
    assert sorted(comments(made)) == sorted(comments(source))
    gone = Counter(source.text.splitlines()) - Counter(made.text.splitlines())
    assert all(re.search("__token__|secrets|with:|env:|id-token|packages_dir|^\\s*$|#", line) for line in gone)
    repository(tmp_path, publish=writing.encoded(made).decode())
    assert fixed(root).after == {}


# --- all real repositories -------------------------------------------------------------------------------------------


@corpus.needed
@pytest.mark.parametrize("root", real(), ids=lambda path: "/".join(path.relative_to(corpus.FOLDER).parts[1:]))
def test_fixes_of_a_real_repository_hold(root: Path) -> None:
    outcome = fixed_real(root)
    assert outcome.refused == ()
    assert not [finding for finding in outcome.report.findings if rounds.is_applicable(finding, unsafe=True)]
    left = {identity(finding) for finding in outcome.report.findings}
    for path, source in outcome.after.items():
        yaml.parse(source)
        kept = [comment for comment in comments(outcome.before[path]) if comment not in comments(source)]
        assert kept == []
    assert not [finding for finding in outcome.fixed if identity(finding) in left]


def tree(outcome: Outcome, folder: Path, *, changed: bool) -> Path:
    """The changed workflows as a repository, before or after."""
    for path, source in (outcome.after if changed else outcome.before).items():
        if path in outcome.after:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(writing.encoded(source))
    return folder


@needs_zizmor
@corpus.needed
def test_a_second_linter_accepts_what_it_accepted(tmp_path: Path) -> None:
    outcomes = [outcome for outcome in map(fixed_real, real()) if outcome.after]
    for number, outcome in enumerate(outcomes):
        for side in ("before", "after"):
            tree(outcome, tmp_path / side / f"{number}", changed=side == "after")
    before, after = (accepted(tmp_path / side) for side in ("before", "after"))
    assert len(before) > len(outcomes) / 2
    assert before <= after
    # What it did not read before has no other fault now.
    for name in {path.split("/")[0] for path in written(tmp_path / "before") - before}:
        assert objections(tmp_path / "after" / name) <= objections(tmp_path / "before" / name)


def written(folder: Path) -> set[str]:
    """The workflows below a folder of repositories."""
    return {path.relative_to(folder).as_posix() for path in folder.glob("*/.github/workflows/*.y*ml")}


def zizmor(folder: Path, *options: str) -> list[str]:
    """What zizmor says beside its findings when it reads a folder, line by line."""
    command = [ZIZMOR, "--offline", "--no-progress", "--no-config", "--format", "plain", *options, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stderr).splitlines()


def accepted(folder: Path) -> set[str]:
    """The workflows of several repositories that zizmor can read."""
    said = "\n".join(zizmor(folder))
    return {path.removeprefix("./") for path in re.findall(r"completed (\S+)", said)} & written(folder)


def objections(folder: Path) -> set[str]:
    """What zizmor cannot read in a repository, as it says it: errors of syntax, and of the workflow's schema."""
    said = zizmor(folder, "--strict-collection")
    return {line.strip() for line in said if re.search("fatal|failed|is not|does not|required|unexpected", line)}


# The repairs that a fix makes as the maintainers made them.
REPAIRED = {
    "Seekr-Technologies__seekr-hatchery__acffe2ab": "TP103",
    "google__garf__5959186d": "TP401",
    "google__garf__fad838cd": "TP101",
    "jim-wyatt__msn-weather-wrapper__31dc8a4d": "TP515",
    "jim-wyatt__msn-weather-wrapper__95de255d": "TP515",
    "kdpisda__django-rls__95cb2351": "TP101",
    "urllib3__urllib3__f8fada5e": "TP112",
}


@corpus.needed
@pytest.mark.parametrize("name", sorted(REPAIRED))
def test_the_fix_presents_what_the_maintainers_repair_presents(name: str) -> None:
    broken, repaired = (corpus.FOLDER / "history" / name / side for side in ("before", "after"))
    outcome = fixed(broken, select=(REPAIRED[name],))
    assert outcome.after
    ours, theirs = reading(broken, dict(outcome.after)), reading(repaired, {})
    assert presented(ours) == presented(theirs)
    for job, wanted in scopes(theirs).items():
        given = scopes(ours)[job]
        assert wanted.items() <= given.items()
        # A push of a tag that the job makes, or a workflow that it starts, needs what the maintainers forgot.
        assert given.keys() - wanted.keys() <= {"contents", "actions"}
