"""The values of GitHub Actions' expressions, as far as the files decide them: tree and contexts to facts.

An expression has a set of possible outcomes. One that all paths share is Known; otherwise the value is Unknown, and the
conditions it depends on can be assumed one way or the other (``assignments``), the same way for many expressions.
Conversions and comparisons are the runner's, as in ``expressions``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tplint.model import Known, Unknown
from tplint.platforms.github.expressions import (
    NAN,
    SPACE,
    STATUS_FUNCTIONS,
    And,
    Call,
    Compare,
    Context,
    ExpressionError,
    Literal,
    Not,
    Or,
    Property,
    canonical,
    condition_expression,
    parse,
    to_number,
    value_expression,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tplint.model import Fact
    from tplint.platforms.github.expressions import Expression

    # What the contexts hold at a path, as ("github", "event_name"); None where only a shorter path tells. The answer
    # for a shorter path holds for all below it: Unknown for ("needs",), a whole object for ("matrix",). Names come as
    # the expression spells them: GitHub compares them without case, but for those of `env` on Linux and macOS.
    Lookup: TypeAlias = Callable[[tuple[str, ...]], Fact[object] | None]
    # The truth assumed of undecided conditions, by their canonical text.
    Assumptions: TypeAlias = Mapping[str, bool]

# GitHub stops at about as much memory; nested calls could otherwise ask for any amount.
MAX_TEXT = 1_000_000
MAX_JSON_DEPTH = 100
# Alternatives of one operator's operands that are tried in combination; beyond, the result is simply not known.
MAX_COMBINATIONS = 32
MAX_ASSIGNMENTS = 64


class Prefix(NamedTuple):
    """A string of which the beginning is known: it starts with ``text``, and is longer."""

    text: str


# --- contexts -------------------------------------------------------------------------------------------------------


def contexts(known: Mapping[str, object], *, closed: Collection[str] = ()) -> Lookup:
    """A lookup in dicts by the names of contexts, as ``{"github": {"event_name": "push"}, "matrix": {...}}``.

    Names of contexts are given in lower case, and all names are found in any case. Values are facts, or plain values
    (``Prefix`` among them); dicts may nest, with facts inside. What is not there is not known, except inside a
    ``closed`` context and inside a ``Known`` object, where it is null.
    """

    def lookup(path: tuple[str, ...]) -> Fact[object] | None:
        name = path[0].lower()
        value, complete = known.get(name, _ABSENT), name in closed
        for key in path[1:]:
            if isinstance(value, Known):
                value, complete = value.value, True
            if not isinstance(value, dict):
                return None
            value = _entry(value, key, _ABSENT)
            if value is _ABSENT:
                return Known(None) if complete else None
        return _whole(value, complete=complete)

    return lookup


_ABSENT = object()


def _entry(entries: dict[str, object], key: str, default: object) -> object:
    """The value under a key in any case."""
    if key in entries:
        return entries[key]
    folded = _fold(key)
    return next((value for name, value in entries.items() if _fold(str(name)) == folded), default)


def _whole(value: object, *, complete: bool) -> Fact[object] | None:
    """A value that a context holds, as one fact; None for an object of which only some entries are known."""
    if value is _ABSENT:
        return None
    if isinstance(value, (Known, Unknown)):
        return value
    if not isinstance(value, dict):
        return Known(value)
    if not complete:
        return None
    entries = {name: _whole(entry, complete=True) for name, entry in value.items()}
    unknown = [entry for entry in entries.values() if isinstance(entry, Unknown)]
    if unknown:
        return _merged(unknown)
    return Known({name: entry.value for name, entry in entries.items() if isinstance(entry, Known)})


# --- outcomes -------------------------------------------------------------------------------------------------------


class _Outcome(NamedTuple):
    """One possible value; ``truth`` is None where the value is unknown and not known to be truthy or falsy."""

    fact: Fact[object]
    truth: bool | None


class _Result(NamedTuple):
    """All possible outcomes, one at least, and the undecided conditions between several."""

    outcomes: tuple[_Outcome, ...]
    doubts: tuple[Unknown, ...] = ()

    @property
    def truth(self) -> bool | None:
        """Whether all outcomes are truthy or all falsy; None if not."""
        truths = {outcome.truth for outcome in self.outcomes}
        return truths.pop() if len(truths) == 1 else None

    @property
    def fact(self) -> Fact[object]:
        """The value that all outcomes agree on."""
        if len(self.outcomes) == 1:
            return self.outcomes[0].fact
        return _merged(self.unknowns) if self.unknowns else Unknown("it depends on an expression that is not known")

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """All that keeps the value from being known."""
        return (*self.doubts, *(o.fact for o in self.outcomes if isinstance(o.fact, Unknown)))


def _outcome(fact: Fact[object]) -> _Outcome:
    return _Outcome(fact, _is_truthy(fact.value) if isinstance(fact, Known) else None)


def _result(outcomes: Iterable[_Outcome], doubts: Iterable[Unknown] = ()) -> _Result:
    """A result without outcomes that say the same, and without doubts where only one is left."""
    distinct: list[_Outcome] = []
    for outcome in outcomes:
        if not any(_is_same(outcome, other) for other in distinct):
            distinct.append(outcome)
    return _Result(tuple(distinct), tuple(dict.fromkeys(doubts)) if len(distinct) > 1 else ())


def _is_same(left: _Outcome, right: _Outcome) -> bool:
    if isinstance(left.fact, Known) and isinstance(right.fact, Known):
        one, other = left.fact.value, right.fact.value
        if isinstance(one, (dict, list)):
            return one is other
        return type(one) is type(other) and (one == other or one is other)
    return left == right


def _merged(unknowns: Sequence[Unknown]) -> Unknown:
    """One Unknown for several, with all their origins and places."""
    if len(unknowns) == 1:
        return unknowns[0]
    places = dict.fromkeys(place for unknown in unknowns for place in unknown.at)
    origins = dict.fromkeys(origin for unknown in unknowns for origin in unknown.origins)
    return Unknown(unknowns[0].why, *places, origins=tuple(origins))


def _lifted(function: Callable[..., _Outcome], results: Sequence[_Result]) -> _Result:
    """Apply a function of facts to every combination of its arguments' outcomes."""
    combinations: list[tuple[Fact[object], ...]] = [()]
    for result in results:
        combinations = [(*head, outcome.fact) for head in combinations for outcome in result.outcomes]
        if len(combinations) > MAX_COMBINATIONS:
            doubts = [unknown for each in results for unknown in each.unknowns]
            return _Result((_outcome(_merged(doubts) if doubts else Unknown("it has too many alternatives")),))
    return _result(
        (function(*combination) for combination in combinations),
        (doubt for result in results for doubt in result.doubts),
    )


