"""The catalogue of errors: every entry has a message that it explains, also when that is wrapped, coloured or long."""

from __future__ import annotations

import json
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alternatives import texts
from limits import within
from messages import MESSAGES, MISS
from tplint import engine
from tplint.diagnosis import logs
from tplint.pypi import catalogue

TOO_OLD = "old-uploader-version"
CODES = {rule.code for rule in engine.rules()}


def hits(text: str) -> tuple[catalogue.Hit, ...]:
    return catalogue.find(logs.flow(logs.read([text]).lines).text)


@pytest.mark.parametrize(("message", "category"), MESSAGES)
def test_a_message_has_its_cause(message: str, category: str) -> None:
    assert hits(message)[0].entry.category == category


@pytest.mark.parametrize(("message", "category"), MESSAGES)
def test_a_message_is_found_wrapped_and_framed_by_rich(message: str, category: str) -> None:
    lines = textwrap.wrap(message.replace("`", ""), 72, break_long_words=False, break_on_hyphens=False)
    wrapped = "\n".join(f"\x1b[31m         {line:<72}\x1b[0m" for line in lines)
    assert hits(f"\x1b[31mERROR   \x1b[0m\n{wrapped}\n")[0].entry.category == category


@pytest.mark.parametrize(("message", "category"), MESSAGES)
def test_a_message_is_found_in_json(message: str, category: str) -> None:
    wrapped = "\n    ".join(textwrap.wrap(message, 60, break_long_words=False, break_on_hyphens=False))
    assert hits(json.dumps({"log": f"Run\n{wrapped}\n"}, ensure_ascii=False))[0].entry.category == category


def test_every_entry_explains_a_message_by_a_sign_of_its_own() -> None:
    explained = {hit.entry for message, _ in MESSAGES for hit in hits(message)}
    assert [entry.title for entry in catalogue.entries() if entry not in explained] == []
    for message, _ in MESSAGES:
        text = logs.flow(logs.read([message]).lines).text
        for entry in catalogue.entries():
            if re.search(entry.pattern, text.lower()):
                assert any(sign in text.lower() for sign in entry.signs), (message, entry.pattern)


@pytest.mark.parametrize("entry", catalogue.entries(), ids=lambda entry: entry.title)
def test_every_alternative_of_a_pattern_has_a_sign(entry: catalogue.Entry) -> None:
    made = [text for text in texts(entry.pattern) if re.search(entry.pattern, text)]
    assert made
    assert [text for text in made if not any(sign in text for sign in entry.signs)] == []


@pytest.mark.parametrize("entry", catalogue.entries(), ids=lambda entry: entry.title)
def test_an_entry_is_complete(entry: catalogue.Entry) -> None:
    groups = re.compile(entry.pattern).groupindex
    holes = re.findall(r"\{(\w+)\|", entry.title + entry.cause + entry.remedy)
    assert set(holes) <= {group.rstrip("0123456789") for group in groups}
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", entry.category)
    assert entry.signs
    assert all(sign == sign.lower() and " " not in sign for sign in entry.signs)
    assert entry.source.startswith("https://")
    assert set(entry.rules) <= CODES
    assert entry.cause.endswith((".", "?", ")"))
    assert entry.remedy.endswith(".")
    assert not entry.title.endswith(".")


def test_holes_are_filled_or_have_their_own_words() -> None:
    assert catalogue.filled("project {project|this one} is", {"project": "a"}) == "project `a` is"
    assert catalogue.filled("project {project|this one} is", {}) == "project this one is"


def test_what_pypi_answered_comes_before_what_a_tool_said() -> None:
    log = f"* `invalid-publisher`: {MISS} (Missing claim 'jti')\nerror: Failed to obtain token for trusted publishing"
    assert [hit.entry.category for hit in hits(log)] == ["pypi-side-bug", "token-exchange-failed"]


def test_of_two_answers_the_last_comes_first() -> None:
    log = "File already exists ('a.whl', with blake2_256\n" + "ok\n" * 9 + "Invalid distribution file.\n"
    assert [hit.entry.category for hit in hits(log)] == ["invalid-distribution", "file-already-exists"]


