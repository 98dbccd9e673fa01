"""The jobs behind an upload → whether what it sends certainly is a project, as the repository describes it."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

from tplint.commands.invocations import invocation
from tplint.commands.options import visible
from tplint.documents.nodes import get
from tplint.jobs.builds import jobs_behind
from tplint.jobs.rewritten_metadata import IDLE_OWNERS, may_rename, renames, writes_inline
from tplint.jobs.workspace import effects
from tplint.jobs.workspace_commands import builds, builds_members, builds_project, kind_of
from tplint.jobs.written_steps import is_moved, written_steps
from tplint.model import LOCAL, Action, Command, Known, Script
from tplint.pypi.names import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.commands.invocations import Invocation
    from tplint.jobs.workspace import Effect
    from tplint.jobs.written_steps import WrittenStep
    from tplint.model import Job, Pipeline, Step, Upload, Word

# Another folder in which a script goes on; it may well go where the finished files are.
_OTHER_FOLDER = r"""(?x)\b(?:cd|pushd)\s+
        (?!\.?/?\s|-|["']?(?:\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR)\}?|\$\{\{\s*github\.workspace\s*\}\}
        |(?:\./)?(?:dist|wheelhouse))/?["']?(?:\s|$))\S
    """
# Options and arguments by which build frontends build something else than the project in the root.
_OTHER_PROJECT = r"""(?x)--(?:package|all-packages|project|directory|manifest-path|source-dir)\b
      | \b(?:build|wheel|sdist)\s+(?:(?:-o|--out-?dir)[ =]\S+\s+|(?!-o|--out)-\S+\s+)*
        ["']?(?:\./)?[\w$][\w${}.-]*/(?!\S*\.(?:tar|whl|zip))
      | (?:-m|\brun|\buvx|\buv)[ \t]+build[ \t]+
        (?:(?:-o|--out-?dir|-C|--config-setting|-p|--python(?:-preference)?)[ =]\S+[ \t]+
        |(?!-o|--out|-C|--conf|-p\b|--python)-\S+[ \t]+)*(?!\d?>)["']?(?:\.\.?/)*[\w$]
    """
_PACKAGE = r"--package[ =]+[\"']?([\w.-]+)"
# One of these stands in all that the two find.
_FOLDER_WORDS, _SIGNS = ("cd", "pushd"), ("/", "--", "build ", "build\t")
# Inputs of build actions that name the project's folder, and values of them that name the root or where files go.
_FOLDERS = ("path", "working-directory", "package-dir", "package-path", "project")
_ROOT = frozenset({"", ".", "./", "dist", "dist/", "wheelhouse", "wheelhouse/"})
# An sdist in it, which another job has built.
_FINISHED = "dist/"
# Options of maturin that choose how to build, or for what, and not which project.
_HOW_TO_BUILD = (
    r"(?<!\S)(?:-i|-o|--(?:interpreter|target|out|compatibility|profile|features))[ =]+(?:\$\{\{.*?\}\}|\S+)"
)
# Actions whose arguments are messages.
_MESSENGERS = r"discord|mattermost|notif|slack|teams|telegram"
# Programs of other languages, which build no distributions of Python.
_FOREIGN = frozenset({"bun", "cargo", "cmake", "ctest", "deno", "go", "ninja", "node", "npm", "npx", "pnpm", "yarn"})
# What brings no distributions.
_IDLE = frozenset({"nothing", "project", "tool"})


class Origin:
    """Where the distributions of an upload come from; each is worked out where it is asked for.

    ``pipelines`` are the repository's workflows, which the jobs may call; those of others build what is in the root.
    ``name`` is that of the only project, where there is one.
    """

    def __init__(self, upload: Upload, pipelines: Iterable[Pipeline], name: str) -> None:
        self._jobs = tuple(_jobs(upload, pipelines))
        self._name = normalize(name)
        self._doubts: dict[str, str] = {}

    @cached_property
    def is_elsewhere(self) -> bool:
        """Whether some of the jobs behind the upload may build another project than the one in the root.

        It is asked for often, and looks at jobs as they are written: most of them need not be evaluated for this.
        """
        return any(_may_build_elsewhere(job, self._name) for job in self._jobs)

    def doubt(self, folder: str) -> str:
        """Why something else may be sent than the project in a folder with the name in its files; empty if it is not.

        Where a step builds that project, others may be of any kind; where none does, all of them have to be known.
        """
        if folder not in self._doubts:
            self._doubts[folder] = self._doubt(folder)
        return self._doubts[folder]

    def _doubt(self, folder: str) -> str:
        jobs = [[_for_root(deed, self._name) for step in job.steps for deed in effects(step)] for job in self._jobs]
        deeds = [deed for job in jobs for deed in job]
        early = (deed for job in jobs for deed in _before_builds(job, folder))
        scripts = (step.run.text for job in self._jobs for step in job.steps if isinstance(step.run, Script))
        if any(map(renames, deeds)) or any(map(writes_inline, scripts)) or any(map(may_rename, early)):
            return "a job may write the project's metadata anew"
        if any(map(_takes_from_elsewhere, deeds)):
            return "a job takes files from another repository or run"
        if any(_is_build(deed, folder, builds_members) for deed in deeds):
            return "a job builds other projects of a workspace"
        if any(_builds(deed, folder) for deed in deeds) or all(map(_is_idle, deeds)):
            return ""
        return "no step certainly builds the project"


def _before_builds(deeds: list[Effect], folder: str) -> list[Effect]:
    """What a job does up to its last build."""
    return deeds[: max((position + 1 for position, deed in enumerate(deeds) if _builds(deed, folder)), default=0)]


def _jobs(upload: Upload, pipelines: Iterable[Pipeline]) -> Iterator[Job]:
    """The jobs behind an upload, and those of workflows of the repository that they call."""
    waiting, called = list(jobs_behind(upload)), set()
    for job in waiting:  # which grows
        yield job
        if job.calls and job.calls not in called and job is not upload.job:
            called.add(job.calls)
            path = job.calls[2:] if job.calls.startswith(LOCAL) else None
            waiting += (inner for pipeline in pipelines if pipeline.path == path for inner in pipeline.jobs)


def _may_build_elsewhere(job: Job, name: str) -> bool:
    """Whether a job may build another project; its commands are looked at where it goes to another folder."""
    steps = written_steps(job)
    if any(_names_another(step, name) for step in steps):
        return True
    moves = is_moved(get(job.node, "defaults", "run")) or any(map(_changes_folder, steps))
    return moves and any(_is_elsewhere(_for_root(deed, name), step) for step in job.steps for deed in effects(step))


def _for_root(deed: Effect, name: str) -> Effect:
    """The same without an option that names the only project, which uv builds without it, too."""
    command = deed.run
    if not name or not isinstance(command, Command) or "--package" not in deed.shown:
        return deed
    return deed._replace(run=command._replace(words=tuple(_without_name(command.words, name))))


def _without_name(words: Iterable[Word], name: str) -> Iterator[Word]:
    rest = iter(words)
    for word in rest:
        option, _, value = visible(word).partition("=")
        given = [word] if value or option != "--package" else [word, *islice(rest, 1)]
        if option != "--package" or normalize(value or visible(given[-1])) != name:
            yield from given


def _names_another(step: WrittenStep, name: str) -> bool:
    """Whether a script, or an action's inputs, may name another project than the only one."""
    if not step.action:
        script = step.script
        if "--package" in script:
            script = re.sub(_PACKAGE, lambda found: found[0] * (normalize(found[1]) != name), script)
        return any(sign in script for sign in _SIGNS) and re.search(_OTHER_PROJECT, script) is not None
    is_sending = step.action.endswith("/maturin-action") and step.inputs.get("command") == "upload"
    if is_sending or step.action.startswith("actions/"):
        return False
    arguments = re.sub(_HOW_TO_BUILD, "", step.inputs.get("args", ""))
    is_message = re.search(_MESSENGERS, step.action) is not None
    folders = (step.inputs[key] for key in _FOLDERS if key in step.inputs)
    return (not is_message and ("/" in arguments or "${{" in arguments)) or any(
        folder not in _ROOT and not folder.startswith(_FINISHED) for folder in folders
    )


def _changes_folder(step: WrittenStep) -> bool:
    if step.moved or step.action:
        return step.moved
    return any(word in step.script for word in _FOLDER_WORDS) and re.search(_OTHER_FOLDER, step.script) is not None


def _is_elsewhere(deed: Effect, step: Step) -> bool:
    """Whether a command builds another project, or does something unknown in another folder."""
    if isinstance(deed.run, Action):
        return False
    if deed.run is None:
        return is_moved(step.node) or re.search(_OTHER_FOLDER, deed.at.text) is not None
    call = invocation(deed.run)
    if call is not None and builds(call):
        return not builds_project(call, "")
    return deed.kind == "unknown" and deed.run.folder != Known(".") and not (call and _builds_nothing(call))


def _builds_nothing(call: Invocation) -> bool:
    """Whether a program of which little else is known builds no distributions of Python."""
    words = list(map(visible, call.words))
    return call.program in _FOREIGN or (call.program in {"pip", "pip3", "uv"} and "install" in words[:2])


def _takes_from_elsewhere(deed: Effect) -> bool:
    inputs = {key: given.value.raw for key, given in deed.run.inputs.items()} if isinstance(deed.run, Action) else {}
    match deed.run:
        case Action(name="actions/checkout"):
            repository = inputs.get("repository", "")
            return bool(repository) and "github.repository" not in repository and inputs.get("path", "") in _ROOT
        case Action(name="actions/download-artifact"):
            return bool({"run-id", "repository"} & inputs.keys())
    return False


def _builds(deed: Effect, folder: str) -> bool:
    if isinstance(deed.run, Action):
        return deed.kind == "build"
    return _is_build(deed, folder, builds_project)


def _is_build(deed: Effect, folder: str, does: Callable[[Invocation, str], bool]) -> bool:
    call = invocation(deed.run) if isinstance(deed.run, Command) else None
    return call is not None and does(call, folder)


def _is_idle(deed: Effect) -> bool:
    """Whether an action or a command certainly brings no distributions that another one did not leave."""
    if isinstance(deed.run, Action):
        return deed.run.name.startswith(IDLE_OWNERS) and deed.run.name != "actions/github-script"
    return deed.run is not None and kind_of(deed.run._replace(redirected_to="")) in _IDLE