# --- evaluation -----------------------------------------------------------------------------------------------------


class _Run:
    """One evaluation: where contexts are looked up, what is assumed, and which conditions turned out undecided."""

    def __init__(self, lookup: Lookup, assume: Assumptions | None) -> None:
        self.lookup = lookup
        self.assume = assume or {}
        self.equal = dict(filter(None, map(_equality, (text for text, holds in self.assume.items() if holds))))
        self.undecided: list[str] = []


@lru_cache(maxsize=1024)
def _equality(text: str) -> tuple[str, str] | None:
    """Of an assumption ``x == 'text'``: ``x``, and the text that it must then be, in some case.

    A text that reads as a number is left out, for other values equal it as well.
    """
    try:
        expression = parse(text)
    except ExpressionError:
        return None
    match expression:
        case Compare("==", left, Literal(str(value))) if to_number(value) != to_number(value):  # NaN
            return canonical(left), value
    return None


def evaluate(expression: Expression, context: Lookup, assume: Assumptions | None = None) -> Fact[object]:
    """The value of an expression: None, a bool, a number, a string, ``Prefix``, a list or a dict.

    A condition inside it that is not decided is taken from ``assume`` by its canonical text, if it is there.
    """
    return _value(expression, _Run(context, assume), boolean=False).fact


