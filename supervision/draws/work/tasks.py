"""What the beat does for draws; every step may run twice."""

from datetime import date

from celery import shared_task

from supervision.draws.commitment.publication import tell_organisers
from supervision.draws.models import DrawPlan
from supervision.draws.plans.games import ends_soon, known_until
from supervision.draws.results.secrecy import reveal_due
from supervision.draws.rules import ORGANISER
from supervision.draws.states import DrawState, Mode
from tianfu.accounts.roles import Role
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify
from tianfu.workflow import clock
from tianfu.workflow.rounds import each, one_by_one


@shared_task(name="supervision.look_after_draws", expires=3600)
def look_after_draws() -> None:
    one_by_one(clock.today(), reveal_sealed, remind_of_values, warn_of_overdue, warn_of_calendar)


def remind_of_values(day: date) -> int:
    """From the event on: the numbers are to be typed; once a day until they are. Dice must have been rolled."""
    waiting = DrawPlan.objects.awaiting_values(clock.now()).filter(draw_by__gt=clock.now())
    waiting = waiting.exclude(mode=Mode.DICE, meeting=None)
    return each("values of draw", waiting, lambda plan: tell_organisers(plan, "draw_values_wanted", day.isoformat()))


def warn_of_overdue(day: date) -> int:
    """Committed and not drawn in time: said aloud every day, on the public page as well."""
    late = DrawPlan.objects.filter(state=DrawState.COMMITTED, draw_by__lte=clock.now())
    return each("overdue draw", late, lambda plan: tell_organisers(plan, "draw_overdue", day.isoformat()))


def warn_of_calendar(day: date) -> int:
    """The calendar of drawings ends soon: organisers and administrators are told once a week until it is continued."""
    if not ends_soon(day):
        return 0
    year, week, _ = day.isocalendar()
    notify(
        "draw_calendar_ends",
        users=[*desk([ORGANISER]), *desk([Role.SYSTEM_ADMIN])],
        context={"until": known_until(), "state": "已经到期" if known_until() < day else "即将到期"},
        link="/console/draws/",
        about="draws",
        once=f"{known_until()}:{year}-{week}",
    )
    return 1


def reveal_sealed(day: date) -> int:
    """Secrets whose day has come."""
    states = (DrawState.DRAWN, DrawState.VOID)
    due = DrawPlan.objects.filter(sealed=True, revealed_at=None, reveal_by__lte=clock.now(), state__in=states)
    return each("reveal draw", due, reveal_due)
