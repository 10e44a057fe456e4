import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from tianfu.accounts.models.person import Person
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import membership_separation_sql
from tianfu.text.columns import Line


class MembershipStatus(models.TextChoices):
    PENDING = "pending", "等待确认"
    ACTIVE = "active", "有效"
    ENDED = "ended", "已结束"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(status=MembershipStatus.ACTIVE)

    def live(self) -> "MembershipQuerySet":
        return self.exclude(status=MembershipStatus.ENDED)

    def visible_to(self, user: Person) -> "MembershipQuerySet":
        """One's own, and all of the organisations one manages; administrators of the system and auditors see all."""
        if user.has_perm("accounts.view_membership"):
            return self
        managed = [m.organisation_id for m in user.active_memberships if m.can_manage]
        return self.filter(Q(user=user) | Q(organisation__in=managed))


class Membership(models.Model):
    """A person acting for an organisation. Active means may view; the other rights are given one by one.

    Changed only by `tianfu.accounts.organisations.membership`. An ended row stays as history; returning makes a new row.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="用户")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="memberships", verbose_name="组织"
    )
    status = models.CharField(
        "状态", max_length=10, choices=MembershipStatus.choices, default=MembershipStatus.PENDING, editable=False
    )
    can_edit = models.BooleanField("填报", default=False)
    can_sign = models.BooleanField("签署", default=False)
    can_manage = models.BooleanField("管理成员", default=False)
    requested_at = models.DateTimeField("申请时间", default=real_now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    decided_at = models.DateTimeField("确认时间", null=True)
    # Who gave the right to sign, when that came after the admission.
    sign_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="签署权授予人",
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="结束人"
    )
    ended_at = models.DateTimeField("结束时间", null=True)
    reason = Line("说明", max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "组织成员"
        ordering = ("organisation", "requested_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation"),
                condition=~Q(status=MembershipStatus.ENDED),
                name="membership_one_live_per_person",
                violation_error_message="您已经是该组织的成员，或申请正在等待确认。",
            ),
            models.CheckConstraint(
                condition=~Q(status=MembershipStatus.PENDING) | Q(can_edit=False, can_sign=False, can_manage=False),
                name="membership_pending_has_no_rights",
            ),
            models.CheckConstraint(
                condition=Q(status=MembershipStatus.PENDING, decided_at=None)
                | Q(status=MembershipStatus.ACTIVE, decided_at__isnull=False)
                | Q(status=MembershipStatus.ENDED),
                name="membership_active_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(status=MembershipStatus.ENDED, ended_at__isnull=False)
                | (~Q(status=MembershipStatus.ENDED) & Q(ended_at=None)),
                name="membership_ended_has_time",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="membership_is_history", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="membership_ended_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=MembershipStatus.ENDED),
            ),
            pgtrigger.Trigger(
                name="membership_not_for_staff",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=membership_separation_sql(),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
