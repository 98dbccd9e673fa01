"""A line of a guide → the labels in it that name fields of PyPI's form, and where the value of each begins."""

from __future__ import annotations

import re
from functools import lru_cache

from tplint.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PERSON = r"(?:owner|user(?:name)?|account|org(?:ani[sz]ation)?)"
# PyPI's field → what guides call it. Labels that are everyday words (`short`) count only at the start of a line.
# The fields and their labels: warehouse/templates/manage/project/publishing.html
_WORDS: Mapping[str, str] = {
    "project_name": (
        r"(?:test ?)?pypi[ _-](?:project|package)(?:[ _-]name)?|(?:test ?)?pypi name|package[ _-]name|nome del progetto"
        r"|project name on (?:test ?)?pypi"
    ),
    "project": r"(?:gitlab )?project(?:[ _-]name)?",
    "owner": (
        rf"(?:github )?{_PERSON}(?: ?/ ?| or ){_PERSON}(?: name)?"
        r"|(?:github |repository |repo )*owner(?: name)?|(?:github )?organi[sz]ation(?: name)?"
        r"|github (?:user(?:name)?|org|account)|proprietario|propietario|besitzer"
    ),
    "repository": (
        r"(?:github )?(?:repository|repo)(?:[ _-]name)?|nome (?:del )?repository|nombre del repositorio|repository-name"
        rf"|(?:github )?{_PERSON} ?/ ?(?:repository|repo)(?: name)?"
    ),
    "workflow_filename": (
        r"(?:github |actions )*workflow(?:[ _-]?file)?(?:[ _-]?(?:name|path))?|nome (?:del )?workflow|nome do workflow"
        r"|nombre del (?:workflow|flujo)|nom du workflow|workflow-(?:datei|name)"
    ),
    "environment": (
        r"(?:github |actions |deployment )*env(?:ironment)?(?:[ _-]name)?|(?:nome do |nome dell['\u2019])?ambiente"
        r"|(?:nombre del )?entorno|(?:nom de l['\u2019])?environnement|umgebung(?:sname)?"
    ),
    "namespace": r"(?:gitlab )?namespace",
    "workflow_filepath": (
        r"top-level pipe?line file(?:[ -]?path)?|pipe?line file[ -]?path"
        r"|(?:gitlab )?ci(?:/cd)? (?:config(?:uration)? )?file path"
    ),
    "subject": r"subject(?: (?:pattern|claim))?",
    "ref": r"branch(?:/tag)?|branch or tag|tag pattern",
}
# Those with other letters than ASCII's, which most texts do not have.
_FOREIGN: Mapping[str, str] = {
    "project_name": r"имя проекта|название проекта|プロジェクト名|项目名称?|專案名稱|프로젝트 이름",
    "owner": r"proprietário|propriétaire|eigentümer|владелец|所有者|オーナー|소유자",
    "repository": (
        r"nome do repositório|nom du dépôt|(?:имя )?репозитори[йя]|リポジトリ名?|仓库(?:名称?)?|倉庫名稱"
        r"|저장소(?: 이름)?"
    ),
    "workflow_filename": (
        r"(?:имя|файл) workflow|ワークフロー(?:ファイル)?名?|工作流(?:文件)?(?:名称?)?"
        r"|워크플로우?(?: ?파일)?(?: ?이름|명)?"
    ),
    "environment": r"(?:имя )?(?:окружени[ея]|среды)|環境名?|环境(?:名称?)?|환경(?: 이름)?",
}
# One of them stands in every label of the last field.
OF_REFS = ("branch", "tag pattern")
_SHORT = frozenset({"project", "subject", "ref"})
# Stands for variables too, unless it stands among others of the form or has a sign behind it.
_ABBREVIATED = "env"
# Sentences name these by their values alone (workflow `x.yml`), and others too where they name more than two.
_IN_SENTENCES = frozenset({"workflow_filename", "environment"})
_MOST_ASIDES = 2
# Other languages put a particle behind a word, without a space.
_PARTICLE = r"[はがを이가은는](?=[ \t]*[`\"“「『])"
# What may stand behind a label, and in quotes behind that. All patterns are for text in lower case.
_AFTER = rf"""(?x)[*_`"'”\u2019」』]*[ \t]*(?:[(\uff08][^()\uff08\uff09\n]{{0,80}}[)\uff09][*_`"'”\u2019」』]*[ \t]*)?
    (?:(?P<sign>[:\uff1a=]|→|->|=>|(?P<dash>(?<=[ \t])[-\u2013\u2014](?=[ \t])))[*_]{{0,3}}
    |(?P<verb>(?:is(?:[ ]exactly)?|should[ ]be|must[ ]be|as|to)(?=[ :]|$):?|{_PARTICLE}))?[ \t]*"""
