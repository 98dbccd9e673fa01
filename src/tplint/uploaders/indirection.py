"""stub."""

from __future__ import annotations

WORDS = ()


def follow(run, around, recognise):
    return iter(())
