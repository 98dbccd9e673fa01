"""The file that ``tplint pin`` writes: where publishers stand in it, and what is left alone."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from pins import TABLE, pin, repository
from publishing import PROJECT
from tplint import pypi
from tplint.config import load
from tplint.documents.source import Source
from tplint.errors import UsageError
from tplint.model import Publisher
from tplint.publishers.declared import declared
from tplint.registration.pinned_text import pinned
from tplint.registration.pinning import Change, Plan, Wanted, as_table
from tplint.registration.verdicts import covers

WANTED = Wanted(
    "pypi",
    pypi.publisher(
        {
            "kind": "github",
            "project_name": "demo",
            "owner": "octo",
            "repository": "demo",
            "workflow_filename": "publish.yml",
            "environment": "pypi",
        }
    ),
)
PLAN = Plan((WANTED,), (WANTED,), (), ())


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("tplint.toml", 'select = ["TP"]', 'select = ["TP"]\n\n' + TABLE.replace("tool.tplint.", "")),
        ("tplint.toml", "", TABLE.replace("tool.tplint.", "")),
        ("pyproject.toml", "", TABLE),
        ("pyproject.toml", "# only a comment", f"# only a comment\n\n{TABLE}"),
        ("pyproject.toml", "[tool.tplint]\n", f"[tool.tplint]\n\n{TABLE}"),
        (
            "pyproject.toml",
            '[tool.tplint]\nselect = [\n  "TP", # all\n]\n# kept here\n\n# about ruff\n[tool.ruff]\n',
            f'[tool.tplint]\nselect = [\n  "TP", # all\n]\n# kept here\n\n{TABLE}\n# about ruff\n[tool.ruff]\n',
        ),
        (
            "pyproject.toml",
            '[tool.tplint.per-file-ignores]\na = ["TP401"]\n[project]\nname = "x"\n[tool.ruff]\n',
            f'[tool.tplint.per-file-ignores]\na = ["TP401"]\n\n{TABLE}\n[project]\nname = "x"\n[tool.ruff]\n',
        ),
        ("pyproject.toml", '[tool]\ntplint.select = ["TP"]\n', f'[tool]\ntplint.select = ["TP"]\n\n{TABLE}'),
        (
            "pyproject.toml",
            "[tool.tplint]\r\n[tool.a]\r\n",
            f"[tool.tplint]\n\n{TABLE}\n[tool.a]\n".replace("\n", "\r\n"),
        ),
        (
            "pyproject.toml",
            "[tool.tplint]\npublishers = []  # none\n",
            "[tool.tplint]\npublishers = [{INLINE}]  # none\n",
        ),
        (
            "pyproject.toml",
            '[tool.tplint]\npublishers = [\n  # first\n  {kind = "google", email = "a@b.c"} # one\n]\n',
            '[tool.tplint]\npublishers = [\n  # first\n  {kind = "google", email = "a@b.c"}, # one\n  {INLINE},\n]\n',
        ),
        (
            "pyproject.toml",
            '[project]\ndescription = """\n[tool.tplint]\n# no comment\n[[x]]\n"""\n\n\n',
            f'[project]\ndescription = """\n[tool.tplint]\n# no comment\n[[x]]\n"""\n\n{TABLE}\n\n',
        ),
    ],
)
def test_new_publishers_stand_where_the_configuration_ends(name: str, before: str, after: str) -> None:
    inline = ", ".join(f'{key} = "{value}"' for key, value in as_table(WANTED).items())
    keys = ("tool", "tplint") if name == "pyproject.toml" else ()
    assert pinned(Source(name, before), keys, PLAN) == after.replace("INLINE", inline)


