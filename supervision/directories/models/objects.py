"""检查对象名录库: kept from the register, never typed; and what happened to each entry."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from supervision.directories.states import CODE, ObjectKind, Passage
from tianfu.ledger.protection import append_only
from tianfu.text.columns import Line, Pieces, search_column


class InspectionObjectQuerySet(models.QuerySet["InspectionObject"]):
    def listed(self, kind: str, day: date) -> "InspectionObjectQuerySet":
        """Those of one kind in the directory on `day`; an authorization not after its last day, whether a job ran or not."""
        rows = self.filter(kind=kind, listed_on__lte=day).filter(Q(left_on=None) | Q(left_on__gt=day))
        if kind == ObjectKind.AUTHORIZATION:
            return rows.filter(authorization__ends_on__gte=day)
        if kind == ObjectKind.MARK_USAGE:
            lasting = Q(authorization=None) | Q(authorization__ends_on__gte=day)
            return rows.filter(lasting, Q(usage=None) | Q(usage__ends_on=None) | Q(usage__ends_on__gte=day))
        return rows

    def on_console_for(self, user: Any, *roles: str) -> "InspectionObjectQuerySet":
        """Those of the regions for which the person holds one of `roles`; all for a role of the whole province."""
        regions: set[str] = set()
        for role in roles:
            held = user.regions_for(role)
            if held is None:
                return self
            regions |= held
        return self.filter(region__in=regions)


class InspectionObject(models.Model):
    """One entry. `code` is its id in the files of a draw and never changes; `left_on` is the first day it is not listed.

    `tags` are what the register says (sector, industry); `added_tags` what the desk added, by import or by hand.
    """

    kind = models.CharField("类别", max_length=20, choices=ObjectKind)
    code = models.CharField("编号", max_length=64)
    name = Line("名称", max_length=120)
    holder_name = Line("持有人", max_length=120, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+", verbose_name="市（州）")
    authorization = models.ForeignKey(
        "certification.Authorization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="授权"
    )
    body = models.ForeignKey(
        "certification.CertificationBody", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机构"
    )
    # Of a registered usage; its authorization stands beside it.
    usage = models.ForeignKey(
        "certification.MarkUsage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="标识使用登记"
    )
    tags = ArrayField(models.CharField(max_length=64), verbose_name="标签", default=list, blank=True)
    added_tags = ArrayField(models.CharField(max_length=64), verbose_name="补充标签", default=list, blank=True)
    route = models.CharField("方式", max_length=30, blank=True)
    sector = models.CharField("领域", max_length=20, blank=True)
    listed_on = models.DateField("列入日期")
    left_on = models.DateField("移出日期", null=True, blank=True)
    last_checked_on = models.DateField("最近检查日期", null=True, blank=True)
    search = search_column("code", "name", "holder_name", "uscc")

    objects = InspectionObjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查对象"
        ordering: ClassVar = ["kind", "code"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "region", "code"], name="inspection_object_region"),
            models.Index(fields=["uscc"], name="inspection_object_uscc"),
            GinIndex(fields=["tags"], name="inspection_object_tags"),
            GinIndex(Pieces("search"), name="inspection_object_pieces"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="inspection_object_once"),
            models.UniqueConstraint(
                fields=["authorization"],
                condition=Q(authorization__isnull=False, kind="authorization"),
                name="inspection_object_of_authorization",
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(body__isnull=False, kind="certification_body"),
                name="inspection_object_of_body",
            ),
            models.UniqueConstraint(
                fields=["usage"], condition=Q(usage__isnull=False), name="inspection_object_of_usage"
            ),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="inspection_object_code"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("listed_on")), name="inspection_object_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"

    @property
    def all_tags(self) -> list[str]:
        """What the register says and what the desk added, each once, in byte order."""
        return sorted({*self.tags, *self.added_tags})

    def is_listed(self, day: date) -> bool:
        """The same answer as the queryset's `listed`, for a row read with its authorization."""
        if self.authorization is not None and self.authorization.ends_on < day:
            return False
        if self.usage is not None and self.usage.ends_on is not None and self.usage.ends_on < day:
            return False
        return self.listed_on <= day and (self.left_on is None or self.left_on > day)


class ObjectCheck(models.Model):
    """A check of an object that was carried out: what the pause between two checks and the yearly cap count. Append-only."""

    object = models.ForeignKey(InspectionObject, models.PROTECT, related_name="checks", verbose_name="检查对象")
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    on = models.DateField("检查日期")
    ref = models.CharField("检查任务", max_length=80, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "已实施检查"
        ordering: ClassVar = ["-on", "-id"]
        indexes: ClassVar = [models.Index(fields=["uscc", "on"], name="object_check_uscc")]
        triggers: ClassVar = append_only("object_check")

    def __str__(self) -> str:
        return f"{self.object_id} {self.on}"


class DirectoryComparison(models.Model):
    """One comparison of the directory with the register, and how many differences it put right."""

    at = models.DateTimeField("核对时间")
    # Empty while it runs, and for ever when it died: what it had put right by then stands in `changes`.
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    compared = models.PositiveIntegerField("核对条数", default=0)
    listed = models.PositiveIntegerField("补列入", default=0)
    left = models.PositiveIntegerField("补移出", default=0)
    changed = models.PositiveIntegerField("更正信息", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "名录核对"
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.at} {self.differences}"

    @property
    def differences(self) -> int:
        return self.listed + self.left + self.changed


class ObjectChange(models.Model):
    """An entry was listed, left or changed; `comparison` says that the register's event had been missed. Append-only."""

    object = models.ForeignKey(InspectionObject, models.PROTECT, related_name="changes", verbose_name="检查对象")
    at = models.DateTimeField("时间")
    passage = models.CharField("事项", max_length=10, choices=Passage)
    # The day it took effect in the register.
    on = models.DateField("生效日期")
    what = models.JSONField("变化", default=dict, blank=True)
    cause = Line("原因", max_length=200)
    actor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办人"
    )
    comparison = models.ForeignKey(
        DirectoryComparison, models.PROTECT, null=True, blank=True, related_name="changes", verbose_name="核对"
    )

    class Meta:
        verbose_name = verbose_name_plural = "检查对象变化"
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = append_only("object_change")

    def __str__(self) -> str:
        return f"{self.object_id} {self.get_passage_display()}"
