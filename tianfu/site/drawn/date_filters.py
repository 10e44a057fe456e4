"""Days and moments as people read them, in every template without `{% load %}`: `{{ due|day }}`, `{{ at|moment }}`.

The words are `tianfu.text.moments`'; templates use no other filter for a day or moment. Nothing for None or "".
"""

from collections.abc import Callable
from datetime import date

from django import template

from tianfu.text import moments
from tianfu.workflow import clock

register = template.Library()


def _filter(name: str, spell: Callable[..., str], *, with_today: bool = False) -> Callable[[object], str]:
    def filtered(value: object) -> str:
        if not isinstance(value, date | str) or value == "":
            return ""
        return spell(value, clock.today()) if with_today else spell(value)

    filtered.__doc__ = spell.__doc__
    register.filter(name, filtered)
    return filtered


day = _filter("day", moments.short_day, with_today=True)
month_day = _filter("month_day", moments.month_day, with_today=True)
full_day = _filter("full_day", moments.full_day)
long_day = _filter("long_day", moments.long_day)
numeric_day = _filter("numeric_day", moments.numeric_day)
weekday = _filter("weekday", moments.weekday)
moment = _filter("moment", moments.numeric_moment)
second = _filter("second", moments.numeric_second)
latest = _filter("latest", moments.latest, with_today=True)
when = _filter("when", moments.when, with_today=True)
full_moment = _filter("full_moment", moments.full_moment)
full_second = _filter("full_second", moments.full_second)
iso = _filter("iso", moments.iso)
