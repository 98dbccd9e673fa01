"""An upload → the downloads of artifacts that alone could have filled its folder, and do not."""

from __future__ import annotations

import posixpath

from tplint.documents.nodes import get
from tplint.jobs.workspace import effects_before, is_built_by, kind_of_action
from tplint.model import Action, Known, Unknown
from tplint.platforms.github.artifacts import storage
from tplint.platforms.github.needed.jobs import needed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tplint.model import Repository, Upload
    from tplint.platforms.github.artifacts.storage import Fetched, Stored


def misplaced(upload: Upload, repository: Repository) -> list[Fetched]:
    """The downloads before an upload, where they go to other folders and nothing else fills the one it takes.

    Nothing where this is not certain.
    """
    folder = upload.folder
    if not isinstance(folder, Known) or not builds_nothing(upload):
        return []
    fetched = only_source(upload)
    return fetched if all(_misses(each, folder.value, upload, repository) for each in fetched) else []


def builds_nothing(upload: Upload) -> bool:
    """Whether the uploader itself certainly makes no files; flit, pdm and tasks of `make` or `tox` do."""
    if isinstance(upload.run, Action):
        name = upload.uploader.name
        return name == "pypa/gh-action-pypi-publish" or (name == "PyO3/maturin-action" and not is_built_by(upload))
    from tplint.commands.invocations import invocation  # noqa: PLC0415 - for uploads by a command only

    call = invocation(upload.run)
    return call is not None and (
        call.program in {"twine", "uv"} or (call.program == "maturin" and not is_built_by(upload))
    )


def only_source(upload: Upload) -> list[Fetched]:
    """The downloads before an upload; none where something else may have put files into its folder."""
    fetched = [found for step in upload.job.steps if (found := storage.fetched(step)) is not None]
    actions = [step.run for step in upload.job.steps if isinstance(step.run, Action)]
    understood = {action.at for action in actions if action.name in {"actions/checkout", storage.DOWNLOAD}}
    effects = list(effects_before(upload))
    if any(effect.kind not in {"tool", "nothing"} and effect.at not in understood for effect in effects):
        return []
    places = {effect.at for effect in effects}
    return [each for each in fetched if isinstance(each.step.run, Action) and each.step.run.at in places]


def _misses(fetched: Fetched, folder: str, upload: Upload, repository: Repository) -> bool:
    """Whether what a step fetches certainly does not reach a folder."""
    name, into, version = fetched.name, fetched.folder, fetched.major
    old = isinstance(version, Known) and version.value < storage.STRAIGHT_SINCE
    if old or fetched.elsewhere or not isinstance(into, Known):
        return False
    if into.value == folder:
        goes_straight = name is not None or fetched.merged
        return (_is_nested if goes_straight else _is_spread)(fetched, upload, repository)
    if name is None and not fetched.merged:
        return _is_flattened(fetched, into.value, folder, upload)
    if into.value != "." and not folder.startswith(f"{into.value}/"):
        return True
    meant = [each for each in _stored(upload, repository, one=name is not None) if name in (None, each.name)]
    return bool(meant) and not isinstance(name, Unknown) and all(storage.lacks(each, folder) for each in meant)


def _is_spread(fetched: Fetched, upload: Upload, repository: Repository) -> bool:
    """Whether what a step fetches certainly lies in folders of its folder: one for each artifact.

    Since v5 of the action there is none for an artifact that is the only one that fits.
    """
    version = fetched.major
    if not isinstance(version, Known) or version.value < storage.UNIQUE_SINCE:
        return False
    if version.value < storage.FLAT_SINCE:
        return True
    sure = [
        each.name
        for each in _stored(upload, repository, one=True)
        if get(each.step.node, "if") is None and get(each.job.node, "if") is None
    ]
    literal = {name.value for name in sure if isinstance(name, Known)}
    if fetched.pattern is not None:
        return len(storage.fitting(fetched, literal)) > 1
    return len(literal) + any(isinstance(name, Unknown) for name in sure) > 1


def _is_nested(fetched: Fetched, upload: Upload, repository: Repository) -> bool:
    """Whether the artifact of a name certainly has the distributions in folders of its own."""
    meant = [each for each in _stored(upload, repository, one=False) if each.name == fetched.name]
    return isinstance(fetched.name, Known) and bool(meant) and all(map(storage.keeps_folders, meant))


def _is_flattened(fetched: Fetched, into: str, folder: str, upload: Upload) -> bool:
    """Whether a folder is meant to be that of the run's only artifact, which has none since v5 of the action.

    https://github.com/actions/download-artifact/blob/v5.0.0/src/download-artifact.ts#L179
    """
    version, jobs = fetched.major, upload.pipeline.jobs
    if not isinstance(version, Known) or version.value < storage.FLAT_SINCE:
        return False
    if upload.calls or fetched.pattern is not None or any(job.calls for job in jobs):
        return False
    steps = [step for job in jobs for step in job.steps]
    if any(isinstance(step.run, Action) and not stores_nothing(step.run) for step in steps):
        return False
    found = [each for job in jobs for each in storage.stored(job)]
    if len(found) != 1 or not isinstance(found[0].name, Known) or get(found[0].job.node, "strategy") is not None:
        return False
    return folder == posixpath.normpath(f"{into}/{found[0].name.value}") and storage.has_only_distributions(found[0])


def stores_nothing(action: Action) -> bool:
    """Whether an action certainly stores no artifact that is not seen here."""
    return action.name not in storage.STORING and kind_of_action(action) != "unknown"


def _stored(upload: Upload, repository: Repository, *, one: bool) -> list[Stored]:
    """The artifacts of the jobs that an upload needs, or (where not ``one`` is named) of all jobs of its run."""
    if one:
        return [stored for each in needed(upload, repository) for stored in storage.stored(each.job)]
    return [] if upload.calls else list(storage.stored_in(upload.pipeline))
