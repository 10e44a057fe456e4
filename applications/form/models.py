"""What the enterprise fills in: answers per section, comparison table, evidence, honours."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from applications.cases.models.application import Application
from applications.form.arithmetic import Direction, Verdict, row_verdict, verdict
from tianfu.text.columns import Line, Whole
from tianfu.text.numbers import Reading, plain_digits


class SectionAnswers(models.Model):
    """The saved fields of one section. Saved field by field; `revision` counts the saves."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers", verbose_name="申报")
    section = models.CharField("部分", max_length=30)
    data = models.JSONField("内容", default=dict)
    revision = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间")
    saved_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="保存人")

    class Meta:
        verbose_name = verbose_name_plural = "申报内容"
        constraints: ClassVar = [models.UniqueConstraint(fields=["application", "section"], name="answers_once")]

    def __str__(self) -> str:
        return f"{self.application} {self.section}"


def _value(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=6, null=True, blank=True)


def _digits(label: str) -> models.CharField:
    """The value's digits as typed: 0.10 stays 0.10. Empty in rows of before they were kept."""
    return models.CharField(f"{label}（原样）", max_length=20, blank=True, default="", editable=False)


class ComparisonItem(models.Model):
    """One row of 主要关键性能指标对比表 (seed 000, 三(二)). Values share the row's unit."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="comparison", verbose_name="申报")
    position = models.PositiveSmallIntegerField("序号")
    indicator = Line("指标", max_length=60, blank=True)
    unit = Line("单位", max_length=20, blank=True)
    direction = models.CharField("方向", max_length=10, choices=Direction, default=Direction.HIGHER)
    own_value = _value("本产品")
    own_digits = _digits("本产品")
    international_value = _value("国际标准值")
    international_digits = _digits("国际标准值")
    international_source = Line("国际标准来源", max_length=120, blank=True)
    national_value = _value("国家标准值")
    national_digits = _digits("国家标准值")
    national_source = Line("国家标准来源", max_length=120, blank=True)
    industry_value = _value("行业值")
    industry_digits = _digits("行业值")
    industry_source = Line("行业值来源", max_length=120, blank=True)
    evidence_note = Line("检测依据", max_length=120, blank=True)

    LEVELS: ClassVar[dict[str, str]] = {"international": "国际", "national": "国家", "industry": "行业"}

    class Meta:
        verbose_name = verbose_name_plural = "对比指标"
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "indicator"], condition=~Q(indicator=""), name="comparison_indicator_once"
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="comparison_direction_known"),
        ]

    def __str__(self) -> str:
        return self.indicator

    def texts(self) -> list[tuple[str, str]]:
        """Label and value of each cell that holds words."""
        fields = [field for field in self._meta.concrete_fields if isinstance(field, models.CharField)]
        return [(str(field.verbose_name), getattr(self, field.name)) for field in fields if not field.choices]

    def take(self, level: str, reading: Reading | None) -> None:
        """Write one value and its digits: `own` or a key of `LEVELS`."""
        setattr(self, f"{level}_value", reading.value if reading else None)
        setattr(self, f"{level}_digits", reading.digits if reading else "")

    def shown(self, level: str) -> str:
        """One value as it was typed; without trailing zeros where only the number is known."""
        value, digits = getattr(self, f"{level}_value"), getattr(self, f"{level}_digits")
        if value is None:
            return ""
        return digits if digits and Decimal(digits) == value else plain_digits(value)

    def against(self, level: str) -> Verdict | None:
        """优于 / 等同 / 低于 one reference; None while either value is missing."""
        return verdict(self.own_value, getattr(self, f"{level}_value"), self.direction)

    @property
    def verdict(self) -> Verdict | None:
        """Against all given references together: 优于 only when better than each."""
        return row_verdict([self.against(level) for level in self.LEVELS])


class Honor(models.Model):
    """质量荣誉: the gate of the self-declaration route (天府质量奖 or equal; seed 000, 二(一))."""

    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCE = "province", "省级"
        PREFECTURE = "prefecture", "市（州）级"

    application = models.ForeignKey(Application, models.CASCADE, related_name="honors", verbose_name="申报")
    name = Line("荣誉名称", max_length=80)
    level = models.CharField("级别", max_length=12, choices=Level)
    awarded_by = Line("授予单位", max_length=80)
    year = Whole("年度")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="证明文件")

    class Meta:
        verbose_name = verbose_name_plural = "质量荣誉"
        ordering: ClassVar = ["-year", "id"]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class Evidence(models.Model):
    """证明材料. `kind` is a key of the programme's list; a replaced file stays stored for the old filing."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="evidence", verbose_name="申报")
    kind = models.CharField("类别", max_length=40)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    note = Line("说明", max_length=200, blank=True)
    added_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "证明材料"
        ordering: ClassVar = ["kind", "id"]

    def __str__(self) -> str:
        return self.file.name
