"""What the receipts, letters and notices of a case say."""

from applications.cases.models.filing import CasePaper
from applications.papers.wording import Wording, register_letters

Kind = CasePaper.Kind
register_letters(
    __name__,
    {
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
            (
                "你单位的下列申报经{stage}，{organ}由两名工作人员审查，决定不予{grant}。理由见下表。",
                "事实和依据：{note}",
            ),
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
    },
)
