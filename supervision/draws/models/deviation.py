"""变动: the one way to change a drawn team, by the next candidate of the draw itself (trust.md A.8)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from supervision.draws.states import DeviationCode
from tianfu.text.columns import Lines


class Deviation(models.Model):
    """An inspector of a drawn team who cannot go, and who goes instead: computed, never chosen; two people; public."""

    pick = models.ForeignKey("supervision.Pick", models.PROTECT, related_name="deviations", verbose_name="抽中对象")
    inspector = models.ForeignKey("supervision.Inspector", models.PROTECT, related_name="+", verbose_name="原检查人员")
    replacement = models.ForeignKey(
        "supervision.Inspector", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="替换人员"
    )
    code = models.CharField("原因", max_length=20, choices=DeviationCode)
    reason = Lines("内部说明")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人")
    first_at = models.DateTimeField("提出时间")
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    second_at = models.DateTimeField("确认时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "抽查变动"
        ordering: ClassVar = ["first_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="deviation_two_people"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None, second_at=None) | Q(second_by__isnull=False, second_at__isnull=False),
                name="deviation_second_whole",
            ),
            models.UniqueConstraint(
                fields=["pick", "inspector"],
                condition=Q(withdrawn_at=None),
                name="deviation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pick} {self.get_code_display()}"
