"""What the letters of a holder's changes say."""

from applications.models import CasePaper
from applications.papers.wording import Wording, register_letters

Kind = CasePaper.Kind
register_letters(
    __name__,
    {
        Kind.CHANGED: Wording(
            "准予变更决定书",
            "BG",
            "change_granted",
            (
                "你单位申请变更“{brand}”{grant}的{what}。{organ}经审查，决定自{day}起准予变更，变更内容见下表。",
                "审查意见：{said}。",
            ),
            ("{grant}编号不变。新版{grant}证书和{mark}文件由平台换发，此前各版已换证，不再使用。",),
            word="变",
        ),
        Kind.CHANGE_REFUSED: Wording(
            "不予变更决定书",
            "BBG",
            "change_refused",
            (
                "你单位申请变更“{brand}”{grant}的{what}，申请内容见下表。{organ}{people}审查，决定不予变更。",
                "审查意见：{said}。",
            ),
            ("{grant}内容不变。情况有变化的，你单位可以重新申请。",),
            remedy=True,
            word="不变",
        ),
        Kind.SUCCEEDED: Wording(
            "准予继受决定书",
            "JS",
            "succession_granted",
            (
                (
                    "你们因{way}申请继受“{brand}”{grant}。{organ}由两名工作人员审查，决定自{day}起准予继受，登记内容见下表。"
                ),
                "审查意见：{said}。",
            ),
            (
                (
                    "{grant}编号不变，由继受企业持有并承担持有人的义务。新版{grant}证书和{mark}文件由平台换发，"
                    "此前各版已换证，不再使用。"
                ),
                "{grant}不得转让、买卖。",
            ),
            word="继",
        ),
        Kind.SUCCESSION_REFUSED: Wording(
            "不予继受决定书",
            "BJS",
            "succession_refused",
            (
                ("你们因{way}申请继受“{brand}”{grant}，申请内容见下表。{organ}由两名工作人员审查，决定不予继受。"),
                "审查意见：{said}。",
            ),
            ("{grant}仍由原持有人持有。情况有变化的，可以重新申请。",),
            remedy=True,
            word="不继",
        ),
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
    },
)
