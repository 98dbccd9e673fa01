"""The rules on a repository: a root → what its files say → findings, sifted → report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tplint import reading
from tplint.documents.locate import resolve
from tplint.errors import InternalError
from tplint.findings import Report
from tplint.load import Files
from tplint.rules import Names, checks
from tplint.suppress import Silencer, ignores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.config import Config
    from tplint.documents.source import Place
    from tplint.findings import Finding, Rule
    from tplint.model import Repository
    from tplint.rules import Check


def rules() -> tuple[Rule, ...]:
    """The metadata of all rules, by code."""
    return tuple(check.rule for check in checks())


def lint(root: str, *, config: Config, files: tuple[str, ...] = (), reader: Files | None = None) -> Report:
    """Lint the repository at ``root``; with ``files`` (relative to it) only findings there are reported.

    ``reader`` gives its files where they are not to be read as they are. Raises ``InternalError`` when a rule fails.
    """
    reader = reader or Files(root)
    repository = _with_history(read(reader, config), config)
    silencer = _silencer(reader)
    reported: list[tuple[Finding, Place]] = []
    suppressed: list[tuple[Finding, Place]] = []
    for finding, at in _findings(repository, config):
        silent = silencer.silences(finding, at) or _is_ignored_in(finding, at.source.path, config)
        (suppressed if silent else reported).append((finding, at))
    reported += ((finding, resolve(finding.at)) for finding in _unused(silencer, config))
    return Report(
        root=root,
        findings=_in_order(reported, files),
        suppressed=_in_order(suppressed, files),
        files=reader.count,
        uploads=len({upload.at for upload in (*repository.alternatives, *repository.unreachable)}),
        undecided=repository.undecided,
    )


def _in_order(found: list[tuple[Finding, Place]], files: tuple[str, ...]) -> tuple[Finding, ...]:
    """Findings by place; with ``files``, only those there."""
    kept = [(finding, at) for finding, at in found if not files or at.source.path in files]
    kept.sort(key=lambda item: (item[1].source.path, item[1].start, item[1].end, item[0].code, item[0].message))
    return tuple(finding for finding, _ in kept)


def read(reader: Files, config: Config) -> Repository:
    """Everything that the files of a repository say; of its guides only where a rule about them is selected."""
    return reading.read(reader, config, with_guides=_reads_guides(config))


def _with_history(repository: Repository, config: Config) -> Repository:
    """The repository with its last release, where TP207 runs: git is asked for it."""
    if not repository.uploads or not os.path.lexists(os.path.join(repository.root, ".git")):
        return repository
    if not _selects_all(config) and all(check.rule.code != "TP207" for check in _selected(config)):
        return repository
    from tplint.history import last_release  # noqa: PLC0415 - runs git

    return repository._replace(released=last_release(repository))


def _reads_guides(config: Config) -> bool:
    """Whether a rule about documents runs; reading them for others would cost for nothing."""
    return _selects_all(config) or any(check.rule.code.startswith("TP6") for check in _selected(config))


def _selects_all(config: Config) -> bool:
    """Whether every rule runs that does by default, so that no rule has to be loaded to know it."""
    return "TP" in config.select and not config.ignore


def _selected(config: Config, repository: Repository | None = None) -> list[Check]:
    """The rules that the configuration selects; with a repository only those that can judge it."""

    def fits(rule: Rule, selector: str) -> bool:
        return selector == rule.name or rule.code.startswith(selector)

    return [
        check
        for check in checks(repository)
        if any(fits(check.rule, selector) for selector in config.select)
        and (check.rule.default or any(selector in {check.rule.code, check.rule.name} for selector in config.select))
        and not any(fits(check.rule, selector) for selector in config.ignore)
    ]


def _findings(repository: Repository, config: Config) -> list[tuple[Finding, Place]]:
    """What the selected rules say, each finding once."""
    found: dict[tuple[object, ...], tuple[Finding, Place]] = {}
    of_github = _of_github(repository)
    for check in _selected(config, repository):
        speaks_of_gitlab = "gitlab" in (check.rule.platforms or ("gitlab",))
        for finding in _applied(check, repository if speaks_of_gitlab else of_github):
            at = resolve(finding.at)
            found.setdefault((at.source.path, at.start, at.end, finding.code, finding.message), (finding, at))
    return list(found.values())


def _of_github(repository: Repository) -> Repository:
    """The repository without its GitLab pipelines, for rules that know GitHub's only."""
    if all(pipeline.platform == "github" for pipeline in repository.pipelines):
        return repository
    return repository._replace(
        pipelines=tuple(pipeline for pipeline in repository.pipelines if pipeline.platform == "github"),
        uploads=tuple(upload for upload in repository.uploads if upload.platform == "github"),
        alternatives=tuple(upload for upload in repository.alternatives if upload.platform == "github"),
        unreachable=tuple(upload for upload in repository.unreachable if upload.platform == "github"),
    )


def _applied(check: Check, repository: Repository) -> list[Finding]:
    try:
        return list(check.check(repository))
    except Exception as error:
        raise InternalError(check.rule.code, repository.root, error) from error


def _silencer(reader: Files) -> Silencer:
    comments = [comment for source in reader.sources() for comment in ignores(source, reader.parsed(source.path))]
    return Silencer(comments, reader.parsed)


def _is_ignored_in(finding: Finding, path: str, config: Config) -> bool:
    if not config.per_file_ignores:
        return False
    from fnmatch import fnmatchcase  # noqa: PLC0415 - only where the configuration has such globs

    return any(
        fnmatchcase(path, glob) and any(name == finding.name or finding.code.startswith(name) for name in names)
        for glob, names in config.per_file_ignores.items()
    )


def _unused(silencer: Silencer, config: Config) -> Iterator[Finding]:
    """TP002, where it is selected; a comment for a rule that did not run is not unused."""
    if not silencer.comments:
        return
    from tplint.rules import unused_ignore  # noqa: PLC0415 - only where there is a comment

    selected = {name for check in _selected(config) for name in (check.rule.code, check.rule.name)}
    if unused_ignore.RULE.code not in selected:
        return
    for name, at, is_rule in silencer.unused(frozenset(Names(rules))):
        if not is_rule or name in selected:
            yield unused_ignore.finding(name, at, is_rule=is_rule)
