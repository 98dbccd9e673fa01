"""Metadata of folders → projects: the names their files give, and the one that the build backend uses."""

from __future__ import annotations

import re

from tplint.documents.source import Place, Pointer
from tplint.model import Known, Problem, Project, ProjectName, Unknown
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from tplint.documents.source import Source
    from tplint.documents.toml import TomlDocument
    from tplint.model import Fact

    Read = Callable[[str], Source | None]
    List = Callable[[str], Iterable[str]]

PROJECT, POETRY, FLIT, SETUP_CFG = "[project]", "[tool.poetry]", "[tool.flit.metadata]", "[metadata] of setup.cfg"
# What `setup()` is given, as people write it; a variable of that name is meant for it as well.
_URL = r"""\burl\s*=\s*["'](https?://[^"'\s]+)["']"""
_LABELLED_URL = r"""["']([^"'\n]{1,50})["']\s*:\s*["'](https?://[^"'\s]+)["']"""
LEGACY_SETUPTOOLS = "setuptools.build_meta:__legacy__"
ANY_SETUPTOOLS = "setuptools"  # of a project without `[build-system]`
MAX_MEMBERS = 1_000


class _Folder(NamedTuple):
    """The metadata files of one folder, as far as they are there and can be read."""

    name: str
    pyproject: TomlDocument | None
    setup_cfg: Source | None
    setup_cfg_metadata: Mapping[str, str]
    setup_py: Source | None

    def table(self, *keys: str) -> Mapping[str, Any]:
        """A table of ``pyproject.toml``; empty where there is none."""
        from tplint.documents import toml  # noqa: PLC0415 - a repository may have no metadata

        found = toml.value(self.pyproject.data, keys) if self.pyproject is not None else None
        return found if isinstance(found, dict) else {}

    @property
    def backend(self) -> str:
        """``build-backend``; without one, what PEP 517 says: setuptools' legacy one, any where nothing is required."""
        required = self.table("build-system")
        backend = required.get("build-backend", LEGACY_SETUPTOOLS) if required else ANY_SETUPTOOLS
        return backend if isinstance(backend, str) else ""


def projects(read: Read, folders: Iterable[str], list_folders: List | None = None) -> tuple[Project, ...]:
    """The projects of folders (paths from the root, ``""`` for the root) that have metadata, in the order given.

    ``read`` gives a file by its path from the root. With ``list_folders``, which gives the names of the folders in a
    folder, the members of a uv workspace at the root follow. A ``pyproject.toml`` that cannot be read gives a project
    whose name is Unknown; ``problems`` says why.
    """
    wanted = dict.fromkeys(folder.strip("/") if folder != "." else "" for folder in folders)
    members = dict(_members(read, list_folders)) if list_folders is not None and "" in wanted else {}
    wanted.update(dict.fromkeys(members))
    found = (_project(read, folder, is_listed=members.get(folder, False)) for folder in wanted)
    return tuple(project for project in found if project is not None)


def problems(read: Read, folders: Iterable[str]) -> tuple[Problem, ...]:
    """The files ``pyproject.toml`` of these folders that are no TOML, and where reading them stopped."""
    sources = [read(_path(folder, "pyproject.toml")) for folder in folders]
    return tuple(problem for source in sources if source is not None and (problem := _problem(source)) is not None)


def _problem(source: Source) -> Problem | None:
    from tplint.documents import toml  # noqa: PLC0415 - a repository may have no metadata

    try:
        toml.parse(source)
    except toml.NotToml as error:
        end = min(error.offset + 1, len(source.text))
        return Problem(f"is not valid TOML: {error.message}", Place(source, min(error.offset, end), end), source.path)
    return None


