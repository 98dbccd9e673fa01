"""The rules: one module and one page each. They read the repository's facts and yield findings; nothing else."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tplint.findings import Finding, Rule
    from tplint.model import Repository


class Check(NamedTuple):
    """A rule and the function that applies it."""

    rule: Rule
    check: Callable[[Repository], Iterator[Finding]]


def checks(repository: Repository | None = None) -> tuple[Check, ...]:
    """The rules by code: every module of this package is one. With a repository only those that can judge it."""
    wanted = [name for name in module_names() if repository is None or NEEDS.get(name, _uploads)(repository)]
    found = [import_module(f"{__name__}.{name}") for name in wanted]
    return tuple(sorted((Check(module.RULE, module.check) for module in found), key=lambda check: check.rule.code))


def _uploads(repository: Repository) -> bool:
    return bool(repository.alternatives or repository.unreachable or repository.untriggered)


def _mints_by_hand(repository: Repository) -> bool:
    steps = (step for pipeline in repository.pipelines for job in pipeline.jobs for step in job.steps)
    return _uploads(repository) or any("mint-token" in getattr(step.run, "text", "") for step in steps)


def _starts_workflows(repository: Repository) -> bool:
    return any("workflow run" in pipeline.document.source.text for pipeline in repository.pipelines)


def _speaks_of(word: str) -> Callable[[Repository], bool]:
    """Whether there are uploads, and some pipeline's text has a word without which the rule cannot speak."""
    return lambda repository: (
        _uploads(repository) and any(word in pipeline.document.source.text for pipeline in repository.pipelines)
    )


def _has_gitlab(repository: Repository) -> bool:
    return any(pipeline.platform == "gitlab" for pipeline in repository.pipelines)


def _has_several_uploads(repository: Repository) -> bool:
    return len({upload.at for upload in (*repository.uploads, *repository.alternatives)}) > 1


# What a repository has to have for a rule to say anything, by the rule's module; without an entry it is an upload.
# A run loads only the rules that may speak.
NEEDS: Mapping[str, Callable[[Repository], object]] = {
    "caller_withholds_id_token": _speaks_of("workflow_call"),
    "documented_command_drift": lambda repository: repository.guides,
    "documented_myth": lambda repository: repository.guides,
    "documented_publisher_drift": lambda repository: repository.guides,
    "environment_mismatch": lambda repository: repository.matches,
    "fork_pull_request": _speaks_of("pull_request"),
    "identity_changed_since_release": lambda repository: repository.released,
    "idle_publisher": lambda repository: repository.publishers,
    "invalid_project_name": lambda repository: repository.uploads or repository.publishers,
    "invalid_publisher_declaration": lambda repository: repository.publishers,
    "misused_id_token": _mints_by_hand,
    "pull_request_target": _speaks_of("pull_request_target"),
    "publisher_repository_mismatch": lambda repository: repository.matches,
    "publisher_workflow_mismatch": lambda repository: repository.matches,
    "repeated_publish_action": _has_several_uploads,
    "reusable_workflow_upload": _speaks_of("workflow_call"),
    "reused_id_token": _has_gitlab,
    "shadowed_publisher": lambda repository: repository.publishers,
    "shared_environment": _has_several_uploads,
    "shared_pending_publisher": lambda repository: repository.publishers,
    "unconstrained_publisher": lambda repository: repository.publishers,
    "uncovered_project": lambda repository: repository.matches,
    "undeclared_upload": lambda repository: repository.matches,
    "undispatchable_workflow": _starts_workflows,
    "unreachable_upload": lambda repository: repository.unreachable,
    "unreadable_file": lambda repository: repository.problems,
    "unused_ignore": lambda _: False,  # it is the engine that knows
    "workflow_never_runs": lambda repository: repository.aside,
    "wrong_audience": _has_gitlab,
}


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
