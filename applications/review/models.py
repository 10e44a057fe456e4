"""What officers record of a case: stage reviews, endorsements, times in which it could not be decided."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from applications.cases.models.application import Application
from applications.cases.models.filing import Filing
from applications.cases.states import ApplicationState, PauseCause
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines
from tianfu.workflow.models.endorsement import Endorsement

ACT_LABELS = {
    "pass_stage": "通过",
    "propose_pass": "提出通过",
    "propose_reject": "提出不予授权",
    "propose_terminate": "提出终止办理",
}


class Standstill(models.Model):
    """A time in which a case could not be decided for a reason that neither side can end (a suspended certificate)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="standstills", verbose_name="申报")
    cause = models.CharField("原因", max_length=20, choices=PauseCause)
    note = Lines("说明", blank=True)
    since = models.DateTimeField("起")
    until = models.DateTimeField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "计时中止"
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "cause"], condition=Q(until=None), name="one_open_standstill_per_cause"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="standstill_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.get_cause_display()}"


class StageReview(models.Model):
    """What one person recorded at one stage, bound to the filing they saw. Append-only."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="reviews", verbose_name="申报")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="reviews", verbose_name="所审版次")
    stage = models.CharField("环节", max_length=40)
    act = models.CharField("动作", max_length=40)
    opinion = Lines("意见", blank=True)
    answers = models.JSONField("核对项", default=dict)
    reviewed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="审查人")
    reviewed_at = models.DateTimeField("审查时间")

    class Meta:
        verbose_name = verbose_name_plural = "审查记录"
        ordering: ClassVar = ["reviewed_at", "id"]
        triggers: ClassVar = append_only("stage_review")

    def __str__(self) -> str:
        return f"{self.application} {self.stage}"

    @property
    def stage_label(self) -> str:
        return str(ApplicationState(self.stage).label) if self.stage in ApplicationState.values else self.stage

    @property
    def act_label(self) -> str:
        """What this person did with it: 提出通过, 通过, 提出不予授权 …"""
        return ACT_LABELS.get(self.act, "")


class ApplicationEndorsement(Endorsement):
    """四眼 of a case: `act` is "verb:stage"; `round` is the case's revision, so that any passage voids an open one."""

    subject = models.ForeignKey(Application, models.PROTECT, related_name="endorsements", verbose_name="申报")

    class Meta(Endorsement.Meta):
        verbose_name = verbose_name_plural = "双人复核"
        indexes: ClassVar = [
            models.Index(
                fields=["act"], condition=Q(second_by=None, withdrawn_at=None), name="case_endorsement_standing"
            ),
        ]
