"""The rules on a repository: a root → what its files say → findings, sifted → report."""

from __future__ import annotations

import os
from collections import Counter

from tplint import reading
from tplint.discover import has_many_workflows
from tplint.documents.source import resolve
from tplint.findings import MARK, MOST_ALIKE, Report, Suppression
from tplint.load import Files
from tplint.remembered import forget
from tplint.rules import Names, checks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from tplint.config import Config
    from tplint.documents.source import Place, Source
    from tplint.findings import Fault, Finding, Rule
    from tplint.model import Repository, Upload
    from tplint.rules import Check
    from tplint.sifting.suppress import Silencer


def rules() -> tuple[Rule, ...]:
    """The metadata of all rules, by code."""
    return tuple(check.rule for check in checks())


def lint(
    root: str,
    *,
    config: Config,
    files: tuple[str, ...] = (),
    reader: Files | None = None,
    today: date | None = None,
    jobs: int = 1,
    tell: Callable[[int, int], None] | None = None,
) -> Report:
    """Lint the repository at ``root``; with ``files`` (relative to it) only findings there are reported.

    ``reader`` gives its files where they are not to be read as they are, ``today`` is the day by which ignore comments
    end, by default the clock's. Where there are very many workflows, as many processes as ``jobs`` says share them, and
    ``tell`` is told how many are done, of how many.
    """

    def judge(repository: Repository, reader: Files) -> Report:
        return _judged(repository, reader, config, files, today)

    in_lots = None
    if reader is None and not files and has_many_workflows(root):
        from tplint.checking.lots import lint_in_lots  # noqa: PLC0415 - few repositories have that many workflows

        in_lots = lint_in_lots(root, config, judge, with_guides=_reads_guides(config), jobs=jobs, tell=tell)
    if in_lots is not None:
        return in_lots
    reader = reader or Files(root)
    return judge(_with_history(read(reader, config), config), reader)


def _judged(
    repository: Repository, reader: Files, config: Config, files: tuple[str, ...], today: date | None
) -> Report:
    """What the rules say of a repository, sifted."""
    silencer = _silencer(reader, repository, today)
    said, faults = _findings(repository, config)
    judged = ((finding._replace(suppression=_suppression(finding, at, silencer, config)), at) for finding, at in said)
    found = list(_once(judged))
    found += ((finding, resolve(finding.at)) for finding in _unused(silencer, config))
    forget()
    return Report(
        root=repository.root,
        findings=_in_order([(finding, at) for finding, at in found if not finding.suppression], files, reader),
        suppressed=_in_order([(finding, at) for finding, at in found if finding.suppression], files, reader),
        files=reader.count,
        uploads=len({upload.at for upload in repository.written_uploads}),
        undecided=tuple(
            sorted(repository.undecided, key=lambda each: (each.at.source.path, each.at.start, each.at.end, each.why))
        ),
        faults=faults,
    )


def _once(found: Iterable[tuple[Finding, Place]]) -> Iterator[tuple[Finding, Place]]:
    """Findings without those that repeat, in the same file, one that nothing silences."""
    seen = set()
    for finding, at in found:
        key = finding.code, at.source.path, finding.once
        if not finding.once or key not in seen:
            yield finding, at
        if not finding.suppression:
            seen.add(key)


def _in_order(found: list[tuple[Finding, Place]], files: tuple[str, ...], reader: Files) -> tuple[Finding, ...]:
    """Findings by place, which each has in logical form too; with ``files``, only those there."""
    if not found:
        return ()
    from tplint.sifting.fingerprints import logical_place  # noqa: PLC0415 - most repositories have no findings

    kept = [(finding, at) for finding, at in found if not files or at.source.path in files]
    kept.sort(key=lambda item: (item[1].source.path, item[1].start, item[1].end, item[0].code, item[0].message))
    return tuple(
        finding._replace(logical=logical_place(finding.at, at, reader.parsed(at.source.path)))
        for finding, at in (_bounded(kept) if len(kept) > MOST_ALIKE else kept)
    )


def _bounded(found: list[tuple[Finding, Place]]) -> Iterator[tuple[Finding, Place]]:
    """Findings without those of a rule that has too many in one file; the last one that is kept tells their number."""
    left = Counter((finding.code, at.source.path) for finding, at in found)
    kept: Counter[tuple[str, str]] = Counter()
    for finding, at in found:
        key = finding.code, at.source.path
        kept[key] += 1
        more = left[key] - MOST_ALIKE
        if kept[key] == MOST_ALIKE and more:
            yield (
                finding._replace(message=f"{finding.message} ({finding.code} has {more:,} more findings in this file)"),
                at,
            )
        elif kept[key] <= MOST_ALIKE:
            yield finding, at


def read(reader: Files, config: Config) -> Repository:
    """Everything that the files of a repository say; of its guides only where a rule about them is selected."""
    return reading.read(reader, config, with_guides=_reads_guides(config))


def _with_history(repository: Repository, config: Config) -> Repository:
    """The repository with its last release, where TP207 runs: git is asked for it."""
    if not repository.uploads or not os.path.lexists(os.path.join(repository.root, ".git")):
        return repository
    if not _selects_all(config) and all(check.rule.code != "TP207" for check in _selected(config)):
        return repository
    from tplint.history.last_release import last_release  # noqa: PLC0415 - runs git

    return repository._replace(released=last_release(repository))


def _reads_guides(config: Config) -> bool:
    """Whether a rule about documents runs; reading them for others would cost for nothing."""
    return _selects_all(config) or any(check.rule.code.startswith(("TP202", "TP6")) for check in _selected(config))


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


