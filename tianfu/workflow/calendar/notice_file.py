"""Reading the year's official notice from a CSV file that an officer typed."""

import csv
import io
from datetime import date

from django.core.exceptions import ValidationError

from tianfu.workflow.calendar.holiday_calendar import SpecialDay

_HEADER = {"日期": "date", "date": "date", "安排": "rest", "rest": "rest", "名称": "name", "name": "name"}
_REST = {"休": True, "班": False}
_SATURDAY = 5
_LONGEST = 400  # a year has fewer special days


def read_notice(data: bytes) -> list[SpecialDay]:
    """The days of one year's notice: columns 日期,安排(休/班),名称. UTF-8 or GB 18030.

    All or nothing: raises ValidationError with every wrong line, in Chinese.
    """
    rows = list(csv.reader(io.StringIO(_text(data))))
    if not rows:
        raise ValidationError("文件是空的。第一行应为：日期,安排,名称")
    columns = [_HEADER.get(cell.strip().lower(), "") for cell in rows[0]]
    if sorted(filter(None, columns)) != ["date", "name", "rest"]:
        raise ValidationError("第一行应为：日期,安排,名称")
    if len(rows) > _LONGEST:
        raise ValidationError("行数过多：一个年度的安排不会超过 400 行。")
    problems: list[str] = []
    days: dict[date, SpecialDay] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            _take(number, dict(zip(columns, (cell.strip() for cell in cells), strict=False)), days, problems)
    problems += _as_a_year(list(days.values()))
    if problems:
        raise ValidationError(problems)
    return sorted(days.values(), key=lambda day: day.date)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError("文件不是 UTF-8 或 GB 18030 编码的文本，请另存为 CSV(UTF-8)。")


def _take(number: int, row: dict[str, str], days: dict[date, SpecialDay], problems: list[str]) -> None:
    try:
        day = date.fromisoformat(row.get("date", ""))
    except ValueError:
        problems.append(f"第 {number} 行：日期请写成 2027-01-01。")
        return
    rest = _REST.get(row.get("rest", ""))
    if rest is None:
        problems.append(f"第 {number} 行：安排只能是“休”或“班”。")
        return
    if not row.get("name"):
        problems.append(f"第 {number} 行：缺少节日名称。")
    if not rest and day.weekday() < _SATURDAY:
        problems.append(f"第 {number} 行：{day} 不是周六、周日，不需要写“班”。")
    if day in days:
        problems.append(f"第 {number} 行：{day} 重复。")
    days[day] = SpecialDay(day, rest, row.get("name", "")[:40], False)


def _as_a_year(days: list[SpecialDay]) -> list[str]:
    years = {day.date.year for day in days}
    if len(years) != 1:
        return ["一个文件只写一个年度的安排。"]
    year = years.pop()
    rest = {day.date for day in days if day.rest}
    # A half-typed notice would silently make holidays into working days.
    fixed = (date(year, 1, 1), date(year, 5, 1), date(year, 10, 1))
    return [f"缺少 {day}：该日依法放假，请核对文件是否完整。" for day in fixed if day not in rest]
