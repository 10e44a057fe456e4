"""The list of cases: its views, filters and orders, and one page of it. A fixed number of queries whatever the length."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from applications.cases.models.application import Application
from applications.cases.models.application_change import ApplicationChange
from applications.cases.search import matching
from applications.cases.states import FINAL, STAGES, ApplicationState
from applications.review.work.desk import desk
from applications.review.work.proposals import first_turn
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days

PAGE = 50
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
    """How many cases each view holds for this person."""
    wanted = views(user, clock.today())
    return Application.objects.on_console_for(user).aggregate(
        **{key: Count("pk", filter=condition) for key, condition in wanted.items()}
    )


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
    rows = matching(rows, chosen.get("q") or "")
    if route := chosen.get("route"):
        rows = rows.filter(route=route)
    if chosen.get("state") in ApplicationState.values:
        rows = rows.filter(state=chosen["state"])
    if region := chosen.get("region"):
        rows = rows.filter(region_id=region)
    if since := chosen.get("moved_from"):
        moved = ApplicationChange.objects.filter(at__gte=clock.start_of(since))
        rows = rows.filter(pk__in=moved.values("subject"))
    return _dated(rows, chosen, today)


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
