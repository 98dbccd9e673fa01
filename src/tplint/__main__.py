"""``python -m tplint``: the same as the console script."""

from __future__ import annotations

from tplint.cli import program

if __name__ == "__main__":
    program()
