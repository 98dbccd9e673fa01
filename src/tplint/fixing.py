"""Findings → changed files: fixes are applied in rounds, and every result is linted again before it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.documents.locate import resolve
from tplint.documents.source import position
from tplint.edits import apply
from tplint.layout import NotEditable
from tplint.load import Files
from tplint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tplint.documents.source import Source
    from tplint.findings import Edit, Finding, Report

    Lint = Callable[[Files], Report]

# A fix may uncover what another one mends; what goes on longer goes round in circles.
MAX_ROUNDS = 3


class Refusal(NamedTuple):
    """A fix that was not kept, because its result was wrong: a bug of tplint."""

    finding: Finding
    why: str


class Outcome(NamedTuple):
    """What fixing a repository comes to.

    ``report`` is what is left to report. ``before`` and ``after`` are the changed files, by path; nothing is written.
    ``fixed`` are the findings whose fixes were applied, in that order.
    """

    report: Report
    before: Mapping[str, Source]
    after: Mapping[str, Source]
    fixed: tuple[Finding, ...]
    refused: tuple[Refusal, ...]


class Changed(Files):
    """The files of a repository, some of them with another text than they have."""

    def __init__(self, root: str, texts: Mapping[str, Source]) -> None:
        super().__init__(root)
        self._sources.update(texts)


class _State(NamedTuple):
    """The files as they would be, and what is reported then."""

    report: Report
    texts: Mapping[str, Source]


def fix(root: str, lint: Lint, *, unsafe: bool = False, kept: str = "") -> Outcome:
    """Apply the safe fixes of what ``lint`` reports, with ``unsafe`` the unsafe ones too, and lint again.

    A fix is kept only where every changed file can still be read and the finding is gone. ``lint`` gets the files as
    they would be, and may raise what it raises. ``kept`` is a file that no fix may change.
    """
    state = _State(lint(Files(root)), {})
    before: dict[str, Source] = {}
    fixed: list[Finding] = []
    refused: list[Refusal] = []
    for _ in range(MAX_ROUNDS):
        skipped = {_identity(refusal.finding) for refusal in refused}
        batch = [
            finding
            for finding in state.report.findings
            if is_applicable(finding, unsafe=unsafe)
            and _identity(finding) not in skipped
            and all(edit.at.source.path != kept for edit in _edits([finding]))
        ]
        batch = list(_compatible(batch))
        if not batch:
            break
        done, state = _round(root, lint, state, batch, refused)
        for finding in done:
            for edit in _edits([finding]):
                before.setdefault(edit.at.source.path, edit.at.source)
        fixed += done
    after = {path: source for path, source in state.texts.items() if source != before[path]}
    return Outcome(state.report, before, after, tuple(fixed), tuple(refused))


def is_applicable(finding: Finding, *, unsafe: bool) -> bool:
    """Whether a finding has a fix that may be applied."""
    if finding.fix is None or not finding.fix.edits:
        return False
    return finding.fix.safety == "safe" or (unsafe and finding.fix.safety == "unsafe")


def _round(
    root: str, lint: Lint, state: _State, batch: list[Finding], refused: list[Refusal]
) -> tuple[list[Finding], _State]:
    """Apply fixes together; where something is wrong then, only those that are right each by itself."""
    together = _tried(root, lint, state, batch)
    if isinstance(together, _State):
        return batch, together
    sound: list[Finding] = []
    for finding in batch:
        alone = _tried(root, lint, state, [finding])
        if isinstance(alone, _State):
            sound.append(finding)
        else:
            refused.append(Refusal(finding, alone))
    for chosen in (sound, sound[:1]):
        result = _tried(root, lint, state, chosen)
        if isinstance(result, _State):
            return chosen, result
    return [], state


def _tried(root: str, lint: Lint, state: _State, batch: list[Finding]) -> _State | str:
    """The state after these fixes; the reason where a result is wrong."""
    try:
        texts = {**state.texts, **dict(_applied(_edits(batch)))}
    except NotEditable as error:
        return str(error)
    for path, source in texts.items():
        if not _is_readable(source):
            return f"`{path}` could not be read any more"
    report = lint(Changed(root, texts))
    left = [_identity(finding) for finding in (*report.findings, *report.suppressed)]
    was = [_identity(finding) for finding in (*state.report.findings, *state.report.suppressed)]
    for finding in batch:
        identity = _identity(finding)
        if left.count(identity) > was.count(identity) - sum(identity == _identity(other) for other in batch):
            return "the result still reports what was fixed"
    return _State(report, texts)


def _is_readable(source: Source) -> bool:
    """Whether a changed file is still what its name says."""
    if source.path.endswith((".yml", ".yaml")):
        from tplint.documents import yaml  # noqa: PLC0415 - one format of several

        return _reads(lambda: yaml.parse(source), yaml.NotYaml)
    if source.path.endswith(".toml"):
        from tplint.documents import toml  # noqa: PLC0415 - one format of several

        return _reads(lambda: toml.parse(source), toml.NotToml)
    if source.path.endswith(".py"):
        import ast  # noqa: PLC0415 - one format of several

        return _reads(lambda: ast.parse(source.text), SyntaxError)
    return True


def _reads(read: Callable[[], object], refusal: type[Exception]) -> bool:
    try:
        read()
    except refusal:
        return False
    return True


def _identity(finding: Finding) -> tuple[str, str, str]:
    """What a finding keeps when the lines around it move."""
    return finding.code, resolve(finding.at).source.path, finding.message


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    """The edits of several fixes; one that two fixes share is made once."""
    return list(dict.fromkeys(edit for finding in findings if finding.fix for edit in finding.fix.edits))


def _compatible(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The fixes that can be applied together, the first ones first; the others wait for the next round.

    Two that touch neighbouring places wait too: what they say of them may not be true any more.
    """
    taken: list[Edit] = []
    for finding in findings:
        assert finding.fix is not None
        new = [edit for edit in finding.fix.edits if edit not in taken]
        if not any(_meet(edit, other) for edit in new for other in taken):
            taken += new
            yield finding


def _meet(edit: Edit, other: Edit) -> bool:
    return (
        edit.at.source.path == other.at.source.path and edit.at.start <= other.at.end and other.at.start <= edit.at.end
    )


def _applied(made: Sequence[Edit]) -> Iterator[tuple[str, Source]]:
    """The files after edits, by path."""
    for path in sorted({edit.at.source.path for edit in made}):
        own = [edit for edit in made if edit.at.source.path == path]
        source = own[0].at.source
        if any(edit.at.source != source for edit in own):
            raise NotEditable("the edits are of different texts")
        yield path, source._replace(text=apply(source, own))


def shown(finding: Finding) -> str:
    """A fix for people: ``path:line: CODE what was done``."""
    at = resolve(finding.at)
    assert finding.fix is not None
    return f"{at.source.path}:{position(at.source, at.start).line}: {finding.code} {finding.fix.title}"


def diff(outcome: Outcome, prefix: str = "") -> Iterator[str]:
    """The changes as the lines of a unified diff, with paths below ``prefix``; line ends are left out."""
    from difflib import unified_diff  # noqa: PLC0415 - only where a diff is asked for

    for path, after in sorted(outcome.after.items()):
        before = outcome.before[path]
        old, new = (_lines(source.text) for source in (before, after))
        for line in unified_diff(old, new, f"a/{prefix}{path}", f"b/{prefix}{path}"):
            yield line.removesuffix("\n")
            if not line.endswith("\n"):
                yield "\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    """The lines as git counts them: only line feeds end one."""
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
