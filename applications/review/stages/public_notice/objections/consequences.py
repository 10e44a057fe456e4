"""What telling the applicant of an objection, and closing it, set off that cannot be taken back: said before it is done."""

from applications.cases.models.application import Application
from applications.cases.stages.clock import allowed_days
from applications.cases.states import LIVE
from applications.review.stages.public_notice.models import Objection
from applications.review.stages.public_notice.objections.acts import publication_runs
from tianfu.workflow import clock


def of_telling(application: Application) -> dict[str, str]:
    days = allowed_days(application, "objection.answer_days", clock.today())
    return {
        "what": f"摘要即时告知企业，企业可以在 {days} 个工作日内陈述。",
        "told": "企业有查看权限的成员（站内消息和邮件）",
        "public": "不公开",
        "undo": "发出后不能收回，摘要不能再改。",
    }


def of_closing(application: Application, objection: Objection, outcome: str) -> dict[str, str]:
    """By the outcome, and by whether the publication it stopped still counts."""
    upheld, running = outcome == Objection.Outcome.UPHELD, publication_runs(application, objection)
    told = "企业有查看权限的成员，附结论和核查情况" if application.state in LIVE else "不另行通知"
    if not running:
        what, public = "异议办结，结论和核查情况记入案卷；本件已不在公示，期限不变。", "不公开"
    elif upheld:
        days = allowed_days(application, "objection.decision_days", clock.today())
        what = f"公示即时终止，不再接收异议；须在 {days} 个工作日内提出不予授权或者退回。"
        public = "公示页注明有异议经核查成立、公示终止；不公开异议人和内容"
        told += "；本机构经办人"
    elif objection.notice.objections.filter(closed_at=None).exclude(pk=objection.pk).exists():
        what, public = "本项异议办结；另有异议尚未办结，公示期仍中止计算。", "公示页继续显示“异议核查中”"
    else:
        what, public = "公示期从中止处继续计算，届满后进入下一环节。", "公示页公布新的截止日；不公开异议人和内容"
    return {"what": what, "told": told, "public": public, "undo": "不能撤回；办结后不再重新核查。"}
