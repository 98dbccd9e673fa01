"""Google Cloud Build's `cloudbuild.yaml` → its steps, and the claims of the service account that they run as.

https://cloud.google.com/build/docs/build-config-file-schema,
https://cloud.google.com/build/docs/securing-builds/authorize-service-to-service-access
"""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise

from tplint.documents.nodes import Mapping, Scalar, is_null, items, place
from tplint.documents.source import Place
from tplint.model import Command, Input, Known, Unknown, Value
from tplint.platforms.elsewhere.found import FoundJob, Lines, Written, written
from tplint.platforms.elsewhere.merged import get, listed, scalars, text
from tplint.platforms.elsewhere.settings import settings
from tplint.pypi.google import ISSUER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Map

    from tplint.documents.nodes import Document, Node
    from tplint.documents.source import Source
    from tplint.load import Files
    from tplint.model import Fact, Upload

# Images that hold no credential: Python's and uv's own, and Google's builders.
_PUBLIC = re.compile(
    r"(?:docker\.io/)?(?:library/)?(?:python|ubuntu|debian|alpine|bash|busybox)(?:[:@].*)?"
    r"|ghcr\.io/astral-sh/uv(?:[:@].*)?|gcr\.io/(?:cloud-builders|google\.com/cloudsdktool)/.*"
)
_SHELLS = frozenset({"bash", "sh", "dash"})
_PLAIN = re.compile(r"[\w./:=@%+,*-]+")
_ACCOUNT = re.compile(r"projects/[^/\s$]+/serviceAccounts/([^/@\s$]+@[^/@\s$]+)")
# Whom a tool asks Google to speak for, in the place of the build's own account (https://github.com/di/id,
# https://github.com/astral-sh/ambient-id).
_IMPERSONATED = "GOOGLE_SERVICE_ACCOUNT_NAME"
_CHOSEN = "the build's trigger or the project chooses the service account"
_NUMBER = Unknown("Google gives the account its number, which no file has")


def jobs(document: Document) -> Iterator[FoundJob]:
    """The one job: all steps of the build, one after the other."""
    root, source = document.root, document.source
    steps = tuple(step for step in items(get(root, "steps")) if isinstance(step, Mapping))
    lines = tuple(part for step in steps for part in _lines(source, step))
    if lines:
        env = _environment(source, get(root, "options"))
        hosted = all(_PUBLIC.fullmatch(text(get(step, "name"))) for step in steps)
        yield FoundJob("build", place(source, steps[0]), lines, env, hosted=hosted)


def _environment(source: Source, holder: Node | None) -> dict[str, Input]:
    """The variables of a step or of all steps: texts, and the names of secrets."""
    secrets = {}
    for name in scalars(get(holder, "secretEnv")):
        at = place(source, name)
        fact = Unknown("it is one of the build's secrets", at, origins=(f"secrets.{name.value}",))
        secrets[name.value] = Input(Value("", fact, at), at)
    return {**settings(source, get(holder, "env")), **secrets}


def _lines(source: Source, step: Mapping) -> Iterator[Lines]:
    """What a step runs: its script, the text that its shell gets, or its command line."""
    script, entrypoint = get(step, "script"), text(get(step, "entrypoint"))
    words = tuple(word for word in listed(get(step, "args")) if isinstance(word, Scalar))
    env = _environment(source, step)
    if isinstance(script, Scalar):
        yield Lines((written(source, script),), place(source, script), env)
        return
    first = posixpath.basename(entrypoint or (words[0].value if words else ""))
    rest = words if entrypoint else words[1:]
    if first in _SHELLS and (inner := _inner(rest)) is not None:
        yield Lines((written(source, inner, _prepared),), place(source, inner), env)
    elif entrypoint or words:
        yield Lines((_command(source, step, entrypoint, words),), place(source, step), env)


def _inner(words: tuple[Scalar, ...]) -> Scalar | None:
    """The text that a shell is given by `-c`, alone or among other letters."""
    for flag, following in pairwise(words):
        if re.fullmatch(r"-[a-z]*c", flag.value):
            return following
    return None


def _command(source: Source, step: Mapping, entrypoint: str, words: tuple[Scalar, ...]) -> Written:
    """A command line from a list of arguments, each of which is placed where it stands."""
    texts = [_quoted(word) for word in ([entrypoint] if entrypoint else []) + [word.value for word in words]]
    named = [get(step, "entrypoint") or step] if entrypoint else []
    places = [place(source, word) for word in (*named, *words)]
    whole = Place(source, min(each.start for each in places), max(each.end for each in places))

    def at(start: int, end: int) -> Place:
        position = 0
        for written_text, found in zip(texts, places, strict=True):
            if position <= start and end <= position + len(written_text):
                return found
            position += len(written_text) + 1
        return whole

    return Written(" ".join(texts), at)


def _quoted(word: str) -> str:
    prepared = _prepared(word)
    if _PLAIN.fullmatch(prepared):
        return prepared
    return '"' + re.sub(r'(["\\`])', r"\\\1", prepared) + '"'


def _prepared(written_text: str) -> str:
    """A text without the second `$` that keeps Cloud Build from filling in a substitution."""
    return written_text.replace("$$", "$")


# --- claims ---------------------------------------------------------------------------------------------------------


def claims(upload: Upload, _: Files) -> tuple[Map[str, Fact[str]], ...]:
    """What the identity token of the build's service account, or of the one that it speaks for, would say."""
    verified: Fact[str] = Known("true")
    return ({"iss": Known(ISSUER), "email": _email(upload), "email_verified": verified, "sub": _NUMBER},)


def _email(upload: Upload) -> Fact[str]:
    asked = upload.run.env.get(_IMPERSONATED) if isinstance(upload.run, Command) else None
    if asked is not None:
        return asked.value.fact
    root = upload.pipeline.document.root
    node = get(root, "serviceAccount") or get(root, "service_account")
    if node is None or is_null(node):
        return Unknown(_CHOSEN)
    at = place(upload.pipeline.document.source, node)
    account = _ACCOUNT.fullmatch(text(node))
    if account is None:
        return Unknown("`serviceAccount` does not name the account's address", at)
    return Known(account[1], at)
