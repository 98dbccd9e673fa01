"""A repository → what is in it that rules look for: a run loads only the rules that can say something of it.

Each need is implied by what its rule reports, and costs next to nothing. It is no place for judgement: where a cheap
test would have to know more than the rule's own first lines say, the rule has none and is loaded for every upload.
"""

from __future__ import annotations

import re

from tplint.documents.nodes import get, text
from tplint.model import Action, Command, Known
from tplint.signs import CHANGERS, GH_COMMANDS, finds, known_text, may_lack_tool, may_write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Literal

    from tplint.model import Job, Step, Upload
    from tplint.signs import Signs

_ACTION, _UPLOAD, _DOWNLOAD = "pypa/gh-action-pypi-publish", "actions/upload-artifact", "actions/download-artifact"
_ARTIFACT_REF = r"actions/(?:up|down)load-artifact@([^\s\"']*)"
# What stands in all versions that `unavailable_actions` knows: `setup-uv@v8`, `actions/checkout@4`, `actions/cache@v2`.
_ODD_VERSIONS = {
    "actions/": r"actions/(?:cache|[a-z-]+@[\dr])",
    "setup-uv@": r"setup-uv@(?:[\dr]|v[89]|v\d\d)",
    "sigstore-python@": "sigstore-python@",
}
# A Python that is too old for some runner, or becomes it for want of quotes.
_OLD_PYTHON = {
    "3.10": r"3\.10(?![\d.\"'])",
    **{old: rf"{old}(?<![\w.]...)(?!\d)" for old in ("2.7", "3.4", "3.5", "3.6", "3.7", "3.8", "3.9")},
}
# The functions by which a job runs in spite of a skip.
_STATUS = {name: rf"{name}\s*\(" for name in ("always", "cancelled", "failure")}
# They bring or keep files and run nothing of the project's.
_CARRIERS = frozenset({"actions/checkout", _UPLOAD, _DOWNLOAD, _ACTION})
_SHORT = 100
_DASHES = str.maketrans("", "", "-_.")


def _uploads(signs: Signs) -> bool:
    return bool(signs.uploads or signs.repository.untriggered)


def _of_uploads(holds: Callable[[Upload], object]) -> Callable[[Signs], bool]:
    return lambda signs: signs.any_upload(holds)


def _signed_in_by(*kinds: str) -> Callable[[Signs], bool]:
    return lambda signs: signs.any_upload(lambda upload: upload.signs_in_by(*kinds))


def _spoken_of(*words: str) -> Callable[[Signs], bool]:
    """Whether some pipeline's text has a word without which the rule cannot speak."""
    return lambda signs: signs.says(*words)


def _started_by(event: str) -> Callable[[Signs], bool]:
    return lambda signs: signs.any_upload(lambda upload: any(each.name == event for each in upload.events))


def _of_artifacts(name: Literal["carry_twice", "miss_files", "ask_in_vain", "leave_files"]) -> Callable[[Signs], bool]:
    """A need about artifacts: whether a workflow may do so. Its module is loaded where there may be some."""

    def may_do(signs: Signs) -> bool:
        if not signs.says("load-artifact", "build-and-inspect-python-package@", "workflow_call"):
            return name == "miss_files" and signs.may_build_elsewhere
        from tplint.checking import artifact_needs  # noqa: PLC0415 - not all repositories have artifacts

        return artifact_needs.NEEDS[name](signs)

    return may_do


def _written_jobs(signs: Signs) -> Iterator[Job]:
    return (job for pipeline in signs.repository.pipelines for job in pipeline.jobs)


def _may_be_repeated(signs: Signs) -> bool:
    """Whether a release may bring several events that are uploads: more than one activity of it, or its tag's push."""
    events = [(upload.at, event) for upload in signs.uploads for event in upload.events]
    released = {at: event.action for at, event in events if event.name == "release"}
    pushed = (at for at, event in events if event.name == "push" and event.ref_type == "tag")
    return not all(released.values()) or any(at in released for at in pushed)


def _has_several_uploads(signs: Signs) -> bool:
    return len({(upload.at, upload.step.at) for upload in signs.uploads}) > 1


def _is_plain(name: str) -> bool:
    """Whether a name is one that PyPI takes everywhere; of some that it takes this is false, too."""
    ends = f"{name[:1]}{name[-1:]}"
    return len(name) <= _SHORT and ends.isalnum() and name.isascii() and name.translate(_DASHES).isalnum()