def holds(expression: Expression, context: Lookup, assume: Assumptions | None = None) -> Fact[bool]:
    """Whether an expression is true as a condition."""
    result = _value(expression, _Run(context, assume), boolean=True)
    if result.truth is not None:
        return Known(result.truth)
    return _merged(result.unknowns) if result.unknowns else Unknown("it depends on an expression that is not known")


def truth(text: str, context: Lookup, assume: Assumptions | None = None) -> Fact[bool]:
    """Whether an ``if:`` lets its job or step run when nothing fails and nobody cancels."""
    try:
        return holds(condition_expression(text), context, assume)
    except ExpressionError as error:
        return Unknown(f"the condition is not a valid expression: {error.message}")


def interpolate(text: str, context: Lookup, assume: Assumptions | None = None) -> Fact[str]:
    """The string that a value with ``${{ }}`` becomes."""
    fact = interpolate_partly(text, context, assume)
    if isinstance(fact, Known):
        if isinstance(fact.value, Prefix):
            return Unknown(f"only its beginning `{fact.value.text}` is known", *fact.at)
        return Known(fact.value, *fact.at)
    return fact


def interpolate_partly(text: str, context: Lookup, assume: Assumptions | None = None) -> Fact[str | Prefix]:
    """The string that a value with ``${{ }}`` becomes, or its beginning."""
    if "${{" not in text:
        return Known(text)
    try:
        fact = evaluate(value_expression(text), context, assume)
    except ExpressionError as error:
        return Unknown(f"the value has an expression that is not valid: {error.message}")
    match fact:
        case Known(value, at):
            return Known(value if isinstance(value, Prefix) else _string(value), *at)
        case _:
            return fact


def undecided(
    expression: Expression | str, context: Lookup, assume: Assumptions | None = None, *, boolean: bool = False
) -> tuple[str, ...]:
    """The canonical texts of the smallest undecided conditions on which the value depends, in order.

    With ``boolean``, the expression itself is a condition (``if:``). A string is a value with ``${{ }}``, or an
    ``if:``; one that is not valid has none. Under an assumption, further conditions can turn up.
    """
    if isinstance(expression, str):
        try:
            expression = condition_expression(expression) if boolean else value_expression(expression)
        except ExpressionError:
            return ()
    run = _Run(context, assume)
    _value(expression, run, boolean=boolean)
    return tuple(dict.fromkeys(run.undecided))


def assignments(
    context: Lookup,
    *,
    conditions: Iterable[Expression | str] = (),
    values: Iterable[Expression | str] = (),
    limit: int = MAX_ASSIGNMENTS,
) -> tuple[Assumptions, ...] | None:
    """Every set of assumptions that decides all these expressions, true before false; None if beyond the limit.

    Conditions and values are as for ``undecided``. A condition is assumed only where something depends on it; without
    undecided ones there is one empty set.
    """
    wanted = [*((each, True) for each in conditions), *((each, False) for each in values)]
    done: list[Assumptions] = []
    pending: list[Assumptions] = [{}]
    while pending:
        assume = pending.pop()
        atoms = (undecided(expression, context, assume, boolean=boolean) for expression, boolean in wanted)
        atom = next((found[0] for found in atoms if found), None)
        if atom is None:
            done.append(assume)
        else:
            pending += ({**assume, atom: False}, {**assume, atom: True})
        if len(done) + len(pending) > limit:
            return None
    return tuple(done)


def _value(expression: Expression, run: _Run, *, boolean: bool) -> _Result:
    """The outcomes of an expression; in a boolean position with what is assumed of it."""
    before = len(run.undecided)
    match expression:
        case Literal(value):
            result = _Result((_outcome(Known(value)),))
        case Context() | Property():
            result = _access(expression, run)
        case Not(operand):
            result = _negated(_value(operand, run, boolean=True))
        case And(operands):
            result = _chain(operands, run, boolean=boolean, stop=False)
        case Or(operands):
            result = _chain(operands, run, boolean=boolean, stop=True)
        case Compare():
            result = _comparison(expression, run)
        case Call():
            result = _call(expression, run, boolean=boolean)
    if boolean and result.truth is None:
        result = _settled(expression, result, run, before)
    if isinstance(result.fact, Known) or (boolean and result.truth is not None):
        del run.undecided[before:]  # whatever it is, nothing depends on it
    return result


