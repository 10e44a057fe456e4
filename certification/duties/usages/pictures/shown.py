"""A sample picture as a page draws it: its address, its size, and what was marked on it."""

from collections.abc import Iterable
from typing import Any

from certification.duties.usages.models import UsagePicture
from certification.duties.usages.pictures.areas import COLUMNS, ROWS, WHOLE


def drawn(pictures: Iterable[UsagePicture], *, grid: bool = False) -> list[dict[str, Any]]:
    """For `certification/duties/usages/_picture.html`; rectangles in pixels of the picture. `grid`: with the fields an officer may name."""
    return [_one(row, grid) for row in pictures]


def _one(row: UsagePicture, grid: bool) -> dict[str, Any]:
    width, height = row.width, row.height
    unit = max(width, height) / 100
    marks = list(row.marks.all())
    return {
        "row": row,
        "url": f"{row.file.get_absolute_url()}?inline=1",
        "text_size": _short(unit * 4),
        "name_size": _short(unit * 2),
        "marks": [
            {
                "row": mark,
                "x": mark.left * width // WHOLE,
                "y": mark.top * height // WHOLE,
                "width": max(mark.width * width // WHOLE, 1),
                "height": max(mark.height * height // WHOLE, 1),
                # Under its upper edge, or over the rectangle where there is room.
                "text_y": _short(max(mark.top * height / WHOLE - unit * 0.6, unit * 4)),
            }
            for mark in marks
        ],
        "words": "；".join(f"{mark.number} {mark.area.words} {mark.text}" for mark in marks),
        "fields": _grid(width, height) if grid else [],
        "lines": _lines(width, height) if grid else [],
    }


def _grid(width: int, height: int) -> list[dict[str, Any]]:
    """Names of the fields, each at its upper left corner."""
    return [
        {
            "name": f"{COLUMNS[column]}{row + 1}",
            "x": _short(width * (column + 0.08) / ROWS),
            "y": _short(height * (row + 0.32) / ROWS),
        }
        for row in range(ROWS)
        for column in range(ROWS)
    ]


def _lines(width: int, height: int) -> list[dict[str, int]]:
    across = [{"x1": 0, "x2": width, "y1": height * at // ROWS, "y2": height * at // ROWS} for at in range(1, ROWS)]
    down = [{"x1": width * at // ROWS, "x2": width * at // ROWS, "y1": 0, "y2": height} for at in range(1, ROWS)]
    return across + down


def _short(number: float) -> str:
    """As SVG takes it, with a point whatever the page's language."""
    return f"{number:.1f}"
