"""The filed comparison table in the shape the component draws."""

from typing import Any


def comparison_rows(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`items` as in a filing (`applications.form.sections.comparison.item_snapshot`) → rows of components/comparison.html."""
    return [
        {
            "name": item["indicator"],
            "unit": item["unit"],
            "direction": item["direction_label"],
            "method": item.get("evidence_note", ""),
            "own": item["own_value"],
            "verdict": item["verdict"],
            **{
                level: {"value": item[f"{level}_value"], "source": item[f"{level}_source"]}
                for level in ("international", "national", "industry")
            },
        }
        for item in items
    ]