def _settled(expression: Expression, result: _Result, run: _Run, before: int) -> _Result:
    """Apply what is assumed of an undecided condition; take note of it where nothing is and no part is smaller."""
    text, wanted = canonical(expression), True
    if isinstance(expression, Compare) and expression.op == "!=":
        text, wanted = canonical(expression._replace(op="==")), False
    if text in run.assume:
        return _assumed(expression, result, truth=run.assume[text] == wanted)
    if text in run.equal:  # assumed equal to a string that is not empty
        return _assumed(expression, result, truth=True)
    if len(run.undecided) == before:
        run.undecided.append(text)
    return result


def _assumed(expression: Expression, result: _Result, *, truth: bool) -> _Result:
    """What is left of the outcomes of a condition of which the truth is assumed."""
    left = [_with_truth(expression, o, truth=truth) for o in result.outcomes if o.truth in {truth, None}]
    return _result(left, result.doubts) if left else _Result((_outcome(Known(truth)),))


def _with_truth(expression: Expression, outcome: _Outcome, *, truth: bool) -> _Outcome:
    """An outcome of an expression once its truth is settled: of one that can only be true or false, its value."""
    if outcome.truth is None and _is_boolean(expression):
        return _outcome(Known(truth))
    return _Outcome(outcome.fact, truth)


_BOOLEAN_FUNCTIONS = STATUS_FUNCTIONS | {"contains", "startswith", "endswith"}


def _is_boolean(expression: Expression) -> bool:
    """Whether the value can be nothing but true or false."""
    match expression:
        case Not() | Compare():
            return True
        case And(operands) | Or(operands):
            return all(map(_is_boolean, operands))
        case Call(name):
            return name.lower() in _BOOLEAN_FUNCTIONS
        case Literal(value):
            return isinstance(value, bool)
    return False


def _chain(operands: tuple[Expression, ...], run: _Run, *, boolean: bool, stop: bool) -> _Result:
    """``&&`` (stops at the first falsy operand) and ``||`` (at the first truthy one); the last operand decides else."""
    outcomes: list[_Outcome] = []
    doubts: list[Unknown] = []
    for operand in operands[:-1]:
        result = _value(operand, run, boolean=True)
        stopping = [outcome for outcome in result.outcomes if outcome.truth in {stop, None}]
        outcomes += (_with_truth(operand, outcome, truth=stop) for outcome in stopping)
        if result.truth is stop:
            return _result(outcomes, doubts)
        if stopping:
            doubts += result.unknowns
    last = _value(operands[-1], run, boolean=boolean)
    return _result([*outcomes, *last.outcomes], [*doubts, *last.doubts])


def _negated(result: _Result) -> _Result:
    return _result((o if o.truth is None else _outcome(Known(not o.truth)) for o in result.outcomes), result.doubts)


def _comparison(expression: Compare, run: _Run) -> _Result:
    """A comparison; one of a condition with ``true`` or ``false`` is that condition."""
    op, left, right = expression.op, expression.left, expression.right
    if isinstance(left, Literal):
        left, right, op = right, left, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op)
    match right:
        case Literal(bool(wanted)) if op in {"==", "!="} and _is_boolean(left):
            result = _value(left, run, boolean=True)
            return result if wanted == (op == "==") else _negated(result)
    return _lifted(
        lambda one, other: _unless_unknown(lambda a, b: _compared(op, a, b), one, other),
        [_folded_value(left, run), _folded_value(right, run)],
    )


def _folded_value(expression: Expression, run: _Run) -> _Result:
    """The value of an operand of which the case of letters does not matter: an assumed equality tells it."""
    result = _value(expression, run, boolean=False)
    if run.equal and isinstance(result.fact, Unknown) and (text := run.equal.get(canonical(expression))) is not None:
        return _Result((_outcome(Known(text)),))
    return result


# --- contexts' properties -------------------------------------------------------------------------------------------

_STAR = object()


class _Filtered(list[object]):
    """What ``.*`` gives: a list of which a further property is taken from each item."""