def _path(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _project(read: Read, folder: str, *, is_listed: bool) -> Project | None:
    """The project of a folder, which the root's workspace lists or not; None where no file there describes one."""
    from tplint.documents import toml  # noqa: PLC0415 - a repository may have no metadata

    pyproject = read(_path(folder, "pyproject.toml"))
    try:
        document = toml.parse(pyproject) if pyproject is not None else None
    except toml.NotToml:
        unknown = Unknown("`pyproject.toml` is not valid TOML")
        return Project(folder, unknown, None, (), "", {})
    setup_cfg = read(_path(folder, "setup.cfg"))
    metadata = _metadata(setup_cfg)
    found = _Folder(folder, document, setup_cfg, metadata, read(_path(folder, "setup.py")))
    names = tuple(_names(found))
    if not (names or found.setup_py or found.table("project") or found.table("build-system")):
        return _of_jsii(read, folder)
    name, at = _used(found, {entry.reader: entry for entry in names})
    return Project(folder, name, at, names, found.backend, dict(_urls(found)), is_listed and _joins(read, found))


def _of_jsii(read: Read, folder: str) -> Project | None:
    """The project that is made of a library for TypeScript."""
    package = read(_path(folder, "package.json"))
    if package is None or '"jsii"' not in package.text:
        return None
    from tplint.metadata import jsii  # noqa: PLC0415 - few repositories are such libraries

    return jsii.project(package)


def _joins(read: Read, folder: _Folder) -> bool:
    """Whether a folder that a workspace lists belongs to it for uv, which looks upwards from there for one.

    https://docs.astral.sh/uv/concepts/projects/workspaces/
    """
    settings, parts = folder.table("tool", "uv"), folder.name.split("/")
    between = ("/".join(parts[:end]) for end in range(1, len(parts)))
    return (
        "name" in folder.table("project")
        and "workspace" not in settings
        and settings.get("managed", True) is True
        and not any(read(_path(above, "pyproject.toml")) for above in between)
    )


def _metadata(setup_cfg: Source | None) -> Mapping[str, str]:
    """``[metadata]`` of ``setup.cfg``; empty where there is none, or the file cannot be read."""
    if setup_cfg is None or "[metadata]" not in setup_cfg.text:
        return {}
    from tplint.documents import ini  # noqa: PLC0415 - only where there is such a file

    try:
        return ini.parse(setup_cfg).sections.get("metadata", {})
    except ini.NotIni:
        return {}


def _names(folder: _Folder) -> Iterator[ProjectName]:
    """The names that the files of a folder give, whichever of them counts."""
    if folder.pyproject is not None:
        tables: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
            (PROJECT, ("project",), ("name",)),
            (POETRY, ("tool", "poetry"), ("name",)),
            (FLIT, ("tool", "flit", "metadata"), ("dist-name", "module")),
        )
        for reader, keys, names in tables:
            table = folder.table(*keys)
            key = next((name for name in names if name in table), None)
            if key is not None:
                yield ProjectName(_text(table[key]), Pointer(folder.pyproject.source, (*keys, key)), reader)
    if folder.setup_cfg is not None and "name" in folder.setup_cfg_metadata:
        name = _setup_cfg_name(folder.setup_cfg_metadata["name"])
        yield ProjectName(name, Pointer(folder.setup_cfg, ("metadata", "name")), SETUP_CFG)
    if folder.setup_py is not None and _is_setuptools(folder.backend) and not folder.table("project"):
        from tplint.metadata import setup_py  # noqa: PLC0415 - only where it is the place that decides

        found = setup_py.name(folder.setup_py)
        if found is not None:
            yield found


def _text(value: object) -> Fact[str]:
    return Known(value) if isinstance(value, str) else Unknown("the name is not a string")


def _setup_cfg_name(value: str) -> Fact[str]:
    """``name`` takes no `attr:` or `file:`, but a template of another tool may stand there."""
    if not value or "\n" in value or re.search(r"[:%{}$]", value):
        return Unknown("`name` in `setup.cfg` is not a plain name")
    return Known(value)


def _is_setuptools(backend: str) -> bool:
    return backend.partition(":")[0] in {"setuptools.build_meta", "setuptools"}


def _used(folder: _Folder, names: Mapping[str, ProjectName]) -> tuple[Fact[str], Place | Pointer | None]:
    """The name that the build backend takes, and where it stands."""
    order = _order(folder, names)
    if isinstance(order, Unknown):
        return order, None
    for reader in order:
        if reader in names:
            entry = names[reader]
            return entry.name, entry.at
    return _nowhere(folder), None


def _order(folder: _Folder, names: Mapping[str, ProjectName]) -> tuple[str, ...] | Unknown:
    """The places where the backend looks for the name, first the one that wins; Unknown for backends we cannot tell."""
    if PROJECT in names and POETRY in names and not _takes_project_table(folder, names):
        return Unknown("whether `[project]` or `[tool.poetry]` gives the name depends on poetry-core's version")
    # PEP 621: whatever the backend is, it has to use the static name of [project].
    if PROJECT in names:
        return (PROJECT,)
    if "name" in _strings(folder.table("project").get("dynamic")):
        return Unknown("`name` is listed in `dynamic`, which PEP 621 does not allow")
    if "backend-path" in folder.table("build-system"):
        return Unknown("the build backend is the repository's own")
    backend = folder.backend
    # Poetry and flit build their projects without `[build-system]`, too; setuptools would find no name there.
    alone = names.keys() if backend == ANY_SETUPTOOLS and folder.setup_py is None else set()
    if "poetry" in backend or alone == {POETRY}:
        is_package = folder.table("tool", "poetry").get("package-mode", True)
        return (POETRY,) if is_package else Unknown("Poetry builds no package here (`package-mode`)")
    if backend.startswith("flit") or alone == {FLIT}:
        return (FLIT,)
    # setuptools: what setup() is given stays; setup.cfg fills what is left (setuptools.config.setupcfg.ConfigHandler)
    if _is_setuptools(backend) and not folder.table("project"):
        return ("setup()", SETUP_CFG)
    return ()


