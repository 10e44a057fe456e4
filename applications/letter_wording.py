"""The wording of every letter to an applicant. `{day}` paragraphs fall away where no date is known."""

from dataclasses import dataclass

from applications.models import CasePaper

Kind = CasePaper.Kind


@dataclass(frozen=True)
class Wording:
    """`code` stands in the paper's number; `remedy` letters end with the programme's remedy."""

    title: str
    code: str
    paper_kind: str
    paragraphs: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    remedy: bool = False


WORDING: dict[str, Wording] = {
    Kind.RECEIPT: Wording("申报回执", "HZ", "receipt"),
    Kind.READ_BACK: Wording("申报书", "SB", "filing"),
    Kind.AGREEMENT: Wording("标识使用授权协议", "XY", "agreement"),
    Kind.ACCEPTED: Wording(
        "受理通知书",
        "SL",
        "acceptance",
        (
            "您单位提交的“{brand}”申报材料齐全、符合规定形式，现予受理。",
            "接下来由{next_desk}办理{next_stage}，最迟 {day} 完成。",
        ),
        ("申报进展可随时登录平台查看，有结果时会在平台消息中告知您。",),
    ),
    Kind.CORRECTION: Wording(
        "补正通知书",
        "BZ",
        "correction",
        (
            "您单位的下列申报经{stage}，需要补正。现将需要补正的全部内容一次告知如下：",
            "{note}",
            "请您最迟于 {day} 在申报页面逐项答复并重新提交；逾期未提交的，本次申报失效，您可以重新申报。",
        ),
        ("自本通知作出之日起至您重新提交之日止，审查期限中止计算，不影响您的办理时间。",),
    ),
    Kind.NOT_ACCEPTED: Wording(
        "不予受理决定书",
        "BSL",
        "not_accepted",
        ("您单位的下列申报经{stage}，决定不予受理。理由见下表。", "具体说明：{note}"),
        ("消除上述情形后，您可以在批次开放期间重新申报。",),
        remedy=True,
    ),
    Kind.REJECTED: Wording(
        "不予授权决定书",
        "BSQ",
        "rejection",
        ("您单位的下列申报经{stage}，由两名工作人员作出决定：不予授权。理由见下表。", "认定的事实和依据：{note}"),
        remedy=True,
    ),
    Kind.APPROVED: Wording(
        "准予授权决定书",
        "SQ",
        "grant",
        (
            "您单位的下列产品经审查并公示，符合“{brand}”要求，决定准予授权使用“{brand}”标识。",
            "决定意见：{note}",
            "请您单位最迟于 {day} 签署标识使用授权协议；逾期未签署的，本次申报失效。",
        ),
        ("双方签署协议后，平台制发授权证书和标识。在此之前请勿使用标识。",),
    ),
    Kind.TERMINATED: Wording(
        "终止办理通知书",
        "ZZ",
        "termination",
        ("您单位的下列申报在{stage}环节终止办理。", "原因：{note}"),
        remedy=True,
    ),
}
