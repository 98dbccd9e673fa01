"""The commands that run other commands, and how the words of each are read; ``tplint.shell.wrappers`` peels them off.

Options that take a value are listed per wrapper, since only they tell the command from an option's value.
"""

from __future__ import annotations

from tplint.records import NamedTuple


class Wrapper(NamedTuple):
    """How a wrapper's words are read: ``names`` start it, ``valued`` are its options that take a value.

    ``positional`` counts the words before the command that belong to the wrapper; where it ``counts``, a number may be
    another. ``marks`` are options after which the command starts, for wrappers that need one. ``isolated`` says why the
    command does not get the environment around it, ``keeps`` are options with which it does. ``requests`` are options
    whose value is a requirement; where it ``runs_requirement``, the command's name may be one. Where it ``assigns``,
    variables may stand before the command. ``stops`` are options with which nothing is run.
    """

    names: tuple[str, ...]
    valued: frozenset[str] = frozenset()
    positional: int = 0
    counts: bool = False
    marks: frozenset[str] = frozenset()
    isolated: str = ""
    keeps: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    runs_requirement: bool = False
    assigns: bool = False
    stops: frozenset[str] = frozenset()


def _set(options: str) -> frozenset[str]:
    return frozenset(options.split())


# https://docs.astral.sh/uv/reference/cli/
_UV = _set(
    "--directory --project --config-file --cache-dir --color --allow-insecure-host --python -p --with "
    "--with-editable --with-requirements --from --constraints -c --build-constraints -b --overrides --group --no-group "
    "--only-group --extra --no-extra --index --default-index --index-url -i --extra-index-url --find-links -f "
    "--package --env-file --refresh-package --upgrade-package -P --upgrade-group --reinstall-package --resolution "
    "--prerelease --fork-strategy --link-mode --exclude-newer --exclude-newer-package --index-strategy "
    "--keyring-provider --config-setting -C --config-settings-package --no-build-isolation-package --no-build-package "
    "--no-binary-package --no-sources-package --python-platform --torch-backend -w "
)
_POETRY = _set("--project -P --directory -C")
_PDM = _set("-c --config -p --project --venv -i --site-packages-from -L --lockfile --env-file")
_HATCH = _set("-e --env -p --project --color --data-dir --cache-dir --config")
_CONDA = _set("-n --name -p --prefix --cwd -e --env -r --root-prefix -a --attach")
_PIXI = _set("-e --environment --manifest-path -m --color --pypi-keyring-provider --concurrent-downloads -w --with")
_DOCKER = _set(
    "-e --env --env-file -v --volume -w --workdir -u --user --name --network --net --entrypoint -p --publish --mount "
    "--platform -h --hostname -l --label --add-host --cpus -m --memory --shm-size --tmpfs --device --cap-add --pull "
    "--security-opt --ulimit --volumes-from --restart --runtime --ipc --pid --dns --gpus --log-driver -a --attach "
    "--cidfile --link --userns --group-add --expose -f --file --profile --project-name"
)
_DOCKER_WHY = "`docker` starts a container with an environment of its own"
_SECRETS_WHY = "`{}` adds variables that are not in the files"

_WRAPPERS = (
    Wrapper(("env",), _set("-u --unset -C --chdir"), assigns=True, stops=_set("-S --split-string")),
    Wrapper(
        ("sudo",),
        _set("-u --user -g --group -h --host -p --prompt -C --close-from -D --chdir -R --chroot -T -U -r --role -t"),
        isolated="`sudo` without `-E` drops the environment",
        keeps=_set("-E --preserve-env"),
        assigns=True,
        stops=_set("-l -v -e"),
    ),
    Wrapper(("time",), _set("-f --format -o --output")),
    Wrapper(("command",), stops=_set("-v -V")),
    Wrapper(("builtin",)),
    Wrapper(("exec",), _set("-a")),
    *(Wrapper((name,)) for name in ("nohup", "unbuffer", "chronic", "setsid", "travis_retry", "winpty")),
    Wrapper(("retry",), _set("-t --tries -d --delay -s --sleep -m -n --times --max"), counts=True),
    Wrapper(("nice",), _set("-n --adjustment")),
    Wrapper(("ionice",), _set("-c -n --class --classdata")),
    Wrapper(("stdbuf",), _set("-i -o -e --input --output --error")),
    Wrapper(("timeout",), _set("-k --kill-after -s --signal"), positional=1),
    Wrapper(("gtimeout",), _set("-k --kill-after -s --signal"), positional=1),
    Wrapper(("xvfb-run",), _set("-s --server-args -n --server-num -e --error-file -f --auth-file -w --wait -p")),
    Wrapper(("xargs",), _set("-n --max-args -I -L -P --max-procs -d --delimiter -a --arg-file -s -E")),
    Wrapper(("uvx",), _UV, requests=_set("--from"), runs_requirement=True),
    Wrapper(("uv", "tool", "run"), _UV, requests=_set("--from"), runs_requirement=True),
    Wrapper(("uv", "run"), _UV, requests=_set("--with -w")),
    Wrapper(
        ("pipx", "run"),
        _set("--spec --python --pip-args --index-url -i --with --backend"),
        requests=_set("--spec"),
        runs_requirement=True,
    ),
    Wrapper(("poetry", "run"), _POETRY),
    Wrapper(("pdm", "run"), _PDM),
    Wrapper(("pipenv", "run"), _set("--python --pypi-mirror")),
    Wrapper(("hatch", "env", "run"), _HATCH | _set("-i --include -x --exclude -f --filter")),
    Wrapper(("hatch", "run"), _HATCH),
    Wrapper(("rye", "run"), _set("--pyproject -f --env-file")),
    Wrapper(("pixi", "run"), _PIXI),
    Wrapper(("pixi", "exec"), _set("-s --spec -c --channel -p --platform -w --with")),
    *(Wrapper((name, "run"), _CONDA) for name in ("conda", "mamba", "micromamba")),
    *(
        Wrapper(("mise", verb), _set("-C --cd -E --env -j --jobs"), marks=_set("-- -c --command"))
        for verb in ("x", "exec")
    ),
    Wrapper(("nix", "develop"), marks=_set("-c --command")),
    Wrapper(("nix", "shell"), marks=_set("-c --command")),
    *(
        Wrapper((*name, verb), _DOCKER, positional=1, isolated=_DOCKER_WHY)
        for name in (("docker",), ("podman",), ("docker", "compose"), ("docker-compose",))
        for verb in ("run", "exec")
    ),
    *(
        Wrapper(name, marks=_set("--"), isolated=_SECRETS_WHY.format(" ".join(name)))
        for name in (
            ("op", "run"),
            ("doppler", "run"),
            ("infisical", "run"),
            ("aws-vault", "exec"),
            ("chamber", "exec"),
        )
    ),
)
BY_FIRST_NAME: dict[str, list[Wrapper]] = {}
for _wrapper in _WRAPPERS:
    BY_FIRST_NAME.setdefault(_wrapper.names[0], []).append(_wrapper)


def valued_options(*names: str) -> frozenset[str]:
    """The options of a wrapper that take a value; none where it is not known."""
    return next((wrapper.valued for wrapper in BY_FIRST_NAME.get(names[0], ()) if wrapper.names == names), frozenset())