_QUOTED = r"[*_]{0,3}[`\"“「『]"
# One of them follows a label, as a sign or before a value: most lines have none.
_BEHIND = (":", "\uff1a", "=", "→", "->", "`", '"', "“", "「", "『")
_MARKUP = r"[\s*_`>#•·\-+\[\]x\d.)(:★✅⚠️]*"


class Label(NamedTuple):
    """A label from ``start``; its value begins at ``value``. ``firm`` is true where a sign (`:`, `=`) follows it."""

    field: str
    start: int
    value: int
    firm: bool


@lru_cache(maxsize=2)
def _pattern(*, foreign: bool) -> re.Pattern[str]:
    words = {
        field: f"{own}|{_FOREIGN[field]}" if foreign and field in _FOREIGN else own for field, own in _WORDS.items()
    }
    groups = "|".join(f"(?P<{field}>{own})" for field, own in words.items())
    ends = rf"(?!(?!{_PARTICLE})[\w/.-]*[\w/])" if foreign else r"(?![\w/.-]*[\w/])"
    return re.compile(rf"(?<![\w/.@-])(?<!\w:)(?:{groups}){ends}(?! / \w)")


def _pattern_for(lower: str) -> re.Pattern[str]:
    """The labels that a text may have; signs and pictures are in no language's words."""
    return _pattern(foreign=not lower.isascii() and any(sign > "\x7f" and sign.isalpha() for sign in lower))


def lower_case(text: str) -> str:
    """A text in lower case, with every character in its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(character.lower()[0] for character in text)


def are_in_sentence(text: str) -> bool:
    """Whether a paragraph lists the values of a form: owner `a`, repository `b`, workflow `c.yml`."""
    found = {label.field for label in labels(text, in_sentence=True) if not label.firm}
    return len(found) > _MOST_ASIDES and "workflow_filename" in found


def labels(text: str, *, in_sentence: bool = False, goes_on: bool = False) -> Iterator[Label]:
    """The labels of a line in their order, each with a sign after it, or with a value in quotes.

    A dash is a sign only between a label that begins the line and a value in quotes: else it goes on with a sentence.
    ``in_sentence`` tells that a sentence lists the values of a form, each behind its label; ``goes_on`` that the next
    line begins with a value, whose label may end this one.
    """
    if not goes_on and not any(sign in text for sign in _BEHIND):
        return
    lower = lower_case(text)
    for match in _pattern_for(lower).finditer(lower):
        field = str(match.lastgroup)
        after = re.compile(_AFTER).match(lower, match.end())
        assert after is not None  # every part of it is optional
        begins_line = (field in _SHORT and not (in_sentence and field == "project")) or after["dash"]
        if begins_line and not re.fullmatch(_MARKUP, lower[: match.start()]):
            continue
        is_named = field in _IN_SENTENCES and match[0] != _ABBREVIATED
        is_quoted = (in_sentence or after["verb"] or after["dash"] or is_named) and (
            re.compile(_QUOTED).match(lower, after.end()) or (goes_on and after.end() == len(lower))
        )
        if is_quoted or (after["sign"] and not after["dash"]):
            yield Label(field, match.start(), after.end(), bool(after["sign"]))


def field_of(cell: str) -> str:
    """The field that a table's cell is the label of; empty if it is none."""
    bare = re.sub(r"[(\uff08][^()\uff08\uff09]*[)\uff09]", "", cell).strip(" \t*_`:\uff1a\"'").lower()
    match = _pattern_for(bare).fullmatch(bare)
    return str(match.lastgroup) if match else ""
