"""`[tool.tplint]` → ``Config``: every key is described once, in ``KEYS``; a mistake in it is a ``UsageError``."""

from __future__ import annotations

import os
import re

from tplint.errors import UsageError
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any

    from tplint.documents.source import Source

FILES = ("tplint.toml", ".tplint.toml", "pyproject.toml")
LEVELS = ("error", "warning", "note", "never")
MAX_BYTES = 1_000_000
_LONGEST = 80  # signs of what the user wrote that a message quotes

_SELECTOR = r"TP\d{0,3}"
_BRACES = r"\{[^{}]*,[^{}]*\}"


class Key(NamedTuple):
    """A key of the configuration, for the checks, their messages and the JSON Schema (``tplint.schema``).

    ``kind`` is its type in words, and says how it is checked; of a key with ``choices`` the value is one of them.
    """

    name: str
    kind: str
    description: str
    example: str
    default: Any = None
    choices: tuple[str, ...] = ()


_PUBLISHER = """\
[[tool.tplint.publishers]]
project-name = "sampleproject"
kind = "github"
owner = "octo-org"
repository = "sampleproject"
workflow-filename = "publish.yml"
environment = "pypi"
"""
KEYS = (
    Key("select", "list of rules", "rules to run: codes, beginnings of codes, or names", 'select = ["TP"]', ("TP",)),
    Key("extend-select", "list of rules", "rules to run too", 'extend-select = ["TP304"]', ()),
    Key("ignore", "list of rules", "rules not to run", 'ignore = ["TP404"]', ()),
    Key(
        "per-file-ignores",
        "table of lists of rules",
        "rules not to report in files whose path fits a glob; `*` fits slashes, too",
        'per-file-ignores = { ".github/workflows/nightly.yml" = ["TP401"] }',
        {},
    ),
    Key("fail-on", "string", "the lowest level that makes the exit status 1", 'fail-on = "error"', "warning", LEVELS),
    Key("gitlab-ci-file", "string", "GitLab's pipeline file, where the project's settings name another one",
        'gitlab-ci-file = "ci/main.yml"', ".gitlab-ci.yml"),
    Key("max-file-size", "whole number above 0",
        "read files of up to this many megabytes, where GitHub and GitLab would read less",
        "max-file-size = 20"),
    Key("publishers", "array of tables", "the publishers that PyPI has been told to trust",
        _PUBLISHER, ()),
)  # fmt: skip


class Config(NamedTuple):
    """The configuration. ``select`` has what ``extend-select`` adds.

    ``publishers`` are the tables as written; ``source`` and ``keys`` say where the configuration stands.
    """

    select: tuple[str, ...] = ("TP",)
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    fail_on: str = "warning"
    gitlab_ci_file: str = ".gitlab-ci.yml"
    max_file_size: int | None = None
    publishers: tuple[Mapping[str, Any], ...] = ()
    source: Source | None = None
    keys: tuple[str | int, ...] = ()


def load(
    root: str,
    read: Callable[[str], Source | None],
    config_file: str | None = None,
    *,
    isolated: bool = False,
    known: Collection[str] = (),
) -> Config:
    """Read the configuration of the repository at ``root``.

    ``read`` gives a file by its path from the root. ``config_file`` (a path from the current folder) is read instead
    of the repository's own, and nothing at all where ``isolated``. ``known`` are the codes and names of all rules; with
    none of them, names of rules are not checked. Raises ``UsageError``.
    """
    if isolated:
        return Config()
    source = _chosen(root, read, config_file)
    if source is None:
        return Config()
    keys: tuple[str | int, ...] = ("tool", "tplint") if _is_pyproject(source) else ()
    if keys and config_file is None and "tplint" not in source.text:
        return Config()  # it may be broken, which is no fault of the configuration
    table = _table(source, keys)
    if table is None:
        return Config()
    _check(source, keys, table, known)
    return _config(table)._replace(source=source, keys=keys)


def _is_pyproject(source: Source) -> bool:
    return source.path.rpartition("/")[2] == "pyproject.toml"


def _chosen(root: str, read: Callable[[str], Source | None], config_file: str | None) -> Source | None:
    """The file that holds the configuration, if any does."""
    if config_file is not None:
        return _given(root, config_file)
    for name in FILES:
        source = read(name)
        if source is not None:
            return source
        path = os.path.join(root, name)
        if not name.startswith("pyproject") and os.path.isfile(path) and not os.path.islink(path):
            raise UsageError(f"{name} cannot be read: it has to be in UTF-8, and of up to 1 MB")
    return None


