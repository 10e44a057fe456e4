"""What people read of 公示 on the pages of a case: its sentence, what an officer signs, what a publication sets off."""

from typing import Any

from django.db.models import Exists, OuterRef

from applications.cases.models.application import Application
from applications.cases.stages.readers import Standing
from applications.cases.states import LIVE
from applications.review.stages.public_notice.models import Objection, ObjectionAnswer
from tianfu.text.moments import long_day


def of_notice(standing: Standing) -> str:
    """For every reader: what a notice says is public."""
    if standing.paused:
        return f"公示期已中止计算：{standing.paused}{standing.since_words}。"
    if standing.due is None:
        return "正在公示。"
    if standing.over:
        return f"公示期已于 {long_day(standing.due)}届满，正在转入下一环节。"
    later = "（暂定）" if standing.provisional else ""
    return f"正在公示，至 {long_day(standing.due)}{later}止。"


def facts(application: Application) -> dict[str, Any]:
    """The objections as whoever decides must have seen them."""
    notice = getattr(application, "notice", None)
    rows = notice.objections.order_by("pk") if notice is not None else []
    return {
        f"异议 {number}": [row.text, row.outcome, row.finding, row.closed_at is None]
        for number, row in enumerate(rows, start=1)
    }


def shown_to_applicant(application: Application) -> dict[str, Any]:
    """The notice, and the objections of which the applicant is told."""
    told = Objection.objects.filter(notice__application=application, summary_checked_at__isnull=False)
    answers = ObjectionAnswer.objects.filter(objection=OuterRef("pk"))
    return {
        "notice": getattr(application, "notice", None),
        "objections": told.annotate(answered=Exists(answers)),
        "live": application.state in LIVE,
    }


def consequences(days: int) -> dict[str, str]:
    """What publishing sets off."""
    return {
        "what": f"立即发布公示，公示期 {days} 个工作日，期间任何单位和个人可以提出异议。",
        "told": "企业有查看权限的成员（站内消息和邮件）",
        "public": "企业名称、产品、执行标准和对比表，当日起在公示栏公开",
        "undo": "发布后不能收回；有异议的，核查后退回或不予授权，公示记录保留。",
    }
