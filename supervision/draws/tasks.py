"""What the beat does for draws; every step may run twice."""

from datetime import date

from celery import shared_task

from supervision.draws.models import DrawPlan
from supervision.draws.publication import tell_organisers
from supervision.draws.secrecy import reveal_due
from supervision.draws.states import DrawState
from tianfu.workflow import clock
from tianfu.workflow.rounds import each, one_by_one


@shared_task(name="supervision.look_after_draws", expires=3600)
def look_after_draws() -> None:
    one_by_one(clock.today(), reveal_sealed, remind_of_values, warn_of_overdue)


def remind_of_values(day: date) -> int:
    """From the event on: the numbers are to be typed; once a day until they are."""
    waiting = DrawPlan.objects.filter(state=DrawState.COMMITTED, seed_after__lte=clock.now(), draw_by__gt=clock.now())
    return each("values of draw", waiting, lambda plan: tell_organisers(plan, "draw_values_wanted", day.isoformat()))


def warn_of_overdue(day: date) -> int:
    """Committed and not drawn in time: said aloud every day, on the public page as well."""
    late = DrawPlan.objects.filter(state=DrawState.COMMITTED, draw_by__lte=clock.now())
    return each("overdue draw", late, lambda plan: tell_organisers(plan, "draw_overdue", day.isoformat()))


def reveal_sealed(day: date) -> int:
    """Secrets whose day has come."""
    states = (DrawState.DRAWN, DrawState.VOID)
    due = DrawPlan.objects.filter(sealed=True, revealed_at=None, reveal_by__lte=clock.now(), state__in=states)
    return each("reveal draw", due, reveal_due)
