"""What starts a pipeline → its event and predefined variables, as far as conditions ask for them.

https://docs.gitlab.com/ci/variables/predefined_variables/
"""

from __future__ import annotations

from tplint.model import Event
from tplint.platforms.gitlab.conditions import Another, Free, Open
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.platforms.gitlab.conditions import Operand


class Start(NamedTuple):
    """A way a pipeline starts; ``refs`` are the words of `only` and `except` that mean it.

    Ways that are not ``common`` decide whether a job can run at all, and are else not worth naming.
    """

    event: Event
    variables: Mapping[str, Operand]
    refs: frozenset[str]

    @property
    def common(self) -> bool:
        """Whether most projects know this way."""
        return self.event.name in _COMMON


FREE, MAYBE, OPEN = Free(), Free(maybe=True), Open()
_CHOSEN = dict.fromkeys(
    (
        *("CI_COMMIT_REF_NAME", "CI_COMMIT_REF_SLUG", "CI_COMMIT_SHA", "CI_COMMIT_SHORT_SHA", "CI_DEFAULT_BRANCH"),
        *("CI_COMMIT_MESSAGE", "CI_COMMIT_TITLE", "CI_COMMIT_AUTHOR", "CI_COMMIT_TIMESTAMP", "GITLAB_USER_LOGIN"),
        *("CI_COMMIT_BEFORE_SHA",),
    ),
    FREE,
)
_MAYBE = dict.fromkeys(("CI_COMMIT_DESCRIPTION", "CI_COMMIT_REF_PROTECTED", "CI_COMMIT_TAG_MESSAGE"), MAYBE)
# Variables of merge requests; `CI_OPEN_MERGE_REQUESTS` is there on branches, too.
_MERGE_REQUEST = "CI_MERGE_REQUEST_"
_COMMON = frozenset({"push", "merge_request_event", "web", "schedule", "api", "trigger"})
# Pipeline sources, with the word that `only` and `except` have for each.
_SOURCES = {
    "push": "pushes",
    "web": "web",
    "schedule": "schedules",
    "api": "api",
    "trigger": "triggers",
    "pipeline": "pipelines",
    "chat": "chat",
    "webide": "web",
    "external": "external",
}


_ANOTHER = Another(frozenset({*_SOURCES, "merge_request_event", "external_pull_request_event"}))


def starts() -> tuple[Start, ...]:
    """Every way a pipeline starts, pushes of tags first."""
    found = [_of_ref(source, kind) for source in _SOURCES for kind in ("tag", "branch")]
    return (
        found[0],
        found[1],
        _of_request("merge_request_event", "refs/merge-requests/", "merge_requests"),
        *found[2:],
        _of_request("external_pull_request_event", "", "external_pull_requests"),
    )


def _of_ref(source: str, kind: str) -> Start:
    is_tag = kind == "tag"
    variables: dict[str, Operand] = {
        **_common(source),
        "CI_COMMIT_TAG": FREE if is_tag else None,
        "CI_COMMIT_BRANCH": None if is_tag else FREE,
        "CI_OPEN_MERGE_REQUESTS": None if is_tag else MAYBE,
    }
    event = Event(source, kind, "refs/tags/" if is_tag else "refs/heads/")
    return Start(event, variables, frozenset({"tags" if is_tag else "branches", _SOURCES[source]}))


def _of_request(source: str, ref: str, word: str) -> Start:
    variables: dict[str, Operand] = {
        **_common(source),
        "CI_COMMIT_TAG": None,
        "CI_COMMIT_BRANCH": None,
        "CI_OPEN_MERGE_REQUESTS": MAYBE,
    }
    return Start(Event(source, "", ref), variables, frozenset({word}))


def _common(source: str) -> dict[str, Operand]:
    return {**_CHOSEN, **_MAYBE, "CI": "true", "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": source}


def predefined(start: Start, name: str) -> Operand:
    """The value of a variable that GitLab sets; of others nothing is known."""
    if name in start.variables:
        return start.variables[name]
    if name.startswith(_MERGE_REQUEST):
        return MAYBE if start.event.name == "merge_request_event" else None
    return OPEN


def of_another_kind(start: Start) -> Start:
    """A pipeline for the same kind of ref, of a source that conditions can name and that is none of those above."""
    event = start.event._replace(name="parent_pipeline")
    return start._replace(event=event, variables={**start.variables, "CI_PIPELINE_SOURCE": _ANOTHER})


def of_child(start: Start) -> Start:
    """The start of a child pipeline in a pipeline that was started so."""
    return start._replace(variables={**start.variables, "CI_PIPELINE_SOURCE": "parent_pipeline"})
