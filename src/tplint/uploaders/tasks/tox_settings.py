"""The settings of one environment of `tox`, from INI or TOML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tplint.documents import toml
from tplint.records import NamedTuple
from tplint.uploaders.tables import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from tplint.documents.source import Source

_INI_BASE, _TOML_BASE = "testenv", "env_run_base"
_UNREAD = "{settings}"  # as a substitution that nothing knows
Sections: TypeAlias = Mapping[str, Mapping[str, str]]

MAX_HEADER = 300  # characters of a header or a condition
MAX_NAMES = 500  # that braces may multiply these to
MAX_LINES = 500
MAX_NESTING = 5
MAX_VALUE = 2_000
MAX_LENGTH = 20_000  # of a setting with what it refers to
# `{[testenv:base]pass_env}` stands for a setting of another section.
_REFERENCE = r"\{\[([^\[\]{}\n]*)\]([\w-]*)\}"
# tox 3's names of settings.
_ALIASES = {"passenv": "pass_env", "setenv": "set_env"}
_FACTOR = r"^([\w{},.!-]+)\s*:(?:\s+(.*)|$)"
_COMMENT = r"(?:^|\s)#.*$"
# What tox 4 passes on by itself and an uploader reads; the rest of the list concerns compilers and shells.
PASSED = ("HOME", "NETRC", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_*", "*_proxy", "*_PROXY", "UV_*")


class Environment(NamedTuple):
    """What an environment runs and lets through; a command is a line, or words where the settings are TOML."""

    commands: tuple[str | tuple[str, ...], ...]
    pass_env: tuple[str, ...]
    set_env: tuple[tuple[str, str], ...]
    dependencies: tuple[str, ...]

    @property
    def unread(self) -> str:
        """Why the commands, or the variables that they see, are not known; empty where they are."""
        if len(self.commands) + len(self.set_env) > MAX_LINES:
            return f"it has more than {MAX_LINES} commands and variables"
        if any("{" in pattern for pattern in self.pass_env):
            return "what `pass_env` refers to is not known"
        return "what `set_env` refers to is not known" if any(not name for name, _ in self.set_env) else ""


class _Case(NamedTuple):
    """The factors of its name that an environment has to have, and those that it must not."""

    has: frozenset[str]
    lacks: frozenset[str]


class _Line(NamedTuple):
    """A line of a setting, and the environments that it holds for: those of one of the cases."""

    text: str
    cases: tuple[_Case, ...] = (_Case(frozenset(), frozenset()),)


def environment(source: Source, name: str) -> Environment | None:
    """The environment of that name in a file; None where the file has none."""
    if source.path.endswith(".toml"):
        return _from_toml(source, name)
    return _from_ini(source.text, name)


@lru_cache(maxsize=16)
def _from_ini(text: str, name: str) -> Environment | None:
    sections = _sections(text)
    section = _owners(text).get(name)
    own = sections[section] if section is not None else None
    if own is None and _factors(text).isdisjoint(name.split("-")):
        return None
    merged = _inherited(sections, own or {})
    factors = frozenset(name.split("-"))

    def lines(*keys: str) -> list[str]:
        return [line for key in keys for line in _chosen(_resolved(merged.get(key, ""), sections), factors)]

    return Environment(
        tuple(_continued(lines("commands_pre", "commands", "commands_post"))),
        (*PASSED, *(pattern for line in lines("pass_env") for pattern in re.split(r"[\s,]+", line) if pattern)),
        tuple(_assignments(lines("set_env"))),
        tuple(lines("deps")),
    )


def _inherited(sections: Sections, own: Mapping[str, str]) -> dict[str, str]:
    """The settings of an environment over those of the sections that `base` names, the first of which win."""
    names = re.split(r"[\s,]+", own.get("base", _INI_BASE).strip())
    merged: dict[str, str] = {}
    for each in reversed(names):
        merged.update(sections.get(each, {}))
    return {**merged, **own}


def _resolved(text: str, sections: Sections) -> str:
    """A setting with those of other sections in the places that refer to them; what is not known stays as it is."""
    if "{[" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        return sections.get(match[1], {}).get(_ALIASES.get(match[2], match[2]), match[0])[:MAX_VALUE]

    for _ in range(MAX_NESTING):
        if "{[" not in text or len(text) > MAX_LENGTH:
            break
        text = re.sub(_REFERENCE, value, text)
    return text[:MAX_LENGTH]


@lru_cache(maxsize=16)
def _sections(text: str) -> Sections:
    import configparser  # noqa: PLC0415 - only where a tox environment is run

    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError, AttributeError):
        return {}
    return {
        section: {_ALIASES.get(key, key): value or "" for key, value in parser.items(section)}
        for section in parser.sections()
    }


@lru_cache(maxsize=16)
def _owners(text: str) -> Mapping[str, str]:
    """The environments that have a section, each with the first one's header."""
    owners: dict[str, str] = {}
    for section in _sections(text):
        for name in _names(section):
            owners.setdefault(name, section)
    return owners


