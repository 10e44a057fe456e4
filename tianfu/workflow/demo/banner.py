"""The banner that says the clock on the page is not the real one."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tianfu.workflow import clock

# Steps of `moving.step` and what the buttons say.
CHOICES = (
    ("+1d", "+1 天"),
    ("+1wd", "+1 个工作日"),
    ("+5wd", "+5 个工作日"),
    ("+10wd", "+10 个工作日"),
    ("+30d", "+30 天"),
)


def demo_clock(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `demo_clock` = {now, offset, moved, shifted (words, or ""), choices} under DEMO, else None."""
    if not settings.DEMO:
        return {"demo_clock": None}
    offset = clock.offset()
    words = in_words(offset)
    return {
        "demo_clock": {
            "now": clock.now(), "offset": offset, "moved": bool(words), "shifted": words, "choices": CHOICES,
        }
    }  # fmt: skip


def in_words(offset: timedelta) -> str:
    """「+8 天 2 小时」; empty when the clock is not moved by a minute or more."""
    minutes = int(abs(offset).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{number} {unit}" for number, unit in ((days, "天"), (hours, "小时"), (left, "分钟")) if number]
    return ("+" if offset > timedelta() else "-") + " ".join(parts) if parts else ""
