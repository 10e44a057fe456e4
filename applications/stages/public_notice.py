"""公示: passes by itself when the period in working days is over and no objection is open."""

from typing import TYPE_CHECKING, Any

from applications.deadlines import case_clock
from applications.noticing import publish_notice
from applications.stage import Stage, register
from tianfu.accounts.roles import Role
from tianfu.text.moments import long_day
from tianfu.workflow import clock

if TYPE_CHECKING:
    from applications.models import Application


@register
class PublicNoticeStage(Stage):
    key = "public_notice"
    label = "公示"
    applicant_label = "正在公示"
    desk = "省市场监督管理学会"
    roles = (Role.OPERATOR_OFFICER,)
    on_review = False
    by_system = True
    verb_label = "公示结束"
    clause = "公示 5 个工作日（湖北 2024 例）"

    def problems(self, application: "Application") -> list[str]:
        notice = application.notice
        objections = list(notice.objections.all())
        waiting = [row for row in objections if row.closed_at is None]
        if waiting:
            return [f"有 {len(waiting)} 件异议尚未核查办结，公示期中止计算。"]
        # What was upheld before the case was sent back has been dealt with since.
        if any(row.outcome == "upheld" and row.recorded_at >= notice.published_at for row in objections):
            return ["有异议经核查成立，请提出不予授权或退回。"]
        due = case_clock(application)
        if due is None or due.date is None or clock.today() <= due.date:
            until = f"至 {long_day(due.date)}" if due and due.date else ""
            return [f"公示期未满（{until}止）。"]
        return []

    def entered(self, application: "Application", change: Any) -> None:
        publish_notice(application)
