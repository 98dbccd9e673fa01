"""Programs that run others, and the names of tools and requirements."""

from __future__ import annotations

import pytest

from scripts import read
from tplint.model import Known, Unknown
from tplint.shell import tool_name, unwrap
from tplint.shell.wrappers import requirement_name


@pytest.mark.parametrize(
    ("text", "expected", "requested"),
    [
        ("twine upload x", "twine upload x", ""),
        ("env -u A B=1 twine upload", "twine upload", ""),
        ("sudo -E -u root twine upload", "twine upload", ""),
        ("time nice -n 5 timeout -k 1 30 twine upload", "twine upload", ""),
        ("/usr/bin/env twine upload", "twine upload", ""),
        ("command exec nohup xvfb-run -a twine upload", "twine upload", ""),
        ("retry 3 twine upload", "twine upload", ""),
        ("retry -t 3 twine upload", "twine upload", ""),
        ("pipenv run twine upload", "twine upload", ""),
        ("command -v twine", "command -v twine", ""),
        ("uvx twine upload x", "twine upload x", "twine"),
        ("uvx twine@6.0 upload x", "twine upload x", "twine@6.0"),
        ("uvx --from 'twine<6' twine upload", "twine upload", "twine<6"),
        ("uvx --python 3.12 --with keyring twine upload", "twine upload", "twine"),
        ("uvx --keyring-provider subprocess --no-binary-package rich twine upload", "twine upload", "twine"),
        ("uv run --with-editable . twine upload", "twine upload", ""),
        ("uv tool run --from=twine==6.1 twine upload", "twine upload", "twine==6.1"),
        ("uv --quiet tool run twine upload", "twine upload", "twine"),
        ("uv run twine upload", "twine upload", ""),
        ("uv run --with twine==6 --with x -- python -m twine upload", "python -m twine upload", "twine==6"),
        ("uv run --no-project --group release --index-url u twine upload", "twine upload", ""),
        ("uv run -m twine upload", "python -m twine upload", ""),
        ("uv --directory a run twine upload", "twine upload", ""),
        ("uv publish dist/*", "uv publish dist/*", ""),
        ("pipx run twine upload", "twine upload", "twine"),
        ("pipx run twine==5.1.1 upload", "twine upload", "twine==5.1.1"),
        ("pipx run --spec 'twine>=6' --pip-args '-q' twine upload", "twine upload", "twine>=6"),
        ("python -m pipx run twine upload", "twine upload", "twine"),
        ("poetry run twine upload", "twine upload", ""),
        ("pdm run twine upload", "twine upload", ""),
        ("hatch run release:twine upload", "twine upload", ""),
        ("hatch -e release run twine upload", "twine upload", ""),
        ("hatch publish -r test", "hatch publish -r test", ""),
        ("rye run twine upload", "twine upload", ""),
        ("pixi run -e dev twine upload", "twine upload", ""),
        ("conda run -n x --no-capture-output twine upload", "twine upload", ""),
        ("mise x python@3 -- twine upload", "twine upload", ""),
        ("nix develop .#x -c twine upload", "twine upload", ""),
        ("docker run --rm -e A -v a:b image twine upload", "twine upload", ""),
        ("uv run poetry run pipx run twine upload", "twine upload", "twine"),
        ("uv run", "uv run", ""),
        ("env", "env", ""),
        ("$X twine", "$X twine", ""),
    ],
)
def test_wrappers(text: str, expected: str, requested: str) -> None:
    peeled = unwrap(read(text).commands[0].words)
    shown = " ".join(word.fact.value if isinstance(word.fact, Known) else word.raw for word in peeled.words)
    assert (shown, peeled.requested) == (expected, requested)


def test_wrappers_change_the_environment() -> None:
    peeled = unwrap(read("env -u A B=1 C=$D twine").commands[0].words)
    assert peeled.removed == ("A",)
    assert peeled.env["B"].value.fact == Known("1", *peeled.env["B"].value.fact.at)
    assert isinstance(peeled.env["C"].value.fact, Unknown)
    assert peeled.env["C"].value.fact.origins == ("shell.D",)


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("uvx twine upload", ""),
        ("sudo -E twine upload", ""),
        ("sudo -EH twine upload", ""),
        ("sudo twine upload", "`sudo` without `-E` drops the environment"),
        ("env -i twine upload", "`env -i` clears the environment"),
        ("docker run image twine upload", "`docker` starts a container with an environment of its own"),
        ("op run -- twine upload", "`op run` adds variables that are not in the files"),
    ],
)
def test_wrappers_that_isolate(text: str, isolated: str) -> None:
    assert unwrap(read(text).commands[0].words).isolated == isolated


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("twine", "twine"),
        ("twine==5.1.1", "twine"),
        ("twine@latest", "twine"),
        ("twine[keyring] >= 6", "twine"),
        ("git+https://x/y", ""),
        ("./twine", ""),
        ("", ""),
    ],
)
def test_requirement_names(requirement: str, name: str) -> None:
    assert requirement_name(requirement) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("twine upload", "twine"),
        ("/usr/bin/python3 -m twine upload", "twine"),
        ("py -3 -m twine upload", "twine"),
        ("python -mtwine upload", "twine"),
        ("python setup.py", "python"),
        ("$X", ""),
    ],
)
def test_tool_names(text: str, name: str) -> None:
    assert tool_name(read(text).commands[0].words) == name
