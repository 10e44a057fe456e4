"""The list of cases: its views, filters and orders, and one page of it. A fixed number of queries whatever the length."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, F, Q, QuerySet, When

from applications.cases.models.application import Application
from applications.cases.models.application_change import ApplicationChange
from applications.cases.search import matching
from applications.cases.states import FINAL, STAGES, ApplicationState
from applications.review.work.desk import desk
from applications.review.work.proposals import first_turn
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days

PAGE = 50
# Counted exactly; beyond it nobody needs the number, and counting would cost more than the list.
MOST = 999
# Of so many of the first cases under way a page is made, if they hold one.
WINDOW = 2000
_UNDER_WAY = frozenset({"todo", "mine", "desk", "overdue"})
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
    # What is at a desk or in somebody's hand is under way: said in so many words, an index holds just that.
    under_way = Q(state__in=STAGES)
    at_desk = desk(user) & under_way
    return {
        "todo": first_turn(user) & under_way,
        "mine": Q(handler=user) & under_way,
        "desk": at_desk,
        "overdue": at_desk & Q(due_on__lt=today),
        "done": Q(state__in=FINAL),
        "all": ~Q(pk=None),
    }


def counts(user: Any) -> dict[str, int]:
    """How many cases each view holds for this person, up to one more than `MOST`; one query that stops there."""
    seen = Application.objects.on_console_for(user).order_by().values("pk")
    asked, given = [], []
    for condition in views(user, clock.today()).values():
        try:
            sql, params = seen.filter(condition)[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, params = "select 1 where false", ()
        asked.append(f"(select count(*) from ({sql}) found)")  # noqa: S608 - the ORM's own SQL
        given += params
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(asked)}", given)
        return dict(zip(VIEWS, cursor.fetchone(), strict=True))


def number_of(rows: "QuerySet[Application]") -> int:
    """How many rows a list has, up to one more than `MOST`."""
    return MOST + 1 if getattr(rows.query, "many", False) else rows.order_by()[: MOST + 1].count()


def opening(user: Any, wish: Wish, rows: "QuerySet[Application]", first: int, size: int) -> list[Application]:
    """`size` rows of a long list in its usual order, from `first` on.

    Read from the beginning of that order: a plan that gathers a hundred thousand cases to sort them is left aside.
    """
    if wish.sort == DEFAULT_SORT and wish.view in _UNDER_WAY and first + size <= WINDOW // 2:
        seen = Application.objects.on_console_for(user).filter(state__in=STAGES)
        window = seen.order_by(F("due_on").asc(nulls_last=True), "pk").values_list("pk", flat=True)[:WINDOW]
        found = list(rows.filter(pk__in=list(window))[first : first + size])
        if len(found) == size:
            return found
    return list(rows[first : first + size])


def in_words(number: int) -> str:
    """The number as people read it: exact to `MOST`, then “999+”."""
    return str(number) if number <= MOST else f"{MOST}+"


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