def test_an_inline_publisher_is_changed_where_it_is() -> None:
    text = '[tool.tplint]\npublishers = [\n  {kind="github", project-name="demo"}, # one\n]\n'
    source = Source("pyproject.toml", text)
    old = Publisher("pypi", "github", "demo", {}, source, ("tool", "tplint", "publishers", 0))
    plan = Plan((WANTED,), (), (Change(old, {"kind": "gitlab", "project": "x"}),), ())
    assert pinned(source, ("tool", "tplint"), plan) == (
        '[tool.tplint]\npublishers = [\n  {kind="gitlab", project-name="demo", project = "x"}, # one\n]\n'
    )


def test_a_layout_that_cannot_be_kept_is_refused_and_left() -> None:
    source = Source("pyproject.toml", '[tool]\ntplint = {select = ["TP"]}\n')
    with pytest.raises(UsageError, match=r"write publishers as `\[\[tool.tplint.publishers\]\]`"):
        pinned(source, ("tool", "tplint"), PLAN)


def test_a_repository_without_pyproject_gets_a_file_of_its_own(tmp_path: Path) -> None:
    repository(tmp_path)
    (tmp_path / "pyproject.toml").unlink()
    (tmp_path / "setup.cfg").write_text("[metadata]\nname = demo\n")
    assert pin(tmp_path) == 0
    assert (tmp_path / "tplint.toml").read_text("utf-8") == TABLE.replace("tool.tplint.", "")
    assert pin(tmp_path, "--check") == 0


