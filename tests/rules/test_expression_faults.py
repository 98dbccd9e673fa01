"""TP005: expressions that read a context where GitHub does not offer it, or have signs of another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint
from publishing import UPLOAD, job, workflow
from tplint.documents.source import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from tplint.documents.source import Place
    from tplint.findings import Finding

NEWLINE = "\n"
CALL = "  notes:\n    uses: octo/shared/.github/workflows/notes.yml@v1\n    {}\n"


def findings(root: Path, text: str) -> list[tuple[Place, Finding]]:
    """What TP005 says of a workflow, and where."""
    lay(root, {".github/workflows/publish.yml": text})
    return [(resolve(each.at), each) for each in lint(root, "TP005").findings]


def messages(root: Path, text: str) -> list[str]:
    """What TP005 says of a workflow, each behind its line."""
    return [f"{text[: at.start].count(NEWLINE) + 1}: {each.message}" for at, each in findings(root, text)]


def with_step(lines: str) -> str:
    return workflow(job(steps=f"      - run: echo\n        {lines}\n{UPLOAD}"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            workflow(job(more="    environment: ${{ env.INDEX }}\n")),
            "7: the `environment` of job `publish` reads `env`",
        ),
        (
            workflow(job(more="    environment:\n      name: '${{ secrets.E }}'\n")),
            "8: the `environment` of job `publish` reads `secrets`",
        ),
        (
            workflow(job()).replace("ubuntu-latest", "${{ runner.os }}-latest"),
            "5: the `runs-on` of job `publish` reads `runner`",
        ),
        (workflow(job(more="    env: {A: '${{ env.B }}'}\n")), "7: the `env` of job `publish` reads `env`"),
        (
            workflow(job(more="    strategy: {matrix: {x: ['${{ matrix.y }}']}}\n")),
            "7: the `strategy` of job `publish` reads `matrix`",
        ),
        (workflow(top="env: {A: '${{ env.B }}'}\n"), "3: the `env` of the workflow reads `env`"),
        (workflow(top="concurrency: ${{ matrix.x }}\n"), "3: the `concurrency` of the workflow reads `matrix`"),
        (workflow(CALL.format("with: {tag: '${{ env.TAG }}'}"), job()), "6: the `with` of job `notes` reads `env`"),
        (
            workflow(CALL.format("with: {key: '${{ secrets.KEY }}'}"), job()),
            "6: the `with` of job `notes` reads `secrets`",
        ),
        (
            workflow(CALL.format("secrets: {key: '${{ env.KEY }}'}"), job()),
            "6: the `secrets` of job `notes` reads `env`",
        ),
        (with_step("if: secrets.TOKEN != ''"), "10: the `if` of a step of job `publish` reads `secrets`"),
        (with_step('if: "${{ Secrets.TOKEN }}"'), "10: the `if` of a step of job `publish` reads `Secrets`"),
        (with_step("env: {A: '${{ secret.TOKEN }}'}"), "10: the `env` of a step of job `publish` reads `secret`"),
        (with_step("name: ${{ input.tag }}"), "10: the `name` of a step of job `publish` reads `input`"),
        (workflow(top="name: Publish ${{ github.ref_name }}\n"), "3: the `name` of the workflow reads `github`"),
        (
            workflow("  notes:\n    uses: octo/shared/.github/workflows/notes.yml@${{ github.ref }}\n", job()),
            "5: the `uses` of job `notes` reads `github`",
        ),
        (
            workflow(job(steps=f"      - uses: octo/notes@${{{{ env.REF }}}}\n{UPLOAD}")),
            "9: the `uses` of a step of job `publish` reads `env`",
        ),
    ],
)
def test_contexts_that_are_not_offered(text: str, expected: str, tmp_path: Path) -> None:
    found = messages(tmp_path, text)
    assert [each.partition(", ")[0] for each in found] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        workflow(job(more="    environment: {name: '${{ vars.E }}', url: '${{ steps.a.outputs.b }}-${{ env.C }}'}\n")),
        workflow(job(more="    env: {A: '${{ secrets.B }}-${{ needs.c.outputs.d }}-${{ matrix.e }}'}\n")),
        workflow(job(more="    name: ${{ matrix.os }} ${{ github.ref }}\n    timeout-minutes: ${{ matrix.x }}\n")),
        workflow(job(more="    container: {image: x, env: {A: '${{ env.B }}'}}\n    outputs: {a: '${{ env.B }}'}\n")),
        workflow(job(more="    defaults: {run: {shell: '${{ env.SHELL }}'}}\n")),
        workflow(top="env: {A: '${{ secrets.B }}', C: '${{ github.ref }}'}\nrun-name: ${{ inputs.x }}\n"),
        workflow(CALL.format("with: {a: '${{ needs.b.outputs.c }}'}\n    secrets: {d: '${{ secrets.D }}'}"), job()),
        with_step("if: env.TOKEN != '' && steps.secrets.outcome == 'success'"),
        with_step("if: github.ref == 'secrets.TOKEN'"),
        with_step("env: {A: '${{ secrets.TOKEN }}', B: secret.TOKEN}"),
        with_step("env: {A: '${{ github.secret.x }}', B: '${{ other.x }}'}"),
        with_step("if: secrets.TOKEN != '"),
    ],
)
def test_contexts_that_are_offered(text: str, tmp_path: Path) -> None:
    assert messages(tmp_path, text) == []


@pytest.mark.parametrize(("name", "who"), [("env", "steps of jobs"), ("needs", "jobs")])
def test_who_may_read_what_the_workflow_may_not(name: str, who: str, tmp_path: Path) -> None:
    text = workflow(top=f"env: {{A: '${{{{ {name}.B }}}}'}}\n")
    assert messages(tmp_path, text) == [f"3: the `env` of the workflow reads `{name}`, which only {who} may"]


def test_what_to_do_about_a_secret_in_a_condition_and_a_slip(tmp_path: Path) -> None:
    text = with_step("if: secrets.A\n        env: {B: '${{ var.C }}'}")
    assert [(at.text, each.fix and each.fix.title, each.consequence) for at, each in findings(tmp_path, text)] == [
        (
            "secrets.A",
            "give the secret to the steps by `env`, and ask for that",
            "GitHub refuses the whole file: \"Unrecognized named-value: 'secrets'\"",
        ),
        ("var.C", "write `vars`", "GitHub refuses the whole file: \"Unrecognized named-value: 'var'\""),
    ]


def test_a_name_takes_no_expressions(tmp_path: Path) -> None:
    ((at, finding),) = findings(tmp_path, workflow(top="name: Publish ${{ github.ref_name }}\n"))
    assert (at.text, finding.message.partition(", ")[2]) == (
        "github.ref_name",
        "and takes no expressions",
    )
    assert finding.fix is not None
    assert finding.fix.title == "write plain text; `run-name` may have expressions"
    assert "Unrecognized named-value: 'github'" in finding.consequence


@pytest.mark.parametrize(
    ("condition", "symbol"),
    [
        ('github.event_name == "release"', '"release"'),
        ('${{ github.event_name == "release" && x }}', '"release"'),
        ('startsWith(github.ref, "refs/tags/")', '"refs/tags/"'),
        ("github.ref_name = 'main'", "="),
        ("github.ref_name === 'main'", "="),
        ("github.ref_name !== ''", "="),
        ('"github.ref ? true : false"', "?"),
        ("github.ref & github.sha", "&"),
        ("github.ref | github.sha", "|"),
    ],
)
@pytest.mark.parametrize("of_step", [True, False])
def test_signs_of_other_languages(condition: str, symbol: str, of_step: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = with_step(f"if: {condition}") if of_step else workflow(job(more=f"    if: {condition}\n"))
    found = findings(tmp_path, text)
    assert [(at.text, each.consequence.partition(": ")[2]) for at, each in found] == [
        (symbol, f"\"Unexpected symbol: '{symbol}'\"")
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "github.event_name == 'a \"b\" = c ? d'",
        "\"github.ref == 'refs/heads/main' && github.sha != ''\"",
        "'!contains(github.ref, ''x'') || github.a >= 1'",
        "github.event_name ==",
        "github.event_name == 'a' && (github.sha ==)",
        "startsWith(github.ref, '((')",
        "format('it''s ) {0}', github.ref) != '' && (github.sha || github.ref)",
        "github.ref, github.sha",
    ],
)
def test_conditions_without_such_signs(condition: str, tmp_path: Path) -> None:
    assert messages(tmp_path, with_step(f"if: {condition}")) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("run: |\n          echo ${{ github.ref_name #v }}", ["#v"]),
        ("run: |\n          echo ${{ inputs.version#v }}", ["version#v"]),
        ("run: |\n          echo ${{ github.ref##*/ }}", ["ref##*/"]),
        ("if: github.ref == 'x' # a comment", []),
        ("run: |\n          echo ${{ github.ref == '#' }} '#' # ${NAME#v}", []),
        ("run: |\n          echo ${{ github.ref }}#${{ github.sha }}", []),
    ],
)
def test_a_sharp_in_an_expression(lines: str, expected: list[str], tmp_path: Path) -> None:
    text = with_step(lines).replace("- run: echo\n        run:", "- name: say\n        run:")
    assert [(at.text, each.consequence.partition(": ")[2]) for at, each in findings(tmp_path, text)] == [
        (symbol, f"\"Unexpected symbol: '{symbol}'\"") for symbol in expected
    ]


def test_a_comment_in_a_condition_of_several_lines(tmp_path: Path) -> None:
    text = workflow(job(more="    if: |\n      github.ref == 'x'  # a comment\n"))
    ((at, finding),) = findings(tmp_path, text)
    assert text[at.start :].startswith("# a comment")
    assert finding.fix is not None
    assert finding.fix.title.startswith("remove it: expressions have no comments, and only scripts cut texts")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("run: |\n          echo ${{ replace(github.ref, 'refs/tags/', '') }}", ["replace"]),
        ("run: |\n          echo ${{ format('{0}', toLower(github.ref)) }}", ["toLower"]),
        ("env: {A: \"${{ !equals(github.ref, 'x') }}\"}", ["equals"]),
        ("if: \"!equals(github.ref, 'x')\"", ["equals"]),
        ("if: startWith(github.ref, 'x') && startsWith(github.ref, 'y')", ["startWith"]),
        ("run: |\n          echo ${{ github.ref }} replace(x, 'y', 'z')", []),
        ("run: |\n          echo ${{ format('replace({0})', github.ref) }}", []),
        ("if: github.ref == 'equals(x)'", []),
        ("run: |\n          echo ${{ cleaned(github.ref) }}", []),
    ],
)
def test_functions_that_github_does_not_have(lines: str, expected: list[str], tmp_path: Path) -> None:
    text = with_step(lines).replace("- run: echo\n        run:", "- name: say\n        run:")
    assert [(at.text, each.consequence.partition(": ")[2]) for at, each in findings(tmp_path, text)] == [
        (name, f"\"Unrecognized function: '{name}'\"") for name in expected
    ]


def test_a_function_that_a_job_asks_for(tmp_path: Path) -> None:
    text = workflow(job(more="    environment: ${{ replace(github.ref_name, '/', '-') }}\n"))
    ((_, finding),) = findings(tmp_path, text)
    assert finding.message == "the `environment` of job `publish` calls `replace`, which is no function"
    assert finding.fix is not None
    assert finding.fix.title == "give the value to a script by `env`, and change it there"


def test_a_name_of_runs_that_is_no_expression(tmp_path: Path) -> None:
    text = workflow(top="run-name: \"${{ inputs.a ? 'b' : 'c' }}\"\n")
    assert messages(tmp_path, text) == ["3: the `run-name` of the workflow has `?`, which is no expression"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (workflow(job(more="    environment: ${{ inputs.index\n")), ["7: the `environment` of job `publish`"]),
        (workflow(job(more="    if: ${{ github.ref == 'v }}\n")), ["7: the `if` of job `publish`"]),
        (with_step('run: echo "${{ github.ref }"'), ["10: the `run` of a step of job `publish`"]),
        (with_step("run: echo ${{ github.ref }} ${{ github.sha"), ["10: the `run` of a step of job `publish`"]),
        (with_step("run: echo ${{ '${{' }} ${{ github.sha }}"), []),
        (with_step("run: echo ${ { github.sha"), []),
    ],
)
def test_expressions_without_an_end(text: str, expected: list[str], tmp_path: Path) -> None:
    text = text.replace("- run: echo\n        run:", "- name: say\n        run:")
    assert messages(tmp_path, text) == [f"{where} has a `${{{{` that is not closed" for where in expected]


@pytest.mark.parametrize(
    ("condition", "line", "column", "expected"),
    [
        ("startsWith(", 0, 10, ("`(` that is not closed", "Unexpected end of expression")),
        (
            "(github.sha && startsWith(github.ref, 'v')",
            0,
            0,
            ("`(` that is not closed", "Unexpected end of expression"),
        ),
        ("${{ !(github.sha == '(' }}", 0, 5, ("`(` that is not closed", "Unexpected end of expression")),
        ("github.event['x", 0, -1, None),
        ("${{ github['x' }}", 0, 10, ("`[` that is not closed", "Unexpected end of expression")),
        ("github.sha) || github.ref", 0, 10, ("`)` that is opened nowhere", "Unexpected symbol: ')'")),
        ("github.sha))", 0, 10, ("`)` that is opened nowhere", "Unexpected symbol: ')'")),
        (
            ">-{}(github.sha) ||{}(github.ref || (github.sha)",
            2,
            0,
            ("`(` that is not closed", "Unexpected end of expression"),
        ),
    ],
)
@pytest.mark.parametrize("of_step", [True, False])
def test_brackets_without_their_other_half(
    condition: str,
    line: int,
    column: int,
    expected: tuple[str, str] | None,
    of_step: bool,  # noqa: FBT001 - with a table
    tmp_path: Path,
) -> None:
    condition = condition.replace("{}", "\n          ")
    text = with_step(f"if: {condition}") if of_step else workflow(job(more=f"    if: {condition}\n"))
    found = findings(tmp_path, text)
    if expected is None:
        assert found == []
        return
    ((at, finding),) = found
    assert finding.message.endswith(f"has a {expected[0]}")
    assert finding.consequence.partition(": ")[2] == f'"{expected[1]}"'
    written = condition.splitlines()[line]
    assert at.start == text.index(written) + len(written) - len(written.lstrip()) + column
