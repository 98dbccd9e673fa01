"""The values of expressions, as far as the files decide them: tree and contexts to facts.

An expression has a set of possible outcomes. One that all paths share is Known; otherwise the value is Unknown, and the
undecided conditions it depends on can be assumed one way or the other, the same way for many expressions.
"""

from __future__ import annotations

from tplint.model import Known, Unknown
from tplint.platforms.github.expressions.assumptions import Run, is_boolean, settled, with_truth
from tplint.platforms.github.expressions.contexts import STAR, indexed, looked_up, static_names
from tplint.platforms.github.expressions.functions import FUNCTIONS, SEARCHES
from tplint.platforms.github.expressions.outcomes import (
    lifted,
    merged,
    only,
    outcome_of,
    result_of,
    unless_unknown,
)
from tplint.platforms.github.expressions.parser import ExpressionError
from tplint.platforms.github.expressions.printer import canonical
from tplint.platforms.github.expressions.templates import condition_expression, value_expression
from tplint.platforms.github.expressions.tree import (
    STATUS_FUNCTIONS,
    And,
    Call,
    Compare,
    Context,
    Literal,
    Not,
    Or,
    Property,
)
from tplint.platforms.github.expressions.values import Prefix, compared, to_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Fact
    from tplint.platforms.github.expressions.assumptions import Assumptions
    from tplint.platforms.github.expressions.contexts import Lookup
    from tplint.platforms.github.expressions.outcomes import Outcome, Result
    from tplint.platforms.github.expressions.tree import Expression


def evaluate(
    expression: Expression,
    context: Lookup,
    assume: Assumptions | None = None,
    undecided: dict[str, None] | None = None,
) -> Fact[object]:
    """The value of an expression: None, a bool, a number, a string, ``Prefix``, a list or a dict.

    A condition inside it that is not decided is taken from ``assume`` by its canonical text, if it is there. To
    ``undecided`` are added the texts of the smallest others on which the value depends, in order; under an assumption,
    further ones can turn up.
    """
    run = Run(context, assume)
    fact = _value(expression, run, boolean=False).fact
    if undecided is not None and isinstance(fact, Unknown):
        undecided.update(dict.fromkeys(run.undecided))
    return fact


def holds(expression: Expression, context: Lookup, assume: Assumptions | None = None) -> Fact[bool]:
    """Whether an expression is true as a condition."""
    result = _value(expression, Run(context, assume), boolean=True)
    return result.unknown if result.truth is None else Known(result.truth)


def truth(text: str, context: Lookup, assume: Assumptions | None = None) -> Fact[bool]:
    """Whether an ``if:`` lets its job or step run when nothing fails and nobody cancels."""
    try:
        return holds(condition_expression(text), context, assume)
    except ExpressionError as error:
        return Unknown(f"the condition is not a valid expression: {error.message}")


def interpolate(
    text: str, context: Lookup, assume: Assumptions | None = None, undecided: dict[str, None] | None = None
) -> Fact[str]:
    """The string that a value with ``${{ }}`` becomes."""
    if "${{" not in text:
        return Known(text)
    try:
        fact = evaluate(value_expression(text), context, assume, undecided)
    except ExpressionError as error:
        return Unknown(f"the value has an expression that is not valid: {error.message}")
    match fact:
        case Known(Prefix(beginning), at):
            why = f"only its beginning `{beginning}` is known" if beginning else "it depends on the event"
            return Unknown(why, *at)
        case Known(value, at):
            return Known(to_string(value), *at)
        case _:
            return fact


def _value(expression: Expression, run: Run, *, boolean: bool) -> Result:
    """The outcomes of an expression; in a boolean position with what is assumed of it."""
    before = len(run.undecided)
    match expression:
        case Property() | Context():  # most
            result = _access(expression, run)
        case Literal(value):
            result = only(Known(value))
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
        result = settled(expression, result, run, before)
    if isinstance(result.fact, Known) or (boolean and result.truth is not None):
        del run.undecided[before:]  # whatever it is, nothing depends on it
    return result


