"""The rules: one module and one page each. They read the repository's facts and yield findings; nothing else."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.findings import Finding, Rule
    from tplint.model import Repository


class Check(NamedTuple):
    """A rule and the function that applies it."""

    rule: Rule
    check: Callable[[Repository], Iterator[Finding]]


def checks(repository: Repository | None = None) -> tuple[Check, ...]:
    """The rules by code: every module of this package is one. With a repository only those that can judge it."""
    idle = frozenset(_idle(repository)) if repository is not None else frozenset()
    found = [import_module(f"{__name__}.{name}") for name in module_names() if name not in idle]
    return tuple(sorted((Check(module.RULE, module.check) for module in found), key=lambda check: check.rule.code))


def _idle(repository: Repository) -> Iterator[str]:
    """The modules of the rules that find nothing to judge in a repository."""
    for is_given, names in NEEDS:
        if not is_given(repository):
            yield from names


def _mints_by_hand(repository: Repository) -> bool:
    steps = (step for pipeline in repository.pipelines for job in pipeline.jobs for step in job.steps)
    return bool(repository.uploads) or any("mint-token" in getattr(step.run, "text", "") for step in steps)


def _starts_workflows(repository: Repository) -> bool:
    return any("workflow run" in pipeline.document.source.text for pipeline in repository.pipelines)


# What a repository has to have for a rule to say anything, so that a run loads only the rules that may speak. A rule
# that does not stand here is always loaded.
NEEDS: tuple[tuple[Callable[[Repository], object], tuple[str, ...]], ...] = (
    (lambda found: found.problems, ("unreadable_file",)),
    (lambda found: found.aside, ("workflow_never_runs",)),
    (lambda found: found.unreachable, ("unreachable_upload",)),
    (
        lambda found: found.publishers,
        ("invalid_publisher_declaration", "shadowed_publisher", "unconstrained_publisher"),
    ),
    (lambda found: found.matches, ("environment_mismatch", "publisher_workflow_mismatch")),
    (
        lambda found: found.guides,
        ("documented_command_drift", "documented_myth", "documented_publisher_drift"),
    ),
    (_starts_workflows, ("undispatchable_workflow",)),
    (_mints_by_hand, ("misused_id_token",)),
    (lambda found: found.uploads or found.publishers, ("invalid_project_name",)),
    (
        lambda found: found.alternatives or found.unreachable,
        ("broad_id_token", "idle_id_token", "twin_workflows"),
    ),
    (
        lambda found: found.alternatives or found.unreachable or found.untriggered,
        ("duplicate_key", "refused_workflow", "workflow_extension_mismatch"),
    ),
    (
        lambda found: found.alternatives,
        (
            "artifact_name_collision",
            "attestations_without_trusted_publishing",
            "build_in_publish_job",
            "caller_withholds_id_token",
            "composite_action_upload",
            "conflicting_project_names",
            "deprecated_input",
            "empty_credential",
            "fork_pull_request",
            "guard_always_true",
            "hidden_publish_failure",
            "ignored_credential_input",
            "index_environment_mismatch",
            "misplaced_distributions",
            "missing_environment",
            "missing_id_token",
            "mixed_credentials",
            "non_linux_runner",
            "nothing_to_upload",
            "project_name_drift",
            "pull_request_target",
            "refused_command_line",
            "refused_file_name",
            "release_starts_nothing",
            "repeated_publish_action",
            "retired_artifact_action",
            "reusable_workflow_upload",
            "shared_environment",
            "skip_existing_hides_release",
            "stored_token",
            "sunset_action_ref",
            "unguarded_upload",
            "unknown_project_name",
            "unpinned_publish_action",
            "unregistrable_environment",
            "unset_value",
            "unsupported_issuer",
            "uploader_too_old_for_metadata",
            "uploader_without_trusted_publishing",
            "username_instead_of_token",
            "wrong_index_url",
        ),
    ),
)


class Names:
    """The codes and names of rules, for those who look for one; only then are the rules loaded."""

    def __init__(self, load: Callable[[], Iterable[Rule]]) -> None:
        self._load = load

    def __iter__(self) -> Iterator[str]:
        return (name for rule in self._load() for name in (rule.code, rule.name))

    def __contains__(self, name: object) -> bool:
        return any(name == known for known in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def module_names() -> tuple[str, ...]:
    """The names of the package's modules."""
    folder = __path__[0]
    if os.path.isdir(folder):
        return tuple(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and name != "__init__.py")
    from pkgutil import iter_modules  # noqa: PLC0415 - only where tplint is zipped: it imports `inspect`

    return tuple(module.name for module in iter_modules(__path__))


def page(rule: Rule) -> str:
    """A rule's page, in Markdown."""
    from importlib.resources import files  # noqa: PLC0415 - only where a page is shown

    return files(__name__).joinpath(f"{rule.name.replace('-', '_')}.md").read_text("utf-8")
