"""Playing stories in the order of time: past days first, whoever they belong to, so that history reads true.

A story is a generator: it does something, then yields the moment at which it goes on. What stands before
its first yield runs in the present (`ago`), all else on the story's day (`later`). Between the steps the
day's own tasks run, as the beat would have run them.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from applications.review.deadlines.lapse import lapse_overdue, remind_of_due
from applications.review.stages.completeness_check.silence import accept_silent
from applications.review.stages.public_notice.publication import close_ended_notices
from certification.authorizations.suspensions.limits import tell_of_limits
from certification.authorizations.term.expiry import expire_ended
from certification.changes.renewals.reminders import remind_of_expiry
from certification.duties.reports.filings.rounds import open_due, remind_late
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days, calendar, is_working_day
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job

Story = Iterator[datetime]
_FOREVER = 1e9  # seconds


class StoryFailed(Exception):
    """A background job of a story did not come to its end."""


def working_day(day: date, hour: int = 10) -> datetime:
    """Office hours of `day`, or of the next working day."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(hour, 12), tzinfo=clock.CHINA)


def ago(*, days: int = 0, working: int = 0) -> datetime:
    """So many days, or working days, before today, in office hours; on a feast the working day before it.

    Never after it: whoever loads the demo on a Sunday or in the Spring Festival has no working day between.
    """
    is_open, day = calendar().is_working_day, clock.today() - timedelta(days=days)
    while working:
        day -= timedelta(days=1)
        working -= is_open(day)
    while not is_open(day):
        day -= timedelta(days=1)
    return working_day(day)


def later(working: int, hour: int = 10) -> datetime:
    """So many working days after the story's today."""
    return working_day(add_working_days(clock.today(), working).date, hour)


def play(stories: Iterable[Callable[[], Story]]) -> None:
    """Run every story to its end, then come back to the present. Only this process sees the moved clock."""
    present = clock.now()
    # The number keeps stories of the same moment in their given order.
    waiting = [(next(running), number, running) for number, running in enumerate(story() for story in stories)]
    heapq.heapify(waiting)
    day, told = date.min, datetime.min.replace(tzinfo=clock.CHINA)
    try:
        while waiting:
            moment, number, running = heapq.heappop(waiting)
            if moment > present:
                raise StoryFailed(f"{moment} 在将来：演示故事只能发生在过去。")
            # Two stories of one moment follow each other: the clock never goes back.
            clock.remember(max(moment, told) - clock.machine_now(), _FOREVER)
            day = _new_day(day)
            following = next(running, None)
            _finish_jobs()
            told = clock.now()
            if following is not None:
                heapq.heappush(waiting, (following, number, running))
    finally:
        clock.forget()
    _new_day(day)
    _finish_jobs()


def _new_day(known: date) -> date:
    """What the beat does once a day, on each new day of the stories; the slow clocks once a week."""
    today = clock.today()
    if today != known:
        close_ended_notices(today)
        accept_silent(today)
        lapse_overdue(today)
        remind_of_due(today)
    if today.isocalendar()[:2] != known.isocalendar()[:2]:
        expire_ended(today)
        remind_of_expiry(today)
        tell_of_limits(today)
        open_due(today)
        remind_late(today)
    return today


def _finish_jobs() -> None:
    run_due()
    left = Job.objects.exclude(state=Job.State.DONE).first()
    if left is not None:
        raise StoryFailed(f"后台任务 {left.key} 未完成：{left.last_error}")
