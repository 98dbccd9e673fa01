"""The README's examples are true: outputs as printed, snippets as written, the table of rules as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import snippets
import tplint
from tplint.cli import main
from tplint.documents import yaml
from tplint.documents.nodes import get, items, text
from tplint.documents.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node

CHECKOUT = Path(__file__).resolve().parents[2]
README = (CHECKOUT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[tuple[str, str]]:
    """The fenced blocks of a language: title and text."""
    return [(block.title, block.text) for block in snippets.blocks(README, language)]


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize("session", [text for _, text in blocks("console")])
def test_a_session_prints_what_the_readme_shows(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    snippets.Reader(CHECKOUT, capsys).session(f"{session}…\n")


@pytest.mark.parametrize("commands", [text for _, text in blocks("sh")])
def test_a_command_is_one_that_there_is(commands: str) -> None:
    snippets.check_commands(commands)


def test_the_table_of_rules_is_the_programs(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rules", "--format", "markdown"])
    table = README.partition("<!-- rules -->\n")[2].partition("<!-- end of rules -->")[0]
    assert table.strip() == capsys.readouterr().out.strip()


WORKFLOWS = [(path, content) for path, content in blocks("yaml") if path.startswith(".github/")]


@pytest.mark.parametrize(("path", "content"), WORKFLOWS, ids=[path for path, _ in WORKFLOWS])
def test_the_workflows_are_clean(path: str, content: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(content, "utf-8")
    assert not tplint.check(str(tmp_path)).findings
    assert yaml.parse(Source(path, content)).root is not None


def test_the_hook_exists() -> None:
    (snippet,) = [content for path, content in blocks("yaml") if path == ".pre-commit-config.yaml"]
    offered = yaml.parse(Source("x", (CHECKOUT / ".pre-commit-hooks.yaml").read_text("utf-8"))).root
    wanted = [text(get(hook, "id")) for repo in _repos(snippet) for hook in items(get(repo, "hooks"))]
    assert wanted
    assert set(wanted) <= {text(get(hook, "id")) for hook in items(offered)}


def _repos(snippet: str) -> Iterator[Node]:
    yield from items(get(yaml.parse(Source("x", snippet)).root, "repos"))


def test_the_configuration_is_valid(tmp_path: Path) -> None:
    ((path, content),) = blocks("toml")
    (tmp_path / path).write_text(content, "utf-8")
    assert not tplint.check(str(tmp_path)).findings


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    ((_, code),) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README's own example
    assert "TP101 error job `pypi` uploads" in capsys.readouterr().out


def test_the_ignore_comment_silences(tmp_path: Path) -> None:
    (snippet,) = [content for path, content in blocks("yaml") if not path]
    workflow = tmp_path / ".github" / "workflows" / "publish.yml"
    workflow.parent.mkdir(parents=True)
    job = "    runs-on: ubuntu-latest\n    permissions: {id-token: write}\n    steps:\n      - run: uv publish\n"
    workflow.write_text(f"on: {{release: {{types: [published]}}}}\n{snippet}{job}", "utf-8")
    report = tplint.check(str(tmp_path))
    assert [finding.code for finding in report.suppressed] == ["TP401"]
