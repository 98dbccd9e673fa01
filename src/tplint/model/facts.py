"""Facts: values that the files decide, or do not, with the places that say so."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Generic, Literal, TypeAlias, TypeVar

    from tplint.documents.source import Place

    T_co = TypeVar("T_co", covariant=True)
    Made = TypeVar("Made")
    _Other = Literal["circleci", "azure", "bitbucket", "buildkite", "travis", "appveyor", "jenkins"]
else:  # only type checkers need to know of what a fact is, and `typing` takes long to load
    T_co, Generic = None, {None: object}

PlatformName: TypeAlias = "Literal['github', 'gitlab', 'google', 'activestate', _Other]"
IndexName: TypeAlias = "Literal['pypi', 'testpypi', 'other']"
Level: TypeAlias = "Literal['error', 'warning', 'note']"

# Who runs jobs, as people call them: those whose identity tokens PyPI accepts
# (https://docs.pypi.org/trusted-publishers/adding-a-publisher/), and all.
ACCEPTED: dict[PlatformName, str] = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "google": "Google Cloud",
    "activestate": "ActiveState",
}
PLATFORMS: dict[PlatformName, str] = {
    **ACCEPTED,
    "circleci": "CircleCI",
    "azure": "Azure Pipelines",
    "bitbucket": "Bitbucket Pipelines",
    "buildkite": "Buildkite",
    "travis": "Travis CI",
    "appveyor": "AppVeyor",
    "jenkins": "Jenkins",
}
# The indexes of PyPI's own, as people call them.
INDEXES: dict[IndexName, str] = {"pypi": "PyPI", "testpypi": "TestPyPI"}


class Known(Generic[T_co]):
    """A value that the files decide; ``at`` is where they say so, and empty for a platform's default.

    Facts are equal when their values are, wherever they are written.
    """

    __slots__ = ("at", "value")
    __match_args__ = ("value", "at")

    def __init__(self, value: T_co, *at: Place) -> None:
        self.value = value
        self.at = at

    def map(self, make: Callable[[T_co], Made]) -> Known[Made]:
        """What a function makes of the value, with the same places."""
        return Known(make(self.value), *self.at)

    def placed(self, *at: Place) -> Known[T_co]:
        """The same value with other places."""
        return Known(self.value, *at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash((Known, self.value))

    def __repr__(self) -> str:
        return f"Known({self.value!r})"


class Unknown:
    """A value that the files do not decide, and why.

    ``why`` is a clause for people ("set from an expression"). ``origins`` names what the value is made of where that
    is known: ``secrets.PYPI_TOKEN``, ``vars.INDEX``, ``steps.mint.outputs.token``, ``needs``, ``env.X``, ``shell``,
    ``files`` (names of files that a loop goes through).
    """

    __slots__ = ("at", "origins", "why")
    __match_args__ = ("why", "origins", "at")

    def __init__(self, why: str, *at: Place, origins: tuple[str, ...] = ()) -> None:
        self.why = why
        self.at = at
        self.origins = origins

    def map(self, _: object) -> Unknown:
        """The same: what a function would make of the value is no more known than the value."""
        return self

    def placed(self, *at: Place) -> Unknown:
        """The same with other places."""
        return Unknown(self.why, *at, origins=self.origins)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and (self.why, self.origins) == (other.why, other.origins)

    def __hash__(self) -> int:
        return hash((Unknown, self.why, self.origins))

    def __repr__(self) -> str:
        return f"Unknown({self.why!r})"


Fact: TypeAlias = "Known[T_co] | Unknown"
