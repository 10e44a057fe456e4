"""How letters and notices read: the words of a kind stand in `letter_words.py` of the subject that sends it.

A letter speaks of the organ in the third person (`{organ}`: 本局, 本会) and to the enterprise as 你单位. A paragraph whose place has
nothing to fill it falls away, as `{day}` where no date is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from applications.cases.models.filing import CasePaper
from tianfu.registry.table import Table

Kind = CasePaper.Kind


@dataclass(frozen=True)
class Wording:
    """`word` stands in the 文号 of the kind, `code` in the numbers of papers that have none; `remedy` letters end with it."""

    title: str
    code: str
    paper_kind: str
    paragraphs: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    remedy: bool = False
    word: str = ""


WORDING: Table[Wording] = Table("决定书和通知书的文字", "letter_words.py")
# 受理 by silence is the same notice with a sentence of its own: nobody has found the material complete.
DEEMED_ACCEPTED = (
    (
        "{organ}已收到你单位提交的“{brand}”申报。形式审查期限至{silent_until}届满，{organ}未在期限内告知需要补正的内容，"
        "也未作出不予受理决定，本次申报视为受理。"
    ),
    "依据：{basis}。",
    "接下来由{next_desk}办理{next_stage}，最迟{day}完成。",
)


def register_letters(place: str, rows: Mapping[str, Wording]) -> None:
    """Called by a `letter_words.py` with its own `__name__`."""
    for kind, wording in rows.items():
        WORDING.add(str(kind), wording, place)


def wording_of(kind: str, transition: str, content: Mapping[str, Any]) -> Wording:
    """How the letter of this kind reads when this passage gave it, in the words of the programme."""
    if (kind, transition) == (Kind.ACCEPTED, "deem_accepted"):
        return replace(WORDING[kind], paragraphs=DEEMED_ACCEPTED)
    own, wording = content["papers"].get(kind), WORDING[kind]
    if own is None:
        return wording
    return replace(
        wording,
        title=own["title"],
        paragraphs=tuple(own.get("paragraphs", wording.paragraphs)),
        closing=tuple(own.get("closing", wording.closing)),
    )
