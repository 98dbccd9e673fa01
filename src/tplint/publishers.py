"""Configuration → the publishers it declares; whether PyPI would take their values is left to the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tplint.config import alternatives, did_you_mean, mistake, quoted
from tplint.model import Publisher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.config import Config
    from tplint.documents.source import Source
    from tplint.model import IndexName

# The fields of PyPI's forms, by PyPI's names with hyphens: warehouse/oidc/forms/{github,gitlab,google,activestate}.py
FIELDS: Mapping[str, tuple[str, ...]] = {
    "github": ("owner", "repository", "workflow-filename", "environment"),
    "gitlab": ("namespace", "project", "workflow-filepath", "environment", "issuer-url"),
    "google": ("email", "sub"),
    "activestate": ("organization", "project", "actor"),
}
COMMON = ("index", "project-name", "kind", "pending")
INDEXES: Mapping[str, IndexName] = {"pypi": "pypi", "testpypi": "testpypi"}


def declared(config: Config) -> tuple[Publisher, ...]:
    """The publishers of the configuration, in its order.

    Raises ``UsageError`` for an unknown kind, index or key, a value of the wrong type, and a missing kind or project.
    """
    if config.source is None:
        return ()
    return tuple(
        _publisher(config.source, (*config.keys, "publishers", position), table)
        for position, table in enumerate(config.publishers)
    )


def _publisher(source: Source, keys: tuple[str | int, ...], table: Mapping[str, Any]) -> Publisher:
    _check_types(source, keys, table)
    for needed in ("kind", "project-name"):
        if needed not in table:
            raise mistake(source, keys, f"the publisher has no `{needed}`")
    kind, index = table["kind"], table.get("index", "pypi")
    if kind not in FIELDS:
        message = f"there is no kind of publisher {quoted(kind)}: `kind` has to be {alternatives(FIELDS)}"
        raise mistake(source, (*keys, "kind"), message)
    if index not in INDEXES:
        message = f"there is no index {quoted(index)}: `index` has to be {alternatives(INDEXES)}"
        raise mistake(source, (*keys, "index"), message)
    _check_keys(source, keys, table, kind)
    fields = {name.replace("-", "_"): table[name] for name in FIELDS[kind] if name in table}
    return Publisher(INDEXES[index], kind, table["project-name"], fields, source, keys, table.get("pending", False))


def _check_types(source: Source, keys: tuple[str | int, ...], table: Mapping[str, Any]) -> None:
    """All values are strings, but for ``pending``. Keys that no kind has are named for what they are, further on."""
    known = {*COMMON, *(name for fields in FIELDS.values() for name in fields)}
    for name, value in table.items():
        if name == "pending" and not isinstance(value, bool):
            raise mistake(source, (*keys, name), "`pending` has to be `true` or `false`")
        if name in known - {"pending"} and not isinstance(value, str):
            raise mistake(source, (*keys, name), f"`{name}` has to be a string")


def _check_keys(source: Source, keys: tuple[str | int, ...], table: Mapping[str, Any], kind: str) -> None:
    """Every key is one of this kind's."""
    known = (*COMMON, *FIELDS[kind])
    for name in table:
        if name not in known:
            message = f"a {kind} publisher has no key {quoted(name)}{did_you_mean(name, known)}"
            raise mistake(source, (*keys, name), message, part="key")
