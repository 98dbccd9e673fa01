"""Names of workflows' files that are nearly the same: PyPI and the platforms compare them letter by letter."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Pipeline


def differs_in_spelling(first: str, second: str) -> bool:
    """Whether two names differ, and only in letter case or between `.yml` and `.yaml`."""
    return first != second and _without_extension(first) == _without_extension(second)


def misspelt(path: str, pipelines: tuple[Pipeline, ...]) -> Pipeline | None:
    """The workflow that a path misspells; None where its file is there, or several come into question."""
    if any(pipeline.path == path for pipeline in pipelines):
        return None
    found = [pipeline for pipeline in pipelines if differs_in_spelling(path, pipeline.path)]
    return found[0] if len(found) == 1 else None


def _without_extension(name: str) -> str:
    lower = name.lower()
    return lower.removesuffix(".yaml").removesuffix(".yml") if lower.endswith((".yml", ".yaml")) else lower
