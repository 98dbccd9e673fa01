"""Actions and commands → the files that they certainly write, by folder and name; and whether they keep the others.

A name has a star for each part of it that only the run knows.
"""

from __future__ import annotations

import posixpath
import re

from tplint.commands.folders import inside
from tplint.commands.invocations import invocation
from tplint.commands.options import grammar, parse, visible
from tplint.jobs.script_places import places_of
from tplint.jobs.workspace_commands import kind_of
from tplint.metadata.versions import commented
from tplint.model import Action, Known, Script
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.commands.invocations import Invocation
    from tplint.commands.options import Grammar
    from tplint.documents.source import Place
    from tplint.jobs.workspace import Effect
    from tplint.model import Command, Fact, Step


class Written(NamedTuple):
    """A file in a folder of the workspace."""

    folder: str
    name: str


class Loop(NamedTuple):
    """The body of a loop over files of a folder, all of whose commands run for each of them."""

    variable: str
    folder: str
    body: Place


# Programs that keep all files where they are, and write their own where an option says so.
_OUTPUTS: dict[str, Grammar] = {
    "cosign": grammar("--bundle --output-signature --output-certificate"),
    "cyclonedx-py": grammar("-o/--outfile/--output/--output-file"),
    "gpg": grammar("-o/--output"),
    "pip-audit": grammar("-o/--output"),
    "pip-licenses": grammar("--output-file"),
    "syft": grammar("-o/--output"),
    "uv": grammar("-o/--output-file --directory --project", "--clear"),
}
_SUBCOMMANDS = {"cosign": "sign-blob", "uv": "export"}
_SIGNATURES = frozenset({"--output-signature", "--output-certificate"})
_OLD_COSIGN = r"cosign-installer@(?:[0-9a-f]{40}[ \t]+#[ \t]*)?v[23]\b|cosign-release[\"']?:[ \t]*[\"']?v?[12]\."
_NEW_COSIGN = r"cosign-release[\"']?:(?![ \t\"']*v?[12]\.)"
_TEE = grammar("")
_COPY = grammar("-t/--target-directory", "-r/-R/--recursive -a/--archive")
_KEEPING = frozenset({
    *(_OUTPUTS.keys() - {"uv"}), "b2sum", "build", "chmod", "cp", "curl", "gh", "md5sum", "openssl", "pyproject-build",
    "sha512sum", "tee", "wget",
})  # fmt: skip
_KEEPING_ACTIONS = frozenset({
    "actions/attest-sbom", "actions/cache", "actions/cache/restore", "actions/download-artifact",
    "anchore/sbom-action", "anchore/sbom-action/download-syft", "crazy-max/ghaction-import-gpg",
    "ncipollo/release-action", "sigstore/cosign-installer",
})  # fmt: skip
_FIND_RUNS = frozenset({"-delete", "-exec", "-execdir", "-ok", "-okdir"})
# A redirection right behind a command: that of a group around it may have been opened in another folder. A quote behind
# its target is that of the whole script.
_REDIRECTED = re.compile(
    r"""(?x)(?:[ \t]|\\\r?\n)*(?:(?:<<-?[ \t]*["']?\w+["']?|2>>?(?:&1|[\w./-]+))[ \t]+)*
    [1&]?>[>|]?[ \t]*(?P<target>"[^"\n]{1,300}"|[^\s"'();&|<>]{1,300}(?=[\s);&|]|["'](?:[\s,}\]]|$)|$))"""
)
_HOLE = r"\$\{\{[^{}]*\}\}|\$\{\w+\}|\$\w+"
_NAME = r"[\w+@*=~.-]+"
_OF_LOOP = r"\$\{?(\w+)\}?([\w+@.-]*)"
_CONTROL = r"\b(?:if|case|for|while|until|function|exit|return|nullglob)\b|\(\)|&&|\|\||\{\s"
_LOOP = re.compile(r"for[ \t]+(?P<variable>\w+)[ \t]+in[ \t]+(?P<words>[^;\n]{1,500})[;\n]\s*do\b")
_PATTERNS = r"[\w./* \t-]+"
_BODY = re.compile(
    r"(?:(?!\b(?:if|case|for|while|until|continue|break|done|exit|return|set)\b|&&|\|\||\[)(?s:.))*(?=\bdone\b)"
)


def first_loop(step: Step) -> Loop | None:
    """The loop over patterns of one folder with which a step's script begins, or before which nothing is decided."""
    place = places_of(step) if isinstance(step.run, Script) and "for " in step.run.text else None
    if place is None or not isinstance(step.run, Script):
        return None
    text = step.run.text
    first = re.search(_CONTROL, text)
    head = _LOOP.match(text, first.start()) if first is not None else None
    body = _BODY.match(text, head.end()) if head is not None else None
    if head is None or body is None or not re.fullmatch(_PATTERNS, head["words"]):
        return None
    folders = {posixpath.dirname(word) for word in head["words"].split()}
    folder = folders.pop() if len(folders) == 1 else "*"
    return Loop(head["variable"], folder, place(*body.span())) if "*" not in folder else None


