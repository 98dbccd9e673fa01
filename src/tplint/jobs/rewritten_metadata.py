"""What a job does → whether it may write the project's metadata anew, and with it the project's name."""

from __future__ import annotations

import re

from tplint.commands.invocations import invocation
from tplint.commands.options import visible
from tplint.commands.programs import own_file
from tplint.model import Action, Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.commands.invocations import Invocation
    from tplint.jobs.workspace import Effect

# Their actions leave the project as it is.
IDLE_OWNERS = ("actions/", "astral-sh/", "pypa/", "sigstore/", "step-security/")
# What gives the metadata another name: commands that write one of its files, and patches.
_METADATA = r"(?:pyproject\.toml|setup\.(?:cfg|py))\b"
_EDITORS = frozenset({"gawk", "perl", "sed", "tomlq", "yq"})
_WRITERS = frozenset({"dasel", "ed", "ex", "out-file", "set-content", "sponge", "tee", "toml"})
_IN_PLACE = r"-\w*i|--in-?place"
_WRITES_INLINE = r"\.write|\breplace\(|tomli_w|tomlkit|\bdump\(|\bopen\([^)]{0,200}['\"][wa]"
_VERSION = r"(?i)version"
_NAME = r"\bname\b"
_OTHER_THAN_NAME = rf"{_VERSION}|^\W*v?\d|^\W*[\w.-]+(?:\\s[*+]|\s)*="
_SUBSTITUTED = r"\bs([/|#@,!~])(.*?)(?<!\\)\1"


def renames(deed: Effect) -> bool:
    """Whether an action or a command writes the metadata anew, and that may concern more than the version."""
    match deed.run:
        case Action(name=name, inputs=inputs):
            return not name.startswith(IDLE_OWNERS) and (
                re.search("rename|replace|substitut", name) is not None
                or any(
                    re.search(_METADATA, given.value.raw) and not re.search("cache|version|key|depend", key)
                    for key, given in inputs.items()
                )
            )
        case Command() as command:
            call = invocation(command)
            writes = re.search(_METADATA, command.redirected_to) or (call is not None and _rewrites(call))
            return bool(writes) and not _spares_name(" ".join(map(visible, command.words)))
    return False


def _rewrites(call: Invocation) -> bool:
    """Whether a tool writes a file with metadata, or a patch, which may be of one."""
    words = [visible(word) for word in call.words]
    files = [word for word in words if re.search(rf"{_METADATA}\W*$", word)]
    match call.program:
        case "git":
            return words[:1] in (["apply"], ["am"])
        case "cp" | "ln" | "mv":
            return bool(files) and words[-1] in {files[-1], ".", "./"}
        case program if program in _EDITORS:
            return bool(files) and any(re.match(_IN_PLACE, word) for word in words)
        case program:
            return program == "patch" or (program in _WRITERS and bool(files))


def writes_inline(text: str) -> bool:
    """Whether a script has another one in it, in its words or below them, that writes a file with metadata."""
    is_within = ("<<" in text or " -c" in text) and re.search(_METADATA, text) is not None
    return is_within and re.search(_WRITES_INLINE, text) is not None and not _is_of_version(text)


def _spares_name(written: str) -> bool:
    """Whether what writes a file is about the version only, or replaces other keys and what begins with a digit."""
    patterns = [pattern for _, pattern in re.findall(_SUBSTITUTED, written)]
    if not patterns:
        return _is_of_version(written)
    return all(re.search(_OTHER_THAN_NAME, pattern) and not re.search(_NAME, pattern) for pattern in patterns)


def _is_of_version(written: str) -> bool:
    return re.search(_VERSION, written) is not None and re.search(_NAME, written) is None


def may_rename(deed: Effect) -> bool:
    """Whether a file of the repository runs, which is not read here, or a script names metadata that cannot be read."""
    if deed.run is None:
        return re.search(_METADATA, deed.at.text) is not None
    call = invocation(deed.run) if isinstance(deed.run, Command) else None
    return call is not None and own_file(call) != "" and "version" not in deed.shown
