"""征求部门意见: passes by itself when every department agreed or let its time pass; with an opinion its desk decides."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from applications.cases.rules.independence import register_acts
from applications.cases.stages.stage import Stage, register
from applications.review.stages.consultation import standing
from applications.review.stages.consultation.acts import call_off
from applications.review.stages.consultation.forms import HandlingForm
from applications.review.stages.consultation.invited import people
from applications.review.stages.consultation.models import Consultation
from applications.review.stages.consultation.rounds import close_silent, remind_departments, waits
from applications.review.stages.consultation.standing import KEY
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import Due
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.models.aggregate import SYSTEM

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class ConsultationStage(Stage):
    key = KEY
    label = "征求部门意见"
    applicant_label = "正在征求有关部门意见"
    roles = (Role.OPERATOR_OFFICER,)
    by_system = True
    verb_label = "处理意见并通过"
    todo = "请发出征求意见；部门已答复的，请研究处理。"
    clause = "部门联动（2021-05-06 指导意见）"
    form_class = HandlingForm
    opinion_missing = "请写明部门意见的研究处理情况。"
    # What departments were told of the case.
    rests_on = ("subject.uscc", "product", "standard", "comparison")
    passed_words = "完成征求部门意见"
    retraction = "尚未答复的部门不需要再答复，已告知。"
    review_template = "applications/review/stages/consultation/review.html"
    portal_template = "applications/review/stages/consultation/case.html"

    def awaits_officer(self) -> Q:
        return ~waits(clock.today())

    def problems(self, application: "Application") -> list[str]:
        return standing.pass_problems(application, clock.today())

    def objections(self, application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        if actor is SYSTEM and standing.with_opinion(standing.asked(application)):
            return ["有部门提出意见，须由经办人研究处理。"]
        return []

    def left(self, application: "Application", change: Any) -> None:
        call_off(application, change)

    # ---- its time
    def clock(self, application: "Application", calendar: Calendar | None = None) -> Due | None:
        return standing.case_due(application, calendar)

    def recomputed(self, application: "Application") -> None:
        for row in standing.asked(application):
            if row.closed_at is None:
                Consultation.objects.filter(pk=row.pk).update(due_on=standing.promised_due(row).date)

    def time_over(self, today: date) -> int:
        return close_silent(today)

    def time_near(self, today: date) -> int:
        return remind_departments(today)

    # ---- what people read
    def to_decide(self, application: "Application") -> bool:
        rows = standing.asked(application)
        return bool(standing.with_opinion(rows)) and not standing.waited_for(rows, clock.today())

    def panel_acts(self, application: "Application") -> list[dict[str, Any]]:
        return [{"label": "征求部门意见", "kind": "plain", "url": reverse("console:consult", args=[application.pk])}]

    def facts(self, application: "Application") -> dict[str, Any]:
        return standing.facts(application)

    def portal_shown(self, application: "Application") -> dict[str, Any]:
        """How many were asked and have answered; what they said is for the desk."""
        rows = standing.asked(application) if application.state == KEY else []
        return {"asked": len(rows), "answered": sum(row.closed_at is not None for row in rows)}


register_acts(people.asked)
register_acts(people.answered, KEY)
