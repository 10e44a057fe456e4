"""The one clock (design 3). Nothing else in the platform reads the time.

Under DEMO only, a stored offset moves it; web, worker and beat see a move within `CACHE_SECONDS`
without a restart. This file is a leaf: models may import it.
"""

import math
import time
from datetime import date, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from tianfu.text.moments import BEIJING as CHINA
from tianfu.text.moments import beijing_day

CACHE_SECONDS = 1.0

_NOT_MOVED = timedelta()
# (offset, the monotonic second until which it is believed)
_known: tuple[timedelta, float] = (_NOT_MOVED, -math.inf)


def now() -> datetime:
    """The present moment, in Beijing time."""
    return machine_now() + offset()


def today() -> date:
    """The present day in Beijing."""
    return now().date()


def machine_now() -> datetime:
    """The machine's own time in Beijing, whatever the demo clock says: for what the clock itself records."""
    return timezone.now().astimezone(CHINA)


def offset() -> timedelta:
    """How far the demo clock is ahead; always zero without DEMO."""
    if not settings.DEMO:
        return _NOT_MOVED
    believed, until = _known
    if time.monotonic() < until:
        return believed
    # By name: this leaf is below the models.
    row = apps.get_model("workflow", "ClockOffset")._default_manager.filter(pk=1).values_list("offset", flat=True)
    found = row.first() or _NOT_MOVED
    remember(found)
    return found


def remember(value: timedelta, seconds: float = CACHE_SECONDS) -> None:
    """Believe this offset for so many seconds before asking the database again."""
    global _known
    _known = (value, time.monotonic() + seconds)


def forget() -> None:
    """Ask the database at the next call: somebody in this process has moved the clock."""
    remember(_NOT_MOVED, -math.inf)


def end_of(day: date) -> datetime:
    """The first instant after `day` in Beijing: 24:00 of that day."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=CHINA)


def start_of(day: date) -> datetime:
    """0:00 of `day` in Beijing."""
    return datetime.combine(day, datetime.min.time(), tzinfo=CHINA)


def in_beijing(moment: datetime) -> date:
    """The Beijing day of an aware moment."""
    return beijing_day(moment)
