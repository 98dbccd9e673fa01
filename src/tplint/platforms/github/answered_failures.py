"""Whether a job that goes on behind a failed upload looks at the failure later: fails then, or uploads again."""

from __future__ import annotations

import re
from itertools import dropwhile, islice

from tplint.documents.nodes import get
from tplint.jobs.workspace import effects
from tplint.model import Command, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.documents.nodes import Node
    from tplint.documents.source import Source
    from tplint.jobs.workspace import Effect
    from tplint.model import Step, Upload

# What came of a step, but where it is asked whether all went well.
_OUTCOME = r"(?i)\bsteps(?:\.|\[['\"]){}(?:['\"]\])?\.outcome\b(?!\s*(?:==\s*'success'|!=\s*'failure'))"
# What may fail a script that only looks and speaks.
_DECIDES = re.compile(r"\b(?:exit|false|return|test)\b|\[")


def is_answered(upload: Upload, others: Iterable[Upload]) -> bool:
    """Whether a later step does more than speak of the outcome of an upload's step, or the job hands it to others.

    Of the other uploads, one with a stored token is no answer to trusted publishing: it hides that PyPI refuses that.
    """
    if not upload.step.id:
        return False
    asks = re.compile(_OUTCOME.format(re.escape(upload.step.id)))
    behind = islice(dropwhile(lambda step: step.at != upload.step.at, upload.job.steps), 1, None)
    hiding = {
        other.step.at for other in others if upload.signs_in_by("oidc") and other.signs_in_by("token", "password")
    }
    return _says(asks, upload.job.at.source, get(upload.job.node, "outputs")) or any(
        _says(asks, step.at.source, step.node) and step.at not in hiding and _does_more_than_speak(step)
        for step in behind
    )


def _says(asks: re.Pattern[str], source: Source, node: Node | None) -> bool:
    # between single quotes YAML doubles those of an expression
    return node is not None and asks.search(source.text[slice(*node.bounds)].replace("''", "'")) is not None


def _does_more_than_speak(step: Step) -> bool:
    if not isinstance(step.run, Script):
        return True
    return _DECIDES.search(step.run.text) is not None or not all(map(_only_speaks, effects(step)))


def _only_speaks(effect: Effect) -> bool:
    uploads = isinstance(effect.run, Command) and not {"publish", "upload"}.isdisjoint(effect.run.argv)
    return effect.kind == "nothing" and not uploads
