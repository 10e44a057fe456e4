"""掷骰记录: the meeting in which twenty dice were rolled, and who saw it (D20)."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line


class DiceMeeting(models.Model):
    """Written before the values are typed; a film or photo is kept by its hash."""

    plan = models.OneToOneField("supervision.DrawPlan", models.PROTECT, related_name="meeting", verbose_name="抽查方案")
    held_at = models.DateTimeField("掷骰时间")
    place = Line("地点", max_length=120)
    # [{"name", "role"}]: who was present; names are internal, roles are public.
    witnesses = models.JSONField("见证人")
    film = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    film_sha256 = models.CharField("影像 SHA-256", max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "掷骰记录"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(film__isnull=False) | models.Q(film_sha256__regex="^[0-9a-f]{64}$"),
                name="draw_meeting_has_film",
            ),
        ]
        triggers: ClassVar = append_only("draw_meeting")

    def __str__(self) -> str:
        return f"{self.plan} {self.place}"