def test_a_byte_order_mark_windows_line_ends_and_the_mode_are_kept(tmp_path: Path) -> None:
    repository(tmp_path)
    file = tmp_path / "pyproject.toml"
    file.write_bytes(b"\xef\xbb\xbf" + PROJECT.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    assert pin(tmp_path) == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + f"{PROJECT}\n{TABLE}".replace("\n", "\r\n").encode()
    assert os.name == "nt" or stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", ".github", "pyproject.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs a privilege there")
def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = repository(tmp_path / "here")
    (tmp_path / "outside.toml").write_text(PROJECT)
    (root / "setup.cfg").write_text("[metadata]\nname = demo\n")
    (root / "pyproject.toml").unlink()
    (root / "pyproject.toml").symlink_to(tmp_path / "outside.toml")
    assert pin(root) == 2
    assert "`pyproject.toml`" in capsys.readouterr().err
    assert (tmp_path / "outside.toml").read_text() == PROJECT


def test_tomlkit_is_loaded_only_where_something_is_written(tmp_path: Path) -> None:
    repository(tmp_path, PROJECT + TABLE)
    script = "import sys; from tplint.cli import main; main(sys.argv[1:]); sys.exit('tomlkit' in sys.modules)"
    for command in ("check", "show", "pin"):
        done = subprocess.run([sys.executable, "-c", script, command, str(tmp_path)], check=False, capture_output=True)
        assert done.returncode == 0, command
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    done = subprocess.run([sys.executable, "-c", script, "pin", str(tmp_path)], check=False, capture_output=True)
    assert done.returncode == 1


# --- properties -----------------------------------------------------------------------------------------------------

COMMENTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)
BLANKS = st.sampled_from(["", "\n", "\n\n", "\n   \n"])
OTHERS = (
    "[project]\nname = 'demo'\n",
    '[tool.a]\nx = """\n[[tool.tplint.publishers]]\n# text\n"""\n',
    "[[tool.list]]\nx = [\n  [1],\n  # one\n]\n[[tool.list]]\n",
    "[tool.b.c]\n'odd key' = {y = 1}\n",
    "[dependency-groups]\n  indented = ['x']\n",
)
OWN = ('[tool.tplint]\nselect = ["TP"]\n', '[tool.tplint.per-file-ignores]\n"a" = [\n  "TP1",\n]\n')


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of tables in any order, with comments and empty lines, and some publishers of other kinds."""
    tables = draw(st.lists(st.sampled_from((*OTHERS, *OWN)), unique=True))
    google = '[[tool.tplint.publishers]]\nkind = "google"\nproject-name = "p"\nemail = "a@b.c"\n'
    tables += [google] * draw(st.integers(0, 2))
    text = ""
    for table in draw(st.permutations(tables)):
        text += f"{draw(BLANKS)}#{draw(COMMENTS)}\n{table}{draw(st.sampled_from(['', '# after']))}"
        text += "\n" if not text.endswith("\n") else ""
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return (text if draw(st.booleans()) else text.rstrip("\n")).replace("\n", ending)


def has_all_lines(before: str, after: str) -> bool:
    lines = iter(after.split("\n"))
    return all(line.rstrip("\r") in (found.rstrip("\r") for found in lines) for line in before.split("\n") if line)


@given(files())
def test_adding_keeps_every_line_and_all_other_values(text: str) -> None:
    try:
        before = tomli.loads(text)
    except tomli.TOMLDecodeError:  # a table that stands in the middle of publishers
        return
    source = Source("pyproject.toml", text)
    after = pinned(source, ("tool", "tplint"), PLAN)
    assert has_all_lines(text, after)
    new = tomli.loads(after)
    found = new["tool"]["tplint"].pop("publishers")
    expected = before.setdefault("tool", {}).setdefault("tplint", {}).pop("publishers", [])
    assert found == [*expected, as_table(WANTED)]
    assert new == before
    assert after.count("\n") - after.count("\r\n") == 0 or "\r\n" not in text


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(COMMENTS, min_size=8, max_size=8), VALUES, VALUES)
def test_changing_keeps_every_comment_and_writes_any_value(comments: list[str], old: str, new: str) -> None:
    lines = TABLE.splitlines()
    text = "".join(f"  {line}  #{comment}\n" for line, comment in zip(lines, comments, strict=True))
    source = Source("pyproject.toml", f"#{old if old.isprintable() else ''}\n{text}\n# next\n[tool.x]\n")
    config = load("", lambda path: source if path == source.path else None)
    (publisher,) = declared(config)
    values = {"owner": new, "environment": new, "workflow-filename": "w.yml"}
    after = pinned(source, ("tool", "tplint"), Plan((), (), (Change(publisher, values),), ()))
    assert tomli.loads(after)["tool"]["tplint"]["publishers"][0] == {**as_table(WANTED), **values}
    for before_line, after_line in zip(source.text.split("\n"), after.split("\n"), strict=True):
        name, _, comment = before_line.partition("#")
        assert after_line.startswith(name.partition("=")[0])
        assert after_line.endswith(f"#{comment}" if "#" in before_line else before_line)


NAMES = st.from_regex(r"[a-z][a-z0-9]{1,8}", fullmatch=True)
ENVIRONMENTS = st.sampled_from(["", "pypi", "Release", "test"])


@given(NAMES, NAMES, NAMES, ENVIRONMENTS)
def test_a_publisher_covers_the_token_that_it_is_made_for(
    owner: str, name: str, project: str, environment: str
) -> None:
    common = {"project_name": project, "environment": environment}
    github = {"kind": "github", "owner": owner, "repository": name, "workflow_filename": "p.yml"}
    gitlab = {"kind": "gitlab", "namespace": owner, "project": name, "workflow_filepath": ".gitlab-ci.yml"}
    for fields in (github, gitlab):
        made = pypi.publisher({**fields, **common})
        assert covers([made], made, "pypi")
        assert not covers([made._replace(project_name=f"{project}-other")], made, "pypi")
        assert not covers([], made, "testpypi")


def test_what_is_declared_is_not_called_undeclared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On GitLab the credential stays open, for settings may hold one; the publisher is worked out all the same."""
    guide = Path(__file__).resolve().parents[2] / "fixtures" / "guides" / "gitlab"
    shutil.copy(guide / ".gitlab-ci.yml", tmp_path)
    (tmp_path / ".git").mkdir()
    metadata = (guide / "pyproject.toml").read_text("utf-8").partition("[[tool.tplint")[0]
    (tmp_path / "pyproject.toml").write_text(metadata, "utf-8")
    assert pin(tmp_path) == 0
    said = capsys.readouterr().out
    assert said.count("added to pyproject.toml") == 2
    assert "not declared" not in said
