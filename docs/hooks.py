"""MkDocs' hooks: pages and tables that are made from the code, and links that fit the site.

MkDocs loads this file (``hooks`` in ``mkdocs.yml``); what it calls is in ``generator/``.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

FOLDER = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.dirname(FOLDER)
# In characters.
_SHORT = 28
# The messages of the troubleshooting page are those of the catalogue's tests.
sys.path[:0] = [FOLDER, os.path.join(CHECKOUT, "tests")]

from generator import links, pages  # noqa: E402 - found only on the path above

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the generated pages into the navigation, where an entry names their folder."""
    folders = pages.navigation()
    config.nav = [_entry(entry, folders) for entry in config.nav or []]
    return config


def _entry(entry: Any, folders: dict[str, list[Any]]) -> Any:
    """An entry of the navigation with the folders in it replaced by their pages."""
    match entry:
        case dict():
            return {title: _entry(value, folders) for title, value in entry.items()}
        case list():
            return [_entry(each, folders) for each in entry]
        case _:
            return folders.get(entry, entry)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    for path, content in pages.generated().items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: Any) -> str:
    """Fill the places that a page leaves to the generator, and turn links into the checkout into links of the site."""
    path = page.file.src_uri
    return links.fit(pages.filled(markdown), pages.origin(path), path)


def on_page_content(html: str, **_: Any) -> str:
    """Mark options in short code, which browsers would break at their hyphens."""
    return re.sub(rf"<code>(?=(?:[^<]* )?--?\w)(?=[^<]{{1,{_SHORT}}}</code>)", '<code class="option">', html)
