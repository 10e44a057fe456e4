"""What the operator made of a finding that an officer passed on to it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines


class LeadAnswer(models.Model):
    """An answered request leaves the desk. Without `endorsement`: nothing is proposed, for this reason."""

    lead = models.ForeignKey("supervision.Lead", models.PROTECT, related_name="answers", verbose_name="线索")
    endorsement = models.OneToOneField(
        "certification.AuthorizationEndorsement", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="提议",
    )  # fmt: skip
    reason = Lines("理由", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    answered_at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = verbose_name_plural = "对转请线索的处理"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(endorsement__isnull=False) | ~models.Q(reason=""), name="lead_answer_says_why"
            ),
            models.UniqueConstraint(fields=["lead"], condition=models.Q(endorsement=None), name="lead_left_alone_once"),
        ]
        triggers: ClassVar = append_only("lead_answer")

    def __str__(self) -> str:
        return f"线索 {self.lead_id}"
