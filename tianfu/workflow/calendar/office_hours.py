"""From which day something that came in counts: after the office has closed, from the next working day."""

from datetime import date, datetime, time

from tianfu.text.moments import beijing
from tianfu.workflow.calendar.holiday_calendar import ONE_DAY, Calendar
from tianfu.workflow.calendar.working_days import calendar as current_calendar
from tianfu.workflow.policies.values import policy

CLOSES_AT = "office.closes_at"
"""Policy: the hour ("17:30") at which the office closes on a working day."""


def received_on(moment: datetime, closes_at: time, calendar: Calendar) -> date:
    """The working day on which what came in at `moment` counts as received. At the very minute it is still in time."""
    local = beijing(moment)
    day = local.date()
    in_time = calendar.is_working_day(day) and local.time().replace(second=0, microsecond=0) <= closes_at
    return day if in_time else calendar.on_or_after(day + ONE_DAY).date


def counted_from(moment: datetime, scope: str = "") -> date:
    """`received_on` by the policy and the loaded calendar; periods then run from the day after it (domain 11.5)."""
    day = beijing(moment).date()
    return received_on(moment, time.fromisoformat(policy(CLOSES_AT, scope=scope, on=day)), current_calendar())
