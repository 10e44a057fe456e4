"""What the answers to reports and registrations say."""

from applications.models import CasePaper
from applications.papers.wording import Wording, register_letters

Kind = CasePaper.Kind
register_letters(
    __name__,
    {
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
    },
)
