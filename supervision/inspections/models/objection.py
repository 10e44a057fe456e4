"""异议: what the inspected side says against the word before it is public."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from tianfu.text.columns import Lines


class ResultObjection(models.Model):
    """Filed once for each reviewed conclusion; decided by somebody who neither made nor reviewed it."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="objections", verbose_name="检查任务"
    )
    text = Lines("异议和理由")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人")
    filed_at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("成立", null=True, blank=True)
    answer = Lines("处理理由", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查结果异议"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task"], condition=Q(decided_at=None), name="one_open_objection"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, upheld=None)
                | (Q(decided_at__isnull=False, decided_by__isnull=False, upheld__isnull=False) & ~Q(answer="")),
                name="objection_decided_whole",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="objection_text_stays", fields=["task", "text", "filed_by", "filed_at"]),
            pgtrigger.Protect(
                name="objection_decision_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
            pgtrigger.Protect(name="objection_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"异议 {self.pk}"
