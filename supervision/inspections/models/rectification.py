"""整改报告: what the inspected side says it has put right, and what was answered."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines


class RectificationReport(models.Model):
    """Filed while the limit runs or after it; accepted with a day for the reinspection, or returned with a reason."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="reports", verbose_name="检查任务"
    )
    text = Lines("整改情况")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人")
    filed_at = models.DateTimeField("提交时间")
    accepted = models.BooleanField("接受", null=True, blank=True)
    answer = Lines("答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审阅人"
    )
    answered_at = models.DateTimeField("审阅时间", null=True, blank=True)
    reinspect_by = models.DateField("复查期限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改报告"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            # One that was returned does not stand in the way of the next.
            models.UniqueConstraint(
                fields=["task"], condition=Q(accepted=None) | Q(accepted=True), name="one_standing_rectification_report"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="rectification_report_says_what"),
            models.CheckConstraint(
                condition=Q(accepted=None, answered_at=None, answered_by=None, reinspect_by=None)
                | Q(accepted=True, answered_at__isnull=False, answered_by__isnull=False, reinspect_by__isnull=False)
                | (
                    Q(accepted=False, answered_at__isnull=False, answered_by__isnull=False, reinspect_by=None)
                    & ~Q(answer="")
                ),
                name="rectification_report_answered_whole",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="rectification_text_stays", fields=["task", "text", "filed_by", "filed_at"]),
            pgtrigger.Protect(
                name="rectification_answer_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
            pgtrigger.Protect(name="rectification_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"整改报告 {self.pk}"


class RectificationFile(models.Model):
    """One piece of evidence."""

    report = models.ForeignKey(RectificationReport, models.PROTECT, related_name="files", verbose_name="整改报告")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")

    class Meta:
        verbose_name = verbose_name_plural = "整改材料"
        ordering: ClassVar = ["id"]
        triggers: ClassVar = append_only("rectification_file")

    def __str__(self) -> str:
        return str(self.file)