NOT_TRIED = "Warning: an explicit password was also set, disabling Trusted Publishing."
BAD_REQUEST = "ERROR HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/\n"
TWINE_KEY = 'File "/lib/twine/__init__.py", line 43\n __license__ = metadata["license"]\nKeyError: \'license\''


@pytest.mark.parametrize(
    ("log", "title"),
    [
        (
            "The use of local versions in <Version('1.2+gab')> is not allowed.",
            "refused the upload: `1.2+gab` is a local",
        ),
        ("'1+l' is an invalid value for Version. Error: Can't use PEP 440 local versions.", "`1+l` is a local version"),
        (f"{BAD_REQUEST}Invalid distribution file. ZIP archive not accepted: Trailing data. See", "`Trailing data`"),
        (
            f"{BAD_REQUEST}Invalid distribution file. ZIP archive not accepted: Duplicate filename in\nlocal",
            "a file twice",
        ),
        (
            "A second file is being added to the wheel archive at the same path: `a/b.txt`.",
            "the archive has `a/b.txt` twice",
        ),
        ("400 Invalid distribution file. TAR archive not accepted: Empty</h1>\n</body>\n</html>", "one: `Empty`"),
        (f"{BAD_REQUEST}Project size too large. Limit for project 'a' total size is 10 GB.", "project `a` has no room"),
        ("File too large. Limit for project 'a' is 100 MB.", "the file is too large"),
        (
            f"Uploading a-1-py3-none-linux_aarch64.whl\n100% 1/1 MB\n{BAD_REQUEST}Bad Request",
            "no platform tag `linux_aarch64`",
        ),
        ("twine: error: argument -u/--username: expected one argument", "twine is given `-u/--username` without"),
        ("400 Can't have direct dependency: 'a-b[c] @ git+https://example.org/a'. See", "upload: `a-b` is required by"),
        ("400 Can't have direct dependency: a@ https://example.org/a.whl. See", "upload: `a` is required by its"),
        ("400 'Private :: Not this' is not a valid classifier. See", "takes no classifier `Private :: Not this`"),
        ("The classifier 'A :: B' has been deprecated, use one of ['A'] instead.", "takes no classifier `A :: B`"),
        ("license-file introduced in metadata version 2.4, not 2.1", "`license-file` of version `2.4`, and says"),
        ("InvalidDistribution: No PKG-INFO in archive: 'a.tar.gz'", "a file unsound: `No PKG-INFO in archive`"),
        ("Failed to get registry pypy in .pypirc.", "does not know the repository `pypy`"),
        (f"{BAD_REQUEST}Something is wrong with 'a-1.0.tar.gz'. See it.", "`Something is wrong with 'a-1.0.tar.gz'.`"),
        (f"{BAD_REQUEST}##[error]Process completed with exit code 1.", "the log does not say why"),
        (f"{BAD_REQUEST}Bad Request\nThe command failed.", "the log does not say why"),
        ("400 Client Error: All is new for url: https://upload.pypi.org/legacy/", "refused the upload: `All is new`"),
        ("Client error '403 All is new' for url 'https://test.pypi.org/legacy/'", "refused the upload: `All is new`"),
        ("Server says: 400 All is new. Or not.", "refused the upload: `All is new.`"),
        ("Unexpected input(s) 'a', 'b', valid inputs are ['user', 'packages_dir']", "`'a', 'b'`"),
        ("Missing download info for pypa/gh-action-pypi-publish@v1", "the action `pypa/gh-action-pypi-publish@v1`"),
        ("Unable to resolve action `actions/download-artifact@v3`", "version of `actions/download-artifact@v3`"),
        ("error: GH006: Protected branch update failed for refs/heads/main.", "pushes: `refs/heads/main` is protected"),
        ("o/a@v1 is not allowed to be used in o/r. Actions in this workflow must be", "the workflow use `o/a@v1`"),
        (TWINE_KEY, "twine does not start"),
        ("Repository testpypi is not defined", "does not know the repository `testpypi`"),
        (
            "The workflow is not valid. .github/workflows/cd.yml (Line: 8)",
            "the workflow file `.github/workflows/cd.yml`",
        ),
        ("ID token variable not found: TESTPYPI_ID_TOKEN", "no identity token `TESTPYPI_ID_TOKEN`"),
    ],
)
def test_a_title_has_the_messages_values(log: str, title: str) -> None:
    hit = hits(log)[0]
    assert title in catalogue.filled(hit.entry.title, hit.values)


