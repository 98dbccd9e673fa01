"""Links: those from one file of the checkout to another → links of the site, and codes of rules → their pages."""

from __future__ import annotations

import os
import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING

from generator import markdown
from tplint import engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tplint.findings import Rule

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCE = "https://github.com/tplint/tplint"
# Files outside `docs/` that are pages of the site.
PAGES = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "docs/decisions": "decisions/index.md"}


def fit(text: str, origin: str, path: str) -> str:
    """A page's text as the site needs it.

    ``origin`` is the file that it was written in, from the checkout, ``path`` the page, from the site's root.
    """
    moved = markdown.in_links(text, lambda target: _target(target, origin, path))
    return markdown.in_prose(moved, r"\bTP\d{3}\b", lambda match: _rule(match[0], path))


@cache
def rules() -> Mapping[str, Rule]:
    """The rules by code."""
    return {rule.code: rule for rule in engine.rules()}


def page_of(rule: Rule) -> str:
    """The path of a rule's page in the site."""
    return f"rules/{rule.name}.md"


def _rule(code: str, path: str) -> str:
    rule = rules().get(code)
    if rule is None or page_of(rule) == path:
        return code
    return f"[{code}]({_relative(page_of(rule), path)})"


def _target(target: str, origin: str, path: str) -> str:
    """Where a link of ``origin`` leads when it stands in the page ``path``."""
    address, mark, anchor = target.partition("#")
    if re.match(r"[a-z]+:|/", address) or not address:
        return target
    there = posixpath.normpath(posixpath.join(posixpath.dirname(origin), address))
    return f"{_address(there, path)}{mark}{anchor}"


def _address(there: str, path: str) -> str:
    page = _page(there)
    if page:
        return _relative(page, path)
    if not os.path.exists(os.path.join(CHECKOUT, there)):
        return there  # MkDocs complains of it
    kind = "tree" if os.path.isdir(os.path.join(CHECKOUT, there)) else "blob"
    return f"{SOURCE}/{kind}/main/{there}"


def _page(there: str) -> str:
    """The page that a file of the checkout is in the site; empty where it is none."""
    name = re.fullmatch(r"src/tplint/rules/(\w+)\.md", there)
    if name:
        return f"rules/{name[1].replace('_', '-')}.md"
    if there in PAGES:
        return PAGES[there]
    return there.removeprefix("docs/") if there.startswith("docs/") else ""


def _relative(page: str, path: str) -> str:
    return posixpath.relpath(page, posixpath.dirname(path) or ".")
