"""What holds of any input: nothing unforeseen is raised, and a refusal always says what differs."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from tplint.pypi import Publisher, publisher, verify
from tplint.pypi.publishers import KINDS

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
FIELD_NAMES = sorted({field.name for kind in KINDS.values() for field in kind.fields})
PUBLISHER_KEYS = st.sampled_from([*FIELD_NAMES, "kind", "pending", "project_name", "owner_login", "other"])
CLAIM_NAMES = sorted({claim for kind in KINDS.values() for claim in kind.required})
CLAIM_KEYS = st.sampled_from([*CLAIM_NAMES, "iss", "aud", "exp", "iat", "nbf", "environment", "other"])
ISSUERS = [kind.issuer for kind in KINDS.values()]


@given(st.dictionaries(PUBLISHER_KEYS, JSON | st.sampled_from(list(KINDS))), st.booleans())
def test_publisher_raises_only_what_it_promises(fields: dict[str, object], form: bool) -> None:  # noqa: FBT001 - drawn
    with suppress(TypeError, ValueError):
        assert isinstance(publisher(fields, form=form), Publisher)


@st.composite
def rows(draw: st.DrawFn) -> Publisher:
    kind = KINDS[draw(st.sampled_from(list(KINDS)))]
    names = [field.name for field in kind.fields]
    fields: dict[str, object] = {name: draw(st.sampled_from(["a", "A", "b", "x.yml", ""])) for name in names}
    extra = {"kind": kind.name, "pending": draw(st.booleans()), "project_name": draw(st.sampled_from(["a", "demo"]))}
    return publisher({**fields, **extra}, form=False)


@given(st.lists(rows(), max_size=3), st.dictionaries(CLAIM_KEYS, JSON | st.sampled_from(ISSUERS)))
def test_verify_decides_on_any_claims(publishers: list[Publisher], claims: dict[str, object]) -> None:
    verdict = verify(publishers, claims)
    assert verdict.accepted is (verdict.error is None)


@st.composite
def near_misses(draw: st.DrawFn) -> tuple[Publisher, dict[str, object]]:
    letters = st.sampled_from(["a", "A", "b"])
    words = st.sampled_from(["", "a", "A", "b"])
    files = st.sampled_from(["x.yml", "X.yml", "y.yml"])
    refs = st.sampled_from(["", "r", "q", "r.yml@s"])
    owner, name, file, stored = draw(letters), draw(letters), draw(files), draw(words)
    common: dict[str, object] = {"environment": draw(words), "sha": draw(refs), "jti": "j"}
    if draw(st.booleans()):
        fields = {"kind": "github", "owner": owner, "repository": name, "workflow_filename": file}
        path = f"{draw(letters)}/{draw(letters)}"
        reference = f"{draw(letters)}/{draw(letters)}/.github/workflows/{draw(files)}@{draw(refs)}"
        claims = {"repository": path, "repository_owner": draw(letters), "job_workflow_ref": reference}
        more = {"event_name": draw(st.sampled_from(["push", "pull_request_target"])), "ref": draw(refs)}
    else:
        fields = {"kind": "gitlab", "namespace": owner, "project": name, "workflow_filepath": file}
        path = f"{draw(letters)}/{draw(letters)}"
        reference = f"gitlab.com/{draw(letters)}/{draw(letters)}//{draw(files)}@{draw(refs)}"
        claims = {"project_path": path, "ci_config_ref_uri": reference, "sub": draw(st.sampled_from(["", "x", path]))}
        more = {"ref_path": draw(refs)}
        claims["sub"] = f"project_path:{claims['sub']}:ref"
    return publisher({**fields, "environment": stored}, form=False), {**common, **claims, **more}


@given(near_misses())
def test_a_publisher_matches_exactly_if_nothing_differs(drawn: tuple[Publisher, dict[str, object]]) -> None:
    registered, claims = drawn
    verdict = verify([registered], claims)
    differences = tuple(KINDS[registered.kind].compare(registered, {"iss": KINDS[registered.kind].issuer, **claims}))
    assert verdict.accepted is not bool(differences)
    assert verdict.differences == differences