def test_scopes_that_a_call_withholds_are_named() -> None:
    log = "is requesting `contents: write, id-token: write`, but is only allowed `contents: read, id-token: none`."
    hit = hits(log)[0]
    assert "Name `contents: write, id-token: write` in" in catalogue.filled(hit.entry.remedy, hit.values)
    assert "only `contents: read, id-token: none`: a" in catalogue.filled(hit.entry.cause, hit.values)


@pytest.mark.parametrize(
    ("log", "categories"),
    [
        (
            "WARNING `long_description` missing.\nERROR HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/",
            ["invalid-credential", "invalid-metadata"],
        ),
        (f"`long_description` missing.\n{BAD_REQUEST}Bad Request", ["upload-refused", "invalid-metadata"]),
        ("InvalidDistribution: Invalid distribution metadata: '2.5' is not a valid metadata version", [TOO_OLD]),
        ("InvalidDistribution: Cannot find file (or expand pattern): 'dist/*'", ["nothing-to-upload"]),
        (
            "Failed to resolve PyPI token via OIDC: missing field `token`\nEnter your API token:",
            ["exchange-refused", "missing-credential"],
        ),
        (
            f"{NOT_TRIED}\n403 Invalid or non-existent authentication information.",
            ["invalid-credential", "mixed-credentials"],
        ),
        (f"{BAD_REQUEST}File already exists ('a.whl', with blake2_256\n" * 2, ["file-already-exists"]),
        # what the file's name tells is for uploads that were refused without a reason, and for the last file alone
        (f"Uploading a-b-1.tar.gz\n{BAD_REQUEST}File already exists. See https://pypi.org", ["file-already-exists"]),
        (
            (
                "Uploading a-b-1.tar.gz\nINFO Response from https://upload.pypi.org/legacy/: 400 Bad Request\n"
                f"<title>400 Only one sdist may be uploaded per release.</title>\n{BAD_REQUEST}Bad Request"
            ),
            ["second-sdist", "upload-refused"],
        ),
        (f"Uploading a.b-1-py3-none-any.whl\nUploading a_b-1.tar.gz\n{BAD_REQUEST}Bad Request", ["upload-refused"]),
        (f"Uploading a-1-py3-none-linux_armv7l.whl\n{BAD_REQUEST}Bad Request", ["upload-refused"]),
        (f"Uploading a_b-1.0.post1.tar.gz\n{BAD_REQUEST}Bad Request", ["upload-refused"]),
    ],
)
def test_what_is_found_beside_the_first(log: str, categories: list[str]) -> None:
    assert [hit.entry.category for hit in hits(log)] == categories


