"""The holder's answer to a suspension: a statement, or the request to lift one cause, with evidence."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from certification.authorizations.models.authorization import Authorization, Suspension
from certification.authorizations.models.of_mark import HandedIn, OfMarkQuerySet
from certification.authorizations.suspensions.restorations.rules import RULES
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, permits

S = RestorationState


class Restoration(Aggregate):
    """陈述意见 or 申请恢复 against one cause of a suspension. `due_on`: the last day for the answer, by policy."""

    class Kind(models.TextChoices):
        REQUEST = "request", "申请恢复"
        STATEMENT = "statement", "陈述意见"

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="restorations", verbose_name="授权")
    suspension = models.ForeignKey(Suspension, models.PROTECT, related_name="restorations", verbose_name="暂停原因")
    kind = models.CharField("事项", max_length=20, choices=Kind)
    text = Lines("事实和理由")
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    filed_at = models.DateTimeField("提出时间")
    due_on = models.DateField("答复期限")
    state = FSMField("状态", max_length=20, choices=S, default=S.WAITING, editable=False)
    answer = Lines("答复理由", blank=True)

    objects = OfMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "恢复申请和陈述"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="restoration_desk")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="restoration_state_known"),
            models.UniqueConstraint(
                fields=["suspension"], condition=Q(state=S.WAITING), name="one_waiting_restoration_per_cause"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.authorization}"

    def locks_first(self) -> Iterable[models.Model]:
        return [*self.authorization.locks_first(), self.authorization]

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @transition("state", S.WAITING, S.GRANTED, permission=permits("grant"))
    def grant(self, *, note: str = "", **inputs: Any) -> None:
        """The cause is lifted in the same transaction (`certification.authorizations.sanctions.acts`)."""
        self.answer = note

    @transition("state", S.WAITING, S.REFUSED, permission=permits("refuse"))
    def refuse(self, *, note: str = "", **inputs: Any) -> None:
        self.answer = note

    @transition("state", S.WAITING, S.RETRACTED, permission=permits("retract"))
    def retract(self, **inputs: Any) -> None:
        """By the holder."""

    @transition("state", S.WAITING, S.CLOSED, permission=permits("close"))
    def close(self, *, note: str = "", **inputs: Any) -> None:
        """The cause or the authorization ended by itself; nothing is left to decide."""
        self.answer = note


class RestorationChange(StateChange):
    subject = models.ForeignKey(Restoration, models.PROTECT, related_name="changes", verbose_name="恢复申请")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "恢复申请流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="restoration_change_once")
        ]
        triggers: ClassVar = append_only("restoration_change")


class RestorationFile(HandedIn):
    """One piece of evidence of the holder."""

    restoration = models.ForeignKey(Restoration, models.PROTECT, related_name="files", verbose_name="恢复申请")

    class Meta(HandedIn.Meta):
        verbose_name = verbose_name_plural = "恢复申请材料"
        triggers: ClassVar = append_only("restoration_file")
