"""Writes tests/golden/ anew, from what tplint reports on the fixture there: `python tests/update_golden.py`."""

from __future__ import annotations

from golden_files import golden_files

for path, text in golden_files():
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
        print(f"{path.name} is new")  # noqa: T201 - a program
