"""A repository with very many workflows → lots of them that no rule looks across, each linted by itself.

A lot costs as much as a small repository, so the time and the memory for each workflow stay the same however many there
are, and lots can be given to several processes. Workflows that use the same files stand in one lot. Where something may
connect all of them (declared publishers, a guide, another pipeline, `workflow_run`) there are no lots, and the
repository is read as a whole.
"""

from __future__ import annotations

import os
import re
from itertools import chain
from posixpath import normpath

from tplint import reading
from tplint.checking.spread import spread
from tplint.discover import ELSEWHERE, WORKFLOW, WORKFLOWS, discover
from tplint.documents.source import resolve
from tplint.findings import MARK, Report
from tplint.guides import guides
from tplint.load import Files
from tplint.metadata.projects import projects
from tplint.model import Known
from tplint.pipeline_files import pipeline_files
from tplint.publishers.declared import declared
from tplint.records import NamedTuple
from tplint.repository import git_folder
from tplint.signs import MAKERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.config import Config
    from tplint.discover import Input
    from tplint.documents.source import Place, Source
    from tplint.findings import Finding
    from tplint.model import Project, Repository, Upload

    Judge = Callable[[Repository, Files], Report]

# How many workflows a lot has, at least and at most, and how many lots to aim at: a lot costs half of what a workflow
# does, rules do not look across it, and all cores should have something to do until the end.
LEAST, MOST, LOTS = 16, 48, 40
# The lots are read once more where they show projects of which all of them have to know.
_ROUNDS = 2
# They name other workflows by what is written in them; all else that one file says of another is found by `_LOCAL`.
_CONNECTING = ("workflow_run", "workflow run")
_LOCAL = r"""uses["']?\s*:\s*["']?[.$]/([^\s"'#]+)|\.github/workflows/([^\s"'#@]+)"""


class Ground(NamedTuple):
    """What all lots stand on: the files that were read for it, and the repository's projects."""

    reader: Files
    projects: tuple[Project, ...]
    given: dict[str, Source | None]


class Part(NamedTuple):
    """What came of one lot: its report, the files it read, the places that upload, folders of further projects.

    ``environments`` has those that uploads run in, with the index each goes to, empty where that is not known.
    ``made`` and ``awaited`` are the kinds of events that jobs cause without starting anything, and that uploads wait
    for. ``depends`` is true where what the lot says depends on the others in another way.
    """

    report: Report
    paths: tuple[str, ...]
    uploads: frozenset[tuple[str, int, int]]
    folders: tuple[str, ...]
    environments: frozenset[tuple[str, str]]
    made: frozenset[str]
    awaited: frozenset[str]
    depends: bool


class _Given(Files):
    """The files of a repository, the workflows of one lot among them as they were read before."""

    def __init__(self, ground: Ground, lot: tuple[Input, ...]) -> None:
        super().__init__(ground.reader.root)
        self.tree = ground.reader.tree
        self._sources.update({path: ground.given[path] for path, _ in lot})
        paths = (WORKFLOWS, *(path for path, _ in lot))  # that the folder holds too many files, every lot says
        self.problems.update({path: found for path in paths if (found := ground.reader.problems.get(path))})


def lint_in_lots(
    root: str,
    config: Config,
    judge: Judge,
    *,
    with_guides: bool,
    jobs: int,
    tell: Callable[[int, int], None] | None,
) -> Report | None:
    """Lint a repository's workflows in lots; None where it has to be read as a whole.

    ``judge`` applies the rules to what the files of a lot say. ``tell`` is told how many of the workflows are done.
    """
    reader = Files(root)
    inputs = discover(root, reading.WORKFLOWS, reader.refuse_from, reader.tree)
    ground = _ground(reader, config, inputs, with_guides=with_guides)
    lots = _lots(ground, inputs) if ground is not None else None
    if ground is None or lots is None:
        return None
    for _ in range(_ROUNDS):
        parts = list(_parts(ground, lots, judge, jobs, tell))
        if _are_connected(parts):
            return None
        folders = sorted({folder for part in parts for folder in part.folders})
        if not folders:
            return _merged(ground, parts)
        more = projects(ground.reader.read, folders)
        ground = ground._replace(projects=(*ground.projects, *more))
    return None


