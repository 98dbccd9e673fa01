"""What contexts hold at a path, and what a value holds at an index."""

from __future__ import annotations

from functools import lru_cache

from tplint.model import Known, Unknown
from tplint.platforms.github.expressions.outcomes import merged
from tplint.platforms.github.expressions.tree import is_name
from tplint.platforms.github.expressions.values import Prefix, fold, is_plain, to_number, to_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import TypeAlias

    from tplint.model import Fact

    # What the contexts hold at a path, as ("github", "event_name"); None where only a shorter path tells. The answer
    # for a shorter path holds for all below it: Unknown for ("needs",), a whole object for ("matrix",). Names come as
    # the expression spells them: GitHub compares them without case, but for those of `env` on Linux and macOS.
    Lookup: TypeAlias = Callable[[tuple[str, ...]], Fact[object] | None]

STAR = object()
_ABSENT = object()


class _Filtered(list[object]):
    """What ``.*`` gives: a list of which a further property is taken from each item."""


def static_names(context: str, keys: list[Fact[object]]) -> list[str]:
    """The path as far as its keys are known strings or numbers."""
    names = [context]
    for key in keys:
        if not isinstance(key, Known) or not is_plain(key.value):
            break
        names.append(to_string(key.value))
    return names


def looked_up(names: list[str], lookup: Lookup) -> tuple[Fact[object], int]:
    """What the contexts say of the longest path that they know, and how many keys that took."""
    path = tuple(names)
    for size in range(len(path), 0, -1):
        fact = lookup(path[:size])
        if isinstance(fact, Known):
            return fact, size - 1
        if fact is not None:
            spelled = fact if fact.origins else Unknown(fact.why, *fact.at, origins=(_spelled(path),))
            return spelled, len(path) - 1
    spelled_path = _spelled(path)
    return Unknown(f"`{spelled_path}` is known only when it runs", origins=(spelled_path,)), len(path) - 1


@lru_cache(maxsize=1024)
def _spelled(names: tuple[str, ...]) -> str:
    """A path as people write it."""
    return names[0] + "".join(f".{name}" if is_name(name) else f"['{name}']" for name in names[1:])


def indexed(fact: Fact[object], key: Fact[object]) -> Fact[object]:
    """One step from a value to what it holds under a key; null where it holds nothing."""
    unknown = [each for each in (fact, key) if isinstance(each, Unknown)]
    if unknown:
        return merged(unknown)
    value, index = fact.value, key.value  # type: ignore[union-attr]  # neither is Unknown
    if isinstance(index, Prefix):
        return Unknown(f"only the beginning of the key, `{index.text}`, is known")
    if isinstance(value, _Filtered):
        return Known(_Filtered(found for item in value for found in _items(item, index)))
    if index is STAR:
        return Known(_Filtered(_items(value, index)))
    return Known(next(iter(_items(value, index)), None), *fact.at)


def _items(value: object, index: object) -> Collection[object]:
    """What a list or an object holds at an index: nothing, one value, or with ``*`` all of them."""
    if not isinstance(value, (dict, list)):
        return ()
    if index is STAR:
        return value.values() if isinstance(value, dict) else value
    if isinstance(value, dict):
        found = _entry(value, to_string(index)) if is_plain(index) else _ABSENT
        return () if found is _ABSENT else (found,)
    number = to_number(index)
    return (value[int(number)],) if 0 <= number < len(value) else ()


def _entry(entries: dict[str, object], key: str) -> object:
    """The value under a key in any case, or ``_ABSENT``."""
    if key in entries:
        return entries[key]
    folded = fold(key)
    return next((value for name, value in entries.items() if fold(str(name)) == folded), _ABSENT)
