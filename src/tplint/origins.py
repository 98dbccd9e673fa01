"""The jobs behind an upload → whether what it sends certainly is the project in the root, as its files describe it.

Jobs are read as they are written: most of them need not be evaluated for this.
"""

from __future__ import annotations

import re
from functools import cached_property

from tplint.builds import BUILD_ACTIONS, jobs_behind
from tplint.documents.nodes import get
from tplint.written_steps import written_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tplint.model import Job, Pipeline, Upload
    from tplint.written_steps import WrittenStep

# Options and arguments by which build frontends build something else than the project in the root; a script may well
# go where the finished files are.
_ELSEWHERE = r"""(?x)\b(?:cd|pushd)\s+(?!\.?/?\s|-|["']?(?:\./)?(?:dist|wheelhouse)/?["']?(?:\s|$))\S
      | --(?:package|all-packages|project|directory|manifest-path|source-dir)\b
      | \b(?:build|wheel|sdist)\s+(?:-\S+\s+)*["']?(?:\./)?[\w$][\w${}.-]*/(?!\S*\.(?:tar|whl|zip))
      | (?:-m|\brun|\buvx|\buv)[ \t]+build[ \t]+
        (?:(?:-o|--out-?dir|-C|--config-setting)[ =]\S+[ \t]+|(?!-o|--out|-C|--conf)-\S+[ \t]+)*["']?(?:\.\.?/)*[\w$]
    """
# One of these stands in all that this finds.
_SIGNS = ("/", "--", "cd", "pushd", "build ", "build\t")
# Inputs of build actions that name the project's folder, and values of them that name the root or where files go.
_FOLDERS = ("path", "working-directory", "package-dir", "project")
_ROOT = frozenset({"", ".", "./", "dist", "dist/", "wheelhouse", "wheelhouse/"})

# A member of uv's workspace, or all of them: without a folder for what is built it goes to the workspace's `dist`.
_OF_WORKSPACE = r"""(?x)\buv\s+build\b(?![^\n;&|]{0,400}\s(?:-o|--out-dir)\b)[^\n;&|]{0,400}?
      \s--(?:(all-packages)|package[=\s]+["']?([\w.-]+)(?![\w$]))"""

# Commands that build the project of the folder in which they run; what names another one is above.
_ROOT_BUILD = r"""(?x)(?<![\w./-])(?:
        (?:-m|run|uvx|uv|hatch|poetry|flit|pdm|rye|maturin)\s+build(?![\w.=/:-])
      | pyproject-build\b | (?:poetry|flit|pdm|maturin)\s+publish\b | maturin\s+sdist\b
      | setup\.py\s[^\n;&|]{0,200}?(?:sdist|bdist|upload)
      | pip[\d.]*\s+wheel\s(?:[^\n;&|]{0,200}?\s)?\.["']?(?=\s|$|[;&|])
      | cibuildwheel(?:\s+--(?:output-dir|platform|archs|only)[\s=]\S+)*\s*(?=$|[\n;&|])
    )"""
_BUILD_WORDS = ("build", "publish", "sdist", "bdist", "setup.py", "wheel")
# Commands that bring no distributions; all a job may run where no step builds.
_IDLE = r"""(?x)(?:sudo\s+)?(?:
        $ | \# | (?:python[\d.]*\s+-m\s+|uv\s+)?pip[\d.]*\s+install\s | (?:pipx|uv\s+tool|uv\s+python)\s+install\s
      | (?:python[\d.]*\s+-m\s+|uvx\s+|uv\s+run\s+|uv\s+tool\s+run\s+|pipx\s+run\s+)?twine\s | uv\s+(?:publish|sync)\b
      | (?:echo|ls|export|set|tree|cd)\b | (?:apt|apt-get)\s | (?:hatch|rye)\s+publish\b
    )"""
_IDLE_OWNERS = ("actions/", "astral-sh/", "pypa/", "sigstore/", "step-security/")

# What gives the metadata another name: commands that write one of its files, and patches.
_METADATA = r"(?:pyproject\.toml|setup\.(?:cfg|py))\b"
_REWRITES = rf"""(?x)
        >\s*["']?(?:\./)?{_METADATA} | \bgit\s+(?:apply|am)\b | \bpatch\s+-
      | \b(?:sed|perl|tomlq|yq|gawk)\b(?=.{{0,400}}\s(?:-\w*i|--in-?place)).{{0,400}}{_METADATA}
      | \b(?:cp|mv|ln)\b[^;&|]{{0,400}}{_METADATA}["']?\s*(?:$|[;&|])
      | (?<![.\w])(?:tee|sponge|ed|ex|dasel|toml|Set-Content|Out-File)\s.{{0,400}}{_METADATA}
    """
_WRITES_INLINE = r"\.write|\breplace\(|tomli_w|tomlkit|\bdump\(|\bopen\([^)]{0,200}['\"][wa]"
# Scripts of the repository, which may do so too.
_RUNS_FILE = r"""(?x)(?:^|[;&|(])\s*(?:sudo\s+)?(?:
        (?:python[\d.]*|uv\s+run|poetry\s+run|bash|sh|pwsh|powershell|node|source|\.)\s+(?:-[\w-]+\s+)*(?:python[\d.]*\s+)?
        (?!setup\.py)["']?[\w${}./-]*\w\.(?:sh|py|ps1|m?js)(?=$|[\s"';&|)])
      | (?!\S{0,200}bin/)\.{0,2}/?[\w.-]+/[\w./-]+(?=$|[\s"';&|)])
    )"""
_SUBSTITUTED = r"\bs([/|#@,!~])(.*?)(?<!\\)\1"
_CONTINUED = r"\\\r?\n"


