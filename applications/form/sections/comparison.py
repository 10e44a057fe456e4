from typing import TYPE_CHECKING, Any

from applications.cases.sections.section import Section, register
from tianfu.papers.typefaces.glyphs import refusal_of

if TYPE_CHECKING:
    from applications.cases.models.application import Application


LEVEL_FIELDS = (
    "own_value",
    "evidence_note",
    "international_value",
    "international_source",
    "national_value",
    "national_source",
    "industry_value",
    "industry_source",
)


def cell_text(item: Any, field: str) -> str:
    """A cell as its input shows it."""
    return item.shown(field.removesuffix("_value")) if field.endswith("_value") else getattr(item, field)


@register
class Comparison(Section):
    key = "comparison"
    title = "主要关键性能指标对比表"
    hint = "把产品的关键指标与国际、国家标准和行业值放在一起比。结论由系统计算。"
    template = "applications/form/portal/comparison.html"

    def missing(self, application: "Application") -> list[str]:
        items = list(application.comparison.all())
        if not items:
            return ["至少填写一项指标"]
        gaps = []
        for number, item in enumerate(items, start=1):
            if not item.indicator or not item.unit:
                gaps.append(f"第 {number} 行缺少{'指标名称' if not item.indicator else '单位'}")
            elif item.own_value is None:
                gaps.append(f"“{item.indicator}”缺少本产品的数值")
            elif item.verdict is None:
                gaps.append(f"“{item.indicator}”至少要有一个对比值（国际、国家或行业）")
            gaps += [
                f"“{item.indicator}”的{name}值没有写来源"
                for level, name in item.LEVELS.items()
                if getattr(item, f"{level}_value") is not None and not getattr(item, f"{level}_source")
            ]
        return gaps

    def unprintable(self, application: "Application") -> list[str]:
        return [
            f"第 {number} 行“{label}”里的{refused.rstrip('。')}"
            for number, item in enumerate(application.comparison.all(), start=1)
            for label, value in item.texts()
            if (refused := refusal_of(value))
        ]

    def snapshot(self, application: "Application") -> dict[str, Any]:
        return {**super().snapshot(application), "items": [item_snapshot(i) for i in application.comparison.all()]}


def row_facts(item: Any) -> dict[str, Any]:
    """A row by the words of its columns, for `tianfu.workflow.signatures.shown`."""
    names = ("indicator", "unit", "direction", *LEVEL_FIELDS)
    return {str(item._meta.get_field(name).verbose_name): cell_text(item, name) for name in names}


def item_snapshot(item: Any) -> dict[str, Any]:
    """One row as filed, shown in public and printed: all values as text."""
    row: dict[str, Any] = {
        "indicator": item.indicator,
        "unit": item.unit,
        "direction": item.direction,
        "direction_label": item.get_direction_display(),
        "own_value": item.shown("own"),
        "evidence_note": item.evidence_note,
        "verdict": item.verdict.value if item.verdict else "",
        "verdict_label": item.verdict.label if item.verdict else "",
    }
    for level in item.LEVELS:
        against = item.against(level)
        row[f"{level}_value"] = item.shown(level)
        row[f"{level}_source"] = getattr(item, f"{level}_source")
        row[f"{level}_verdict"] = against.value if against else ""
    return row
