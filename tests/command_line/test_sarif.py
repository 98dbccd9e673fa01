"""The SARIF report, checked by the format's schema and by the validator of its makers."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

import corpus
from tplint import engine
from tplint.cli import main
from tplint.documents.source import Place, Source
from tplint.findings import Fix, Related, Report, Rule, Security, Suppression
from tplint.reporters import sarif
from tplint.reporters.sarif_rules import section, semantic
from tplint.rules import named
from tplint.rules import page as rule_page

if TYPE_CHECKING:
    from tplint.findings import Finding

FIXTURE = Path(__file__).resolve().parents[2] / "fixtures" / "broken"
MULTITOOL = "@microsoft/sarif-multitool-linux"
MULTITOOL_VERSION = "5.7.0"

RULES = (
    Rule("TP001", "unreadable-file", "error", "a file cannot be read"),
    Rule("TP101", "missing-id-token", "error", "an upload may not request an OIDC token"),
    Rule(
        "TP103",
        "stored-token",
        "warning",
        "an upload signs in with a stored token",
        security=Security(5.0, (272,)),
    ),
    Rule("TP511", "skip-existing-hides-release", "note", "`skip-existing` on an upload to PyPI"),
)
RULE_OF = {rule.name: rule for rule in RULES}.__getitem__
WORKFLOW = Source(
    ".github/workflows/publish now.yml",
    """\
