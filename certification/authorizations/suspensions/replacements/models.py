"""A mark whose certificate has ended for good, or whose body has left: the duty to bring a new certificate."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.models.of_mark import OfMarkQuerySet
from certification.authorizations.states import Cause
from certification.authorizations.suspensions.replacements.rules import RULES
from certification.authorizations.suspensions.replacements.states import ReplacementState
from certification.certificates.models import QualityCertificate
from tianfu.ledger.protection import append_only
from tianfu.workflow.models.aggregate import Aggregate, Rule, StateChange, complete, permits

S = ReplacementState
STANDING = (S.OPEN, S.OVER)


class Replacement(Aggregate):
    """`certificate`: the one that no longer bears the mark. `offered`: what the holder brought, until it is decided."""

    authorization = models.ForeignKey(Authorization, models.PROTECT, related_name="replacements", verbose_name="授权")
    certificate = models.ForeignKey(QualityCertificate, models.PROTECT, related_name="+", verbose_name="原证书")
    cause = models.CharField("原因", max_length=20, choices=Cause)
    opened_at = models.DateTimeField("起")
    due_on = models.DateField("更换期限")
    state = FSMField("状态", max_length=20, choices=S, default=S.OPEN, editable=False)
    offered = models.ForeignKey(
        QualityCertificate, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name="新证书"
    )
    offered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    offered_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = OfMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "更换证书"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="replacement_desk")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="replacement_state_known"),
            models.UniqueConstraint(
                fields=["authorization"], condition=Q(state__in=STANDING), name="one_standing_replacement"
            ),
            models.CheckConstraint(
                condition=Q(offered=None, offered_by=None, offered_at=None)
                | Q(offered__isnull=False, offered_by__isnull=False, offered_at__isnull=False),
                name="replacement_offer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"更换证书：{self.authorization}"

    def locks_first(self) -> Iterable[models.Model]:
        return [*self.authorization.locks_first(), self.authorization]

    def rule(self, transition: str) -> Rule:
        return RULES[transition]

    @transition("state", STANDING, S.MET, permission=permits("meet"))
    def meet(self, **inputs: Any) -> None:
        """The authorization rests on the new certificate in the same transaction."""

    @transition("state", S.OPEN, S.OVER, conditions=[complete("pass_over")], permission=permits("pass_over"))
    def pass_over(self, **inputs: Any) -> None:
        """The mark is suspended; what becomes of it is for two people to decide."""

    @transition("state", STANDING, S.CLOSED, permission=permits("close"))
    def close(self, **inputs: Any) -> None:
        """The authorization has ended, or the body is back."""


class ReplacementChange(StateChange):
    subject = models.ForeignKey(Replacement, models.PROTECT, related_name="changes", verbose_name="更换证书")

    class Meta(StateChange.Meta):
        verbose_name = verbose_name_plural = "更换证书流转"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "revision"], name="replacement_change_once")
        ]
        triggers: ClassVar = append_only("replacement_change")
