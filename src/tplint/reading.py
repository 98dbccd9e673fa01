"""The files of a repository → all that they say of its uploads. The stage between loading and checking."""

from __future__ import annotations

import os
import re

from tplint.discover import ASIDE, ELSEWHERE, WORKFLOW, discover
from tplint.metadata.projects import problems, projects
from tplint.model import LOCAL, Action, Known, Repository, Undecided, Unknown, is_written_by_itself
from tplint.pipeline_files import pipeline_files
from tplint.uploaders import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint.config import Config
    from tplint.discover import Input
    from tplint.guides.records import Guide
    from tplint.load import Files
    from tplint.metadata.distributions import Version
    from tplint.model import Fact, Pipeline, Problem, Project, Publisher, Remote, Upload
    from tplint.platforms.readings import Reading

WORKFLOWS = frozenset({WORKFLOW, ASIDE})
# What beside an uploader's words makes a workflow matter: an exchange by hand, and local actions, which are read too.
_SIGNS = (*WORDS, "mint-token", *LOCAL)
# What a file names that uploads to PyPI, unless it leaves that to a task or a script.
_UPLOADERS = (
    r"pypi|\btwine\s+upload\b|\b(?:flit|hatch|maturin|pdm|poetry|rye|uv)\s+publish\b|\bmaturin\s+upload\b"
    r"|\bsetup\.py\b[^\n]*\bupload\b|jupyter[-_]releaser|openastronomy"
)


def read(reader: Files, config: Config, *, with_guides: bool) -> Repository:
    """Everything that the files of a repository say; of pipelines nothing, where none can take part in an upload."""
    reader.raise_limit(config.max_file_size)
    inputs = discover(reader.root, WORKFLOWS, reader.refuse_from, reader.tree)
    publishers = _declared(config)
    found_projects = projects(reader.read, ("",), reader.folders)
    found_guides = _guides(reader, found_projects, inputs) if with_guides else ()
    top_level = pipeline_files(reader, config, publishers)
    pipelines = _pipelines(reader, top_level.present)
    aside = bool(top_level.misnamed) and _speaks_of_uploads(reader, top_level.misnamed)
    if publishers or found_guides or pipelines or aside or any(_matters(reader, each) for each in inputs):
        found = _read(reader, inputs, publishers, found_projects)._replace(absent=top_level.absent)
        found = _with_gitlab(reader, found, pipelines) if pipelines else found
        found = found._replace(aside=_misnamed(reader, top_level.misnamed)) if aside else found
    else:
        found = _parsed(reader, inputs, found_projects)
    others = discover(reader.root, frozenset({ELSEWHERE}), None, reader.tree)
    found = _with_others(reader, found, others) if others else found
    found = _with_problems(reader, found, others)
    return found._replace(guides=found_guides, undecided=(*found.undecided, *_unnamed(found)))


def _declared(config: Config) -> tuple[Publisher, ...]:
    if not config.publishers:
        return ()
    from tplint.publishers.declared import declared  # noqa: PLC0415 - most repositories declare no publisher

    return declared(config)


def read_part(reader: Files, inputs: tuple[Input, ...], found_projects: tuple[Project, ...]) -> Repository:
    """What some workflows of a repository say that has neither publishers nor guides nor other pipelines."""
    matter = any(_matters(reader, each) for each in inputs)
    found = _read(reader, inputs, (), found_projects) if matter else _parsed(reader, inputs, found_projects)
    return _with_problems(reader, found, ())


def _parsed(reader: Files, inputs: tuple[Input, ...], found_projects: tuple[Project, ...]) -> Repository:
    """A repository in which nothing uploads; its workflows are only parsed, for what cannot be read in them."""
    for each in inputs:
        reader.document(each.path)
    return Repository(reader.root, projects=found_projects)


def _with_problems(reader: Files, found: Repository, others: tuple[Input, ...]) -> Repository:
    found_problems = (*reader.problems.values(), *problems(reader.read, ("",)))
    if not found_problems:
        return found
    used = _used(found.pipelines)
    return found._replace(problems=tuple(_weighed(problem, used, others) for problem in found_problems))


def _matters(reader: Files, given: Input) -> bool:
    """Whether a workflow may upload, or take part in an upload."""
    source = reader.read(given.path)
    return given.kind == ASIDE or (source is not None and _names(source.text, _SIGNS))


def _pipelines(reader: Files, paths: tuple[str, ...]) -> tuple[str, ...]:
    """GitLab's top-level files that matter; one that names no uploader and includes nothing is only parsed."""
    return tuple(path for path in paths if reader.document(path) is not None and _speaks_of_uploads(reader, path))


def _speaks_of_uploads(reader: Files, path: str) -> bool:
    """Whether a pipeline file names an uploader, or includes others, which may do so."""
    source = reader.read(path)
    return source is not None and _names(source.text, (*_SIGNS, "include"))


