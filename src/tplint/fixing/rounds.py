"""Findings → changed files: fixes are applied in rounds, and every result is linted again before it is believed."""

from __future__ import annotations

from collections import Counter

from tplint.documents import toml, yaml
from tplint.documents.source import Unreadable, position, resolve
from tplint.findings import MOST_ALIKE
from tplint.fixing.edits import apply
from tplint.fixing.layout import NotEditable
from tplint.load import Files
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tplint.documents.source import Source
    from tplint.findings import Edit, Finding, Report

    Lint = Callable[[Files], Report]

# A fix may uncover what another one mends; what goes on longer goes round in circles.
MAX_ROUNDS = 3
# Errors that no fix may bring: of files, and of how uploads sign in. Errors of publishers may follow: an upload that is
# new to trusted publishing has none yet.
_NEVER_NEW = ("TP001", "TP004", "TP005", "TP1")


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

    def __init__(self, root: str, texts: Mapping[str, Source], read: Files | None = None) -> None:
        """``read`` are the files as they were read before: on the disk they may be others by now."""
        super().__init__(root)
        if read is not None:
            self._sources.update(read._sources)  # noqa: SLF001 - an object of the same class
            self.problems.update((path, it) for path, it in read.problems.items() if path not in texts)
        self._sources.update(texts)


class _State(NamedTuple):
    """The files as they would be, and what is reported then."""

    report: Report
    texts: Mapping[str, Source]
    files: Files


def fix(root: str, lint: Lint, *, unsafe: bool = False, kept: str = "") -> Outcome:
    """Apply the safe fixes of what ``lint`` reports, with ``unsafe`` the unsafe ones too, and lint again.

    A fix is kept only where every changed file can still be read and the finding is gone. ``lint`` gets the files as
    they would be, and may raise what it raises. ``kept`` is a file that no fix may change.
    """
    files = Files(root)
    state = _State(lint(files), {}, files)
    before: dict[str, Source] = {}
    fixed: list[Finding] = []
    refused: list[Refusal] = []
    for _ in range(MAX_ROUNDS):
        skipped = {_identity(refusal.finding) for refusal in refused}
        wanted = (finding for finding in _wanted(state.report, unsafe=unsafe) if _identity(finding) not in skipped)
        batch = list(_compatible(each for each in wanted if all(at.source.path != kept for at, _ in _edits([each]))))
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


def _wanted(report: Report, *, unsafe: bool) -> Iterator[Finding]:
    """The findings with a fix that may be applied, and that is not as well the one of a finding that was silenced."""
    silenced = {finding.fix.edits for finding in report.suppressed if finding.fix and finding.fix.safety == "unsafe"}
    for finding in report.findings:
        if is_applicable(finding, unsafe=unsafe) and finding.fix and finding.fix.edits not in silenced:
            yield finding


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
    files = Changed(root, texts, state.files)
    report = lint(files)
    left = Counter(_identity(finding) for finding in (*report.findings, *report.suppressed))
    was = Counter(_identity(finding) for finding in (*state.report.findings, *state.report.suppressed))
    shown = Counter((finding.code, resolve(finding.at).source.path) for finding in report.findings)
    for identity, number in Counter(map(_identity, batch)).items():
        # Where a report has no room for more, others have taken the places of those that were fixed.
        if left[identity] > was[identity] - number and shown[identity[:2]] < MOST_ALIKE:
            return "the result still reports what was fixed"
    brought = next(_brought(report, state, texts), None)
    return _State(report, texts, files) if brought is None else f"the result reports {brought.code}"


def _brought(report: Report, state: _State, changed: Iterable[str]) -> Iterator[Finding]:
    """The errors that no fix may bring, but for those that a full report may have left out before.

    ``changed`` are the files that fixes change. Another that was not there before was not made by a fix; one that
    somebody puts there meanwhile may have been read, but was not parsed.
    """
    before, files = state.report, state.files
    known = {*changed, *(source.path for source in files.sources() if files.parsed(source.path) is not None)}
    was = {_identity(finding) for finding in (*before.findings, *before.suppressed)}
    alike = Counter((finding.code, resolve(finding.at).source.path) for finding in before.findings)
    for finding in report.findings:
        if finding.level == "error" and finding.code.startswith(_NEVER_NEW):
            identity = _identity(finding)
            if identity[1] in known and identity not in was and alike[identity[:2]] < MOST_ALIKE:
                yield finding


def _is_readable(source: Source) -> bool:
    """Whether a changed file is still what its name says."""
    try:
        if source.path.endswith((".yml", ".yaml")):
            yaml.parse(source)
        elif source.path.endswith(".toml"):
            toml.parse(source)
        elif source.path.endswith(".py"):
            from tplint.documents import python  # noqa: PLC0415 - one format of several

            python.parse(source)
    except Unreadable:
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


def diff(before: Mapping[str, Source], after: Mapping[str, Source], named: Callable[[str], str] = str) -> Iterator[str]:
    """The lines of a unified diff of files by path, which it shows as ``named`` gives them; line ends are left out."""
    from difflib import unified_diff  # noqa: PLC0415 - only where a diff is asked for

    for path, source in sorted(after.items()):
        old, new = _lines(before[path].text), _lines(source.text)
        name = named(path)
        end = "\t" if " " in name else ""  # where a name has spaces, programs look for its end
        for line in unified_diff(old, new, f"a/{name}{end}", f"b/{name}{end}"):
            yield line.removesuffix("\n")
            if not line.endswith("\n"):
                yield "\\ No newline at end of file"


def _lines(text: str) -> list[str]:
    """The lines as git counts them: only line feeds end one."""
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]