def _access(expression: Context | Property, run: _Run) -> _Result:
    """A context or what is taken from a value: the longest path that is looked up, then the rest by index."""
    keys: list[Fact[object]] = []
    node: Expression = expression
    while isinstance(node, Property):
        keys.append(Known(_STAR) if node.key is None else _value(node.key, run, boolean=False).fact)
        node = node.of
    keys.reverse()
    if isinstance(node, Context):
        names = _static_names(node.name, keys)
        fact, used = _looked_up(names, run.lookup)
    else:
        fact, used = _value(node, run, boolean=False).fact, 0
    for key in keys[used:]:
        fact = _indexed(fact, key)
    return _Result((_outcome(fact),))


def _static_names(context: str, keys: list[Fact[object]]) -> list[str]:
    """The path as far as its keys are known strings or numbers."""
    names = [context]
    for key in keys:
        if not isinstance(key, Known) or not _is_plain(key.value):
            break
        names.append(_string(key.value))
    return names


def _looked_up(names: list[str], lookup: Lookup) -> tuple[Fact[object], int]:
    """What the contexts say of the longest path that they know, and how many keys that took."""
    path = tuple(names)
    for size in range(len(path), 0, -1):
        fact = lookup(path[:size])
        if isinstance(fact, Known):
            return fact, size - 1
        if fact is not None:
            spelled = fact if fact.origins else Unknown(fact.why, *fact.at, origins=(_spelled(names),))
            return spelled, len(path) - 1
    spelled_path = _spelled(names)
    return Unknown(f"`{spelled_path}` is known only when it runs", origins=(spelled_path,)), len(path) - 1


_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def _spelled(names: list[str]) -> str:
    """A path as people write it."""
    return names[0] + "".join(f".{name}" if _PLAIN_NAME.fullmatch(name) else f"['{name}']" for name in names[1:])


def _indexed(fact: Fact[object], key: Fact[object]) -> Fact[object]:
    """One step from a value to what it holds under a key; null where it holds nothing."""
    unknown = [each for each in (fact, key) if isinstance(each, Unknown)]
    if unknown:
        return _merged(unknown)
    value, index = fact.value, key.value  # type: ignore[union-attr]  # neither is Unknown
    if isinstance(index, Prefix):
        return Unknown(f"only the beginning of the key, `{index.text}`, is known")
    if isinstance(value, _Filtered):
        return Known(_Filtered(found for item in value for found in _items(item, index)))
    if index is _STAR:
        return Known(_Filtered(_items(value, index)))
    return Known(next(iter(_items(value, index)), None), *fact.at)


def _items(value: object, index: object) -> Collection[object]:
    """What a list or an object holds at an index: nothing, one value, or with ``*`` all of them."""
    if not isinstance(value, (dict, list)):
        return ()
    if index is _STAR:
        return value.values() if isinstance(value, dict) else value
    if isinstance(value, dict):
        found = _entry(value, _string(index), _ABSENT) if _is_plain(index) else _ABSENT
        return () if found is _ABSENT else (found,)
    number = _number(index)
    return (value[int(number)],) if 0 <= number < len(value) else ()


# --- conversions and comparisons ------------------------------------------------------------------------------------


def _is_plain(value: object) -> bool:
    """Whether a value is null, a boolean, a number or a string, all of it known."""
    return value is None or isinstance(value, (bool, int, float, str))


def _is_truthy(value: object) -> bool:
    if isinstance(value, (int, float)):  # booleans too
        return value < 0 or value > 0  # neither 0 nor NaN
    return value is not None and value != ""


def _number(value: object) -> float:
    match value:
        case None:
            return 0.0
        case bool() | float() | int():
            try:
                return float(value)
            except OverflowError:
                return float("inf") if value > 0 else float("-inf")
        case str():
            return to_number(value)
    return NAN


