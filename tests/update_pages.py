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
        if (codes and rule.code not in codes) or not path.exists():
            continue
        outputs = []
        for files in read_page(path).examples("Bad"):
            with tempfile.TemporaryDirectory() as folder:
                outputs.append(rendered(report(write_repository(Path(folder), files), rule.code)))
        blocks = "\n\n".join(f"```text\n{output}\n```" for output in outputs)
        page = path.read_text("utf-8")
        updated = re.sub(
            r"(?<=^## Report\n).*?(?=^## )", lambda _: f"\n{blocks}\n\n", page, flags=re.MULTILINE | re.DOTALL
        )  # noqa: B023
        path.write_text(updated, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
