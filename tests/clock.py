"""The hands of a test's clock."""

from datetime import date, datetime, time, timedelta

from tianfu.workflow import clock as the_clock

FOREVER = 1e9  # seconds for which a test's offset is believed without asking the database


class Clock:
    """Sets what `tianfu.workflow.clock.now()` answers, in all threads of this process; from there time runs on."""

    def set(self, moment: datetime | date | str) -> datetime:
        """A moment, or a day (then 10:00 in Beijing); both also as ISO text: `clock.set("2026-03-02")`."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment) if len(moment) > 10 else date.fromisoformat(moment)
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(10))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=the_clock.CHINA)
        the_clock.remember(moment - the_clock.machine_now(), FOREVER)
        return moment

    def advance(self, delta: timedelta | None = None, **units: float) -> datetime:
        """`clock.advance(days=8)`."""
        the_clock.remember(the_clock.offset() + (delta or timedelta(**units)), FOREVER)
        return the_clock.now()