def _misnamed(reader: Files, path: str) -> tuple[Upload, ...]:
    """The uploads of a file that GitLab does not load; one that cannot be read is nobody's problem."""
    from tplint.platforms.gitlab.identity import project  # noqa: PLC0415 - few repositories have such a file
    from tplint.platforms.gitlab.read import read as read_gitlab  # noqa: PLC0415 - the same

    known = dict(reader.problems)
    reading = read_gitlab(reader, path, project((), ()))
    reader.problems.clear()
    reader.problems.update(known)
    return (*reading.alternatives, *reading.unreachable)


def _with_gitlab(reader: Files, found: Repository, paths: tuple[str, ...]) -> Repository:
    """A repository with what its GitLab pipelines do, beside what its workflows do."""
    from tplint.platforms.gitlab.identity import project  # noqa: PLC0415 - only where there is such a pipeline
    from tplint.platforms.gitlab.read import read as read_gitlab  # noqa: PLC0415 - the same

    of = project(found.remotes, found.publishers)
    for path in paths:
        found = _with(found, read_gitlab(reader, path, of))
    found = found._replace(projects=(*found.projects, *_sent(reader, found.alternatives, found.projects)))
    versions = found.versions or (_versions(found.projects, reader) if found.alternatives else ())
    return _with_matches(found._replace(versions=versions))


def _with_others(reader: Files, found: Repository, inputs: tuple[Input, ...]) -> Repository:
    """A repository with what the files of other CI systems upload, which no GitHub or GitLab publisher is for."""
    from tplint.platforms.elsewhere.read import read as read_elsewhere  # noqa: PLC0415 - only where there is such a file

    for each in inputs:
        reading = read_elsewhere(reader, each.path)
        found = _with(found, reading) if reading is not None else found
    if not found.alternatives:
        return found
    from tplint.repository import remotes  # noqa: PLC0415 - only where something may upload

    return found._replace(
        remotes=found.remotes or remotes(reader.root), versions=found.versions or _versions(found.projects, reader)
    )


def _with(found: Repository, reading: Reading) -> Repository:
    """A repository with what further files of it do."""
    return found._replace(
        pipelines=(*found.pipelines, *reading.pipelines),
        uploads=(*found.uploads, *reading.uploads),
        alternatives=(*found.alternatives, *reading.alternatives),
        unreachable=(*found.unreachable, *reading.unreachable),
        undecided=(*found.undecided, *reading.undecided, *_undecided(reading.uploads)),
    )


def _names(text: str, words: tuple[str, ...]) -> bool:
    lower = text.lower()
    return any(word in lower for word in words)


def _read(
    reader: Files, inputs: tuple[Input, ...], publishers: tuple[Publisher, ...], found_projects: tuple[Project, ...]
) -> Repository:
    """What pipelines do, and who may upload; without guides and problems."""
    from tplint.platforms.github.mistakes import refusals  # noqa: PLC0415 - only where something may upload
    from tplint.platforms.github.read import read as read_github  # noqa: PLC0415 - the same
    from tplint.repository import is_checked_out, remotes  # noqa: PLC0415 - the same

    found_remotes = remotes(reader.root)
    name = _name(found_remotes, found_projects)
    reading = read_github(reader, inputs, name)
    found_projects = (*found_projects, *_sent(reader, reading.alternatives, found_projects))
    found = Repository(
        reader.root,
        projects=found_projects,
        publishers=publishers,
        remotes=found_remotes,
        aside=_aside(reader, inputs, name),
        untriggered=refusals.untriggered(reading.pipelines, reader.read),
        dangling=tuple(refusals.dangling(reading.pipelines, reader)),
        absent_version_files=tuple(refusals.absent_version_files(reading.pipelines, reader)),
        lacks_setup_py=not os.path.lexists(os.path.join(reader.root, "setup.py")) and is_checked_out(reader.root),
        has_build_py=os.path.lexists(os.path.join(reader.root, "build.py")),
        versions=_versions(found_projects, reader) if reading.alternatives else (),
    )
    return _with_matches(_with(found, reading))


def _sent(reader: Files, uploads: tuple[Upload, ...], known: tuple[Project, ...]) -> tuple[Project, ...]:
    """The projects in whose folders uploads find their distributions, beside those that are known: `core/dist`."""
    folders = {upload.folder.value for upload in uploads if isinstance(upload.folder, Known)} - {"dist"}
    found = {project.folder: project for project in known}
    for folder in sorted(folders):
        parts = os.path.normpath(folder).replace(os.sep, "/").split("/")
        above = ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]
        if ".." not in parts and not any(path in found for path in above):
            found.update({project.folder: project for project in projects(reader.read, above)[:1]})
    return tuple(found.values())[len(known) :]


