from datetime import timedelta

from django.conf import settings
from django.db import models


class ClockOffset(models.Model):
    """How far the demo clock is ahead of the machine's. One row at most, obeyed under DEMO only."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    offset = models.DurationField("偏移", default=timedelta)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拨动人"
    )
    # Machine time, not the demo clock's: it says when somebody pressed the button.
    moved_at = models.DateTimeField("拨动时间（机器时间）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "演示时钟"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="workflow_one_clock_offset")]

    def __str__(self) -> str:
        return str(self.offset)
