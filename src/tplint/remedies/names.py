"""A project's or workflow's name in a file of another format → the same with another name: TOML, INI, ``setup.py``."""

from __future__ import annotations

import re

from tplint.documents.nodes import Scalar, get
from tplint.documents.source import INI_ENDINGS, resolve
from tplint.findings import Edit, Fix
from tplint.fixing.edits import ReplaceScalar
from tplint.fixing.layout import NotEditable, path_to
from tplint.model import Known
from tplint.publishers.declarations import pointer
from tplint.pypi.names import linked_project, normalize
from tplint.remedies import fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tplint.documents.source import Place, Pointer
    from tplint.fixing.edits import Change
    from tplint.model import Project, Publisher, Repository, Upload

# A name that is written into code and configuration; anything else would have to be escaped.
_PLAIN_NAME = r"[A-Za-z0-9._-]+"
_MAX_TYPOS = 2
_MAX_LENGTH = 100


def renamed(title: str, at: Place | Pointer, old: str, new: str) -> Fix:
    """Replace a name in TOML, INI or ``setup.py`` by another one; ``old`` is what the file certainly says there."""
    try:
        place = resolve(at)
        return Fix(title, "unsafe", (Edit(place, _written(place, old, new)),))
    except NotEditable:
        return Fix(title)


def _written(place: Place, old: str, new: str) -> str:
    if not re.fullmatch(_PLAIN_NAME, new):
        raise NotEditable("the name has signs that no name has")
    if place.source.path.endswith(".toml"):
        return _toml_string(place.text, old, new)
    if place.source.path.endswith(".py"):
        return _python_string(place.text, old, new)
    if place.source.path.endswith(INI_ENDINGS) and place.text == old:
        return new
    raise NotEditable("the name is not written there")


def _toml_string(text: str, old: str, new: str) -> str:
    """A TOML string with another value, in the quotes that it has."""
    import tomlkit  # noqa: PLC0415 - only for a name in TOML
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - the same

    try:
        value: object = tomlkit.value(text)
    except TOMLKitError as error:
        raise NotEditable("the value is no TOML") from error
    if value != old or text.startswith(('"""', "'''")):
        raise NotEditable("the name is not written there")
    return tomlkit.string(new, literal=text.startswith("'")).as_string()


def _python_string(text: str, old: str, new: str) -> str:
    """A string of Python with another value, in the quotes that it has."""
    import libcst  # noqa: PLC0415 - only for a name in setup.py; costs 200 ms

    if len(text) > len(old) + 10:  # so short a text is harmless for libcst
        raise NotEditable("the name is not written out there")
    try:
        node = libcst.parse_expression(text)
    except libcst.ParserSyntaxError as error:
        raise NotEditable("the name is not written out there") from error
    if not isinstance(node, libcst.SimpleString) or node.evaluated_value != old or "b" in node.prefix.lower():
        raise NotEditable("the name is not written out there")
    changed = node.with_changes(value=f"{node.prefix}{node.quote}{new}{node.quote}")
    return libcst.Module([]).code_for_node(changed)


# --- which side is the typo ------------------------------------------------------------------------------------------


def reconciled(title: str, repository: Repository, project: Project, publisher: Publisher) -> Fix:
    """Give project and publisher one name, where all other places that name the project agree with one of the two."""
    assert isinstance(project.name, Known)
    assert project.at is not None
    built, declared = project.name.value, publisher.project_name
    witnesses = {normalize(name) for name in _witnesses(repository, project, publisher)}
    if not is_typo(built, declared):
        return Fix(title)
    if witnesses == {normalize(built)}:
        return renamed(title, pointer(publisher, "project_name"), declared, built)
    if witnesses == {normalize(declared)}:
        return renamed(title, project.at, built, declared)
    return Fix(title)


def relinked(repository: Repository, upload: Upload, host: str, linked: str, name: str) -> Fix:
    """Let the environment's URL, which shows ``linked`` on the index's ``host``, lead to the project.

    Only where the link certainly means it: a publisher that is declared for the linked name makes that doubtful.
    """
    title = f"link to `https://{host}/p/{name}`"
    document, job = upload.pipeline.document, upload.job
    url = get(job.node, "environment", "url")

    def changes() -> Iterator[Change]:
        if any(normalize(publisher.project_name) == normalize(linked) for publisher in repository.publishers):
            raise NotEditable("the project's own name may be the wrong one")
        if not isinstance(url, Scalar) or url.value.count(linked) != 1 or not is_typo(linked, name):
            raise NotEditable("the link may mean another project")
        yield ReplaceScalar((*path_to(document, job.node), "environment", "url"), url.value.replace(linked, name))

    return fix(title, "unsafe", document, changes())


def is_typo(first: str, second: str) -> bool:
    """Whether two names differ by so little that one is a slip: two signs, or nothing but the separators.

    Of short names only two neighbours that have changed places are one.
    """
    if max(len(first), len(second)) > _MAX_LENGTH:
        return False
    one, other = (re.sub(r"[-_.]", "", normalize(name)) for name in (first, second))
    shorter = min(len(one), len(other))
    if shorter <= 2 * _MAX_TYPOS:
        return one == other or (shorter == 2 * _MAX_TYPOS and _are_swapped(one, other))
    return one == other or _distance(one, other) <= _MAX_TYPOS


def _are_swapped(one: str, other: str) -> bool:
    """Whether two neighbouring signs have changed places, and nothing else."""
    swapped = (f"{one[:i]}{one[i + 1]}{one[i]}{one[i + 2 :]}" for i in range(len(one) - 1))
    return other in swapped


def _distance(one: str, other: str) -> int:
    """How many signs have to be added, removed or replaced (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, sign in enumerate(one, start=1):
        before, row[0] = row[0], number
        for column, against in enumerate(other, start=1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (sign != against))
    return row[-1]


def _witnesses(repository: Repository, project: Project, publisher: Publisher) -> Iterator[str]:
    """What else names the project: its other files, links to PyPI, the declarations for the other index."""
    yield from (each.name.value for each in project.names if isinstance(each.name, Known) and each.at != project.at)
    yield from (each.project_name for each in repository.publishers if each != publisher)
    links = list(project.urls.values())
    links += (
        upload.job.environment_url.value
        for upload in repository.uploads
        if isinstance(upload.job.environment_url, Known)
    )
    yield from filter(None, map(linked_project, links))
