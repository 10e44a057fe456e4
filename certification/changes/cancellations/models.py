"""注销申请: the holder's wish to give the mark back, upon which two people cancel it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement
from certification.authorizations.models.of_mark import OfMarkQuerySet
from tianfu.ledger.protection import kept, stands
from tianfu.text.columns import Lines

_OVER = "OLD.retracted_at IS NOT NULL OR OLD.returned_at IS NOT NULL OR OLD.closed_at IS NOT NULL OR OLD.decision_id IS NOT NULL"


class CancellationRequestQuerySet(OfMarkQuerySet):
    def waiting(self) -> "CancellationRequestQuerySet":
        """Neither taken back nor handed back nor carried out."""
        return self.filter(retracted_at=None, returned_at=None, closed_at=None, decision=None)


class CancellationRequest(models.Model):
    """`decision`: the act of two people that carried it out. `closed_at`: the mark ended in another way."""

    class Reason(models.TextChoices):
        STOPPED = "stopped", "产品不再生产或者服务不再提供"
        WISH = "wish", "不再需要使用标识"
        DEREGISTERED = "deregistered", "企业办理注销登记"

    authorization = models.ForeignKey(
        Authorization, models.PROTECT, related_name="cancellation_requests", verbose_name="授权"
    )
    reason = models.CharField("原因", max_length=20, choices=Reason)
    text = Lines("说明", max_length=1000)
    commitment = Lines("所知悉的后果")
    method = models.CharField("核验方式", max_length=10)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    filed_at = models.DateTimeField("申请时间")
    due_on = models.DateField("办理期限")
    retracted_at = models.DateTimeField("撤回时间", null=True, blank=True)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退回人"
    )
    returned_note = Lines("退回理由", blank=True)
    closed_at = models.DateTimeField("不再办理时间", null=True, blank=True)
    decision = models.OneToOneField(
        AuthorizationEndorsement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="注销决定"
    )

    objects: Any = CancellationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "注销申请"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__in=["stopped", "wish", "deregistered"]), name="cancellation_reason_known"
            ),
            models.UniqueConstraint(
                fields=["authorization"],
                condition=Q(retracted_at=None, returned_at=None, closed_at=None, decision=None),
                name="one_waiting_cancellation_request",
            ),
        ]
        triggers: ClassVar = [
            *kept("cancellation_request"),
            stands(
                "cancellation_request",
                open_columns=[
                    "retracted_at", "returned_at", "returned_by_id", "returned_note", "closed_at", "decision_id",
                ],
                until=_OVER,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"注销申请：{self.authorization}"

    @property
    def waits(self) -> bool:
        return not (self.retracted_at or self.returned_at or self.closed_at or self.decision_id)

    @property
    def standing(self) -> str:
        """Where it stands, in a word."""
        if self.decision_id:
            return "已注销"
        if self.retracted_at:
            return "已撤回"
        if self.returned_at:
            return "已退回"
        return "无需再办" if self.closed_at else "等待处理"
