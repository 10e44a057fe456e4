"""Moving the demo clock. Only under DEMO, and forwards: history has to stay in order."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal

from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.models import ClockOffset

# Sent inside the transaction of a move: now (the new time).
clock_moved = Signal()

STEP = re.compile(r"^([+-])(\d{1,5})(wd|d|h|m)$")
_LONGEST = timedelta(days=3660)


class ClockRefused(ValidationError):
    """The demo clock may not be moved so; the message says why."""


def step(text: str) -> timedelta:
    """The move that `+8d`, `-1h`, `+30m` or `+3wd` (working days from today) means."""
    match = STEP.match(text.strip().lower())
    if match is None:
        raise ClockRefused("请写成 +8d（天）、+3wd（工作日）、+2h（小时）或 +30m（分钟）。")
    sign, number, unit = match[1], int(match[2]), match[3]
    if unit == "wd":
        if sign == "-":
            raise ClockRefused("工作日只能向前拨，例如 +3wd。")
        return add_working_days(clock.today(), number).date - clock.today()
    one = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}[unit]
    return one * number if sign == "+" else -one * number


def move(delta: timedelta, actor: Any, *, force: bool = False) -> datetime:
    """Move the demo clock by `delta`, write it into the audit trail and return the new time.

    Backwards only with `force`: events already written would then lie in the future.
    """
    _only_in_demo()
    if delta < timedelta() and not force:
        raise ClockRefused("演示时钟只能向前拨，否则已有的记录会晚于当前时间。")
    with transaction.atomic():
        row = _locked()
        return _write(row, row.offset + delta, actor)


def reset(actor: Any, *, force: bool = False) -> datetime:
    """Back to the machine's time. A clock that is ahead goes backwards by this: `force`."""
    _only_in_demo()
    return move(-clock.offset(), actor, force=force)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise ClockRefused("演示时钟仅在 DEMO=1 时可用。")


def _locked() -> ClockOffset:
    ClockOffset.objects.get_or_create(pk=1)
    return ClockOffset.objects.select_for_update().get(pk=1)


def _write(row: ClockOffset, offset: timedelta, actor: Any) -> datetime:
    if abs(offset) > _LONGEST:
        raise ClockRefused("演示时钟离真实时间不能超过十年。")
    before = row.offset
    row.offset = offset
    row.moved_by = actor if getattr(actor, "pk", None) is not None else None
    row.moved_at = clock.machine_now()
    row.save()
    clock.forget()
    transaction.on_commit(clock.forget)
    record("clock.moved", actor=actor, subject=row, data={"from": str(before), "to": str(offset)})
    now = clock.now()
    clock_moved.send(sender=ClockOffset, now=now)
    return now
