"""Dates as people read them, in every template without `{% load %}`: `{{ due|day }}`, `{{ event.at|moment }}`."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from tianfu.workflow import clock

register = template.Library()
WEEKDAYS = "一二三四五六日"


@register.filter
def day(value: date | datetime | None) -> str:
    """12 月 4 日（周五）, with the year when it is not this one; a moment counts in Beijing time. Nothing for None."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if not isinstance(value, date):
        return ""
    year = "" if value.year == clock.today().year else f"{value.year} 年 "
    return f"{year}{value.month} 月 {value.day} 日（周{WEEKDAYS[value.weekday()]}）"


@register.filter
def moment(value: datetime | None) -> str:
    """2026-12-04 15:30, Beijing time. Nothing for None."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else ""
