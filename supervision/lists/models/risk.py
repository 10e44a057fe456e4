"""风险分类 A–D (国市监信发〔2022〕6号): internal, for the share of checks; the enterprise sees its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Letter(models.TextChoices):
    A = "A", "A 类（低风险）"
    B = "B", "B 类（较低风险）"
    C = "C", "C 类（较高风险）"
    D = "D", "D 类（高风险）"


class RiskClass(models.Model):
    """One enterprise's class while it stood. `reasons`: [{"text", "points"}]; `looked_on`: last time it was reckoned."""

    uscc = models.CharField("统一社会信用代码", max_length=18)
    letter = models.CharField("类别", max_length=1, choices=Letter)
    points = models.PositiveIntegerField("分值")
    reasons = models.JSONField("理由", default=list)
    since = models.DateField("起")
    looked_on = models.DateField("最近评定日期")
    superseded_at = models.DateTimeField("被替代时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "风险分类"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["uscc"], condition=Q(superseded_at=None), name="one_standing_risk_class"),
            models.CheckConstraint(condition=Q(letter__in=Letter.values), name="risk_class_letter"),
        ]
        indexes: ClassVar = [models.Index(fields=["uscc"], name="risk_class_uscc")]

    def __str__(self) -> str:
        return f"{self.uscc} {self.letter}"
