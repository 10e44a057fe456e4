"""黑名单 (川质强省发〔2021〕1号 三(四)): cause, period, removal."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tianfu.text import moments
from tianfu.text.columns import Line, Lines


class BlacklistQuerySet(models.QuerySet["BlacklistEntry"]):
    def standing(self, day: date) -> "BlacklistQuerySet":
        """Entries in force on `day`."""
        return self.filter(since__lte=day, removed_at=None).filter(Q(until=None) | Q(until__gte=day))


class BlacklistEntry(models.Model):
    """An enterprise that may not apply. Entered and removed with a reason; never deleted."""

    uscc = models.CharField("统一社会信用代码", max_length=18, db_index=True)
    name = Line("名称", max_length=120)
    cause = Lines("事由")
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="列入人")
    entered_at = models.DateTimeField("列入时间")
    removed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移出人"
    )
    removed_at = models.DateTimeField("移出时间", null=True, blank=True)
    removal_reason = Lines("移出理由", blank=True)

    objects = BlacklistQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "黑名单"
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="blacklist_dates"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | (Q(removed_by__isnull=False) & ~Q(removal_reason="")),
                name="blacklist_removed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {moments.numeric_day(self.since)}"
