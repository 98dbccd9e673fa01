"""The files of a repository → all that they say of its uploads. The stage between loading and checking."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tplint.discover import ASIDE, WORKFLOW, discover
from tplint.model import Action, Known, Repository, Undecided, Unknown
from tplint.projects import problems, projects
from tplint.publishers import declared
from tplint.repository import identities, remotes
from tplint.uploaders import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tplint.config import Config
    from tplint.discover import Input
    from tplint.distributions import Version
    from tplint.guides.records import Guide
    from tplint.load import Files
    from tplint.model import Fact, Match, Pipeline, Problem, Project, Publisher, Remote, Upload

# What beside an uploader's words makes a workflow matter: an exchange by hand, and local actions, which are read too.
_SIGNS = (*WORDS, "mint-token", "./", "$/")


def read(reader: Files, config: Config, *, with_guides: bool) -> Repository:
    """Everything that the files of a repository say; of pipelines nothing, where none can take part in an upload."""
    inputs = discover(reader.root, frozenset({WORKFLOW, ASIDE}))
    publishers = declared(config)
    found_projects = projects(reader.read, ("",), reader.folders)
    found_guides = _guides(reader, found_projects) if with_guides else ()
    pipelines = _pipelines(reader, config, publishers)
    if publishers or found_guides or pipelines or any(_matters(reader, each) for each in inputs):
        found = _read(reader, inputs, publishers, found_projects)
        found = _with_gitlab(reader, found, pipelines) if pipelines else found
    else:
        found = Repository(reader.root, (), (), (), (), (), found_projects, (), (), (), ())
        for each in inputs:
            reader.document(each.path)
    found_problems = (*reader.problems.values(), *problems(reader.read, ("",)))
    used = frozenset(_used(found.pipelines))
    return found._replace(
        guides=found_guides,
        problems=tuple(_weighed(problem, used) for problem in found_problems),
        undecided=(*found.undecided, *_unnamed(found)),
    )


def _matters(reader: Files, given: Input) -> bool:
    """Whether a workflow may upload, or take part in an upload."""
    source = reader.read(given.path)
    return given.kind == ASIDE or (source is not None and _names(source.text, _SIGNS))


def _pipelines(reader: Files, config: Config, publishers: tuple[Publisher, ...]) -> tuple[str, ...]:
    """The top-level files of GitLab that are there: the project's own, and those that declared publishers name.

    One that names no uploader and includes nothing is only parsed.
    """
    named = [publisher.fields.get("workflow_filepath", "") for publisher in publishers if publisher.kind == "gitlab"]
    found = []
    for path in dict.fromkeys((config.gitlab_ci_file, *named)):
        source = reader.read(path) if path else None
        if source is not None and reader.document(path) is not None and _names(source.text, (*_SIGNS, "include")):
            found.append(path)
    return tuple(found)


def _with_gitlab(reader: Files, found: Repository, paths: tuple[str, ...]) -> Repository:
    """A repository with what its GitLab pipelines do, beside what its workflows do."""
    from tplint.platforms.gitlab.identity import project  # noqa: PLC0415 - only where there is such a pipeline
    from tplint.platforms.gitlab.read import read as read_gitlab  # noqa: PLC0415 - the same

    of = project(found.remotes, found.publishers)
    for path in paths:
        reading = read_gitlab(reader, path, of)
        found = found._replace(
            pipelines=(*found.pipelines, *reading.pipelines),
            uploads=(*found.uploads, *reading.uploads),
            alternatives=(*found.alternatives, *reading.alternatives),
            unreachable=(*found.unreachable, *reading.unreachable),
            undecided=(*found.undecided, *reading.undecided, *_undecided(reading.uploads)),
        )
    return found._replace(
        matches=_matches(found.uploads, found.publishers, found.projects, found.remotes),
        versions=found.versions or (_versions(found.projects, reader) if found.alternatives else ()),
    )


def _names(text: str, words: tuple[str, ...]) -> bool:
    lower = text.lower()
    return any(word in lower for word in words)


def _read(
    reader: Files, inputs: tuple[Input, ...], publishers: tuple[Publisher, ...], found_projects: tuple[Project, ...]
) -> Repository:
    """What pipelines do, and who may upload; without guides and problems."""
    from tplint.platforms.github.read import read as read_github  # noqa: PLC0415 - only where something may upload
    from tplint.platforms.github.refusals import dangling, untriggered  # noqa: PLC0415 - the same

    found_remotes = remotes(reader.root)
    name = _name(found_remotes, found_projects)
    reading = read_github(reader, inputs, name)
    found_projects = (*found_projects, *_sent(reader, reading.alternatives, found_projects))
    return Repository(
        root=reader.root,
        pipelines=reading.pipelines,
        uploads=reading.uploads,
        alternatives=reading.alternatives,
        unreachable=reading.unreachable,
        undecided=(*reading.undecided, *_undecided(reading.uploads)),
        projects=found_projects,
        publishers=publishers,
        matches=_matches(reading.uploads, publishers, found_projects, found_remotes),
        remotes=found_remotes,
        aside=_aside(reader, inputs, name),
        untriggered=untriggered(reading.pipelines, reader.read),
        dangling=tuple(dangling(reading.pipelines, reader)),
        versions=_versions(found_projects, reader) if reading.alternatives else (),
        problems=(),
    )


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


def _matches(
    uploads: tuple[Upload, ...],
    publishers: tuple[Publisher, ...],
    found_projects: tuple[Project, ...],
    found_remotes: tuple[Remote, ...],
) -> tuple[Match, ...]:
    if not publishers:
        return ()
    from tplint.matching import matches  # noqa: PLC0415 - loads the model of PyPI

    return tuple(matches(uploads, publishers, found_projects, found_remotes))


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


def _name(found_remotes: tuple[Remote, ...], found_projects: tuple[Project, ...]) -> Fact[str]:
    """The repository's `owner/name` on GitHub, where every remote and URL that names one agrees."""
    named = {identity.name for identity in identities(found_remotes, found_projects)}
    if len({name.lower() for name in named}) == 1:
        return Known(min(named))
    return Unknown("git remotes and project URLs name different repositories" if named else "no git remote names it")


