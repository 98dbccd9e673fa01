"""Actions that are known to leave no credential for PyPI behind, neither in files nor in the environment."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Action

# Whole accounts whose actions set up tools, move files or report: `owner/`.
_OWNERS = frozenset({
    "actions", "actions-rs", "actions-rust-lang", "anchore", "aquasecurity", "astral-sh", "azure", "codecov",
    "conda-incubator", "coverallsapp", "crazy-max", "dependabot", "docker", "dtolnay", "github", "goreleaser",
    "jupyterlab", "jupyter-server", "mamba-org", "openssf", "ossf", "peter-evans", "pre-commit", "prefix-dev", "pypa",
    "pyo3", "re-actors", "ruby", "sigstore", "slsa-framework", "sonarsource", "step-security", "tox-dev", "zizmorcore",
})  # fmt: skip
# 1Password's, Vault's, Doppler's and similar actions export secrets: they must never stand here.
_ACTIONS = frozenset({
    "8398a7/action-slack", "abatilo/actions-poetry", "ad-m/github-push-action", "amannn/action-semantic-pull-request",
    "andstor/file-existence-action", "anothrnick/github-tag-action", "arduino/setup-protoc", "arduino/setup-task",
    "aws-actions/configure-aws-credentials", "awalsh128/cache-apt-pkgs-action", "battila7/get-version-action",
    "baptiste0928/cargo-install", "benchmark-action/github-action-benchmark", "bufbuild/buf-setup-action",
    "codspeedhq/action", "cpp-linter/cpp-linter-action", "cycjimmy/semantic-release-action", "d3rhase/cibuildwheel",
    "dawidd6/action-download-artifact", "deadsnakes/action", "denoland/setup-deno", "dorny/paths-filter",
    "dorny/test-reporter", "eifinger/setup-rye", "eifinger/setup-uv", "endbug/add-and-commit", "extractions/setup-just",
    "fkirc/skip-duplicate-actions", "geekyeggo/delete-artifact", "gittools/actions", "glotzerlab/workflows",
    "google-github-actions/auth", "google-github-actions/release-please-action", "google-github-actions/setup-gcloud",
    "googleapis/release-please-action", "hashicorp/setup-terraform", "hynek/build-and-inspect-python-package",
    "hynek/setup-cached-uv", "ilammy/msvc-dev-cmd", "j178/prek-action", "jakebailey/pyright-action",
    "jamesives/github-pages-deploy-action", "jdx/mise-action", "jwlawson/actions-setup-cmake",
    "leafo/gh-actions-lua", "lewagon/wait-on-check-action", "lukka/get-cmake", "lycheeverse/lychee-action",
    "maxim-lobanov/setup-xcode", "mathieudutour/github-tag-action", "metcalfc/changelog-generator",
    "mikepenz/action-junit-report", "mikepenz/release-changelog-builder-action", "moonrepo/setup-rust",
    "msys2/setup-msys2", "mxschmitt/action-tmate", "mymindstorm/setup-emsdk", "ncipollo/release-action",
    "orhun/git-cliff-action", "oven-sh/setup-bun", "pdm-project/setup-pdm", "peaceiris/actions-gh-pages",
    "pnpm/action-setup", "pyvista/setup-headless-display-action", "quansight-labs/setup-python",
    "release-drafter/release-drafter", "reviewdog/action-setup", "rhysd/changelog-from-release",
    "robinraju/release-downloader", "rtcamp/action-slack-notify", "rust-lang/crates-io-auth-action",
    "samuelcolvin/check-python-version", "saschazepter/setup-qemu", "seanmiddleditch/gha-setup-ninja",
    "shivammathur/setup-php", "slackapi/slack-github-action", "snok/install-poetry", "snok/latchkey",
    "softprops/action-gh-release", "srt32/git-actions", "stefanzweifel/git-auto-commit-action",
    "svenstaro/upload-release-action", "swatinem/rust-cache", "taiki-e/install-action", "tibdex/github-app-token",
    "tj-actions/changed-files", "trufflesecurity/trufflehog", "tschm/token-mint-action", "volta-cli/action",
    "xresloader/upload-to-github-release", "yezz123/setup-uv",
})  # fmt: skip
# Among the accounts above, those that export secrets all the same.
_EXPORTS = frozenset({"step-security/wait-for-secrets"})
# What a script of `actions/github-script` may leave, or runs that is not read: another module than those of Node.js.
_LEAVES = (
    r"""exportVariable|GITHUB_ENV|\.pypirc|child_process|\bexec\.(?:exec|getExecOutput)\b|\bimport\("""
    r"""|\brequire\((?!\s*["'](?:node:)?\w+["']\s*\))"""
)


def leaves_no_credential(action: Action) -> bool:
    """Whether an action is known to set no variable and write no file that an uploader reads."""
    if action.name == "actions/github-script":
        script = action.inputs.get("script")
        return script is None or re.search(_LEAVES, script.value.raw) is None
    owner, _, rest = action.name.partition("/")
    if action.name in _EXPORTS:
        return False
    return owner in _OWNERS or "/".join((owner, rest.split("/")[0])) in _ACTIONS
