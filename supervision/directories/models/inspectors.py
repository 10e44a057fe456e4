"""执法检查人员名录库: certificate, areas, leave and recusals. Names are never public: a number stands for the person."""

from datetime import date
from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from supervision.directories.states import CODE
from tianfu.text.columns import Line, search_column

# 国办发〔2024〕54号: no inspector without an enforcement certificate; an entrusted organisation has no 检查主体资格.
_ONLY_AUTHORITIES = """
    IF NOT EXISTS (SELECT 1 FROM accounts_organisation o WHERE o.id = NEW.unit_id AND o.kind = 'authority') THEN
        RAISE EXCEPTION 'only an authority has inspectors' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class InspectorQuerySet(models.QuerySet["Inspector"]):
    def on_roll(self, day: date) -> "InspectorQuerySet":
        """In the directory on `day`, available or not."""
        return self.filter(listed_on__lte=day).filter(Q(left_on=None) | Q(left_on__gt=day))

    def available(self, since: date, until: date) -> "InspectorQuerySet":
        """Who may be sent on every day from `since` to `until`: on the roll, certificate valid, no leave, account open."""
        away = Leave.objects.standing().filter(inspector=OuterRef("pk"), since__lte=until, until__gte=since)
        rows = self.on_roll(since).filter(Q(left_on=None) | Q(left_on__gt=until))
        rows = rows.filter(valid_from__lte=since, valid_until__gte=until).exclude(user__is_active=False)
        return rows.filter(~Exists(away))

    def on_console_for(self, user: Any, *roles: str) -> "InspectorQuerySet":
        """Those of units in the regions for which the person holds one of `roles`; all for the whole province."""
        regions: set[str] = set()
        for role in roles:
            held = user.regions_for(role)
            if held is None:
                return self
            regions |= held
        return self.filter(unit__region__in=regions)


class Inspector(models.Model):
    """A person with an enforcement certificate, of an authority. `left_on` is the first day off the roll; never deleted."""

    number = Line("执法证号", max_length=64, unique=True)
    name = Line("姓名", max_length=60)
    unit = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="inspectors", verbose_name="所在单位"
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="inspectors", verbose_name="账号"
    )
    valid_from = models.DateField("执法证有效期起")
    valid_until = models.DateField("执法证有效期止")
    areas = ArrayField(models.CharField(max_length=6), verbose_name="检查区域")
    home = models.CharField("常驻地区", max_length=6)
    tags = ArrayField(models.CharField(max_length=64), verbose_name="业务专长", default=list, blank=True)
    lead = models.BooleanField("可任主检人", default=False)
    listed_on = models.DateField("列入日期")
    left_on = models.DateField("移出日期", null=True, blank=True)
    left_reason = Line("移出原因", max_length=200, blank=True)
    search = search_column("number", "name")

    objects = InspectorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "执法检查人员"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__regex=CODE), name="inspector_number"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="inspector_certificate_dates"),
            models.CheckConstraint(condition=Q(left_on=None) | Q(left_on__gte=F("listed_on")), name="inspector_dates"),
            models.CheckConstraint(condition=Q(home__regex=r"^[0-9]{2,6}$"), name="inspector_home"),
            models.CheckConstraint(condition=Q(areas__len__gte=1), name="inspector_has_area"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(user__isnull=False, left_on=None), name="one_inspector_per_account"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="inspector_of_authority",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id"),
                func=_ONLY_AUTHORITIES,
            ),
            pgtrigger.Protect(name="inspector_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """The number, never the name: this stands in logs, papers and public files."""
        return self.number

    def is_on_roll(self, day: date) -> bool:
        return self.listed_on <= day and (self.left_on is None or self.left_on > day)

    def is_certified(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


class LeaveQuerySet(models.QuerySet["Leave"]):
    def standing(self) -> "LeaveQuerySet":
        """Not taken back."""
        return self.filter(taken_back_at=None)


class Leave(models.Model):
    """Days, first and last included, on which somebody is not drawn. Taken back, never deleted."""

    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="leaves", verbose_name="检查人员")
    since = models.DateField("起")
    until = models.DateField("止")
    declared_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    declared_at = models.DateTimeField("登记时间", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销登记人"
    )
    taken_back_at = models.DateTimeField("撤销登记时间", null=True, blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查人员休假"
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="leave_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.since} 至 {self.until}"


class RecusalQuerySet(models.QuerySet["Recusal"]):
    def standing(self) -> "RecusalQuerySet":
        """Not ended."""
        return self.filter(ended_at=None)


class Recusal(models.Model):
    """回避 as declared: against one object (`code`) or everything of one enterprise (`uscc`). The reason stays inside."""

    inspector = models.ForeignKey(Inspector, models.PROTECT, related_name="recusals", verbose_name="检查人员")
    uscc = models.CharField("企业的统一社会信用代码", max_length=18, blank=True)
    code = models.CharField("检查对象编号", max_length=64, blank=True)
    reason = Line("回避事由", max_length=200)
    declared_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    declared_at = models.DateTimeField("登记时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="终止人"
    )
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    end_reason = Line("终止理由", max_length=200, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回避登记"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(uscc="") & ~Q(code="")) | (~Q(uscc="") & Q(code="")), name="recusal_of_one"
            ),
            models.UniqueConstraint(
                fields=["inspector", "uscc", "code"], condition=Q(ended_at=None), name="one_standing_recusal"
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="recusal_stays", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.uscc or self.code
