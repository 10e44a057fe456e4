"""核实记录: what the team found when it looked again, after its conclusion was sent back or an objection was right."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tianfu.ledger.protection import append_only
from tianfu.text.columns import Lines


class Recheck(models.Model):
    """Stands beside the filed record, which stays as both sides signed it; its answers are those that count from then
    on. One for each return (`round`: the task's revision)."""

    task = models.ForeignKey(
        "supervision.InspectionTask", models.PROTECT, related_name="rechecks", verbose_name="检查任务"
    )
    round = models.PositiveIntegerField("版本")
    checked_on = models.DateField("核实日期")
    reason = Lines("核实情况和更正理由")
    # {key of the item: {"answer": Answer, "note": text}}, every item of the task
    answers = models.JSONField("逐项结果")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    made_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "核实记录"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "round"], name="one_recheck_for_each_return"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="recheck_says_why"),
        ]
        triggers: ClassVar = append_only("recheck")

    def __str__(self) -> str:
        return f"核实记录 {self.pk}"
