"""Messages as PyPI, uploaders and platforms word them, with their causes: for tests and for the documentation."""

from __future__ import annotations

MISS = "valid token, but no corresponding publisher"
UPLOAD = "HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/ "
SPECIFIED = "See https://packaging.python.org/specifications/core-metadata for more information."
NO_PERMISSION = (
    "GitHub: missing or insufficient OIDC token permissions, the ACTIONS_ID_TOKEN_REQUEST_TOKEN environment variable "
)

# A message as its program words it → the cause that is to be named first. The order is that of the tables.
MESSAGES = (
    # PyPI's answers to a token
    (f"* `invalid-publisher`: {MISS} (Publisher with matching claims was not found)", "publisher-mismatch"),
    (f"* `invalid-publisher`: {MISS} (All lookup strategies exhausted)", "publisher-mismatch"),
    (
        (
            '{"errors":[{"code":"invalid-publisher","description":"valid token, but no corresponding publisher ('
            'Publisher with matching claims was not found)"}],"message":"Token request failed"}'
        ),
        "publisher-mismatch",
    ),
    ("the upload was rejected with `invalid-publisher`.", "publisher-mismatch"),
    (f"invalid-publisher: {MISS} (Check failed for required claim 'repository')", "publisher-mismatch"),
    (f"invalid-publisher: {MISS} (Check failed for required claim 'sub')", "customised-oidc-sub"),
    (
        f"{MISS} (Publishing from a workflow invoked via 'pull_request_target' is not supported.)",
        "pull-request-target",
    ),
    (
        (
            f"{MISS} (The job_workflow_ref claim does not match, expecting one of ['a/b/.github/workflows/c.yml@0f', "
            "'a/b/.github/workflows/c.yml@refs/tags/v1'], got 'a/b/.github/workflows/c.yml@refs/heads/main')"
        ),
        "reusable-workflow",
    ),
    (
        (
            f"{MISS} (The ci_config_ref_uri claim does not match, expecting one of "
            "['gitlab.com/group/name//.gitlab-ci.yml@refs/tags/1'], got "
            "'gitlab.com/other/name//.gitlab-ci.yml@refs/tags/1')"
        ),
        "gitlab-publisher-mismatch",
    ),
    (f"{MISS} (Missing claim 'jti')", "pypi-side-bug"),
    (f"{MISS} (Missing claim 'email_verified')", "google-token-without-email"),
    (f"{MISS} (JWT issuer 'https://ghes.corp' does not match expected issuer 'https://token')", "unsupported-issuer"),
    (f"{MISS} (Could not job extract workflow filename from OIDC claims)", "unreadable-workflow-claim"),
    (f"{MISS} (The ref and sha claims are empty)", "empty-ref-claims"),
    ("* `invalid-pending-publisher`: valid token, but project already exists", "project-already-exists"),
    ("* `invalid-reuse-token`: invalid token: already used", "reused-token"),
    ("* `invalid-token`: malformed or invalid token", "invalid-token"),
    ("* `invalid-payload`: unknown trusted publishing issuer", "unsupported-issuer"),
    ("* `invalid-payload`: malformed JWT", "malformed-exchange"),
    ("* `not-enabled`: github trusted publishing functionality not enabled", "trusted-publishing-disabled"),
    (
        "audience retrieval failed: repository at pypi.org has trusted publishing disabled",
        "trusted-publishing-disabled",
    ),
    ("* `invalid-payload`: The name 'utils' is too similar to an existing project.", "project-name-refused"),
    ("* `invalid-payload`: New project registration temporarily disabled. See", "registration-closed"),
    ("Token request failed: the index produced an unexpected 500 response.", "index-failure"),
    ("Caused by: Failed to fetch: `https://pypi.org/_/oidc/mint-token`", "index-failure"),
    ("The token-minting request returned invalid JSON", "index-failure"),
    (
        "PyPI returned error code 422 Unprocessable Entity, is trusted publishing correctly configured?",
        "exchange-refused",
    ),
    ("Warning: Failed to resolve PyPI token via OIDC: http status: 422", "exchange-refused"),
    ("Warning: Failed to resolve PyPI token via OIDC: json: missing field `token` at line 1", "exchange-refused"),
    # PyPI's answers to an upload
    (f"{UPLOAD}Non-user identities cannot create new projects. This was", "pending-publisher-missing-for-new-project"),
    ("HTTPError: 429 Too Many Requests from https://upload.pypi.org/legacy/", "too-many-new-projects"),
    ("429 Too many new projects created", "too-many-new-projects"),
    (
        (
            "Invalid API Token: OIDC scoped token is not valid for project 'two', project-scoped token is not valid "
            "for project: 'two'"
        ),
        "token-scope-wrong-project",
    ),
    ("403 Invalid API Token: project-scoped token is not valid for project: 'two'", "token-scope-wrong-project"),
    ("403 Invalid API Token: token is expired", "token-expired"),
    ("403 The given token isn't allowed to upload to project 'old'. See", "uploads-not-permitted"),
    ("403 The user 'me' isn't allowed to upload to project 'flask'. See", "not-a-maintainer"),
    ("403 Username/Password authentication is no longer supported. Migrate to API Tokens or", "password-upload"),
    ("::error title=Password-based uploads disabled::Starting in 2024, PyPI", "password-upload"),
    ("403 Invalid or non-existent authentication information. See", "invalid-credential"),
    ("403 Invalid API Token: malformed or nonexistent macaroon", "invalid-credential"),
    ("400 User 'me' does not have a verified primary email address.", "unverified-account"),
    ("400 User 'me' does not have two-factor authentication enabled.", "unverified-account"),
    ("403 You must enable two factor authentication to upload", "unverified-account"),
    ("403 Read-only mode: Uploads are temporarily disabled.", "uploads-closed"),
    (f"{UPLOAD}Organization account owning this project is inactive. This", "organization-inactive"),
    (
        (
            f"{UPLOAD}Invalid attestations supplied during upload: Attestations are only supported when using Trusted "
            "Publishing"
        ),
        "attestations-with-token",
    ),
    (
        (
            f"{UPLOAD}Invalid attestations supplied during upload: Could not verify the uploaded artifact using the "
            "included attestation: Verification failed: Certificate's Build Config URI (https://github.com/o/r/a.yml) "
            "does not match expected Trusted Publisher (b.yml @ o/r)"
        ),
        "attestations-reusable-workflow",
    ),
    (
        (
            f"{UPLOAD}Invalid attestations supplied during upload: Malformed attestations: an empty attestation set is "
            "not permitted"
        ),
        "invalid-attestation",
    ),
    (
        (
            f"{UPLOAD}Could not verify the uploaded artifact using the included attestation: Verification failed: 0 of "
            "2 policies succeeded"
        ),
        "attestations-reusable-workflow",
    ),
    (f"{UPLOAD}File already exists ('a-1.tar.gz', with blake2_256 hash 'ab'). See", "file-already-exists"),
    ("400 Client Error: File already exists. See https://pypi.org/help/#file-name-reuse", "file-already-exists"),
    ("error: Local file and index file do not match for a.whl", "file-already-exists"),
    (
        f"{UPLOAD}This filename was previously used by a file that has since been deleted. Use a different version.",
        "filename-used-before",
    ),
    ("Uploading new files to releases older than 14 days is not allowed.", "release-too-old"),
    ("Only one sdist may be uploaded per release.", "second-sdist"),
    ("The use of local versions in <Version('1.2.dev3+gabc')> is not allowed. See", "local-version"),
    ("'1.2+local' is an invalid value for Version. Error: Can't use PEP 440 local versions. See", "local-version"),
    (f"400 The use of local versions in <Version('1.2.dev3+gabc')> is not allowed. {SPECIFIED}", "local-version"),
    (
        "Uploading demo-1+a-py3-none-any.whl ERROR 400 Bad Request from https://test.pypi.org/legacy/ Bad Request",
        "local-version",
    ),
    ("File too large. Limit for project 'a' is 100 MB. See", "file-too-large"),
    (f"{UPLOAD}Project size too large. Limit for project 'a' total size is 10 GB. See", "file-too-large"),
    ("Filename 'A-1.tar.gz' is invalid, should be 'a-1.tar.gz'.", "invalid-filename"),
    ("Start filename for 'a-b' with 'a_b'.", "invalid-filename"),
    (f"Uploading a.b-1.0-py3-none-any.whl ERROR {UPLOAD}Bad Request", "invalid-filename"),
    (f"Uploading a-b-1.0.tar.gz ERROR {UPLOAD}Bad Request", "invalid-filename"),
    ("Binary wheel 'a.whl' has an unsupported platform tag 'linux_x86_64'.", "unsupported-platform-tag"),
    (f"Uploading a-1-cp39-abi3-linux_x86_64.whl ERROR {UPLOAD}Bad Request", "unsupported-platform-tag"),
    (f"Uploading a-1-cp312-cp312-pyodide_2024_0_wasm32.whl ERROR {UPLOAD}Bad Request", "unsupported-platform-tag"),
    ("'Private :: x' is not a valid classifier. See", "invalid-metadata"),
    ("'-a' is an invalid value for Name. Error: Start and end with a letter or numeral", "invalid-metadata"),
    (f"{UPLOAD}Invalid value for project_urls. Error: Use an URL.", "invalid-metadata"),
    ("400 license-file introduced in metadata version 2.4, not 2.3. See", "invalid-metadata"),
    ("400 '' is not a valid url. See", "invalid-metadata"),
    ("400 Client Error: home_page: Invalid URI for url: https://upload.pypi.org/legacy/", "invalid-metadata"),
    ("400 Can't have direct dependency: 'a @ git+https://example.org/a'. See", "invalid-metadata"),
    (f"400 '1.x' is invalid for 'version'. {SPECIFIED}", "invalid-metadata"),
    (f"{UPLOAD}'2.9' is not a valid metadata version. {SPECIFIED}", "invalid-metadata"),
    (
        f"Server says: 400 The classifier 'A :: B' has been deprecated, use one of ['A'] instead. {SPECIFIED}",
        "invalid-metadata",
    ),
    (f"{UPLOAD}License is deprecated when License-Expression is present. Only that. {SPECIFIED}", "invalid-metadata"),
    ("Invalid distribution file.", "invalid-distribution"),
    ("400 Invalid distribution file. ZIP archive not accepted: Trailing data. See", "invalid-distribution"),
    ("400 Invalid distribution file. ZIP archive not accepted: Duplicate filename in", "invalid-distribution"),
    (
        "ValueError: A second file is being added to the wheel archive at the same path: `demo/a.txt`.",
        "invalid-distribution",
    ),
    ("Wheel 'a.whl' does not contain the required METADATA file: a.dist-info/METADATA", "invalid-distribution"),
    ('Received "502: Bad Gateway" Package upload appears to have failed. Retry 4 of 5.', "index-failure"),
    ("503 Server Error: Backend is unhealthy for url: https://upload.pypi.org/legacy/", "index-failure"),
    ("HTTPSConnectionPool(host='upload.pypi.org', port=443): Read timed out. (read timeout=15)", "index-failure"),
    ("Failed to upload the wheel with status 502 Bad Gateway: <html>", "index-failure"),
    ("Server error '503 Service Unavailable' for url 'https://upload.pypi.org/legacy/'", "index-failure"),
    (
        "Failed to publish `a.whl` to https://upload.pypi.org/legacy/ Caused by: Server returned status code 503",
        "index-failure",
    ),
    ("Publishing a (1) to PyPI - Uploading a-1.tar.gz 100% UploadError HTTP Error 502: Bad Gateway", "index-failure"),
    (
        (
            "HTTPSConnectionPool(host='upload.pypi.org', port=443): Max retries exceeded with url: /legacy/ (Caused by "
            "NewConnectionError('Failed to establish a new connection: [Errno -2] Name or service not known'))"
        ),
        "connection-failed",
    ),
    (
        "Publishing a (1) to PyPI - Uploading a-1.tar.gz FAILED Error connecting to repository",
        "connection-failed",
    ),
    (f"{UPLOAD}Unknown protocol version.", "upload-refused"),
    ("UploadError HTTP Error 400: Unknown protocol version. | b'<html>'", "upload-refused"),
    ("Use 'source' as Python version for an sdist.", "invalid-distribution"),
    ("Include at least one message digest.", "invalid-distribution"),
    ("Invalid value for metadata_version. Error: Use a known metadata version.", "invalid-metadata"),
    (
        "400 Client Error: Invalid attestations supplied during upload: Malformed for url: https://test.pypi.org/legacy",
        "invalid-attestation",
    ),
    ("<li>This project name isn&#x27;t allowed</li>", "project-name-refused"),
    ("Specify top-level pipeline file path", "invalid-form-value"),
    ("Specify project name", "invalid-form-value"),
    ("Double dashes are not allowed in the name", "invalid-form-value"),
    ("Specify ActiveState project name", "invalid-form-value"),
    ("Invalid ActiveState project name", "invalid-form-value"),
    ("Unexpected timeout from GitHub. Try again in a few minutes.", "index-failure"),
    ("Server returned status code 400 Bad Request. Server says: 400 Unknown protocol version.", "upload-refused"),
    ("HTTPError: 400 Bad Request from https://upload.pypi.org/legacy/", "upload-refused"),
    ("400 Client Error: Bad Request for url: https://test.pypi.org/legacy/", "upload-refused"),
    ("UploadError HTTP Error 400: Bad Request", "upload-refused"),
    ("Client error '403 Forbidden' for url 'https://upload.pypi.org/legacy/'", "invalid-credential"),
    (f"{UPLOAD}Bad Request", "upload-refused"),
    ("Client error '400 Bad Request' for url 'https://test.pypi.org/legacy/'", "upload-refused"),
    # attestations
    ("The following distributions already have publish attestations:", "repeated-publish-action"),
    ("dist/a.whl already has a publish attestation: dist/a.whl.publish", "repeated-publish-action"),
    ("Unknown distribution format: 'a-1.tar.gz.publish.attestation'", "repeated-publish-action"),
    (
        "InvalidDistribution: Upload with attestations requested, but dist/x-1.0.zip has no associated attestations",
        "missing-attestation",
    ),
    (
        (
            "Attestation generation failure: The following paths look like distributions but are not actually files: "
            "/github/workspace/dist/x-1.0.tar.gz"
        ),
        "old-uploader-version",
    ),
    ("tuf.api.exceptions.UnsignedMetadataError: root was signed by 0/3 keys", "sigstore-failure"),
    ("sigstore.oidc.ExpiredIdentity", "sigstore-failure"),
    ("502 Server Error: Bad Gateway for url: https://rekor.sigstore.dev/api/v1/log/entries/", "sigstore-failure"),
    ("InternalError: error fetching tlog entry", "sigstore-failure"),
    # PyPI's forms
    ("This project already exists: use the project's publishing settings here", "project-name-taken"),
    ("This project name isn't allowed (conflict with the Python standard library", "project-name-refused"),
    (
        "A pending trusted publisher matching this configuration has already been registered for a different project",
        "pending-publisher-taken",
    ),
    ("You can't register more than 3 pending trusted publishers at once.", "too-many-pending-publishers"),
    ("There have been too many attempted trusted publisher registrations. Try again", "registration-rate-limit"),
    ("You must have a verified email in order to register a pending trusted publisher.", "unverified-account"),
    ("github.com/o/r is already registered with project-a", "publisher-already-registered"),
    ("Workflow filename must be a filename only, without directories", "doc-path-vs-filename"),
    ("Workflow name must end with .yml or .yaml", "doc-path-vs-filename"),
    ("Top-level pipeline file path cannot start or end with /", "invalid-form-value"),
    ("Unknown GitHub user or organization.", "invalid-form-value"),
    ("The trusted publisher could not be registered", "invalid-form-value"),
    # tokens
    (
        "The workflow context indicates that this action was called from a pull request on a fork. GitHub doesn't",
        "fork-pull-request",
    ),
    (f"OpenID Connect token retrieval failed: {NO_PERMISSION}was unset", "missing-id-token"),
    (f"Unable to detect OIDC token for CI platform: {NO_PERMISSION}was unset", "missing-id-token"),
    ("Failed to obtain OIDC token: is the `id-token: write` permission missing?", "missing-id-token"),
    ("insufficient permissions: missing ACTIONS_ID_TOKEN_REQUEST_URL", "missing-id-token"),
    ("GitLab: Environment variable PYPI_ID_TOKEN not found", "missing-gitlab-id-token"),
    ("ID token variable not found: TESTPYPI_ID_TOKEN", "missing-gitlab-id-token"),
    ("Token audience claim mismatch (expected pypi, got ['pypi'])", "wrong-audience"),
    ("No OIDC token discovered: are you in a supported trusted publishing environment?", "no-identity-token"),
    ("This platform is not supported for trusted publishing via OIDC", "no-identity-token"),
    ("Buildkite: could not find Buildkite agent in Buildkite environment", "platform-token-failure"),
    (
        "audience retrieval failed: repository at pypi.corp does not indicate trusted publishing support",
        "index-without-trusted-publishing",
    ),
    (
        "The claims in this token suggest that the calling workflow is a reusable workflow.",
        "reusable-workflow",
    ),
    ("Failed to get PyPI token via OIDC", "token-exchange-failed"),
    ("Failed to get PyPI token via GitHub Actions OIDC", "token-exchange-failed"),
    ("Warning: Failed to resolve PyPI token via OIDC: missing field `value` at line 1", "token-exchange-failed"),
    ("Token verification failed", "token-exchange-failed"),
    # uploaders
    ("error: a username and a password are not allowed when using trusted publishing", "mixed-credentials"),
    (
        (
            "Warning: The workflow was run with the 'attestations: true' input, but an explicit password was also set, "
            "disabling Trusted Publishing. HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/"
        ),
        "mixed-credentials",
    ),
    ("Could not find username for upload.", "tool-does-not-support-oidc"),
    ("Missing required option: user", "tool-does-not-support-oidc"),
    (
        "hatch publish NoKeyringError: No recommended backend was available. Install a recommended 3rd party backend",
        "tool-does-not-support-oidc",
    ),
    (r"HTTP Error 403: Forbidden | b'<html>\n <head>\n  <title>403 Invalid", "tool-does-not-support-oidc"),
    ("Publishing a-b (0.1.0) to PyPI - Uploading a_b.whl 100% HTTP Error 403: Forbidden", "tool-does-not-support-oidc"),
    ("an access token is required", "tool-does-not-support-oidc"),
    ("The upload command has been removed, use twine to upload instead", "tool-does-not-support-oidc"),
    ("Missing TWINE_PASSWORD (required when not using Trusted Publishers)", "missing-credential"),
    ("cannot find any .whl files in /home/runner/work/a/a/dist/python", "nothing-to-upload"),
    ("Missing credentials for uploading to artifact repository", "missing-credential"),
    ("Missing credentials for: https://upload.pypi.org/legacy/", "missing-credential"),
    ("NonInteractive: Credential not found for API token.", "missing-credential"),
    ("Credentials not found and non-interactive mode is enabled", "missing-credential"),
    ("Attempted to publish with a password, but no username.", "missing-credential"),
    (
        "Unable to retrieve the password for poetry-repository-pypi from the key ring Failed to unlock the collection!",
        "missing-credential",
    ),
    ("There is no pypi-token.pypi setting.", "missing-credential"),
    ("twine upload: error: argument -p/--password: expected one argument", "missing-credential"),
    ("InvalidConfiguration: could not determine credentials for configured repository", "missing-credential"),
    ("Enter your username: Traceback (most recent call last): EOFError: EOF when reading", "missing-credential"),
    ("[PdmUsageError]: Username and password are required", "missing-credential"),
    ("HTTPError: 403 Forbidden from https://upload.pypi.org/legacy/", "invalid-credential"),
    (
        "Failed to publish to https://upload.pypi.org/legacy/ Upload failed with status 403 Forbidden",
        "invalid-credential",
    ),
    ("InvalidDistribution: unrecognized or malformed field 'license-expression'", "old-uploader-version"),
    ("InvalidDistribution: Metadata is missing required fields: Name, Version.", "old-uploader-version"),
    ("'2.4' is not a valid metadata version", "old-uploader-version"),
    ("InvalidDistribution: Invalid distribution metadata. Try upgrading twine if possible.", "old-uploader-version"),
    ("KeyError: 'home-page'", "old-uploader-version"),
    ("/home/runner/work/_temp/a.sh: line 2: twine: command not found", "uploader-not-installed"),
    ("sh: 1: poetry: not found", "uploader-not-installed"),
    ("/usr/bin/python: No module named build", "uploader-not-installed"),
    (
        "No module named build.__main__; 'build' is a package and cannot be directly executed",
        "uploader-not-installed",
    ),
    ("error: Failed to spawn: `twine`", "uploader-not-installed"),
    ("twine : The term 'twine' is not recognized as the name of a cmdlet", "uploader-not-installed"),
    ("'twine' is not recognized as an internal or external command", "uploader-not-installed"),
    ("Cannot find file (or expand pattern): 'dist/*'", "nothing-to-upload"),
    ("FileNotFoundError: [Errno 2] No such file or directory: '/github/workspace/dist'", "nothing-to-upload"),
    ("error: No files found to publish", "nothing-to-upload"),
    ("No files to publish. Run poetry build first or use the --build option.", "nothing-to-upload"),
    (
        "InvalidDistribution: No METADATA in archive or METADATA missing 'Metadata-Version': dist/a.whl",
        "invalid-distribution",
    ),
    ("InvalidDistribution: Too many top-level members in sdist archive: dist/a.tar.gz", "invalid-distribution"),
    ("InvalidDistribution: Unknown distribution format: 'SHA256SUMS'", "stray-file"),
    ("error: File is neither a wheel nor a source distribution: 'dist/.DS_Store'", "stray-file"),
    ("failed to read from file `/home/runner/dist/wheels`: Is a directory (os error 21)", "stray-file"),
    ("`long_description` has syntax errors in markup and would not be rendered on PyPI.", "invalid-metadata"),
    ("WARNING `long_description` missing.", "invalid-metadata"),
    ("InvalidConfiguration: you're trying to upload to pypi.org but have an invalid URL", "wrong-index-url"),
    ("404 Client Error: Not Found for url: https://pypi.org/legacy/", "wrong-index-url"),
    ("Failed to publish `dist/a.whl` to https://upload.test.pypi.org/legacy/", "wrong-index-url"),
    ("HTTPSConnectionPool(host='upload.pypi.io', port=443): Max retries exceeded with url: /", "wrong-index-url"),
    ("404 Client Error: Not Found for url: https://test.pypi.org/legacy", "wrong-index-url"),
    ("RedirectDetected: https://upload.pypi.org/legacy attempted to redirect to", "wrong-index-url"),
    ("invalid value '' for '--publish-url <PUBLISH_URL>': relative URL without a base", "wrong-index-url"),
    (
        "Caused by: POST requests are not supported by the endpoint, are you using the simple index URL instead of the",
        "wrong-index-url",
    ),
    ("Redirected URL is not in the same realm. Redirected to: https://upload.pypi.org/legacy/", "wrong-index-url"),
    ("Redirects are not supported. Is the URL missing a trailing slash?", "wrong-index-url"),
    ("You've received a 410 error response. Uploading to those sites is deprecated.", "wrong-index-url"),
    ("HTTPError: 410 Client Error: Gone for url: https://pypi.python.org/pypi", "wrong-index-url"),
    ("UnreachableRepositoryURLDetected: Invalid repository URL: scheme was required", "wrong-index-url"),
    ("Repository testpypi is not defined", "unknown-repository"),
    ("Failed to get registry pypy in .pypirc.", "unknown-repository"),
    ("Missing 'testpypi' section from ~/.pypirc.", "unknown-repository"),
    ("Index is missing a publish URL: `x`", "unknown-repository"),
    ("UnsupportedConfiguration: The configured repository does not support --skip-existing", "refused-command-line"),
    ("twine: error: unrecognized arguments: --trusted-publishing", "refused-command-line"),
    ("twine upload: error: the following arguments are required: dist", "refused-command-line"),
    # platforms
    (
        "The nested job 'publish' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
        "reusable-call-permissions",
    ),
    (
        "The workflow is requesting 'pull-requests: write', but is only allowed 'pull-requests: none'.",
        "reusable-call-permissions",
    ),
    ("Unable to resolve action `pypa/gh-action-pypi-publish@v1`, unable to find version `v1`", "action-not-found"),
    ("Missing download info for pypa/gh-action-pypi-publish@v1", "action-not-found"),
    ("Unable to resolve action `astral-sh/setup-uv@v8`, unable to find version `v8`", "action-not-found"),
    ("it uses a deprecated version of `actions/cache: v2`. Please update", "retired-artifact-action"),
    (
        (
            "The action pypa/gh-action-pypi-publish@release/v1 is not allowed in o/r because all actions must be "
            "pinned to a full-length commit SHA."
        ),
        "action-not-allowed",
    ),
    ("pypa/gh-action-pypi-publish@release/v1 is not allowed to be used in o/r.", "action-not-allowed"),
    (
        "Unexpected input(s) 'packages-dir', valid inputs are ['user', 'password', 'repository_url', 'packages_dir']",
        "unexpected-input",
    ),
    ("/home/runner/work/_temp/1.sh: line 1: docker: command not found", "runner-without-docker"),
    (
        "Unable to find image 'ghcr.io/me/mine:main' locally docker: Error response from daemon: manifest unknown.",
        "nested-composite-action",
    ),
    (
        "Unable to find image 'ghcr.io/pypa/gh-action-pypi-publish:v1.14.0' locally https://ghcr.io/v2/: dial tcp",
        "publish-action-image-unreachable",
    ),
    (
        "repository: acme/demo repository_owner: acme job_workflow_ref: acme/demo/a.yml@main",
        "publisher-mismatch",
    ),
    (
        "Unable to find image 'ghcr.io/pypa/gh-action-pypi-publish:0123456789' locally docker: Error: manifest unknown",
        "publish-action-image-missing",
    ),
    (
        (
            "python3: can't open file '/__w/_actions/pypa/gh-action-pypi-publish/release/v1/create-docker-action.py': "
            "[Errno 2] No such file or directory"
        ),
        "publish-action-in-container",
    ),
    ("exec /app/twine-upload.sh: exec format error", "arm-runner"),
    ("This action is only able to run under GNU/Linux environments", "non-linux-runner"),
    (
        'Branch "main" is not allowed to deploy to pypi due to environment protection rules.',
        "environment-protection",
    ),
    ("The deployment was rejected or didn't satisfy other protection rules.", "environment-protection"),
    ("HTTP 422: Workflow does not have 'workflow_dispatch' trigger", "undispatchable-workflow"),
    (
        "could not create workflow dispatch event: HTTP 403: Resource not accessible by integration",
        "missing-permission",
    ),
    ("HTTP 403: Resource not accessible by integration", "missing-permission"),
    ("remote: error: GH006: Protected branch update failed for refs/heads/main.", "protected-branch"),
    ("remote: error: GH013: Repository rule violations found for refs/heads/main.", "protected-branch"),
    ("HTTP 422: Cannot upload assets to an immutable release.", "immutable-release"),
    ("Invalid workflow file: .github/workflows/cd.yml#L37", "invalid-workflow-file"),
    ("fatal: repository 'https://github.com/o/private/' not found", "missing-contents-read"),
    ("it uses a deprecated version of `actions/upload-artifact: v3`", "retired-artifact-action"),
    ("Error: Missing download info for actions/upload-artifact@v3", "retired-artifact-action"),
    ("Missing download info for actions/upload-artifact@v44", "action-not-found"),
    (
        "Failed to CreateArtifact: (409) Conflict: an artifact with this name already exists on the workflow run",
        "artifact-name-collision",
    ),
    ("python: can't open file '/home/runner/work/a/a/setup.py': [Errno 2] No such file or directory", "missing-file"),
    ("Could not open requirements file: [Errno 2] No such file or directory: 'requirements.txt'", "missing-file"),
    ("Error: The version '3.1' with architecture 'x64' was not found for Ubuntu 24.04.", "missing-python"),
    (
        "gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable. Example:",
        "missing-gh-token",
    ),
    ("Error: Unable to download artifact(s): Artifact not found for name: dist", "artifact-not-found"),
    ("Error: Unable to download artifact(s): Artifact download failed after 5 retries.", "artifact-download-failed"),
    ("`id_tokens` is not a valid global keyword", "gitlab-id-tokens-global"),
    ("Trusted publishing is not supported for self-managed GitLab", "gitlab-self-managed"),
)