def _chain(operands: tuple[Expression, ...], run: Run, *, boolean: bool, stop: bool) -> Result:
    """``&&`` (stops at the first falsy operand) and ``||`` (at the first truthy one); the last operand decides else."""
    outcomes: list[Outcome] = []
    doubts: list[Unknown] = []
    for operand in operands[:-1]:
        result = _value(operand, run, boolean=True)
        stopping = [outcome for outcome in result.outcomes if outcome.truth in {stop, None}]
        outcomes += (with_truth(operand, outcome, truth=stop) for outcome in stopping)
        if result.truth is stop:
            return result_of(outcomes, doubts)
        if stopping:
            doubts += result.unknowns
    last = _value(operands[-1], run, boolean=boolean)
    return result_of([*outcomes, *last.outcomes], [*doubts, *last.doubts])


def _negated(result: Result) -> Result:
    return result_of((o if o.truth is None else outcome_of(Known(not o.truth)) for o in result.outcomes), result.doubts)


def _comparison(expression: Compare, run: Run) -> Result:
    """A comparison; one of a condition with ``true`` or ``false`` is that condition."""
    op, left, right = expression.op, expression.left, expression.right
    if isinstance(left, Literal):
        left, right, op = right, left, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op)
    match left, right:
        case _, Literal(bool(wanted)) if op in {"==", "!="} and is_boolean(left):
            result = _value(left, run, boolean=True)
            return result if wanted == (op == "==") else _negated(result)
        case Property(Context("github"), Literal("event")), Literal() if op in {"==", "!="}:
            return only(Known(op == "!="))  # an object, whatever it holds, equals no plain value
    return lifted(
        lambda one, other: unless_unknown(lambda a, b: compared(op, a, b), one, other),
        [_folded_value(left, run), _folded_value(right, run)],
    )


def _folded_value(expression: Expression, run: Run) -> Result:
    """The value of an operand of which the case of letters does not matter: an assumed equality tells it."""
    result = _value(expression, run, boolean=False)
    if run.equal and isinstance(result.fact, Unknown) and (text := run.equal.get(canonical(expression))) is not None:
        return only(Known(text))
    return result


def _access(expression: Context | Property, run: Run) -> Result:
    """A context or what is taken from a value: the longest path that is looked up, then the rest by index."""
    keys: list[Fact[object]] = []
    node: Expression = expression
    while isinstance(node, Property):
        if isinstance(node.key, Literal):  # nearly all are
            keys.append(Known(node.key.value))
        else:
            keys.append(Known(STAR) if node.key is None else _value(node.key, run, boolean=False).fact)
        node = node.of
    keys.reverse()
    if isinstance(node, Context):
        names = static_names(node.name, keys)
        fact, used = looked_up(names, run.lookup)
    else:
        fact, used = _value(node, run, boolean=False).fact, 0
    for key in keys[used:]:
        fact = indexed(fact, key)
    return only(fact)


def _call(call: Call, run: Run, *, boolean: bool) -> Result:
    name = call.name.lower()
    if name in STATUS_FUNCTIONS:  # of a run in which nothing fails and that nobody cancels
        return only(Known(name in {"success", "always"}))
    if name == "case":
        return _case(call, run, boolean=boolean)
    if name in SEARCHES:
        search = SEARCHES[name]
        facts = [_folded_value(argument, run) for argument in call.arguments]
        return lifted(lambda text, part: unless_unknown(search, text, part), facts)
    facts = [_value(argument, run, boolean=False) for argument in call.arguments]
    if name in FUNCTIONS:
        return lifted(FUNCTIONS[name], facts)
    doubts = [unknown for fact in facts for unknown in fact.unknowns]
    return only(merged([Unknown(f"`{call.name}()` is known only when it runs"), *doubts]))


def _case(call: Call, run: Run, *, boolean: bool) -> Result:
    """``case(condition, value, ..., default)``: the value after the first condition that is true."""
    outcomes: list[Outcome] = []
    doubts: list[Unknown] = []
    *pairs, default = call.arguments
    for condition, value in zip(pairs[::2], pairs[1::2], strict=True):
        result = _value(condition, run, boolean=True)
        if any(isinstance(o.fact, Known) and not isinstance(o.fact.value, bool) for o in result.outcomes):
            return only(Unknown("a condition of `case()` must be a boolean"))
        if result.truth is False:
            continue
        if result.truth is None:
            doubts += result.unknowns
        chosen = _value(value, run, boolean=boolean)
        outcomes += chosen.outcomes
        doubts += chosen.doubts
        if result.truth is True:
            return result_of(outcomes, doubts)
    last = _value(default, run, boolean=boolean)
    return result_of([*outcomes, *last.outcomes], [*doubts, *last.doubts])
