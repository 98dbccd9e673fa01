"""What the steps of a job do to its workspace: bring files, build, test, install; for rules of the publishing job."""

from __future__ import annotations

import re
from itertools import takewhile

from tplint.jobs.script_places import places_of
from tplint.model import Action, Command, Known, Script
from tplint.records import NamedTuple
from tplint.remembered import OF_STEPS, by_identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place
    from tplint.jobs.workspace_commands import Kind
    from tplint.model import Job, Step, Upload


class Effect(NamedTuple):
    """What one action or command (``run``) does; ``shown`` is how the file names it, on one line.

    ``certain`` is false for a command that its script may skip, and for a step under a condition that is not decided.
    ``run`` is None where it is not known what runs.
    """

    kind: Kind
    at: Place
    shown: str
    certain: bool = True
    run: Action | Command | None = None


# Actions, by what they do.
_BY_KIND: dict[Kind, tuple[str, ...]] = {
    "files": (
        "actions/cache", "actions/cache/restore", "actions/checkout", "actions/download-artifact",
        "dawidd6/action-download-artifact", "dsaltares/fetch-gh-release-asset", "robinraju/release-downloader",
    ),
    "build": (
        "hynek/build-and-inspect-python-package", "pypa/cibuildwheel", "pyo3/maturin-action",
        "ralfg/python-wheels-manylinux-build",
    ),
    "tool": (
        "abatilo/actions-poetry", "actions-rust-lang/setup-rust-toolchain", "astral-sh/setup-uv", "deadsnakes/action",
        "docker/setup-buildx-action", "docker/setup-qemu-action", "dtolnay/rust-toolchain", "eifinger/setup-rye",
        "extractions/setup-just", "hynek/setup-cached-uv", "pdm-project/setup-pdm", "pypa/hatch",
        "snok/install-poetry", "step-security/harden-runner", "swatinem/rust-cache", "taiki-e/install-action",
        "yezz123/setup-uv",
    ),
    "nothing": (
        "actions/attest", "actions/attest-build-provenance", "actions/cache/save", "actions/upload-artifact",
        "astral-sh/attest-action", "pypa/gh-action-pypi-publish", "sigstore/gh-action-sigstore-python",
        "softprops/action-gh-release",
    ),
}  # fmt: skip
_KINDS: dict[str, Kind] = {name: kind for kind, names in _BY_KIND.items() for name in names}
# They make an environment of the project where an input names its file.
_ENVIRONMENTS = frozenset({"conda-incubator/setup-miniconda", "mamba-org/setup-micromamba"})
CACHES = frozenset({"actions/cache", "actions/cache/restore"})
# Folders of tools: hidden ones at home, the caches of macOS and Windows, environments in the workspace.
_OF_TOOLS = r"[ \t]*(?:|(?:~[/\\](?:\.\w|Library|AppData)|(?:\./)?(?:\.(?:venv|\w+_cache)|node_modules)\b).*)"


def effects_before(upload: Upload) -> Iterator[Effect]:
    """What the upload's job does before it, in order; scripts are read only as far as the caller asks."""
    yield from effects_until(upload.job, upload.step)
    yield from effects_above(upload)


def effects_until(job: Job, last: Step) -> Iterator[Effect]:
    """What a job does before one of its steps, in order."""
    for step in takewhile(lambda step: step.at != last.at, job.steps):
        yield from effects(step)


def effects_above(upload: Upload) -> Iterator[Effect]:
    """What an upload's own script does before it; parts of a script may stand in several files."""
    if not isinstance(upload.step.run, Script):
        return iter(())
    ends, found = {upload.at, upload.run.at}, list(effects(upload.step))
    if any(effect.at in ends for effect in found):
        return takewhile(lambda effect: effect.at not in ends, found)
    return (each for each in found if each.at.source == upload.at.source and each.at.start < upload.at.start)


def effects_between(first: Upload, second: Upload) -> Iterator[Effect]:
    """What happens between two uploads of one job that stand in different steps."""
    steps = [step.at for step in first.job.steps]
    if first.step.at in steps and second.step.at in steps:
        for step in first.job.steps[steps.index(first.step.at) + 1 : steps.index(second.step.at)]:
            yield from effects(step)


def effects(step: Step) -> Iterator[Effect]:
    """What a step does; nothing where its condition is certainly false."""
    if step.condition == Known(False):
        return
    certain = isinstance(step.condition, Known)
    match step.run:
        case Action() as action:
            yield Effect(kind_of_action(action), action.at, action.at.text, certain, action)
        case Script() as script:
            for effect in _of_script(script, step):
                yield effect if certain or not effect.certain else effect._replace(certain=False)
        case None:
            yield Effect("unknown", step.at, step.name)


def kind_of_action(action: Action) -> Kind:
    """What an action does to the workspace; what is not in a table is unknown."""
    if action.name in _ENVIRONMENTS:
        return "project" if "environment-file" in action.inputs else "tool"
    if action.name == "pyo3/maturin-action" and action.inputs.get("command") is not None:
        uploads = action.inputs["command"].value.fact == Known("upload")
        return "nothing" if uploads else "build"
    if action.name.startswith("actions/setup-") or (action.name in CACHES and _keeps_tools(action)):
        return "tool"
    return _KINDS.get(action.name, "unknown")


def _keeps_tools(cache: Action) -> bool:
    """Whether a cache has only folders in which no distributions of the project can be."""
    paths = cache.inputs["path"].value.fact if "path" in cache.inputs else None
    return isinstance(paths, Known) and all(re.fullmatch(_OF_TOOLS, path) for path in paths.value.splitlines())


@by_identity(OF_STEPS)
def _of_script(script: Script, step: Step) -> tuple[Effect, ...]:
    return tuple(_effects_of_script(script, step))


def _effects_of_script(script: Script, step: Step) -> Iterator[Effect]:
    from tplint.jobs.workspace_commands import kind_of  # noqa: PLC0415 - loads the tables of commands for scripts only

    read = taken_apart(step, script)
    if read.unread:
        yield Effect("unknown", read.at, read.unread)
    for command in read.commands:
        shown = " ".join(word.raw for word in command.words).replace("\n", " ")
        yield Effect(kind_of(command), command.at, shown, not command.conditional, command)


def commands_with(step: Step, *words: str) -> tuple[Command, ...]:
    """The commands of a step's script, if one of these words stands in it."""
    if not isinstance(step.run, Script) or not any(word in step.run.text for word in words):
        return ()
    return taken_apart(step, step.run).commands


@by_identity(OF_STEPS)
def taken_apart(step: Step, script: Script) -> Script:
    """A script with its commands: the platform takes only those apart that may upload."""
    if script.commands or script.unread:
        return script
    from tplint.shell import not_known, read_script  # noqa: PLC0415 - loads tree-sitter

    return read_script(
        script.text,
        place=places_of(step) or (lambda _start, _end: script.at),
        env=script.env,
        hole=lambda inside: script.values.get(inside) or not_known(inside),
        folder=script.folder,
        shell="" if script.shell == "bash" else script.shell,
    )


def is_built_by(upload: Upload) -> bool:
    """Whether the uploading command builds the project itself before it uploads."""
    if isinstance(upload.run, Command):
        argv = upload.run.argv
        if upload.uploader.name == "pdm":
            return "publish" in argv and "--no-build" not in argv and None not in argv
        return upload.uploader.name == "maturin" and "publish" in argv
    command = upload.run.inputs.get("command")
    return upload.run.name == "pyo3/maturin-action" and command is not None and command.value.fact == Known("publish")
