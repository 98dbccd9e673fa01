"""Configuration → the publishers it declares; whether PyPI would take their values is left to the rules."""

from __future__ import annotations

from tplint.config import Key, alternatives, did_you_mean, mistake, quoted
from tplint.model import INDEXES, Publisher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tplint.config import Config
    from tplint.documents.source import Source

# The keys of every publisher. The others are the fields of its kind's form on PyPI: ``forms``.
KEYS = (
    Key("index", "string", "the index that trusts the publisher", 'index = "testpypi"', "pypi", tuple(INDEXES)),
    Key("project-name", "string", "the project on the index", 'project-name = "sampleproject"'),
    Key("kind", "string", "where the uploads run", 'kind = "github"'),
    Key("pending", "boolean", "true: registered, and the project does not exist yet", "pending = true", default=False),
)
REQUIRED = ("kind", "project-name")


def forms() -> Mapping[str, tuple[str, ...]]:
    """The fields of PyPI's form for each kind of publisher, by PyPI's names with hyphens."""
    from tplint.pypi.publishers import KINDS  # noqa: PLC0415 - most repositories declare no publisher

    return {kind.name: tuple(field.name.replace("_", "-") for field in kind.fields) for kind in KINDS.values()}


def declared(config: Config) -> tuple[Publisher, ...]:
    """The publishers of the configuration, in its order.

    Raises ``UsageError`` for an unknown kind, index or key, a value of the wrong type, and a missing kind or project.
    """
    if config.source is None or not config.publishers:
        return ()
    fields = forms()
    return tuple(
        _publisher(config.source, (*config.keys, "publishers", position), table, fields)
        for position, table in enumerate(config.publishers)
    )


def _publisher(
    source: Source, keys: tuple[str | int, ...], table: Mapping[str, Any], forms: Mapping[str, tuple[str, ...]]
) -> Publisher:
    _check_types(source, keys, table, forms)
    kind, index = table.get("kind", ""), table.get("index", "pypi")
    if kind in forms:
        _check_keys(source, keys, table, (*(key.name for key in KEYS), *forms[kind]))
    for needed in REQUIRED:
        if needed not in table:
            raise mistake(source, keys, f"the publisher has no `{needed}`")
    if kind not in forms:
        message = f"there is no kind of publisher {quoted(kind)}: `kind` has to be {alternatives(forms)}"
        raise mistake(source, (*keys, "kind"), message)
    if index not in INDEXES:
        message = f"there is no index {quoted(index)}: `index` has to be {alternatives(INDEXES)}"
        raise mistake(source, (*keys, "index"), message)
    fields = {name.replace("-", "_"): table[name] for name in forms[kind] if name in table}
    taken = dict(_taken(kind, fields))
    return Publisher(index, kind, table["project-name"], taken, source, keys, table.get("pending", False))


def _taken(kind: str, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the form makes of white space: it goes around some values, and alone it is none in others."""
    from tplint.pypi.publishers import KINDS  # noqa: PLC0415 - most repositories declare no publisher

    for field in KINDS[kind].fields:
        if field.name in fields:
            value = fields[field.name].strip() if field.stripped else fields[field.name]
            yield field.name, value if field.store(value) else ""


def _check_types(
    source: Source, keys: tuple[str | int, ...], table: Mapping[str, Any], forms: Mapping[str, tuple[str, ...]]
) -> None:
    """The fields of forms are strings. Keys that no kind has are named for what they are, further on."""
    kinds = {name: "string" for fields in forms.values() for name in fields} | {key.name: key.kind for key in KEYS}
    for name, value in table.items():
        match kinds.get(name), value:
            case ("boolean", bool()) | ("string", str()) | (None, _):
                continue
            case "boolean", _:
                raise mistake(source, (*keys, name), f"`{name}` has to be `true` or `false`")
            case _:
                raise mistake(source, (*keys, name), f"`{name}` has to be a string")


def _check_keys(source: Source, keys: tuple[str | int, ...], table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Every key is one of this kind's."""
    for name in table:
        if name not in known:
            message = f"a publisher of kind `{table['kind']}` has no key {quoted(name)}{did_you_mean(name, known)}"
            raise mistake(source, (*keys, name), message, part="key")
