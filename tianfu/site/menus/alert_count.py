"""The number beside 提醒 in the menu: facts of days, so each process asks for it once a minute and person, not once a page."""

import time
from typing import Any

from tianfu.workflow import clock, work_items

SECONDS = 60
MOST = 1000  # people kept in mind
_kept: dict[tuple[int, str], tuple[float, int]] = {}


def alert_count(user: Any) -> int:
    """Of this person, on this day (the demonstration's clock moves days at once); at most a minute old."""
    key, now = (user.pk, clock.today().isoformat()), time.monotonic()
    until, number = _kept.get(key, (0.0, 0))
    if until > now:
        return number
    if len(_kept) >= MOST:
        _kept.clear()
    number = work_items.alert_count(user)
    _kept[key] = (now + SECONDS, number)
    return number


def forget() -> None:
    """Ask anew; for tests."""
    _kept.clear()