@pytest.mark.parametrize(
    "log",
    [
        "",
        "Successfully built a-1.tar.gz and a-1-py3-none-any.whl",
        "Uploading a-1.tar.gz\n100% 10.2/10.2 kB\nView at:\nhttps://pypi.org/project/a/1/",
        "ERROR: Could not find a version that satisfies the requirement nothing",
        "error: externally-managed-environment",
        "E   AssertionError: assert 'invalid' == 'valid'",
        "curl: (22) The requested URL returned error: 403",
        "Notice: Generating and uploading digital attestations",
        # other registries and services
        "npm error 403 403 Forbidden - PUT https://registry.npmjs.org/a - You may not publish a version of it",
        "npm error 422 Unprocessable Entity - PUT https://registry.npmjs.org/a - Error verifying sigstore provenance",
        "error: failed to publish to the registry: server said (status 403 Forbidden): log in first",
        "HTTPError: 422 Client Error: Unprocessable Entity for url: https://uploads.github.com/repos/o/r/releases/1",
        "pushing ghcr.io/o/app:1.0 ERROR: failed to push ghcr.io/o/app:1.0: denied: permission_denied: write_package",
        'Error response from daemon: Get "https://ghcr.io/v2/": denied: denied',
        "Error response from daemon: manifest unknown Warning: Docker pull failed with exit code 1: ghcr.io/o/a:1",
        "Unable to find image 'ghcr.io/o/a:1' locally\n"
        + "1: Pull complete\n" * 100
        + "Status: Downloaded newer image for ghcr.io/o/a:1",
        "upload failed: dist/a.zip to s3://b/a.zip An error occurred (403): Forbidden",
        "HTTP error 403: Forbidden downloading https://conda.example.org/a",
        "urllib.error.HTTPError: HTTP Error 403: Forbidden",
        "cp: cannot create 'x': File already exists",
        "FileExistsError: [Errno 17] File already exists: 'a'",
        'Tag "v1.2" is not allowed to deploy to github-pages due to environment protection rules.',
        # words of new entries where they say something else
        "429 Too Many Requests for url: https://api.example.org/",
        "429 Client Error: Too Many Requests for url: https://pypi.org/simple/a/",
        "KeyError: 'license'",
        "NoKeyringError: No recommended backend was available.",
        "hatch version 1.2",
        "Unexpected input(s) 'node', valid inputs are ['node-version', 'cache']",
        f"{NOT_TRIED}\nView at: https://pypi.org/project/a/1/",
        "Access from origin is not allowed in this context because of the policy",
        "root was signed by Alice",
        "502 Server Error: Bad Gateway for url: https://api.example.org/",
        "Failed to upload asset 'dist/a.whl' to release (HTTP 422)",
        "error: unrecognized arguments: --strict",
        "No such file or directory: '/home/runner/work/dist'",
        "FileNotFoundError: [Errno 2] No such file or directory: '/github/workspace/config.yml'",
        "HTTPSConnectionPool(host='example.org', port=443): Read timed out.",
        "404 Client Error: Not Found for url: https://pypi.org/simple/a/",
        'Received "503: Busy" Package upload appears to have failed. Retry 1 of 5.\nView at:\nhttps://pypi.org/project/a/',
        "error: argument -p/--password: expected one argument",
        "Unable to retrieve the password for poetry-repository-internal from the key ring Failed to unlock",
        "urllib.error.HTTPError: HTTP Error 502: Bad Gateway",
        "Enter your username: me\nEnter your password:",
        "Failed to fetch: `https://pypi.org/simple/a/`",
        "There is no installer.parallel setting.",
        "exec /entrypoint.sh: exec format error",
        "InvalidDistribution: invalid JSON in attestation: dist/a.whl.publish.attestation",
    ],
)
def test_other_logs_have_no_known_error(log: str) -> None:
    assert hits(log) == ()


PIECES = st.sampled_from(
    [message for message, _ in MESSAGES] + ["(", "[", "'", '"', " ", "403", "a" * 50, "\n", "publish ", "gcp: ", "is "]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=30).map("".join))
def test_any_text_is_searched_and_places_are_in_it(text: str) -> None:
    flow = logs.flow(logs.read([text]).lines)
    for hit in catalogue.find(flow.text):
        assert 0 <= hit.start < hit.end <= len(flow.text)


@pytest.mark.parametrize(
    "piece",
    [
        "publish ", "invalid value for ", "github: http ", "403 forbidden ", "id_tokens, ", "ghcr.io/a ", "a/a@a",
        "self-managed ", "hatch publish ", "twine/__init__.py ", "client error: a ", "is requesting a: read, b: read",
        "explicit password was also set, disabling trusted publishing ", "unable to find image ghcr.io/a locally ",
        "400 bad request from https://upload.pypi.org/legacy/ a", "unexpected input(s) a", "host='a.sigstore.dev' ",
        "is not allowed to deploy to a ", "missing or insufficient oidc token permissions ",
        "workflow dispatch event: a", "filename was previously used ", "- uploading a.whl ", "uploading a.a-1.tar.gz ",
        "uploading a-1-a-linux_a.whl ", "enter your username: ", "uploading a.b.c", "uploading a-1",
        'received "503: a" package upload appears to have failed ',
    ],
)  # fmt: skip
def test_no_repetition_makes_the_search_slow(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + " ".join(catalogue.signs())
    with within(2.5):
        catalogue.find(text)