def _with_matches(found: Repository) -> Repository:
    """A repository with its uploads beside the publishers that its configuration declares."""
    if not found.publishers:
        return found
    from tplint.publishers.matching import matches  # noqa: PLC0415 - loads the model of PyPI

    return found._replace(matches=tuple(matches(found)))


def _aside(reader: Files, inputs: tuple[Input, ...], name: Fact[str]) -> tuple[Upload, ...]:
    if all(kind != ASIDE for _, kind in inputs):
        return ()
    from tplint.platforms.github.aside import aside  # noqa: PLC0415 - few repositories have such files

    return aside(reader, inputs, name)


def _versions(found_projects: tuple[Project, ...], reader: Files) -> tuple[Version, ...]:
    from tplint.metadata.distributions import versions  # noqa: PLC0415 - only where something uploads

    return tuple(versions(found_projects, reader.read))


def _guides(reader: Files, found_projects: tuple[Project, ...], inputs: tuple[Input, ...]) -> tuple[Guide, ...]:
    from tplint.guides import guides  # noqa: PLC0415 - only where a rule asks for them

    return guides(reader, (project.folder for project in found_projects), inputs)


def _name(found_remotes: tuple[Remote, ...], found_projects: tuple[Project, ...]) -> Fact[str]:
    """The repository's `owner/name` on GitHub, where every remote and URL that names one agrees."""
    from tplint.repository import identities  # noqa: PLC0415 - only where something may upload

    named = {identity.name for identity in identities(found_remotes, found_projects)}
    if len({name.lower() for name in named}) == 1:
        return Known(min(named))
    return Unknown("git remotes and project URLs name different repositories" if named else "no git remote names it")


def _weighed(problem: Problem, used: Mapping[str, bool], others: tuple[Input, ...]) -> Problem:
    """A file below `.github` decides a publish only if it speaks of uploading, or one that does so uses it.

    Of other CI systems not enough is read to say so, and JSON does not.
    """
    if problem.path.endswith(".json") or any(each.path == problem.path for each in others):
        return problem._replace(decisive=False, may_decide=False)
    if not problem.path.startswith(".github/"):
        return problem
    text = problem.at.source.text
    users = [used[path] for path in (problem.path, problem.path.rpartition("/")[0]) if path in used]
    return problem._replace(
        decisive=any(users) or _names_uploader(text), may_decide=bool(users) or _names(text, (*WORDS, "pypi"))
    )


def _used(pipelines: Iterable[Pipeline]) -> dict[str, bool]:
    """The workflows and folders of actions of this repository that files use which may upload; whether one says so."""
    found: dict[str, bool] = {}
    for pipeline in pipelines:
        if _names(pipeline.document.source.text, (*WORDS, "pypi")):
            says_so = _names_uploader(pipeline.document.source.text)
            for job in pipeline.jobs:
                steps = () if is_written_by_itself(job) else job.steps
                names = [job.calls, *(step.run.name for step in steps if isinstance(step.run, Action))]
                for name in names:
                    if name.startswith(LOCAL):
                        found[name[2:]] = found.get(name[2:], False) or says_so
    return found


def _names_uploader(text: str) -> bool:
    return re.search(_UPLOADERS, text.lower()) is not None


def _undecided(uploads: Iterable[Upload]) -> Iterator[Undecided]:
    """The uploads of which something that matters is not known, each once."""
    seen = set()
    for upload in uploads:
        why = _open_question(upload)
        if why and upload.at not in seen:
            seen.add(upload.at)
            yield Undecided(upload.at, why)


def _unnamed(found: Repository) -> Iterator[Undecided]:
    """The uploads of which a declared publisher matches all but a project that is not certain; TP304 says it too."""
    if not found.matches:
        return
    from tplint.facts.sending import certainly_sent  # noqa: PLC0415 - loaded where publishers are declared

    seen = {undecided.at for undecided in found.undecided}
    for match in found.matches:
        project = certainly_sent(match.upload, found)
        name = project if isinstance(project, Unknown) else project.value.name
        if match.publishers and isinstance(name, Unknown) and match.upload.at not in seen:
            seen.add(match.upload.at)
            what = "which project it sends is not certain" if name is project else "its project has no known name"
            yield Undecided(match.upload.at, f"{what}: {name.why}")


def _open_question(upload: Upload) -> str:
    facts: list[tuple[str, Fact[object]]] = [("its index", upload.target)]
    if upload.index_name != "other" or isinstance(upload.target, Unknown):
        facts.append(("its credential", upload.credential))
        if upload.signs_in_by("oidc"):
            facts += [("the permission to mint", upload.job.can_mint), ("its environment", upload.job.environment)]
    return next((f"{what} is not known: {fact.why}" for what, fact in facts if isinstance(fact, Unknown)), "")