def _weighed(problem: Problem, used: frozenset[str]) -> Problem:
    """A file below `.github` decides a publish only if it speaks of uploading, or one that does so uses it."""
    decisive = (
        not problem.path.startswith(".github/")
        or _names(problem.at.source.text, (*WORDS, "pypi"))
        or problem.path in used
        or problem.path.rpartition("/")[0] in used
    )
    return problem._replace(decisive=decisive)


def _used(pipelines: Iterable[Pipeline]) -> Iterator[str]:
    """The workflows and folders of actions of this repository that files use which speak of uploading."""
    for pipeline in pipelines:
        if _names(pipeline.document.source.text, (*WORDS, "pypi")):
            for job in pipeline.jobs:
                names = [job.calls, *(step.run.name for step in job.steps if isinstance(step.run, Action))]
                yield from (name[2:] for name in names if name.startswith(("./", "$/")))


def _undecided(uploads: Iterable[Upload]) -> Iterator[Undecided]:
    """The uploads of which something that matters is not known, each once."""
    seen = set()
    for upload in uploads:
        why = _open_question(upload)
        if why and upload.at not in seen:
            seen.add(upload.at)
            yield Undecided(upload.at, why)


def _unnamed(found: Repository) -> Iterator[Undecided]:
    """The uploads of which a declared publisher matches all but a name that is not known; TP304 says it by itself."""
    if not found.matches:
        return
    from tplint.matching import sent  # noqa: PLC0415 - loaded where publishers are declared

    seen = {undecided.at for undecided in found.undecided}
    for match in found.matches:
        project = sent(match.upload, found)
        name = project if isinstance(project, Unknown) else project.value.name
        if match.publishers and isinstance(name, Unknown) and match.upload.at not in seen:
            seen.add(match.upload.at)
            yield Undecided(match.upload.at, f"its project's name is not known: {name.why}")


def _open_question(upload: Upload) -> str:
    facts: list[tuple[str, Fact[object]]] = [("its index", upload.target)]
    if upload.index_name != "other" or isinstance(upload.target, Unknown):
        facts.append(("its credential", upload.credential))
        if upload.signs_in_by("oidc"):
            facts += [("the permission to mint", upload.job.can_mint), ("its environment", upload.job.environment)]
    return next((f"{what} is not known: {fact.why}" for what, fact in facts if isinstance(fact, Unknown)), "")
