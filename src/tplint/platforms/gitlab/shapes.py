"""A pipeline's files → the faults for which GitLab refuses it, as far as the files show them.

This is a list of what people meet, not a schema.
"""

from __future__ import annotations

from tplint.documents.nodes import Mapping, entries, get, pair, place
from tplint.platforms.faults import Fault
from tplint.platforms.gitlab.inputs import content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.nodes import Node
    from tplint.model import Pipeline

# lib/gitlab/ci/config/entry/jobs.rb of https://gitlab.com/gitlab-org/gitlab: what is no keyword has to be a job.
_NO_JOB = "jobs id_tokens config should implement the script:, run:, or trigger: keyword"


def faults(pipeline: Pipeline) -> Iterator[Fault]:
    """The faults of a pipeline: identity tokens for all jobs stand in `default`, not at the top level."""
    for document in (pipeline.document, *pipeline.included):
        entry = pair(content(document), "id_tokens")
        if entry is not None and _are_tokens(entry.value):
            yield Fault(
                place(document.source, entry.key),
                "`id_tokens` is no keyword of the top level, where GitLab takes it for a job",
                _NO_JOB,
                "move it into the jobs that publish, or into `default`",
            )


def _are_tokens(node: Node | None) -> bool:
    """Whether a mapping holds identity tokens, and is no job of that name."""
    tokens = [entry.value for _, entry in entries(node)]
    return bool(tokens) and all(isinstance(token, Mapping) and get(token, "aud") is not None for token in tokens)
