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
    Kind.CHANGE_RETURNED: Wording(
        "变更申请补正通知书",
        "BGBZ",
        "change_returned",
        ("你单位申请变更“{brand}”{grant}的{what}。{organ}审查后，认为需要补正。", "需要补正的内容：{said}。"),
        (
            "请你单位在平台补正后再次提交，办理期限自再次提交之日起重新计算；也可以撤回申请。补正以前，请继续按原证书使用标识。",
        ),
        word="变补",
    ),
    Kind.CANCEL_RETURNED: Wording(
        "注销申请退回通知书",
        "ZXTH",
        "cancel_returned",
        (
            "你单位申请注销“{brand}”{grant}（原因：{what}）。{organ}现将申请退回，{grant}状态不变。",
            "退回的理由：{said}。",
        ),
        ("上述情况消除后，你单位可以再次申请。",),
        word="注退",
    ),
    Kind.RESTORATION_REFUSED: Wording(
        "不予恢复决定书",
        "BHF",
        "restoration_refused",
        (
            "你单位对“{brand}”{grant}因“{cause}”暂停提出{what}。{organ}由两名工作人员审查，决定不予恢复。",
            "理由：{said}。",
        ),
        ("暂停期间不得使用标识。请按上述理由改正后再次申请。",),
        remedy=True,
        word="不复",
    ),
    Kind.CAUSE_LIFTED: Wording(
        "暂停原因消除通知书",
        "XC",
        "cause_lifted",
        (
            "经{organ}核查，你单位“{brand}”{grant}的一项暂停原因已经消除：{cause}。说明：{said}。",
            "尚未消除的暂停原因：{left}。{grant}仍然暂停。",
        ),
        ("其余原因消除以前不得使用标识；可以就其余原因分别申请恢复。",),
        word="消",
    ),
    Kind.CERTIFICATE_REPLACED: Wording(
        "准予更换质量认证证书决定书",
        "HZS",
        "certificate_replaced",
        (
            (
                "你单位“{brand}”{grant}原依据的质量认证证书不能再作为依据。{organ}由两名工作人员核对，"
                "决定自{day}起改以新证书为依据。"
            ),
            "核对意见：{said}。",
        ),
        ("{grant}编号不变，有效期至{until}止。",),
        word="换",
    ),
    Kind.REPLACEMENT_RETURNED: Wording(
        "新证书退回通知书",
        "HZTH",
        "replacement_returned",
        ("你单位为“{brand}”{grant}提交的新质量认证证书，经{organ}核对，未获采用。", "理由：{said}。"),
        ("请最迟于{due}另行提交一张证书；逾期未更换的，{grant}暂停，由两人作出处理决定。",),
        word="换退",
    ),
    Kind.REPORT_ACCEPTED: Wording(
        "年度自查报告接受通知书",
        "NBJS",
        "report_accepted",
        ("你单位报送的 {year} 年度自查报告，{organ}审查后予以接受。", "审查意见：{said}。"),
        ("报告的摘要、检验和投诉情况已在品牌页面公布。",),
        word="报",
    ),
    Kind.REPORT_RETURNED: Wording(
        "年度自查报告补正通知书",
        "NBBZ",
        "report_returned",
        ("你单位报送的 {year} 年度自查报告，{organ}审查后认为需要补正。", "需要补正的内容：{said}。"),
        ("请最迟于{due}补正后重新签署报送；逾期仍未报送的，可以由两人决定暂停{grant}。",),
        word="报补",
    ),
    Kind.USAGE_REGISTERED: Wording(
        "标识使用登记通知书",
        "SYDJ",
        "usage_registered",
        ("你单位登记的“{brand}”{mark}使用，{organ}审核后同意登记。", "审核意见：{said}。"),
        ("请按登记的方式使用；使用方式改变的，请另行登记；不再使用的，请在平台停用。",),
        word="用",
    ),
    Kind.USAGE_RETURNED: Wording(
        "标识使用登记退回通知书",
        "SYTH",
        "usage_returned",
        ("你单位登记的“{brand}”{mark}使用，{organ}审核后退回修改。", "审核意见：{said}。"),
        ("样图上的问题已在平台标出。修改后可以重新提交；同意登记以前请不要以该方式使用标识。",),
        word="用退",
    ),
    Kind.USAGE_REVOKED: Wording(
        "撤销标识使用登记决定书",
        "SYCX",
        "usage_revoked",
        ("你单位登记的“{brand}”{mark}使用，{organ}决定自{day}起撤销登记。", "理由：{said}。"),
        ("请停止以该方式使用标识。改正后可以重新登记；{grant}的状态不因此改变。",),
        remedy=True,
        word="用撤",
    ),
    Kind.INCIDENT_RECEIVED: Wording(
        "事故和质量信息报告核收通知书",
        "SGHS",
        "incident_received",
        ("你单位报告的{what}，{organ}已于{day}核收。", "核收意见：{said}。"),
        ("后续情况请及时在平台报告；需要暂停{grant}的，由两人另行决定。",),
        word="事",
    ),
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
