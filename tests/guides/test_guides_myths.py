"""Guides: what they say of PyPI that is not true; and any text is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide_texts import INTRO, read
from tplint.documents.markdown import sections
from tplint.documents.source import Source
from tplint.guides.myths import myths
from tplint.guides.registrations import registrations


def myths_of(text: str) -> list[str]:
    parts = sections(Source("GUIDE.md", text))
    return [myth.kind for myth in myths(parts, tuple(registrations(parts, lambda _: False)))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Trusted publishing (OIDC) **cannot create new projects**.", "no-new-projects"),
        ("The project `x` must exist on PyPI before trusted publishing can work.", "no-new-projects"),
        ("- **Project must exist**: create your PyPI project first.", "no-new-projects"),
        ("Trusted publishing can create a project by a pending publisher.", None),
        ("PyPI: Non-user identities cannot create new projects, says trusted publishing.", None),
        ("Trusted publishing requires the project to exist first.", "no-new-projects"),
        ("**Trusted Publishing** (OIDC) requires your package to already exist on PyPI.", "no-new-projects"),
        ("The trusted publisher mechanism requires the project to already exist on PyPI.", "no-new-projects"),
        ("You cannot use trusted publishing for the first release of a project on PyPI.", "no-new-projects"),
        ("You can't use trusted publishing for the first job.", None),
        ("You cannot use trusted publishing for the first release on npm.", None),
        ("Trusted publishing does not require the project to exist.", None),
        ("Trusted publishing no longer requires the project to exist.", None),
        ("Trusted publishing requires the project to exist, or a pending publisher.", None),
        ("Trusted publishing requires the project to either not exist yet or have a publisher.", None),
        ("Trusted publishing requires the project to existentially matter.", None),
        ("On npm, trusted publishing requires the package to exist.", None),
        ("Trusted publishing only works for existing projects.", "no-new-projects"),
        ("The project must exist on PyPI before you can add a trusted publisher.", "no-new-projects"),
        ("The project must exist on PyPI before you can install it.", None),
        ("Before you can configure trusted publishing, the project must exist on PyPI.", "no-new-projects"),
        ("The project must exist on PyPI before you can add a publisher; else add a pending one.", None),
        ("If the project doesn't exist yet, you'll need to upload its first version manually.", "no-new-projects"),
        ("If the project doesn't exist yet, add a pending publisher; you need not upload it manually.", None),
        ("If the project doesn't exist yet, it will be created.", None),
        ("Do a manual upload first to create the project.", "no-new-projects"),
        ("Do a manual upload once to test the build.", None),
        ("The first release must be uploaded manually to claim the name.", "no-new-projects"),
        ("The first release must be uploaded manually to check it.", None),
        ("Use the recommended subject patterns:", "subject-pattern"),
        ("- **Subject**: `repo:harbour-lab/tides:ref:refs/tags/v*`", "subject-pattern"),
        ("- `sub`: `repo:harbour-lab/tides:ref:refs/tags/v1`", None),
        ("On AWS, restrict the subject pattern.", None),
        ("If you leave the environment blank, the job must not have one.", "blank-forbids-environment"),
        ("With a blank environment on PyPI the job must not set one.", "blank-forbids-environment"),
        ("A pending publisher reserves the project name.", "pending-reserves-name"),
        ("Reserve the name with a pending publisher.", "pending-reserves-name"),
        ("A pending publisher does not reserve the name.", None),
        ("Pending publishers do not let you reserve a name.", None),
        ("Use a pending publisher. It also lets you reserve the name early on.", "pending-reserves-name"),
        ("Use a pending publisher,\nwhich allows you to claim your project name.", "pending-reserves-name"),
        ("Use a pending publisher, which never lets anybody reserve it.", None),
        ("A pending publisher reserves the name and makes the project on the first upload.", "pending-reserves-name"),
        ("A pending publisher reserves the name only after the first upload.", None),
        ("Add a pending publisher.\n\nPyPI will reserve this name until the first upload.", "pending-reserves-name"),
        ("Add a pending publisher.\n\nPyPI will reserve the name for you on the first upload.", None),
        ("Upload once, and PyPI will reserve the name.", None),
        ("Save the pending publisher. The name `tides` is claimed at this point.", "pending-reserves-name"),
        ("Save the pending publisher.\n\nThe name is now reserved.", "pending-reserves-name"),
        ("Save the pending publisher. The name is reserved by the first upload.", None),
        ("The name `tides` is claimed at this point.", None),
        ("If the project does not exist yet, you need to do a manual first release.", "no-new-projects"),
        ("If the project does not exist yet, you may make a manual release of it.", None),
        ("Use a Python 3.11 image, it is needed for OIDC on GitLab.", "gitlab-python"),
        ("On GitLab, tests run on Python 3.11.", None),
        ("You need to create your PyPI project first.", "no-new-projects"),
        ('- Click "Add new project"', "empty-project"),
        ("You can create an empty project on PyPI.", "empty-project"),
        ("Create the project through the PyPI web interface.", "empty-project"),
        ('Click "Add a new pending publisher".', None),
        ("`invalid-publisher`: both the `id-token: write` permission and the `password` are used", "mixing-refused"),
        ("Do not use both `id-token: write` and `password`.", None),
        ("The project name is case-sensitive.", "project-name-case"),
        ("The workflow's file name is case-sensitive.", None),
        ("- Workflow: `publish.yml` (from `workflow_ref`, its last part)", "workflow-ref-compared"),
        ("- Workflow: `publish.yml` (from `job_workflow_ref`, its last part)", None),
        ("PyPI matches the `workflow_ref` claim.", "workflow-ref-compared"),
        ("PyPI matches the `job_workflow_ref` claim.", None),
        ("The branch and the environment must match the PyPI configuration.", "ref-field"),
        ('With another trusted publisher PyPI says: Error: "Repository not found"', "invented-error"),
        ('Error: "Repository not found"', None),
        ("TestPyPI shares accounts with PyPI.", "shared-accounts"),
        ("TestPyPI does not share accounts with PyPI.", None),
        ("Enable OIDC in GitLab first.", "enabled-identity-tokens"),
        ("Vault: enable OIDC in GitLab first.", None),
        ("For publishing, `pull_request_target` is discouraged.", "discouraged-event"),
        ("PyPI refuses `pull_request_target`.", None),
        ("The owner must be lowercase.", "lower-case-owner"),
        ("It is a myth that the owner must be lowercase.", None),
        ("The name is not reserved by a pending publisher.", None),
        ("With Sigstore the subject must match `repo:harbour-lab/tides:*`.", None),
        ("Do not enter `.github/workflows/release.yml` in the workflow field.", None),
        ("If the environment is left blank, any environment matches.", None),
    ],
)
def test_myths(sentence: str, expected: str | None) -> None:
    assert myths_of(f"{INTRO}{sentence}\n") == ([expected] if expected else [])


def test_a_myth_in_a_remark_on_the_owner() -> None:
    text = (
        INTRO + "**Owner:**\n```\nharbour-lab\n```\nMust match exactly (lowercase)\n\n**Workflow:**\n```\na.yml\n```\n"
    )
    assert myths_of(text) == ["lower-case-owner"]


def test_a_pending_publisher_for_a_project_that_is_created_before() -> None:
    first = "The project must exist on PyPI before trusted publishing works.\n\n"
    last = 'Click "Add a new pending publisher".\n'
    assert myths_of(INTRO + first + last) == ["no-new-projects", "pending-for-existing"]
    assert myths_of(INTRO + last) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The project must exist before you can add a publisher.", []),
        ("Trusted publishing requires the project to exist.", ["no-new-projects"]),
    ],
)
def test_what_holds_for_publishers_that_are_not_pending(sentence: str, expected: list[str]) -> None:
    other = "## New projects\n\nFor these there are pending publishers.\n"
    assert myths_of(f"{INTRO}## Existing projects\n\n{sentence}\n\n{other}") == expected


def test_a_first_upload_by_hand_in_a_section_about_tokens() -> None:
    steps = "If the project doesn't exist yet, you have to upload it manually.\n"
    assert myths_of(f"# PyPI\n\n## Trusted publishing\n\nNo tokens.\n\n## Tokens\n\n{steps}") == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Repository owner: your-name\nRepository name: your-repo\nBranch/Tag: main\n", ["ref-field"]),
        ("Repository owner: your-name\nBranch/Tag: main\n", []),
        ("Repository owner: your-name\nRepository name: your-repo\n", []),
    ],
)
def test_a_branch_among_placeholders(lines: str, expected: list[str]) -> None:
    assert myths_of(f"{INTRO}```\n{lines}```\n") == expected


def test_a_myth_in_a_heading() -> None:
    text = INTRO + '### Error: "Project name mismatch"\n\nThe trusted publisher\'s name differs.\n'
    assert myths_of(text) == ["invented-error"]


def test_what_pypi_said_in_a_block_is_no_myth() -> None:
    assert myths_of(INTRO + "```\nOIDC cannot create new projects\n```\n") == []


PIECES = [
    "Owner",
    "Workflow",
    "Environment",
    "PyPI",
    "trusted publisher",
    ":",
    "`",
    "**",
    "(",
    "or",
    "same",
    "\n",
    "a.yml",
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "|", "- ", "```\n", "## ", "repo:a/b:c", "TestPyPI", "leave empty"]), max_size=40
    )
)
def test_any_text_is_read(pieces: list[str]) -> None:
    text = INTRO + "".join(pieces)
    for found in read(text):
        for said in (*found.statements, *found.inherited):
            assert said.value in {"", said.at.text}
    myths_of(text)
