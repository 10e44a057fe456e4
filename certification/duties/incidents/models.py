"""One report of an accident, a recall or a test that was failed or lost, with its evidence."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.models.of_mark import HandedIn, OfMarkQuerySet
from certification.duties.incidents.rules import RULES
from certification.duties.incidents.states import IncidentKind, IncidentState, term_key
from tianfu.ledger.protection import append_only, kept, stands
from tianfu.text.columns import Line, Lines
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits

S = IncidentState


class Incident(Aggregate):
    """`due_on`: until when it had to be reported, by the policy of the day; `late_days`: how many days after that it was."""

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="incidents", verbose_name="授权")
    kind = models.CharField("类别", max_length=20, choices=IncidentKind)
    happened_on = models.DateField("发生日期")
    learned_on = models.DateField("获知日期")
    affected = Line("涉及的批次和数量", max_length=200)
    text = Lines("情况", max_length=2000)
    measures = Lines("已采取的措施", max_length=2000)
    due_on = models.DateField("报告期限")
    late_days = models.PositiveSmallIntegerField("逾期天数", default=0)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="报告人")
    filed_at = models.DateTimeField("报告时间")
    state = FSMField("状态", max_length=20, choices=S, default=S.REPORTED, editable=False)
    answer = Lines("核收意见或者撤回的理由", blank=True, default="")

    objects: Any = OfMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事故和质量信息报告"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "filed_at"], name="incident_desk")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="incident_state_known"),
            models.CheckConstraint(condition=Q(kind__in=IncidentKind.values), name="incident_kind_known"),
            models.CheckConstraint(
                condition=Q(learned_on__gte=F("happened_on"), due_on__gte=F("learned_on")),
                name="incident_days_in_order",
            ),
        ]
        triggers: ClassVar = [*kept("incident"), stands("incident", open_columns=["state", "answer", "revision"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.authorization}"

    @property
    def term_key(self) -> str:
        return term_key(self.kind)

    def locks_first(self) -> Iterable[models.Model]:
        return [*self.authorization.locks_first(), self.authorization]

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @transition("state", S.REPORTED, S.RETRACTED, conditions=[complete("take_back")], permission=permits("take_back"))
    def take_back(self, *, note: str = "", **inputs: Any) -> None:
        """By the holder, with the reason: it was no such case, or reported of the wrong product. It stays on record."""
        self.answer = note

    @transition("state", S.REPORTED, S.ACKNOWLEDGED, permission=permits("acknowledge"))
    def acknowledge(self, *, note: str = "", **inputs: Any) -> None:
        self.answer = note


class IncidentChange(StateChange):
    subject = models.ForeignKey(Incident, models.PROTECT, related_name="changes", verbose_name="事故和质量信息报告")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "事故和质量信息报告流转"
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "revision"], name="incident_change_once")]
        triggers: ClassVar = append_only("incident_change")


class IncidentFile(HandedIn):
    """One piece of evidence of the holder."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="files", verbose_name="事故和质量信息报告")

    class Meta(HandedIn.Meta):
        verbose_name = verbose_name_plural = "事故和质量信息报告材料"
        triggers: ClassVar = append_only("incident_file")