def _given(root: str, path: str) -> Source:
    """The file that the user names, by its path from the root."""
    from tplint.documents.source import decode  # noqa: PLC0415 - only where a file is named

    try:
        if not os.path.isfile(path):
            raise UsageError(f"there is no configuration file {quoted(path)}")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UsageError(f"configuration file {quoted(path)} is larger than {MAX_BYTES // 1_000_000} MB")
        return decode(os.path.relpath(path, root).replace(os.sep, "/"), data)
    except OSError as error:
        raise UsageError(f"configuration file {quoted(path)} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"configuration file {quoted(path)} is not UTF-8") from error
    except ValueError as error:
        raise UsageError(f"{quoted(path)} is no path of a configuration file") from error


def _table(source: Source, keys: tuple[str | int, ...]) -> dict[str, Any] | None:
    """The configuration's table; None where the file has none."""
    from tplint.documents import toml  # noqa: PLC0415 - most repositories have no configuration

    try:
        data = toml.parse(source).data
    except toml.NotToml as error:
        from tplint.documents.source import position  # noqa: PLC0415 - only for a mistake

        line = position(source, error.offset).line
        raise UsageError(f"{source.path}:{line}: this is not valid TOML: {_one_line(error.message)}") from error
    table = toml.value(data, keys)
    if table is not None and not isinstance(table, dict):
        raise mistake(source, keys, "`tool.tplint` has to be a table")
    return table


def _config(table: Mapping[str, Any]) -> Config:
    """The configuration of a table that has been checked."""
    values = {key.name: table.get(key.name, key.default) for key in KEYS}
    return Config(
        select=(*values["select"], *values["extend-select"]),
        ignore=tuple(values["ignore"]),
        per_file_ignores={glob: tuple(names) for glob, names in values["per-file-ignores"].items()},
        fail_on=values["fail-on"],
        gitlab_ci_file=values["gitlab-ci-file"],
        max_file_size=values["max-file-size"],
        publishers=tuple(values["publishers"]),
    )


def _check(source: Source, keys: tuple[str | int, ...], table: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise ``UsageError`` for the first mistake."""
    where = "[tool.tplint]" if keys else source.path
    kinds = {key.name: key for key in KEYS}
    for name, value in table.items():
        at = (*keys, name)
        if name not in kinds:
            is_header = name == "tool" and not keys
            hint = ", whose keys stand at the top, without `[tool.tplint]`" if is_header else did_you_mean(name, kinds)
            raise mistake(source, at, f"unknown key {quoted(name)} in {where}{hint}", part="key")
        for place, message in _faults(kinds[name], value, known):
            raise mistake(source, (*at, *place), message)


def _faults(key: Key, value: object, known: Collection[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a value, and where in it."""
    match key.kind, value:
        case "list of rules", list():
            yield from _unknown_rules((), value, known)
        case "table of lists of rules", dict():
            for glob, rules in value.items():
                if re.search(_BRACES, glob):
                    yield (glob,), f"{quoted(glob)} fits no file: braces do not choose here, so write a glob for each"
                if isinstance(rules, list):
                    yield from _unknown_rules((glob,), rules, known)
                else:
                    yield (glob,), f"the rules to ignore in {quoted(glob)} have to be a list, as in `{key.example}`"
        case "string", _ if key.choices:
            if value not in key.choices:
                yield (), f"`{key.name}` has to be one of {alternatives(key.choices)}"
        case "string", str():
            return
        case "whole number above 0", int() if not isinstance(value, bool) and value > 0:
            return
        case "array of tables", list() if all(isinstance(item, dict) for item in value):
            return
        case _:
            example = key.example.partition("\n")[0]
            yield (), f"`{key.name}` has to be a {key.kind}, as in `{example}`".replace("a array", "an array")


def _unknown_rules(
    place: tuple[str | int, ...], rules: list[Any], known: Collection[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The entries of a list that are no code, beginning of a code, or name of a rule."""
    for position, rule in enumerate(rules):
        if not isinstance(rule, str):
            yield (*place, position), "a rule has to be a string: a code, the beginning of one, or a name"
        elif known and not is_selector(rule, known):
            yield (*place, position), f"there is no rule {quoted(rule)}{did_you_mean(rule, known)}"


def is_selector(rule: str, known: Iterable[str]) -> bool:
    """Whether a text is one of the known codes and names, or the beginning of a code."""
    known = tuple(known)
    return rule in known or bool(re.fullmatch(_SELECTOR, rule) and any(name.startswith(rule) for name in known))


def mistake(source: Source, keys: tuple[str | int, ...], message: str, part: str = "value") -> UsageError:
    """The user's mistake at a key of the configuration, in one line that names the file and line."""
    from tplint.documents.source import Pointer, position, resolve  # noqa: PLC0415 - only for a mistake

    line = position(source, resolve(Pointer(source, keys, part)).start).line
    return UsageError(f"{source.path}:{line}: {message}")


def _one_line(text: str) -> str:
    """A text of the user's without line ends and control characters, and not longer than a line can bear."""
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def quoted(text: str) -> str:
    """What the user wrote, as messages quote it."""
    return f"`{_one_line(text)}`"


def alternatives(names: Iterable[str]) -> str:
    """Join names as messages list what is allowed: each quoted, the last after "or"."""
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} or {last}" if first else last


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean …?`` with the nearest of the known names; empty where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    lowered, names = name[:_LONGEST].lower(), {each.lower(): each for each in sorted(known)}
    begun = [each for each in names if lowered.strip("-") and each.startswith(lowered)]
    nearest = begun or get_close_matches(lowered, names, n=1, cutoff=0.8)
    return f"; did you mean `{names[nearest[0]]}`?" if nearest else ""