class Origin:
    """Where the distributions of an upload come from; each is worked out where it is asked for.

    ``pipelines`` are the repository's workflows, which the jobs may call; those of others build what is in the root.
    """

    def __init__(self, upload: Upload, pipelines: Iterable[Pipeline]) -> None:
        self._jobs = tuple(_jobs(upload, pipelines))

    @cached_property
    def is_elsewhere(self) -> bool:
        """Whether some of the jobs behind the upload may build another project than the one in the root."""
        return any(
            get(job.node, "defaults", "run", "working-directory") is not None
            or any(map(_is_elsewhere, written_steps(job)))
            for job in self._jobs
        )

    @cached_property
    def doubt(self) -> str:
        """Why something else may be sent than the project with the name in the files; empty if it is not.

        Where a step builds that project, others may be of any kind; where none does, all of them have to be known.
        """
        steps = [step for job in self._jobs for step in written_steps(job)]
        if any(map(_renames, steps)) or any(_may_rename(step) for job in self._jobs for step in _before_builds(job)):
            return "a job may write the project's metadata anew"
        if any(map(_takes_from_elsewhere, steps)):
            return "a job takes files from another repository or run"
        if any(map(_builds, steps)) or all(map(_is_idle, steps)):
            return ""
        return "no step certainly builds the project"

    @cached_property
    def members(self) -> frozenset[str]:
        """Members of a workspace that are built into its `dist`, by name; empty for all of them."""
        scripts = (step.script for job in self._jobs for step in written_steps(job) if "uv build" in step.script)
        return frozenset(name for script in scripts for name in _members(script))


def _before_builds(job: Job) -> Sequence[WrittenStep]:
    """The steps of a job up to its last build."""
    steps = written_steps(job)
    return steps[: max((position + 1 for position, step in enumerate(steps) if _builds(step)), default=0)]


def _members(script: str) -> Iterator[str]:
    found = re.finditer(_OF_WORKSPACE, re.sub(_CONTINUED, " ", script))
    return ("" if each[1] else each[2] for each in found)


def _jobs(upload: Upload, pipelines: Iterable[Pipeline]) -> Iterator[Job]:
    """The jobs behind an upload, and those of workflows of the repository that they call."""
    waiting, called = list(jobs_behind(upload)), set()
    for job in waiting:  # which grows
        yield job
        if job.calls and job.calls not in called and job is not upload.job:
            called.add(job.calls)
            path = job.calls[2:] if job.calls.startswith(("./", "$/")) else None
            waiting += (inner for pipeline in pipelines if pipeline.path == path for inner in pipeline.jobs)


def _is_elsewhere(step: WrittenStep) -> bool:
    if step.moved or not step.action:
        return step.moved or (
            any(sign in step.script for sign in _SIGNS) and re.search(_ELSEWHERE, step.script) is not None
        )
    if step.action.startswith("actions/"):
        return False
    arguments = step.inputs.get("args", "")
    folders = (step.inputs[key] for key in _FOLDERS if key in step.inputs)
    return "/" in arguments or "${{" in arguments or any(folder not in _ROOT for folder in folders)


def _renames(step: WrittenStep) -> bool:
    """Whether a step writes the metadata anew, and that may concern more than the version."""
    if step.action:
        return not step.action.startswith(_IDLE_OWNERS) and (
            re.search("rename|replace|substitut", step.action) is not None
            or any(
                re.search(_METADATA, value) and not re.search("cache|version|key|depend", key)
                for key, value in step.inputs.items()
            )
        )
    lines = list(_lines(step.script))
    written = [line for line in lines if re.search(_REWRITES, line)]
    if any("<<" in line or re.search(r"\s-c\b", line) for line in lines):
        script = "\n".join(lines)
        written += [script] if re.search(_METADATA, script) and re.search(_WRITES_INLINE, script) else []
    return not all(map(_is_of_version, written))


def _may_rename(step: WrittenStep) -> bool:
    """Whether a step runs a script of the repository that may do so."""
    return not step.action and any(
        re.search(_RUNS_FILE, line) and "version" not in line for line in _lines(step.script)
    )


def _lines(script: str) -> Iterator[str]:
    """The lines of a script that are no comments, each with those that continue it."""
    lines = re.sub(_CONTINUED, " ", script).splitlines()
    return (line for line in lines if not line.lstrip().startswith("#"))


def _is_of_version(written: str) -> bool:
    """Whether what writes a file is about the version only, or replaces what begins with a digit."""
    patterns = [pattern for _, pattern in re.findall(_SUBSTITUTED, written)] or [written]
    return all(
        re.search(r"(?i)version|^\W*v?\d", pattern) and not re.search(r"\bname\b", pattern) for pattern in patterns
    )


def _takes_from_elsewhere(step: WrittenStep) -> bool:
    match step.action:
        case "actions/checkout":
            repository = step.inputs.get("repository", "")
            return bool(repository) and "github.repository" not in repository and step.inputs.get("path", "") in _ROOT
        case "actions/download-artifact":
            return bool({"run-id", "repository"} & step.inputs.keys())
    return False


def _builds(step: WrittenStep) -> bool:
    return step.action in BUILD_ACTIONS or (
        any(word in step.script for word in _BUILD_WORDS) and re.search(_ROOT_BUILD, step.script) is not None
    )


def _is_idle(step: WrittenStep) -> bool:
    """Whether a step certainly brings no distributions that another one did not leave."""
    if step.action:
        return step.action.startswith(_IDLE_OWNERS) and step.action != "actions/github-script"
    commands = re.split(r"\n|&&|\|\||;", re.sub(_CONTINUED, " ", step.script))
    return all(re.match(_IDLE, command.strip()) for command in commands)
