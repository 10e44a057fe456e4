"""公示: passes by itself when the period in working days is over and no objection is open."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from applications.cases.recipients import tell_enterprise
from applications.cases.rules.independence import register_acts
from applications.cases.stages.clock import allowed_days, due_by
from applications.cases.stages.phase import Phase
from applications.cases.stages.readers import Standing
from applications.cases.stages.stage import Stage, register
from applications.cases.standing.desks import desk_of
from applications.review.stages.public_notice import words
from applications.review.stages.public_notice.models import Objection
from applications.review.stages.public_notice.objections import people
from applications.review.stages.public_notice.period import CAUSE, notice_period, period_due, upheld_at
from applications.review.stages.public_notice.publication import close_notice, publish_notice, write_end
from tianfu.accounts.roles import Role
from tianfu.text.moments import beijing_day
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import Due
from tianfu.workflow.calendar.holiday_calendar import Calendar

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class PublicNoticeStage(Stage):
    key = "public_notice"
    phase = Phase.NOTICE
    label = "公示"
    applicant_label = "正在公示"
    roles = (Role.OPERATOR_OFFICER,)
    on_review = False
    passes_on_panel = False
    by_system = True
    rests_on = ("subject.uscc", "product", "standard", "comparison")
    verb_label = "公示结束"
    todo = "异议成立，请提出不予授权或退回。"
    clause = "公示 5 个工作日（湖北 2024 例）"

    def awaits_officer(self) -> Q:
        # Open ones have a list of their own (`applications.review.stages.public_notice.objections.sources`).
        upheld = Objection.objects.filter(notice__application=OuterRef("pk"), outcome=Objection.Outcome.UPHELD)
        return Q(Exists(upheld.filter(closed_at__gte=OuterRef("stage_since"))))

    retraction = "公示随即终止，公示页注明“申报已撤回”。"
    reads_rows = ("notice",)
    reads_sets = ("notice__objections",)
    review_template = "applications/review/stages/public_notice/review.html"
    portal_template = "applications/review/stages/public_notice/case.html"

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

    def left(self, application: "Application", change: Any) -> None:
        close_notice(application, change)

    def recomputed(self, application: "Application") -> None:
        if application.notice.closed_at is None:
            write_end(application, application.notice)

    def clock(self, application: "Application", calendar: Calendar | None = None) -> Due | None:
        """The notice's period; once an objection is upheld, the time in which the case must be decided."""
        notice = getattr(application, "notice", None)
        if notice is None:
            return None
        objections = list(notice.objections.all())
        upheld = upheld_at(notice, objections)
        if upheld is not None:
            return due_by(application, "objection.decision_days", upheld, calendar)
        return period_due(notice_period(notice, objections, calendar), notice, self.policy_key)

    def pause(self, application: "Application") -> tuple[date | None, str]:
        found = notice_period(application.notice, list(application.notice.objections.all()))
        return (beijing_day(found.paused_since) if found.paused_since else None), CAUSE

    def to_decide(self, application: "Application") -> bool:
        notice = getattr(application, "notice", None)
        return notice is not None and upheld_at(notice, list(notice.objections.all())) is not None

    def sentence(self, standing: Standing) -> str:
        return words.of_notice(standing)

    def panel_acts(self, application: "Application") -> list[dict[str, Any]]:
        return [{"label": "登记异议", "kind": "plain", "url": reverse("console:objection_new", args=[application.pk])}]

    def facts(self, application: "Application") -> dict[str, Any]:
        return words.facts(application)

    def portal_shown(self, application: "Application") -> dict[str, Any]:
        return words.shown_to_applicant(application)

    def arriving(self, application: "Application") -> dict[str, str]:
        return words.consequences(allowed_days(application, self.policy_key, clock.today()))

    def tell_arrived(self, application: "Application") -> bool:
        notice = application.notice
        tell_enterprise(
            application,
            "notice_published",
            period=notice_period(notice, list(notice.objections.all())).in_words,
            desk=desk_of(application, self.key),
        )
        return True


register_acts(people.handlers, PublicNoticeStage.key)
register_acts(people.heard)
