"""The rules on credentials, clause by clause: what each says beyond its page's examples, and where it is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signing_in import ACTION, PASSWORD, PATH, STORED, TEST_URL, Case, action, called, one, run, said_of, workflow

if TYPE_CHECKING:
    from pathlib import Path

TOX = "[testenv:release]\ndeps = twine\npass_env = {}\ncommands = twine upload dist/*\n"
PUBLIB = "npx -p publib@latest publib-pypi"
OTHER_JOB = "  build:\n    runs-on: ubuntu-latest\n{}    steps:\n      - {}\n"
WRITE = "    permissions:\n      id-token: write\n"

TP101 = [
    one("workflow level suffices", workflow(ACTION, mint=False, top="permissions:\n  id-token: write")),
    one("publib that is told to", workflow(run(PUBLIB, "PYPI_TRUSTED_PUBLISHER: 1"), mint=False), "TP101 error"),
    one("publib with the permission", workflow(run(PUBLIB, "PYPI_TRUSTED_PUBLISHER: 1"))),
    one("write-all includes it", workflow(ACTION, mint=False, top="permissions: write-all")),
    one("read-all does not", workflow(ACTION, mint=False, top="permissions: read-all"), "TP101 error"),
    one("none at all", workflow(ACTION, mint=False), "TP101 error"),
    one("an empty mapping", workflow(ACTION, mint=False, job="permissions: {}"), "TP101 error"),
    one("an empty value is not known", workflow(ACTION, mint=False, job="permissions:")),
    one("any of the tools", workflow(run("uv publish"), mint=False), "TP101 error"),
    one("maturin's action", workflow("- uses: PyO3/maturin-action@v1\n  with:\n    command: upload", mint=False),
        "TP101 error"),
    one("a workflow for callers elsewhere", workflow(ACTION, mint=False, on="workflow_call")),
    one("callers elsewhere, and an event", workflow(ACTION, mint=False, on="[push, workflow_call]"), "TP101 error"),
    one("another index", workflow(action("repository-url: https://pypi.example.org/legacy/"), mint=False)),
    one("`with` beside `run` is a refused file", workflow(run("twine upload dist/*") + "\n  with:\n    user: x",
        mint=False)),
    one("an unknown action may set a token", workflow("- uses: a/b@v1", run("twine upload dist/*"), mint=False)),
    one("the action does not care", workflow("- uses: a/b@v1", ACTION, mint=False), "TP101 error"),
    one("a self-hosted runner may hold one", workflow(run("twine upload dist/*"), mint=False).replace(
        "ubuntu-latest", "[self-hosted, linux]")),
]  # fmt: skip

TP102 = [
    one("twine with a token", workflow(run("twine upload dist/*", f"TWINE_PASSWORD: {STORED}")), "TP102 warning"),
    one("a setting", workflow(action("password: ${{ vars.TOKEN }}")), "TP102 warning"),
    one("a literal", workflow(action("password: pypi-AgEIcHlwaS5vcmc")), "TP102 warning"),
    one("a known step", workflow("- uses: actions/checkout@v5", action(PASSWORD)), "TP102 warning"),
    one("an unknown action", workflow("- uses: a/b@v1", action(PASSWORD)), "TP103 warning"),
    one("a script of the repository", workflow(run("./build.sh"), action(PASSWORD)), "TP103 warning"),
    one("a task", workflow(run("make dist"), action(PASSWORD)), "TP103 warning"),
    one("AWS", workflow("- uses: aws-actions/configure-aws-credentials@v5\n  with:\n    role-to-assume: arn:aws:iam",
        action(PASSWORD)), "TP103 warning"),
    one("AWS with keys", workflow(
        "- uses: aws-actions/configure-aws-credentials@v5\n  with:\n    aws-access-key-id: ${{ secrets.AWS }}",
        action(PASSWORD)), "TP102 warning"),
    one("attestations", workflow("- uses: actions/attest-build-provenance@v3", action(PASSWORD)), "TP103 warning"),
    one("another index by trusted publishing", workflow(action(PASSWORD, TEST_URL), ACTION), "TP103 warning"),
    one("a fallback under a setting", workflow(action(condition="${{ !vars.OLD }}"),
        action(PASSWORD, condition="${{ vars.OLD }}")), "TP103 warning"),
    one("a twin in another job", workflow(action(PASSWORD), job="if: vars.OLD == 'yes'", more=f"""\
  trusted:
    if: vars.OLD != 'yes'
    runs-on: ubuntu-latest
    environment: pypi
{WRITE}    steps:
      {ACTION}