jobs:
  publish:
    permissions: {}
    steps:
      - run: twine upload dist/*
      - run: twine upload dist/*
""",
)
METADATA = Source("pyproject.toml", '[project]\nname = "räksmörgås"\n')
BROKEN = Source(".github/workflows/broken.yml", "jobs: [\n")


def page(rule: Rule) -> str:
    return f"# {rule.name}\n\n## What\n\nIt says that {rule.summary}.\n\n## Why\n\nBecause.\n"


def place(source: Source, piece: str, nth: int = 0) -> Place:
    start = -1
    for _ in range(nth + 1):
        start = source.text.index(piece, start + 1)
    return Place(source, start, start + len(piece))


def finding(code: str, at: Place, message: str = "a message", **more: Any) -> Finding:
    rule = next(rule for rule in RULES if rule.code == code)
    return rule.finding(at, message, **more)


FINDINGS = (
    finding("TP001", Place(BROKEN, 6, 8), "expected the node content"),
    finding(
        "TP101",
        Place(WORKFLOW, 8, 44),
        "job `publish` may not request a token",
        label="see [here](https://example.org)",
        related=(Related(place(METADATA, '"räksmörgås"'), "its [name]"),),
        consequence="the action would stop",
        fix=Fix("add `id-token: write`"),
    ),
    finding("TP103", place(WORKFLOW, "twine upload dist/*")),
    finding("TP103", place(WORKFLOW, "twine upload dist/*", 1)),
    finding("TP511", Place(WORKFLOW, len(WORKFLOW.text), len(WORKFLOW.text))),
)


def report(*findings: Finding, root: str = ".", suppressed: tuple[Finding, ...] = ()) -> Report:
    return Report(root, findings, suppressed, files=3, uploads=1, undecided=())


def rendered(*reports: Report) -> str:
    (line,) = sarif.render(reports, RULE_OF, page)
    return line


def results(*reports: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(rendered(*reports))["runs"][0]["results"]
    return found


SILENCED = tuple(each._replace(suppression=Suppression("comment", "a reason")) for each in FINDINGS)
FULL = rendered(report(*FINDINGS), report(*FINDINGS, root="other repo", suppressed=SILENCED))


@pytest.fixture(scope="session")
def multitool() -> Path:
    """The folder of Microsoft's SARIF Multitool, installed from npm into a cache that later runs find again."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        pytest.skip(f"{MULTITOOL} is a program for Linux on x86-64")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tplint-test"
    installed = cache / f"sarif-multitool-{MULTITOOL_VERSION}"
    package = installed / "node_modules" / MULTITOOL
    if not (package / "package.json").exists():
        install(installed)
    (package / "Sarif.Multitool").chmod(0o755)
    return package


def install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so the SARIF Multitool cannot be had")
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
    command = [npm, "install", *options, f"{MULTITOOL}@{MULTITOOL_VERSION}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry did not answer in five minutes")
    if done.returncode:
        pytest.skip(f"npm could not install {MULTITOOL}: {done.stderr.strip()[-200:]}")


@cache
def schema_of(multitool: Path) -> Any:
    """The validator of the format's schema."""
    import jsonschema  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no types, and few tests need it

    schema = json.loads((multitool / "sarif-2.1.0.json").read_text("utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def faults(document: str, multitool: Path, folder: Path) -> list[str]:
    """What the schema and the Multitool, with GitHub's rules, have against a document.

    The Multitool's exit status is 0 whatever it finds, so its lines are read; it does not check all of the schema.
    """
    errors = schema_of(multitool).iter_errors(json.loads(document))
    against = [f"schema: {error.json_path}: {error.message}" for error in errors]
    file = folder / "report.sarif"
    file.write_text(document, "utf-8")
    options = ["--rule-kind", "Sarif;Gh", "--level", "Error;Warning", str(file)]
    # It looks for the page of every rule otherwise, and says nothing of those that it does not find.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    unset = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "no_proxy": "", "NO_PROXY": ""}
    environment = {**os.environ, **nowhere, **unset}
    command = [str(multitool / "Sarif.Multitool"), "validate", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert "Analysis completed" in done.stdout, done.stdout + done.stderr
    return against + [line for line in done.stdout.splitlines() if ": error " in line or ": warning " in line]


@pytest.mark.parametrize(
    "document", [pytest.param(FULL, id="all kinds of findings"), pytest.param(rendered(report()), id="no findings")]
)
def test_validators_have_nothing_against_it(document: str, multitool: Path, tmp_path: Path) -> None:
    assert faults(document, multitool, tmp_path) == []


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ('"startLine":1', '"startLine":0'),
        ('"level":"error"', '"level":"critical"'),
        ('"shortDescription"', '"shortText"'),
    ],
)
def test_validators_find_seeded_faults(sound: str, broken: str, multitool: Path, tmp_path: Path) -> None:
    assert sound in FULL
    assert faults(FULL.replace(sound, broken), multitool, tmp_path)


def test_a_rule_is_asked_for_only_where_it_has_results() -> None:
    asked = []

    def rule_of(name: str) -> Rule:
        asked.append(name)
        return RULE_OF(name)

    list(sarif.render([report(*FINDINGS[2:4])], rule_of, page))
    assert asked == ["stored-token"]


def test_every_rule_is_known_by_its_name() -> None:
    assert all(named(rule.name) == rule for rule in engine.rules())


@pytest.mark.parametrize("path", ["a/b-c_d.~1", "a b", "ä", "a%20b", "a:b", "a\udcffb"])
def test_uris_are_those_of_urllib(path: str) -> None:
    at = Place(Source(path, "text"), 0, 4)
    (result,) = results(report(finding("TP103", at)))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == quote(os.fsencode(path))


def test_validators_have_nothing_against_any_rule_as_it_is_described(multitool: Path, tmp_path: Path) -> None:
    rules = engine.rules()
    of_each = report(*(rule.finding(place(METADATA, "name"), rule.summary) for rule in rules))
    (document,) = sarif.render([of_each], named, rule_page)
    assert faults(document, multitool, tmp_path) == []


def test_validators_have_nothing_against_the_report_on_the_fixture(
    multitool: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(FIXTURE), "--format", "sarif"]) == 1
    assert faults(capsys.readouterr().out, multitool, tmp_path) == []


@corpus.needed
def test_validators_have_nothing_against_the_reports_on_real_repositories(
    multitool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.FOLDER)
    roots = [path for kind in ("repos", "docs") for path in corpus.entries(kind)]
    reports = [corpus.report(root)._replace(root=str(root.relative_to(corpus.FOLDER))) for root in roots]
    (document,) = sarif.render(reports, named, rule_page)
    assert faults(document, multitool, tmp_path) == []
    found = json.loads(document)["runs"][0]["results"]
    assert len(json.dumps(found, separators=(",", ":"))) < 2_000 * len(found)


# What GitLab takes for a leaked secret: https://docs.gitlab.com/user/application_security/detect/sarif/
SECRETS = {256, 257, 259, 312, 319, 321, 522, 540, 798}


def test_security_is_rated_as_github_and_gitlab_understand_it() -> None:
    rated = {rule.code: rule.security for rule in engine.rules() if rule.security}
    assert {"TP102", "TP103", "TP401"} <= set(rated)
    assert all(0 < security.severity <= 10 for security in rated.values())
    assert not SECRETS & {number for security in rated.values() for number in security.cwe}


def test_a_result_has_all_that_github_reads() -> None:
    assert results(report(FINDINGS[1]))[0] == {
        "ruleId": "TP101",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": r"Job `publish` may not request a token: see [here\](https://example.org). The action would stop. "
            r"See: [its \[name\]](1). To fix it: add `id-token: write`."
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": ".github/workflows/publish%20now.yml"},
                    "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 11},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "pyproject.toml"},
                    "region": {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 20},
                },
                "message": {"text": "Its [name]."},
            }
        ],
        "partialFingerprints": results(report(FINDINGS[1]))[0]["partialFingerprints"],
    }


def test_fingerprints_hold_when_lines_move_and_differ_between_results() -> None:
    moved = Source(WORKFLOW.path, f"# a comment\n\n{WORKFLOW.text}")
    before = results(report(*FINDINGS[2:4]))
    after = results(report(*(finding("TP103", place(moved, "twine upload dist/*", nth)) for nth in (0, 1))))
    fingerprints = [result["partialFingerprints"] for result in before]
    assert fingerprints == [result["partialFingerprints"] for result in after]
    assert fingerprints[0] != fingerprints[1]


def test_only_rules_with_results_are_described() -> None:
    driver = json.loads(rendered(report(FINDINGS[2])))["runs"][0]["tool"]["driver"]
    assert driver["rules"] == [
        {
            "id": "TP103",
            "name": "StoredToken",
            "shortDescription": {"text": "An upload signs in with a stored token."},
            "fullDescription": {"text": "It says that an upload signs in with a stored token."},
            "help": {
                "text": f"It says that an upload signs in with a stored token.\n\n{RULES[2].help}",
                "markdown": page(RULES[2]),
            },
            "helpUri": RULES[2].help,
            "defaultConfiguration": {"level": "warning"},
            "properties": {
                "precision": "very-high",
                "problem.severity": "warning",
                "security-severity": "5.0",
                "tags": ["pypi", "trusted-publishing", "security", "external/cwe/cwe-272"],
            },
        }
    ]


def test_unread_files_are_notifications_of_the_run() -> None:
    (notification,) = json.loads(rendered(report(*FINDINGS)))["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "Expected the node content."
    assert notification["associatedRule"] == {"id": "TP001", "index": 0}


SUPPRESSIONS = (
    (Suppression("comment", "it is on purpose"), {"kind": "inSource", "justification": "it is on purpose"}),
    (Suppression("comment"), {"kind": "inSource"}),
    (Suppression("configuration", "per-file-ignores"), {"kind": "external", "justification": "per-file-ignores"}),
    (Suppression("baseline"), {"kind": "external"}),
)


@pytest.mark.parametrize(("suppression", "expected"), SUPPRESSIONS)
def test_suppressed_findings_say_by_what(suppression: Suppression, expected: dict[str, str]) -> None:
    shown, hidden = results(report(FINDINGS[2], suppressed=(FINDINGS[3]._replace(suppression=suppression),)))
    assert "suppressions" not in shown
    assert hidden["suppressions"] == [expected]


def test_for_github_suppressed_findings_are_left_out() -> None:
    (text,) = sarif.render([report(FINDINGS[2], suppressed=FINDINGS[3:4])], RULE_OF, page, with_suppressed=False)
    assert len(json.loads(text)["runs"][0]["results"]) == 1


def test_beyond_the_limits_the_worst_findings_are_kept_and_the_rest_is_said() -> None:
    warned: list[str] = []
    notes = [FINDINGS[4]] * 4_000
    errors = [FINDINGS[0]] * 1_500
    (text,) = sarif.render([report(*notes, *errors)], RULE_OF, page, warn=warned.append)
    (run,) = json.loads(text)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["TP511"] * 3_500 + ["TP001"] * 1_500
    (said,) = warned
    assert said == "500 findings are not in this SARIF document: GitHub and GitLab take 5,000 results, and 10 MB"
    assert run["invocations"][0]["toolExecutionNotifications"][-1] == {
        "level": "warning",
        "message": {"text": f"{said}."},
    }


def test_a_document_is_small_enough_to_be_taken() -> None:
    long = finding("TP103", place(WORKFLOW, "twine upload dist/*"), "ä" * 1_900)
    (text,) = sarif.render([report(*[long] * 4_000)], RULE_OF, page)
    assert 5_000_000 < len(text.encode()) <= 10_000_000


@pytest.mark.parametrize(
    ("root", "uri"),
    [
        (".", "pyproject.toml"),
        ("checkouts/ä b", "checkouts/%C3%A4%20b/pyproject.toml"),
        ("..", "pyproject.toml"),  # the current folder is inside the repository
        ("/elsewhere", "pyproject.toml"),
    ],
)
def test_addresses_are_relative_and_encoded(root: str, uri: str) -> None:
    (result,) = results(report(finding("TP511", place(METADATA, "name")), root=root))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_message_is_short_enough_for_every_reader() -> None:
    related = tuple(Related(place(METADATA, "name"), "y" * 500) for _ in range(20))
    (result,) = results(report(finding("TP103", place(METADATA, "name"), "x" * 10_000, related=related)))
    assert len(result["message"]["text"]) <= 2_000


def test_results_are_small() -> None:
    many = [finding("TP103", place(WORKFLOW, "twine upload dist/*")) for _ in range(1_000)]
    assert len(rendered(report(*many))) < 2_000 * len(many)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.2.3", "1.2.3"), ("0.1.0.dev0", "0.1.0-dev.0"), ("1.0.0rc1", "1.0.0-rc.1"), ("2.0", "2.0")],
)
def test_versions_are_semantic(version: str, expected: str) -> None:
    assert semantic(version) == expected


@pytest.mark.parametrize(
    ("title", "expected"), [("What", "It says so.\n\n### Still"), ("Why", "Because."), ("Where", "")]
)
def test_sections_of_a_page_are_found(title: str, expected: str) -> None:
    assert section("# x\n\n## What\n\nIt says so.\n\n### Still\n\n## Why\nBecause.", title) == expected
