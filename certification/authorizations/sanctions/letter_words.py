"""What the letters of an authorization's life say."""

from applications.models import CasePaper
from applications.papers.wording import Wording, register_letters

Kind = CasePaper.Kind
register_letters(
    __name__,
    {
        Kind.SUSPENSION: Wording(
            "暂停使用标识决定书",
            "ZT",
            "suspension",
            ("{organ}决定自{day}起暂停你单位下列产品使用“{brand}”{mark}。", "原因：{said}。"),
            ("暂停期间不得使用{mark}；公众查询时显示“暂停”。", "恢复的办法：{cure}"),
            remedy=True,
            word="暂",
        ),
        Kind.REINSTATEMENT: Wording(
            "恢复使用标识决定书",
            "HF",
            "reinstatement",
            ("暂停的原因已经消除，{organ}决定自{day}起恢复你单位下列产品使用“{brand}”{mark}。", "原因：{said}。"),
            ("{grant}有效期不变，至{until}止。",),
            word="复",
        ),
        Kind.WITHDRAWAL: Wording(
            "撤销标识使用授权决定书",
            "CX",
            "withdrawal",
            ("{organ}由两名工作人员审查，决定自{day}起撤销你单位下列产品的“{brand}”{right}。", "原因：{said}。"),
            (
                "请立即停止使用{mark}，并从产品、包装、说明书和宣传中去除；公众查询时显示“撤销”。",
                "自本决定之日起 {years} 年内，你单位不得再次申报。",
            ),
            remedy=True,
            word="撤",
        ),
        Kind.CANCELLATION: Wording(
            "注销标识使用授权决定书",
            "ZX",
            "cancellation",
            ("{organ}决定自{day}起注销你单位下列产品的“{brand}”{right}。", "原因：{said}。"),
            (
                (
                    "请停止使用{mark}：新生产的产品、新提供的服务不得再使用，已经出厂的产品可以继续销售；"
                    "公众查询时显示“注销”。"
                ),
                "今后需要时，你单位可以重新申报。",
            ),
            remedy=True,
            word="注",
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
    },
)
