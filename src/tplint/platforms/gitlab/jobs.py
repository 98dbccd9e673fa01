"""A job's configuration → the job as it runs under one assignment of rules' variables and matrix values."""

from __future__ import annotations

from itertools import islice

from tplint.model import IdToken, Job, Known, Unknown
from tplint.platforms.gitlab.inheritance import inherited_variables
from tplint.platforms.gitlab.scripts import steps
from tplint.platforms.gitlab.token_uses import token_uses
from tplint.platforms.gitlab.trees import (
    Gap,
    Items,
    Reference,
    Table,
    Text,
    as_mapping,
    get,
    leaves,
    place,
    text,
    texts,
)
from tplint.platforms.gitlab.variables import Surroundings, definitions, expanded, names_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tplint.documents.source import Place
    from tplint.model import Fact
    from tplint.platforms.gitlab.pipeline import Composed
    from tplint.platforms.gitlab.trees import Entry, Value
    from tplint.platforms.gitlab.variables import Definition

NO_PERMISSIONS = Unknown("GitLab has no `permissions`")
_RUNNER = Unknown("GitLab's settings choose the runner")
# As many as GitLab allows: https://docs.gitlab.com/ci/yaml/#parallelmatrix.
MAX_ROWS = 200
# Rules are many, and evaluated in every way that a pipeline starts.
_NOT_ASKED = Unknown("when a job runs that uploads nothing is not looked up")
_INDEXES = frozenset({"pypi", "testpypi"})
# Includes that may set `default`, or a job's keys, for a job that is written here; GitLab's own templates do not.
FOREIGN = frozenset({"project", "remote", "component", "local", "artifact"})


def job(composed: Composed, name: str, chosen: Mapping[str, Definition], handed_down: Mapping[str, Definition]) -> Job:
    """Evaluate a job, whenever it runs; see `on_occasion`.

    ``chosen`` are the variables of rules and of the matrix row, ``handed_down`` those that the job which starts a child
    pipeline gives to it, and which win over those of the file.
    """
    entry, table = composed.jobs[name], composed.table(name)
    defined = {**defaults(composed, table), **chosen, **handed_down}
    forwarded = frozenset(name for name, given in handed_down.items() if "$" not in given.value.value)
    around = surroundings(composed, table)._replace(forwarded=forwarded)
    node = as_mapping(table, entry.key.source)
    tokens = tuple(_id_tokens(table, defined, around))
    mints = _can_mint(composed, name, table, tokens)
    run_steps = steps(table, node, defined, around)
    return Job(
        id=name,
        at=place(entry.key),
        node=node,
        permissions=NO_PERMISSIONS,
        can_mint=mints,
        environment=_environment(composed, name, table, defined, around),
        environment_url=_url(table, defined, around),
        runner=_RUNNER,
        container=True,
        condition=_NOT_ASKED,
        needs=tuple(_needs(table)),
        steps=run_steps,
        token_uses=Known(()) if mints == Known(False) else token_uses(run_steps, tokens),
        id_tokens=tokens,
        image=_image(table, defined, around),
    )


def on_occasion(of: Job, table: Value, condition: Fact[bool], rule: Value | None) -> Job:
    """A job as it runs under a condition; ``rule`` is the one of its rules that lets it run."""
    return of._replace(condition=condition, tolerated=_tolerated(table, rule))


def defaults(composed: Composed, table: Table) -> dict[str, Definition]:
    """The variables of the file that a job has whatever its rules say."""
    own = get(table, "variables")
    return {
        **definitions(inherited_variables(table, composed.variables).items(), "workflow"),
        **definitions(own.entries.items() if isinstance(own, Table) else (), "job"),
    }


def surroundings(composed: Composed, table: Table) -> Surroundings:
    """What gives a job variables beside the files' `variables`: its tokens, a vault, reports of other jobs."""
    tokens = get(table, "id_tokens")
    names = frozenset(tokens.entries) if isinstance(tokens, Table) else frozenset()
    return Surroundings(names, composed.hands_on or get(table, "secrets") is not None)


def _id_tokens(table: Table, defined: Mapping[str, Definition], around: Surroundings) -> Iterator[IdToken]:
    tokens = get(table, "id_tokens")
    if not isinstance(tokens, Table):
        return
    for name, entry in tokens.entries.items():
        audience = get(entry.value, "aud")
        if "$[[" in name or audience is None:
            continue
        facts = [
            expanded(leaf, defined, around) if isinstance(leaf, Text) else Unknown("it is not in the files")
            for leaf in leaves(audience)
        ]
        is_fixed = not any(map(names_in, texts(audience)))
        yield IdToken(name, _all(facts), isinstance(audience, Items), place(entry.key), is_fixed)


