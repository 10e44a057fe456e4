"""Dates in words, as every page and letter says them."""

from datetime import date

WEEKDAYS = "一二三四五六日"


def long_day(day: date) -> str:
    """2026 年 12 月 4 日(周五)."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日（周{WEEKDAYS[day.weekday()]}）"
