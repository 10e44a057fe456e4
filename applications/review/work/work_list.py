"""The list of cases: its views, filters and orders, and one page of it. A fixed number of queries whatever the length."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from applications.cases.models.application import Application
from applications.cases.models.application_change import ApplicationChange
from applications.cases.search import known_number, matching
from applications.cases.states import FINAL, STAGES, ApplicationState
from applications.review.work.desk import desk
from applications.review.work.proposals import first_turn
from tianfu.accounts.roles import Role
from tianfu.queries import counts as row_counts
from tianfu.queries.counts import MOST
from tianfu.text.columns import among
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.upkeep.row_counts import Statement, numbers_by, statement_of

PAGE = 50
# Of so many of the first cases of a desk a page is made, if they hold one.
WINDOW = 800
_ASKED_OF_EACH = frozenset({"todo"})
VIEWS = {"todo": "等我办理", "mine": "我的", "desk": "本岗位", "overdue": "超期", "done": "已办结", "all": "全部"}
# How long a case has been at its stage, in calendar days, both ends included.
AGES = {"0-3": "3 天以内", "4-10": "4 至 10 天", "11-20": "11 至 20 天", "21-": "超过 20 天"}
DUES = {"over": "已超期", "today": "今天到期", "week": "5 个工作日内到期", "none": "不计时"}
_STATE_ORDER = Case(*[When(state=key, then=place) for place, key in enumerate(ApplicationState)])
# What a column sorts by; the key stands in the address.
SORTS: dict[str, Any] = {
    "number": "number",
    "enterprise": "enterprise__organisation__name",
    "product": "product_version__name",
    "route": "route",
    "region": "region_id",
    "state": _STATE_ORDER,
    "since": "stage_since",
    "due": "due_on",
    "handler": "handler__name",
}
DEFAULT_SORT = "due"
# Adds to the cases of a page what is shown of them.
Shown = Callable[["QuerySet[Application]"], "QuerySet[Any]"]


def all_of(rows: "QuerySet[Application]") -> "QuerySet[Application]":
    return rows


@dataclass(frozen=True)
class Wish:
    """Which list somebody asks for. `chosen` are cleaned filter values; an absent one filters nothing."""

    view: str = "desk"
    sort: str = DEFAULT_SORT
    chosen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")


def known_sort(text: str) -> str:
    """The order as asked for, or the usual one for a word that is none."""
    return text if text.removeprefix("-") in SORTS and text.count("-") <= 1 else DEFAULT_SORT


def views(user: Any, today: date) -> dict[str, Q]:
    # What is at a desk is under way, and an index holds just that. Said once more in so many words, the database would
    # take it for a second condition and expect a tenth of the cases.
    at_desk = desk(user)
    return {
        "todo": first_turn(user),
        "mine": Q(handler=user, state__in=STAGES),
        "desk": at_desk,
        "overdue": at_desk & Q(due_on__lt=today),
        "done": Q(state__in=FINAL),
        "all": ~Q(pk=None),
    }


def counts(user: Any) -> dict[str, int]:
    """How many cases each view holds for this person, up to one more than `MOST`; one query that stops there."""
    return dict(zip(VIEWS, numbers_by(_counting(Asking(user), clock.today(), MOST + 1)), strict=True))


class Asking:
    """A person with the roles that hold now: on these, and on the day, the views depend, and on nothing else."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.key = (
            user.pk,
            frozenset((grant.role, grant.region, grant.programme) for grant in user.held_grants_of(frozenset(Role))),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asking) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=100)
def _counting(asking: Asking, today: date, most: int) -> Statement:
    """The query of `counts`; to put it together takes longer than to ask it."""
    seen = Application.objects.on_console_for(asking.user)
    return statement_of((seen.filter(condition) for condition in views(asking.user, today).values()), most)


def number_of(rows: "QuerySet[Application]") -> int:
    """How many rows a list has, up to one more than `MOST`."""
    known = known_number(rows)
    return row_counts.number_of(rows) if known is None else min(known, MOST + 1)


def opening(
    user: Any, wish: Wish, rows: "QuerySet[Application]", first: int, size: int, add: Shown = all_of
) -> list[Any]:
    """`size` rows of a list from `first` on, with what `add` adds of what stands in them.

    Of what one can do next, a long list is read from the beginning of its desk: a plan that asks it of every case there
    and sorts them is left aside, unless the first of the desk do not fill the page.
    """
    if wish.view in _ASKED_OF_EACH and wish.sort == DEFAULT_SORT and first + size <= WINDOW // 2:
        at_desk = find(user, Wish(view="desk")).values_list("pk", flat=True)[:WINDOW]
        found = _cut(rows.filter(among(at_desk)), first, size, add)
        if len(found) == size:
            return found
    return _cut(rows, first, size, add)


def _cut(rows: "QuerySet[Application]", first: int, size: int, add: Shown) -> list[Any]:
    """The keys first, then what stands in these few rows: never looked up for those that are cut off."""
    keys = rows.values("pk")[first : first + size]
    return list(add(Application.objects.filter(pk__in=keys)).order_by(*rows.query.order_by))


def find(user: Any, wish: Wish) -> "QuerySet[Application]":
    """The whole list, in order; the caller slices."""
    today = clock.today()
    rows = Application.objects.on_console_for(user).filter(views(user, today)[wish.view])
    rows = _filter(rows, wish.chosen, today)
    by = SORTS[wish.column]
    key = F(by) if isinstance(by, str) else by
    # No due date, no handler: last in either direction.
    order = key.desc(nulls_last=True) if wish.descending else key.asc(nulls_last=True)
    return rows.order_by(order, "pk")


def _filter(rows: "QuerySet[Application]", chosen: Mapping[str, Any], today: date) -> "QuerySet[Application]":
    if route := chosen.get("route"):
        rows = rows.filter(route=route)
    if chosen.get("state") in ApplicationState.values:
        rows = rows.filter(state=chosen["state"])
    if region := chosen.get("region"):
        rows = rows.filter(region_id=region)
    if since := chosen.get("moved_from"):
        moved = ApplicationChange.objects.filter(at__gte=clock.start_of(since))
        rows = rows.filter(pk__in=moved.values("subject"))
    return matching(_dated(rows, chosen, today), chosen.get("q") or "")  # the last: it says whether there are many


def _dated(rows: "QuerySet[Application]", chosen: Mapping[str, Any], today: date) -> "QuerySet[Application]":
    due = chosen.get("due")
    if due == "over":
        rows = rows.filter(due_on__lt=today)
    elif due == "today":
        rows = rows.filter(due_on=today)
    elif due == "week":
        rows = rows.filter(due_on__gte=today, due_on__lte=add_working_days(today, 5).date)
    elif due == "none":
        rows = rows.filter(due_on=None)
    if first := chosen.get("due_from"):
        rows = rows.filter(due_on__gte=first)
    if last := chosen.get("due_to"):
        rows = rows.filter(due_on__lte=last)
    if (age := chosen.get("age")) in AGES:
        rows = rows.filter(of_age(age, today))
    return rows


def of_age(age: str, today: date) -> Q:
    """Cases that came to their stage so many days ago (a key of AGES)."""
    least, _, most = age.partition("-")
    wanted = Q(stage_since__lt=clock.end_of(today - timedelta(days=int(least))))
    if most:
        wanted &= Q(stage_since__gte=clock.start_of(today - timedelta(days=int(most))))
    return wanted
