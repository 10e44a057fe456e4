"""公示: passes by itself when the period in working days is over and no objection is open."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from applications.cases.stage import Phase, Stage, register
from applications.review.stages.public_notice.models import Objection
from applications.review.stages.public_notice.period import notice_period, upheld_at
from applications.review.stages.public_notice.publication import publish_notice
from tianfu.accounts.roles import Role
from tianfu.workflow import clock

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class PublicNoticeStage(Stage):
    key = "public_notice"
    phase = Phase.NOTICE
    label = "公示"
    applicant_label = "正在公示"
    desk = "省市场监督管理学会"
    roles = (Role.OPERATOR_OFFICER,)
    on_review = False
    by_system = True
    rests_on = ("subject.uscc", "product", "standard", "comparison")
    verb_label = "公示结束"
    todo = "异议成立，请提出不予授权或退回。"
    clause = "公示 5 个工作日（湖北 2024 例）"

    def awaits_officer(self) -> Q:
        # Open ones have a list of their own (`applications.review.stages.public_notice.objections.sources`).
        upheld = Objection.objects.filter(notice__application=OuterRef("pk"), outcome=Objection.Outcome.UPHELD)
        return Q(Exists(upheld.filter(closed_at__gte=OuterRef("stage_since"))))

    def problems(self, application: "Application") -> list[str]:
        notice = application.notice
        objections = list(notice.objections.all())
        if upheld_at(notice, objections) is not None:
            return ["有异议经核查成立，请提出不予授权或退回。"]
        waiting = [row for row in objections if row.closed_at is None]
        if waiting:
            return [f"有 {len(waiting)} 件异议尚未核查办结，公示期中止计算。"]
        period = notice_period(notice, objections)
        if not period.over(clock.today()):
            return [f"公示期未满（{period.in_words}）。"]
        return []

    def entered(self, application: "Application", change: Any) -> None:
        publish_notice(application)
