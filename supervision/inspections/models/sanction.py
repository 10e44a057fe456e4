"""What the operator made of a result that may call for 暂停 or 撤销."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from supervision.inspections.states import Occasion
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines


class OperatorAnswer(models.Model):
    """An answered occasion leaves the desk; a later one (not put right) comes back. Without `endorsement`: nothing is
    proposed, for this reason."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="operator_answers", verbose_name="检查任务"
    )
    occasion = models.CharField("事由", max_length=10, choices=Occasion, blank=True)
    endorsement = models.OneToOneField(
        "certification.AuthorizationEndorsement", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="提议",
    )  # fmt: skip
    reason = Lines("理由", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    answered_at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = verbose_name_plural = "运营机构的处理"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(endorsement__isnull=False) | ~models.Q(reason=""), name="operator_answer_says_why"
            ),
        ]
        triggers: ClassVar = append_only("operator_answer")

    def __str__(self) -> str:
        return f"{self.task_id} {self.get_occasion_display()}"