def _gives_tokens_to_all(signs: Signs) -> bool:
    """Whether a workflow's own `permissions` may let every job mint."""
    nodes = (get(pipeline.document.root, "permissions") for pipeline in signs.repository.pipelines)
    return any(text(node) == "write-all" or get(node, "id-token") is not None for node in nodes)


def _gives_tokens_to_others(signs: Signs) -> bool:
    """Whether a job that uploads nothing asks for identity tokens."""
    uploading = {(upload.job.at.source.path, upload.job.id) for upload in signs.uploads}
    return any(
        get(job.node, "permissions", "id-token") is not None and (job.at.source.path, job.id) not in uploading
        for pipeline in signs.repository.pipelines
        for job in pipeline.jobs
    )


def _runs_more(upload: Upload) -> bool:
    """Whether a job does more than to carry files and to upload them by the action."""
    return upload.uploader.name != _ACTION or not all(_is_harmless(step) for step in upload.job.steps)


def _is_harmless(step: Step) -> bool:
    name = step.run.name if isinstance(step.run, Action) else ""
    return name in _CARRIERS or name.startswith("actions/setup-")


def _starts_bare(upload: Upload) -> bool:
    """Whether no step before an upload certainly brings files."""
    for step in upload.job.steps:
        if step.at == upload.step.at:
            return True
        if _is_named(step, "actions/checkout", _DOWNLOAD) and step.condition != Known(False):
            return False
    return True


def _is_named(step: Step, *names: str) -> bool:
    return isinstance(step.run, Action) and step.run.name in names


def _may_write_files(signs: Signs) -> bool:
    """Whether an uploader takes all files of its folder, and a step may write one."""
    return signs.any_upload(lambda upload: upload.uploader.name in {_ACTION, "twine"}) and may_write(signs.text)


def _may_go_on(upload: Upload) -> bool:
    """Whether a script may ignore that a command on the way to an upload fails."""
    return any(isinstance(run, Command) and run.tolerated for run in (upload.run, *upload.through))


def _may_give_in_vain(upload: Upload) -> bool:
    """Whether a credential may stand where the tool does not look: inputs and variables of the action, twine in tox."""
    if isinstance(upload.run, Command):
        return upload.uploader.name == "twine"
    names = (*upload.run.inputs, *upload.run.env)
    return any("token" in name.lower() or "user" in name.lower() or name.startswith("TWINE_") for name in names)


def _may_be_refused(signs: Signs) -> bool:
    """Whether an environment's name is one that PyPI's form may refuse."""
    names = (known_text(upload.job.environment) for upload in signs.uploads)
    return any(name and not _is_plain(name) for name in names)


def _may_misname_environment(upload: Upload) -> bool:
    name = known_text(upload.job.environment).lower()
    return "test" in name if upload.goes_to("pypi") else name == "pypi"


def _has_odd_names(signs: Signs) -> bool:
    """Whether there are publishers, or a project may have a name that PyPI refuses."""
    names = [known_text(project.name) for project in signs.repository.projects]
    return bool(signs.repository.publishers or (_uploads(signs) and not all(map(_is_plain, filter(None, names)))))


def _may_drift(signs: Signs) -> bool:
    """Whether there are matches, or a link to a project of another name than the only one has."""
    projects = signs.repository.projects
    end = f"/{known_text(projects[0].name)}" if len(projects) == 1 else None
    links = (known_text(upload.job.environment_url).rstrip("/") for upload in signs.uploads)
    return bool(signs.repository.matches) or any(
        "pypi.org/" in link and not link.endswith(end or " ") for link in links
    )


def _may_be_refused_as_file(signs: Signs) -> bool:
    local = any(
        "+" in known_text(version.static) or version.has_local_part == Known(True)
        for version in signs.repository.versions
    )
    return local or signs.says("zip")


def _may_have_another_issuer(signs: Signs) -> bool:
    return any(remote.host.endswith(".ghe.com") for remote in signs.repository.remotes) or any(
        upload.platform != "github" for upload in signs.uploads
    )


def _may_be_unset(signs: Signs) -> bool:
    spoken = signs.says("needs.", "needs[", "steps.", "steps[", "github.", "github[", "inputs.")
    return spoken or signs.any_upload(lambda upload: upload.signs_in_by("unpassed"))


