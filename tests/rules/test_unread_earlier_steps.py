"""TP104: what an earlier step runs unread changes no variable that the uploading step sets itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judged import levels
from publishing_job import JOB, workflow

if TYPE_CHECKING:
    from pathlib import Path

SOURCED = "      - run: . /etc/os-release\n"
UPLOAD = "      - run: twine upload dist/*\n"
EMPTY = "        env: {TWINE_PASSWORD: ''}\n"
OF_JOB = JOB + "    env: {TWINE_PASSWORD: ''}\n"


@pytest.mark.parametrize(
    ("steps", "job", "expected"),
    [
        (UPLOAD + EMPTY, JOB, ["error"]),
        (SOURCED + UPLOAD + EMPTY, JOB, ["error"]),
        ("      - run: source ./settings.sh\n" + UPLOAD + EMPTY, JOB, ["error"]),
        (SOURCED + "      - run: export TWINE_PASSWORD=''; twine upload dist/*\n", JOB, ["error"]),
        # an earlier step may set it for all later ones
        (SOURCED + UPLOAD, OF_JOB, []),
        (UPLOAD, OF_JOB, ["error"]),
        # and so may the script itself
        ("      - run: . /etc/os-release; twine upload dist/*\n" + EMPTY, JOB, []),
        (SOURCED + "      - run: . /etc/os-release; twine upload dist/*\n" + EMPTY, JOB, []),
        (SOURCED + "      - run: make upload\n" + EMPTY, JOB, []),
        (SOURCED + UPLOAD + "        env: '${{ fromJSON(vars.ENV) }}'\n", JOB, []),
    ],
)
def test_who_may_change_a_variable(steps: str, job: str, expected: list[str], tmp_path: Path) -> None:
    makefile = "upload:\n\t. /etc/os-release; twine upload dist/*\n"
    assert levels(tmp_path, "TP104", workflow(steps, job=job), Makefile=makefile) == expected