def _names(section: str) -> frozenset[str]:
    """The environments that a section's header names; `{a,b}` and `a,b` are several."""
    if not section.startswith(f"{_INI_BASE}:"):
        return frozenset()
    return _several(section[len(_INI_BASE) + 1 :][:MAX_HEADER])


def _several(text: str) -> frozenset[str]:
    """What stands between commas, with one of the words in each pair of braces."""
    names = {text}
    for _ in range(text.count("{")):
        if len(names) * (text.count(",") + 1) > MAX_NAMES:
            break
        names = {
            name[: match.start()] + choice.strip() + name[match.end() :] if match else name
            for name in names
            for match in (re.search(r"\{([^{}]*)\}", name),)
            for choice in (match[1].split(",") if match else ("",))
        }
    return frozenset(part.strip() for name in names for part in name.split(","))


@lru_cache(maxsize=16)
def _factors(text: str) -> frozenset[str]:
    """What lines of the base section depend on: an environment with such a factor needs no section of its own."""
    lines = (line for value in _sections(text).get(_INI_BASE, {}).values() for line in _lines(value))
    return frozenset(factor for line in lines for case in line.cases for factor in (*case.has, *case.lacks))


def _chosen(value: str, factors: frozenset[str]) -> Iterator[str]:
    """The lines of a setting that hold for an environment, without comments and factor conditions."""
    for line in _lines(value):
        for has, lacks in line.cases:
            if has <= factors and lacks.isdisjoint(factors):
                yield line.text
                break


@lru_cache(maxsize=64)
def _lines(value: str) -> tuple[_Line, ...]:
    """The lines of a setting: they are the same for all environments, which may be hundreds."""
    return tuple(line for line in map(_line, value.splitlines()) if line.text)


def _line(written: str) -> _Line:
    text = re.sub(_COMMENT, "", written).strip() if "#" in written else written.strip()
    match = re.match(_FACTOR, text)
    if match is None or text.startswith(("http:", "https:")):
        return _Line(text)
    return _Line(match[2] or "", tuple(map(_case, _several(match[1][:MAX_HEADER]))))


def _case(factors: str) -> _Case:
    """One of the comma-separated conditions of a line (`a-!b`)."""
    each = factors.split("-")
    return _Case(
        frozenset(factor for factor in each if not factor.startswith("!")),
        frozenset(factor[1:] for factor in each if factor.startswith("!")),
    )


def _continued(lines: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line.endswith("\\"):
            before += line[:-1] + " "
        else:
            yield before + line
            before = ""
    if before:
        yield before


def _assignments(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Names and values; a line that is no assignment (`file|.env`) gives an empty name."""
    for line in lines:
        name, equals, value = line.partition("=")
        yield (name.strip() if equals and "|" not in name else ""), value.strip()


def _from_toml(source: Source, name: str) -> Environment | None:
    content: Mapping[str, object] = toml.read(source) or {}
    root = content if source.path.endswith("tox.toml") else table(content, "tool", "tox")
    legacy = root.get("legacy_tox_ini")
    if isinstance(legacy, str):
        return _from_ini(legacy, name)
    environments = table(root, "env")
    if name not in environments:
        return None
    own = table(environments, name)
    merged = {**table(root, _TOML_BASE), **own}
    inherits = own.get("base", [_TOML_BASE]) == [_TOML_BASE]
    return Environment(
        tuple(_commands(merged)),
        (*PASSED, *_strings(merged.get("pass_env") if inherits else [{}], root)),
        tuple((key, value if isinstance(value, str) else _UNREAD) for key, value in table(merged, "set_env").items()),
        tuple(_strings(merged.get("deps"), root)),
    )


def _commands(merged: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    for key in ("commands_pre", "commands", "commands_post"):
        listed = merged.get(key)
        for words in listed if isinstance(listed, list) else ():
            if isinstance(words, list):
                yield tuple(word if isinstance(word, str) else _UNREAD for word in words)


def _strings(value: object, root: Mapping[str, object], depth: int = 0) -> Iterator[str]:
    """The strings of a list, with those of the lists that it refers to."""
    for each in value if isinstance(value, list) else ():
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            found = _referenced(each, root) if depth < MAX_NESTING else None
            yield from _strings(found, root, depth + 1) if isinstance(found, list) else (_UNREAD,)


def _referenced(reference: Mapping[str, object], root: Mapping[str, object]) -> object:
    """What `{ replace = "ref", of = ["env_run_base", "pass_env"] }` stands for; None where that is not known."""
    path = reference.get("of")
    if reference.get("replace") != "ref":
        return None
    keys = path if isinstance(path, list) else ["env", reference.get("env"), reference.get("key")]
    found: object = root
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) and isinstance(key, str) else None
    return found
