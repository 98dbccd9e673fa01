"""The stages in a row: a root → inputs → documents → repository → findings → report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.discover import ASIDE, WORKFLOW, discover
from tplint.documents.locate import resolve
from tplint.errors import InternalError
from tplint.findings import Report
from tplint.load import Files
from tplint.model import Known, Repository, Undecided, Unknown
from tplint.platforms.github.read import read as read_github
from tplint.platforms.github.refusals import dangling, untriggered
from tplint.projects import problems, projects
from tplint.publishers import declared
from tplint.repository import identities, remotes
from tplint.rules import Names, checks
from tplint.suppress import Silencer, ignores
from tplint.uploaders import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.config import Config
    from tplint.discover import Input
    from tplint.distributions import Version
    from tplint.documents.source import Place
    from tplint.findings import Finding, Rule
    from tplint.guides.records import Guide
    from tplint.model import Fact, Match, Problem, Project, Publisher, Remote, Upload
    from tplint.rules import Check


def rules() -> tuple[Rule, ...]:
    """The metadata of all rules, by code."""
    return tuple(check.rule for check in checks())


def lint(root: str, *, config: Config, files: tuple[str, ...] = ()) -> Report:
    """Lint the repository at ``root``; with ``files`` (relative to it) only findings there are reported.

    Raises ``InternalError`` when a rule fails.
    """
    reader = Files(root)
    repository = read(reader, config)
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
    """Everything that the files of a repository say."""
    inputs = discover(reader.root, frozenset({WORKFLOW, ASIDE}))
    found_projects = projects(reader.read, ("",), reader.folders)
    found_remotes = remotes(reader.root)
    name = _name(found_remotes, found_projects)
    reading = read_github(reader, inputs, name)
    publishers = declared(config)
    return Repository(
        root=reader.root,
        pipelines=reading.pipelines,
        uploads=reading.uploads,
        alternatives=reading.alternatives,
        unreachable=reading.unreachable,
        undecided=(*reading.undecided, *_undecided(reading.uploads)),
        projects=found_projects,
        publishers=publishers,
        matches=_matches(reading.uploads, publishers, found_projects),
        remotes=found_remotes,
        aside=_aside(reader, inputs, name),
        untriggered=untriggered(reading.pipelines, reader.read),
        dangling=tuple(dangling(reading.pipelines, reader)),
        versions=_versions(found_projects, reader) if reading.alternatives else (),
        guides=_guides(reader, found_projects) if _reads_guides(config) else (),
        problems=tuple(map(_weighed, (*reader.problems.values(), *problems(reader.read, ("",))))),
    )


def _matches(
    uploads: tuple[Upload, ...], publishers: tuple[Publisher, ...], found_projects: tuple[Project, ...]
) -> tuple[Match, ...]:
    if not publishers:
        return ()
    from tplint.matching import matches  # noqa: PLC0415 - loads the model of PyPI

    return tuple(matches(uploads, publishers, found_projects))


def _aside(reader: Files, inputs: tuple[Input, ...], name: Fact[str]) -> tuple[Upload, ...]:
    if all(kind != ASIDE for _, kind in inputs):
        return ()
    from tplint.platforms.github.aside import aside  # noqa: PLC0415 - few repositories have such files

    return aside(reader, inputs, name)


def _versions(found_projects: tuple[Project, ...], reader: Files) -> tuple[Version, ...]:
    from tplint.distributions import versions  # noqa: PLC0415 - only where something uploads

    return tuple(versions(found_projects, reader.read))


def _guides(reader: Files, found_projects: tuple[Project, ...]) -> tuple[Guide, ...]:
    from tplint.guides import guides  # noqa: PLC0415 - only where a rule asks for them

    return guides(reader, (project.folder for project in found_projects))


def _reads_guides(config: Config) -> bool:
    """Whether a rule about documents runs; reading them for others would cost for nothing."""
    return _selects_all(config) or any(check.rule.code.startswith("TP6") for check in _selected(config))


def _selects_all(config: Config) -> bool:
    """Whether every rule runs that does by default, so that no rule has to be loaded to know it."""
    return "TP" in config.select and not config.ignore


def _name(found_remotes: tuple[Remote, ...], found_projects: tuple[Project, ...]) -> Fact[str]:
    """The repository's `owner/name` on GitHub, where every remote and URL that names one agrees."""
    named = {identity.name for identity in identities(found_remotes, found_projects)}
    if len({name.lower() for name in named}) == 1:
        return Known(min(named))
    return Unknown("git remotes and project URLs name different repositories" if named else "no git remote names it")


def _weighed(problem: Problem) -> Problem:
    """A workflow that does not speak of uploading cannot decide a publish; metadata can."""
    lower = problem.at.source.text.lower()
    decisive = not problem.path.startswith(".github/") or any(word in lower for word in (*WORDS, "pypi"))
    return problem._replace(decisive=decisive)


def _undecided(uploads: Iterable[Upload]) -> Iterator[Undecided]:
    """The uploads of which something that matters is not known, each once."""
    seen = set()
    for upload in uploads:
        why = _open_question(upload)
        if why and upload.at not in seen:
            seen.add(upload.at)
            yield Undecided(upload.at, why)


def _open_question(upload: Upload) -> str:
    facts: list[tuple[str, Fact[object]]] = [("its index", upload.target)]
    if upload.index_name != "other" or isinstance(upload.target, Unknown):
        facts.append(("its credential", upload.credential))
        if upload.signs_in_by("oidc"):
            facts += [("the permission to mint", upload.job.can_mint), ("its environment", upload.job.environment)]
    return next((f"{what} is not known: {fact.why}" for what, fact in facts if isinstance(fact, Unknown)), "")


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
    for check in _selected(config, repository):
        for finding in _applied(check, repository):
            at = resolve(finding.at)
            found.setdefault((at.source.path, at.start, at.end, finding.code, finding.message), (finding, at))
    return list(found.values())


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
