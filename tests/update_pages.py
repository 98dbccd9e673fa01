"""Rewrite the Report and Fixed blocks of rule pages from what tplint says and does now.

Run it as `python tests/update_pages.py [CODE …]`. Read every change before you keep it: the pages are the tests.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from rule_pages import read_page, write_repository
from test_rule_pages import RULES, fixed, page_of, rendered, report

_LANGUAGES = {"yml": "yaml", "cfg": "ini", "py": "python"}


def main(codes: list[str]) -> None:
    """Update the pages of these rules, or of all."""
    for rule in RULES:
        path = page_of(rule)
        if path.exists() and (not codes or rule.code in codes):
            path.write_text(_updated(path, rule.code), "utf-8")


def _updated(path: Path, code: str) -> str:
    """The page with what its Bad examples report now."""
    outputs, repaired = [], []
    for files in read_page(path).examples("Bad"):
        with tempfile.TemporaryDirectory() as folder:
            root = write_repository(Path(folder), files)
            outputs.append(rendered(report(root, code)))
            option, changed = fixed(root, code)
            if changed:
                repaired.append("\n\n".join([f"With `{option}`:", *(_block(*file) for file in changed.items())]))
    text = _with_fixed(path.read_text("utf-8"), "\n\n".join(repaired))
    blocks = "\n\n".join(f"```text\n{output}\n```" for output in outputs)
    section = re.compile(r"(?<=^## Report\n).*?(?=^## )", re.MULTILINE | re.DOTALL)
    return section.sub(lambda _: f"\n{blocks}\n\n", text)


def _block(path: str, text: str) -> str:
    ending = path.rpartition(".")[2]
    return f'```{_LANGUAGES.get(ending, ending)} title="{path}"\n{text}```'


def _with_fixed(text: str, repaired: str) -> str:
    """The page with these examples under Fixed, and what it says behind them, or without that section."""
    section = re.compile(r"^## Fixed\n.*?(?=^## )", re.MULTILINE | re.DOTALL)
    old = section.search(text)
    said = old[0].rpartition("```\n")[2].strip("\n") if old else ""
    new = "\n\n".join(filter(None, ["## Fixed", repaired, said]))
    return section.sub("", text).replace("## Good\n", f"{new}\n\n## Good\n", 1) if repaired else section.sub("", text)


if __name__ == "__main__":
    main(sys.argv[1:])
