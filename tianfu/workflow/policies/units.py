"""Units of policy values: how a value of each looks, is checked and is read aloud."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tianfu.text.clean import line
from tianfu.text.numbers import read_whole
from tianfu.workflow.policies.closures import check_closures, read_closures, write_closures

_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_MONTH_DAY = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", "个工作日"
    DAYS = "days", "天"
    HOURS = "hours", "小时"
    MONTHS = "months", "个月"
    YEARS = "years", "年"
    MEGABYTES = "megabytes", "MB"
    COUNT = "count", "个（次）"
    PERCENT = "percent", "%"
    DAY_LIST = "day_list", "天（多个）"
    DATE_WINDOW = "date_window", "起止月日"
    YES_NO = "yes_no", "是/否"
    TEXT = "text", "文字"
    TIME_OF_DAY = "time_of_day", "时刻"
    CLOSURES = "closures", "休市日期"


_LONGEST = 200
_WHOLE = {Unit.WORKING_DAYS, Unit.DAYS, Unit.HOURS, Unit.MONTHS, Unit.YEARS, Unit.MEGABYTES, Unit.COUNT, Unit.PERCENT}


def check_value(unit: str, value: Any) -> None:
    """Raise ValidationError, in Chinese, when `value` is not one of `unit`."""
    if unit in _WHOLE:
        _check_whole(unit, value)
    elif unit == Unit.DAY_LIST:
        if not isinstance(value, list) or not value or not all(_is_whole(day) for day in value):
            raise ValidationError("请填写一个或多个天数，用逗号分隔，例如 180,90,60。")
        if sorted(set(value), reverse=True) != value:
            raise ValidationError("天数应从大到小排列且不重复。")
    elif unit == Unit.DATE_WINDOW:
        whole = isinstance(value, list) and len(value) == 2
        if not whole or not all(isinstance(day, str) and _MONTH_DAY.match(day) for day in value):
            raise ValidationError("请填写起止月日，用逗号分隔，例如 01-01,06-30。")
    elif unit == Unit.YES_NO:
        if not isinstance(value, bool):
            raise ValidationError("请填写“是”或“否”。")
    elif unit == Unit.TEXT:
        if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST or "\n" in value:
            raise ValidationError(f"请填写一行文字，不超过 {_LONGEST} 字。")
    elif unit == Unit.TIME_OF_DAY:
        if not isinstance(value, str) or not _TIME.match(value):
            raise ValidationError("请填写 24 小时制的时刻，例如 17:30。")
    elif unit == Unit.CLOSURES:
        check_closures(value)
    else:
        raise ValidationError(f"未知的单位：{unit}。")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000


def _check_whole(unit: str, value: Any) -> None:
    if not _is_whole(value):
        raise ValidationError("请填写 0 至 100000 之间的整数。")
    if unit == Unit.PERCENT and value > 100:
        raise ValidationError("百分比不能超过 100。")


def read_value(unit: str, text: str) -> Any:
    """The value a person typed, checked. Numbers go through the one reader. Raises ValidationError in Chinese."""
    plain = line(text)
    parts = [part for part in map(line, re.split("[,，、;；]", plain)) if part]
    value: Any
    if unit == Unit.CLOSURES:
        value = read_closures(plain)
    elif unit == Unit.DATE_WINDOW:
        value = [re.sub("[‐-―−]", "-", unicodedata.normalize("NFKC", part)) for part in parts]
    elif unit == Unit.YES_NO:
        value = {"是": True, "否": False}.get(plain, plain)
    elif unit == Unit.TEXT:
        value = plain
    elif unit == Unit.TIME_OF_DAY:
        value = unicodedata.normalize("NFKC", plain)
    elif unit == Unit.DAY_LIST:
        value = [read_whole(part, unit="天") for part in parts]
    else:
        value = read_whole(plain, unit=Unit(unit).label if unit in Unit.values else "")
    check_value(unit, value)
    return value


def _month_day(text: str) -> str:
    month, day = text.split("-")
    return f"{int(month)} 月 {int(day)} 日"


def write_value(unit: str, value: Any) -> str:
    """The value with its unit, as people read it: 「10 个工作日」."""
    if unit == Unit.YES_NO:
        return "是" if value else "否"
    if unit == Unit.TEXT:
        return str(value)
    if unit == Unit.CLOSURES:
        return write_closures(value)
    if unit == Unit.DAY_LIST:
        return "、".join(str(day) for day in value) + " 天"
    if unit == Unit.DATE_WINDOW:
        return " 至 ".join(_month_day(day) for day in value)
    if unit == Unit.TIME_OF_DAY:
        return str(value)
    label = Unit(unit).label if unit in Unit.values else unit
    return f"{value} {label}" if unit != Unit.PERCENT else f"{value}%"
