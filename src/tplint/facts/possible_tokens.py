"""An upload's claims → the tokens that its runs could present, one for each value of what the files leave open."""

from __future__ import annotations

from itertools import product

from tplint.model import Known, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tplint import pypi
    from tplint.model import Fact, Upload

    Claims = Mapping[str, Fact[str]]
    Token = dict[str, object]

# Stand for a commit, a ref, a repository and an environment that nothing declared has.
COMMIT = "0" * 40
_REF = "refs/tags/v1"
_OTHER_REF = "refs/heads/another"
_OTHER_ENVIRONMENT = "another environment"
ELSEWHERE = "another/repository"
_ANOTHER = "another"
# What PyPI looks publishers up by that know no repository: the claims have the names of the form's fields.
_ACCOUNTS = {"google": ("email", "sub"), "activestate": ("organization", "project")}


def possible_tokens(claims: Claims, upload: Upload, publishers: Iterable[pypi.Publisher]) -> Iterator[Token]:
    """Tokens with these claims of one event; what is open takes every value that these publishers could tell apart."""
    if upload.platform in _ACCOUNTS:
        yield from _of_account(claims, _ACCOUNTS[upload.platform], publishers)
        return
    names = tuple(_environments(claims.get("environment"), publishers))
    tokens = _gitlab(claims, upload) if upload.platform == "gitlab" else _github(claims, upload)
    for token, environment in product(tokens, names):
        yield {**token, "environment": environment} if environment else token


def _environments(fact: Fact[str] | None, publishers: Iterable[pypi.Publisher]) -> Iterator[str]:
    match fact:
        case None:
            yield ""
        case Known(value):
            yield value
        case Unknown():
            declared = (publisher.fields.get("environment", "") for publisher in publishers)
            yield from (*dict.fromkeys(name for name in declared if name), _OTHER_ENVIRONMENT)


def _github(claims: Claims, upload: Upload) -> Iterator[Token]:
    # A workflow that is called from elsewhere presents its caller's repository.
    name = _value(claims["repository"], ELSEWHERE)
    ref = _filled(claims["ref"])
    for reference in _workflow_refs(claims, f"{name}/{upload.pipeline.path}@", ref):
        yield {
            "repository": name,
            "repository_owner": name.partition("/")[0],
            "job_workflow_ref": reference,
            "ref": ref,
            "sha": COMMIT,
            "event_name": _value(claims["event_name"], "workflow_call"),
        }


def _workflow_refs(claims: Claims, stem: str, ref: str) -> tuple[str, ...]:
    """The references that the called file may have; the run's own ref and another one where a remote call names it."""
    fact, own = claims["job_workflow_ref"], claims["ref"]
    if isinstance(fact, Known):
        return (_filled(fact),)
    is_the_runs_own = isinstance(own, Unknown) and own.why == fact.why
    return (f"{stem}{ref}",) if is_the_runs_own else (f"{stem}{ref}", f"{stem}{_OTHER_REF}")


def _gitlab(claims: Claims, upload: Upload) -> Iterator[Token]:
    path, issuer = _value(claims["project_path"], ELSEWHERE), _value(claims["iss"], "https://gitlab.com")
    ref = _filled(claims["ref_path"])
    reference = claims["ci_config_ref_uri"]
    made = f"{issuer.removeprefix('https://')}/{path}//{upload.pipeline.path}@{ref}"
    yield {
        "iss": issuer,
        "project_path": path,
        "ci_config_ref_uri": _filled(reference) if isinstance(reference, Known) else made,
        "ref_path": ref,
        "sha": COMMIT,
        "sub": f"project_path:{path}:ref_type:tag:ref:v1",
    }


def _of_account(claims: Claims, names: tuple[str, ...], publishers: Iterable[pypi.Publisher]) -> Iterator[Token]:
    """Tokens of Google or ActiveState: PyPI compares what they say of the account alone."""
    known = tuple(publishers)
    ways = (_ways(claims[name], {each.fields.get(name, "") for each in known}) for name in names if name in claims)
    for values in product(*ways):
        yield _token_of_account({"iss": _value(claims["iss"], ""), **dict(zip(names, values, strict=False))})


def _ways(fact: Fact[str], declared: Iterable[str]) -> tuple[str, ...]:
    """The values of a claim that publishers could tell apart, and one that none of them has."""
    return (fact.value,) if isinstance(fact, Known) else (*sorted(filter(None, declared)), _ANOTHER)


def _token_of_account(token: Token) -> Token:
    """A token with what all of its issuer have besides."""
    if "email" in token:
        return {**token, "email_verified": True}
    from tplint.pypi.activestate import BUILDER  # noqa: PLC0415 - few publish from there

    subject = f"org:{token['organization']}:project:{token['project']}"
    return {**token, "sub": subject, "actor_id": _ANOTHER, "builder": BUILDER}


def _value(fact: Fact[str], otherwise: str) -> str:
    return fact.value if isinstance(fact, Known) else otherwise


def _filled(ref: Fact[str]) -> str:
    """A ref that a run could have: one with the certain beginning, or any."""
    value = _value(ref, _REF)
    return f"{value[:-1]}1" if value.endswith("*") else value


# --- the token that a publisher is for ------------------------------------------------------------------------------


def made_for(publisher: pypi.Publisher) -> Token:
    """The claims of a token that a publisher, and no narrower one, is registered for."""
    if publisher.kind in _ACCOUNTS:
        from tplint.pypi.publishers import KINDS  # noqa: PLC0415 - few publish from there

        own = {name: publisher.fields[name] or _ANOTHER for name in _ACCOUNTS[publisher.kind]}
        return _token_of_account({"iss": KINDS[publisher.kind].issuer, **own})
    fields = publisher.fields
    token: Token = {"sha": COMMIT}
    if publisher.kind == "gitlab":
        name = f"{fields['namespace']}/{fields['project']}"
        host = fields["issuer_url"].removeprefix("https://")
        uri = f"{host}/{name}//{fields['workflow_filepath']}@{_REF}"
        token |= {"iss": fields["issuer_url"], "project_path": name, "ci_config_ref_uri": uri, "ref_path": _REF}
        token["sub"] = f"project_path:{name}:ref_type:tag:ref:v1"
    else:
        name = f"{fields['owner']}/{fields['repository']}"
        reference = f"{name}/.github/workflows/{fields['workflow_filename']}@{_REF}"
        token |= {"repository": name, "repository_owner": fields["owner"], "job_workflow_ref": reference}
        token |= {"ref": _REF, "event_name": "push"}
    return {**token, "environment": fields["environment"]} if fields["environment"] else token
