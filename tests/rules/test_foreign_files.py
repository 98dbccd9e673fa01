"""TP524: files in the uploaded folder that are no distributions, and everything after which they may not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from folders import lay, lint

if TYPE_CHECKING:
    from pathlib import Path

ACTION = "uses: pypa/gh-action-pypi-publish@release/v1"
SUMS = "run: sha256sum dist/* > dist/SHA256SUMS"
STORE = "uses: actions/upload-artifact@v4\n        with: {name: dist, path: dist/}"
FETCH = "uses: actions/download-artifact@v5\n        with: {name: dist, path: dist}"
SIGN = "uses: sigstore/gh-action-sigstore-python@v3.0.0\n        with: {inputs: './dist/*.whl ./dist/*.tar.gz'}"


def job(name: str, *steps: str, more: str = "") -> str:
    return f"  {name}:\n    runs-on: ubuntu-latest\n{more}    steps:\n" + "".join(f"      - {step}\n" for step in steps)


def run(*lines: str) -> str:
    return "run: |\n" + "\n".join(f"          {line}" for line in lines)


def names(tmp_path: Path, *jobs: str, on: str = "release") -> list[str]:
    """The files that are reported."""
    text = f"on: {on}\njobs:\n" + "".join(jobs)
    found = lint(lay(tmp_path, {".github/workflows/publish.yml": text}), "TP524").findings
    return [finding.message.split("`")[3] for finding in found]


def in_one_job(*steps: str, upload: str = ACTION) -> str:
    return job("publish", "uses: actions/checkout@v5", "run: python -m build", *steps, upload)


def in_two_jobs(*steps: str, store: str = STORE, fetch: str = FETCH, before: tuple[str, ...] = ()) -> tuple[str, str]:
    build = job("build", "uses: actions/checkout@v5", "run: python -m build", *steps, store)
    return build, job("publish", fetch, *before, ACTION, more="    needs: build\n")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (SUMS, "SHA256SUMS"),
        ('run: "sha256sum dist/* > dist/SHA256SUMS"', "SHA256SUMS"),
        ("run: 'cd dist && sha256sum * > SHA256SUMS'", "SHA256SUMS"),
        (run("sha256sum dist/* \\", "  > dist/SHA256SUMS"), "SHA256SUMS"),
        ("run: cd dist && sha256sum * > SHA256SUMS", "SHA256SUMS"),
        ("run: (cd dist && sha256sum * > SHA256SUMS)", "SHA256SUMS"),
        ("run: sha256sum * > SHA256SUMS\n        working-directory: dist", "SHA256SUMS"),
        ("run: sha256sum dist/* | sed s,dist/,, > ./dist/SHA256SUMS.txt", "SHA256SUMS.txt"),
        ("run: sha256sum dist/* | tee dist/SHA256SUMS", "SHA256SUMS"),
        ('run: sha256sum dist/* 2>/dev/null > "dist/SHA256SUMS"', "SHA256SUMS"),
        (run("cat > dist/notes.md <<EOF", "x", "EOF"), "notes.md"),
        (run("cat <<EOF > dist/notes.md", "x", "EOF"), "notes.md"),
        ('run: sha256sum dist/* > "dist/acme-${VERSION}.sha256"', "acme-*.sha256"),
        ("run: cp LICENSE NOTICE dist/", "LICENSE"),
        ("run: mv sbom.json dist/", "sbom.json"),
        ("run: cp out/sbom.json dist/acme.json", "acme.json"),
        ("run: uvx --from cyclonedx-bom cyclonedx-py environment -o dist/sbom.json", "sbom.json"),
        ("run: uv export --no-dev --output-file dist/requirements.txt", "requirements.txt"),
        ("run: syft . -o spdx-json=dist/sbom.spdx.json", "sbom.spdx.json"),
        ("run: gpg --detach-sign --output dist/acme.sig dist/acme.whl", "acme.sig"),
        ("run: cosign sign-blob --yes --bundle dist/sums.bundle sums", "sums.bundle"),
        (run("for f in dist/*.whl dist/*.tar.gz; do", '  sha256sum "$f" > "${f}.sha256"', "done"), "*.sha256"),
        (run("cd dist", "for f in *; do sha512sum $f > $f.sha512; done"), "*.sha512"),
        (run('for f in dist/*; do cosign sign-blob --yes --bundle "$f.bundle" "$f"; done'), "*.bundle"),
        (SIGN, "*.whl.sigstore.json"),
        (SIGN.replace("v3.0.0", "v2.1.1"), "*.whl.sigstore"),
        ("uses: anchore/sbom-action@v0\n        with: {output-file: dist/sbom.json}", "sbom.json"),
        (
            "uses: anchore/sbom-action@v0\n        with: {output-file: 'dist/acme-${{ github.ref_name }}.json'}",
            "acme-*.json",
        ),
    ],
)
def test_what_writes_a_file(step: str, expected: str, tmp_path: Path) -> None:
    assert names(tmp_path, in_one_job(step)) == [expected]


@pytest.mark.parametrize(
    "step",
    [
        "run: sha256sum dist/* > SHA256SUMS",
        "run: cd dist && sha256sum * > ../SHA256SUMS",
        "run: (cd dist && sha256sum *) > SHA256SUMS",
        'run: bash -c "cd dist && ls" > names.txt',
        "run: sha256sum dist/* > $OUT/SHA256SUMS",
        "run: sha256sum dist/* > dist/$NAME",
        "run: sha256sum dist/* > dist/acme.$KIND",
        "run: sha256sum dist/* > dist/.sums",
        "run: gpg --armor --output dist/acme.whl.asc --detach-sign dist/acme.whl",
        "run: gzip -c acme.tar > dist/acme.tar.gz",
        'run: test -n "$CI" && sha256sum dist/* > dist/SHA256SUMS',
        "run: sha256sum dist/* > dist/SHA256SUMS || true",
        run('if [ -n "$X" ]; then', "  sha256sum dist/* > dist/SHA256SUMS", "fi"),
        SUMS + "\n        if: vars.SUMS",
        SUMS + "\n        continue-on-error: true",
        run("trap 'rm -f dist/log.txt' EXIT", "ls > dist/log.txt"),
        "run: cosign verify-blob --bundle dist/acme.bundle dist/acme.whl",
        "run: cp build/*.json dist/",
        "run: cp -r docs dist/",
        "run: cp LICENSE dist",
        "run: cp dist/* release/",
        "run: uv build --out-dir dist/acme",
        "run: uv export --directory core -o dist/requirements.txt",
        "run: echo done >> dist/$GITHUB_OUTPUT",
        "run: echo 'sha256sum > dist/SHA256SUMS'",
        "run: cosign sign-blob --yes dist/acme.whl --output-signature dist/acme.whl.sig",
        run("for f in dist/*; do", '  [ -f "$f" ] || continue', '  sha256sum "$f" > "$f.sha256"', "done"),
        run("if ls dist; then", "for f in dist/*.whl; do", '  sha256sum "$f" > "$f.sha256"', "done", "fi"),
        run("shopt -s nullglob", 'for f in dist/*.exe; do sha256sum "$f" > "$f.sha256"; done'),
        run('for f in $FILES; do sha256sum "$f" > "$f.sha256"; done'),
        run('for f in dist/*; do sha256sum "$f" > "$g.sha256"; done'),
        SIGN.replace("}", ", signature: a.sig}"),
        SIGN.replace("dist/", "out/"),
        "uses: anchore/sbom-action@v0\n        with: {output-file: sbom.json}",
    ],
)
def test_what_certainly_writes_none(step: str, tmp_path: Path) -> None:
    assert names(tmp_path, in_one_job(step)) == []


@pytest.mark.parametrize(
    ("step", "is_kept"),
    [
        ("run: ls dist && cat dist/SHA256SUMS", True),
        ("run: python -m pip install twine", True),
        ("run: uv build", True),
        ("run: gh release upload v1 dist/*", True),
        ("run: find dist -name '*.whl'", True),
        ("uses: actions/attest-build-provenance@v3\n        with: {subject-path: dist/*}", True),
        ("uses: softprops/action-gh-release@v2", True),
        ("run: rm dist/SHA256SUMS", False),
        ("run: mv dist/SHA256SUMS .", False),
        ("run: find dist -name 'SHA*' -delete", False),
        ("run: uv build --clear", False),
        ("run: pdm build", False),
        ("run: python tools/release.py", False),
        ("run: ./release.sh", False),
        ("run: test -f x && rm -rf dist", False),
        ("run: rm -rf dist\n        if: vars.CLEAN", False),
        ("uses: actions/checkout@v5", False),
        ("uses: acme/action@v1", False),
    ],
)
def test_what_stands_between_the_file_and_the_upload(step: str, is_kept: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a column
    expected = ["SHA256SUMS"] if is_kept else []
    assert names(tmp_path / "one", in_one_job(SUMS, step)) == expected
    assert names(tmp_path / "two", *in_two_jobs(SUMS, step)) == expected


@pytest.mark.parametrize(
    ("upload", "count"),
    [
        ("run: twine upload dist/*", 1),
        ("run: twine upload --skip-existing ./dist/*", 1),
        ("run: cd dist && twine upload *", 1),
        (run("ls dist", "twine upload dist/*"), 1),
        (run("rm dist/SHA256SUMS", "twine upload dist/*"), 0),
        (run("twine upload dist/*", "rm dist/SHA256SUMS"), 1),
        ("run: twine upload dist/*.whl dist/*.tar.gz", 0),
        ("run: twine upload dist/acme-*", 0),
        ("run: twine upload --repository-url https://pypi.example.com/ dist/*", 0),
        ("run: uv publish", 0),
        ("run: flit publish", 0),
        (ACTION + "\n        with: {packages-dir: wheels}", 0),
        (ACTION + "\n        with: {packages-dir: ./dist/, repository-url: https://test.pypi.org/legacy/}", 1),
        (ACTION + "\n        with: {verify-metadata: false}", 1),
    ],
)
def test_uploaders_that_take_all_files(upload: str, count: int, tmp_path: Path) -> None:
    assert len(names(tmp_path, in_one_job(SUMS, upload=upload))) == count


def test_order_and_number(tmp_path: Path) -> None:
    test = ACTION + "\n        with: {repository-url: https://test.pypi.org/legacy/}"
    assert names(tmp_path / "behind", in_one_job(upload=ACTION + "\n      - " + SUMS)) == []
    assert names(tmp_path / "stored", *in_two_jobs(store=STORE + "\n      - " + SUMS)) == []
    assert names(tmp_path / "again", in_one_job(run("ls > dist/a.txt", "ls >> dist/a.txt"))) == ["a.txt"]
    build, publish = in_two_jobs(SUMS)
    rehearse = publish.replace("publish:", "rehearse:").replace(ACTION, test)
    assert names(tmp_path / "uploads", build, rehearse, publish) == ["SHA256SUMS"]


@pytest.mark.parametrize(
    ("store", "fetch", "count"),
    [
        ("{name: dist, path: dist}", "{name: dist, path: dist}", 1),
        ("{name: dist, path: ./dist/*}", "{name: dist, path: ./dist/}", 1),
        ("{name: dist, path: dist/**}", "{name: dist, path: dist}", 1),
        ("{name: dist, path: 'dist/*.whl\n\n          dist/SHA256SUMS'}", "{name: dist, path: dist}", 1),
        ("{name: dist, path: dist}", "{pattern: d*, path: dist, merge-multiple: true}", 1),
        ("{name: dist, path: dist}", "{path: dist, merge-multiple: true}", 1),
        ("{name: dist, path: dist/*.whl}", "{name: dist, path: dist}", 0),
        ("{name: dist, path: dist/SHA256SUMS}", "{name: dist, path: dist}", 1),
        ("{name: dist, path: 'dist/*\n\n          !dist/SHA256SUMS'}", "{name: dist, path: dist}", 0),
        ("{name: dist, path: 'dist/\n\n          docs/'}", "{name: dist, path: dist}", 0),
        ("{name: dist, path: '${{ env.DIST }}'}", "{name: dist, path: dist}", 0),
        ("{name: dist, path: dist}", "{name: dist}", 0),
        ("{name: dist, path: dist}", "{name: dist, path: dist, run-id: 1, github-token: x}", 0),
        ("{name: dist, path: dist}", "{name: other, path: dist}", 0),
        ("{name: dist, path: dist}", "{path: dist}", 0),
        ("{name: '${{ github.sha }}', path: dist}", "{path: dist, merge-multiple: true}", 0),
    ],
)
def test_artifacts(store: str, fetch: str, count: int, tmp_path: Path) -> None:
    stored = f"uses: actions/upload-artifact@v4\n        with: {store}"
    fetched = f"uses: actions/download-artifact@v5\n        with: {fetch}"
    assert len(names(tmp_path, *in_two_jobs(SUMS, store=stored, fetch=fetched))) == count


def test_artifacts_that_may_not_hold_the_file(tmp_path: Path) -> None:
    build, publish = in_two_jobs(SUMS)
    assert names(tmp_path / "removed", *in_two_jobs(SUMS, before=("run: rm dist/SHA256SUMS",))) == []
    assert names(tmp_path / "looked", *in_two_jobs(SUMS, before=("run: cd dist && sha256sum -c SHA256SUMS",))) != []
    assert names(tmp_path / "skipped", build, publish.replace("needs: build", "needs: build\n    if: always()")) == []
    assert names(tmp_path / "beside", build, publish.replace("    needs: build\n", "")) == []
    assert names(tmp_path / "old", *in_two_jobs(SUMS, fetch=FETCH.replace("@v5", "@v1"))) == []
    assert (
        names(tmp_path / "tolerated", build.replace("    steps", "    continue-on-error: true\n    steps"), publish)
        == []
    )
    assert names(tmp_path / "perhaps", *in_two_jobs(SUMS, store=STORE + "\n        if: vars.STORE")) == []


def test_files_that_several_jobs_hand_on(tmp_path: Path) -> None:
    build, publish = in_two_jobs(SUMS)
    sign = job("sign", FETCH, SIGN, STORE.replace("name: dist", "name: signed"), more="    needs: build\n")
    publish = publish.replace("name: dist", "name: signed").replace("needs: build", "needs: sign")
    assert names(tmp_path, build, sign, publish) == ["SHA256SUMS", "*.whl.sigstore.json"]


@pytest.mark.parametrize(
    ("sign", "upload", "count"),
    [
        ("steps.release.outputs.released == 'true'", "${{ steps.release.outputs.released == 'true' }}", 1),
        ("steps.release.outputs.released == 'true'", "steps.release.outputs.tag != ''", 0),
        ("steps.late.outputs.released == 'true'", "steps.late.outputs.released == 'true'", 0),
        ("github.event_name == 'release'", "true", 1),
        ("github.event_name == 'push'", "true", 0),
    ],
)
def test_conditions(sign: str, upload: str, count: int, tmp_path: Path) -> None:
    steps = (
        "id: release\n        uses: python-semantic-release/python-semantic-release@v10",
        f"{SIGN}\n        if: {sign}",
        "id: late\n        run: echo x=y",
        f"{ACTION}\n        if: {upload}",
    )
    assert len(names(tmp_path, job("publish", *steps))) == count


@pytest.mark.parametrize(
    ("installer", "count"),
    [
        ("sigstore/cosign-installer@v3", 1),
        ("sigstore/cosign-installer@v3.10.0", 1),
        (f"sigstore/cosign-installer@{'a' * 40} # v3.9.1", 1),
        ("sigstore/cosign-installer@v4\n        with: {cosign-release: v2.6.3}", 1),
        ("sigstore/cosign-installer@v4", 0),
        ("sigstore/cosign-installer@v3\n        with: {cosign-release: 'v3.0.2'}", 0),
        ("sigstore/cosign-installer@v3\n        with: {'cosign-release': 'v3.0.2'}", 0),
        (f"sigstore/cosign-installer@{'a' * 40}", 0),
    ],
)
def test_signatures_without_a_bundle(installer: str, count: int, tmp_path: Path) -> None:
    command = "run: cosign sign-blob --yes dist/acme.whl --output-signature dist/acme.whl.sig"
    assert len(names(tmp_path, in_one_job(f"uses: {installer}", command))) == count
