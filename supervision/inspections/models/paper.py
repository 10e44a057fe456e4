"""检查记录表 of a task, and the act by which each inspector stands behind it."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models

from tianfu.ledger.protection import append_only


class RecordAssent(models.Model):
    """An inspector of the team signs the filed record; whoever filed it signed with that."""

    record = models.ForeignKey(
        "supervision.FieldRecord", models.PROTECT, related_name="assents", verbose_name="现场记录"
    )
    inspector = models.ForeignKey("supervision.Inspector", models.PROTECT, related_name="+", verbose_name="检查人员")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签名账户")
    filed = models.BooleanField("提交人")
    at = models.DateTimeField("签名时间")

    class Meta:
        verbose_name = verbose_name_plural = "现场记录签名"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "inspector"], name="one_assent_of_each_inspector")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only("record_assent")

    def __str__(self) -> str:
        return f"签名 {self.pk}"


class TaskPaper(models.Model):
    """The record as a paper: made once, when both sides have signed. Never public."""

    task = models.OneToOneField(
        "supervision.InspectionTask", models.PROTECT, related_name="record_paper", verbose_name="检查任务"
    )
    paper = models.OneToOneField("papers.Paper", models.PROTECT, related_name="+", verbose_name="文书")
    created_at = models.DateTimeField("制作时间")

    class Meta:
        verbose_name = verbose_name_plural = "检查记录表"
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only("task_paper")

    def __str__(self) -> str:
        return str(self.paper)
