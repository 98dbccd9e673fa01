"""Steps → what a job needs an identity token for, beside uploading to PyPI.

The table follows the actions' own READMEs and sources; an action that is in no table may need one, and so may a script
or task that a step runs and that is not read here: they make the answer Unknown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.model import Action, Known, Script, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tplint.model import Fact, Step


def _has(*names: str) -> Callable[[Action], bool]:
    """Whether all of these inputs are given and not empty."""
    return lambda action: all(name in action.inputs and action.inputs[name].value.raw != "" for name in names)


def _is(name: str, value: str) -> Callable[[Action], bool]:
    """Whether an input has, or may have, a value."""

    def condition(action: Action) -> bool:
        given = action.inputs.get(name)
        return given is not None and (isinstance(given.value.fact, Unknown) or given.value.fact.value.lower() == value)

    return condition


def _signs_in_to_aws(action: Action) -> bool:
    """A role is assumed with an identity token unless a key or a token in a file is given."""
    others = {"aws-access-key-id", "web-identity-token-file"} & action.inputs.keys()
    return _has("role-to-assume")(action) and not others


def _signs_in_to_azure(action: Action) -> bool:
    """An application signs in with an identity token unless its secret is given."""
    return _has("client-id")(action) and "creds" not in action.inputs


def _scripts_ask(action: Action) -> bool | None:
    """`actions/github-script` asks for a token in its script, or in a file that the script loads."""
    script = action.inputs.get("script")
    text = script.value.raw if script is not None else ""
    if "getIDToken" in text or "ID_TOKEN" in text:
        return True
    return None if "require(" in text or "import(" in text else False


def _always(_: Action) -> bool:
    return True


# Actions that always request an identity token, then others and when these do. A name that ends in `/` stands for all
# actions of that owner or repository.
_ALWAYS = (
    "aws-actions/", "google-github-actions/", "actions/attest", "actions/attest-build-provenance",
    "actions/attest-sbom", "actions/deploy-pages", "sigstore/", "chainguard-dev/", "slsa-framework/",
    "docker/github-builder", "qltysh/", "codspeedhq/action", "rust-lang/crates-io-auth-action", "rubygems/",
    "nuget/login", "dart-lang/", "denoland/", "js-devtools/npm-publish", "changesets/action",
    "prefix-dev/rattler-build-action", "octo-sts/action", "datadog/", "infisical/secrets-action",
    "akeyless-community/", "cyberark/conjur-action", "step-security/wait-for-secrets", "pulumi/", "dopplerhq/",
    "depot/", "tailscale/github-action", "anthropics/claude-code-action", "snowflakedb/", "databricks/",
    "spacelift-io/", "openai/", "astral-sh/attest-action", "tschm/token-mint-action",
)  # fmt: skip
_USES: dict[str, Callable[[Action], bool | None]] = {
    **dict.fromkeys(_ALWAYS, _always),
    "actions/github-script": _scripts_ask,
    "aws-actions/configure-aws-credentials": _signs_in_to_aws,
    "google-github-actions/auth": _has("workload_identity_provider"),
    "azure/login": _signs_in_to_azure,
    "hynek/build-and-inspect-python-package": _is("attest-build-provenance-github", "true"),
    "ossf/scorecard-action": _is("publish_results", "true"),
    "codecov/codecov-action": _is("use_oidc", "true"),
    "hashicorp/vault-action": _is("method", "jwt"),
    "jfrog/setup-jfrog-cli": _has("oidc-provider-name"),
    "cloudsmith-io/cloudsmith-cli-action": _has("oidc-namespace", "oidc-service-slug"),
}

# Actions that never request one.
_NEVER = frozenset({
    "actions/cache", "actions/cache/restore", "actions/cache/save", "actions/checkout", "actions/configure-pages",
    "actions/create-github-app-token", "actions/create-release", "actions/dependency-review-action",
    "actions/download-artifact", "actions/labeler", "actions/setup-dotnet", "actions/setup-go", "actions/setup-java",
    "actions/setup-node", "actions/setup-python", "actions/stale", "actions/upload-artifact",
    "actions/upload-pages-artifact", "actions/upload-release-asset", "astral-sh/ruff-action", "astral-sh/setup-uv",
    "conda-incubator/setup-miniconda", "docker/build-push-action", "docker/login-action", "docker/metadata-action",
    "docker/setup-buildx-action", "docker/setup-qemu-action", "docker://ghcr.io/pypa/gh-action-pypi-publish",
    "dtolnay/rust-toolchain", "extractions/setup-just",
    "github/codeql-action/analyze", "github/codeql-action/autobuild", "github/codeql-action/init",
    "github/codeql-action/upload-sarif", "mamba-org/setup-micromamba", "ncipollo/release-action",
    "pdm-project/setup-pdm", "peaceiris/actions-gh-pages", "peter-evans/create-pull-request", "pre-commit/action",
    "prefix-dev/setup-pixi", "pypa/cibuildwheel", "pypa/gh-action-pypi-publish", "pypa/hatch", "pyo3/maturin-action",
    "snok/install-poetry", "softprops/action-gh-release", "swatinem/rust-cache", "taiki-e/install-action",
})  # fmt: skip

# Words of a script that requests an identity token, or runs something that does.
_WORDS = (
    "actions_id_token_request", "getidtoken", "gh attestation", "cosign", "sigstore", "pypi-attestations",
    "pypi_attestations", "--provenance", "npm publish", "npx semantic-release", "goreleaser", "deno publish",
    "jsr publish", "cargo publish", "gem push", "vault ", "bao ", "oidc", "id-token", "-m id ", "terraform", "pulumi",
    "aws ", "gcloud", "az login", "codecov",
)  # fmt: skip


# What a script runs beside programs that are installed: scripts of the repository, and tasks of a task runner.
_UNREAD = r"""(?mx)(?:^|[;&|(`!{]|\b(?:sudo|time|env|exec|xvfb-run|then|do|else|if|run|uvx)[ \t]|\w=\S{0,200}[ \t])
    [ \t]{0,99}(?:
        (?:bash|sh|zsh|source|\.|node|ruby|perl|pwsh|python[\d.]*|run)[ \t]+(?:-[\w-]+[ \t]+)*
            ["']?(?!setup\.py\b)[\w./${}-]+\.(?:sh|bash|py|js|cjs|mjs|ts|rb|pl|ps1)\b
      | ["']?(?:\.{1,2}/|(?:\w[\w.-]*/)+[\w-]+\.(?:sh|bash|py|ps1)\b)
      | (?:g?make|just|task|tox|nox|inv|invoke|poe|doit|npx|yarn|nx|turbo|earthly|bazel|mage|rake)(?=\s|$)
      | (?:hatch|pdm|rye|pixi|npm|pnpm|bun|deno|mise|devbox)[ \t]+(?:-[\w-]+[ \t]+)*(?:run|task|exec|x)\b
      | (?:npm|pnpm|bun|deno)[ \t]+(?:-[\w-]+[ \t]+)*publish\b
      | cargo[ \t]+xtask\b
    )"""
# One of these stands in all that this recognises.
_SIGNS = (
    *("/", ".sh", ".bash", ".py", ".js", ".cjs", ".mjs", ".ts", ".rb", ".pl", ".ps1", "make", "just", "task", "tox"),
    *("nox", "inv", "poe", "doit", "npx", "yarn", "nx", "turbo", "earthly", "bazel", "mage", "rake", "hatch", "pdm"),
    *("rye", "pixi", "npm", "bun", "deno", "mise", "devbox", "xtask"),
)
# The same for what else may run unread, in `tplint.jobs.foreign_programs`.
_FOREIGN_SIGNS = ("python", " run ", "curl", "wget", "eval ", "login", "sign", "cred")
_COMMENT = r"(?m)(?:^|(?<=\s))#.*$"
_ACTIVATION = r"(?:source|\.)\s+[\w./\"'${}-]*/(?:bin|Scripts)/activate\b"


def token_uses(steps: Iterable[Step]) -> Fact[tuple[str, ...]]:
    """What needs an identity token: names of actions, or words of scripts.

    Unknown where an action is in no table, or a script runs another one.
    """
    listed = tuple(steps)
    found: list[str] = []
    unknown: Unknown | None = None
    for step in listed:
        match step.run:
            case Action() as action:
                needed = _action_needs(action, listed)
                if needed is None:
                    unknown = unknown or Unknown(f"`{action.name}` may need an identity token", action.at)
                elif needed:
                    found.append(action.name)
            case Script(text=text, at=at):
                found += _asking_words(text)
                if runs_unread(text) or step.run.unread:
                    unknown = unknown or Unknown("what this script runs may need an identity token", at)
            case None:
                pass
    if found:
        return Known(tuple(dict.fromkeys(found)))
    return unknown or Known(())


@lru_cache(maxsize=512)
def _asking_words(script: str) -> tuple[str, ...]:
    lower = script.lower()
    return tuple([word.strip() for word in _WORDS if word in lower])


@lru_cache(maxsize=512)
def runs_unread(text: str) -> bool:
    """Whether a script runs a script of the repository or a task, of which its text does not tell what they do."""
    if any(sign in text for sign in _FOREIGN_SIGNS) and _runs_foreign(text):
        return True
    if not any(sign in text for sign in _SIGNS):
        return False
    said = re.sub(_COMMENT, "", text) if "#" in text else text
    return re.search(_UNREAD, re.sub(_ACTIVATION, "", said) if "activate" in said else said) is not None


def _runs_foreign(text: str) -> bool:
    """Whether a script runs what it fetches or makes, modules and entry points that are no known tools, or signs in."""
    from tplint.jobs import foreign_programs  # noqa: PLC0415 - only where a word in the script asks for it
    from tplint.shell.effects import evaluates  # noqa: PLC0415 - likewise

    return (
        foreign_programs.has_long_line(text)
        or foreign_programs.fetches(text)
        or foreign_programs.signs_in(text)
        or next(foreign_programs.unknown_programs(text), None) is not None
        or any(evaluates(line) for line in text.splitlines())
    )


def _action_needs(action: Action, steps: Iterable[Step]) -> bool | None:
    """Whether an action requests an identity token; None where that is not known.

    The steps of a composite action of the repository follow it; another action of the repository is not read.
    """
    if action.name.startswith("./"):
        folder = action.name.removeprefix("./").rstrip("/")
        return False if any(step.within.rpartition("/")[0] == folder for step in steps if step.within) else None
    if action.name in _NEVER:
        return False
    owner, _, _rest = action.name.partition("/")
    condition = _USES.get(action.name) or _USES.get(f"{owner}/")
    return condition(action) if condition is not None else None
