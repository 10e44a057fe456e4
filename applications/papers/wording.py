"""The wording of every letter to an applicant. `{day}` paragraphs fall away where no date is known.

A letter speaks of the organ in the third person (`{organ}`: 本局, 本会) and to the enterprise as 你单位.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from applications.cases.models.filing import CasePaper

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


WORDING: dict[str, Wording] = {
    Kind.RECEIPT: Wording("申报回执", "HZ", "receipt"),
    Kind.READ_BACK: Wording("申报书", "SB", "filing"),
    Kind.AGREEMENT: Wording("标识使用授权协议", "XY", "agreement"),
    Kind.ACCEPTED: Wording(
        "受理通知书",
        "SL",
        "acceptance",
        (
            "你单位提交的“{brand}”申报材料齐全、符合规定形式，{organ}决定予以受理。",
            "接下来由{next_desk}办理{next_stage}，最迟{day}完成。",
        ),
        ("办理进展可以随时登录平台查看，有结果时将通过平台消息告知你单位。",),
        word="受",
    ),
    Kind.CORRECTION: Wording(
        "补正通知书",
        "BZ",
        "correction",
        (
            "你单位的下列申报经{stage}，需要补正。{organ}现将需要补正的全部内容一次告知，见下表。",
            "{note}",
            "请你单位最迟于{day}在平台逐项答复并重新提交；逾期未提交的，本次申报失效，可以重新申报。",
        ),
        ("自本通知作出之日起至你单位重新提交之日止，审查期限中止计算。",),
        word="补",
    ),
    Kind.NOT_ACCEPTED: Wording(
        "不予受理决定书",
        "BSL",
        "not_accepted",
        ("你单位的下列申报经{stage}，{organ}决定不予受理。理由见下表。", "事实和依据：{note}"),
        ("消除上述情形后，你单位可以在批次受理期内重新申报。",),
        remedy=True,
        word="不受",
    ),
    Kind.REJECTED: Wording(
        "不予授权决定书",
        "BSQ",
        "rejection",
        ("你单位的下列申报经{stage}，{organ}由两名工作人员审查，决定不予{grant}。理由见下表。", "事实和依据：{note}"),
        remedy=True,
        word="不授",
    ),
    Kind.APPROVED: Wording(
        "准予授权决定书",
        "SQ",
        "grant",
        word="授",
    ),
    Kind.TERMINATED: Wording(
        "终止办理通知书",
        "ZZ",
        "termination",
        ("你单位的下列申报在{stage}环节，{organ}决定终止办理。", "原因：{note}"),
        remedy=True,
        word="终",
    ),
    Kind.SUSPENSION: Wording("暂停使用标识决定书", "ZT", "suspension", remedy=True, word="暂"),
    Kind.REINSTATEMENT: Wording("恢复使用标识决定书", "HF", "reinstatement", word="复"),
    Kind.WITHDRAWAL: Wording("撤销标识使用授权决定书", "CX", "withdrawal", remedy=True, word="撤"),
    Kind.CANCELLATION: Wording("注销标识使用授权决定书", "ZX", "cancellation", remedy=True, word="注"),
    Kind.CHANGED: Wording("准予变更决定书", "BG", "change_granted", word="变"),
    Kind.CHANGE_REFUSED: Wording("不予变更决定书", "BBG", "change_refused", remedy=True, word="不变"),
    Kind.SUCCEEDED: Wording("准予继受决定书", "JS", "succession_granted", word="继"),
    Kind.SUCCESSION_REFUSED: Wording("不予继受决定书", "BJS", "succession_refused", remedy=True, word="不继"),
}
# 受理 by silence is the same notice with a sentence of its own: nobody has found the material complete.
DEEMED_ACCEPTED = replace(
    WORDING[Kind.ACCEPTED],
    paragraphs=(
        (
            "{organ}已收到你单位提交的“{brand}”申报。形式审查期限至{silent_until}届满，{organ}未在期限内告知需要补正的内容，"
            "也未作出不予受理决定，本次申报视为受理。"
        ),
        "依据：{basis}。",
        "接下来由{next_desk}办理{next_stage}，最迟{day}完成。",
    ),
)


def wording_of(kind: str, transition: str, content: Mapping[str, Any]) -> Wording:
    """How the letter of this kind reads when this passage gave it, in the words of the programme."""
    if (kind, transition) == (Kind.ACCEPTED, "deem_accepted"):
        return DEEMED_ACCEPTED
    own, wording = content["papers"].get(kind), WORDING[kind]
    if own is None:
        return wording
    return replace(
        wording,
        title=own["title"],
        paragraphs=tuple(own.get("paragraphs", wording.paragraphs)),
        closing=tuple(own.get("closing", wording.closing)),
    )
