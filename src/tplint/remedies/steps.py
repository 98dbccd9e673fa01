"""Steps and triggers → single values and keys in another form: conditions, names of inputs, versions of actions."""

from __future__ import annotations

import re

from tplint.documents.nodes import Mapping, entries, get, text
from tplint.fixing.edits import DeletePair, Entry, InsertAfter, RenameKey, ReplaceScalar
from tplint.fixing.layout import NotEditable, path_to
from tplint.model import Action
from tplint.platforms.github.artifacts.storage import is_retired
from tplint.platforms.github.expressions import ExpressionError, canonical, condition_expression, template
from tplint.remedies import fix, step_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.findings import Fix
    from tplint.fixing.edits import Change
    from tplint.model import Input, Job, Pipeline, Step, Upload
    from tplint.platforms.github.expressions import Hole

_TAG = r"v\d+(?:\.\d+)*"
# The newest major versions (November 2026), which can read each other's artifacts.
_NEWEST = {"actions/upload-artifact": "v7", "actions/download-artifact": "v8"}
_NAME_END = r"[\w.-]\s*$"
_MOST_PARTS = 50  # of a condition, texts and holes, that are put together; people write three


def renamed_input(title: str, upload: Upload, given: Input, name: str) -> Fix:
    """Give an input of the uploading action its present name; where that is given too and filled, drop the old one."""
    document, step = upload.pipeline.document, upload.step

    def changes() -> Iterator[Change]:
        path, holder = (*step_path(document, step), "with"), get(step.node, "with")
        old = _written(holder, given)
        again = next((entry for key, entry in entries(holder) if key.lower() == name), None)
        if again is None:
            yield RenameKey((*path, old), name)
        elif text(again.value):
            yield DeletePair((*path, old))
        else:
            raise NotEditable("the empty one lets the other one count")

    return fix(title, "safe", document, changes())


def _written(holder: Node | None, given: Input) -> str:
    """An input's name as the file spells it."""
    for key, entry in entries(holder):
        if entry.key.span.start == given.key.start:
            return key
    raise NotEditable("the input is written elsewhere")


def at_ref(title: str, upload: Upload, ref: str) -> Fix:
    """Use the uploading action at another ref that is the same code."""
    document, step = upload.pipeline.document, upload.step

    def changes() -> Iterator[Change]:
        uses = text(get(step.node, "uses")) or ""
        yield ReplaceScalar((*step_path(document, step), "uses"), f"{uses.partition('@')[0]}@{ref}")

    return fix(title, "safe", document, changes())


def dispatchable(pipeline: Pipeline, inputs: Iterable[str]) -> Fix:
    """Let a workflow be started by hand and by other workflows, with these inputs."""
    document = pipeline.document
    listed = " and ".join(f"`{name}`" for name in inputs)
    title = f"add `workflow_dispatch:` under `on` in `{pipeline.file_name}`" + (f", with {listed}" if listed else "")

    def changes() -> Iterator[Change]:
        triggers = get(document.root, "on")
        if not isinstance(triggers, Mapping) or not triggers.pairs:
            raise NotEditable("the events are no block")
        declared = tuple(Entry(name, (Entry("type", "string"),)) for name in inputs)
        dispatch = Entry("workflow_dispatch", (Entry("inputs", declared),) if declared else "")
        yield InsertAfter(("on", text(triggers.pairs[-1].key) or ""), (dispatch,))

    return fix(title, "safe", document, changes())


def newest_artifact_action(title: str, pipeline: Pipeline, job: Job, step: Step) -> Fix:
    """The newest major version of an artifact action; not where one is pinned, or writes a name several times.

    Old and new ones do not read each other's artifacts, so all of a workflow are replaced or none.
    """
    document = pipeline.document

    def changes() -> Iterator[Change]:
        action = step.run
        actions = (each.run for other in pipeline.jobs for each in other.steps if isinstance(each.run, Action))
        retired = filter(is_retired, actions)
        if not isinstance(action, Action) or not all(re.fullmatch(_TAG, each.ref) for each in retired):
            raise NotEditable("an artifact action is pinned to a commit")
        name = action.inputs.get("name")
        if (
            "upload" in action.name
            and get(job.node, "strategy") is not None
            and (not name or "$" not in name.value.raw)
        ):
            raise NotEditable("since v4 a name can be written once, and every job of the matrix writes it")
        uses = text(get(step.node, "uses")) or ""
        yield ReplaceScalar((*step_path(document, step), "uses"), f"{uses.partition('@')[0]}@{_NEWEST[action.name]}")

    return fix(title, "unsafe", document, changes())


def one_expression(title: str, document: Document, source: Source, holder: Mapping) -> Fix:
    """Write the condition of a job or step, which ``source`` holds, as one expression."""

    def changes() -> Iterator[Change]:
        if source != document.source:
            raise NotEditable("the condition is written in another file")
        yield ReplaceScalar((*path_to(document, holder), "if"), _as_expression(text(get(holder, "if")) or ""))

    return fix(title, "unsafe", document, changes())


def _as_expression(condition: str) -> str:
    """A text with holes as the expression that was meant; raises ``NotEditable`` where that cannot be told."""
    if condition.count("'") % 2 or '"' in condition:
        raise NotEditable("quotes stand around a hole")
    parts = template(condition)
    texts = [part for part in parts if isinstance(part, str)]
    if any(part.count("'") % 2 for part in texts):
        raise NotEditable("a hole stands in quotes")
    if any(re.search(_NAME_END, part) for part in texts[: len(texts) - isinstance(parts[-1], str)]):
        raise NotEditable("a hole stands behind a name, which brackets would make a function")
    written = re.sub(r"\s*\n\s*", " ", "".join(_without_needless_brackets(parts))).strip()
    if _meaning(written) is None:
        raise NotEditable("what it means cannot be told")
    return written


def _without_needless_brackets(parts: tuple[str | Hole, ...]) -> list[str]:
    """Each hole is one operand, whatever stands beside it: brackets hold it together where precedence does not."""
    written = [part if isinstance(part, str) else f"({part.text.strip()})" for part in parts]
    meant = _meaning("".join(written))
    if meant is None or len(parts) > _MOST_PARTS:
        raise NotEditable("what it means cannot be told")
    for position, part in enumerate(parts):
        if not isinstance(part, str):
            bare = [*written[:position], part.text.strip(), *written[position + 1 :]]
            written = bare if _meaning("".join(bare)) == meant else written
    return written


def _meaning(condition: str) -> str | None:
    """What two conditions share that mean the same; None for one that GitHub cannot read."""
    try:
        return canonical(condition_expression(condition))
    except ExpressionError:
        return None
