"""The guide reader: Markdown and reStructuredText → what they tell readers to register, as findings."""

from __future__ import annotations

from targets import samples
from tplint.config import Config
from tplint.documents import markdown
from tplint.documents.source import Source
from tplint.engine import lint
from tplint.guides.myths import myths
from tplint.guides.registrations import registrations
from tplint.reporters.text import render

_MARKDOWN = """\
# Releasing

1. On [PyPI](https://pypi.org/manage/account/publishing/) add a *trusted publisher*:
   - **Owner**: `octo` - **Repository name**: `sampleproject`
   - Workflow name: .github/workflows/publish.yml
   - Environment name: `pypi` (any)

| Field | Value |
| --- | --- |
| Workflow | `release.yml` |

```yaml title="x"
      - uses: pypa/gh-action-pypi-publish@release/v1 # OIDC needs no token
```
> you need an API token beside trusted publishing

<details><b>Owner</b> octo</details>
"""
_WORKFLOW = """\
on: {release: {types: [published]}}
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: {id-token: write}
    steps:
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
_RST = """\
Publishing
==========

We use `trusted publishing <https://docs.pypi.org>`_ on PyPI.

:Owner: octo
:Workflow: ``publish.yml``

.. code-block:: bash

   gh workflow run publish.yml -f index=pypi
"""


def seeds() -> list[bytes]:
    """A guide of each format."""
    return [
        f"m{_MARKDOWN}".encode(),
        f"r{_RST}".encode(),
        b"m* a\n  * b\n\n[x]: <y> 'PyPI oidc'\n![a](b)\n- [ ] **W**: `c`",
    ]


def check(data: bytes) -> None:
    """Read one document as a guide, and lint a repository that has it as its README."""
    text = data.decode("utf-8", "replace")
    path = "README.rst" if text.startswith("r") else "README.md"
    source = Source(path, text[1:])
    parts = tuple(markdown.sections(source))
    registered = tuple(registrations(parts, lambda _: False))
    tuple(myths(parts, registered))
    folder = samples.repository({path: text[1:], ".github/workflows/publish.yml": _WORKFLOW})
    list(render([lint(folder, config=Config())]))
