"""A step that runs release-please → the tags of its releases, and its outputs, by its inputs or configuration file.

https://github.com/googleapis/release-please/blob/main/docs/manifest-releaser.md
"""

from __future__ import annotations

import re
from posixpath import normpath

from tplint.documents import yaml
from tplint.documents.nodes import entries, get, is_null, items, text, texts
from tplint.model import Known
from tplint.platforms.github.tag_filters import BARE, PREFIXED, VERSIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.load import Files
    from tplint.model import Action, Pipeline

NAME = "release-please-action"
NAMES = (f"googleapis/{NAME}", f"google-github-actions/{NAME}")  # today's, and that before it moved
_DEFAULT = "release-please-config.json"
# Inputs of version 3 and 4 that change the tag where there is no file.
_OF_TAGS = ("include-component-in-tag", "include-v-in-tag", "monorepo-tags")
# Inputs that say from which branch the file is, and those that are linted as far as anybody can tell.
_OF_BRANCHES = ("target-branch", "default-branch")
_LINTED = r"main|master|\$\{\{\s*github\.(?:ref_name|event\.repository\.default_branch)\s*\}\}"
# Settings of a package with which it makes no release, or one that may be no release yet.
_KEPT_BACK = ("draft", "prerelease", "skip-github-release")
# These take no name from the project's files where the configuration gives none.
_NAMELESS = frozenset({"python", "simple"})
# Outputs of a release, which have the package's path before them, but for that of the root.
# https://github.com/googleapis/release-please-action#outputs
_OF_RELEASES = frozenset(
    {*("release_created", "tag_name", "upload_url", "html_url", "body", "version", "major", "minor", "patch", "sha")}
)


def settings(document: Document, files: Files) -> tuple[Document, ...]:
    """The configuration files that the steps of a workflow name, as far as they are there and can be read."""
    steps = (step for _, entry in entries(get(document.root, "jobs")) for step in items(get(entry.value, "steps")))
    named = {
        text(get(step, "with", "config-file")) or _DEFAULT for step in steps if NAME in (text(get(step, "uses")) or "")
    }
    read = (_read(source) for path in sorted(named) if (source := files.read(path)) is not None)
    return tuple(document for document in read if document is not None)


def _read(source: Source) -> Document | None:
    """The tree of a file: what is JSON is YAML, too. What is neither is not tplint's to report."""
    try:
        return yaml.parse(source)
    except yaml.NotYaml:
        return None


def tags(action: Action, pipeline: Pipeline) -> tuple[tuple[str, ...], ...]:
    """What the tags of its releases are like, by package; empty where not all are made for certain.

    Of a tag that depends on more than what is read there is an example of every kind. Where one package keeps its
    releases back, somebody else makes them, and what waits for a release hears of those.
    """
    command, has_type = action.inputs.get("command"), "release-type" in action.inputs
    if command is not None and command.value.fact != Known("github-release" if has_type else "manifest"):
        return ()
    if has_type:
        return (VERSIONS,) if any(name in action.inputs for name in _OF_TAGS) else ((PREFIXED,),)
    top = _configuration(action, pipeline)
    packages = [entry.value for _, entry in entries(get(top, "packages"))]
    if any(_setting(top, package, name, "false") != "false" for package in packages for name in _KEPT_BACK):
        return ()
    return tuple(dict.fromkeys(_tags(top, package) for package in packages))


def misses(action: Action, output: str, pipeline: Pipeline) -> tuple[str, str] | None:
    """Why no release sets an output of its step, and what to do about it; None where one may."""
    path, dashes, name = output.rpartition("--")
    if path == ".":
        return "release-please puts no path before the outputs of the root", f"read `{name}`"
    command = action.inputs.get("command")
    if "release-type" in action.inputs or (command is not None and command.value.fact != Known("manifest")):
        return None
    paths = [normpath(key) for key, _ in entries(get(_configuration(action, pipeline), "packages"))]
    is_of_package = bool(dashes) and path.lower() not in {each.lower() for each in paths}
    is_of_root = not dashes and name.lower() in _OF_RELEASES and "." not in paths
    if not paths or not (is_of_package or is_of_root):
        return None
    meant = next((each for each in paths if each.rpartition("/")[2] == path), paths[0] if len(paths) == 1 else "")
    why = f"release-please has no package at `{path}`" if dashes else "release-please has no package at the root"
    is_guess = meant in {"", "."}
    return why, "name the path of a package of its configuration" if is_guess else f"read `{meant}--{name}`"


def _configuration(action: Action, pipeline: Pipeline) -> Node | None:
    """The configuration file that it goes by; None where it is not the one that is linted, or cannot be read."""
    branches = [action.inputs[name].value.raw for name in _OF_BRANCHES if name in action.inputs]
    own = texts(get(pipeline.document.root, "on", "push", "branches"))  # which the workflow is for
    if not all(re.fullmatch(_LINTED, branch) or own == (branch,) for branch in branches):
        return None
    given = action.inputs.get("config-file")
    path = given.value.fact if given is not None else Known(_DEFAULT)
    named = normpath(path.value) if isinstance(path, Known) else ""
    return next((each.root for each in pipeline.settings if each.source.path == named), None)


def _tags(top: Node | None, package: Node) -> tuple[str, ...]:
    """What the tags of one package are like: `name-v1.2.3`, by default with a name, if the package has one."""
    wants_name = _setting(top, package, "include-component-in-tag", "true")
    wants_v = _setting(top, package, "include-v-in-tag", "true")
    name = _setting(top, package, "component", "") or _setting(top, package, "package-name", "")
    is_known = "/" not in name if name else _setting(top, package, "release-type", "node") in _NAMELESS
    if {wants_name, wants_v} - {"true", "false"} or (wants_name == "true" and not is_known):
        return VERSIONS
    start = name + _setting(top, package, "tag-separator", "-") if name and wants_name == "true" else ""
    return (start + (PREFIXED if wants_v == "true" else BARE),)


def _setting(top: Node | None, package: Node, name: str, default: str) -> str:
    """A setting of a package, else that of all packages; empty where it is no scalar."""
    node = next((found for found in (get(package, name), get(top, name)) if not is_null(found)), None)
    return default if node is None else text(node) or ""
