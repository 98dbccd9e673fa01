"""Steps → what a job needs an identity token for, beside uploading to PyPI.

The table follows the actions' own READMEs and sources; an action that is in no table may need one, so it makes the
answer Unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tplint.model import Action, Known, Script, Unknown

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


def _always(_: Action) -> bool:
    return True


# Action → when it requests an identity token. A name ending in `/` stands for all actions of that owner or repository.
_USES: dict[str, Callable[[Action], bool]] = {
    "aws-actions/configure-aws-credentials": _has("role-to-assume"),
    "aws-actions/": _always,
    "google-github-actions/auth": _has("workload_identity_provider"),
    "google-github-actions/": _always,
    "azure/login": _has("client-id"),
    "actions/attest": _always,
    "actions/attest-build-provenance": _always,
    "actions/attest-sbom": _always,
    "actions/deploy-pages": _always,
    "hynek/build-and-inspect-python-package": _is("attest-build-provenance-github", "true"),
    "sigstore/": _always,
    "chainguard-dev/": _always,
    "slsa-framework/": _always,
    "docker/github-builder": _always,
    "ossf/scorecard-action": _always,
    "codecov/codecov-action": _is("use_oidc", "true"),
    "qltysh/": _always,
    "codspeedhq/action": _always,
    "rust-lang/crates-io-auth-action": _always,
    "rubygems/": _always,
    "nuget/login": _always,
    "dart-lang/": _always,
    "denoland/": _always,
    "js-devtools/npm-publish": _always,
    "changesets/action": _always,
    "prefix-dev/rattler-build-action": _always,
    "hashicorp/vault-action": _always,
    "octo-sts/action": _always,
    "datadog/": _always,
    "infisical/secrets-action": _always,
    "akeyless-community/": _always,
    "cyberark/conjur-action": _always,
    "step-security/wait-for-secrets": _always,
    "pulumi/": _always,
    "dopplerhq/": _always,
    "jfrog/setup-jfrog-cli": _has("oidc-provider-name"),
    "cloudsmith-io/": _always,
    "depot/": _always,
    "tailscale/github-action": _always,
    "anthropics/claude-code-action": _always,
    "snowflakedb/": _always,
    "databricks/": _always,
    "spacelift-io/": _always,
    "openai/": _always,
    "astral-sh/attest-action": _always,
    "tschm/token-mint-action": _always,
}

# Actions that never request one.
_NEVER = frozenset(
    {
        "actions/cache",
        "actions/cache/restore",
        "actions/cache/save",
        "actions/checkout",
        "actions/create-release",
        "actions/download-artifact",
        "actions/setup-dotnet",
        "actions/setup-go",
        "actions/setup-java",
        "actions/setup-node",
        "actions/setup-python",
        "actions/upload-artifact",
        "actions/upload-release-asset",
        "astral-sh/ruff-action",
        "astral-sh/setup-uv",
        "conda-incubator/setup-miniconda",
        "docker/setup-buildx-action",
        "docker/setup-qemu-action",
        "dtolnay/rust-toolchain",
        "extractions/setup-just",
        "mamba-org/setup-micromamba",
        "ncipollo/release-action",
        "pdm-project/setup-pdm",
        "pre-commit/action",
        "prefix-dev/setup-pixi",
        "pypa/cibuildwheel",
        "pypa/gh-action-pypi-publish",
        "pypa/hatch",
        "pyo3/maturin-action",
        "snok/install-poetry",
        "softprops/action-gh-release",
        "swatinem/rust-cache",
        "taiki-e/install-action",
    }
)

# Words of a script that requests an identity token, or runs something that does.
_WORDS = (
    "actions_id_token_request",
    "getidtoken",
    "gh attestation",
    "cosign",
    "sigstore",
    "pypi-attestations",
    "pypi_attestations",
    "--provenance",
    "npm publish",
    "deno publish",
    "jsr publish",
    "cargo publish",
    "gem push",
    "vault ",
    "bao ",
    "oidc",
    "id-token",
    "-m id ",
    "terraform",
    "pulumi",
    "aws ",
    "gcloud",
    "az login",
    "codecov",
)


def token_uses(steps: Iterable[Step]) -> Fact[tuple[str, ...]]:
    """What needs an identity token: names of actions, or words of scripts; Unknown for an unknown action."""
    found: list[str] = []
    unknown: Unknown | None = None
    for step in steps:
        match step.run:
            case Action() as action:
                needed = _action_needs(action)
                if needed is None:
                    unknown = unknown or Unknown(f"`{action.name}` may need an identity token", action.at)
                elif needed:
                    found.append(action.name)
            case Script(text=text):
                lower = text.lower()
                found += [word.strip() for word in _WORDS if word in lower]
            case None:
                pass
    if found:
        return Known(tuple(dict.fromkeys(found)))
    return unknown or Known(())


def _action_needs(action: Action) -> bool | None:
    """Whether an action requests an identity token; None where that is not known."""
    if action.name.startswith("./") or action.name in _NEVER:
        # a local composite action's own steps follow it; another local action is not read
        return None if action.name.startswith("./") else False
    owner, _, _rest = action.name.partition("/")
    condition = _USES.get(action.name) or _USES.get(f"{owner}/")
    if condition is not None:
        return condition(action)
    return None
