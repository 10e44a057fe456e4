"""A programme is data: routes, ordered stages, sections, checklists, number format, mark."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from applications.programmes.content import complete, in_order
from applications.programmes.names import keep
from tianfu.ledger.protection import append_only
from tianfu.registry.spoken import Words
from tianfu.text.columns import Line


class Programme(models.Model):
    """天府名品, 湖北精品 …: one brand on the engine."""

    slug = models.SlugField("代号", unique=True)
    name = Line("名称", max_length=40)
    region = models.ForeignKey("accounts.Region", models.PROTECT, verbose_name="省份")

    class Meta:
        verbose_name = verbose_name_plural = "品牌项目"

    def __str__(self) -> str:
        return self.name

    def current_version(self) -> "ProgrammeVersion":
        return self.versions.latest("version")


class ProgrammeVersion(models.Model):
    """One immutable version of a programme file; an application keeps the one it started with."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions", verbose_name="品牌项目")
    version = models.PositiveIntegerField("版本")
    payload = models.JSONField("内容")
    sha256 = models.CharField("摘要", max_length=64)
    loaded_at = models.DateTimeField("载入时间")

    class Meta:
        verbose_name = verbose_name_plural = "品牌项目版本"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "version"], name="programme_version_once")
        ]
        triggers: ClassVar = append_only("programme_version")

    def __str__(self) -> str:
        return f"{self.programme} 第 {self.version} 版"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        keep(self.pk, self.programme_id, self.payload)

    @property
    def spoken_words(self) -> Words:
        words: Words = self.content["words"]
        return words

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the file says, whole, whichever shape it had when it was loaded."""
        return complete(self.payload)

    def route(self, route: str) -> dict[str, Any]:
        found: dict[str, Any] = self.content["routes"][route]
        return found

    @property
    def route_keys(self) -> list[str]:
        """The ways to apply, as they are offered."""
        return in_order(self.content["routes"])

    def order(self, route: str, *, renewal: bool = False) -> dict[str, Any]:
        """Stages and sections of a way to apply, or of its renewal. KeyError where it has no renewal."""
        found = self.route(route)
        return {**found, **found["renewal"]} if renewal else found

    def stages(self, route: str, *, renewal: bool = False) -> list[str]:
        """Stage keys in order."""
        return list(self.order(route, renewal=renewal)["stages"])

    def sections(self, route: str, *, renewal: bool = False) -> list[str]:
        return list(self.order(route, renewal=renewal)["sections"])

    def renews(self, route: str) -> bool:
        """Whether an authorization of this way can be renewed."""
        return "renewal" in self.content["routes"].get(route, {})

    def text(self, key: str) -> dict[str, Any]:
        """A versioned text of the programme (declaration, commitment, agreement…)."""
        found: dict[str, Any] = self.content["texts"][key]
        return found


class Batch(models.Model):
    """申报批次: a call for applications, open to some sectors from the first to the last day (both included)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="batches", verbose_name="品牌项目")
    name = Line("批次名称", max_length=60)
    opens_on = models.DateField("开始日")
    closes_on = models.DateField("截止日")
    sectors = ArrayField(models.CharField(max_length=20), verbose_name="领域")
    routes = ArrayField(models.CharField(max_length=30), verbose_name="方式")
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="开设人")
    created_at = models.DateTimeField("开设时间")

    class Meta:
        verbose_name = verbose_name_plural = "申报批次"
        ordering: ClassVar = ["-opens_on", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "name"], name="batch_name_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="batch_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.name}"

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on

    def standing_on(self, day: date) -> str:
        """Where its days stand, in a word: 未开始, 受理中 or 已截止."""
        if day < self.opens_on:
            return "未开始"
        return "受理中" if day <= self.closes_on else "已截止"
