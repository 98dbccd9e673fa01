"""``.git/config`` → git remotes, without running git: which repository this is, as its remotes and URLs name it."""

from __future__ import annotations

import os
import re
import stat

from tplint.model import Remote
from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint.model import Project

MAX_BYTES = 1_000_000
MAX_INCLUDES = 10

_SECTION = r'\s*\[\s*([A-Za-z0-9.-]+)\s*(?:"((?:[^"\\]|\\.)*)")?\s*\]'
_VARIABLE = r"(?s)\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*)"
# https://git-scm.com/docs/git-clone#_git_urls
_URL = r"(?s)[A-Za-z][A-Za-z0-9+.-]*://(?:[^@/]*@)?(\[[^\]/]*\]|[^:/?#]*)(?::\d*)?/+(.*)"
_SCP = r"(?s)(?:[^@/:]*@)?(\[[^\]/]*\]|[^:/\\]{2,}):(?!//)/*(.*)"
_LOCAL = ("file:", "ext:")
# Port 443 for SSH is `ssh.github.com`.
_GITHUB_HOST = r"(?:www\.|ssh\.)?github\.com(?:-[\w-]+)?"
# Pages of github.com that are not of an owner.
_GITHUB_PAGES = frozenset({
    "about", "apps", "collections", "contact", "customer-stories", "enterprise", "events", "explore", "features",
    "login", "marketplace", "new", "notifications", "orgs", "organizations", "pricing", "search", "security",
    "settings", "site", "sponsors", "stars", "topics", "trending", "users",
})  # fmt: skip
_NAME = r"[A-Za-z0-9_.-]+"
# What templates put where an owner is to be filled in.
_STAND_IN = r"(?i)user-?name$|your(?:[-_]|user|name|github|org|account|company|team)"


class Setting(NamedTuple):
    """A variable of git's configuration; section and key in lower case, the subsection as written."""

    section: str
    subsection: str
    key: str
    value: str


# The origin of an identity that stands in the metadata.
BY_URL = "`project.urls`"


class Identity(NamedTuple):
    """A repository that a remote or a URL of the metadata names, and which of them does, for people."""

    owner: str
    repository: str
    origin: str

    @property
    def name(self) -> str:
        """``owner/repository``."""
        return f"{self.owner}/{self.repository}"


def remotes(root: str) -> tuple[Remote, ...]:
    """The git remotes of the working tree at ``root``; none where there is no readable configuration. Never raises."""
    folder = git_folder(root)
    if folder is None:
        return ()
    settings = tuple(_settings(os.path.join(folder, "config"), folder, {}))
    rewrites = {setting.value: setting.subsection for setting in settings if _is(setting, "url", "insteadof")}
    found = {
        Remote(setting.subsection, *address): None
        for setting in settings
        if _is(setting, "remote", "url", "pushurl") and setting.subsection
        if (address := parse_url(_rewritten(setting.value, rewrites))) is not None
    }
    return tuple(found)


def _is(setting: Setting, section: str, *keys: str) -> bool:
    return setting.section == section and setting.key in keys


def _rewritten(url: str, rewrites: Mapping[str, str]) -> str:
    """The URL after ``url.<base>.insteadOf``; the longest beginning that fits counts."""
    start = max((start for start in rewrites if start and url.startswith(start)), key=len, default="")
    return f"{rewrites[start]}{url[len(start) :]}" if start else url


def parse_url(url: str) -> tuple[str, str] | None:
    """The host (in lower case) and path (without ``.git``) of a git URL; None for a local path and what is no URL."""
    url = url.strip()
    if url.lower().startswith(_LOCAL):
        return None
    found = re.fullmatch(_URL, url) or (re.fullmatch(_SCP, url) if "://" not in url else None)
    if found is None:
        return None
    host, path = found[1].lower(), found[2].strip("/")
    path = path.removesuffix(".git").rstrip("/")
    return (host, path) if host and path else None


def git_folder(root: str) -> str | None:
    """The folder with the shared configuration: of a worktree that of its repository, of a submodule its own."""
    path = os.path.join(root, ".git")
    if "\0" in root:
        return None
    if not os.path.isdir(path):
        start, _, pointed = _read(path).strip().partition("gitdir:")
        if start or not pointed.strip():
            return None
        path = os.path.join(root, pointed.strip())
    shared = _read(os.path.join(path, "commondir")).strip()
    folder = os.path.join(path, shared) if shared else path
    return None if "\0" in folder else folder


def is_checked_out(root: str) -> bool:
    """Whether git has laid out all files of a commit here: it keeps a list of them, which folders without git lack."""
    folder = git_folder(root)
    return (
        folder is not None
        and os.path.isfile(os.path.join(folder, "index"))
        and not os.path.lexists(os.path.join(folder, "info", "sparse-checkout"))
    )