def files_of(run: Action | Command, loop: Loop | None) -> Iterator[Written]:
    """The files that an action or a command of a step writes; ``loop`` is the first one of the step's script."""
    if isinstance(run, Action):
        yield from _of_action(run)
        return
    is_inside = loop is not None and loop.body.start <= run.at.start < loop.body.end
    if run.tolerated or (run.conditional and not is_inside):
        return
    for path in _paths(run):
        folder, name = _told(path, loop if is_inside else None)
        within = inside(run.folder, folder)
        if name and isinstance(within, Known):
            yield Written(within.value, name)


def _of_action(action: Action) -> Iterator[Written]:
    """What signs beside its `inputs` (https://github.com/sigstore/gh-action-sigstore-python), and syft's action."""
    paths = []
    if action.name == "anchore/sbom-action" and "output-file" in action.inputs:
        paths = [_text(action.inputs["output-file"].value.fact, action.inputs["output-file"].value.raw)]
    elif action.name == "sigstore/gh-action-sigstore-python" and "inputs" in action.inputs:
        renamed = {"bundle", "certificate", "signature"} & action.inputs.keys()
        suffix = ".sigstore" if re.match(r"v?[12]\b", commented(action) or action.ref) else ".sigstore.json"
        given = action.inputs["inputs"].value.fact
        paths = [f"{word}{suffix}" for word in given.value.split()] if isinstance(given, Known) and not renamed else []
    for path in paths:
        folder, name = posixpath.split(path) if "$" not in path else _told(path, None)
        within = inside(Known("."), folder)
        if re.fullmatch(_NAME, name) and isinstance(within, Known):
            yield Written(within.value, name)


def _paths(command: Command) -> Iterator[str]:
    """The paths that a command writes to, with variables where they are not known."""
    if command.redirected_to:
        written = _REDIRECTED.match(command.at.source.text, command.at.end)
        if written is not None:
            yield written["target"].strip('"')
    call = invocation(command)
    if call is not None and call.program in {"cp", "mv"}:
        yield from _copied(call)
    elif call is not None and call.program == "tee":
        yield from (_text(word.fact, word.raw) for word in parse(call.words, _TEE).arguments)
    elif call is not None and call.program in _OUTPUTS:
        yield from _outputs(call)


def _outputs(call: Invocation) -> Iterator[str]:
    """What the options of a program say that it writes."""
    options = parse(call.words, _OUTPUTS[call.program])
    wanted = _SUBCOMMANDS.get(call.program)
    if wanted not in {None, options.subcommand()} or "--directory" in options.values:
        return
    for name, given in options.values.items():
        path = _text(given.value, given.raw)
        if name in _SIGNATURES and ("--bundle" in options.values or not _has_old_cosign(call.command.at.source.text)):
            continue
        if name.startswith(("--bundle", "--out")):
            yield path.partition("=")[2] if call.program == "syft" else path


def _has_old_cosign(workflow: str) -> bool:
    """Whether cosign is installed as a release before 3, whose `sign-blob` writes signatures without a bundle."""
    return re.search(_OLD_COSIGN, workflow) is not None and not re.search(_NEW_COSIGN, workflow)


def _copied(call: Invocation) -> Iterator[str]:
    """Where `cp` and `mv` put files that the script names."""
    options = parse(call.words, _COPY)
    if options.values or options.unread or options.flags.keys() & {"--recursive", "--archive"} or not options.arguments:
        return
    *sources, target = (_text(word.fact, word.raw) for word in options.arguments)
    if not target.endswith("/") and len(sources) == 1:
        yield target
        return
    for source in sources:
        if not re.search(r"[$*?\[]", source):
            yield f"{target}/{posixpath.basename(source)}"


def _text(fact: Fact[str], raw: str) -> str:
    return fact.value if isinstance(fact, Known) else raw.strip("\"'")


def _told(path: str, loop: Loop | None) -> tuple[str, str]:
    """Folder and name of a path; no name where the folder is not certain, or where it begins with what is not known."""
    of_loop = re.fullmatch(_OF_LOOP, path)
    if of_loop is not None and loop is not None and of_loop[1] == loop.variable:
        return loop.folder, f"*{of_loop[2]}"
    folder, _, name = path.rpartition("/")
    name = re.sub(_HOLE, "*", name) if "*" not in name else ""
    if "$" in folder or name.startswith("*") or not re.fullmatch(_NAME, name):
        return folder, ""
    return folder, name


def keeps_files(effect: Effect) -> bool:
    """Whether what runs certainly takes no file away; checking out does, and so may what is not known."""
    if isinstance(effect.run, Action):
        return effect.kind in {"tool", "nothing"} or effect.run.name in _KEEPING_ACTIONS
    call = invocation(effect.run) if effect.run is not None else None
    if call is None:
        return False
    if call.program == "find":
        return not any(visible(word) in _FIND_RUNS for word in call.words)
    if call.program == "uv":
        options = parse(call.words, _OUTPUTS["uv"])
        if options.subcommand() in {"build", "export"}:
            return "--clear" not in options.flags
    kind = kind_of(call.command._replace(redirected_to=""))
    return kind in {"nothing", "project", "tool"} or call.program in _KEEPING
