"""The rules: one module and one page each. They read the repository's facts and yield findings; nothing else."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tplint.findings import Finding, Rule
    from tplint.model import Repository


class Check(NamedTuple):
    """A rule and the function that applies it."""

    rule: Rule
    check: Callable[[Repository], Iterator[Finding]]


def checks(repository: Repository | None = None) -> tuple[Check, ...]:
    """The rules by code: every module of this package is one. With a repository only those that can judge it."""
    found = map(_check, module_names() if repository is None else _apt(repository))
    return tuple(sorted(found, key=lambda check: check.rule.code))


@cache
def _check(name: str) -> Check:
    """The rule of a module."""
    module = import_module(f"{__name__}.{name}")
    return Check(module.RULE, module.check)


def _apt(repository: Repository) -> list[str]:
    """The modules of the rules that can say something of a repository; of one that has nothing but projects none."""
    if not any(repository._replace(root="", projects=())):
        return []
    from tplint.checking.needs import may_speak  # noqa: PLC0415 - not for the table of rules
    from tplint.signs import Signs  # noqa: PLC0415 - the same

    signs = Signs(repository)
    return [name for name in module_names() if may_speak(name, signs)]


class Names:
    """The codes and names of rules, for those who look for one; only then are the rules loaded."""

    def __init__(self, load: Callable[[], Iterable[Rule]]) -> None:
        self._load = load

    def __iter__(self) -> Iterator[str]:
        return (name for rule in self._load() for name in (rule.code, rule.name))

    def __contains__(self, name: object) -> bool:
        return any(name == known for known in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def module_names() -> tuple[str, ...]:
    """The names of the package's modules."""
    folder = __path__[0]
    if os.path.isdir(folder):
        return tuple(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and name != "__init__.py")
    from pkgutil import iter_modules  # noqa: PLC0415 - only where tplint is zipped: it imports `inspect`

    return tuple(module.name for module in iter_modules(__path__))


def named(name: str) -> Rule:
    """The metadata of the rule of a name, which is that of its module."""
    rule: Rule = import_module(f"{__name__}.{name.replace('-', '_')}").RULE
    return rule


def page(rule: Rule) -> str:
    """A rule's page, in Markdown."""
    file = f"{rule.name.replace('-', '_')}.md"
    if os.path.isdir(__path__[0]):
        with open(os.path.join(__path__[0], file), encoding="utf-8") as text:
            return text.read()
    from importlib.resources import files  # noqa: PLC0415 - only where tplint is zipped: 15 ms, as it imports `tempfile`

    return files(__name__).joinpath(file).read_text("utf-8")
