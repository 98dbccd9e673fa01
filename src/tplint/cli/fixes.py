"""``--fix`` and ``--diff``: a repository → its fixed files, written or shown as a diff, and what is left to report."""

from __future__ import annotations

from tplint.cli import terminal
from tplint.cli.crash import ISSUES
from tplint.fixing import rounds
from tplint.fixing.writing import write
from tplint.load import Files
from tplint.model import Known
from tplint.reporters.cells import visible
from tplint.reporters.locations import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tplint.fixing.rounds import Lint, Outcome
    from tplint.model import Repository
    from tplint.registration.presentations import Presentation

    Read = Callable[[Files], Repository]


def fix(root: str, shown: str, lint: Lint, read: Read, *, unsafe: bool, kept: str = "") -> Outcome:
    """Fix the files of a repository; says on standard error what was done, and what PyPI has to be told first.

    ``read`` gives all that is known of a repository. Raises ``UsageError`` where a file cannot be written.
    """
    outcome = rounds.fix(root, lint, unsafe=unsafe, kept=kept)
    before = read(Files(root)) if _are_unsafe(outcome) else None
    write(root, outcome.before, outcome.after)
    for finding in outcome.fixed:
        terminal.say(visible(f"fixed {_below(shown)}{rounds.shown(finding)}"))
    if before is not None:
        for line in _reminder(before, read(Files(root)), shown):
            terminal.say(visible(line))
    complain(outcome, shown)
    return outcome


def _are_unsafe(outcome: Outcome) -> bool:
    return any(finding.fix is not None and finding.fix.safety == "unsafe" for finding in outcome.fixed)


def _reminder(before: Repository, after: Repository, shown: str) -> Iterator[str]:
    """What has to be done on PyPI before the next release: an upload is refused until PyPI knows its publisher."""
    from tplint.registration.due_registrations import due_registrations  # noqa: PLC0415 - only after such fixes

    due = list(due_registrations(before, after))
    if not due:
        yield "before the next release, see that PyPI knows the publisher: `tplint show` prints its form's values"
        return
    yield "register before the next release, which fails until the index knows the publisher:"
    for presentation in due:
        yield from _registration(presentation, shown)


def _registration(presentation: Presentation, shown: str) -> Iterator[str]:
    """An upload, the values for its index's form, and the page that has the form."""
    from tplint.registration.presentations import link, pending_link  # noqa: PLC0415 - only after such fixes
    from tplint.reporters.show_text import typed  # noqa: PLC0415 - the same

    upload = presentation.upload
    yield f"  {_below(shown)}{upload.pipeline.path}, job {upload.job.id}, on {presentation.index_shown}:"
    yield f"    {typed(presentation)}"
    address = link(presentation)
    yield f"    {address.value if isinstance(address, Known) else pending_link(presentation)}"


def diff(
    root: str, shown: str, lint: Lint, *, unsafe: bool, kept: str = "", alone: bool = True
) -> tuple[list[str], Outcome]:
    """The lines of the diff that fixing a repository would make; nothing is written.

    Its paths are those from the current folder; from the repository's own root where that lies around or, ``alone``,
    elsewhere: git shows no `../` either, and patch programs refuse it.
    """
    outcome = rounds.fix(root, lint, unsafe=unsafe, kept=kept)
    complain(outcome, shown)
    is_own = not shown.strip("./") or (alone and repository_root(shown) == ".")
    prefix = "" if is_own else _below(shown)
    lines = rounds.diff(outcome.before, outcome.after, lambda path: visible(f"{prefix}{path}"))
    return list(map(_visible, lines)), outcome


def _visible(line: str) -> str:
    """A diff's line, which a patch program must be able to read: only what can steer a terminal is shown otherwise."""
    return "".join(sign if sign >= " " or sign in "\t\r" else "�" for sign in line)


def complain(outcome: Outcome, shown: str) -> None:
    """Say which fixes were taken back because their results were wrong."""
    for finding, why in outcome.refused:
        where = f"{_below(shown)}{rounds.shown(finding)}"
        terminal.complain(
            f"a fix was taken back, for it was wrong: {where}: {why}; this is a fault of tplint, please report it at"
            f" {ISSUES}"
        )


def _below(shown: str) -> str:
    return "" if shown == "." else f"{shown}/"
