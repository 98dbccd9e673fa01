"""The settings of one environment of `tox`, from INI or TOML."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tplint.documents import toml
from tplint.records import NamedTuple
from tplint.uploaders.tables import table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from tplint.documents.source import Source

Sections: TypeAlias = Mapping[str, Mapping[str, str]]

MAX_HEADER = 100  # characters; braces multiply
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
    sections: Sections


def environment(source: Source, name: str) -> Environment | None:
    """The environment of that name in a file; None where the file has none."""
    if source.path.endswith(".toml"):
        return _from_toml(source, name)
    return _from_ini(source.text, name, "testenv")


def _from_ini(text: str, name: str, base: str) -> Environment | None:
    sections = _sections(text)
    own = next((sections[section] for section in sections if name in _names(section, base)), None)
    if own is None and not (base in sections and any(_is_factor(line, name) for line in _text(sections, base))):
        return None
    merged = {**sections.get(base, {}), **(own or {})}
    factors = frozenset(name.split("-"))
    lines = [
        line for key in ("commands_pre", "commands", "commands_post") for line in _chosen(merged.get(key, ""), factors)
    ]
    passed = _either(merged, "pass_env", "passenv", factors)
    return Environment(
        tuple(_continued(lines)),
        (*PASSED, *(pattern for line in passed for pattern in re.split(r"[\s,]+", line) if pattern)),
        tuple(_assignments(_either(merged, "set_env", "setenv", factors))),
        tuple(_chosen(merged.get("deps", ""), factors)),
        sections,
    )


def _sections(text: str) -> Sections:
    import configparser  # noqa: PLC0415 - only where a tox environment is run

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, delimiters=("=",))
    try:
        parser.read_string(text)
    except configparser.Error:
        return {}
    return {section: {key: value or "" for key, value in parser.items(section)} for section in parser.sections()}


def _names(section: str, base: str) -> frozenset[str]:
    """The environments that a section's header names; `{a,b}` and `a,b` are several."""
    if not section.startswith(f"{base}:"):
        return frozenset()
    names = {section[len(base) + 1 :][:MAX_HEADER]}
    for _ in range(3):
        names = {
            name[: match.start()] + choice.strip() + name[match.end() :] if match else name
            for name in names
            for match in (re.search(r"\{([^{}]*)\}", name),)
            for choice in (match[1].split(",") if match else ("",))
        }
    return frozenset(part.strip() for name in names for part in name.split(","))


def _text(sections: Sections, base: str) -> list[str]:
    return [line for value in sections.get(base, {}).values() for line in value.splitlines()]


def _is_factor(line: str, name: str) -> bool:
    """Whether a line depends on one of an environment's factors, which then exists without a section of its own."""
    match = re.match(_FACTOR, line.strip())
    return match is not None and not {*name.split("-")}.isdisjoint(re.split(r"[{},!-]", match[1]))


def _chosen(value: str, factors: frozenset[str]) -> Iterator[str]:
    """The lines of a setting that hold for an environment, without comments and factor conditions."""
    for line in value.splitlines():
        text = re.sub(_COMMENT, "", line).strip()
        match = re.match(_FACTOR, text)
        if match is not None and not text.startswith(("http:", "https:")):
            if not _holds(match[1], factors):
                continue
            text = match[2] or ""
        if text:
            yield text


def _holds(condition: str, factors: frozenset[str]) -> bool:
    """Whether one of the comma-separated conditions (`a-!b`) holds."""
    return any(
        all((part[1:] not in factors) if part.startswith("!") else part in factors for part in each.split("-"))
        for each in re.sub(r"[{}]", "", condition).split(",")
    )


def _either(merged: Mapping[str, str], name: str, old: str, factors: frozenset[str]) -> list[str]:
    return [*_chosen(merged.get(name, ""), factors), *_chosen(merged.get(old, ""), factors)]


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
    for line in lines:
        name, equals, value = line.partition("=")
        if equals:
            yield name.strip(), value.strip()


def _from_toml(source: Source, name: str) -> Environment | None:
    try:
        content: Mapping[str, object] = toml.parse(source).data
    except toml.NotToml:
        return None
    root = content if source.path.endswith("tox.toml") else table(content, "tool", "tox")
    legacy = root.get("legacy_tox_ini")
    if isinstance(legacy, str):
        return _from_ini(legacy, name, "testenv")
    environments = table(root, "env")
    if name not in environments:
        return None
    merged = {**table(root, "env_run_base"), **table(environments, name)}
    return Environment(
        tuple(_commands(merged)),
        (*PASSED, *_strings(merged.get("pass_env"))),
        tuple((key, value) for key, value in table(merged, "set_env").items() if isinstance(value, str)),
        tuple(_strings(merged.get("deps"))),
        {},
    )


def _commands(merged: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    for key in ("commands_pre", "commands", "commands_post"):
        listed = merged.get(key)
        for words in listed if isinstance(listed, list) else ():
            if isinstance(words, list):
                yield tuple(word if isinstance(word, str) else "{settings}" for word in words)


def _strings(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, str):
            yield each
