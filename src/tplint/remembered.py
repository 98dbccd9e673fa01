"""Results of functions of large values, kept by what the value is: to compare trees would cost what is to be saved."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Concatenate, ParamSpec, TypeVar

    Beside = ParamSpec("Beside")
    Of = TypeVar("Of")
    Result = TypeVar("Result")

_CLEARING: list[Callable[[], None]] = []  # what empties the table of each function
# How many values to keep of steps: all that a job may have, so that none is forgotten before the next upload asks.
OF_STEPS = 2_048


def by_identity(
    size: int,
) -> Callable[[Callable[Concatenate[Of, Beside], Result]], Callable[Concatenate[Of, Beside], Result]]:
    """Let a function work once for each of the values that it is asked about.

    Its further arguments belong to the value, as a file belongs to a tree: they are always the same with it, but that
    files with the same text share their trees. Beyond ``size`` values all are forgotten.
    """
    return lambda function: _remembering(function, size)


def by_identities(size: int) -> Callable[[Callable[Beside, Result]], Callable[Beside, Result]]:
    """Let a function work once for the very same arguments, given by position; beyond ``size`` all are forgotten."""
    return lambda function: _remembering_all(function, size)


def forget() -> None:
    """Forget all: what has been judged is not asked about again, and its files are kept in memory no longer."""
    for clear in _CLEARING:
        clear()


def _remembering(
    function: Callable[Concatenate[Of, Beside], Result], size: int
) -> Callable[Concatenate[Of, Beside], Result]:
    known: dict[int, tuple[Of, Result]] = {}
    _CLEARING.append(known.clear)

    def remembered(of: Of, /, *beside: Beside.args, **named: Beside.kwargs) -> Result:
        found = known.get(id(of))
        if found is not None and found[0] is of:
            return found[1]
        result = function(of, *beside, **named)
        if len(known) >= size:
            known.clear()
        known[id(of)] = (of, result)
        return result

    return remembered


def _remembering_all(function: Callable[Beside, Result], size: int) -> Callable[Beside, Result]:
    known: dict[tuple[int, ...], tuple[tuple[object, ...], Result]] = {}
    _CLEARING.append(known.clear)

    def remembered(*of: Beside.args, **named: Beside.kwargs) -> Result:
        found = known.get(key := tuple(map(id, of)))
        if found is None:
            result = function(*of, **named)
            if len(known) >= size:
                known.clear()
            found = known[key] = (of, result)  # as long as they are kept, nothing else has their ids
        return found[1]

    return remembered
