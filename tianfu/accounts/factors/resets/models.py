from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tianfu.accounts.models.stamps import real_now
from tianfu.text.columns import Line

OPEN_FOR = timedelta(days=3)
"""For which a proposal waits (a security limit, not a rule of the field): who asked is then no longer on the phone."""


class Outcome(models.TextChoices):
    CONFIRMED = "confirmed", "已复核，两步验证已重置"
    REFUSED = "refused", "复核人不同意"
    WITHDRAWN = "withdrawn", "提出人已撤下"
    EXPIRED = "expired", "逾期未复核，已失效"


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def standing(self) -> "FactorResetQuerySet":
        """Not answered, and in time."""
        return self.filter(outcome="", proposed_at__gt=real_now() - OPEN_FOR)


class FactorReset(models.Model):
    """One administrator's proposal to reset somebody's second factor; another one's confirmation does it.

    A history: answered once, never changed otherwise and never deleted. Written only by `tianfu.accounts.factors.resets.acts`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="用户")
    reason = Line("核实身份的方式和依据", max_length=200)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间", default=real_now)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办结人"
    )
    closed_at = models.DateTimeField("办结时间", null=True)
    closing_reason = Line("复核意见", max_length=200, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "两步验证重置"
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("user",), condition=Q(outcome=""), name="factorreset_standing_once"),
            models.CheckConstraint(condition=~Q(proposed_by=F("user")), name="factorreset_not_for_oneself"),
            models.CheckConstraint(condition=~Q(reason=""), name="factorreset_has_reason"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, closed_by=None) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="factorreset_closed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.CONFIRMED, Outcome.REFUSED])
                | (Q(closed_by__isnull=False) & ~Q(closed_by=F("proposed_by")) & ~Q(closed_by=F("user"))),
                name="factorreset_second_is_another",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="factorreset_is_history", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="factorreset_facts_stay", fields=["user", "reason", "proposed_by", "proposed_at"]),
            pgtrigger.Protect(
                name="factorreset_answer_is_final",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_outcome_display() if self.outcome else '等待复核'}"

    @property
    def stands(self) -> bool:
        return not self.outcome and self.proposed_at > real_now() - OPEN_FOR
