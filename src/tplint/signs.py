"""A repository → what stands in it, as far as it costs next to nothing to see: the ground of `checking.needs`."""

from __future__ import annotations

import re
from functools import cached_property

from tplint.model import Known, is_written_by_itself

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tplint.documents.source import Source
    from tplint.model import Fact, Job, Repository, Upload

# What stands in every workflow that makes a release or a tag as `releases.made` recognises it.
MAKERS = (
    *("action-gh-release", "release-action", "release-please-action", "create-release", "github-tag-action"),
    *("semantic-release", "release create", "git push"),
)
# The same of what changes a release, or pushes anything else, as `refused_writes` knows it.
CHANGERS = ("gh release", "gh-deploy", "upload-release", "github-push-action")
# One of them stands beside every way of writing a file that `written_files` knows.
_WRITERS = ("sigstore", "sbom-action", "cosign", "cyclonedx", "gpg", "pip-audit", "pip-licenses", "syft", "uv export")
# By what has to stand there: a pattern is compiled only where it may be found.
_WRITES = {
    ">": r">(?<![-=<]>)[ \t]*[\"']?(?!\$\{?github_)[\w.$]",
    **{name: rf"{name}(?<!\w{name})[ \t]" for name in ("cp", "mv", "tee")},
}
# What builds elsewhere than at the root, or may; most give an option for what is the default.
_MOVES = ("directory", "cd ", "pushd", "outdir", " -o ", " -c ", "maturin-action@")
_OF_FOLDER = r"-m build(?!.*(?:outdir| -o))(?: -[\w-]+)* [\w.\"']"
# Commands that come with the project of their name alone, and those of `gh` that ask GitHub.
PIP_TOOLS = frozenset({"build", "cibuildwheel", "flit", "hatch", "nox", "pdm", "poetry", "tox", "twine"})
GH_COMMANDS = frozenset({"api", "issue", "label", "pr", "release", "repo", "run", "workflow"})
# The project of a tool, by the sign that a job may run it.
_PROJECTS = {"-m build": "build", "setup.py": "setuptools", **{name: name for name in PIP_TOOLS - {"build"}}}
_INSTALLS_MORE = r"install\b.{0,300} (?:-[er]|--(?:editable|requirement|group)|\.)"
_TO_DIST = r"[= \t]+[\"']?(?:\./)?dist/?[\"']?(?=\s|$)"


class Signs:
    """What the needs look at; each is worked out once, and only where one asks."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository

    @cached_property
    def uploads(self) -> tuple[Upload, ...]:
        """Every upload, as it certainly is and in each alternative, and those that nothing reaches."""
        return (*self.repository.uploads, *self.repository.alternatives, *self.repository.unreachable)

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs of all pipelines, and those of the uploads, which may be evaluated further."""
        of_pipelines = (job for pipeline in self.repository.pipelines for job in pipeline.jobs)
        return (*of_pipelines, *(upload.job for upload in self.uploads))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that pipelines are made of, in lower case: their files, composite actions, tasks."""
        found: dict[int, Source] = {}
        for pipeline in self.repository.pipelines:
            found[id(pipeline.document.source)] = pipeline.document.source
        for job in self.jobs:
            steps = () if is_written_by_itself(job) else job.steps
            for source in (job.at.source, *(step.at.source for step in steps)):
                found[id(source)] = source
        for upload in self.uploads:
            for run in (upload.run, *upload.through):
                found[id(run.at.source)] = run.at.source
        return tuple(source.text.lower() for source in found.values())

    @cached_property
    def text(self) -> str:
        """Their lines, each once: what is searched for stands in one line, and many files have the same."""
        return "\n".join({line: None for text in self.texts for line in text.split("\n")})

    @cached_property
    def has_others(self) -> bool:
        """Whether there is a pipeline of another platform than GitHub: those are written in other words."""
        return any(pipeline.platform != "github" for pipeline in self.repository.pipelines)

    @cached_property
    def may_build_elsewhere(self) -> bool:
        """Whether distributions may be built into another folder than an upload takes them from."""
        return (
            any(project.in_workspace for project in self.repository.projects)
            or _may_move(self.text)
            or self.any_upload(lambda upload: known_text(upload.folder).removeprefix("./").rstrip("/") != "dist")
        )

    @cached_property
    def may_release(self) -> bool:
        """Whether a workflow may make a release or a tag."""
        return self.says(*MAKERS)

    def says(self, *words: str) -> bool:
        """Whether one of these lower-case words stands in a pipeline."""
        return any(word in self.text for word in words)

    def any_upload(self, holds: Callable[[Upload], object]) -> bool:
        """Whether an upload is so."""
        return any(holds(upload) for upload in self.uploads)


def known_text(fact: Fact[str | None]) -> str:
    """A fact's text; empty where it is none, or not known."""
    return fact.value or "" if isinstance(fact, Known) else ""


def may_write(text: str) -> bool:
    """Whether a file may be written, as `written_files` knows it, by what stands in a lower-case text."""
    return any(word in text for word in _WRITERS) or finds(_WRITES, text)


def may_lack_tool(job: Job) -> bool:
    """Whether a job sets up Python, and runs a tool that no line of its text installs, or may install."""
    text = job.at.source.text[slice(*job.node.bounds)]
    if "setup-python" not in text:
        return False
    projects = {project for sign, project in _PROJECTS.items() if sign in text}
    lacking = any(re.search(rf"install\b.{{0,300}}{project}", text) is None for project in projects)
    return lacking and re.search(_INSTALLS_MORE, text) is None


def finds(patterns: Mapping[str, str], text: str) -> bool:
    """Whether one of these patterns is found, each of which begins with the sign that it is listed under."""
    return any(sign in text and re.search(pattern, text) for sign, pattern in patterns.items())


def _may_move(text: str) -> bool:
    if "-m build " in text and re.search(_OF_FOLDER, text) is not None:
        return True
    if not any(word in text for word in _MOVES):
        return False
    for option in ("outdir", " -o"):
        text = re.sub(option + _TO_DIST, "", text) if option in text else text
    return any(word in text for word in _MOVES)