def _all(facts: list[Fact[str]]) -> Fact[tuple[str, ...]]:
    found: list[str] = []
    at: tuple[Place, ...] = ()
    for fact in facts:
        match fact:
            case Known(value):
                found.append(value)
                at = at or fact.at
            case Unknown() as unknown:
                return unknown
    return Known(tuple(found), *at)


def _can_mint(composed: Composed, name: str, table: Table, tokens: tuple[IdToken, ...]) -> Fact[bool]:
    """Whether a token of the job is one that PyPI or TestPyPI takes: made for it alone, and not as a list."""
    declared = get(table, "id_tokens")
    unknown: Unknown | None = None
    for token in tokens:
        match token.audiences:
            case Known(audiences) if not token.is_list and set(audiences) & _INDEXES:
                return Known(True, token.at)
            case Unknown() as why:
                unknown = unknown or why
            case _:
                pass
    if unknown is None and isinstance(declared, Gap | Reference):
        unknown = Unknown("its `id_tokens` are not in the files", place(declared))
    if unknown is None and isinstance(declared, Table) and len(tokens) < len(declared.entries):
        unknown = Unknown("an identity token's name or audience is not in the files", place(declared))
    if unknown is None and declared is None and (why_not := unread(composed, name)):
        unknown = Unknown(why_not)
    return unknown or Known(False)


def unread(composed: Composed, name: str) -> str:
    """Why a job may have more than the files say; empty if it has not."""
    gaps = composed.gaps.get(name, ())
    foreign = next((include for include in composed.unread if include.kind in FOREIGN), None)
    if gaps:
        return gaps[0]
    return f"{foreign.what} is included and not read" if foreign is not None else ""


def _environment(
    composed: Composed, name: str, table: Table, defined: Mapping[str, Definition], around: Surroundings
) -> Fact[str | None]:
    """The environment's name in both forms, whatever its action; None where the job has none."""
    environment = get(table, "environment")
    written = get(environment, "name") if isinstance(environment, Table) else environment
    if written is None:
        why = unread(composed, name)
        return Unknown(why) if why else Known(None)
    if not isinstance(written, Text):
        return Unknown("the environment's name is not in the files", place(written))
    return _unless_set(written, defined, around).map(lambda value: value or None)


def _unless_set(written: Text, defined: Mapping[str, Definition], around: Surroundings) -> Fact[str]:
    """The value of a text; Unknown where variables of the file take part, as those of settings win over them all.

    Those of rules and of a matrix are the job's, too: https://docs.gitlab.com/ci/variables/#cicd-variable-precedence
    """
    fact = expanded(written, defined, around)
    if isinstance(fact, Known) and names_in(written.value) - around.forwarded:
        return Unknown(f"variables of GitLab's settings win over those in `{written.value}`", place(written))
    return fact


def _tolerated(table: Value, rule: Value | None) -> Fact[bool]:
    """Whether a failure of the job counts as none, by what is written; a rule's word wins over the job's.

    A job that people start holds the pipeline up until they do, unless its failure is allowed: that is what it says.
    """
    written = get(rule, "allow_failure") or get(table, "allow_failure")
    when = text(get(rule, "when") or get(table, "when"))
    if written is None or text(written) != "true" or when == "manual":
        return Known(False)
    return Known(True, place(written))


def _url(table: Table, defined: Mapping[str, Definition], around: Surroundings) -> Fact[str]:
    url = get(table, "environment", "url")
    return _unless_set(url, defined, around) if isinstance(url, Text) else Known("")


def _image(table: Table, defined: Mapping[str, Definition], around: Surroundings) -> Fact[str]:
    """The image in both forms; empty where the runner's own is used."""
    image = get(table, "image")
    written = get(image, "name") if isinstance(image, Table) else image
    if written is None:
        return Known("")
    if not isinstance(written, Text):
        return Unknown("the image is not in the files", place(written))
    return expanded(written, defined, around)


def _needs(table: Table) -> Iterator[str]:
    """The jobs that a job waits for, or takes artifacts from."""
    for need in leaves(get(table, "needs") or get(table, "dependencies")):
        found = text(need) or text(get(need, "job"))
        if found:
            yield found


def matrix(table: Table) -> tuple[Mapping[str, Entry], ...]:
    """The rows of `parallel:matrix`, each with the variables it sets; one empty row without a matrix."""
    rows: list[dict[str, Entry]] = []
    for group in leaves(get(table, "parallel", "matrix")):
        if isinstance(group, Table):
            rows += _rows(group)
    return tuple(rows[:MAX_ROWS]) or ({},)


def _rows(group: Table) -> list[dict[str, Entry]]:
    rows: list[dict[str, Entry]] = [{}]
    for name, entry in group.entries.items():
        cells = [leaf for leaf in leaves(entry.value) if isinstance(leaf, Text)]
        if cells:
            every = ({**row, name: entry._replace(value=cell)} for row in rows for cell in cells)
            rows = list(islice(every, MAX_ROWS))
    return rows
