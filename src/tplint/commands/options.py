"""Command lines of uploaders: words → options and arguments, as their own parsers split them."""

from __future__ import annotations

from tplint.model import Known, Unknown, Word
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint.documents.source import Place
    from tplint.model import Fact


class Grammar(NamedTuple):
    """The options of a tool: every spelling → its long name, for those with a value and those without."""

    valued: Mapping[str, str]
    flags: Mapping[str, str]
    abbreviates: bool = False


class Option(NamedTuple):
    """An option that was given a value; ``raw`` is the value as the script writes it."""

    value: Fact[str]
    raw: str
    at: Place


class Options(NamedTuple):
    """A command line taken apart; ``unread`` says which word may hold options that cannot be seen, if one does."""

    values: Mapping[str, Option]
    flags: Mapping[str, Word]
    arguments: tuple[Word, ...]
    unread: str

    def value(self, name: str) -> Fact[str] | None:
        """The value of an option; None where it is not given."""
        return self.values[name].value if name in self.values else None

    def subcommand(self) -> str:
        """The first argument, empty where there is none or it is not known."""
        fact = self.arguments[0].fact if self.arguments else None
        return fact.value if isinstance(fact, Known) else ""


def grammar(valued: str, flags: str = "-h/--help", *, abbreviates: bool = False) -> Grammar:
    """A grammar from two lists such as ``-r/--repository --cert``; the last spelling of an option is its name."""
    return Grammar(_spellings(valued), _spellings(flags), abbreviates)


def _spellings(listed: str) -> dict[str, str]:
    return {form: option.rpartition("/")[2] for option in listed.split() for form in option.split("/")}


def parse(words: Iterable[Word], known: Grammar) -> Options:
    """Take a command line apart; options that are not in the grammar are skipped."""
    values: dict[str, Option] = {}
    flags: dict[str, Word] = {}
    arguments: list[Word] = []
    unread = ""
    rest = iter(_split(words))
    for word in rest:
        text = visible(word)
        if text == "--":
            arguments.extend(rest)
        elif text.startswith("-") and len(text) > 1:
            name, value, switches = _option(text, known)
            flags.update(dict.fromkeys(switches, word))
            if name:
                values[name] = _value(word, value, rest)
        elif may_hold_options(word):
            unread = unread or f"`{word.raw}` may hold options"
        else:
            arguments.append(word)
    return Options(values, flags, tuple(arguments), unread)


def _value(word: Word, attached: str | None, rest: Iterator[Word]) -> Option:
    """The value of an option: attached to it, or the next word."""
    if attached is not None:
        return Option(word.fact.map(lambda _: attached).placed(word.at), attached, word.at)
    following = next(rest, None)
    if following is None:
        return Option(Unknown(f"`{word.raw}` has no value", word.at), "", word.at)
    return Option(
        following.fact if following.fact.at else following.fact.placed(following.at), following.raw, following.at
    )


def _option(text: str, known: Grammar) -> tuple[str, str | None, list[str]]:
    """The option with a value that a word names, the value attached to it, and the flags in it."""
    if text.startswith("--"):
        name, has_value, value = text.partition("=")
        name = _complete(name, known)
        if name in known.valued:
            return known.valued[name], value if has_value else None, []
        return "", None, [known.flags.get(name, name)]
    switches: list[str] = []
    for index in range(1, len(text)):
        short = "-" + text[index]
        if short in known.valued:
            attached = text[index + 1 :].removeprefix("=")
            return known.valued[short], attached or None, switches
        switches.append(known.flags.get(short, short))
    return "", None, switches


def _complete(name: str, known: Grammar) -> str:
    """The option that an unambiguous beginning means, where the tool's parser takes such."""
    if not known.abbreviates or name in known.valued or name in known.flags:
        return name
    fits = {form for form in (*known.valued, *known.flags) if form.startswith(name)}
    return fits.pop() if len(fits) == 1 else name


def visible(word: Word) -> str:
    """The text of a word, or what the script writes for it, without quotes, where it is not known."""
    return word.fact.value if isinstance(word.fact, Known) else word.raw.strip("\"'")


def may_hold_options(word: Word) -> bool:
    """Whether a word could become options when the script runs: an unquoted variable or expression by itself."""
    if isinstance(word.fact, Known) or not word.raw.startswith(("$", "`", "%", "@", "!")):
        return False
    if word.fact.origins == ("files",):
        return False
    if word.raw.startswith(("$(", "`")) and not word.raw.startswith("$(("):
        return " -" in word.raw and "--" in word.raw
    return "/" not in word.raw.partition("}" if word.raw.startswith("${") else "$")[2]


def _split(words: Iterable[Word]) -> Iterator[Word]:
    """Words as the shell splits them: an unquoted variable's value falls apart at its spaces, an empty one away."""
    for word in words:
        value = word.fact.value if isinstance(word.fact, Known) else None
        if value is None or not word.raw.startswith("$") or (value and not any(map(str.isspace, value))):
            yield word
            continue
        for piece in value.split():
            yield Word(piece, Known(piece, word.at), word.at)
