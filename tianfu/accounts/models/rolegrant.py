import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tianfu.accounts.grants.sql import signatories_sql
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.programmes import where
from tianfu.accounts.roles import (
    PROGRAMME_OPTIONAL,
    REGION_OPTIONAL,
    REGION_REQUIRED,
    Role,
    grant_separation_sql,
    incompatible_pairs_sql,
)
from tianfu.accounts.titles import title
from tianfu.text.columns import Line


class Origin(models.TextChoices):
    """How a grant came to be (docs/decisions/0016)."""

    TWO = "two", "两位系统管理员"
    FOUNDING = "founding", "服务器命令"
    BEFORE = "before", "实行两人授予以前"


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def active(self) -> "RoleGrantQuerySet":
        return self.filter(ended_at=None)


class RoleGrant(models.Model):
    """A role held by a person, for one region or (null) for the whole province.

    A history: rows are ended, never changed otherwise and never deleted; the database refuses the rest, above all a
    grant without two different administrators. Written only by `tianfu.accounts.grants`, ended by `granting`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_grants", verbose_name="用户")
    role = models.CharField("角色", max_length=30, choices=Role.choices)
    region = models.ForeignKey(
        "accounts.Region", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="地区"
    )
    # The slug of the only programme it is held for; empty: every programme.
    programme = models.CharField("品牌项目", max_length=50, blank=True, default="")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="授予人"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="复核人"
    )
    granted_at = models.DateTimeField("授予时间", default=real_now)
    reason = Line("授予理由", max_length=200)
    origin = models.CharField("授予方式", max_length=10, choices=Origin.choices, default=Origin.TWO)
    # As policy had it when the role was given; null for grants from before there was a waiting time.
    waiting_hours = models.PositiveIntegerField("生效等待（小时）", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="终止人"
    )
    ended_at = models.DateTimeField("终止时间", null=True)
    end_reason = Line("终止理由", max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色授予"
        ordering = ("-granted_at", "-pk")
        indexes = (models.Index(fields=("role",), condition=Q(ended_at=None), name="rolegrant_active_by_role"),)
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "region", "programme"),
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="rolegrant_active_once",
                violation_error_message="该用户已经在这个地区担任此角色。",
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=False) | ~Q(role__in=sorted(REGION_REQUIRED)),
                name="rolegrant_prefecture_role_has_region",
                violation_error_message="市（州）岗位必须选择地区。",
            ),
            models.CheckConstraint(
                condition=Q(region=None) | Q(role__in=sorted(REGION_REQUIRED | REGION_OPTIONAL)),
                name="rolegrant_province_role_has_no_region",
                violation_error_message="全省性岗位不能限定地区。",
            ),
            models.CheckConstraint(
                condition=Q(programme="") | Q(role__in=sorted(PROGRAMME_OPTIONAL)),
                name="rolegrant_only_such_roles_for_one_programme",
                violation_error_message="这个岗位不能限定品牌项目。",
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
                name="rolegrant_not_by_oneself",
                violation_error_message="不能给自己授予角色，请由另一位系统管理员办理。",
            ),
            models.CheckConstraint(
                condition=Q(
                    origin=Origin.TWO,
                    granted_by__isnull=False,
                    confirmed_by__isnull=False,
                    waiting_hours__isnull=False,
                )
                & ~Q(granted_by=F("confirmed_by"))
                & ~Q(granted_by=F("user"))
                & ~Q(confirmed_by=F("user"))
                | Q(
                    origin=Origin.FOUNDING,
                    role=Role.SYSTEM_ADMIN,
                    granted_by=None,
                    confirmed_by=None,
                    waiting_hours__isnull=False,
                )
                | Q(origin=Origin.BEFORE, confirmed_by=None, waiting_hours=None),
                name="rolegrant_two_signatories",
                violation_error_message="授予角色须由两位不同的系统管理员先后提出和复核。",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rolegrant_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="rolegrant_end_has_reason",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="rolegrant_is_history", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="rolegrant_facts_stay",
                fields=[
                    "user",
                    "role",
                    "region",
                    "programme",
                    "granted_by",
                    "confirmed_by",
                    "granted_at",
                    "reason",
                    "origin",
                    "waiting_hours",
                ],
            ),
            pgtrigger.Protect(
                name="rolegrant_ended_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="rolegrant_separation",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=incompatible_pairs_sql(),
            ),
            pgtrigger.Trigger(
                name="rolegrant_not_for_members",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=grant_separation_sql(),
            ),
            pgtrigger.Trigger(
                name="rolegrant_by_two",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=signatories_sql(),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.place}"

    def get_role_display(self) -> str:  # type: ignore[no-redef]
        return title(self.role, self.programme, self.region)

    @property
    def place(self) -> str:
        """「成都市」, 「全省，湖北精品」"""
        return where(self.region, self.programme)
