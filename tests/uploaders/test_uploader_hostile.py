"""Files that were made to hurt are given up on, in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limits import within
from scenes import Job, look

if TYPE_CHECKING:
    from scenes import Scenes

DENSE = "".join(f"t{i}: {' '.join(f't{j}' for j in range(60))}\n\techo\n" for i in range(60)) + "publish: t0\n\techo\n"
TASKS = "".join(f"t{i} = [{', '.join(f'{chr(34)}t{j}{chr(34)}' for j in range(40))}]\n" for i in range(40))
FAN = {f"{name}.sh": f"./{following}.sh\n" * 300 for name, following in zip("abcdef", "bcdefg", strict=True)}
CASES = {
    "needs that need each other": ("make publish", {"Makefile": DENSE}),
    "variables of variables": (
        "make publish",
        {"Makefile": "A = " + "$(A)" * 9000 + "\npublish:\n\t" + "$(A)" * 9000 + "\n"},
    ),
    "a long line of no rule": ("make publish", {"Makefile": "a " * 140_000}),
    "spaces": ("make publish", {"Makefile": "a" + " " * 290_000 + "\n"}),
    "tasks that need each other": ("poe t0", {"pyproject.toml": f"[tool.poe.tasks]\n{TASKS}"}),
    "scripts that start each other": ("./a.sh", FAN),
    "braces": ("tox -e publish", {"tox.ini": f"[testenv:{'{a,b,c,d}' * 4000}]\ncommands = x\n"}),
    "references": (
        "tox -e up",
        {"tox.ini": "[a]\nk = " + "{[a]k}" * 9000 + "\n[testenv:up]\ncommands = " + "{[a]k}" * 3000 + "\n"},
    ),
    "deep Python": ("nox -s up", {"noxfile.py": "(" * 100_000}),
    "deep TOML": ("uv publish", {"pyproject.toml": "a = " + "[" * 100_000}),
    "deep YAML": ("task up", {"Taskfile.yml": "[" * 50_000}),
    "a long installation": ("pip " + "install . " * 30_000 + "\ntwine upload x", {}),
    "many options": ("poetry config " + "--a " * 60_000 + "\npoetry publish", {}),
    "many writes": ("twine upload x", {}),
    "a justfile of colons": ("just publish", {"justfile": "a b" + ":" * 200_000 + "=\n"}),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_files_take_no_time(scenes: Scenes, name: str) -> None:
    script, files = CASES[name]
    steps = (("", "echo a=b " * 30_000 + "bash -a " * 30_000),)
    with within(10):  # each takes a second or less; the limit is for slow machines
        scenes.run(script, Job(files=files, steps=steps))


FILES = (
    "Makefile",
    "justfile",
    "tox.ini",
    "pyproject.toml",
    "noxfile.py",
    "tasks.py",
    "Taskfile.yml",
    "up.sh",
    "uv.toml",
)
COMMANDS = (
    "make up; just up; tox -e up; pdm run up; nox -s up; inv up; task up; ./up.sh; poe up; uv publish; hatch run up"
)


@given(st.text(max_size=200))
def test_any_text_is_read_or_given_up_on(text: str) -> None:
    for each in look(COMMANDS, Job(files=dict.fromkeys(FILES, text))):
        assert each.at.source.path == "ci.yml"


@given(
    st.lists(st.sampled_from(["twine", "upload", "-r", "x", "--", "-p", "''", "$X", "${{ a }}", "publish", "uv", "-e"]))
)
def test_any_command_line_is_read(words: list[str]) -> None:
    assert isinstance(look(" ".join(words), Job()), list)
