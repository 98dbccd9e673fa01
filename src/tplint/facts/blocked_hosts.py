"""An upload → the hosts that it needs, and that a step which guards its job's connections does not let through.

The guards look at all connections of the job, those of containers as well:
https://github.com/step-security/agent/blob/main/agent.go
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import islice

from tplint.model import Action, Known, Step
from tplint.records import NamedTuple
from tplint.uploaders.action_release import is_since, signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tplint.documents.source import Place
    from tplint.model import Repository, Upload

    Purpose = Literal["upload", "attestations", "image"]


class Guard(NamedTuple):
    """An action that guards connections: when it blocks, and the input that lists what it lets through.

    It blocks where the input ``mode`` has the value ``blocks``, and of itself where that is also its ``default``. With
    one of the inputs ``otherwise`` it takes the list from elsewhere. ``passes`` are hosts that it always lets through.
    """

    mode: str
    blocks: str
    default: str
    lists: str
    otherwise: tuple[str, ...] = ()
    passes: frozenset[str] = frozenset()


_IMAGE = ("ghcr.io", "pkg-containers.githubusercontent.com")
_GUARDS = {
    "step-security/harden-runner": Guard(
        "egress-policy", "block", "block", "allowed-endpoints", ("policy", "use-policy-store")
    ),
    "cycodelabs/cimon-action": Guard("prevent", "true", "false", "allowed-hosts", (), frozenset(_IMAGE)),
}
_INDEXES = {"pypi": "upload.pypi.org", "testpypi": "test.pypi.org"}
# Of a signature's hosts those that stay the same whichever log sigstore uses.
_SIGNING = ("fulcio.sigstore.dev", "tuf-repo-cdn.sigstore.dev")
_PULLS_IMAGE_SINCE = (1, 12)


class Blocked(NamedTuple):
    """Hosts that an upload needs and does not reach, for what it needs them, and the list in which they should be."""

    upload: Upload
    hosts: tuple[str, ...]
    purpose: Purpose
    guard: Action
    at: Place
    lists: str


def blocked_hosts(repository: Repository) -> Iterator[Blocked]:
    """What certainly stops an upload from a hosted runner of Linux; the first purpose that lacks a host."""
    for upload in repository.uploads:
        action = _guarding(upload)
        allowed = _allowed(action) if action is not None else None
        if action is not None and allowed is not None:
            yield from islice(_blocked(upload, action, allowed), 1)


def _guarding(upload: Upload) -> Action | None:
    """The one action that certainly guards the connections of an upload's job."""
    runner = upload.job.runner
    if not isinstance(runner, Known) or upload.job.container:
        return None
    if not runner.value.hosted or runner.value.is_without_containers:  # Linux with Docker, where the guard runs
        return None
    found = [step for step in upload.job.steps if isinstance(step.run, Action) and step.run.name in _GUARDS]
    match found:
        case [Step(run=Action() as action, condition=Known(True))]:
            return action
    return None


def _blocked(upload: Upload, action: Action, allowed: list[str]) -> Iterator[Blocked]:
    guard = _GUARDS[action.name]
    given = action.inputs.get(guard.lists)
    for purpose, hosts in _needed(upload):
        missing = tuple(host for host in hosts if host not in guard.passes and not _is_among(host, allowed))
        if missing:
            yield Blocked(upload, missing, purpose, action, given.key if given else action.at, guard.lists)


def _allowed(action: Action) -> list[str] | None:
    """The patterns of hosts that an action lets through; None where it does not block, or they are not known."""
    guard = _GUARDS[action.name]
    mode, listed = action.inputs.get(guard.mode), action.inputs.get(guard.lists)
    blocks = mode.value.fact if mode is not None else Known(guard.default)
    if blocks != Known(guard.blocks) or any(name in action.inputs for name in guard.otherwise):
        return None
    if listed is None:
        return []
    endpoints = listed.value.fact
    return [each.partition(":")[0] for each in endpoints.value.split()] if isinstance(endpoints, Known) else None


def _needed(upload: Upload) -> Iterator[tuple[Purpose, tuple[str, ...]]]:
    """The hosts that an upload certainly needs, in the order in which it does."""
    action = upload.run
    if isinstance(action, Action) and action.name == "pypa/gh-action-pypi-publish":
        if is_since(action, _PULLS_IMAGE_SINCE) == Known(True):
            yield "image", _IMAGE
        if signs(upload):
            yield "attestations", _SIGNING
    if upload.index_name in _INDEXES:
        yield "upload", (_INDEXES[upload.index_name],)


def _is_among(host: str, patterns: list[str]) -> bool:
    """Whether a host is one of those listed; a star stands for any characters."""
    return any(fnmatchcase(host, pattern.lower()) for pattern in patterns)
