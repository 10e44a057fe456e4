from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.programmes import where
from tianfu.accounts.roles import Role
from tianfu.accounts.titles import title
from tianfu.text.columns import Line

if TYPE_CHECKING:
    from datetime import datetime


class Outcome(models.TextChoices):
    CONFIRMED = "confirmed", "已复核，角色已授予"
    REFUSED = "refused", "复核人不同意"
    WITHDRAWN = "withdrawn", "提议人已撤下"
    EXPIRED = "expired", "逾期未复核，已失效"
    VOID = "void", "已失效"


class GrantProposalQuerySet(models.QuerySet["GrantProposal"]):
    def standing(self) -> "GrantProposalQuerySet":
        """Not answered yet, in time or not."""
        return self.filter(outcome="")

    def open_at(self, moment: "datetime") -> "GrantProposalQuerySet":
        """Those that can still be confirmed."""
        return self.standing().filter(expires_at__gt=moment)


class GrantProposal(models.Model):
    """One administrator's proposal that somebody holds a role; another one's confirmation makes the RoleGrant.

    A history: answered once, never changed otherwise and never deleted. Written only by
    `tianfu.accounts.grants.proposals`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="用户")
    role = models.CharField("角色", max_length=30, choices=Role.choices)
    region = models.ForeignKey(
        "accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    programme = models.CharField("品牌项目", max_length=50, blank=True, default="")
    reason = Line("授予理由", max_length=200)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提议人")
    proposed_at = models.DateTimeField("提议时间", default=real_now)
    expires_at = models.DateTimeField("失效时间")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    closed_at = models.DateTimeField("办结时间", null=True)
    closing_reason = Line("复核意见", max_length=200, blank=True)
    # SHA-256 of what the second administrator's page showed.
    read = models.CharField("复核人所见内容的摘要", max_length=64, blank=True, editable=False)
    grant = models.OneToOneField(
        "accounts.RoleGrant", models.PROTECT, null=True, related_name="proposal", verbose_name="授予"
    )

    objects = GrantProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色授予提议"
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "region", "programme"),
                condition=Q(outcome=""),
                nulls_distinct=False,
                name="grantproposal_standing_once",
                violation_error_message="这项授予已经提出，正在等待复核。",
            ),
            models.CheckConstraint(condition=~Q(proposed_by=F("user")), name="grantproposal_not_for_oneself"),
            models.CheckConstraint(condition=~Q(reason=""), name="grantproposal_has_reason"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, closed_by=None, grant=None)
                | (~Q(outcome="") & Q(closed_at__isnull=False) & ~Q(closing_reason="")),
                name="grantproposal_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CONFIRMED, grant__isnull=False, closed_by__isnull=False)
                | (~Q(outcome=Outcome.CONFIRMED) & Q(grant=None)),
                name="grantproposal_confirmed_has_grant",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.CONFIRMED, Outcome.REFUSED])
                | (~Q(closed_by=F("proposed_by")) & ~Q(closed_by=F("user"))),
                name="grantproposal_second_is_another",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="grantproposal_is_history", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="grantproposal_facts_stay",
                fields=["user", "role", "region", "programme", "reason", "proposed_by", "proposed_at", "expires_at"],
            ),
            pgtrigger.Protect(
                name="grantproposal_answer_is_final",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__outcome=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.label}"

    @property
    def label(self) -> str:
        """「市（州）经办人（成都市）」"""
        return f"{self.get_role_display()}（{where(self.region, self.programme)}）"

    def get_role_display(self) -> str:  # type: ignore[no-redef]
        return title(self.role, self.programme, self.region)
