"""What was asked of the enterprise to correct, and what it answered. Stops the case's clock, opens parts of its form."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from applications.cases.models.application import Application
from tianfu.ledger.protection import kept, stands
from tianfu.text import moments
from tianfu.text.columns import Lines


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
            models.UniqueConstraint(fields=["application"], condition=Q(closed_at=None), name="one_open_correction"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="correction_times_in_order"
            ),
        ]
        triggers: ClassVar = [
            *kept("correction"),
            stands("correction", open_columns=["closed_at", "counted_from"], until="OLD.closed_at IS NOT NULL"),
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
