"""Scenes for recognisers: scripts and actions with the job around them, written as they stand in a workflow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tplint.documents.nodes import Mapping as Node
from tplint.documents.nodes import Span
from tplint.documents.source import Place, Source
from tplint.model import Action, Input, Known, Step, Unknown, Value, Variable
from tplint.platforms.github.steps import action_name
from tplint.shell import read_script
from tplint.uploaders import recognise
from tplint.uploaders.sightings import Sighting, Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from tplint.model import Fact, PlatformName, Script
    from tplint.uploaders.sightings import Suspicion

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


class Job(NamedTuple):
    """The job around an upload; steps are `id: script` pairs or actions."""

    platform: PlatformName = "github"
    hosted: bool = True
    env: Mapping[str, str] = {}
    steps: tuple[tuple[str, str] | Action, ...] = ()
    files: Mapping[str, str] = {}
    unread: str = ""
    level: Literal["job", "step"] = "step"


def fact(text: str) -> Fact[str]:
    """The value of a text with expressions, as a platform would give it."""
    origins = tuple(_EXPRESSION.findall(text))
    return Unknown(f"it comes from `{origins[0]}`", origins=origins) if origins else Known(text)


def action(uses: str, **inputs: str) -> Action:
    """A step that uses an action, with inputs and with the comment behind it, if there is one."""
    text = f"uses: {uses}"
    source = Source("ci.yml", text)
    reference = uses.partition(" #")[0]
    at = Place(source, 6, 6 + len(reference))
    given = {}
    for name, value in inputs.items():
        given[name] = Input(Value(value, fact(value), at), at)
    return Action(*action_name(reference), given, {}, at)


def variables(env: Mapping[str, str], level: Literal["job", "step"]) -> dict[str, Variable]:
    """An environment."""
    at = Place(Source("ci.yml", ""), 0, 0)
    return {name: Variable(Value(text, fact(text), at), at, level) for name, text in env.items()}


def script(text: str, env: Mapping[str, Variable], name: str = "ci.yml") -> Script:
    """A script, read."""
    source = Source(name, text)
    return read_script(
        text,
        place=lambda start, end: Place(source, start, end),
        env=env,
        hole=lambda inner: fact("${{" + inner + "}}"),
        folder=Known("."),
    )


def surroundings(job: Job) -> Surroundings:
    """What a recogniser may ask of a job."""
    node = Node((), Span(0, 0))
    at = Place(Source("ci.yml", ""), 0, 0)
    steps = []
    for each in job.steps:
        run = each if isinstance(each, Action) else script(each[1], {})
        name = "" if isinstance(each, Action) else each[0]
        steps.append(Step("", name, run, Known(True), at, node))

    def read(path: str) -> Source | None:
        return Source(path, job.files[path]) if path in job.files else None

    return Surroundings(job.platform, job.hosted, job.unread, read, tuple(steps))


def look(text: str, job: Job) -> list[Sighting | Suspicion]:
    """Everything that is seen in a script."""
    found: list[Sighting | Suspicion] = []
    around = surroundings(job)
    for command in script(text, variables(job.env, job.level)).commands:
        found.extend(recognise(command, around))
        around = around._replace(commands=(*around.commands, command))
    return found


class Scenes:
    """Looks at scripts and actions."""

    @staticmethod
    def run(text: str, job: Job = Job()) -> list[Sighting | Suspicion]:  # noqa: B008 - it is immutable
        """Everything that is seen in a script."""
        return look(text, job)

    @staticmethod
    def upload(text: str, job: Job = Job()) -> Sighting:  # noqa: B008 - it is immutable
        """The one upload of a script."""
        (found,) = look(text, job)
        assert isinstance(found, Sighting)
        return found

    @staticmethod
    def use(used: Action, job: Job = Job()) -> list[Sighting | Suspicion]:  # noqa: B008 - it is immutable
        """Everything that is seen in an action, with the job's environment."""
        return list(recognise(used._replace(env=variables(job.env, job.level)), surroundings(job)))


def shown(known: Fact[object]) -> object:
    """The value of a fact, or None."""
    return known.value if isinstance(known, Known) else None


def sign_in(sighting: Sighting | Suspicion) -> str:
    """The kind of credential, with `minted` behind it; `?` where it is not known."""
    assert isinstance(sighting, Sighting)
    match sighting.credential:
        case Known(value):
            return f"{value.kind} minted" if value.minted else value.kind
        case Unknown():
            return "?"


def where(sighting: Sighting | Suspicion) -> str:
    """The name of the index; `?` where it is not known."""
    assert isinstance(sighting, Sighting)
    match sighting.target:
        case Known(value):
            return value.name
        case Unknown():
            return "?"
