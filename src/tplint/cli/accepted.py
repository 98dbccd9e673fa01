"""The baseline of ``tplint check``: read before the first repository, applied to each, written after the last."""

from __future__ import annotations

import os

from tplint.cli import terminal
from tplint.reporters.cells import visible
from tplint.reporters.tally import counted
from tplint.sifting import baseline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tplint.cli.options import Options
    from tplint.findings import Report, Rule
    from tplint.sifting.baseline import Baseline


class Accepted:
    """The accepted findings of a run, and what it has looked at; raises ``UsageError`` for a file that is none."""

    def __init__(self, options: Options) -> None:
        self._path = options.baseline or baseline.DEFAULT
        self._shown = visible(self._path)
        self._writes = options.write_baseline
        is_new = self._writes and not os.path.exists(self._path)
        self._baseline: Baseline = baseline.empty(self._path) if is_new else baseline.load(self._path)
        self._scopes: list[baseline.Scope] = []

    def sift(self, report: Report) -> Report:
        """The report without what the baseline accepts, unless that is to be written."""
        return report if self._writes else baseline.sift(report, self._baseline, report.root)

    def take(self, report: Report, files: tuple[str, ...]) -> Report:
        """Remember a sifted report; without all that it has, where the baseline is to be written."""
        taken = baseline.accept(report) if self._writes else report
        self._scopes.append(baseline.Scope(report.root, files, taken))
        return taken

    def finish(self, options: Options, rules: Callable[[], Sequence[Rule]]) -> None:
        """Write the baseline where that is asked for, else say what is in it and no longer found."""
        if not self._scopes:
            return
        now = baseline.updated(self._baseline, self._scopes, _covers(options, rules))
        gone, new = baseline.missing(self._baseline, now), baseline.missing(now, self._baseline)
        if self._writes:
            terminal.write_file(self._path, [baseline.render(now)])
            if not options.quiet:
                terminal.say(
                    f"{self._path}: {counted(baseline.size(now), 'finding')} accepted ({new} new, {gone} gone)"
                )
        elif gone and not options.quiet:
            are, them = ("is", "it") if gone == 1 else ("are", "them")
            terminal.say(
                f"{self._shown}: {counted(gone, 'accepted finding')} {are} no longer there; `--write-baseline` takes"
                f" {them} out"
            )


def _covers(options: Options, rules: Callable[[], Sequence[Rule]]) -> Callable[[str], bool]:
    """Tells of a rule's code whether the command line lets the rule run."""
    if options.select is None and not options.ignore:
        return lambda _: True
    codes = {rule.name: rule.code for rule in rules()}
    select, ignore = (
        tuple(codes.get(selector, selector) for selector in selectors)
        for selectors in ((*(options.select or ("TP",)), *options.extend_select), options.ignore or ())
    )
    return lambda code: code.startswith(select) and not (ignore and code.startswith(ignore))