def _ground(reader: Files, config: Config, inputs: tuple[Input, ...], *, with_guides: bool) -> Ground | None:
    """What lots stand on; None where something beside the workflows speaks of them all."""
    root = reader.root
    reader.raise_limit(config.max_file_size)
    top_level = pipeline_files(reader, config, ())
    folder = git_folder(root)
    if (
        declared(config)
        or any(top_level)
        or discover(root, frozenset({ELSEWHERE}), None, reader.tree)
        or (folder and _has_tags(folder))
    ):
        return None
    found = projects(reader.read, ("",), reader.folders)
    given = {path: reader.read(path) for path, _ in inputs}
    if with_guides and guides(reader, (project.folder for project in found), inputs):
        return None
    if any(source is not None and MARK in source.text for source in reader.sources() if source.path not in given):
        return None
    return Ground(reader, found, given)


def _has_tags(folder: str) -> bool:
    """Whether git may know a release, whose workflows are compared with today's; a reftable has no folder of tags."""
    if os.path.lexists(os.path.join(folder, "packed-refs")):
        return True
    try:
        with os.scandir(os.path.join(folder, "refs", "tags")) as tags:
            return any(tags)
    except OSError:
        return True


def _lots(ground: Ground, inputs: tuple[Input, ...]) -> list[tuple[Input, ...]] | None:
    """The inputs in lots, those together that use the same files; None where something connects all of them."""
    groups: dict[str, list[Input]] = {}
    group_of: dict[str, str] = {}
    for each in inputs:
        source = ground.given[each.path]
        text = source.text if source is not None else ""
        if any(word in text for word in _CONNECTING):
            return None
        stem = each.path.rpartition(".")[0].lower() if each.kind == WORKFLOW else ""
        _join(groups, group_of, (stem, *_used(text)), each)
    return list(_filled(groups.values(), max(LEAST, min(MOST, len(inputs) // LOTS))))


def _used(text: str) -> Iterator[str]:
    """The local actions and workflows that a text may name; workflows without their extensions."""
    if "./" not in text and "$/" not in text and WORKFLOWS not in text:
        return
    for action, workflow in re.findall(_LOCAL, text):
        path = normpath(action or f".github/workflows/{workflow}").lower()
        yield path.rpartition(".")[0] if path.endswith((".yml", ".yaml")) else path


def _join(groups: dict[str, list[Input]], group_of: dict[str, str], keys: Iterable[str], each: Input) -> None:
    """Put an input where one of its keys is, and bring together what its keys connect."""
    mine = dict.fromkeys(keys)
    names = list(dict.fromkeys(group_of[key] for key in mine if key in group_of)) or [next(iter(mine))]
    first = groups.setdefault(names[0], [])
    for name in names[1:]:
        first += groups.pop(name)
        group_of.update({key: names[0] for key, of in group_of.items() if of == name})
    first.append(each)
    group_of.update(dict.fromkeys(mine, names[0]))


def _filled(groups: Iterable[list[Input]], full: int) -> Iterator[tuple[Input, ...]]:
    """Groups put together to lots of a size; the first one is small, for it is what loads all that lots need."""
    lot: list[Input] = []
    size = LEAST // 4
    for group in groups:
        lot += group
        if len(lot) >= size:
            yield tuple(sorted(lot))
            lot, size = [], full
    if lot:
        yield tuple(sorted(lot))


def _parts(
    ground: Ground, lots: list[tuple[Input, ...]], judge: Judge, jobs: int, tell: Callable[[int, int], None] | None
) -> Iterator[Part]:
    total, done = sum(map(len, lots)), 0

    def work(lot: tuple[Input, ...]) -> Part:
        return _part(ground, lot, judge)

    for lot, part in zip(lots, spread(work, lots, jobs), strict=True):
        done += len(lot)
        if tell is not None:
            tell(done, total)
        yield part


def _part(ground: Ground, lot: tuple[Input, ...], judge: Judge) -> Part:
    reader = _Given(ground, lot)
    repository = reading.read_part(reader, lot, ground.projects)
    found = repository.written_uploads
    report = judge(repository, reader)
    return Part(
        report=report,
        paths=tuple(source.path for source in reader.sources()),
        uploads=frozenset((upload.at.source.path, upload.at.start, upload.at.end) for upload in found),
        folders=tuple(project.folder for project in repository.projects[len(ground.projects) :]),
        environments=frozenset(_environments(found)),
        made=frozenset(_made(repository)),
        awaited=frozenset(_awaited(found)),
        depends=_depends(repository, reader, lot) or any(map(_is_of_releases, (*report.findings, *report.suppressed))),
    )


def _environments(uploads: Iterable[Upload]) -> Iterator[tuple[str, str]]:
    for upload in uploads:
        environment = upload.job.environment
        if isinstance(environment, Known) and environment.value:
            yield environment.value.lower(), upload.index_name if isinstance(upload.target, Known) else ""


def _made(repository: Repository) -> Iterator[str]:
    """The kinds of events that jobs make with their own tokens, so that no workflow hears of them."""
    texts = (pipeline.document.source.text.lower() for pipeline in repository.pipelines)
    if any(word in text for text in texts for word in MAKERS):
        from tplint.platforms.github.starts.releases import made  # noqa: PLC0415 - few workflows make releases
        from tplint.platforms.github.starts.unheard_events import unheard_kinds  # noqa: PLC0415 - the same

        for maker in made(repository.pipelines):
            yield from unheard_kinds(maker, repository)


def _awaited(uploads: Iterable[Upload]) -> Iterator[str]:
    for event in (event for upload in uploads for event in upload.events):
        if event.name in {"release", "push"}:
            yield "release" if event.name == "release" else event.ref_type


def _depends(repository: Repository, reader: Files, lot: tuple[Input, ...]) -> bool:
    """Whether an upload that nothing reaches may be the only one of its kind, or a file beside workflows is marked.

    Such a file, an action of the repository, may start workflows as well.
    """
    certain = {upload.index_name for upload in repository.alternatives if isinstance(upload.target, Known)}
    own = {path for path, _ in lot}
    return any(upload.index_name not in certain for upload in repository.unreachable) or any(
        source.path not in own and any(word in source.text for word in (MARK, *_CONNECTING))
        for source in reader.sources()
    )


def _is_of_releases(finding: Finding) -> bool:
    """Whether a finding takes for granted that people make the releases, so that no other workflow does."""
    return finding.code == "TP527"


def _are_connected(parts: list[Part]) -> bool:
    """Whether what one part says may be different because of another."""
    indexes: dict[str, set[str]] = {}
    for environment, index in chain.from_iterable(part.environments for part in parts):
        indexes.setdefault(environment, set()).add(index)
    made = frozenset().union(*(part.made for part in parts))
    awaited = frozenset().union(*(part.awaited for part in parts))
    return any(part.depends for part in parts) or bool(made & awaited) or any(map(_is_shared, indexes.items()))


def _is_shared(environment: tuple[str, set[str]]) -> bool:
    """Whether an environment is that of uploads to both indexes, or may be and is named after one of them."""
    name, indexes = environment
    misnamed = ("test" in name and "pypi" in indexes) or (name == "pypi" and "testpypi" in indexes)
    return {"pypi", "testpypi"} <= indexes or ("" in indexes and misnamed)


def _merged(ground: Ground, parts: list[Part]) -> Report:
    """One report of all parts; what several say of a file that they share stands there once."""
    undecided = chain.from_iterable(part.report.undecided for part in parts)
    read = {path for part in parts for path in part.paths} | {source.path for source in ground.reader.sources()}
    return Report(
        root=ground.reader.root,
        findings=_once(chain.from_iterable(part.report.findings for part in parts)),
        suppressed=_once(chain.from_iterable(part.report.suppressed for part in parts)),
        files=len(read),
        uploads=len(frozenset().union(*(part.uploads for part in parts))),
        undecided=tuple(sorted(undecided, key=lambda each: (*_key(each.at), each.why))),
        faults=tuple(dict.fromkeys(chain.from_iterable(part.report.faults for part in parts))),
    )


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of a report, each once."""
    found: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        found.setdefault((*_key(resolve(finding.at)), finding.code, finding.message), finding)
    return tuple(found[key] for key in sorted(found))


def _key(at: Place) -> tuple[str, int, int]:
    return at.source.path, at.start, at.end
