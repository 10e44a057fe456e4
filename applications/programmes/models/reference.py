"""Reference data with validity: industries, standards, indicator schemes."""

import re
from collections.abc import Collection
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tianfu.ledger.protection import append_only


class Sector(models.TextChoices):
    """The four sectors of the 2025 Measures."""

    MANUFACTURING = "manufacturing", "制造"
    AGRICULTURE = "agriculture", "农产"
    CONSTRUCTION = "construction", "建造"
    SERVICE = "service", "服务"


class IndustryQuerySet(models.QuerySet["Industry"]):
    def valid_on(self, day: date) -> "IndustryQuerySet":
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def of_schemes(self, schemes: Collection[str]) -> "IndustryQuerySet":
        """Those of these systems; which ones the programmes take, `names.schemes` knows."""
        return self.filter(scheme__in=schemes)

    def on_offer(self, day: date, schemes: Collection[str], *, chosen: int | None = None) -> "IndustryQuerySet":
        """Those of `schemes` valid on `day`, and the one already chosen."""
        valid = self.of_schemes(schemes).valid_on(day).values("pk")
        return self.filter(Q(pk__in=valid) | Q(pk=chosen))


class Industry(models.Model):
    """An industry of one of the province's schemes (5+1, six industries, 4+6, 10+3)."""

    key = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    sector = models.CharField("领域", max_length=20, choices=Sector)
    scheme = models.CharField("体系", max_length=20)
    source = models.CharField("来源", max_length=200)
    valid_from = models.DateField("启用日")
    valid_to = models.DateField("停用日", null=True, blank=True)

    objects = IndustryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "产业"
        ordering: ClassVar = ["sector", "scheme", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="industry_validity_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def filed_name(self) -> str:
        """As filings keep it: with the scheme it belongs to. `plain_industry` reads it back."""
        return f"{self.name}({self.scheme})"


def plain_industry(filed: str) -> str:
    """The name alone of an industry as filed: 电子信息(5+1) → 电子信息."""
    return re.sub(r"[(（][^()（）]*[)）]$", "", filed)


class Standard(models.Model):
    """A standard by its number; an empty number means the source names only a title."""

    class Level(models.TextChoices):
        INTERNATIONAL = "international", "国际标准"
        NATIONAL = "national", "国家标准"
        INDUSTRY = "industry", "行业标准"
        LOCAL = "local", "地方标准"
        ASSOCIATION = "association", "团体标准"
        ENTERPRISE = "enterprise", "企业标准"

    number = models.CharField("编号", max_length=60, blank=True)
    title = models.CharField("名称", max_length=200)
    level = models.CharField("级别", max_length=20, choices=Level)
    source = models.CharField("来源", max_length=200, blank=True)
    valid_from = models.DateField("实施日", null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="被代替")

    class Meta:
        verbose_name = verbose_name_plural = "标准"
        ordering: ClassVar = ["level", "number", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "title"], name="standard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class IndicatorScheme(models.Model):
    """An immutable version of the indicator tree (domain 9)."""

    key = models.CharField("版本", max_length=40, unique=True)
    title = models.CharField("名称", max_length=100)
    proposal = models.BooleanField("提案稿", default=True)
    source = models.CharField("来源", max_length=200)
    payload = models.JSONField("指标树")
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "指标体系"
        triggers: ClassVar = append_only("indicator_scheme")

    def __str__(self) -> str:
        return self.title