"""), "TP103 warning"),
    one("a mint by hand beside it", workflow(run('curl "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=x"'), action(PASSWORD)),
        "TP103 warning"),
    one("poetry has no trusted publishing", workflow(run("poetry publish", f"POETRY_PYPI_TOKEN_PYPI: {STORED}")),
        "TP102 warning"),
    one("forced", workflow(run("uv publish --trusted-publishing always", f"UV_PUBLISH_TOKEN: {STORED}")),
        "TP102 error"),
    one("forced, without the permission", workflow(
        run("uv publish --trusted-publishing always", f"UV_PUBLISH_TOKEN: {STORED}"), mint=False), "TP102 error"),
    one("an output is not known", workflow(action("password: ${{ steps.x.outputs.token }}"))),
    one("either or", workflow(action("password: ${{ vars.OLD && secrets.T || '' }}"))),
    one("one secret or the other", workflow(action("password: ${{ secrets.NEW || secrets.OLD }}")), "TP102 warning"),
    one("hatch runs nothing else", workflow(run("hatch publish -u __token__", f"HATCH_INDEX_AUTH: {STORED}")),
        "TP102 warning"),
    one("nor does pdm", workflow(run("pdm publish", f"PDM_PUBLISH_PASSWORD: {STORED}")), "TP102 warning"),
    one("npm may sign what it publishes", workflow(run("npm publish"), action(PASSWORD)), "TP103 warning"),
    one("a build by setup.py", workflow(run("python setup.py sdist"), action(PASSWORD)), "TP102 warning"),
    one("another index", workflow(action(PASSWORD, "repository-url: https://pypi.example.org/legacy/"))),
]  # fmt: skip

TP103 = [
    one("any tool", workflow(run("flit publish", "FLIT_USERNAME: __token__", f"FLIT_PASSWORD: {STORED}"), mint=False),
        "TP103 warning"),
    one("maturin's password", workflow(run("maturin upload dist/*", f"MATURIN_PASSWORD: {STORED}"), mint=False),
        "TP103 warning"),
    one("maturin tries an identity token first", workflow(run("maturin upload dist/*", f"MATURIN_PASSWORD: {STORED}"))),
    one("one secret or the other", workflow(action("password: ${{ secrets.NEW || secrets.OLD }}"), mint=False),
        "TP103 warning"),
    one("a variable of unknown origin", workflow(run("twine upload dist/*", "TWINE_PASSWORD: ${{ env.TOKEN }}"),
        mint=False)),
    one("an output of a job", workflow(action("password: ${{ needs.x.outputs.token }}"), mint=False)),
    one("only other repositories call it", workflow(action(PASSWORD), on="workflow_call", mint=False)),
    one("called here", workflow(action(PASSWORD), on="workflow_call", mint=False), "TP103 warning")._replace(
        files={PATH: workflow(action(PASSWORD), on="workflow_call", mint=False),
               ".github/workflows/release.yml": f"on: push\njobs:\n  x:\n    uses: ./{PATH}\n"}),
]  # fmt: skip

TP104 = [
    one("twine", workflow(run("twine upload dist/*", 'TWINE_PASSWORD: ""')), "TP104 error"),
    one("uv", workflow(run("uv publish", "UV_PUBLISH_TOKEN: ''")), "TP104 error"),
    one("maturin", workflow(run("maturin upload dist/*", 'MATURIN_PYPI_TOKEN: ""')), "TP104 error"),
    one("a flag", workflow(run('uv publish --token ""')), "TP104 error"),
    one("a flag wins", workflow(run(f"uv publish --token {STORED}", "UV_PUBLISH_TOKEN: ''")), "TP102 warning"),
    one("a nearer level wins", workflow(run("twine upload dist/*", f"TWINE_PASSWORD: {STORED}"),
        top='env:\n  TWINE_PASSWORD: ""'), "TP102 warning"),
    one("the action takes it as none", workflow(action('password: ""'))),
    one("so does pdm", workflow(run("pdm publish", 'PDM_PUBLISH_PASSWORD: ""'))),
    one("twine takes an empty name as none", workflow(run("twine upload dist/*", 'TWINE_USERNAME: ""'))),
    one("an expression", workflow(run("twine upload dist/*", "TWINE_PASSWORD: ${{ '' }}"))),
    one("a variable of the shell", workflow(run('T=""\ntwine upload -p "$T" dist/*'))),
]  # fmt: skip

TP106 = [
    called("it asks, and the setting decides", ACTION, "TP106 warning"),
    called("it asks, and has none to get", ACTION, "TP106 error", top="permissions: read-all\n"),
    called("it names none, and gets none", ACTION, "TP106 error", mint=False),
    called("given by the job", ACTION, caller=WRITE),
    called("given by the workflow", ACTION, top="permissions:\n  id-token: write\n"),
    called("the job's replace them", ACTION, "TP106 error", top="permissions: write-all\n",
           caller="    permissions:\n      contents: read\n"),
    called("a token needs none", action(PASSWORD), "TP102 warning"),
    Case("two callers", {
        PATH: workflow(ACTION, on="workflow_call"),
        ".github/workflows/a.yml": f"on: push\njobs:\n  a:\n    uses: ./{PATH}\n",
        ".github/workflows/b.yml": f"on: release\njobs:\n  b:\n{WRITE}    uses: ./{PATH}\n",
        ".github/workflows/c.yml": f"on: release\njobs:\n  c:\n    uses: ./{PATH}\n",
    }, ("TP106 warning", "TP106 warning")),
    Case("the outermost of two", {
        PATH: workflow(ACTION, on="workflow_call"),
        ".github/workflows/middle.yml": f"on: workflow_call\njobs:\n  m:\n{WRITE}    uses: ./{PATH}\n",
        ".github/workflows/outer.yml": "on: push\njobs:\n  o:\n    uses: ./.github/workflows/middle.yml\n",
    }, ("TP106 warning",)),
    Case("the middle one names none", {
        PATH: workflow(ACTION, on="workflow_call"),
        ".github/workflows/middle.yml": f"on: workflow_call\njobs:\n  m:\n    uses: ./{PATH}\n",
        ".github/workflows/outer.yml": "on: push\njobs:\n  o:\n    uses: ./.github/workflows/middle.yml\n",
    }, ("TP106 warning",)),
    Case("the middle one names too few", {
        PATH: workflow(ACTION, on="workflow_call"),
        ".github/workflows/middle.yml": f"on: workflow_call\npermissions: {{}}\njobs:\n  m:\n    uses: ./{PATH}\n",
        ".github/workflows/outer.yml": "on: push\njobs:\n  o:\n    uses: ./.github/workflows/middle.yml\n",
    }, ("TP106 error",)),
]  # fmt: skip

TP107 = [
    one("hatch", workflow(run("hatch publish -n")), "TP107 error"),
    one("flit", workflow(run("flit publish")), "TP107 error"),
    one("an old twine", workflow(run("pipx run twine==6.0.1 upload dist/*")), "TP107 error"),
    one("a new twine", workflow(run("pipx run twine==6.1.0 upload dist/*"))),
    one("any twine", workflow(run("pip install 'twine>=5'\ntwine upload dist/*"))),
    one("an old uv", workflow(run("uvx uv@0.4.15 publish")), "TP107 error"),
    one("an old action", workflow(action(ref="v1.6.4")), "TP107 error"),
    one("its sunset branch is another rule's", workflow(action(ref="master"))),
    one("an unknown commit", workflow(action(ref="0123456789012345678901234567890123456789"))),
    one("without the permission, too", workflow(run("poetry publish"), mint=False), "TP107 error"),
    one("a step may configure it", workflow("- uses: a/b@v1", run("poetry publish"))),
    one("configured for another repository",
        workflow(run(f"poetry config pypi-token.testpypi {STORED}"), run("poetry publish")), "TP107 error"),
    one("configured for one that is not known",
        workflow(run(f"poetry config pypi-token.$NAME {STORED}"), run("poetry publish"))),
    one("configured before", workflow(run(f"poetry config pypi-token.pypi {STORED}"), run("poetry publish")),
        "TP102 warning"),
    one("behind tox, which keeps the token back", workflow(run("tox -e release")), "TP107 error",
        tox_ini=TOX.format("CI")),
    one("behind tox, which passes it on", workflow(run("tox -e release")),
        tox_ini=TOX.format("GITHUB_ACTIONS, ACTIONS_ID_TOKEN_REQUEST_*")),
    one("behind tox, which sets it", workflow(run("tox -e release")), tox_ini=TOX.format("GITHUB_ACTIONS")
        + "\nset_env = ACTIONS_ID_TOKEN_REQUEST_TOKEN = {env:ACTIONS_ID_TOKEN_REQUEST_TOKEN}"),
    one("behind two environments of tox that differ", workflow(run("tox -e lint,release")),
        tox_ini=TOX.format("*") + "\n[testenv:lint]\ncommands = ruff check"),
    one("uv told never to", workflow(run("uv publish --trusted-publishing never")), "TP107 error"),
    one("uv told never to by its settings", workflow("- uses: actions/checkout@v5", run("uv publish")), "TP107 error",
        uv_toml='trusted-publishing = "never"\n'),
    one("uv told never to, with a token", workflow(run(f"uv publish --trusted-publishing never -t {STORED}")),
        "TP102 warning"),
    one("uv told never to, with a netrc", workflow(run("cp ci/netrc ~/.netrc\nuv publish --trusted-publishing never"))),
    one("a password of hatch without a user", workflow(run("hatch publish", f"HATCH_INDEX_AUTH: {STORED}")),
        "TP107 error"),
    one("a password of flit without a user", workflow(run("flit publish", f"FLIT_PASSWORD: {STORED}")), "TP107 error"),
    one("with an empty one", workflow(run("flit publish", f"FLIT_PASSWORD: {STORED}", 'FLIT_USERNAME: ""')),
        "TP107 error"),
    one("with one", workflow(run("hatch publish -u __token__", f"HATCH_INDEX_AUTH: {STORED}")), "TP102 warning"),
    one("with one that is piped", workflow(run("echo __token__ | hatch publish", f"HATCH_INDEX_AUTH: {STORED}")),
        "TP102 warning"),
    one("with one from a file", workflow(run("hatch publish < user", f"HATCH_INDEX_AUTH: {STORED}")), "TP102 warning"),
    one("with settings of hatch", workflow(run("hatch --config ci.toml publish", f"HATCH_INDEX_AUTH: {STORED}")),
        "TP102 warning"),
    one("publib that is not told to", workflow(run(PUBLIB)), "TP107 error"),
    one("publib told not to", workflow(run(PUBLIB, 'PYPI_TRUSTED_PUBLISHER: "false"')), "TP107 error"),
    one("publib without a user", workflow(run(PUBLIB, f"TWINE_PASSWORD: {STORED}")), "TP107 error"),
    one("publib with a token", workflow(run(PUBLIB, f"TWINE_PASSWORD: {STORED}", "TWINE_USERNAME: __token__")),
        "TP103 warning"),
    one("publib that uploads nothing", workflow(run(PUBLIB, 'PUBLIB_DRYRUN: "true"'))),
    one("with one in a .pypirc", workflow(run("cp ci/pypirc ~/.pypirc\nflit publish", f"FLIT_PASSWORD: {STORED}"))),
]  # fmt: skip

TARGET = "pull_request_target"
TP108 = [
    one("among others, without a condition", workflow(ACTION, on=f"[push, {TARGET}]"), "TP108 error"),
    one("a condition on the event's name", workflow(action(condition=f"github.event_name == '{TARGET}'"),
        on=f"[push, {TARGET}]"), "TP108 error"),
    one("kept away", workflow(action(condition="github.event_name == 'push'"), on=f"[push, {TARGET}]")),
    one("among others, undecided", workflow(action(condition="vars.X == 'y'"), on=f"[push, {TARGET}]")),
    one("alone, undecided", workflow(action(condition="vars.X == 'y'"), on=TARGET), "TP108 error"),
    one("a needed job is undecided", workflow(ACTION, on=f"[push, {TARGET}]", job="needs: build",
        more=OTHER_JOB.format("    if: vars.X == 'y'\n", "run: echo"))),
    one("a command under a condition", workflow(run('if test -n "$X"; then uv publish; fi'), on=f"[push, {TARGET}]")),
    one("a token is a warning, and no stored one", workflow(action(PASSWORD), on=TARGET, mint=False), "TP108 warning"),
    one("a token, among others", workflow(action(PASSWORD), on=f"[push, {TARGET}]", mint=False), "TP108 warning",
        "TP103 warning"),
    Case("through a call", {
        PATH: workflow(ACTION, on="workflow_call"),
        ".github/workflows/pr.yml": f"on: {TARGET}\njobs:\n  x:\n{WRITE}    uses: ./{PATH}\n",
    }, ("TP108 error",)),
    one("another index", workflow(action("repository-url: https://pypi.example.org/legacy/"), on=TARGET)),
]  # fmt: skip

TP109 = [
    one("only pull requests", workflow(ACTION, on="pull_request"), "TP109 warning"),
    one("any tool", workflow(run("uv publish"), on="pull_request"), "TP109 warning"),
    one("narrowed to them", workflow(action(condition="github.event_name == 'pull_request'"),
        on="[push, pull_request]"), "TP109 warning"),
    one("others, too", workflow(ACTION, on="[push, pull_request]")),
    one("forks left out", workflow(action(condition="github.event.pull_request.head.repo.fork == false"),
        on="pull_request")),
    one("a stored token", workflow(action(PASSWORD), on="pull_request", mint=False), "TP103 warning"),
    one("no permission at all", workflow(ACTION, on="pull_request", mint=False), "TP101 error"),
]  # fmt: skip

TP110 = [
    one("alone", workflow(action("user: alice")), "TP110 error"),
    one("with a password", workflow(action("user: alice", PASSWORD), mint=False), "TP110 error"),
    one("beside the permission", workflow(action("user: alice", PASSWORD)), "TP110 error"),
    one("an empty one of the action", workflow(action('user: ""')), "TP110 error"),
    one("an empty one and a token", workflow(action('user: ""', PASSWORD)), "TP110 error"),
    one("an empty one of an old action", workflow(action('user: ""', PASSWORD, ref="v1.5.1"), mint=False),
        "TP103 warning"),
    one("the name of tokens", workflow(action("user: __token__", PASSWORD)), "TP102 warning"),
    one("twine, alone", workflow(run("twine upload dist/*", "TWINE_USERNAME: alice")), "TP110 error"),
    one("twine, a flag", workflow(run(f"twine upload -u alice -p {STORED} dist/*")), "TP110 error"),
    one("uv", workflow(run("uv publish --username=alice")), "TP110 error"),
    one("pdm, alone", workflow(run("pdm publish --username alice"))),
    one("pdm, with a password", workflow(run("pdm publish", "PDM_PUBLISH_USERNAME: alice",
        f"PDM_PUBLISH_PASSWORD: {STORED}")), "TP110 error"),
    one("a secret name", workflow(action("user: ${{ secrets.USER }}", PASSWORD), mint=False), "TP103 warning"),
    one("another index", workflow(action("user: alice", PASSWORD, "repository-url: https://pypi.example.org/legacy/"))),
]  # fmt: skip

TP111 = [
    one("idle", workflow(ACTION, more=OTHER_JOB.format(WRITE, "run: python -m build")), "TP111 note"),
    one("beside a stored token", workflow(action(PASSWORD), mint=False,
        more=OTHER_JOB.format(WRITE, "run: python -m build")), "TP103 warning", "TP111 note"),
    one("an unknown action", workflow(ACTION, more=OTHER_JOB.format(WRITE, "uses: a/b@v1"))),
    one("a script", workflow(ACTION, more=OTHER_JOB.format(WRITE, "run: ./build.sh"))),
    one("a call", workflow(ACTION, more=f"  build:\n{WRITE}    uses: a/b/.github/workflows/c.yml@v1\n")),
    one("Pages", workflow(ACTION, more=OTHER_JOB.format(WRITE, "uses: actions/deploy-pages@v4"))),
    one("a suspected upload", workflow(ACTION, more=OTHER_JOB.format(WRITE, "uses: a/publish-to-pypi@v1"))),
    one("an upload elsewhere", workflow(ACTION, more=OTHER_JOB.format(
        WRITE, "run: twine upload --repository-url https://pypi.example.org/legacy/ dist/*"))),
    one("a workflow that uploads elsewhere", workflow(
        action("repository-url: https://pypi.example.org/legacy/"),
        more=OTHER_JOB.format(WRITE, "run: python -m build"))),
    one("none granted", workflow(ACTION, more=OTHER_JOB.format("    permissions:\n      id-token: none\n", "run: x"))),
]  # fmt: skip

BROAD = "permissions:\n  id-token: write"
TP112 = [
    one("inherited", workflow(ACTION, mint=False, top=BROAD, more=OTHER_JOB.format("", "run: pytest")),
        "TP112 warning"),
    one("write-all", workflow(ACTION, mint=False, top="permissions: write-all",
        more=OTHER_JOB.format("", "run: pytest")), "TP112 warning"),
    one("beside a stored token", workflow(action(PASSWORD), job="permissions: {}", mint=False, top=BROAD,
        more=OTHER_JOB.format("", "run: pytest")), "TP112 warning", "TP103 warning"),
    one("its own permissions", workflow(ACTION, mint=False, top=BROAD,
        more=OTHER_JOB.format("    permissions: {}\n", "run: pytest"))),
    one("an unknown action", workflow(ACTION, mint=False, top=BROAD, more=OTHER_JOB.format("", "uses: a/b@v1"))),
    one("a task", workflow(ACTION, mint=False, top=BROAD, more=OTHER_JOB.format("", "run: tox -e py"))),
    one("only publishing jobs", workflow(ACTION, mint=False, top=BROAD)),
    one("nothing is uploaded", workflow("- run: pytest", mint=False, top=BROAD)),
]  # fmt: skip

TP114 = [
    one("token", workflow(action(f"token: {STORED}"), mint=False), "TP114 error"),
    one("api-token", workflow(action(f"api-token: {STORED}"), mint=False), "TP114 error"),
    one("trusted publishing takes over", workflow(action(f"pypi-token: {STORED}")), "TP114 warning"),
    one("api_token", workflow(action(f"api_token: {STORED}"), mint=False), "TP114 error"),
    one("pypi_token", workflow(action(f"pypi_token: {STORED}")), "TP114 warning"),
    one("a password is read", workflow(action("username: __token__", PASSWORD), mint=False), "TP114 warning",
        "TP103 warning"),
    one("the step's variable", workflow(action(env=f"TWINE_PASSWORD: {STORED}"), mint=False), "TP114 error"),
    one("an empty variable", workflow(action(env='TWINE_PASSWORD: ""'))),
    one("a variable that an input reads", workflow(
        action("password: ${{ env.TWINE_PASSWORD }}", env=f"TWINE_PASSWORD: {STORED}"), mint=False), "TP103 warning"),
    one("the job's variable", workflow(ACTION, job=f"env:\n  TWINE_PASSWORD: {STORED}")),
    one("another index", workflow(action(f"token: {STORED}", "repository-url: https://pypi.example.org/legacy/"))),
    one("behind tox", workflow(run("tox -e release", f"TWINE_PASSWORD: {STORED}"), mint=False), "TP114 error",
        tox_ini=TOX.format("TWINE_USERNAME")),
    one("behind tox, and passed on", workflow(run("tox -e release", f"TWINE_PASSWORD: {STORED}"), mint=False),
        "TP103 warning", tox_ini=TOX.format("TWINE_*")),
    one("behind tox, for the whole job", workflow(run("tox -e release"), mint=False,
        job=f"env:\n  TWINE_PASSWORD: {STORED}"), tox_ini=TOX.format("TWINE_USERNAME")),
]  # fmt: skip


def cloned(name: str, *urls: str, said: str = "", text: str = "") -> Case:
    config = "".join(f'[remote "r{i}"]\n\turl = {url}\n' for i, url in enumerate(urls))
    return Case(name, {PATH: text or workflow(ACTION), ".git/config": config}, (said,) if said else ())


TP115 = [
    cloned("by https", "https://acme.ghe.com/team/app.git", said="TP115 error"),
    cloned("two remotes", "git@acme.ghe.com:team/app.git", "https://acme.ghe.com/me/app", said="TP115 error"),
    cloned("also on github.com", "git@acme.ghe.com:team/app.git", "git@github.com:team/app.git"),
    cloned("also elsewhere", "git@acme.ghe.com:team/app.git", "git@gitlab.com:team/app.git"),
    cloned("an Enterprise Server, or anything", "git@github.acme.com:team/app.git"),
    cloned("a stored token is all that works", "git@acme.ghe.com:team/app.git", text=workflow(action(PASSWORD))),
]
HOSTED = Case(
    "named in the metadata",
    {
        **TP115[0].files,
        "pyproject.toml": '[project]\nname = "app"\nversion = "1"\nurls.Source = "https://github.com/team/app"\n',
    },
)


def table(code: str, cases: list[Case]) -> list[object]:
    return [pytest.param(case, id=f"{code}: {case.name}") for case in cases]


@pytest.mark.parametrize(
    "case",
    [
        *table("TP101", TP101),
        *table("TP102", TP102),
        *table("TP103", TP103),
        *table("TP104", TP104),
        *table("TP106", TP106),
        *table("TP107", TP107),
        *table("TP108", TP108),
        *table("TP109", TP109),
        *table("TP110", TP110),
        *table("TP111", TP111),
        *table("TP112", TP112),
        *table("TP114", TP114),
        *table("TP115", [*TP115, HOSTED]),
    ],
)
def test_what_the_rules_on_credentials_say(case: Case, tmp_path: Path) -> None:
    assert said_of(tmp_path, case.files) == case.said
