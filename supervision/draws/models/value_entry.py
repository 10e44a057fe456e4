"""开奖号码: what two officials typed from the announcement, each without seeing what the other typed."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

# Values only while the plan waits for them, only after the event, and never with a typist who is both (trust.md A.2).
_ORDER = """
    IF NOT EXISTS (
        SELECT 1 FROM supervision_drawplan p
        WHERE p.id = NEW.plan_id AND p.state = 'committed' AND p.seed_after <= NEW.first_at
          AND (NEW.second_at IS NULL OR p.seed_after <= NEW.second_at)
    ) THEN
        RAISE EXCEPTION 'values of a draw come after its event' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ValueEntry(models.Model):
    """One round of typing. Equal → the draw is computed; unequal → neither wins, both stay, a new round begins."""

    plan = models.ForeignKey("supervision.DrawPlan", models.PROTECT, related_name="entries", verbose_name="抽查方案")
    round = models.PositiveSmallIntegerField("轮次")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人")
    first_at = models.DateTimeField("录入时间")
    first_values = models.JSONField("录入的号码")
    first_url = models.URLField("公告地址", max_length=500, blank=True)
    first_evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公告照片"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="另一录入人"
    )
    second_at = models.DateTimeField("另一录入时间", null=True, blank=True)
    second_values = models.JSONField("另一人录入的号码", null=True, blank=True)
    second_url = models.URLField("另一公告地址", max_length=500, blank=True)
    second_evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="另一公告照片"
    )

    class Meta:
        verbose_name = verbose_name_plural = "开奖号码录入"
        ordering: ClassVar = ["plan", "round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "round"], name="draw_values_round_once"),
            # One open round at a time: the second typist always meets the first.
            models.UniqueConstraint(fields=["plan"], condition=Q(second_by=None), name="draw_values_one_open_round"),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="draw_values_two_typists"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None, second_at=None, second_values=None)
                | Q(second_by__isnull=False, second_at__isnull=False, second_values__isnull=False),
                name="draw_values_second_whole",
            ),
            models.CheckConstraint(
                condition=~Q(first_url="") | Q(first_evidence__isnull=False), name="draw_values_first_evidence"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_url="") | Q(second_evidence__isnull=False),
                name="draw_values_second_evidence",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="draw_values_after_event",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_ORDER,
            ),
            pgtrigger.ReadOnly(
                name="draw_values_first_stays",
                fields=["plan", "round", "first_by", "first_at", "first_values", "first_url", "first_evidence"],
            ),
            pgtrigger.Protect(
                name="draw_values_second_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__second_by__isnull=False),
            ),
            pgtrigger.Protect(name="draw_values_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.plan} 第 {self.round} 轮"

    @property
    def complete(self) -> bool:
        """Have both typed?"""
        return self.second_by_id is not None

    @property
    def agrees(self) -> bool:
        """Did both type the same?"""
        return self.complete and self.first_values == self.second_values

    @property
    def announced(self) -> dict[str, str]:
        """What an agreed round says, by source id."""
        return dict(self.first_values)

    @property
    def notice(self) -> str:
        """Address of the announcement; "" where photos stand for it."""
        return self.first_url or self.second_url