def _takes_project_table(folder: _Folder, names: Mapping[str, ProjectName]) -> bool:
    """Whether ``[project]`` certainly wins over, or says the same as, ``[tool.poetry]``.

    poetry-core knows ``[project]`` since 2.0; without an upper bound pip installs the newest.
    """
    if "poetry" not in folder.backend or _same(names[PROJECT].name, names[POETRY].name):
        return True
    requires = [entry for entry in _strings(folder.table("build-system").get("requires")) if "poetry" in entry]
    return not any(bound in entry for entry in requires for bound in ("<", "==", "~=", "@"))


def _same(one: Fact[str], other: Fact[str]) -> bool:
    from tplint.pypi.names import normalize  # noqa: PLC0415 - only for a project with two names

    return isinstance(one, Known) and isinstance(other, Known) and normalize(one.value) == normalize(other.value)


def _nowhere(folder: _Folder) -> Unknown:
    """Why the name is not known where no file that counts gives one."""
    backend = folder.backend
    if backend.startswith("maturin"):
        return Unknown("maturin takes the name from `Cargo.toml`")
    if folder.setup_py is not None and _is_setuptools(backend):
        return Unknown("`setup.py` gives no name that can be read")
    return Unknown("no file gives a static name")


def _strings(value: object) -> tuple[str, ...]:
    return tuple(entry for entry in value if isinstance(entry, str)) if isinstance(value, list) else ()


def _urls(folder: _Folder) -> Iterator[tuple[str, str]]:
    """The URLs of the metadata, by label."""
    yield from _texts(folder.table("project", "urls"))
    poetry, flit = folder.table("tool", "poetry"), folder.table("tool", "flit", "metadata")
    yield from _texts({key: poetry[key] for key in ("homepage", "repository", "documentation") if key in poetry})
    yield from _texts(folder.table("tool", "poetry", "urls"))
    yield from _texts({"home-page": flit["home-page"]} if "home-page" in flit else {})
    yield from _texts(folder.table("tool", "flit", "metadata", "urls"))
    if "url" in folder.setup_cfg_metadata:
        yield "url", folder.setup_cfg_metadata["url"]
    for line in folder.setup_cfg_metadata.get("project_urls", "").splitlines():
        label, separator, url = line.partition("=")
        if separator and url.strip():
            yield label.strip(), url.strip()
    if folder.setup_py is not None and _is_setuptools(folder.backend) and not folder.table("project"):
        yield from _urls_of_setup_py(folder.setup_py.text)


def _urls_of_setup_py(text: str) -> Iterator[tuple[str, str]]:
    yield from (("url", url) for url in re.findall(_URL, text))
    yield from re.findall(_LABELLED_URL, text.partition("project_urls")[2])


def _texts(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in table.items() if isinstance(value, str))


def _members(read: Read, list_folders: List) -> Iterator[tuple[str, bool]]:
    """The folders of a uv workspace declared at the root: globs without those excluded.

    Each with whether all releases of uv find it: some do not where a glob begins with `./` or ends with a slash, and a
    star of `exclude` goes over slashes.
    """
    from tplint.documents import toml  # noqa: PLC0415 - a repository may have no metadata

    source = read("pyproject.toml")
    if source is None or "workspace" not in source.text:
        return
    workspace = toml.read(source, "tool", "uv", "workspace")
    if not isinstance(workspace, dict):
        return
    from fnmatch import fnmatchcase  # noqa: PLC0415 - only for a workspace

    without = _strings(workspace.get("exclude"))
    excluded = {folder for glob in without for folder in _expand(glob, list_folders)}
    for glob in _strings(workspace.get("members")):
        for folder in _expand(glob, list_folders):
            if folder not in excluded:
                is_plain = not glob.startswith("./") and not glob.endswith("/")
                yield folder, is_plain and not any(fnmatchcase(folder, other.strip("./")) for other in without)


def _expand(glob: str, list_folders: List) -> list[str]:
    """The folders that fit a glob, within limits; hidden ones only where they are named."""
    from fnmatch import fnmatchcase  # noqa: PLC0415 - only for a workspace

    parts = [part for part in glob.split("/") if part not in {"", "."}]
    if ".." in parts or glob.startswith("/"):
        return []
    found = [""]
    for part in parts:
        if not re.search(r"[*?\[]", part):
            found = [_path(folder, part) for folder in found]
        elif part == "**":
            found = _below(found, list_folders)
        else:
            names = ((folder, name) for folder in found for name in sorted(list_folders(folder)))
            found = [_path(folder, name) for folder, name in names if name[:1] != "." and fnmatchcase(name, part)]
        found = found[:MAX_MEMBERS]
    return [folder for folder in found if folder]


def _below(folders: Iterable[str], list_folders: List) -> list[str]:
    """The folders and all those in them, nearest first, within limits."""
    found = list(folders)
    for folder in found:  # grows on the way
        if len(found) >= MAX_MEMBERS:
            break
        found += [_path(folder, name) for name in sorted(list_folders(folder)) if name[:1] != "."]
    return found
