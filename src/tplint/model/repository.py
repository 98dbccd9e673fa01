"""What is uploaded and who may: projects, declared publishers, and all that is known of a repository."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.documents.source import Place, Pointer, Source
    from tplint.guides.records import Guide
    from tplint.metadata.distributions import Version
    from tplint.model.facts import Fact, IndexName
    from tplint.model.runs import Pipeline
    from tplint.model.uploads import Undecided, Upload


class ProjectName(NamedTuple):
    """A name that one file of a folder gives the project; ``reader`` is the table or call, as ``[project]``."""

    name: Fact[str]
    at: Place | Pointer
    reader: str


class Project(NamedTuple):
    """A folder with distributions' metadata. ``name`` is what the build backend would use.

    ``in_workspace`` is true where uv takes the folder for a member of the workspace that the repository's root is.
    """

    folder: str
    name: Fact[str]
    at: Place | Pointer | None
    names: tuple[ProjectName, ...]
    backend: str
    urls: Mapping[str, str]
    in_workspace: bool = False


class Problem(NamedTuple):
    """A file that could not be read, and the place where reading stopped.

    ``decisive`` is true where the file decides whether a publish works, by all that can be seen, and ``may_decide``
    also where a task or a script that it runs may upload.
    """

    message: str
    at: Place
    path: str
    decisive: bool = True
    may_decide: bool = True


class Remote(NamedTuple):
    """A git remote: ``host`` and ``path`` (``owner/repository`` without ``.git``)."""

    name: str
    host: str
    path: str


class Publisher(NamedTuple):
    """A declared publisher: the fields of PyPI's form as the configuration gives them.

    ``fields`` has PyPI's names with underscores (``workflow_filename``); ``keys`` leads to the table in the file.
    """

    index_name: IndexName
    kind: str
    project_name: str
    fields: Mapping[str, str]
    source: Source
    keys: tuple[str | int, ...]
    pending: bool = False


class Match(NamedTuple):
    """An upload by trusted publishing beside the declared publishers of its index.

    ``publishers`` are those that PyPI would accept it for. Where there is none, ``nearest`` is the one that comes
    nearest, ``fields`` are PyPI's names of what differs, and ``error`` is PyPI's answer.
    """

    upload: Upload
    publishers: tuple[Publisher, ...]
    nearest: Publisher | None = None
    fields: tuple[str, ...] = ()
    error: str = ""


class Release(NamedTuple):
    """What git has of the last release: its tag, and what the files said there.

    ``unread`` are workflows of that time that cannot be read now.
    """

    tag: str
    uploads: tuple[Upload, ...]
    alternatives: tuple[Upload, ...]
    projects: tuple[Project, ...]
    unread: frozenset[str] = frozenset()


class Repository(NamedTuple):
    """All that is known of a repository: what the rules read.

    ``uploads`` are certainly reached: where it cannot be decided which of several alternatives runs, they stand there
    as one, whose differing facts are Unknown. ``alternatives`` has every alternative by itself, certain or not, and
    ``unreachable`` the uploads whose conditions exclude every event. ``aside`` are uploads in files that the platform
    does not load, ``untriggered`` the pipelines with an upload that no event starts. ``dangling`` are local ``uses:``
    that certainly name nothing, ``versions`` those of the projects' distributions, in the projects' order.
    ``guides`` are the documents that speak of publishing; empty where no rule asks for them. ``released`` is the last
    release, where a rule asks for it and git knows one. ``absent`` are GitLab's top-level files that declared
    publishers name and that are not there. ``elsewhere`` are the uploads, and what may be one, of the platforms that
    the rule which reads this does not speak of. ``lacks_setup_py`` is whether its root certainly has no `setup.py`,
    ``has_build_py`` whether it has a `build.py`, which is what `python -m build` runs then, and
    ``absent_version_files`` where setup-python is asked for the version in a file that certainly is not there.
    """

    root: str
    pipelines: tuple[Pipeline, ...] = ()
    uploads: tuple[Upload, ...] = ()
    alternatives: tuple[Upload, ...] = ()
    unreachable: tuple[Upload, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    projects: tuple[Project, ...] = ()
    publishers: tuple[Publisher, ...] = ()
    matches: tuple[Match, ...] = ()
    remotes: tuple[Remote, ...] = ()
    problems: tuple[Problem, ...] = ()
    aside: tuple[Upload, ...] = ()
    untriggered: tuple[Pipeline, ...] = ()
    dangling: tuple[Place, ...] = ()
    versions: tuple[Version, ...] = ()
    guides: tuple[Guide, ...] = ()
    released: Release | None = None
    absent: tuple[str, ...] = ()
    elsewhere: tuple[Upload | Undecided, ...] = ()
    lacks_setup_py: bool = False
    has_build_py: bool = False
    absent_version_files: tuple[Place, ...] = ()

    def pipeline(self, path: str) -> Pipeline | None:
        """The workflow or pipeline of a file."""
        return next((pipeline for pipeline in self.pipelines if pipeline.path == path), None)

    @property
    def written_uploads(self) -> tuple[Upload, ...]:
        """What the files upload, whether anything reaches it or not, in each of its alternatives."""
        return (*self.alternatives, *self.unreachable)