def _may_be_too_old(signs: Signs) -> bool:
    return signs.any_upload(lambda upload: upload.uploader.reads) or signs.says("build-and-inspect-python-package@")


def _has_expression_in_condition(upload: Upload) -> bool:
    holders = (upload.job.node, upload.step.node, *(call.job.node for call in upload.calls))
    return any("${{" in (text(get(holder, "if")) or "") for holder in holders)


def _has_no_environment(upload: Upload) -> bool:
    return isinstance(upload.job.environment, Known) and not upload.job.environment.value


def _misspells_workflows(signs: Signs) -> bool:
    found = signs.repository
    return bool(
        found.matches or found.dangling or signs.says("workflow run") or any(each.uses for each in found.guides)
    )


def _mints_by_hand(signs: Signs) -> bool:
    return signs.has_others or signs.says("mint-token", "id_token_request_url", " id ")


def _has_twins(signs: Signs) -> bool:
    stems = [pipeline.path.rpartition(".")[0] for pipeline in signs.repository.pipelines]
    return len(set(stems)) < len(stems)


def _uses_old_artifacts(signs: Signs) -> bool:
    refs = re.findall(_ARTIFACT_REF, signs.text)
    return any(ref[:1] != "v" or ref[1:] not in "456789" for ref in refs)


def _repeats_keys(signs: Signs) -> bool:
    pipelines = signs.repository.pipelines
    return any(document.has_repeats for each in pipelines for document in (each.document, *each.included))


