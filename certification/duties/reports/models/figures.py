"""The figures of a year, with their units, and what cannot be true of them. They feed the goals and the statistics."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from tianfu.text.columns import Line, Lines
from tianfu.text.numbers import grouped

MOST_REVENUE, MOST_OUTPUT, MOST_COUNT = Decimal("99999999"), Decimal("999999999999"), 9_999_999
TEXT, SUMMARY = 2000, 300


class Figures(models.Model):
    """As written in a draft, and once more, for good, in every filing. Money in 万元, output in `output_unit`."""

    revenue = models.DecimalField("产品销售收入", max_digits=12, decimal_places=2, null=True, blank=True)
    output = models.DecimalField("产量（服务量）", max_digits=16, decimal_places=3, null=True, blank=True)
    output_unit = Line("产量单位", max_length=20, blank=True, default="")
    complaints = models.PositiveIntegerField("收到投诉", null=True, blank=True)
    complaints_settled = models.PositiveIntegerField("已办结投诉", null=True, blank=True)
    tests = models.PositiveIntegerField("检验检测批次", null=True, blank=True)
    tests_passed = models.PositiveIntegerField("检验检测合格批次", null=True, blank=True)
    mark_use = Lines("标识使用情况", max_length=TEXT, blank=True, default="")
    improvements = Lines("质量改进和问题整改", max_length=TEXT, blank=True, default="")
    summary = Lines("公开摘要", max_length=SUMMARY, blank=True, default="")
    explanation = Lines("数字变动说明", max_length=TEXT, blank=True, default="")

    class Meta:
        abstract = True


FIELDS = [str(field.name) for field in Figures._meta.fields]
UNITS = {"revenue": "万元", "complaints": "件", "complaints_settled": "件", "tests": "批次", "tests_passed": "批次"}
NUMBERS = ("revenue", "output", "complaints", "complaints_settled", "tests", "tests_passed")
# What the next report begins with; what happened in the year is written anew.
CARRIED = (*NUMBERS, "output_unit", "mark_use")
_NEEDED = (*NUMBERS, "output_unit", "mark_use", "improvements", "summary")
_WHERE_SMALLER = Q(complaints_settled__lte=F("complaints"), tests_passed__lte=F("tests"), revenue__gte=0, output__gte=0)


def possible(name: str) -> models.CheckConstraint:
    """Of figures that count: nothing below nought, no part greater than its whole."""
    return models.CheckConstraint(condition=_WHERE_SMALLER, name=name)


def label_of(name: str) -> str:
    return str(next(field.verbose_name for field in Figures._meta.fields if field.name == name))


def values_of(row: Figures) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _shown(row: Figures, name: str) -> str:
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    if name not in NUMBERS:
        return str(value)
    digits = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return f"{grouped(digits)} {UNITS.get(name) or row.output_unit}".rstrip()


def in_words(row: Figures) -> dict[str, str]:
    """Label → what it says, with its unit; for pages, stamps and papers. The unit stands with its number."""
    return {label_of(name): _shown(row, name) for name in FIELDS if name != "output_unit"}


def shown(row: Figures, name: str) -> str:
    """One of them, with its unit; "" when it was not given."""
    return _shown(row, name)


class Bounds:
    """What a figure may be at most."""

    most: ClassVar[dict[str, Decimal | int]] = {
        "revenue": MOST_REVENUE,
        "output": MOST_OUTPUT,
        **dict.fromkeys(("complaints", "complaints_settled", "tests", "tests_passed"), MOST_COUNT),
    }


def impossible(values: Mapping[str, Any]) -> dict[str, str]:
    """Field → why what stands there cannot be; empty fields are no fault of a draft."""
    found = {}
    for name, most in Bounds.most.items():
        value = values.get(name)
        if value is not None and value < 0:
            found[name] = f"{label_of(name)}不能是负数，请核对后填写；没有的填 0。"
        elif value is not None and value > most:
            unit = UNITS.get(name) or "您填写的单位"
            found[name] = f"{label_of(name)}超过 {grouped(str(most))}（{unit}），请核对数字和单位。"
    for part, whole, words in (
        ("complaints_settled", "complaints", "已办结投诉不能多于收到的投诉，请核对两项数字。"),
        ("tests_passed", "tests", "合格批次不能多于检验检测的批次，请核对两项数字。"),
    ):
        if part not in found and None not in (values.get(part), values.get(whole)) and values[part] > values[whole]:
            found[part] = words
    return found


def gaps(values: Mapping[str, Any]) -> dict[str, str]:
    """Field → what to write before the report can be filed."""
    return {name: f"请填写{label_of(name)}。" for name in _NEEDED if values.get(name) in (None, "")}


def leaps(values: Mapping[str, Any], last: Mapping[str, Any] | None, factor: int) -> dict[str, str]:
    """Where revenue or output are `factor` times last year's or more, or the other way round, the holder says why."""
    if last is None or factor < 2 or str(values.get("explanation") or "").strip():
        return {}
    found = []
    for name in ("revenue", "output"):
        now, before = values.get(name), last.get(name)
        if now and before and (now >= before * factor or before >= now * factor):
            if name == "revenue" or values.get("output_unit") == last.get("output_unit"):
                found.append(label_of(name))
    if not found:
        return {}
    return {"explanation": f"{'、'.join(found)}与上年相差 {factor} 倍以上，请核对；数字无误的，请在这里说明原因。"}
