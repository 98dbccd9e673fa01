"""Rewrite the Report blocks of rule pages from what tplint says now: `python tests/update_pages.py [CODE …]`.

Read every change before you keep it: the pages are the tests.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from rule_pages import read_page, write_repository
from test_rule_pages import RULES, page_of, rendered, report


def main(codes: list[str]) -> None:
    """Update the pages of these rules, or of all."""
    for rule in RULES:
        path = page_of(rule)
        if path.exists() and (not codes or rule.code in codes):
            path.write_text(_updated(path, rule.code), "utf-8")


def _updated(path: Path, code: str) -> str:
    """The page with what its Bad examples report now."""
    outputs = []
    for files in read_page(path).examples("Bad"):
        with tempfile.TemporaryDirectory() as folder:
            outputs.append(rendered(report(write_repository(Path(folder), files), code)))
    blocks = "\n\n".join(f"```text\n{output}\n```" for output in outputs)
    section = re.compile(r"(?<=^## Report\n).*?(?=^## )", re.MULTILINE | re.DOTALL)
    return section.sub(lambda _: f"\n{blocks}\n\n", path.read_text("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
