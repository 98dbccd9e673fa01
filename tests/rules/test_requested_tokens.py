"""TP116: the identity token that a script asks GitHub for, given to an upload as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import levels
from publishing_job import JOB, workflow

if TYPE_CHECKING:
    from pathlib import Path

ASKED = 'curl -sH "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=pypi"'
VALUE = f"TOKEN=$({ASKED} | jq -r .value)"
EXCHANGED = 'API=$(curl -s https://pypi.org/_/oidc/mint-token -d "{\\"token\\": \\"$TOKEN\\"}" | jq -r .token)'


def _step(*lines: str) -> str:
    return "      - run: |\n" + "".join(f"          {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ((VALUE, 'twine upload -u __token__ -p "$TOKEN" dist/*'), ["error"]),
        ((VALUE, "twine upload -u __token__ -p ${TOKEN} dist/*"), ["error"]),
        ((VALUE, 'TWINE_PASSWORD="$TOKEN" twine upload -u __token__ dist/*'), ["error"]),
        ((VALUE, 'export TWINE_PASSWORD="$TOKEN"', "twine upload dist/*"), ["error"]),
        ((VALUE, 'uv publish --token "$TOKEN"'), ["error"]),
        ((f"TOKEN=$({ASKED})", 'uv publish --token "$TOKEN"'), ["error"]),
        ((f"export TOKEN=`{ASKED} \\", "  | jq -r .value`", 'uv publish --token "$TOKEN"'), ["error"]),
        (("TOKEN=$(python -m id pypi)", 'uv publish --token "$TOKEN"'), ["error"]),
        (('TOKEN="$(uvx id pypi)"', 'twine upload -u __token__ -p "$TOKEN" dist/*'), ["error"]),
        (('twine upload -u __token__ -p "$(python -m id pypi)" dist/*',), ["error"]),
        (("uv publish --token=$(uvx id pypi)",), ["error"]),
        (("export TWINE_PASSWORD=$(python -m id pypi)", "twine upload dist/*"), ["error"]),
        ((f'twine upload -p "$({ASKED} | jq -r .value)" dist/*',), ["error"]),
        (("uv publish --token $(python -m id pypi | ./exchange)",), []),
        (("uv publish --token $(./exchange $(python -m id pypi))",), []),
        (("TOKEN=$(pipx run id pypi | ./exchange)", 'uv publish --token "$TOKEN"'), []),
        (("TOKEN=$(python -m id pypi)", EXCHANGED, 'twine upload -u __token__ -p "$API" dist/*'), []),
        ((VALUE, EXCHANGED, 'twine upload -u __token__ -p "$API" dist/*'), []),
        ((VALUE, 'API=$(./exchange "$TOKEN")', 'twine upload -u __token__ -p "$API" dist/*'), []),
        ((VALUE, "if true; then TOKEN=$(./exchange); fi", 'uv publish --token "$TOKEN"'), []),
        ((VALUE, 'TOKEN+="x"', 'uv publish --token "$TOKEN"'), []),
        ((f"TOKEN=$({ASKED} | ./exchange)", 'uv publish --token "$TOKEN"'), []),
        ((f"TOKEN=$({ASKED} | jq -r .value | ./exchange)", 'uv publish --token "$TOKEN"'), []),
        ((VALUE, "TOKEN2=$(./exchange)", 'uv publish --token "$TOKEN2"'), []),
        ((VALUE, 'twine upload --repository-url https://pypi.example.org/ -u x -p "$TOKEN" dist/*'), []),
    ],
)
def test_a_token_that_is_not_exchanged(script: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    assert levels(tmp_path, "TP116", workflow(_step(*script))) == expected


def test_an_exchange_in_another_step_may_be_meant(tmp_path: Path) -> None:
    steps = _step(EXCHANGED) + _step(VALUE, 'uv publish --token "$TOKEN"')
    assert levels(tmp_path, "TP116", workflow(steps, job=JOB)) == []
