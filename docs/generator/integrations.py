"""The inputs and outputs of the GitHub Action and of the GitLab component, from the files that declare them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from generator.links import CHECKOUT
from generator.markdown import code, table
from tplint.documents import yaml
from tplint.documents.nodes import entries, get, text
from tplint.documents.source import Source

if TYPE_CHECKING:
    from tplint.documents.nodes import Node


def action_inputs() -> str:
    """The inputs of `action.yml`."""
    return _table(get(_root("action.yml"), "inputs"), "Input")


def action_outputs() -> str:
    """The outputs of `action.yml`."""
    rows = ((code(name), _description(node)) for name, node in _entries(get(_root("action.yml"), "outputs")))
    return table(("Output", "Meaning"), rows)


def component_inputs() -> str:
    """The inputs of `templates/tplint.yml`."""
    return _table(get(get(_root("templates/tplint.yml"), "spec"), "inputs"), "Input")


def variables() -> str:
    """The variables of `gitlab/tplint.yml`, with their defaults."""
    job = get(_root("gitlab/tplint.yml"), "tplint")
    rows = ((code(name), code(text(node) or "") or "empty") for name, node in _entries(get(job, "variables")))
    return table(("Variable", "Default"), rows)


def _table(inputs: Node | None, head: str) -> str:
    rows = (
        (code(name), code(text(get(node, "default")) or "") or "empty", _description(node))
        for name, node in _entries(inputs)
    )
    return table((head, "Default", "Meaning"), rows)


def _description(node: Node) -> str:
    return text(get(node, "description")) or ""


def _entries(mapping: Node | None) -> list[tuple[str, Node]]:
    return [(name, pair.value) for name, pair in entries(mapping) if pair.value is not None]


def _root(path: str) -> Node | None:
    with open(os.path.join(CHECKOUT, path), encoding="utf-8") as file:
        return yaml.parse(Source(path, file.read())).root
