"""Exchanges of the identity token by hand: what TP116 says of them, through the facts about scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signing_in import ACTION, TEST_URL, action, one, run, said_of, workflow

if TYPE_CHECKING:
    from pathlib import Path

    from signing_in import Case


def minting(name: str, script: str, upload: str, *said: str, more: str = "") -> Case:
    return one(name, workflow(run(script).replace("- run", "- id: mint\n  run"), upload, more=more), *said)


GET = 'resp=$(curl -H "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL")\n'
POST = 'curl -X POST https://{}/_/oidc/mint-token -d "{}" | jq -r .token > t\necho "token=$(cat t)" >> "$GITHUB_OUTPUT"'
RAW, QUOTES = "oidc=$(jq -r .value <<< $resp)\n", "oidc=$(jq .value <<< $resp)\n"
BODY = '{\\"token\\": \\"${oidc}\\"}'
MINTED = "password: ${{ steps.mint.outputs.token }}"
FETCH = """\
- id: mint
  uses: actions/github-script@v8
  with:
    script: |
      const oidc_token = await core.getIDToken('pypi');
      const response = await fetch('https://{host}/_/oidc/mint-token', {{
        method: 'post',
        body: {body},
      }});
      core.setOutput('token', (await response.json()).token);
"""


def fetching(name: str, body: str, *said: str, host: str = "pypi.org") -> Case:
    return one(name, workflow(FETCH.format(host=host, body=body), action(MINTED)), *said)


TP116 = [
    minting("a mistyped host", GET + RAW + POST.format("pypi.org.org", BODY), action(MINTED), "TP116 error"),
    minting("the other index", GET + RAW + POST.format("pypi.org", BODY), action(MINTED, TEST_URL), "TP116 error"),
    minting("the right one", GET + RAW + POST.format("test.pypi.org", BODY), action(MINTED, TEST_URL)),
    minting("the upload host answers, too", GET + RAW + POST.format("upload.pypi.org", BODY), action(MINTED)),
    minting("a host from a variable", GET + RAW + POST.format("$HOST", BODY), action(MINTED)),
    minting("an index of one's own", GET + RAW + POST.format("pypi.example.org", BODY),
            action(MINTED, "repository-url: https://pypi.example.org/legacy/")),
    minting("an unknown index", GET + RAW + POST.format("pypi.example.org", BODY),
            action(MINTED, "repository-url: ${{ vars.URL }}")),
    minting("quotes twice", GET + QUOTES + POST.format("pypi.org", BODY), action(MINTED), "TP116 error"),
    minting("quotes twice, in single quotes", GET + QUOTES + POST.format("pypi.org", BODY).replace(
        f'"{BODY}"', """'{"token": "'"$oidc"'"}'"""), action(MINTED), "TP116 error"),
    minting("quotes once", GET + QUOTES + POST.format("pypi.org", '{\\"token\\": ${oidc}}'), action(MINTED)),
    minting("quotes taken away", GET + QUOTES.replace(")", " | tr -d '\\\"')") + POST.format("pypi.org", BODY),
            action(MINTED)),
    minting("the flag behind the filter", GET + "oidc=$(echo $resp | jq .value -r)\n" + POST.format("pypi.org", BODY),
            action(MINTED)),
    minting("assigned again", GET + QUOTES + "oidc=${oidc//x/}\n" + POST.format("pypi.org", BODY), action(MINTED)),
    minting("a comment", "# https://pypi.org.org/_/oidc/mint-token\n" + GET + RAW + POST.format("pypi.org", BODY),
            action(MINTED)),
    minting("never passed on", GET + RAW + "curl -X POST https://pypi.org/_/oidc/mint-token -d x",
            run("poetry publish"), "TP116 error"),
    minting("single quotes", GET + RAW + POST.format("pypi.org", BODY).replace(f'"{BODY}"', """'{"token": "$oidc"}'"""),
            action(MINTED), "TP116 error"),
    minting("single quotes without those of JSON", GET + RAW + POST.format("pypi.org", BODY).replace(
        f'"{BODY}"', """'{"token": ${oidc}}'"""), action(MINTED), "TP116 error"),
    minting("single quotes that end before it", GET + RAW + POST.format("pypi.org", BODY).replace(
        f'"{BODY}"', """'{"token": "'$oidc'"}'"""), action(MINTED)),
    fetching("the name instead of the token", """'{"token": "oidc_token"}'""", "TP116 error"),
    fetching("the bare name instead of the token", """'{"token": oidc_token}'""", "TP116 error"),
    fetching("a placeholder outside a template", """'{"token": "${oidc_token}"}'""", "TP116 error"),
    fetching("a name between double quotes", r"""'{\"token\": \"oidc_token\"}'""".replace("'", '"'), "TP116 error"),
    fetching("a template", '`{"token": "${oidc_token}"}`'),
    fetching("joined", """'{"token": "' + oidc_token + '"}'"""),
    fetching("made of an object", "JSON.stringify({token: oidc_token})"),
    fetching("a text of its own", """'{"token": "abc"}'"""),
    fetching("another host in JavaScript", "JSON.stringify({token: oidc_token})", "TP116 error", host="pypi.org.org"),
    fetching("a comment in JavaScript", """x, // body: '{"token": "oidc_token"}'"""),
    minting("not needed", GET + RAW + "curl -X POST https://pypi.org/_/oidc/mint-token -d x", ACTION),
]  # fmt: skip


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in TP116])
def test_what_is_said_of_a_mint_by_hand(case: Case, tmp_path: Path) -> None:
    assert said_of(tmp_path, case.files) == case.said
