"""All that is generated: whole pages by their paths, and the places in other pages by their names."""

from __future__ import annotations

import os
import re

from generator import command_line, configuration, decision, forms, integrations, links, rules, troubleshooting

# `<!-- generate: NAME -->` in a page stands for what the function gives.
PLACES = {
    "configuration": configuration.keys,
    "publishers": configuration.publisher_reference,
    "command line": command_line.reference,
    "steps": decision.steps,
    "environments": decision.environments,
    "letter case": decision.letter_case,
    "reusable workflows": decision.reusable_workflows,
    "chosen publisher": decision.choice,
    "pending publishers": decision.pending,
    "forms": forms.refusals,
    "messages": troubleshooting.messages,
    "action inputs": integrations.action_inputs,
    "action outputs": integrations.action_outputs,
    "component inputs": integrations.component_inputs,
    "job variables": integrations.variables,
    "index of messages": troubleshooting.index,
}
_PLACE = re.compile(r"^<!-- generate: (.+) -->$", re.MULTILINE)
# What is said to those who read a page's source.
_OUTSIDE = re.compile(r"^<!-- outside the site -->\n.*?^<!-- end -->\n", re.MULTILINE | re.DOTALL)
_DECISIONS = """\
# Decisions

What was decided, and why, for who wants to change it. The rules for changes are in
[Contributing](../../CONTRIBUTING.md).

"""


def generated() -> dict[str, str]:
    """The pages that no file in `docs/` holds, by their paths in the site."""
    copies = {page: _read(file) for file, page in links.PAGES.items() if file.endswith(".md")}
    return {**rules.pages(), **copies, "decisions/index.md": _decisions()}


def navigation() -> dict[str, list[object]]:
    """The pages of the folders that the navigation names as wholes."""
    decisions: list[object] = ["decisions/index.md", *(f"decisions/{name}" for name in _decision_files())]
    return {"rules/": rules.navigation(), "decisions/": decisions}


def origin(path: str) -> str:
    """The file of the checkout that a page of the site was written in: its links start there."""
    for file, page in links.PAGES.items():
        if page == path and file.endswith(".md"):
            return file
    name = re.fullmatch(r"rules/([a-z0-9-]+)\.md", path)
    if name and name[1] != "index":
        return f"src/tplint/rules/{name[1].replace('-', '_')}.md"
    return f"docs/{path}"


def filled(text: str) -> str:
    """A page with its places filled; raises ``KeyError`` for a name that there is not."""
    return _PLACE.sub(lambda match: PLACES[match[1]](), _OUTSIDE.sub("", text))


def _decisions() -> str:
    titles = ((name, _read(f"docs/decisions/{name}").partition("\n")[0]) for name in _decision_files())
    return _DECISIONS + "\n".join(f"- [{title.lstrip('# ')}]({name})" for name, title in titles)


def _decision_files() -> list[str]:
    names = os.listdir(os.path.join(links.CHECKOUT, "docs", "decisions"))
    return sorted(name for name in names if name.endswith(".md"))


def _read(path: str) -> str:
    with open(os.path.join(links.CHECKOUT, path), encoding="utf-8") as file:
        return file.read()
