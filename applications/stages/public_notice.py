"""公示: passes by itself when the period in working days is over and no objection is open."""

from typing import TYPE_CHECKING, Any

from applications.deadlines import case_clock
from applications.noticing import publish_notice
from applications.stage import Stage, register
from applications.wording import long_day
from tianfu.accounts.roles import Role
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
    by_system = True
    verb_label = "公示结束"
    clause = "公示 5 个工作日(湖北 2024 例)"

    def problems(self, application: "Application") -> list[str]:
        objections = [row for row in application.notice.objections.all() if row.closed_at is None]
        if objections:
            return [f"有 {len(objections)} 件异议尚未核查办结,公示期中止计算。"]
        if any(row.outcome == "upheld" for row in application.notice.objections.all()):
            return ["有异议经核查成立,请提出不予授权或退回。"]
        due = case_clock(application)
        if due is None or due.date is None or clock.today() <= due.date:
            until = f"至 {long_day(due.date)}" if due and due.date else ""
            return [f"公示期未满({until}止)。"]
        return []

    def entered(self, application: "Application", change: Any) -> None:
        if not hasattr(application, "notice"):
            publish_notice(application)