def _findings(repository: Repository, config: Config) -> tuple[list[tuple[Finding, Place]], tuple[Fault, ...]]:
    """What the selected rules say, each finding once; and the rules that failed."""
    faults: list[Fault] = []
    found: dict[tuple[object, ...], tuple[Finding, Place]] = {}
    views: dict[tuple[str, ...], Repository] = {}
    for check in _selected(config, repository):
        platforms = check.rule.platforms
        if platforms not in views:
            views[platforms] = _shown_to(platforms, repository)
        for finding in _applied(check, views[platforms], faults):
            at = resolve(finding.at)
            found.setdefault((at.source.path, at.start, at.end, finding.code, finding.message), (finding, at))
    return list(found.values()), tuple(faults)


def _shown_to(platforms: tuple[str, ...], repository: Repository) -> Repository:
    """The repository as a rule for these platforms sees it; none means any.

    Uploads of other platforms, and open questions about their files, are in ``elsewhere``: that they are there can
    matter, what they do is nothing that such a rule could judge.
    """
    hidden = {each.path for each in repository.pipelines if platforms and each.platform not in platforms}
    if not hidden:
        return repository

    def visible(uploads: Iterable[Upload]) -> tuple[Upload, ...]:
        return tuple(upload for upload in uploads if upload.platform in platforms)

    open_questions = tuple(each for each in repository.undecided if each.at.source.path in hidden)
    others = tuple(upload for upload in repository.alternatives if upload.platform not in platforms)
    return repository._replace(
        pipelines=tuple(pipeline for pipeline in repository.pipelines if pipeline.path not in hidden),
        uploads=visible(repository.uploads),
        alternatives=visible(repository.alternatives),
        unreachable=visible(repository.unreachable),
        undecided=tuple(each for each in repository.undecided if each not in open_questions),
        elsewhere=(*others, *open_questions),
    )


def _applied(check: Check, repository: Repository, faults: list[Fault]) -> Iterator[Finding]:
    """What a rule says, up to where it fails."""
    try:
        yield from check.check(repository)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other rules' findings are reported
        from tplint.checking.faults import fault  # noqa: PLC0415 - only where a rule fails

        faults.append(fault(check.rule.code, _failing(check, repository), error))


def _failing(check: Check, repository: Repository) -> str:
    """The pipeline's file on which a rule fails; empty where it fails on none by itself."""
    for path in (pipeline.path for pipeline in repository.pipelines):
        alone = repository._replace(
            pipelines=tuple(pipeline for pipeline in repository.pipelines if pipeline.path == path),
            uploads=tuple(upload for upload in repository.uploads if upload.pipeline.path == path),
            alternatives=tuple(upload for upload in repository.alternatives if upload.pipeline.path == path),
            unreachable=tuple(upload for upload in repository.unreachable if upload.pipeline.path == path),
        )
        try:
            list(check.check(alone))
        except Exception:  # noqa: BLE001 - that it fails is the answer
            return path
    return ""


def _silencer(reader: Files, repository: Repository, today: date | None) -> Silencer | None:
    """What applies the ignore comments; None where no file has one."""
    sources = {source.path: source for source in (*_guides(repository), *reader.sources())}
    marked = [source for source in sources.values() if MARK in source.text]
    if not marked:
        return None
    from tplint.sifting.suppress import Silencer, ignores  # noqa: PLC0415 - few repositories have such a comment

    comments = [comment for source in marked for comment in ignores(source, reader.parsed(source.path))]
    return Silencer(comments, reader.parsed, lambda: today or _clock())


def _guides(repository: Repository) -> Iterator[Source]:
    """The guides that say something: they are not among the files of the report."""
    for guide in repository.guides:
        said = (statement.at for registration in guide.registrations for statement in registration.statements)
        places = (*said, *(myth.at for myth in guide.myths), *(use.at for use in guide.uses))
        yield from (at.source for at in places[:1])


def _clock() -> date:
    from datetime import datetime, timezone  # noqa: PLC0415 - only where a comment has a last day

    return datetime.now(timezone.utc).date()


def _suppression(finding: Finding, at: Place, silencer: Silencer | None, config: Config) -> Suppression | None:
    """What silences a finding, if anything does."""
    comment = silencer.silences(finding, at) if silencer is not None else None
    if comment:
        return Suppression("comment", comment.reason)
    if _is_ignored_in(finding, at.source.path, config):
        return Suppression("configuration", "per-file-ignores")
    return None


def _is_ignored_in(finding: Finding, path: str, config: Config) -> bool:
    if not config.per_file_ignores:
        return False
    from fnmatch import fnmatchcase  # noqa: PLC0415 - only where the configuration has such globs

    return any(
        fnmatchcase(path, glob.removeprefix("./"))
        and any(name == finding.name or finding.code.startswith(name) for name in names)
        for glob, names in config.per_file_ignores.items()
    )


def _unused(silencer: Silencer | None, config: Config) -> Iterator[Finding]:
    """TP002, where it is selected; a comment for a rule that did not run is not unused."""
    if silencer is None or not silencer.comments:
        return
    from tplint.rules import unused_ignore  # noqa: PLC0415 - only where there is a comment

    selected = {name for check in _selected(config) for name in (check.rule.code, check.rule.name)}
    if unused_ignore.RULE.code not in selected:
        return
    for fault in silencer.faults(frozenset(Names(rules))):
        finding = unused_ignore.finding(fault.kind, fault.text, fault.at)
        if fault.kind == "unused" and fault.text not in selected:
            continue
        if not _is_ignored_in(finding, fault.at.source.path, config):
            yield finding
