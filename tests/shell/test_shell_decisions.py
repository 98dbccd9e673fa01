"""Branches that a script's own variables and arguments decide: what then runs surely, perhaps, or not at all."""

from __future__ import annotations

import pytest

from tplint.documents.source import Place, Source
from tplint.model import Known, Unknown, Value, Variable, Word
from tplint.shell import read_script


def commands(text: str, *arguments: str | None, env: str = "") -> list[str]:
    """The commands of a script that is called with these arguments; `?` behind those that may not run."""
    source = Source("script", text)
    at = Place(source, 0, 0)
    words = [Word(word or "$X", Known(word) if word is not None else Unknown("not known"), at) for word in arguments]
    script = read_script(
        text,
        place=lambda start, end: Place(source, start, end),
        env={env: Variable(Value("on", Known("on"), at), at, "job")} if env else {},
        hole=lambda _inner: Unknown("not known"),
        folder=Known(""),
        arguments=tuple(words),
    )
    return [" ".join(word.raw for word in each.words) + "?" * each.conditional for each in script.commands]


CHOICE = 'if [ "$1" = publish ]; then a; elif [[ $1 == build ]]; then b; else c; fi'
CASE = 'case "$1" in publish|release) a ;; b*) b ;; *) c ;; esac'


@pytest.mark.parametrize(
    ("text", "arguments", "expected"),
    [
        (CHOICE, ["publish"], ["a"]),
        (CHOICE, ["build"], ["b"]),
        (CHOICE, ["install"], ["c"]),
        (CHOICE, [], ["c"]),
        (CHOICE, [None], ["a?", "b?", "c?"]),
        (CASE, ["release"], ["a"]),
        (CASE, ["install"], ["b?", "c?"]),
        (CASE, [None], ["a?", "b?", "c?"]),
        ("case $1 in a) a ;& b) b ;; esac", ["a"], ["a?", "b?"]),
        ("case $1 in a) a ;; b) b ;; esac", ["c"], []),
        ('[ -n "$1" ] && a', ["x"], ["a?"]),
        ('if [ -n "$1" ]; then a; fi', [], []),
        ('if [ -z "$2" ]; then a; fi', ["x"], ["a"]),
        ('if [ "$1" != build ]; then a; fi', ["build"], []),
        ('if [ "$1" != build ]; then a; fi', ["publish"], ["a"]),
        ("if [[ $1 == pub* ]]; then a; fi", ["publish"], ["a?"]),
        ('if [[ $1 == "pub*" ]]; then a; fi', ["publish"], []),
        ("if [[ $1 =~ x ]]; then a; fi", ["publish"], ["a?"]),
        ('if [ "$1" = a ] && b; then c; fi', ["x"], ["b?", "c?"]),
        ('action=${1:-install}; if [ "$action" = install ]; then a; fi', [], ["a"]),
        ('action=${1:-install}; if [ "$action" = install ]; then a; fi', ["x"], []),
        ('shift; if [ "$1" = a ]; then b; fi', ["a"], ["shift", "b?"]),
        ('set -- x; if [ "$1" = a ]; then b; fi', ["a"], ["set -- x", "b?"]),
        ('set -eo pipefail; if [ "$1" = a ]; then b; fi', ["a"], ["set -eo pipefail", "b"]),
        ("while x; do case $1 in a) b ;; c) d ;; esac; shift; done", ["a"], ["x", "b?", "d?", "shift?"]),
        ('f() { if [ "$1" = a ]; then b; fi; }; f x; f a', ["a"], ["f x", "f a", "b"]),
        ('f() { if [ "$1" = a ]; then b; fi; }', ["x"], ["b?"]),
        ('if [ "$2" = a ]; then b; fi', [None, "x"], ["b?"]),
        ('if [ "$1" = "$HOME" ]; then b; fi', ["x"], ["b?"]),
    ],
)
def test_what_a_script_decides_is_not_left_open(text: str, arguments: list[str | None], expected: list[str]) -> None:
    assert commands(text, *arguments) == expected


def test_the_environment_decides_nothing() -> None:
    """Settings of a project, and whoever starts a run, may set it otherwise."""
    assert commands('if [ "$DRY_RUN" = on ]; then a; else b; fi', env="DRY_RUN") == ["a?", "b?"]


def test_variables_of_the_branch_taken_are_known_behind_it() -> None:
    assert commands('if [ "$1" = a ]; then x=1; else x=2; fi; if [ $x = 1 ]; then b; fi', "a") == ["b"]