def _string(value: object) -> str:
    """The string that a value becomes: numbers with up to 15 digits, as .NET's ``G15`` writes them."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            text = f"{_number(value) + 0.0:.15G}"  # the sum turns -0 into 0
            return {"NAN": "NaN", "INF": "Infinity", "-INF": "-Infinity"}.get(text, text)
        case list():
            return "Array"
    return "Object"


def _fold(text: str) -> str:
    """A string as GitHub compares it without case: each letter's upper-case letter, where that is a single one.

    As in .NET's ordinal comparison no other letter becomes one of ASCII; the length stays the same.
    """
    if text.isascii():
        return text.upper()
    return "".join(c.upper() if c.isascii() or (len(c.upper()) == 1 and not c.upper().isascii()) else c for c in text)


def _unless_unknown(function: Callable[..., bool | None], *facts: Fact[object]) -> _Outcome:
    """The boolean that a function makes of known values; it answers None where a Prefix leaves it open."""
    unknown = [fact for fact in facts if isinstance(fact, Unknown)]
    if unknown:
        return _Outcome(_merged(unknown), None)
    answer = function(*(fact.value for fact in facts if isinstance(fact, Known)))
    if answer is None:
        return _Outcome(Unknown("the values that it compares are known only when it runs"), None)
    return _outcome(Known(answer))


def _compared(op: str, left: object, right: object) -> bool | None:
    if op in {"==", "!="}:
        equal = _equal(left, right)
        return equal if equal is None or op == "==" else not equal
    if isinstance(left, Prefix) or isinstance(right, Prefix):
        return None
    if not (_is_plain(left) and _is_plain(right)):
        # Lists and objects are neither less nor greater than anything; whether two are the same one is not followed.
        return _equal(left, right) if op in {"<=", ">="} else False
    if isinstance(left, str) and isinstance(right, str):
        return _ordered(op, _ordinal(left), _ordinal(right))
    return _ordered(op, _number(left), _number(right))


def _ordinal(text: str) -> bytes:
    """A string's place in .NET's order, which is that of UTF-16 code units."""
    return _fold(text).encode("utf-16-be", "surrogatepass")


def _ordered(op: str, left: bytes | float, right: bytes | float) -> bool:
    match op, left, right:
        case ((">" | ">="), _, _):
            return _ordered(op.replace(">", "<"), right, left)
        case _, bytes(), bytes():
            return left < right or (op == "<=" and left == right)
        case _, float(), float():
            return left < right or (op == "<=" and left == right)
    return False


def _equal(left: object, right: object) -> bool | None:
    """GitHub's loose equality: strings without case, other plain values as numbers, objects by identity (open)."""
    if isinstance(left, Prefix) or isinstance(right, Prefix):
        return _prefix_equal(left, right) if isinstance(left, Prefix) else _prefix_equal(right, left)
    if _is_plain(left) and _is_plain(right):
        if isinstance(left, str) and isinstance(right, str):
            return _fold(left) == _fold(right)
        return _number(left) == _number(right)
    alike = isinstance(left, list) == isinstance(right, list) and not _is_plain(left) and not _is_plain(right)
    return None if alike else False


def _prefix_equal(prefix: object, other: object) -> bool | None:
    """Whether a string that begins so can equal a value: False if not, else open."""
    assert isinstance(prefix, Prefix)
    beginning = _fold(prefix.text)
    if isinstance(other, Prefix):
        compatible = beginning.startswith(_fold(other.text)) or _fold(other.text).startswith(beginning)
    elif isinstance(other, str):
        compatible = len(other) > len(beginning) and _fold(other).startswith(beginning)
    else:  # the string is read as a number; no number begins with another letter than these
        compatible = _is_plain(other) and beginning.lstrip(SPACE)[:1] in {"", *"+-.0123456789IN∞"}
    return None if compatible else False


# --- functions ------------------------------------------------------------------------------------------------------


def _call(call: Call, run: _Run, *, boolean: bool) -> _Result:
    name = call.name.lower()
    if name in STATUS_FUNCTIONS:  # of a run in which nothing fails and that nobody cancels
        return _Result((_outcome(Known(name in {"success", "always"})),))
    if name == "case":
        return _case(call, run, boolean=boolean)
    if name in _SEARCHES:
        search = _SEARCHES[name]
        facts = [_folded_value(argument, run) for argument in call.arguments]
        return _lifted(lambda text, part: _unless_unknown(search, text, part), facts)
    facts = [_value(argument, run, boolean=False) for argument in call.arguments]
    if name in _FUNCTIONS:
        return _lifted(_FUNCTIONS[name], facts)
    doubts = [unknown for fact in facts for unknown in fact.unknowns]
    return _Result((_outcome(_merged([Unknown(f"`{call.name}()` is known only when it runs"), *doubts])),))


