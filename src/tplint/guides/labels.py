"""A line of a guide → the labels in it that name fields of PyPI's form, and where the value of each begins."""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# PyPI's field → what guides call it. Labels that are everyday words (`short`) count only at the start of a line.
# The fields and their labels: warehouse/templates/manage/project/publishing.html
_WORDS: Mapping[str, str] = {
    "project_name": (
        r"(?:test ?)?pypi[ _-](?:project|package)(?:[ _-]name)?|(?:test ?)?pypi name|package[ _-]name"
        r"|nome del progetto|имя проекта|название проекта|プロジェクト名|项目名称?|專案名稱|프로젝트 이름"
    ),
    "project": r"project[ _-]name|project",
    "owner": (
        r"(?:github |repository |repo )*owner(?: name)?|(?:github )?organi[sz]ation(?: name)?"
        r"|github (?:user(?:name)?|org)"
        r"|propriet[aá]rio|propietario|propriétaire|besitzer|eigentümer|владелец|所有者|オーナー|소유자"
    ),
    "repository": (
        r"(?:github )?(?:repository|repo)(?:[ _-]name)?|nome (?:del )?repository|nome do repositório"
        r"|nombre del repositorio|nom du dépôt|repository-name|(?:имя )?репозитори[йя]|リポジトリ名?"
        r"|仓库(?:名称?)?|倉庫名稱|저장소(?: 이름)?"
    ),
    "workflow_filename": (
        r"(?:github |actions )*workflow(?:[ _-]?file)?(?:[ _-]?(?:name|path))?|nome (?:del )?workflow"
        r"|nome do workflow|nombre del (?:workflow|flujo)|nom du workflow|workflow-(?:datei|name)"
        r"|(?:имя|файл) workflow|ワークフロー(?:ファイル)?名?|工作流(?:文件)?(?:名称?)?|워크플로(?: 이름)?"
    ),
    "environment": (
        r"(?:github |deployment )*environment(?:[ _-]name)?|ambiente|entorno|environnement|umgebung"
        r"|(?:имя )?(?:окружени[ея]|среды)|環境名?|环境(?:名称?)?|환경(?: 이름)?"
    ),
    "namespace": r"(?:gitlab )?namespace",
    "workflow_filepath": (
        r"(?:top-level )?pipe?line file[ -]?path"
        r"|(?:gitlab )?ci(?:/cd)? (?:config(?:uration)? )?file path"
    ),
    "subject": r"subject(?: (?:pattern|claim))?",
    "ref": r"branch(?:/tag)?|branch or tag|tag pattern",
}
# One of them stands in every label of the last field.
OF_REFS = ("branch", "tag pattern")
_SHORT = frozenset({"project", "subject", "ref"})
# Languages of other guides have no lower case; `re.IGNORECASE` covers the rest.
_AFTER = re.compile(
    r"""[*_`"'”\u2019」』]*[ \t]*(?:[(\uff08][^()\uff08\uff09\n]{0,80}[)\uff09][*_`"'”\u2019」』]*[ \t]*)?
    (?:(?P<sign>[:\uff1a=]|→|->|=>)[*_]{0,3}
    |(?P<verb>is(?:[ ]exactly)?|should[ ]be|must[ ]be|as|to)(?=[ ]))?[ \t]*""",
    re.VERBOSE | re.IGNORECASE,
)
_QUOTED = re.compile(r"[*_]{0,3}[`\"“「『]")
# One of them follows a label, as a sign or before a value: most lines have none.
_BEHIND = (":", "\uff1a", "=", "→", "->", "`", '"', "“", "「", "『")
_MARKUP = re.compile(r"[\s*_`>#•·\-+\[\]x\d.)(:★✅⚠️]*", re.IGNORECASE)


class Label(NamedTuple):
    """A label from ``start``; its value begins at ``value``. ``firm`` is true where a sign (`:`, `=`) follows it."""

    field: str
    start: int
    value: int
    firm: bool


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{field}>{words})" for field, words in _WORDS.items())
    return re.compile(rf"(?<![\w/.@-])(?:{groups})(?![\w/.-]*[\w/])", re.IGNORECASE)


def labels(text: str) -> Iterator[Label]:
    """The labels of a line in their order, each with a sign after it, or with a value in quotes."""
    if not any(sign in text for sign in _BEHIND):
        return
    for match in _pattern().finditer(text):
        field = str(match.lastgroup)
        after = _AFTER.match(text, match.end())
        assert after is not None  # every part of it is optional
        quoted = _QUOTED.match(text, after.end()) is not None
        at_start = _MARKUP.fullmatch(text, 0, match.start()) is not None
        if field in _SHORT and not at_start:
            continue
        if after["sign"] or (quoted and (after["verb"] or field in {"workflow_filename", "environment"})):
            yield Label(field, match.start(), after.end(), bool(after["sign"]))


def field_of(cell: str) -> str:
    """The field that a table's cell is the label of; empty if it is none."""
    bare = re.sub(r"[(\uff08][^()\uff08\uff09]*[)\uff09]", "", cell).strip(" \t*_`:\uff1a\"'")
    match = _pattern().fullmatch(bare)
    return str(match.lastgroup) if match else ""