def _read(path: str) -> str:
    """The text of a regular file of moderate size; empty for anything else."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return ""
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            return ""
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""
    finally:
        os.close(descriptor)


def _settings(path: str, folder: str, seen: dict[str, None]) -> Iterator[Setting]:
    """The settings of a file and of the files it includes, where those are under the git directory.

    ``includeIf`` is left alone: its conditions depend on the machine.
    """
    real = os.path.realpath(path)
    if real in seen or len(seen) > MAX_INCLUDES:
        return
    seen[real] = None
    for setting in parse_config(_read(path)):
        yield setting
        if _is(setting, "include", "path") and not setting.subsection:
            included = os.path.join(os.path.dirname(path), setting.value)
            if "\0" not in included and _is_under(included, folder):
                yield from _settings(included, folder, seen)


def _is_under(path: str, folder: str) -> bool:
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))


def parse_config(text: str) -> Iterator[Setting]:
    """The settings of a text in git's format, up to the first line that git would refuse.

    See https://git-scm.com/docs/git-config#_syntax.
    """
    section, subsection = "", ""
    for line in _logical_lines(text):
        rest = line
        if header := re.match(_SECTION, line):
            name, _, old = header[1].partition(".")
            section = name.lower()
            subsection = re.sub(r"\\(.)", r"\1", header[2]) if header[2] is not None else old.lower()
            rest = line[header.end() :]
        if not rest.strip() or rest.lstrip()[0] in "#;":
            continue
        variable = re.fullmatch(_VARIABLE, rest)
        if variable is not None:
            yield Setting(section, subsection, variable[1].lower(), _unquoted(variable[2]))
        elif not re.fullmatch(r"\s*[A-Za-z][A-Za-z0-9-]*\s*(?:[#;].*)?", rest, re.DOTALL):
            return


def _logical_lines(text: str) -> Iterator[str]:
    """Lines, with those that end in an odd number of backslashes joined to the next one."""
    joined: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2:
            joined.append(line[:-1])
            continue
        yield "".join((*joined, line))
        joined = []
    if joined:
        yield "".join(joined)


def _unquoted(written: str) -> str:
    """A value without its quotes, escapes and comment; white space counts only inside quotes, or between words."""
    value: list[str] = []
    kept, in_quotes = 0, False
    letters = iter(written)
    for letter in letters:
        if letter == "\\":
            escaped = next(letters, "")
            value.append({"n": "\n", "t": "\t", "b": ""}.get(escaped, escaped))
        elif letter == '"':
            in_quotes = not in_quotes
        elif letter in "#;" and not in_quotes:
            break
        else:
            value.append(letter)
        kept = len(value) if in_quotes or not letter.isspace() else kept
    return "".join(value[:kept])


def identities(found: Iterable[Remote], projects: Iterable[Project], host: str = "github.com") -> tuple[Identity, ...]:
    """The repositories on a host that remotes and the projects' URLs name, each origin once.

    On GitLab ``owner`` is the namespace, with its subgroups.
    """
    named: dict[Identity, None] = {}
    for remote in found:
        if is_host(remote.host, host) and (parts := _split(remote.path, host)):
            named[Identity(*parts, f"remote `{remote.name}`")] = None
    for project in projects:
        for url in project.urls.values():
            address = parse_url(url.split("#", 1)[0].split("?", 1)[0])
            parts = _split(_repository_path(address[1], host), host) if address and is_host(address[0], host) else None
            if parts is not None and not re.match(_STAND_IN, parts[0]):
                named[Identity(*parts, BY_URL)] = None
    return tuple(named)


def is_host(found: str, wanted: str) -> bool:
    """Whether a host is meant; people with several accounts name GitHub `github.com-work` or `github` for SSH."""
    if wanted != "github.com":
        return found == wanted
    return re.fullmatch(_GITHUB_HOST, found) is not None or ("github" in found and "." not in found)


def _repository_path(path: str, host: str) -> str:
    """The part of a web page's path that names the repository: ``owner/repository/issues`` → ``owner/repository``."""
    if host == "github.com":
        return "/".join(path.split("/")[:2])
    return path.partition("/-/")[0].removesuffix("/-")


def _split(path: str, host: str) -> tuple[str, str] | None:
    """Owner and repository of a path; None where it names no repository."""
    owner, _, repository = path.removesuffix(".git").rpartition("/")
    if not owner or not all(re.fullmatch(_NAME, part) for part in (*owner.split("/"), repository)):
        return None
    if host == "github.com" and ("/" in owner or owner.lower() in _GITHUB_PAGES):
        return None
    return owner, repository