def _case(call: Call, run: _Run, *, boolean: bool) -> _Result:
    """``case(condition, value, ..., default)``: the value after the first condition that is true."""
    outcomes: list[_Outcome] = []
    doubts: list[Unknown] = []
    *pairs, default = call.arguments
    for condition, value in zip(pairs[::2], pairs[1::2], strict=True):
        result = _value(condition, run, boolean=True)
        if any(isinstance(o.fact, Known) and not isinstance(o.fact.value, bool) for o in result.outcomes):
            return _Result((_outcome(Unknown("a condition of `case()` must be a boolean")),))
        if result.truth is False:
            continue
        if result.truth is None:
            doubts += result.unknowns
        chosen = _value(value, run, boolean=boolean)
        outcomes += chosen.outcomes
        doubts += chosen.doubts
        if result.truth is True:
            return _result(outcomes, doubts)
    last = _value(default, run, boolean=boolean)
    return _result([*outcomes, *last.outcomes], [*doubts, *last.doubts])


def _contains(text: object, part: object) -> bool | None:
    if isinstance(text, list):
        answers = [_equal(part, item) for item in text]
        return True if True in answers else None if None in answers else False
    return _searched(text, part, lambda whole, piece: piece in whole)


def _searched(text: object, part: object, found: Callable[[str, str], bool]) -> bool | None:
    """Search in a known string, or in the known beginning of one; anything but plain values contains nothing."""
    if isinstance(text, dict | list) or isinstance(part, dict | list):
        return False
    if isinstance(part, Prefix):
        if isinstance(text, Prefix):
            return None
        beginning = _fold(part.text)  # at its first place there is the most room for what follows
        at = _fold(_string(text)).find(beginning)
        return None if 0 <= at < len(_string(text)) - len(beginning) else False
    piece = _fold(_string(part))
    if isinstance(text, Prefix):
        return True if found(_fold(text.text), piece) else None
    return found(_fold(_string(text)), piece)


def _starts_with(text: object, part: object) -> bool | None:
    if isinstance(part, Prefix) and isinstance(text, Prefix):
        one, other = _fold(text.text), _fold(part.text)
        return None if one.startswith(other) or other.startswith(one) else False
    if isinstance(part, Prefix) and _is_plain(text):
        return _prefix_equal(part, _string(text))
    if isinstance(text, Prefix) and _is_plain(part):
        beginning, piece = _fold(text.text), _fold(_string(part))
        if beginning.startswith(piece):
            return True
        return None if piece.startswith(beginning) else False
    return _searched(text, part, str.startswith)


def _ends_with(text: object, part: object) -> bool | None:
    if isinstance(text, Prefix) and _is_plain(part):
        return True if _string(part) == "" else None
    return _searched(text, part, str.endswith)


_SEARCHES: dict[str, Callable[[object, object], bool | None]] = {
    "contains": _contains,
    "startswith": _starts_with,
    "endswith": _ends_with,
}


def _concatenated(parts: Sequence[Fact[object]]) -> _Outcome:
    """The string of several values in a row: not known unless all of them are, but for the end of the last one."""
    values = [fact.value for fact in parts if isinstance(fact, Known)]
    texts = [value.text if isinstance(value, Prefix) else _string(value) for value in values]
    filled = [value for value, text in zip(values, texts, strict=True) if text or isinstance(value, Prefix)]
    certain = True if filled else None  # a string that is not empty is truthy, whatever else is in it
    unknown = [fact for fact in parts if isinstance(fact, Unknown)]
    if unknown:
        return _Outcome(_merged(unknown), certain)
    if any(isinstance(value, Prefix) for value in filled[:-1]):
        return _Outcome(Unknown("only the beginning of a value in it is known"), certain)
    if sum(map(len, texts)) > MAX_TEXT:
        return _Outcome(Unknown("it is too long"), certain)
    text = "".join(texts)
    return _outcome(Known(Prefix(text) if filled and isinstance(filled[-1], Prefix) else text))


