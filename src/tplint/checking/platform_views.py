"""A repository → what a rule is shown of it: the pipelines of the platforms that the rule speaks of. For the engine."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tplint.model import Repository, Upload


def shown_to(platforms: tuple[str, ...], repository: Repository) -> Repository:
    """The repository as a rule for these platforms sees it; none means any.

    Uploads of other platforms, and open questions about their files, are in ``elsewhere``: that they are there can
    matter, what they do is nothing that such a rule could judge.
    """
    hidden = {each.path for each in repository.pipelines if platforms and each.platform not in platforms}
    if not hidden:
        return repository

    def visible(uploads: Iterable[Upload]) -> tuple[Upload, ...]:
        return tuple(upload for upload in uploads if upload.platform in platforms)

    open_questions = tuple(each for each in repository.undecided if each.at.source.path in hidden)
    others = tuple(upload for upload in repository.alternatives if upload.platform not in platforms)
    return repository._replace(
        pipelines=tuple(pipeline for pipeline in repository.pipelines if pipeline.path not in hidden),
        uploads=visible(repository.uploads),
        alternatives=visible(repository.alternatives),
        unreachable=visible(repository.unreachable),
        undecided=tuple(each for each in repository.undecided if each not in open_questions),
        elsewhere=(*others, *open_questions),
    )
