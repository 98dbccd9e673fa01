"""GitLab pipelines beside those of the last release, and the pages of rules that speak of both platforms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pipelines import TOP, said

import tplint.rules
from rule_pages import read_page, write_repository
from tplint import engine

if TYPE_CHECKING:
    from tplint.findings import Rule

JOB = """\
publish:
  stage: deploy
  environment: {}
  id_tokens: {{PYPI_ID_TOKEN: {{aud: pypi}}}}
  rules: [{{if: $CI_COMMIT_TAG}}]
  script: [twine upload dist/*]
"""
PYPI, RELEASE = JOB.format("pypi"), JOB.format("release")
NONE = PYPI.replace("environment: pypi", "interruptible: false")
INCLUDE = "include: ci/publish.yml\n"
ELSEWHERE = {f"{TOP} at v1.0": PYPI, "ci/main.yml": PYPI, "tplint.toml": 'gitlab-ci-file = "ci/main.yml"\n'}

RELEASED = [
    ({f"{TOP} at v1.0": PYPI, TOP: PYPI}, []),
    ({f"{TOP} at v1.0": PYPI, TOP: RELEASE}, [f"TP207 {TOP}:3"]),
    ({f"{TOP} at v1.0": NONE, TOP: PYPI}, [f"TP207 {TOP}:3"]),
    ({f"{TOP} at v1.0": PYPI, TOP: JOB.format("PyPI")}, [f"TP207 {TOP}:3"]),
    ({f"{TOP} at v1.0": PYPI, TOP: JOB.format("$E")}, []),
    # Moving a job into an included file changes nothing, and what an included file says counts.
    ({f"{TOP} at v1.0": PYPI, TOP: INCLUDE, "ci/publish.yml": PYPI}, []),
    ({f"{TOP} at v1.0": INCLUDE, "ci/publish.yml at v1.0": PYPI, TOP: INCLUDE, "ci/publish.yml": RELEASE},
     ["TP207 ci/publish.yml:3"]),
    # Another top-level file is another identity.
    (ELSEWHERE, ["TP207 ci/main.yml:6"]),
    # Uploads without trusted publishing have no publisher.
    ({f"{TOP} at v1.0": PYPI.replace("aud: pypi", "aud: vault"), TOP: RELEASE}, []),
    ({f"{TOP} at v1.0": "a: [\n", TOP: RELEASE}, []),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), RELEASED)
def test_an_identity_that_changed_since_the_release(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write_repository(tmp_path, files)
    assert said(tmp_path, {}, "TP207") == expected


# Rules about what is no pipeline, and one that speaks for GitLab only where others do not (see its page).
_WITHOUT = frozenset({"TP002", "TP003", "TP204", "TP302", "TP303", "TP304", "TP305", "TP306", "TP601", "TP602"})
BOTH = [rule for rule in engine.rules() if {"github", "gitlab"} <= set(rule.platforms) and rule.code not in _WITHOUT]


@pytest.mark.parametrize("rule", BOTH, ids=lambda rule: rule.code)
def test_a_page_shows_both_platforms(rule: Rule) -> None:
    page = read_page(Path(tplint.rules.__file__).with_name(f"{rule.name.replace('-', '_')}.md"))
    shown = {path for files in page.examples("Bad") for path in files}
    assert any(path.startswith(".gitlab-ci") for path in shown)
    assert any(path.startswith(".github/") for path in shown)
