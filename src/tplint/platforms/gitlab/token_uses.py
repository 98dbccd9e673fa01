"""Scripts of a GitLab job → what in them reads an identity token by its name, or may do so.

GitLab puts each token into a variable of its name, where only a tool that looks for that name, or a script that writes
it, takes it up. The tools are the uploaders, which are recognised elsewhere.
"""

from __future__ import annotations

import re

from tplint.model import Known, Script, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.model import Fact, IdToken, Step

MAX_SCRIPT = 50_000  # a longer one is none that people wrote
# Programs that take an identity token out of the environment, and exchanges by hand.
_TAKES = (
    "mint-token", "-m id ", "pipx run id", "uvx id", "sigstore", "cosign", "pypi_attestations", "pypi-attestations",
    "vault ", "bao ", "aws ", "gcloud", "az login",
)  # fmt: skip
_INSTALLERS = r"https://astral\.sh/uv/(?:[\d.]{1,20}/)?install\.sh|https://install\.python-poetry\.org"
# What a script runs whose text is not here: scripts and modules of the repository, tasks, texts that it evaluates.
_UNREAD = r"""(?mx)
      \b(?:eval|printenv)\b | (?:^|[\s;&|({])env\s*(?:$|[|>])
      | \b(?:hatch|pdm|rye|pixi|npm|pnpm|bun|mise)\s+(?:-[\w-]+\s+)*(?:run|task|exec|x)\b
      | \bpython[\d.]*\s+(?:-[a-zA-Z]\s+)*-c
      | \bpython[\d.]*\s+-m(?!\s*(?:build|twine|pip|venv|virtualenv|ensurepip|uv|pdm|pytest|poetry|hatch)\b)
      | (?:^|[\s;&|({])(?:source|\.)[ \t]+(?!\S*activate\b)
      | (?:^|[\s;&|({"'])(?:\./|(?:g?make|just|task|invoke|inv|poe|tox|nox|doit|npx|yarn)(?=\s|$))
      | (?<!setup)\.(?:py|sh|bash)\b"""


def token_uses(steps: Iterable[Step], tokens: Iterable[IdToken]) -> Fact[tuple[str, ...]]:
    """What needs an identity token beside an upload: names of tokens that scripts write, and programs that take them.

    Unknown where a script runs something that is not read.
    """
    names = tuple(token.name for token in tokens)
    found: list[str] = []
    scripts = [step.run for step in steps if isinstance(step.run, Script)]
    for text in (script.text for script in scripts):
        found += [name for name in names if name in text]
        found += [program.strip() for program in _TAKES if program in text]
    if found:
        return Known(tuple(dict.fromkeys(found)))
    unread = next((script.at for script in scripts if script.unread or runs_unread(script.text)), None)
    return Known(()) if unread is None else Unknown("what this script runs may need an identity token", unread)


def runs_unread(text: str) -> bool:
    """Whether a script runs something of which its text does not tell what it does."""
    return len(text) > MAX_SCRIPT or re.search(_UNREAD, without_installers(text)) is not None


def without_installers(text: str) -> str:
    """A script without the scripts that it fetches to install uv or Poetry, of which it is known what they do."""
    return re.sub(_INSTALLERS, "", text) if "https://" in text else text
