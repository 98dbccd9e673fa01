"""Catalogue: why gh-action-pypi-publish does not begin: its image, its runner. For ``catalogue``.

Source: gh-action-pypi-publish v1.14, ``action.yml`` and ``create-docker-action.py``.
"""

from __future__ import annotations

from tplint.pypi.catalogue import FATAL, Entry

_ACTION = "https://github.com/pypa/gh-action-pypi-publish#readme"
_IMAGE = r"ghcr\.io/pypa/gh-action-pypi-publish:(?P<ref>[\w.-]{3,60})"
_OTHER = r"(?!pypa/gh-action-pypi-publish)"
# No other image in between, and none that was found.
_BETWEEN = (
    rf"(?:(?!ghcr\.io/{_OTHER}|downloaded newer image|docker pull|unable to find image \W?(?!\W|ghcr\.io)).){{0,400}}?"
)

ENTRIES = (
    Entry(
        "nested-composite-action",
        "GitHub",
        "the action's image was not found: it is used inside another composite action",
        ("ghcr.io", "run-pypi-publish-in-docker-container"),
        rf"unable to find image \W?ghcr\.io/{_OTHER}[^'\"\s]{{1,200}}\W? locally"
        r"(?!(?:(?!unable to find image).){0,8000}status: downloaded newer image)"
        rf"|docker run ghcr\.io/{_OTHER}\S{{1,200}}[^.]{{0,120}}(?:manifest unknown|denied|not found)"
        r"|run-pypi-publish-in-docker-container[^.]{0,120}(?:not found|can.?t find|no such)",
        "Since v1.12 gh-action-pypi-publish takes the image's name from the action that is running: inside a composite "
        "action that is the outer one.",
        "Use gh-action-pypi-publish in the workflow itself, at `release/v1` or a release's commit.",
        _ACTION,
        FATAL,
        ("TP210",),
    ),
    Entry(
        "publish-action-image-missing",
        "GitHub",
        "there is no image of gh-action-pypi-publish for {ref|the ref at which it is used}",
        ("manifest", "gh-action-pypi-publish:"),
        rf"(?:unable to find image|failed to resolve reference) \W?{_IMAGE}{_BETWEEN}(?:manifest unknown|: not found)"
        rf"|manifest unknown{_BETWEEN}gh-action-pypi-publish(?:[:@](?P<ref2>[\w.-]{{3,60}}))?"
        rf"|(?<!newer image for ghcr\.io/pypa/)gh-action-pypi-publish{_BETWEEN}manifest unknown",
        "Since v1.12 the action pulls an image that is named as its ref is, and images are named after branches, tags "
        "and the commits of releases. Most often the hash that is pinned is that of the object of an annotated tag, "
        "which GitHub's API for tags and `git ls-remote` show before the commit's; else it is a commit in between.",
        "Pin the commit of the release (`git ls-remote https://github.com/pypa/gh-action-pypi-publish`: the line that "
        "ends with `^{}`), or use `release/v1`. Nothing was uploaded, so that the version is still free.",
        "https://github.com/pypa/gh-action-pypi-publish/pull/301",
        FATAL,
        ("TP502",),
    ),
    Entry(
        "publish-action-image-unreachable",
        "GitHub",
        "the runner does not get the image of gh-action-pypi-publish from ghcr.io",
        ("ghcr.io",),
        rf"unable to find image \W?{_IMAGE}\W? locally(?!.{{0,400}}newer image for ghcr\.io/pypa)"
        r".{0,200}?\bghcr\.io/v2/\S{0,200} (?:dial tcp|net/http|context deadline|tls|remote error|eof|read tcp)",
        "Since v1.12 the action runs in an image that is pulled from there, and the connection fails: it is not among "
        "the addresses that the job may reach (step-security/harden-runner with `egress-policy: block`), a proxy is in "
        "between, or ghcr.io is down.",
        "Allow `ghcr.io:443` and `pkg-containers.githubusercontent.com:443`, or run the job again.",
        "https://github.com/pypa/gh-action-pypi-publish/issues/290",
        FATAL,
    ),
    Entry(
        "publish-action-in-container",
        "GitHub",
        "gh-action-pypi-publish does not find itself: the job runs in a container, or another action calls it",
        ("create-docker-action.py",),
        r"can.t open file \W?[^'\"\s]{1,200}/create-docker-action\.py\W?: \[errno 2\] no such file or directory",
        "Since v1.12 the action runs a script of its own before its image, and in a job with `container:` GitHub names "
        "its folder as the machine outside has it. Within another composite action it is not supported either.",
        "Upload in a job of its own, with `runs-on: ubuntu-latest` and without `container:`, by a step of the workflow "
        "itself; pass the files on as an artifact. Nothing was uploaded, so that the version is still free.",
        "https://github.com/pypa/gh-action-pypi-publish/issues/300",
        FATAL,
        ("TP210",),
    ),
    Entry(
        "arm-runner",
        "Docker",
        "the runner is an ARM machine, for which gh-action-pypi-publish has no image",
        ("twine-upload.sh:",),
        r"\bexec /app/twine-upload\.sh: exec format error",
        "Since v1.12 the action runs in an image that is built for x86-64 alone, and GitHub's ARM runners "
        "(`ubuntu-24.04-arm`) do not emulate it.",
        "Upload in a job of its own with `runs-on: ubuntu-latest`, which downloads the files as an artifact, or by "
        "twine or uv, which need no image. This job uploaded nothing, so that its files' names are still free.",
        "https://github.com/pypa/gh-action-pypi-publish/issues/382",
    ),
    Entry(
        "non-linux-runner",
        "GitHub",
        "gh-action-pypi-publish runs on Linux alone",
        ("gnu/linux", "supported"),
        r"this action is only able to run under gnu/linux|container actions? (?:is|are) only supported on linux",
        "The job runs on Windows or macOS.",
        "Build there, pass the files on as an artifact, and upload in a job with `runs-on: ubuntu-latest`.",
        _ACTION,
        FATAL,
        ("TP501",),
    ),
    Entry(
        "runner-without-docker",
        "GitHub",
        "the runner has no Docker, in which gh-action-pypi-publish runs",
        ("docker",),
        r"\bdocker: (?:command )?not found|unable to locate executable file: docker\b",
        "The job runs on one's own runner, in a container, or on an image without Docker (`ubuntu-slim`).",
        "Upload in a job of its own with `runs-on: ubuntu-latest`, or by twine or uv, which need no Docker.",
        _ACTION,
        FATAL,
        ("TP501",),
    ),
)