# What a repository has to have for a rule to say anything, by the rule's module; without an entry it is an upload.
NEEDS: Mapping[str, Callable[[Signs], object]] = {
    "documented_command_drift": lambda signs: signs.repository.guides,
    "documented_myth": lambda signs: signs.repository.guides,
    "documented_publisher_drift": lambda signs: signs.repository.guides,
    "duplicate_key": _repeats_keys,
    "environment_mismatch": lambda signs: signs.repository.matches,
    "identity_changed_since_release": lambda signs: signs.repository.released,
    "idle_publisher": lambda signs: signs.repository.publishers,
    "invalid_project_name": _has_odd_names,
    "invalid_publisher_declaration": lambda signs: signs.repository.publishers,
    "misused_id_token": _mints_by_hand,
    "publisher_repository_mismatch": lambda signs: signs.repository.matches,
    "publisher_workflow_mismatch": lambda signs: signs.repository.matches,
    "reused_id_token": lambda signs: signs.has_others,
    "shadowed_publisher": lambda signs: signs.repository.publishers,
    "shared_pending_publisher": lambda signs: signs.repository.publishers,
    "unconstrained_publisher": lambda signs: signs.repository.publishers,
    "uncovered_project": lambda signs: signs.repository.matches,
    "undeclared_upload": lambda signs: signs.repository.matches,
    "undispatchable_workflow": lambda signs: signs.says("workflow run"),
    "unreachable_upload": lambda signs: signs.repository.unreachable,
    "unreadable_file": lambda signs: signs.repository.problems,
    "unsupported_issuer": _may_have_another_issuer,
    "unused_ignore": lambda _: False,  # it is the engine that knows
    "uploader_too_old_for_metadata": _may_be_too_old,
    "workflow_never_runs": lambda signs: signs.repository.aside,
    "wrong_audience": lambda signs: signs.has_others,
}
# What has to be there beside it where all pipelines are workflows of GitHub: other platforms write other words.
IN_WORKFLOWS: Mapping[str, Callable[[Signs], object]] = {
    "artifact_name_collision": _of_artifacts("carry_twice"),
    "attestations_without_trusted_publishing": _signed_in_by("token"),
    "broad_id_token": _gives_tokens_to_all,
    "blocked_host": _spoken_of("step-security/harden-runner", "cycodelabs/cimon-action"),
    "build_in_publish_job": _of_uploads(_runs_more),
    "caller_withholds_id_token": _spoken_of("workflow_call"),
    "composite_action_upload": _of_uploads(lambda upload: upload.step.within),
    "conflicting_project_names": lambda signs: any(len(project.names) > 1 for project in signs.repository.projects),
    "deprecated_input": _of_uploads(
        lambda upload: isinstance(upload.run, Action) and any("_" in name for name in upload.run.inputs)
    ),
    "drafted_release": lambda signs: signs.says("created") and _started_by("release")(signs),
    "empty_credential": _signed_in_by("empty"),
    "foreign_files": _may_write_files,
    "fork_pull_request": _started_by("pull_request"),
    "guard_always_true": _of_uploads(_has_expression_in_condition),
    "hidden_publish_failure": lambda signs: _spoken_of("continue-on-error")(signs) or signs.any_upload(_may_go_on),
    "idle_id_token": _gives_tokens_to_others,
    "ignored_credential_input": _of_uploads(_may_give_in_vain),
    "index_environment_mismatch": _of_uploads(_may_misname_environment),
    "misplaced_distributions": _of_artifacts("miss_files"),
    "missing_artifact": _of_artifacts("ask_in_vain"),
    "missing_environment": _of_uploads(_has_no_environment),
    "missing_id_token": _of_uploads(lambda upload: upload.signs_in_by("oidc") and upload.job.can_mint == Known(False)),
    "mistyped_condition": _spoken_of("inputs.", "outputs.", "inputs[", "outputs[", "github.event "),
    "mixed_credentials": _signed_in_by("both", "token", "password"),
    "non_linux_runner": _of_uploads(
        lambda upload: isinstance(upload.job.runner, Known) and upload.job.runner.value.is_without_containers
    ),
    "missing_setup_py": lambda signs: signs.repository.lacks_setup_py and signs.says("setup.py"),
    "nothing_to_upload": _of_uploads(_starts_bare),
    "project_name_drift": _may_drift,
    "pull_request_target": _spoken_of("pull_request_target"),
    "refused_command_line": _of_uploads(lambda upload: isinstance(upload.run, Command)),
    "refused_file_name": _may_be_refused_as_file,
    "release_starts_nothing": lambda signs: signs.may_release,
    "repeated_publish_action": lambda signs: (
        _has_several_uploads(signs) or signs.says("attest-action", "attestations ")
    ),
    "repeated_release": _may_be_repeated,
    "retired_artifact_action": _uses_old_artifacts,
    "regex_tag_filter": _started_by("push"),
    "retired_runner": _spoken_of("macos-1", "ubuntu-1", "ubuntu-20", "windows-201"),
    "reusable_workflow_upload": _spoken_of("workflow_call"),
    "shared_environment": lambda signs: {"pypi", "testpypi"} <= {upload.index_name for upload in signs.uploads},
    "skip_existing_hides_release": _spoken_of("skip-existing", "skip_existing"),
    "skipped_upload": lambda signs: finds(_STATUS, signs.text),
    "stored_token": _signed_in_by("token"),
    "twin_workflows": _has_twins,
    "unauthorized_release": lambda signs: signs.may_release or signs.says(*CHANGERS),
    "unavailable_action": lambda signs: finds(_ODD_VERSIONS, signs.text),
    "unavailable_python": lambda signs: (
        signs.repository.absent_version_files or (signs.says("setup-python") and finds(_OLD_PYTHON, signs.text))
    ),
    "unexpanded_credential": _signed_in_by("token", "password"),
    "unknown_project_name": _signed_in_by("oidc"),
    "unpinned_publish_action": _of_uploads(lambda upload: isinstance(upload.run, Action)),
    "unguarded_upload": _of_uploads(_has_no_environment),
    "uninstalled_tool": lambda signs: signs.says("setup-python") and any(map(may_lack_tool, _written_jobs(signs))),
    "unprepared_gh": _spoken_of(*(f"gh {name} " for name in sorted(GH_COMMANDS))),
    "unregistrable_environment": _may_be_refused,
    "sunset_action_ref": _of_uploads(lambda upload: isinstance(upload.run, Action)),
    "unset_value": _may_be_unset,
    "unfetched_distributions": _of_artifacts("leave_files"),
    "uploader_without_trusted_publishing": _of_uploads(
        lambda upload: upload.uploader.hindered or upload.uploader.can_trusted_publish == Known(False)
    ),
    "username_instead_of_token": _signed_in_by("token", "password"),
    "workflow_extension_mismatch": _misspells_workflows,
    "wrong_index_url": _of_uploads(lambda upload: getattr(upload.target, "at", ())),
}


def may_speak(module: str, signs: Signs) -> bool:
    """Whether a rule, by its module's name, can say anything of a repository."""
    if not NEEDS.get(module, _uploads)(signs):
        return False
    return signs.has_others or module not in IN_WORKFLOWS or bool(IN_WORKFLOWS[module](signs))
