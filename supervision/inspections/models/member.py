"""检查组: who is sent to a check."""

from typing import ClassVar

import pgtrigger
from django.db import models


class TaskMember(models.Model):
    """An inspector of the team. One who was replaced stays, with the time he left it."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="members", verbose_name="检查任务"
    )
    inspector = models.ForeignKey(
        "supervision.Inspector", models.PROTECT, related_name="memberships", verbose_name="检查人员"
    )
    lead = models.BooleanField("组长", default=False)
    joined_at = models.DateTimeField("加入时间")
    replaced_at = models.DateTimeField("被替换时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查组成员"
        ordering: ClassVar = ["task", "-lead", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "inspector"], name="task_member_once"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="task_member_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.task_id} {self.inspector}"
