"""持有人申请暂停: what the holder asks for before the cause 持有人申请 may be recorded."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from certification.authorizations.models.authorization import Authorization, Suspension
from certification.authorizations.models.of_mark import OfMarkQuerySet
from tianfu.text.columns import Lines


class SuspensionRequestQuerySet(OfMarkQuerySet):
    def waiting(self) -> "SuspensionRequestQuerySet":
        """Neither taken back nor followed by a suspension."""
        return self.filter(retracted_at=None, suspension=None)


class SuspensionRequest(models.Model):
    """One request; `suspension` is the one that two people of the operator recorded upon it."""

    authorization = models.ForeignKey(
        Authorization, models.PROTECT, related_name="suspension_requests", verbose_name="授权"
    )
    text = Lines("事由", max_length=1000)
    filed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="申请人")
    filed_at = models.DateTimeField("申请时间")
    retracted_at = models.DateTimeField("撤回时间", null=True, blank=True)
    suspension = models.OneToOneField(
        Suspension, models.PROTECT, null=True, blank=True, related_name="request", verbose_name="暂停原因"
    )

    objects: Any = SuspensionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "暂停申请"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authorization"],
                condition=Q(retracted_at=None, suspension=None),
                name="one_waiting_suspension_request",
            ),
            models.CheckConstraint(
                condition=Q(retracted_at=None) | Q(suspension=None), name="suspension_request_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"暂停申请：{self.authorization}"
