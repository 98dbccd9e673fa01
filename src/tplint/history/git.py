"""Git's plumbing, run so that nothing of the repository it reads can make it run, fetch or write anything.

A repository's own configuration can name programs (``core.fsmonitor``, ``core.sshCommand``, ``filter.*``, aliases,
pagers, hooks, remotes such as ``ext::…``). The two commands that are run here read references and objects and nothing
else; what they could still start, a fetch of objects that a partial clone leaves out, is forbidden by the environment,
which no configuration can override.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from subprocess import Popen
    from threading import Timer
    from typing import IO

# Seconds for everything that one process is asked.
TIMEOUT = 10.0
MAX_BYTES = 5_000_000
_MAX_LINE = 8_192
_HEADER = re.compile(rb"[0-9a-f]+ ([a-z]+) ([0-9]{1,18})\n")

_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=" + os.devnull,
    "core.sshCommand=false",
    "core.askPass=",
    "credential.helper=",
    "diff.external=",
    "fetch.recurseSubmodules=false",
    "maintenance.auto=false",
    "protocol.allow=never",
)


def program(root: str) -> str:
    """The path of git; empty where there is none outside ``root``.

    Only absolute folders of ``PATH`` count. On Windows a name alone would also be looked for in the current folder.
    """
    inside = os.path.join(os.path.realpath(root), "")
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder, "git.exe" if os.name == "nt" else "git")
        is_program = os.path.isabs(folder) and os.path.isfile(path) and os.access(path, os.X_OK)
        if is_program and not os.path.realpath(path).startswith(inside):
            return path
    return ""


def environment() -> Mapping[str, str]:
    """All that git sees of the environment: no configuration but the repository's, no transport, no prompt."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return {
        **kept,
        "GIT_ALLOW_PROTOCOL": "none",  # unlike `protocol.allow`, it wins over `protocol.ext.allow` in the repository
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": os.devnull,
        "LC_ALL": "C",
        "XDG_CONFIG_HOME": os.devnull,
    }


def command(git: str, root: str, *words: str) -> tuple[str, ...]:
    """The command line of a plumbing command in the repository whose ``.git`` is in ``root``."""
    settings = (word for setting in _SETTINGS for word in ("-c", setting))
    return (git, "--no-pager", f"--git-dir={os.path.join(os.path.realpath(root), '.git')}", *settings, *words)


class Process(NamedTuple):
    """A running git with its pipes; the timer ends it."""

    running: Popen[bytes]
    timer: Timer
    to: IO[bytes]
    out: IO[bytes]


def start(git: str, root: str, *words: str) -> Process | None:
    """Run a plumbing command, to be ended with ``stop``; None where it cannot be started."""
    from subprocess import DEVNULL, PIPE, Popen  # noqa: PLC0415 - few runs need another program
    from threading import Timer  # noqa: PLC0415 - the same

    try:
        running = Popen(  # noqa: S603 - a fixed command, without a shell
            command(git, root, *words),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=environment(),
            cwd=os.path.dirname(git),
        )
    except (OSError, ValueError):
        return None
    timer = Timer(TIMEOUT, running.kill)
    timer.daemon = True
    timer.start()
    assert running.stdin is not None
    assert running.stdout is not None
    return Process(running, timer, running.stdin, running.stdout)


def stop(process: Process) -> bool:
    """End a process and close its pipes; whether it had ended by itself, and well."""
    process.timer.cancel()
    ended = process.running.poll()
    process.running.kill()
    process.out.close()
    with suppress(OSError):  # what was still to be written cannot be
        process.to.close()
    process.running.wait()
    return ended == 0


def output(git: str, root: str, *words: str) -> bytes | None:
    """What a plumbing command prints; None where it fails, takes too long or prints too much."""
    process = start(git, root, *words)
    if process is None:
        return None
    printed = process.out.read(MAX_BYTES + 1)
    if len(printed) <= MAX_BYTES:
        process.running.wait()
    return printed if stop(process) and len(printed) <= MAX_BYTES else None


class Objects:
    """Objects of a repository by name, read one after the other through one process."""

    def __init__(self, git: str, root: str) -> None:
        self._process = start(git, root, "cat-file", "--batch")

    def read(self, name: str) -> tuple[str, bytes] | None:
        """The type and content of an object; None where there is none, or it cannot be read."""
        line = f"{name}\n".encode("utf-8", "replace")
        if self._process is None or "\n" in name or "\0" in name:
            return None
        try:
            self._process.to.write(line)
            self._process.to.flush()
            return self._answer(self._process.out)
        except (OSError, ValueError):
            self.close()
            return None

    def _answer(self, out: IO[bytes]) -> tuple[str, bytes] | None:
        """One line with name, type and size, and the content; or a line that says that there is no such object."""
        header = out.readline(_MAX_LINE)
        found = _HEADER.fullmatch(header)
        if found is None:
            if not header.endswith(b" missing\n"):
                self.close()
            return None
        size = int(found[2])
        content = out.read(size + 1) if size <= MAX_BYTES else b""
        if len(content) != size + 1:
            self.close()
            return None
        return found[1].decode(), content[:-1]

    @property
    def failed(self) -> bool:
        """Whether the process is gone, so that nothing more can be said of what it was asked."""
        return self._process is None

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            stop(self._process)
            self._process = None
