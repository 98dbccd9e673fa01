"""What guides say, as data: the values they tell the reader to register, beliefs about PyPI, uses of workflow files."""

from __future__ import annotations

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from tplint.documents.source import Place
    from tplint.model import PlatformName


class Statement(NamedTuple):
    """A value that a guide tells its reader to type into a field of PyPI's form; empty: the field is to stay empty.

    ``field`` is PyPI's name with underscores. ``open`` is true where the guide gives other possibilities beside it.
    ``missing`` is true for a file that the repository does not have.
    """

    field: str
    value: str
    at: Place
    open: bool = False
    missing: bool = False


class Registration(NamedTuple):
    """The values of one publisher that a guide describes. ``index_name`` is ``both`` where it speaks of two at once.

    ``inherited`` are values that the guide gave before and means again ("same as above"). ``projects`` are those that
    links near it lead to, ``firm`` is false for values that only stand in sentences.
    """

    kind: PlatformName
    index_name: Literal["pypi", "testpypi", "both"]
    statements: tuple[Statement, ...]
    inherited: tuple[Statement, ...] = ()
    projects: tuple[str, ...] = ()
    firm: bool = True

    def get(self, field: str) -> Statement | None:
        """What it says of a field, itself or by what it refers to."""
        return next((said for said in (*self.statements, *self.inherited) if said.field == field), None)


class Myth(NamedTuple):
    """Something a guide says of PyPI that it does not do; ``kind`` is a key of ``tplint.guides.corrections``."""

    kind: str
    at: Place


class WorkflowUse(NamedTuple):
    """A command (`gh workflow run`) or link that uses a workflow file, which ``missing`` says not to be there.

    ``repository`` is the ``owner/name`` that it names, or empty. ``is_command`` is true where it starts the workflow.
    """

    workflow: str
    repository: str
    at: Place
    missing: bool = True
    is_command: bool = False


class Guide(NamedTuple):
    """A document (or a workflow's comments) that speaks of publishing: what it tells its reader."""

    path: str
    registrations: tuple[Registration, ...]
    myths: tuple[Myth, ...]
    uses: tuple[WorkflowUse, ...]