_FORMAT = re.compile(r"(?P<text>[^{}]+)|(?P<brace>\{\{|\}\})|\{(?P<index>[0-9]{1,3})\}")


def _format(pattern: Fact[object], *arguments: Fact[object]) -> _Outcome:
    """``format('{0} and {{braces}}', value)``."""
    if isinstance(pattern, Unknown):
        return _Outcome(pattern, None)
    text = "" if isinstance(pattern.value, Prefix) else _string(pattern.value)
    parts: list[Fact[object]] = []
    position = 0
    while match := _FORMAT.match(text, position):
        position = match.end()
        if not match["index"]:
            parts.append(Known(match["text"] or match["brace"][0]))
        elif int(match["index"]) < len(arguments):
            parts.append(arguments[int(match["index"])])
        else:
            break
    else:
        if position == len(text) and not isinstance(pattern.value, Prefix):
            return _concatenated(parts)
    return _outcome(Unknown("`format()` is called with a format string that cannot be read"))


_COMMA: Fact[object] = Known(",")


def _join(items: Fact[object], separator: Fact[object] = _COMMA) -> _Outcome:
    """``join(list, separator)``; a plain value is its own string, an object an empty one."""
    if isinstance(items, Unknown):
        return _Outcome(items, None)
    if not isinstance(items.value, list):
        return _concatenated([] if isinstance(items.value, dict) else [items])
    if isinstance(separator, Known) and isinstance(separator.value, (dict, list)):
        separator = _COMMA
    parts: list[Fact[object]] = []
    for item in items.value:
        parts += (separator, Known(item)) if parts else (Known(item),)
    return _concatenated(parts)


def _to_json(value: Fact[object]) -> _Outcome:
    """``toJSON(value)``, indented by two spaces."""
    if isinstance(value, Unknown):
        return _Outcome(value, True)  # no JSON text is empty
    text = _json_text(value.value, "\n")
    if text is None or len(text) > MAX_TEXT:
        return _Outcome(Unknown("the JSON text of this value is not known"), True)
    return _outcome(Known(text))


def _json_text(value: object, line: str) -> str | None:
    """A value as JSON, each line of it led by ``line``; None where a part is not known, or too deep."""
    if isinstance(value, Prefix) or len(line) > 2 * MAX_JSON_DEPTH:
        return None
    if isinstance(value, (dict, list)) and value:
        inner = line + "  "
        items = value.values() if isinstance(value, dict) else value
        texts = [text for text in (_json_text(item, inner) for item in items) if text is not None]
        if len(texts) < len(value):
            return None
        if isinstance(value, dict):
            texts = [f"{_quoted(str(name))}: {text}" for name, text in zip(value, texts, strict=True)]
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        return f"{opening}{inner}{f',{inner}'.join(texts)}{line}{closing}"
    if isinstance(value, str):
        return _quoted(value)
    return "null" if value is None else _string(value) if _is_plain(value) else "[]" if value == [] else "{}"


def _quoted(text: str) -> str:
    import json  # noqa: PLC0415 - few expressions need it

    return json.dumps(text, ensure_ascii=False)


def _from_json(text: Fact[object]) -> _Outcome:
    """``fromJSON(text)``."""
    if isinstance(text, Unknown):
        return _Outcome(text, None)
    import json  # noqa: PLC0415 - few expressions need it

    try:
        value = json.loads("" if isinstance(text.value, Prefix) else _string(text.value), parse_int=float)
    except (ValueError, RecursionError):
        return _outcome(Unknown("`fromJSON()` is called with a text that is not JSON"))
    if _is_deep(value):
        return _outcome(Unknown("`fromJSON()` is called with a text that is nested too deeply"))
    return _outcome(Known(value))


def _is_deep(value: object) -> bool:
    """Whether a value is nested beyond the limit."""
    level = [value]
    for _ in range(MAX_JSON_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


_FUNCTIONS: dict[str, Callable[..., _Outcome]] = {
    "format": _format,
    "join": _join,
    "tojson": _to_json,
    "fromjson": _from_json,
}
