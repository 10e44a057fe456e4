"""What officers do with a case: corrections, stage reviews, endorsements."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from applications.cases.models.application import Application
from applications.cases.models.filing import Filing
from applications.cases.states import ApplicationState, PauseCause
from tianfu.ledger.protection import append_only
from tianfu.text import moments
from tianfu.text.columns import Lines
from tianfu.workflow.models.endorsement import Endorsement

ACT_LABELS = {
    "pass_stage": "通过",
    "propose_pass": "提出通过",
    "propose_reject": "提出不予授权",
    "propose_terminate": "提出终止办理",
}


class Correction(models.Model):
    """One request for correction: all gaps at once (行政许可法 art. 32(4) as model). Pauses the clock."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections", verbose_name="申报")
    stage = models.CharField("环节", max_length=40)
    message = Lines("总体说明", blank=True)
    # What newly arose, and why it could not be named before: every correction after 形式审查 says it.
    arose = Lines("新出现的问题", blank=True)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    opened_at = models.DateTimeField("提出时间")
    closed_at = models.DateTimeField("答复时间", null=True, blank=True)
    # The working day from which the office's clock runs on when the answer came in after hours.
    counted_from = models.DateField("恢复计算日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补正"
        ordering: ClassVar = ["opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application"], condition=Q(closed_at=None), name="one_open_correction")
        ]

    def __str__(self) -> str:
        return f"{self.application} {moments.numeric_day(self.opened_at)}"


class CorrectionItem(models.Model):
    """One gap, tied to a section, a field of it or a file; the enterprise answers in place."""

    class Kind(models.TextChoices):
        MISSING = "missing", "缺少"
        INCORRECT = "incorrect", "有误"
        OUTDATED = "outdated", "过期"

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="items", verbose_name="补正")
    section = models.CharField("部分", max_length=30)
    field = models.CharField("字段", max_length=60, blank=True)
    evidence = models.ForeignKey(
        "applications.Evidence", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="文件"
    )
    kind = models.CharField("类型", max_length=10, choices=Kind)
    text = Lines("需补正的内容", max_length=500)
    answer = Lines("企业答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补正事项"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


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
