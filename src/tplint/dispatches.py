"""Steps → the workflows of this repository that they start by `workflow_dispatch`, as they name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tplint.documents.nodes import Scalar, get
from tplint.model import Action, Script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.model import Job, Pipeline, Step

_RUN = re.compile(
    r"(?:^|[;&|({`]|\b(?:then|do|else)\s)[ \t]*(?:\w+=\S*[ \t]+)*gh[ \t]+workflow[ \t]+run(?=[ \t])", re.MULTILINE
)
_WORD = re.compile(r"""[ \t]+(?P<word>"[^"\n]*"|'[^'\n]*'|[^\s;&|<>()`"']+)""")
_WITH_VALUE = frozenset({"-r", "--ref", "-f", "--raw-field", "-F", "--field"})
_ELSEWHERE = ("-R", "--repo")
_SCRIPTED = re.compile(r"""\bworkflow_id:\s*(?P<quote>["'])(?P<word>[^"'\n]+)(?P=quote)""")


class Dispatch(NamedTuple):
    """A step that starts a workflow: ``workflow`` is a file name, or the workflow's own name, as written."""

    job: Job
    step: Step
    workflow: str
    at: Place


def dispatches(pipeline: Pipeline) -> Iterator[Dispatch]:
    """What the steps of a pipeline start, where the name is written out and no other repository is named."""
    for job in pipeline.jobs:
        for step in job.steps:
            for workflow, at in _started(step):
                yield Dispatch(job, step, workflow, at)


def _started(step: Step) -> Iterator[tuple[str, Place]]:
    match step.run:
        case Script(text=text):
            yield from _placed(step, ("run",), _words(text))
        case Action(name="actions/github-script"):
            script = get(step.node, "with", "script")
            found = _SCRIPTED.finditer(script.value) if isinstance(script, Scalar) else ()
            yield from _placed(step, ("with", "script"), (match.span("word") for match in found))
        case Action(name="benc-uk/workflow-dispatch", inputs=inputs) if "workflow" in inputs and "repo" not in inputs:
            yield inputs["workflow"].value.raw, inputs["workflow"].value.at


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Where `gh workflow run` commands name the workflow; commands for another repository are passed over."""
    joined = text.replace("\\\n", "  ")  # of the same length, so that places hold
    for command in _RUN.finditer(joined):
        words, position = [], command.end()
        while (match := _WORD.match(joined, position)) is not None:
            words.append((match["word"], match.span("word")))
            position = match.end()
        if any(word.startswith(_ELSEWHERE) for word, _ in words):
            continue
        values = {i + 1 for i, (word, _) in enumerate(words) if word in _WITH_VALUE}
        named = [span for i, (word, span) in enumerate(words) if i not in values and not word.startswith("-")]
        if named:
            start, end = named[0]
            quoted = joined[start] in "\"'"
            yield start + quoted, end - quoted


def _placed(step: Step, keys: tuple[str, ...], spans: Iterator[tuple[int, int]]) -> Iterator[tuple[str, Place]]:
    from tplint.documents.scalar_map import place_in  # noqa: PLC0415 - only where a step may start a workflow

    scalar = get(step.node, *keys)
    if not isinstance(scalar, Scalar):
        return
    place = place_in(step.at.source, scalar)
    for start, end in spans:
        word = scalar.value[start:end]
        if "$" not in word:
            yield word, place(start, end)
